// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/store/audit_log.h"
#include "server/store/catalog.h"
#include "server/store/event_log.h"
#include "server/store/ledger.h"

#include <filesystem>
#include <memory>

namespace portolan::store {

/// All of the store, opened and closed in the right order:
///
///     auto folder = DataFolder::open("/var/lib/portolan");
///     Catalog catalog;
///     Table<Workspace> workspaces(catalog);
///     auto store = Store::open(folder->databasePath(), catalog, clock);
///     co_await store->ledger().commit(std::move(change));
class Store
{
public:
    /// Opens or makes the database, brings it to the current schema (after a backup into `backups/` beside it), and
    /// loads the catalog. Blocks, for less than a second with 100 000 rows: at the start, before anything is served.
    /// Conflict for a database that a newer version has written. `catalog` and `clock` outlive the store.
    [[nodiscard]] static Result<std::unique_ptr<Store>> open(const std::filesystem::path &database, Catalog &catalog,
                                                             const Clock &clock, LedgerOptions options = {});
    /// As close().
    ~Store();

    [[nodiscard]] Ledger &ledger() { return *m_ledger; }
    [[nodiscard]] EventLog &events() { return *m_events; }
    [[nodiscard]] AuditLog &audit() { return *m_audit; }

    /// Commits what was accepted, ends all subscriptions and the threads. Blocks.
    void close();

private:
    Store();

    std::shared_ptr<EventFeed> m_feed;
    std::shared_ptr<ReadThread> m_reader;
    std::unique_ptr<EventLog> m_events;
    std::unique_ptr<AuditLog> m_audit;
    std::unique_ptr<Ledger> m_ledger;
};

} // namespace portolan::store
