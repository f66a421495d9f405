// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/base/clock.h"
#include "core/base/error.h"
#include "server/store/change.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>

namespace portolan::store {

class Catalog;
class EventFeed;

struct LedgerOptions {
    std::size_t queueLimit = 4096;               ///< changes waiting; more are refused with Unavailable
    std::size_t batchLimit = 256;                ///< changes in one transaction
    std::chrono::milliseconds gatherFor{5};      ///< how long it waits for more, as long as more keep coming
    std::chrono::milliseconds busyTimeout{5000}; ///< how long to wait for a database that another process has locked
    std::chrono::seconds keepEvents{0};          ///< older events are forgotten; 0: never
    std::chrono::seconds keepAudit{0};           ///< older audit records are forgotten; 0: never
    std::chrono::seconds forgetEvery{600};       ///< how often that is looked at
    std::int64_t maxPages = 0; ///< bound on the size of the database, in its pages (4 KiB); 0: the disk's
};

/// What a Ledger has done since it was opened.
struct LedgerCounters {
    std::uint64_t waiting = 0;   ///< changes in its queue now
    std::uint64_t committed = 0; ///< changes
    std::uint64_t refused = 0;   ///< changes, by their own rules or because the database failed
    std::uint64_t transactions = 0;
    std::chrono::microseconds busy{0}; ///< in transactions, waiting for the disk included
};

/// The only writer. Changes of all threads are committed in groups: one transaction and one sync for as many as wait. Each
/// is checked before it is written (store/draft.h), so that one that is refused harms no other.
///
/// A caller is answered when its change is durable, and visible in the Catalog and the event feed: whoever was
/// answered reads what was written. Errors: what Change says; Unavailable (queue full, database locked or not
/// writable, shutting down); OutOfSpace; Internal. After any error nothing of the change is there, with one exception:
/// where the disk failed while the commit was written, the error says "may or may not".
class Ledger
{
public:
    /// Opens its own connection, in its own thread. The database has been migrated and the catalog loaded from it; both
    /// catalog and feed outlive the Ledger.
    [[nodiscard]] static Result<std::unique_ptr<Ledger>> open(const std::filesystem::path &database, Catalog &catalog,
                                                              EventFeed &feed, const Clock &clock,
                                                              LedgerOptions options = {});
    /// As close().
    ~Ledger();

    /// From any thread that has an event loop. Changes of one thread are committed in the order of the calls.
    [[nodiscard]] Task<Result<Committed>> commit(Change change);

    /// Forgets the events from before `time` and gives how many they were; in small steps between commits. Events are
    /// forgotten from the oldest on, up to the first one that is kept.
    [[nodiscard]] Task<Result<std::int64_t>> forgetEvents(Time before);

    /// Thread-safe.
    [[nodiscard]] LedgerCounters counters() const;

    /// Refuses new changes, commits or refuses all that it has accepted, and ends the thread. Blocks. Thread-safe.
    void close();

private:
    class Thread;
    Ledger(const Catalog &catalog, std::unique_ptr<Thread> thread);

    const Catalog &m_catalog;
    std::unique_ptr<Thread> m_thread;
};

} // namespace portolan::store
