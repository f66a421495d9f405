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

class QSqlQuery;

namespace portolan::store {

/// UTF-8 that goes to the database as bytes, see Dialect::textOfBytes.
struct Bytes {
    std::string_view text;
};

using Value = std::variant<std::int64_t, std::string_view, Bytes>;

/// One row of an answer; valid inside the callback that gets it. Columns count from 0.
class Row
{
public:
    explicit Row(const QSqlQuery &query) : m_query(query) {}

    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::string text(int column) const;
    /// Of a column that was asked for as bytes.
    [[nodiscard]] std::string bytes(int column) const;

private:
    const QSqlQuery &m_query;
};

struct DatabaseOptions {
    std::chrono::milliseconds busyTimeout{5000};
    std::int64_t maxPages = 0; ///< 0: no bound but the disk
};

/// One connection, for the thread that opened it. SQLite in WAL mode, every commit synced (synchronous=FULL).
/// Errors: Unavailable (locked by another process beyond the timeout, not readable or writable), OutOfSpace,
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
    /// Runs a statement and hands over its rows until there are no more, or until `handler` fails.
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
    explicit Database(std::unique_ptr<Connection> connection);
    [[nodiscard]] Result<QSqlQuery *> run(std::string_view sql, std::span<const Value> values);

    std::unique_ptr<Connection> m_connection;
};

} // namespace portolan::store
