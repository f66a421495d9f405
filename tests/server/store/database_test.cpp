// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/database.h"

#include "core/base/file.h"
#include "tests/server/store/note.h"

#include <limits>

using namespace portolan;
using namespace portolan::store;
using namespace portolan::test;
using namespace std::chrono_literals;

/// Values and errors on their way to SQLite and back. That it outlives full disks and locks is shown where it matters, in
/// ledger_test.cpp.
class DatabaseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void textsComeBackAsTheyWere_data();
    void textsComeBackAsTheyWere();
    void numbersComeBackAsTheyWere();
    void nullsAreEmpty();
    void manyStatementsAreKeptAndForgotten();
    void aHandlerStopsTheRows();
    void changesOfOneRowAreCounted();
    void faultsSayWhatFailed_data();
    void faultsSayWhatFailed();
    void aFailedStatementRunsAgain();
    void whatIsReadHoldsNothing();
};

namespace {

Database opened(const Folder &folder, DatabaseOptions options = {})
{
    auto database = Database::open(folder.database(), options);
    if (!database)
        qFatal("%s", database.error().detail.c_str());
    return std::move(*database);
}

} // namespace

void DatabaseTest::textsComeBackAsTheyWere_data()
{
    QTest::addColumn<std::string>("text");
    QTest::newRow("empty") << std::string();
    QTest::newRow("plain") << std::string("plain");
    QTest::newRow("UTF-8") << std::string("K\u00f6ln, \u6771\u4eac, \U0001f6f0");
    QTest::newRow("zero bytes") << std::string("a\0b\0", 4);
    QTest::newRow("quotes") << std::string("'); DROP TABLE texts; --");
    QTest::newRow("large") << std::string(1'000'000, 'x');
}

void DatabaseTest::textsComeBackAsTheyWere()
{
    QFETCH(const std::string, text);
    Folder folder;
    Database database = opened(folder);
    VERIFY_RESULT(database.execute("CREATE TABLE texts (text TEXT NOT NULL)"));
    VERIFY_RESULT(database.execute("INSERT INTO texts VALUES (?)", {text}));
    std::vector<std::string> found;
    VERIFY_RESULT(database.each("SELECT text FROM texts WHERE text = ? AND typeof(text) = 'text'", {text},
                                [&found](const Row &row) -> Result<void> {
                                    found.push_back(row.text(0));
                                    return {};
                                }));
    QCOMPARE(found, std::vector{text});
}

void DatabaseTest::numbersComeBackAsTheyWere()
{
    Folder folder;
    Database database = opened(folder);
    using Limits = std::numeric_limits<std::int64_t>;
    for (const std::int64_t number : {Limits::min(), std::int64_t{-1}, std::int64_t{0}, Limits::max()})
        QCOMPARE(database.number("SELECT ?", {number}).value(), number);
    QCOMPARE(database.number("SELECT 1 WHERE 0").value(), std::nullopt);
    QCOMPARE(database.number("SELECT value FROM (SELECT 7 AS value UNION ALL SELECT 8)").value(), 7);
}

void DatabaseTest::nullsAreEmpty()
{
    Folder folder;
    Database database = opened(folder);
    int rows = 0;
    VERIFY_RESULT(database.each("SELECT NULL, NULL", {}, [&rows](const Row &row) -> Result<void> {
        ++rows;
        return row.text(0).empty() && row.integer(1) == 0 ? Result<void>() : fail(ErrorCode::Internal, "not empty");
    }));
    QCOMPARE(rows, 1);
}

void DatabaseTest::manyStatementsAreKeptAndForgotten()
{
    Folder folder;
    Database database = opened(folder);
    for (int round = 0; round < 2; ++round)
        for (int i = 0; i < 600; ++i)
            QCOMPARE(database.number(std::format("SELECT {}", i)).value(), i);
}

void DatabaseTest::aHandlerStopsTheRows()
{
    Folder folder;
    Database database = opened(folder);
    int rows = 0;
    const auto stopped = database.each("SELECT 1 UNION ALL SELECT 2", {}, [&rows](const Row &) -> Result<void> {
        ++rows;
        return fail(ErrorCode::NotFound, "enough");
    });
    COMPARE_ERROR(stopped, ErrorCode::NotFound);
    QCOMPARE(rows, 1);
}

void DatabaseTest::changesOfOneRowAreCounted()
{
    Folder folder;
    Database database = opened(folder);
    VERIFY_RESULT(database.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY)"));
    VERIFY_RESULT(database.executeOne("INSERT INTO rows VALUES (?)", {std::int64_t{1}}));
    VERIFY_RESULT(database.executeOne("INSERT INTO rows VALUES (?)", {std::int64_t{2}}));
    for (const auto sql : {"INSERT INTO rows VALUES (1) ON CONFLICT DO NOTHING", "UPDATE rows SET id = id WHERE id > 2",
                           "UPDATE rows SET id = id + 10", "SELECT 1 WHERE 0"}) {
        const auto done = database.executeOne(sql, {});
        COMPARE_ERROR(done, ErrorCode::Internal);
        QVERIFY2(done.error().detail.contains("restart the server"), done.error().detail.c_str());
        QVERIFY2(done.error().detail.contains(sql), done.error().detail.c_str());
    }
}

void DatabaseTest::faultsSayWhatFailed_data()
{
    QTest::addColumn<std::string>("sql");
    QTest::addColumn<std::string>("says");
    QTest::newRow("no SQL") << std::string("SELEC 1") << std::string("near \"SELEC\": syntax error (code 1)");
    QTest::newRow("no table") << std::string("SELECT 1 FROM none") << std::string("no such table: none (code 1)");
    QTest::newRow("a rule of the table") << std::string("INSERT INTO rows VALUES (1)")
                                         << std::string("UNIQUE constraint failed: rows.id (code 1555)");
    QTest::newRow("too many values") << std::string("SELECT 1, ?2") << std::string("(code 25)");
}

void DatabaseTest::faultsSayWhatFailed()
{
    QFETCH(const std::string, sql);
    QFETCH(const std::string, says);
    Folder folder;
    Database database = opened(folder);
    VERIFY_RESULT(database.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY)"));
    VERIFY_RESULT(database.execute("INSERT INTO rows VALUES (1)"));
    const std::string_view value = "x";
    const auto done = says.contains("25") ? database.execute(sql, {value, value, value}) : database.execute(sql);
    COMPARE_ERROR(done, ErrorCode::Internal);
    for (const auto &part : {says, sql, std::string("the database failed")})
        QVERIFY2(done.error().detail.contains(part), done.error().detail.c_str());
}

void DatabaseTest::aFailedStatementRunsAgain()
{
    Folder folder;
    Database database = opened(folder);
    VERIFY_RESULT(database.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY)"));
    const auto insert = [&](std::int64_t id) { return database.execute("INSERT INTO rows VALUES (?)", {id}); };
    VERIFY_RESULT(insert(1));
    COMPARE_ERROR(insert(1), ErrorCode::Internal);
    VERIFY_RESULT(insert(2));
    QCOMPARE(database.number("SELECT COUNT(*) FROM rows").value(), 2);
}

/// A statement that stays open keeps others from writing and the log from being emptied.
void DatabaseTest::whatIsReadHoldsNothing()
{
    Folder folder;
    Database reader = opened(folder);
    Database writer = opened(folder, {.busyTimeout = 0ms});
    VERIFY_RESULT(writer.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY)"));
    VERIFY_RESULT(writer.execute("INSERT INTO rows VALUES (1), (2)"));
    QCOMPARE(reader.number("SELECT id FROM rows").value(), 1);
    const auto stopped = reader.each("SELECT id FROM rows", {},
                                     [](const Row &) { return fail(ErrorCode::NotFound, ""); });
    COMPARE_ERROR(stopped, ErrorCode::NotFound);
    VERIFY_RESULT(writer.execute("INSERT INTO rows VALUES (3)"));
    // "busy" is 0 where nobody reads an old state.
    QCOMPARE(writer.number("PRAGMA wal_checkpoint(TRUNCATE)").value(), 0);
    QCOMPARE(std::filesystem::file_size(folder.database().string() + "-wal"), 0U);
}

QTEST_GUILESS_MAIN(DatabaseTest)
#include "database_test.moc"
