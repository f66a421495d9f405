// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/base/error.h"
#include "server/store/event.h"

#include <chrono>
#include <memory>
#include <optional>

namespace portolan::store {

class EventFeed;
class EventLog;
class ReadThread;

/// A place in the history that moves on with it: every event after the place that matches the filter, once, in the
/// order of seq, first those that are stored, then those that happen, without a seam. It holds a position and nothing
/// else: whoever reads slowly costs no memory and loses nothing, since what has left the feed is read from the
/// database. Ends with its object or with cancel().
class EventSubscription
{
public:
    EventSubscription(EventSubscription &&) noexcept = default;
    EventSubscription &operator=(EventSubscription &&) = delete;
    /// As cancel().
    ~EventSubscription();

    /// The next events, at least one and at most EventLog::pageLimit, as soon as there are any; a page without events
    /// comes only to report a gap, and when there are none `until` then. Cancelled after cancel() and when the server
    /// ends. One call at a time, all from one thread that has an event loop. A failed read (Unavailable) loses nothing:
    /// call again.
    [[nodiscard]] Task<Result<EventPage>> next(std::optional<std::chrono::steady_clock::time_point> until = {});

    /// Ends a next() that waits, and every later one. Thread-safe.
    void cancel();

private:
    friend class EventLog;
    struct State;
    explicit EventSubscription(std::shared_ptr<State> state);
    static Task<Result<EventPage>> next(std::shared_ptr<State> state,
                                        std::optional<std::chrono::steady_clock::time_point> until);

    std::shared_ptr<State> m_state;
};

/// History, read from the database, and its continuation into the present.
class EventLog
{
public:
    static constexpr std::size_t pageLimit = 1000;

    EventLog(std::shared_ptr<ReadThread> reader, std::shared_ptr<EventFeed> feed);
    /// As close().
    ~EventLog();

    /// The seq of the last event; 0 before the first. From any thread.
    [[nodiscard]] std::int64_t last() const;

    /// A page of stored events. InvalidArgument for a limit of 0 or above pageLimit.
    [[nodiscard]] Task<Result<EventPage>> query(EventQuery query);

    /// Events after `after`; from now on when it is not given. A position that is no longer kept, or that lies in the
    /// future, is told by EventPage::gap of the first page; the subscription goes on with the oldest kept event, or
    /// from now on.
    [[nodiscard]] EventSubscription subscribe(std::optional<std::int64_t> after, EventFilter filter = {});

    /// Ends all subscriptions. Thread-safe.
    void close();

private:
    friend class EventSubscription;

    std::shared_ptr<ReadThread> m_reader;
    std::shared_ptr<EventFeed> m_feed;
};

} // namespace portolan::store
