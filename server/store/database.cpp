// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/database.h"

#include "core/base/file.h"

#include <fcntl.h>
#include <sqlite3.h>

#include <cerrno>
#include <format>
#include <unordered_map>

namespace portolan::store {

namespace {

// Far more than the server has; filters of many kinds could make more.
constexpr std::size_t statementLimit = 256;

ErrorCode codeOf(int sqliteCode)
{
    // The low byte of an extended result code is the primary one.
    switch (sqliteCode & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_READONLY:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
        return ErrorCode::Unavailable;
    case SQLITE_FULL:
        return ErrorCode::OutOfSpace;
    default:
        return ErrorCode::Internal;
    }
}

int bind(sqlite3_stmt *statement, int place, const Value &value)
{
    if (const auto *number = std::get_if<std::int64_t>(&value))
        return sqlite3_bind_int64(statement, place, *number);
    const auto text = std::get<std::string_view>(value);
    // A null pointer would be NULL.
    return sqlite3_bind_text64(statement, place, text.data() ? text.data() : "", text.size(), SQLITE_STATIC,
                               SQLITE_UTF8);
}

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

struct Finalize {
    void operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
};
struct Close {
    void operator()(sqlite3 *handle) const { sqlite3_close(handle); }
};

} // namespace

struct Database::Connection {
    std::unique_ptr<sqlite3, Close> handle;
    std::unordered_map<std::string, std::unique_ptr<sqlite3_stmt, Finalize>, TextHash, std::equal_to<>> statements;
};

/// A statement that is being run. One that stayed open would hold its snapshot, and with it the write-ahead log.
class Database::Run
{
public:
    Run(sqlite3_stmt *statement, std::span<const Value> values) : m_statement(statement)
    {
        for (int place = 1; const Value &value : values)
            if (m_code == SQLITE_OK)
                m_code = bind(m_statement, place++, value);
    }
    Run(const Run &) = delete;
    Run &operator=(const Run &) = delete;
    ~Run()
    {
        sqlite3_reset(m_statement);
        sqlite3_clear_bindings(m_statement); // They refer to what goes now.
    }

    /// Whether there is a row more.
    [[nodiscard]] bool step()
    {
        if (m_code == SQLITE_OK || m_code == SQLITE_ROW)
            m_code = sqlite3_step(m_statement);
        return m_code == SQLITE_ROW;
    }
    [[nodiscard]] bool hasFailed() const { return m_code != SQLITE_ROW && m_code != SQLITE_DONE; }

private:
    sqlite3_stmt *m_statement;
    int m_code = SQLITE_OK;
};

std::int64_t Row::integer(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

std::string Row::text(int column) const
{
    const auto *text = reinterpret_cast<const char *>(sqlite3_column_text(m_statement, column));
    return text ? std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(m_statement, column)))
                : std::string();
}

Database::Database(std::unique_ptr<Connection> connection) : m_connection(std::move(connection)) {}
Database::Database(Database &&) noexcept = default;
Database::~Database() = default;

std::unexpected<Error> Database::failure(std::string_view what) const
{
    sqlite3 *handle = m_connection->handle.get();
    const int code = sqlite3_extended_errcode(handle);
    return fail(codeOf(code),
                std::format("the database failed: {} (code {}) in \"{}\"", sqlite3_errmsg(handle), code, what));
}

Result<Database> Database::open(const std::filesystem::path &path, DatabaseOptions options)
{
    // SQLite gives its other files the mode of this one.
    if (!Descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)))
        return failFromErrno("opening " + path.string(), errno);

    sqlite3 *handle = nullptr;
    const int opened = sqlite3_open_v2(path.c_str(), &handle,
                                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
    auto connection = std::make_unique<Connection>();
    connection->handle.reset(handle);
    Database database(std::move(connection));
    if (!handle)
        return fail(ErrorCode::Internal, "there is no memory to open " + path.string());
    if (opened != SQLITE_OK)
        return database.failure("opening " + path.string());
    sqlite3_busy_timeout(handle, static_cast<int>(options.busyTimeout.count()));

    std::string mode;
    const auto readMode = [&mode](const Row &row) -> Result<void> {
        mode = row.text(0);
        return {};
    };
    if (auto done = database.each("PRAGMA journal_mode = WAL", {}, readMode); !done)
        return std::unexpected(std::move(done.error()));
    if (mode != "wal")
        return fail(ErrorCode::Unavailable, std::format("{} cannot use a write-ahead log (journal mode {}): "
                                                        "is it on a network file system?",
                                                        path.string(), mode));
    const std::string pragmas[] = {
        "PRAGMA synchronous = FULL",
        "PRAGMA foreign_keys = ON",
        // Else SQLite makes one of all rows of a history for each search that walks its blocks.
        "PRAGMA automatic_index = OFF",
        // In KiB when negative: the trees that every change touches stay in memory.
        "PRAGMA cache_size = -16384",
        // In pages: rarer than the default, as a page that changes often is then copied back once; everybody waits while
        // that is done, which at 4000 pages made the slowest of a hundred sessions half again as slow.
        "PRAGMA wal_autocheckpoint = 2000",
        std::format("PRAGMA max_page_count = {}", options.maxPages > 0 ? options.maxPages : 0xfffffffe),
    };
    for (const auto &pragma : pragmas) {
        if (auto done = database.execute(pragma); !done)
            return std::unexpected(std::move(done.error()));
    }
    return database;
}

Result<sqlite3_stmt *> Database::prepared(std::string_view sql)
{
    auto &statements = m_connection->statements;
    if (const auto found = statements.find(sql); found != statements.end())
        return found->second.get();
    if (statements.size() >= statementLimit)
        statements.clear();
    sqlite3_stmt *statement = nullptr;
    const int done = sqlite3_prepare_v3(m_connection->handle.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (done != SQLITE_OK)
        return failure(sql);
    statements.emplace(std::string(sql), statement);
    return statement;
}

Result<void> Database::each(std::string_view sql, std::span<const Value> values, const RowHandler &handler)
{
    const auto statement = prepared(sql);
    if (!statement)
        return std::unexpected(statement.error());
    Run run(*statement, values);
    const Row row(*statement);
    Result<void> result;
    while (result && run.step())
        result = handler(row);
    if (result && run.hasFailed())
        result = failure(sql);
    return result;
}

Result<void> Database::execute(std::string_view sql, std::initializer_list<Value> values)
{
    return each(sql, values, [](const Row &) -> Result<void> { return {}; });
}

Result<void> Database::executeOne(std::string_view sql, std::initializer_list<Value> values)
{
    if (auto done = execute(sql, values); !done)
        return done;
    if (const auto changed = sqlite3_changes64(m_connection->handle.get()); changed != 1)
        return fail(ErrorCode::Internal,
                    std::format("the database was changed by another program: \"{}\" met {} rows and not one; restart "
                                "the server, which reads it anew",
                                sql, changed));
    return {};
}

Result<std::optional<std::int64_t>> Database::number(std::string_view sql, std::initializer_list<Value> values)
{
    std::optional<std::int64_t> number;
    auto done = each(sql, values, [&number](const Row &row) -> Result<void> {
        if (!number)
            number = row.integer(0);
        return {};
    });
    if (!done)
        return std::unexpected(std::move(done.error()));
    return number;
}

void Database::rollback()
{
    // After some errors (full disk, I/O) SQLite has rolled back by itself, and says that there is no transaction.
    std::ignore = execute("ROLLBACK");
}

} // namespace portolan::store
