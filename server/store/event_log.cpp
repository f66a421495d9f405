// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/event_log.h"

#include "core/async/timer.h"
#include "server/store/event_feed.h"
#include "server/store/history_search.h"
#include "server/store/read_thread.h"

#include <algorithm>
#include <format>

namespace portolan::store {

namespace {

/// Events that a subscription is given at once.
constexpr std::size_t subscriptionPage = 256;

HistorySearch searchOf(const EventQuery &query, const Dialect &dialect)
{
    const EventFilter &filter = query.filter;
    HistorySearch search(eventHistory, {query.after, query.before, filter.since, query.until});
    search.equals("subject_kind", filter.subjectKind);
    search.equals("subject_id", filter.subjectId);
    search.equals("owner", filter.owner);
    search.anyOf("type", filter.types);
    if (!filter.workers.empty()) {
        const std::string in = HistorySearch::in(filter.workers.size());
        std::vector<Value> twice;
        for (int i = 0; i < 2; ++i)
            for (const std::string &worker : filter.workers)
                twice.emplace_back(std::string_view(worker));
        search.where(
            std::format("((subject_kind = 'worker' AND subject_id {}) OR {} {})", in, dialect.workerOfData, in), twice);
    }
    return search;
}

Result<EventPage> read(Database &database, const EventQuery &query)
{
    const auto last = counter(database, eventHistory.lastCounter);
    const auto oldest = counter(database, eventHistory.oldestCounter);
    if (!last || !oldest)
        return std::unexpected(last ? oldest.error() : last.error());

    EventPage page{.events = {}, .oldest = *oldest};
    page.gap = query.after && (*query.after + 1 < *oldest || *query.after > *last);
    const HistorySearch search = searchOf(query, database.dialect());
    const HistorySearch::Page part{.offset = query.offset, .limit = query.limit, .newestFirst = query.newestFirst};
    constexpr std::string_view columns = "seq, time, type, subject_kind, subject_id, owner, actor, data";
    auto done = search.read(database, columns, part, [&page](const Row &row) -> Result<void> {
        page.events.push_back(
            std::make_shared<const Event>(Event{.seq = row.integer(0),
                                                .time = Time(std::chrono::microseconds(row.integer(1))),
                                                .type = row.text(2),
                                                .subjectKind = row.text(3),
                                                .subjectId = row.text(4),
                                                .owner = row.text(5),
                                                .actor = row.text(6),
                                                .data = row.text(7)}));
        return {};
    });
    if (!done)
        return std::unexpected(std::move(done.error()));
    if (query.counted) {
        const auto total = search.count(database, part, page.events.size(), *oldest, *last);
        if (!total)
            return std::unexpected(total.error());
        page.total = *total;
    }
    if (!query.newestFirst && page.events.size() == query.limit)
        page.upTo = page.events.back()->seq;
    else
        page.upTo = query.before ? std::min(*query.before - 1, *last) : *last;
    return page;
}

Task<Result<EventPage>> readIn(ReadThread &reader, EventQuery query)
{
    const std::function<Result<EventPage>(Database &)> work = [query = std::move(query)](Database &database) {
        return read(database, query);
    };
    return reader.read(work);
}

} // namespace

EventLog::EventLog(std::shared_ptr<ReadThread> reader, std::shared_ptr<EventFeed> feed)
    : m_reader(std::move(reader)), m_feed(std::move(feed))
{}

EventLog::~EventLog()
{
    close();
}

void EventLog::close()
{
    m_feed->close();
}

std::int64_t EventLog::last() const
{
    return m_feed->head();
}

Task<Result<EventPage>> EventLog::query(EventQuery query)
{
    if (query.limit == 0 || query.limit > pageLimit)
        co_return fail(ErrorCode::InvalidArgument, std::format("a page of events has 1 to {} of them", pageLimit));
    co_return co_await readIn(*m_reader, std::move(query));
}

struct EventSubscription::State {
    std::shared_ptr<EventFeed> feed;
    std::shared_ptr<FeedCursor> cursor;
    std::shared_ptr<ReadThread> reader;
};

EventSubscription EventLog::subscribe(std::optional<std::int64_t> after, EventFilter filter)
{
    auto cursor = m_feed->cursor(after, std::move(filter));
    return EventSubscription(
        std::make_shared<EventSubscription::State>(EventSubscription::State{m_feed, std::move(cursor), m_reader}));
}

EventSubscription::EventSubscription(std::shared_ptr<State> state) : m_state(std::move(state)) {}

EventSubscription::~EventSubscription()
{
    if (m_state)
        cancel();
}

void EventSubscription::cancel()
{
    m_state->feed->cancel(*m_state->cursor);
}

Task<Result<EventPage>> EventSubscription::next(std::optional<std::chrono::steady_clock::time_point> until)
{
    return next(m_state, until);
}

Task<Result<EventPage>> EventSubscription::next(std::shared_ptr<State> state,
                                                std::optional<std::chrono::steady_clock::time_point> until)
{
    for (;;) {
        auto step = state->feed->next(state->cursor, subscriptionPage);
        if (auto *page = std::get_if<EventPage>(&step))
            co_return std::move(*page);
        if (auto *wait = std::get_if<EventFeed::Wait>(&step)) {
            if (!until) {
                co_await wait->wake;
                continue;
            }
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(*until - std::chrono::steady_clock::now());
            if (left.count() <= 0)
                co_return EventPage();
            const Timeout timeout(left, [wake = wait->wake]() mutable { wake.set(false); });
            co_await wait->wake;
            continue;
        }
        const auto *behind = std::get_if<EventFeed::Behind>(&step);
        if (!behind)
            co_return std::unexpected(ReadThread::ended());
        EventQuery query{.filter = state->cursor->filter, .after = behind->position, .limit = subscriptionPage};
        auto page = co_await readIn(*state->reader, std::move(query));
        if (!page)
            co_return page;
        // What is stored, but not published, is not in the tables yet: whoever reads those after this page is to be told.
        const auto published = state->feed->head();
        state->feed->moveTo(*state->cursor, page->events.empty() ? std::min(page->upTo, published) : page->upTo);
        if (page->gap || !page->events.empty())
            co_return page;
    }
}

} // namespace portolan::store
