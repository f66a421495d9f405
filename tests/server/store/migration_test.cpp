// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/migration.h"

#include "core/base/file.h"
#include "core/base/time.h"
#include "tests/server/store/note.h"

#include <sys/stat.h>

using namespace portolan;
using namespace portolan::store;
using namespace portolan::test;

class MigrationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void makesTheSchemaOnce();
    void stepsAreNumberedInOrder();
    void backsUpBeforeItMigrates();
    void theFirstSchemaIsBroughtUp();
    void whatWasIsFoundInItsBlocks();
    void aFailedStepLeavesTheRest();
    void refusesANewerSchema();
    void refusesAForeignDatabase();
    void refusesWhatIsNoDatabase();
    void isPrivateAndSyncs();
};

namespace {

std::vector<std::filesystem::path> backupsIn(const std::filesystem::path &folder)
{
    std::vector<std::filesystem::path> found;
    std::error_code error;
    for (const auto &entry : std::filesystem::directory_iterator(folder, error))
        found.push_back(entry.path());
    return found;
}

std::int64_t number(Database &database, std::string_view sql)
{
    return database.number(sql).value_or(std::nullopt).value_or(-1);
}

std::vector<Migration> withNextStep(std::vector<std::string> statements)
{
    auto steps = migrations(sqlite);
    steps.push_back({.number = steps.back().number + 1, .statements = std::move(statements)});
    return steps;
}

} // namespace

void MigrationTest::makesTheSchemaOnce()
{
    Folder folder;
    auto database = Database::open(folder.database());
    VERIFY_RESULT(database);
    const auto steps = migrations(sqlite);
    VERIFY_RESULT(migrate(*database, steps, folder.path() / "backups", {}));
    VERIFY_RESULT(migrate(*database, steps, folder.path() / "backups", {}));
    QCOMPARE(number(*database, "SELECT version FROM schema_version"), steps.back().number);
    // There was nothing to back up.
    QVERIFY(!std::filesystem::exists(folder.path() / "backups"));
}

void MigrationTest::stepsAreNumberedInOrder()
{
    const auto steps = migrations(sqlite);
    for (std::size_t i = 0; i < steps.size(); ++i)
        QCOMPARE(steps[i].number, static_cast<int>(i) + 1);
}

void MigrationTest::backsUpBeforeItMigrates()
{
    Folder folder;
    {
        Opened opened(folder.database());
        VERIFY_RESULT(opened.commit(std::move(Change().put(Note{.id = "1", .owner = "ann", .title = "kept"}, absent))));
    }
    auto database = Database::open(folder.database());
    const auto steps = withNextStep({"ALTER TABLE records ADD COLUMN note TEXT", "UPDATE records SET json = '{}'"});
    VERIFY_RESULT(migrate(*database, steps, folder.path() / "backups", *parseTime("2026-05-01T12:00:00Z")));
    QCOMPARE(number(*database, "SELECT version FROM schema_version"), steps.back().number);
    QCOMPARE(number(*database, "SELECT COUNT(*) FROM records WHERE json = '{}'"), 1);

    const auto backups = backupsIn(folder.path() / "backups");
    QCOMPARE(backups.size(), 1U);
    QCOMPARE(backups[0].filename().string(),
             std::format("portolan-schema-{}-20260501T120000Z.db", steps.back().number - 1));
    struct stat status{};
    QCOMPARE(::stat(backups[0].c_str(), &status), 0);
    QCOMPARE(status.st_mode & 0777, 0600U);
    // It is a whole store of the old schema.
    Opened old(backups[0]);
    QVERIFY(old.store);
    QCOMPARE(old.notes.find("1")->value.title, "kept");
}

/// What was in a database of the first release is there, and what came later works in it.
void MigrationTest::theFirstSchemaIsBroughtUp()
{
    Folder folder;
    {
        auto database = Database::open(folder.database());
        const auto steps = migrations(sqlite);
        VERIFY_RESULT(migrate(*database, std::span(steps).first(1), folder.path() / "backups", {}));
        VERIFY_RESULT(database->execute("INSERT INTO events VALUES (1, 0, 'tick', '', '', '', '', '{}')"));
        VERIFY_RESULT(database->execute("UPDATE counters SET value = 1 WHERE name = 'seq'"));
        const std::string json = store::Stored<Note>::encode({.id = "1", .owner = "ann", .title = "kept", .size = 5});
        VERIFY_RESULT(database->execute("INSERT INTO records VALUES ('note', '1', 3, ?)", {std::string_view(json)}));
        VERIFY_RESULT(database->execute("INSERT INTO claims VALUES ('note title', 'ann/kept', 'note', '1')"));
        VERIFY_RESULT(database->execute("INSERT INTO amounts VALUES ('note', '1', 'size of notes', 'ann', 5)"));
        VERIFY_RESULT(database->execute("INSERT INTO totals VALUES ('size of notes', 'ann', 5)"));
    }
    Opened opened(folder.database());
    QVERIFY(opened.store);
    // Its names and sums follow from the rows.
    COMPARE_ERROR(opened.commit(std::move(Change().put(Note{.id = "2", .owner = "ann", .title = "kept"}, absent))),
                  ErrorCode::Conflict);
    COMPARE_ERROR(opened.commit(std::move(Change().sumAtMost("size of notes", "ann", 4))), ErrorCode::Conflict);
    VERIFY_RESULT(opened.commit(std::move(Change().put(Note{.id = "1", .owner = "ann", .title = "other"}, 3))));
    VERIFY_RESULT(opened.commit(std::move(Change().record({.type = "tock"}).audit({.action = "login"}))));
    QCOMPARE(run(opened.store->events().query({}))->events.size(), 2U);
    QCOMPARE(run(opened.store->audit().query({}))->entries.size(), 1U);
    QCOMPARE(backupsIn(folder.path() / "backups").size(), 1U);
}

/// A history from before there were blocks (schema 5).
void MigrationTest::whatWasIsFoundInItsBlocks()
{
    Folder folder;
    {
        auto database = Database::open(folder.database());
        const auto steps = migrations(sqlite);
        VERIFY_RESULT(migrate(*database, std::span(steps).first(4), folder.path() / "backups", {}));
        for (std::int64_t seq = 1; seq <= 600; ++seq) {
            const std::string who = seq == 300 ? "ann" : "bob";
            VERIFY_RESULT(database->execute("INSERT INTO events VALUES (?, ?, 'tick', 'note', '1', ?, '', '{}')",
                                            {seq, seq * 1000, std::string_view(who)}));
            VERIFY_RESULT(database->execute("INSERT INTO audit VALUES (?, ?, ?, 'login', '', '', 'allowed', '', '{}')",
                                            {seq, seq * 1000, std::string_view(who)}));
        }
        VERIFY_RESULT(database->execute("UPDATE counters SET value = 600 WHERE name IN ('seq', 'audit')"));
    }
    Opened opened(folder.database());
    QVERIFY(opened.store);
    const auto event = run(opened.store->events().query({.filter = {.owner = "ann"}}));
    QCOMPARE(event->events.size(), 1U);
    QCOMPARE(event->events.front()->seq, 300);
    const auto record = run(opened.store->audit().query({.actor = "ann"}));
    QCOMPARE(record->entries.size(), 1U);
    QCOMPARE(record->entries.front().seq, 300);
    const Time time{std::chrono::microseconds(599 * 1000)};
    QCOMPARE(run(opened.store->events().query({.filter = {.since = time}}))->events.size(), 2U);
    QCOMPARE(run(opened.store->audit().query({.since = time}))->entries.size(), 2U);
}

void MigrationTest::aFailedStepLeavesTheRest()
{
    Folder folder;
    {
        Opened opened(folder.database());
        VERIFY_RESULT(opened.commit(std::move(Change().put(Note{.id = "1", .owner = "ann", .title = "kept"}, absent))));
    }
    {
        auto database = Database::open(folder.database());
        const auto steps = withNextStep({"DELETE FROM records", "this is no SQL"});
        const auto failed = migrate(*database, steps, folder.path() / "backups", {});
        COMPARE_ERROR(failed, ErrorCode::Internal);
        QVERIFY(failed.error().detail.contains(std::format("schema {}", steps.back().number)));
        QCOMPARE(number(*database, "SELECT version FROM schema_version"), steps.back().number - 1);
        QCOMPARE(backupsIn(folder.path() / "backups").size(), 1U);
    }
    Opened opened(folder.database());
    QVERIFY(opened.store);
    QCOMPARE(opened.notes.size(), 1U);
}

void MigrationTest::refusesANewerSchema()
{
    Folder folder;
    {
        Opened opened(folder.database());
        auto database = Database::open(folder.database());
        VERIFY_RESULT(database->execute("UPDATE schema_version SET version = 99"));
    }
    Opened opened(folder.database());
    QVERIFY(!opened.store);
    QCOMPARE(opened.error->code, ErrorCode::Conflict);
    QVERIFY(opened.error->detail.contains("schema 99"));
    QVERIFY(!std::filesystem::exists(folder.path() / "backups"));
}

void MigrationTest::refusesAForeignDatabase()
{
    Folder folder;
    {
        auto database = Database::open(folder.database());
        VERIFY_RESULT(database->execute("CREATE TABLE theirs (x INTEGER)"));
    }
    Opened opened(folder.database());
    QVERIFY(!opened.store);
    QCOMPARE(opened.error->code, ErrorCode::Conflict);
    auto database = Database::open(folder.database());
    QCOMPARE(number(*database, sqlite.countTables), 1);
}

void MigrationTest::refusesWhatIsNoDatabase()
{
    Folder folder;
    VERIFY_RESULT(writeFileAtomically(folder.database(), std::string(5000, 'x')));
    Opened opened(folder.database());
    QVERIFY(!opened.store);
    QCOMPARE(readFile(folder.database(), 10'000).value(), std::string(5000, 'x'));
}

void MigrationTest::isPrivateAndSyncs()
{
    Folder folder;
    Opened opened(folder.database());
    VERIFY_RESULT(opened.commit(std::move(Change().record({.type = "tick"}))));
    for (const char *name : {"portolan.db", "portolan.db-wal", "portolan.db-shm"}) {
        struct stat status{};
        QCOMPARE(::stat((folder.path() / name).c_str(), &status), 0);
        QCOMPARE(status.st_mode & 0777, 0600U);
    }
    auto database = Database::open(folder.database());
    QCOMPARE(number(*database, "PRAGMA synchronous"), 2);
    QCOMPARE(number(*database, "PRAGMA foreign_keys"), 1);
}

QTEST_GUILESS_MAIN(MigrationTest)
#include "migration_test.moc"
