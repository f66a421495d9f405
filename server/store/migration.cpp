// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/migration.h"

#include "core/base/file.h"
#include "core/base/time.h"

#include <algorithm>
#include <format>

namespace portolan::store {

namespace {

/// The schema of the database; 0 for an empty one.
Result<std::int64_t> schemaOf(Database &database)
{
    const auto tables = database.number(database.dialect().countTables);
    if (!tables)
        return std::unexpected(tables.error());
    if (tables->value_or(0) == 0)
        return 0;
    const auto version = database.number("SELECT version FROM schema_version");
    if (!version && version.error().code != ErrorCode::Internal)
        return std::unexpected(version.error());
    if (!version || !*version)
        return fail(ErrorCode::Conflict, "the database was not made by Portolan: it has tables but no schema version");
    return **version;
}

Result<void> backUp(Database &database, std::int64_t schema, const std::filesystem::path &folder, Time now)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error)
        return failFromErrno("making " + folder.string(), error.value());

    auto stamp = formatTime(std::chrono::floor<std::chrono::seconds>(now));
    std::erase_if(stamp, [](char c) { return c == '-' || c == ':'; });
    const auto path = folder / std::format("portolan-schema-{}-{}.db", schema, stamp);
    auto unfinished = path;
    unfinished += ".new";
    // The copy is made into an empty file, so that it is private from the start.
    for (auto done : {removeFile(unfinished), writeFileAtomically(unfinished, "", 0600)}) {
        if (!done)
            return done;
    }
    if (auto copied = database.execute("VACUUM INTO ?", {std::string_view(unfinished.native())}); !copied)
        return failWithin("backing up before a migration", std::move(copied.error()));
    if (auto synced = syncPath(unfinished); !synced)
        return synced;
    std::filesystem::rename(unfinished, path, error);
    if (error)
        return failFromErrno("naming " + path.string(), error.value());
    return syncPath(folder);
}

Result<void> take(Database &database, const Migration &step)
{
    for (const auto &statement : step.statements) {
        if (auto done = database.execute(statement); !done)
            return done;
    }
    return database.execute("UPDATE schema_version SET version = ?", {std::int64_t(step.number)});
}

Result<void> inTransaction(Database &database, const Migration &step)
{
    auto done = database.execute(database.dialect().beginWrite);
    if (done)
        done = take(database, step);
    if (done)
        done = database.execute("COMMIT");
    if (!done) {
        database.rollback();
        return failWithin(std::format("migrating the database to schema {}", step.number), std::move(done.error()));
    }
    return {};
}

} // namespace

std::vector<Migration> migrations(const Dialect &dialect)
{
    return {
        {.number = 1,
         .statements =
             {
                 "CREATE TABLE schema_version (version BIGINT NOT NULL)",
                 "INSERT INTO schema_version VALUES (0)",

                 // What is: all current state, see change.h.
                 "CREATE TABLE records (kind TEXT NOT NULL, id TEXT NOT NULL, version BIGINT NOT NULL, json TEXT NOT "
                 "NULL, "
                 "PRIMARY KEY (kind, id))",
                 std::format("CREATE TABLE claims (scope TEXT NOT NULL, claim TEXT NOT NULL, kind TEXT NOT NULL, "
                             "id TEXT NOT NULL, PRIMARY KEY (scope, claim)){}",
                             dialect.clustered),
                 "CREATE INDEX claims_by_record ON claims (kind, id)",
                 std::format("CREATE TABLE amounts (kind TEXT NOT NULL, id TEXT NOT NULL, sum TEXT NOT NULL, "
                             "part TEXT NOT NULL, value BIGINT NOT NULL, PRIMARY KEY (kind, id, sum, part)){}",
                             dialect.clustered),
                 std::format("CREATE TABLE totals (sum TEXT NOT NULL, part TEXT NOT NULL, value BIGINT NOT NULL, "
                             "PRIMARY KEY (sum, part)){}",
                             dialect.clustered),

                 // What was.
                 std::format("CREATE TABLE events (seq {}, time BIGINT NOT NULL, type TEXT NOT NULL, "
                             "subject_kind TEXT NOT NULL, subject_id TEXT NOT NULL, owner TEXT NOT NULL, "
                             "actor TEXT NOT NULL, data TEXT NOT NULL)",
                             dialect.integerKey),
                 "CREATE INDEX events_by_subject ON events (subject_kind, subject_id, seq)",
                 "CREATE INDEX events_by_owner ON events (owner, seq)",
                 "CREATE INDEX events_by_type ON events (type, seq)",
                 "CREATE INDEX events_by_time ON events (time)",

                 // seq: the last one given; oldest_event: the lowest one that is kept.
                 "CREATE TABLE counters (name TEXT NOT NULL PRIMARY KEY, value BIGINT NOT NULL)",
                 "INSERT INTO counters VALUES ('seq', 0)",
                 "INSERT INTO counters VALUES ('oldest_event', 1)",
             }},
        {.number = 2,
         .statements =
             {
                 // Who did what. The record is in "json", sealed by its hash; the other columns are copies to search by.
                 std::format("CREATE TABLE audit (seq {}, time BIGINT NOT NULL, actor TEXT NOT NULL, "
                             "action TEXT NOT NULL, subject_kind TEXT NOT NULL, subject TEXT NOT NULL, "
                             "result TEXT NOT NULL, hash TEXT NOT NULL, json TEXT NOT NULL)",
                             dialect.integerKey),
                 "CREATE INDEX audit_by_actor ON audit (actor, seq)",
                 "CREATE INDEX audit_by_subject ON audit (subject_kind, subject, seq)",
                 "CREATE INDEX audit_by_time ON audit (time)",
                 "INSERT INTO counters VALUES ('audit', 0)",
                 "INSERT INTO counters VALUES ('oldest_audit', 1)",
             }},
        {.number = 3,
         .statements =
             {
                 // What rows claim and add up to follows from them, and is kept in memory (ADR 11).
                 "DROP TABLE claims",
                 "DROP TABLE amounts",
                 "DROP TABLE totals",
             }},
        {.number = 4,
         .statements =
             {
                 // Rows are found by their number, which is in memory with the rest of them (ADR 11).
                 "ALTER TABLE records RENAME TO records_by_id",
                 std::format("CREATE TABLE records (number {}, kind TEXT NOT NULL, id TEXT NOT NULL, "
                             "version BIGINT NOT NULL, json TEXT NOT NULL)",
                             dialect.integerKey),
                 "INSERT INTO records (kind, id, version, json) SELECT kind, id, version, json FROM records_by_id",
                 "DROP TABLE records_by_id",
             }},
        {.number = 5,
         .statements =
             {
                 // What was is searched by blocks of 256 (ADR 15).
                 std::format("CREATE TABLE event_blocks (block {}, oldest BIGINT NOT NULL, newest BIGINT NOT NULL)",
                             dialect.integerKey),
                 std::format("CREATE TABLE event_terms (block BIGINT NOT NULL, term TEXT NOT NULL, "
                             "PRIMARY KEY (block, term)){}",
                             dialect.clustered),
                 "INSERT INTO event_blocks SELECT seq / 256, MIN(time), MAX(time) FROM events GROUP BY seq / 256",
                 "INSERT INTO event_terms SELECT DISTINCT seq / 256, 'type=' || type FROM events",
                 "INSERT INTO event_terms SELECT DISTINCT seq / 256, 'subject_kind=' || subject_kind FROM events",
                 "INSERT INTO event_terms SELECT DISTINCT seq / 256, 'subject_id=' || subject_id FROM events",
                 "INSERT INTO event_terms SELECT DISTINCT seq / 256, 'owner=' || owner FROM events",
                 "DROP INDEX events_by_subject",
                 "DROP INDEX events_by_owner",
                 "DROP INDEX events_by_type",
                 "DROP INDEX events_by_time",

                 std::format("CREATE TABLE audit_blocks (block {}, oldest BIGINT NOT NULL, newest BIGINT NOT NULL)",
                             dialect.integerKey),
                 std::format("CREATE TABLE audit_terms (block BIGINT NOT NULL, term TEXT NOT NULL, "
                             "PRIMARY KEY (block, term)){}",
                             dialect.clustered),
                 "INSERT INTO audit_blocks SELECT seq / 256, MIN(time), MAX(time) FROM audit GROUP BY seq / 256",
                 "INSERT INTO audit_terms SELECT DISTINCT seq / 256, 'actor=' || actor FROM audit",
                 "INSERT INTO audit_terms SELECT DISTINCT seq / 256, 'action=' || action FROM audit",
                 "INSERT INTO audit_terms SELECT DISTINCT seq / 256, 'subject_kind=' || subject_kind FROM audit",
                 "INSERT INTO audit_terms SELECT DISTINCT seq / 256, 'subject=' || subject FROM audit",
                 "INSERT INTO audit_terms SELECT DISTINCT seq / 256, 'result=' || result FROM audit",
                 "DROP INDEX audit_by_actor",
                 "DROP INDEX audit_by_subject",
                 "DROP INDEX audit_by_time",
             }},
    };
}

Result<void> migrate(Database &database, std::span<const Migration> steps, const std::filesystem::path &backups,
                     Time now)
{
    const auto schema = schemaOf(database);
    if (!schema)
        return std::unexpected(schema.error());
    const std::int64_t newest = steps.empty() ? 0 : steps.back().number;
    if (*schema > newest)
        return fail(ErrorCode::Conflict,
                    std::format("the database has schema {} and this version of Portolan knows schemas up to {}: run "
                                "the version that wrote it, or a newer one, or restore a backup",
                                *schema, newest));
    if (*schema == newest)
        return {};
    if (*schema > 0) {
        if (auto done = backUp(database, *schema, backups, now); !done)
            return done;
    }
    for (const auto &step : steps) {
        if (step.number <= *schema)
            continue;
        if (auto done = inTransaction(database, step); !done)
            return done;
    }
    return {};
}

} // namespace portolan::store
