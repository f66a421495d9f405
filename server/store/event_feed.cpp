// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/event_feed.h"

#include "core/async/timer.h"
#include "core/schema/json.h"

#include <algorithm>
#include <utility>

namespace portolan::store {

namespace {

/// Readers that are looked at without a pause: about a millisecond of work when all of them are due.
constexpr std::size_t slice = 100;
constexpr auto betweenSlices = std::chrono::milliseconds(1);
/// A loop with a crowd of readers rests so many times as long as a round took...
constexpr int restForWork = 3;
/// ...but begins another one after this time, where it can.
constexpr auto longestWait = std::chrono::milliseconds(100);

std::size_t sizeOf(const Event &event)
{
    return sizeof(Event) + event.type.size() + event.subjectKind.size() + event.subjectId.size() + event.owner.size()
           + event.actor.size() + event.data.size();
}

bool isAbout(const std::vector<std::string> &workers, const Event &event)
{
    if (event.subjectKind == "worker" && std::ranges::contains(workers, event.subjectId))
        return true;
    const auto data = JsonDocument::parse(event.data);
    const auto worker = data ? data->root().find("worker_id") : std::nullopt;
    const auto text = worker ? worker->toString() : std::nullopt;
    return text && std::ranges::contains(workers, *text);
}

} // namespace

bool EventFilter::matches(const Event &event) const
{
    return (types.empty() || std::ranges::find(types, event.type) != types.end())
           && (!subjectKind || *subjectKind == event.subjectKind) && (!subjectId || *subjectId == event.subjectId)
           && (!owner || *owner == event.owner) && (!since || event.time >= *since)
           && (workers.empty() || isAbout(workers, event));
}

EventFeed::EventFeed(std::int64_t lastSeq, Limits limits) : m_limits(limits), m_head(lastSeq) {}

void EventFeed::publish(std::vector<EventPtr> events)
{
    if (events.empty())
        return;
    const std::lock_guard lock(m_mutex);
    m_head = events.back()->seq;
    for (auto &event : events) {
        m_bytes += sizeOf(*event);
        m_events.push_back(std::move(event));
    }
    while (m_events.size() > m_limits.events || m_bytes > m_limits.bytes) {
        m_bytes -= sizeOf(*m_events.front());
        m_events.pop_front();
    }
    for (auto &[loop, group] : m_groups) {
        group.toLookAt = group.waiting.size();
        if (group.scheduled || group.waiting.empty())
            continue;
        group.scheduled = true;
        loop->post([feed = shared_from_this(), loop] { feed->wakeReaders(loop); });
    }
}

std::int64_t EventFeed::head()
{
    const std::lock_guard lock(m_mutex);
    return m_head;
}

std::shared_ptr<FeedCursor> EventFeed::cursor(std::optional<std::int64_t> after, EventFilter filter)
{
    auto cursor = std::make_shared<FeedCursor>(std::move(filter));
    const std::lock_guard lock(m_mutex);
    cursor->position = after.value_or(m_head);
    cursor->verified = cursor->position >= 0 && cursor->position <= m_head;
    return cursor;
}

EventFeed::Step EventFeed::next(const std::shared_ptr<FeedCursor> &cursor, std::size_t limit)
{
    const std::lock_guard lock(m_mutex);
    if (m_closed || cursor->cancelled)
        return Ended();
    if (!cursor->verified || cursor->position + 1 < firstInMemory())
        return Behind{cursor->position};
    if (auto page = collect(*cursor, limit))
        return std::move(*page);
    cursor->wake.emplace();
    if (std::exchange(cursor->queued, true))
        return Wait{*cursor->wake};
    cursor->loop = Loop::current();
    auto &group = m_groups[cursor->loop.get()];
    group.loop = cursor->loop;
    group.waiting.push_back(cursor);
    return Wait{*cursor->wake};
}

std::optional<EventPage> EventFeed::collect(FeedCursor &cursor, std::size_t limit) const
{
    EventPage page;
    // A reader that has read from the database may be ahead of what was published.
    for (auto seq = cursor.position + 1; seq <= m_head && page.events.size() < limit; ++seq) {
        const auto &event = m_events[static_cast<std::size_t>(seq - firstInMemory())];
        if (cursor.filter.matches(*event))
            page.events.push_back(event);
        cursor.position = seq;
    }
    if (page.events.empty())
        return std::nullopt;
    page.upTo = cursor.position;
    return page;
}

void EventFeed::moveTo(FeedCursor &cursor, std::int64_t position)
{
    const std::lock_guard lock(m_mutex);
    cursor.position = position;
    cursor.verified = true;
}

void EventFeed::wakeUp(FeedCursor &cursor)
{
    if (cursor.wake)
        std::exchange(cursor.wake, std::nullopt)->set(true);
}

bool EventFeed::isDue(FeedCursor &cursor) const
{
    if (cursor.position + 1 < firstInMemory())
        return true;
    for (auto seq = cursor.position + 1; seq <= m_head; ++seq) {
        if (cursor.filter.matches(*m_events[static_cast<std::size_t>(seq - firstInMemory())]))
            return true;
        cursor.position = seq;
    }
    return false;
}

void EventFeed::wakeReaders(Loop *loop)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_groups.find(loop);
    if (found == m_groups.end())
        return;
    auto &group = found->second;
    const auto now = std::chrono::steady_clock::now();
    if (!group.roundBegan)
        group.roundBegan = now;
    for (std::size_t looks = std::min(group.toLookAt, slice); looks > 0; --looks, --group.toLookAt) {
        auto cursor = std::move(group.waiting.front());
        group.waiting.pop_front();
        cursor->queued = !isDue(*cursor);
        if (cursor->queued)
            group.waiting.push_back(std::move(cursor));
        else
            wakeUp(*cursor);
    }
    if (group.toLookAt > 0)
        return wakeReadersAfter(betweenSlices, loop);
    // Waking a reader costs a system call for itself, however many events it is told.
    const auto took = std::chrono::floor<std::chrono::milliseconds>(now
                                                                    - *std::exchange(group.roundBegan, std::nullopt));
    if (took > betweenSlices)
        return wakeReadersAfter(std::clamp(longestWait - took, betweenSlices, took * restForWork), loop);
    group.scheduled = false;
    if (group.waiting.empty())
        m_groups.erase(found);
}

void EventFeed::wakeReadersAfter(std::chrono::milliseconds pause, Loop *loop)
{
    after(pause, [feed = shared_from_this(), loop] { feed->wakeReaders(loop); });
}

void EventFeed::cancel(FeedCursor &cursor)
{
    const std::lock_guard lock(m_mutex);
    cursor.cancelled = true;
    wakeUp(cursor);
    if (!std::exchange(cursor.queued, false))
        return;
    const auto found = m_groups.find(cursor.loop.get());
    if (found == m_groups.end())
        return;
    auto &group = found->second;
    std::erase_if(group.waiting, [&cursor](const auto &waiting) { return waiting.get() == &cursor; });
    group.toLookAt = std::min(group.toLookAt, group.waiting.size());
    if (group.waiting.empty() && !group.scheduled)
        m_groups.erase(found);
}

void EventFeed::close()
{
    const std::lock_guard lock(m_mutex);
    m_closed = true;
    for (auto &[loop, group] : m_groups) {
        for (const auto &cursor : group.waiting)
            wakeUp(*cursor);
    }
    m_groups.clear();
}

} // namespace portolan::store
