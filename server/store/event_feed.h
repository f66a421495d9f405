// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/loop.h"
#include "core/async/oneshot.h"
#include "server/store/event.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <variant>
#include <vector>

namespace portolan::store {

/// A reader's place in the feed; all but the filter is guarded by the feed.
struct FeedCursor {
    explicit FeedCursor(EventFilter which) : filter(std::move(which)) {}

    const EventFilter filter;
    std::int64_t position = 0; ///< everything up to here is given or does not match
    bool verified = true;      ///< false: the position may not be one of this history, the database must say
    bool cancelled = false;
    bool queued = false; ///< among those that wait in `loop`, maybe since an earlier wait that ended otherwise
    std::optional<OneShot<bool>> wake; ///< set while its reader waits
    std::shared_ptr<Loop> loop;        ///< in which it waits
};

/// The newest events in memory, shared by all subscribers, and who waits for more. Bounded; subscribers that are
/// further behind than it reaches read from the database. Thread-safe; publishing costs the Ledger one posting for each
/// loop that has waiting readers, however many they are: the matching is done in the readers' loops. There a crowd is
/// looked at in slices, so that whatever else a loop has to do waits for no more than one; and rounds that take long
/// begin a while apart, so that each tells more events at once. A few readers are told at once, always.
class EventFeed : public std::enable_shared_from_this<EventFeed>
{
public:
    struct Limits {
        std::size_t events = 4096;
        std::size_t bytes = 4 * 1024 * 1024;
    };

    /// `lastSeq`: of the last event of the past.
    EventFeed(std::int64_t lastSeq, Limits limits);
    explicit EventFeed(std::int64_t lastSeq) : EventFeed(lastSeq, Limits()) {}

    /// What was just committed, in the order of seq, without gap to what was published before.
    void publish(std::vector<EventPtr> events);

    /// The seq of the last event.
    [[nodiscard]] std::int64_t head();

    [[nodiscard]] std::shared_ptr<FeedCursor> cursor(std::optional<std::int64_t> after, EventFilter filter);

    struct Behind {
        std::int64_t position;
    };
    struct Wait {
        OneShot<bool> wake;
    };
    struct Ended {};
    using Step = std::variant<EventPage, Behind, Wait, Ended>;
    /// The next events of a reader and its new position; or that they must be read from the database, see moveTo(); or
    /// that there are none yet, and what to await before asking again.
    [[nodiscard]] Step next(const std::shared_ptr<FeedCursor> &cursor, std::size_t limit);
    /// The reader has read up to `position` from the database.
    void moveTo(FeedCursor &cursor, std::int64_t position);
    void cancel(FeedCursor &cursor);

    /// Ends all readers.
    void close();

private:
    struct LoopGroup {
        std::shared_ptr<Loop> loop;
        std::deque<std::shared_ptr<FeedCursor>> waiting; ///< those to look at first
        std::size_t toLookAt = 0; ///< of them, since something was published
        bool scheduled = false; ///< a slice of a round
        std::optional<std::chrono::steady_clock::time_point> roundBegan = {};
    };

    [[nodiscard]] std::int64_t firstInMemory() const { return m_head - static_cast<std::int64_t>(m_events.size()) + 1; }
    [[nodiscard]] std::optional<EventPage> collect(FeedCursor &cursor, std::size_t limit) const;
    [[nodiscard]] bool isDue(FeedCursor &cursor) const;
    /// In the readers' loop: a slice of a round, and what schedules the next one.
    void wakeReaders(Loop *loop);
    void wakeReadersAfter(std::chrono::milliseconds pause, Loop *loop);
    static void wakeUp(FeedCursor &cursor);

    const Limits m_limits;
    std::mutex m_mutex;
    std::int64_t m_head;
    std::deque<EventPtr> m_events; ///< up to m_head
    std::size_t m_bytes = 0;
    std::unordered_map<Loop *, LoopGroup> m_groups;
    bool m_closed = false;
};

} // namespace portolan::store
