// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "server/store/dialect.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

struct sqlite3_stmt;

namespace portolan::store {

/// Of a placeholder. Texts are UTF-8 and are referred to, not copied, until the statement is done.
using Value = std::variant<std::int64_t, std::string_view>;

/// One row of an answer; valid inside the callback that gets it. Columns count from 0.
class Row
{
public:
    explicit Row(sqlite3_stmt *statement) : m_statement(statement) {}

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string text(int column) const;

private:
    sqlite3_stmt *m_statement;
};

struct DatabaseOptions {
    std::chrono::milliseconds busyTimeout{5000};
    std::int64_t maxPages = 0; ///< 0: no bound but the disk
};

/// One connection, for one thread. SQLite in WAL mode, every commit synced (synchronous=FULL); by its own interface
/// (ADR 13). Errors: Unavailable (locked by another process beyond the timeout, not readable or writable), OutOfSpace,
/// Internal (a broken file, or a fault in our SQL).
class Database
{
public:
    [[nodiscard]] static Result<Database> open(const std::filesystem::path &path, DatabaseOptions options = {});
    Database(Database &&) noexcept;
    ~Database();

    [[nodiscard]] const Dialect &dialect() const { return sqlite; }

    /// Runs a statement. Statements are prepared once and kept.
    [[nodiscard]] Result<void> execute(std::string_view sql, std::initializer_list<Value> values = {});

    /// Runs a statement that changes one row. Internal where it does not: the database has changed behind our back.
    [[nodiscard]] Result<void> executeOne(std::string_view sql, std::initializer_list<Value> values);

    using RowHandler = std::function<Result<void>(const Row &)>;
    /// Runs a statement and hands over its rows until there are no more, or until `handler` fails. The handler runs no
    /// statement of this connection.
    [[nodiscard]] Result<void> each(std::string_view sql, std::span<const Value> values, const RowHandler &handler);
    [[nodiscard]] Result<void> each(std::string_view sql, std::initializer_list<Value> values,
                                    const RowHandler &handler)
    {
        return each(sql, std::span(values.begin(), values.size()), handler);
    }

    /// The first column of the first row, if there is one.
    [[nodiscard]] Result<std::optional<std::int64_t>> number(std::string_view sql,
                                                             std::initializer_list<Value> values = {});

    /// Ends a transaction after an error, whether or not the database has ended it already.
    void rollback();

private:
    struct Connection;
    class Run;
    explicit Database(std::unique_ptr<Connection> connection);
    [[nodiscard]] Result<sqlite3_stmt *> prepared(std::string_view sql);
    [[nodiscard]] std::unexpected<Error> failure(std::string_view what) const;

    std::unique_ptr<Connection> m_connection;
};

} // namespace portolan::store
