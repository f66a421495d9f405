// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/store.h"

#include "server/store/database.h"
#include "server/store/event_feed.h"
#include "server/store/migration.h"
#include "server/store/read_thread.h"
#include "server/store/writer.h"

namespace portolan::store {

namespace {

/// What is done once, before the threads have connections of their own; gives the seq of the last event.
Result<std::int64_t> prepare(const std::filesystem::path &path, Catalog &catalog, const Clock &clock,
                             const LedgerOptions &options)
{
    auto database = Database::open(path, {.busyTimeout = options.busyTimeout, .maxPages = options.maxPages});
    if (!database)
        return std::unexpected(std::move(database.error()));
    const auto steps = migrations(database->dialect());
    if (auto done = migrate(*database, steps, path.parent_path() / "backups", clock.now()); !done)
        return std::unexpected(std::move(done.error()));
    if (auto loaded = catalog.load(*database); !loaded)
        return std::unexpected(std::move(loaded.error()));
    return Writer(std::move(*database)).lastSeq();
}

} // namespace

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path &database, Catalog &catalog, const Clock &clock,
                                           LedgerOptions options)
{
    const auto lastSeq = prepare(database, catalog, clock, options);
    if (!lastSeq)
        return failWithin("opening the database " + database.string(), lastSeq.error());
    auto store = std::unique_ptr<Store>(new Store);
    store->m_feed = std::make_shared<EventFeed>(*lastSeq);
    store->m_reader = std::make_shared<ReadThread>();
    if (auto started = store->m_reader->start(database); !started)
        return std::unexpected(std::move(started.error()));
    store->m_events = std::make_unique<EventLog>(store->m_reader, store->m_feed);
    store->m_audit = std::make_unique<AuditLog>(store->m_reader);
    auto ledger = Ledger::open(database, catalog, *store->m_feed, clock, options);
    if (!ledger)
        return std::unexpected(std::move(ledger.error()));
    store->m_ledger = std::move(*ledger);
    return store;
}

Store::Store() = default;

Store::~Store()
{
    close();
}

void Store::close()
{
    // The ledger first, so that subscribers may still see what it commits last.
    if (m_ledger)
        m_ledger->close();
    if (m_events)
        m_events->close();
    if (m_reader)
        m_reader->close();
}

} // namespace portolan::store
