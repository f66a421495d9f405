// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/database.h"

#include "core/base/file.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <fcntl.h>

#include <atomic>
#include <cerrno>
#include <format>
#include <unordered_map>

namespace portolan::store {

namespace {

// https://www.sqlite.org/rescode.html, the primary codes
enum class SqliteCode { Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Full = 13, CannotOpen = 14 };

// Far more than the server has; filters of many kinds could make more.
constexpr std::size_t statementLimit = 256;

QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

ErrorCode codeOf(const QSqlError &error)
{
    // The low byte of an extended result code is the primary one.
    switch (static_cast<SqliteCode>(error.nativeErrorCode().toInt() & 0xff)) {
    case SqliteCode::Busy:
    case SqliteCode::Locked:
    case SqliteCode::ReadOnly:
    case SqliteCode::IoError:
    case SqliteCode::CannotOpen:
        return ErrorCode::Unavailable;
    case SqliteCode::Full:
        return ErrorCode::OutOfSpace;
    }
    return ErrorCode::Internal;
}

std::unexpected<Error> failFrom(std::string_view what, const QSqlError &error)
{
    return fail(codeOf(error), std::format("the database failed: {} (code {}) in \"{}\"", error.text().toStdString(),
                                           error.nativeErrorCode().toStdString(), what));
}

QVariant toVariant(const Value &value)
{
    struct Convert {
        QVariant operator()(std::int64_t number) const { return QVariant(static_cast<qlonglong>(number)); }
        QVariant operator()(std::string_view text) const { return QVariant(toQString(text)); }
        QVariant operator()(Bytes bytes) const
        {
            return QVariant(QByteArray(bytes.text.data(), static_cast<qsizetype>(bytes.text.size())));
        }
    };
    return std::visit(Convert(), value);
}

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

} // namespace

struct Database::Connection {
    QString name;
    QSqlDatabase database;
    std::unordered_map<std::string, QSqlQuery, TextHash, std::equal_to<>> statements;

    Connection() = default;
    Connection(const Connection &) = delete;
    ~Connection()
    {
        // Qt warns about a connection that is removed while something still refers to it.
        statements.clear();
        database.close();
        database = QSqlDatabase();
        QSqlDatabase::removeDatabase(name);
    }
};

std::int64_t Row::integer(int column) const
{
    return m_query.value(column).toLongLong();
}

std::string Row::text(int column) const
{
    return m_query.value(column).toString().toStdString();
}

std::string Row::bytes(int column) const
{
    return m_query.value(column).toByteArray().toStdString();
}

Database::Database(std::unique_ptr<Connection> connection) : m_connection(std::move(connection)) {}
Database::Database(Database &&) noexcept = default;
Database::~Database() = default;

Result<Database> Database::open(const std::filesystem::path &path, DatabaseOptions options)
{
    // SQLite gives its other files the mode of this one.
    if (!Descriptor(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)))
        return failFromErrno("opening " + path.string(), errno);

    static std::atomic<unsigned> count = 0;
    auto connection = std::make_unique<Connection>();
    connection->name = QStringLiteral("portolan-%1").arg(++count);
    connection->database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection->name);
    connection->database.setDatabaseName(QString::fromStdString(path.string()));
    connection->database.setConnectOptions(QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(options.busyTimeout.count()));
    if (!connection->database.open())
        return failFrom("opening " + path.string(), connection->database.lastError());

    Database database(std::move(connection));
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
        // In KiB when negative: the trees that every change touches stay in memory.
        "PRAGMA cache_size = -16384",
        // In pages: rarer than the default, as a page that changes often is then copied back once.
        "PRAGMA wal_autocheckpoint = 4000",
        std::format("PRAGMA max_page_count = {}", options.maxPages > 0 ? options.maxPages : 0xfffffffe),
    };
    for (const auto &pragma : pragmas) {
        if (auto done = database.execute(pragma); !done)
            return std::unexpected(std::move(done.error()));
    }
    return database;
}

Result<QSqlQuery *> Database::run(std::string_view sql, std::span<const Value> values)
{
    auto found = m_connection->statements.find(sql);
    if (found == m_connection->statements.end()) {
        if (m_connection->statements.size() >= statementLimit)
            m_connection->statements.clear();
        QSqlQuery query(m_connection->database);
        query.setForwardOnly(true);
        if (!query.prepare(toQString(sql)))
            return failFrom(sql, query.lastError());
        found = m_connection->statements.emplace(std::string(sql), std::move(query)).first;
    }
    QSqlQuery &query = found->second;
    int position = 0;
    for (const auto &value : values)
        query.bindValue(position++, toVariant(value));
    if (!query.exec()) {
        auto failure = failFrom(sql, query.lastError());
        query.finish();
        return failure;
    }
    return &query;
}

Result<void> Database::execute(std::string_view sql, std::initializer_list<Value> values)
{
    const auto query = run(sql, std::span(values.begin(), values.size()));
    if (!query)
        return std::unexpected(query.error());
    (*query)->finish();
    return {};
}

Result<void> Database::executeOne(std::string_view sql, std::initializer_list<Value> values)
{
    const auto query = run(sql, std::span(values.begin(), values.size()));
    if (!query)
        return std::unexpected(query.error());
    const int changed = (*query)->numRowsAffected();
    (*query)->finish();
    if (changed != 1)
        return fail(ErrorCode::Internal,
                    std::format("the database was changed by another program: \"{}\" met {} rows and not one; restart "
                                "the server, which reads it anew",
                                sql, changed));
    return {};
}

Result<void> Database::each(std::string_view sql, std::span<const Value> values, const RowHandler &handler)
{
    const auto query = run(sql, values);
    if (!query)
        return std::unexpected(query.error());
    const Row row(**query);
    Result<void> result;
    while (result && (*query)->next())
        result = handler(row);
    if (result && (*query)->lastError().isValid())
        result = failFrom(sql, (*query)->lastError());
    // A statement left open would hold its snapshot, and with it the write-ahead log.
    (*query)->finish();
    return result;
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
