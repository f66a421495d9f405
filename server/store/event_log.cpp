// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/event_log.h"

#include "core/async/oneshot.h"
#include "server/store/database.h"
#include "server/store/event_feed.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <format>
#include <future>
#include <mutex>
#include <thread>

namespace portolan::store {

namespace {

/// Readers in line; each subscription and each request has at most one.
constexpr std::size_t queueLimit = 20'000;
/// Events that a subscription is given at once.
constexpr std::size_t subscriptionPage = 256;

std::unexpected<Error> failEnded()
{
    return fail(ErrorCode::Cancelled, "the reading of events has ended");
}

/// The WHERE clause of a query, and what its placeholders stand for.
struct Conditions {
    std::string sql = "seq > ?";
    std::vector<Value> values;

    void add(std::string_view condition, Value value)
    {
        sql += std::format(" AND {}", condition);
        values.push_back(value);
    }
};

Conditions conditionsOf(const EventQuery &query)
{
    Conditions conditions;
    conditions.values.emplace_back(query.after.value_or(0));
    if (query.before)
        conditions.add("seq < ?", *query.before);
    if (query.since)
        conditions.add("time >= ?", std::int64_t(query.since->time_since_epoch().count()));
    if (query.until)
        conditions.add("time < ?", std::int64_t(query.until->time_since_epoch().count()));
    if (query.filter.subjectKind)
        conditions.add("subject_kind = ?", std::string_view(*query.filter.subjectKind));
    if (query.filter.subjectId)
        conditions.add("subject_id = ?", std::string_view(*query.filter.subjectId));
    if (query.filter.owner)
        conditions.add("owner = ?", std::string_view(*query.filter.owner));
    if (!query.filter.types.empty()) {
        std::string marks;
        for (const auto &type : query.filter.types) {
            marks += marks.empty() ? "?" : ", ?";
            conditions.values.emplace_back(std::string_view(type));
        }
        conditions.sql += std::format(" AND type IN ({})", marks);
    }
    return conditions;
}

Result<std::int64_t> counter(Database &database, std::string_view name)
{
    const auto value = database.number("SELECT value FROM counters WHERE name = ?", {name});
    if (!value)
        return std::unexpected(value.error());
    return value->value_or(0);
}

Result<EventPage> readInTransaction(Database &database, const EventQuery &query)
{
    const auto last = counter(database, "seq");
    const auto oldest = counter(database, "oldest_event");
    if (!last || !oldest)
        return std::unexpected(last ? oldest.error() : last.error());

    EventPage page{.events = {}, .oldest = *oldest};
    page.gap = query.after && (*query.after + 1 < *oldest || *query.after > *last);
    auto conditions = conditionsOf(query);
    conditions.values.emplace_back(static_cast<std::int64_t>(query.limit));
    const auto sql = std::format("SELECT seq, time, type, subject_kind, subject_id, owner, actor, {} FROM events "
                                 "WHERE {} ORDER BY seq {} LIMIT ?",
                                 database.dialect().bytesOfData, conditions.sql, query.newestFirst ? "DESC" : "ASC");
    auto done = database.each(sql, conditions.values, [&page](const Row &row) -> Result<void> {
        page.events.push_back(
            std::make_shared<const Event>(Event{.seq = row.integer(0),
                                                .time = Time(std::chrono::microseconds(row.integer(1))),
                                                .type = row.text(2),
                                                .subjectKind = row.text(3),
                                                .subjectId = row.text(4),
                                                .owner = row.text(5),
                                                .actor = row.text(6),
                                                .data = row.bytes(7)}));
        return {};
    });
    if (!done)
        return std::unexpected(std::move(done.error()));
    if (!query.newestFirst && page.events.size() == query.limit)
        page.upTo = page.events.back()->seq;
    else
        page.upTo = query.before ? std::min(*query.before - 1, *last) : *last;
    return page;
}

Result<EventPage> read(Database &database, const EventQuery &query)
{
    if (auto begun = database.execute(database.dialect().beginRead); !begun)
        return std::unexpected(std::move(begun.error()));
    auto page = readInTransaction(database, query);
    database.rollback();
    return page;
}

} // namespace

class EventLog::Reader
{
public:
    Result<void> start(const std::filesystem::path &path);
    Task<Result<EventPage>> read(EventQuery query);
    void close();

private:
    struct Job {
        EventQuery query;
        OneShot<Result<EventPage>> answer;
    };

    void work(Database &database);

    std::mutex m_mutex;
    std::condition_variable m_more;
    std::deque<Job> m_jobs;
    bool m_closing = true;

    std::mutex m_joining;
    std::thread m_thread;
};

Result<void> EventLog::Reader::start(const std::filesystem::path &path)
{
    std::promise<Result<void>> opened;
    auto result = opened.get_future();
    m_closing = false;
    m_thread = std::thread([this, path, &opened] {
        auto database = Database::open(path);
        if (!database) {
            opened.set_value(std::unexpected(std::move(database.error())));
            return;
        }
        opened.set_value({});
        work(*database);
    });
    return result.get();
}

void EventLog::Reader::work(Database &database)
{
    for (;;) {
        std::unique_lock lock(m_mutex);
        m_more.wait(lock, [this] { return m_closing || !m_jobs.empty(); });
        if (m_closing) {
            for (auto &job : m_jobs)
                job.answer.set(failEnded());
            m_jobs.clear();
            return;
        }
        auto job = std::move(m_jobs.front());
        m_jobs.pop_front();
        lock.unlock();
        job.answer.set(store::read(database, job.query));
    }
}

Task<Result<EventPage>> EventLog::Reader::read(EventQuery query)
{
    OneShot<Result<EventPage>> answer;
    {
        const std::lock_guard lock(m_mutex);
        if (m_closing)
            co_return failEnded();
        if (m_jobs.size() >= queueLimit)
            co_return fail(ErrorCode::Unavailable, "too many readers of events wait already: try again later");
        m_jobs.push_back({std::move(query), answer});
        m_more.notify_one();
    }
    co_return co_await answer;
}

void EventLog::Reader::close()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
        m_more.notify_one();
    }
    const std::lock_guard joining(m_joining);
    if (m_thread.joinable())
        m_thread.join();
}

Result<std::unique_ptr<EventLog>> EventLog::open(const std::filesystem::path &database, std::shared_ptr<EventFeed> feed)
{
    auto reader = std::make_shared<Reader>();
    if (auto started = reader->start(database); !started) {
        reader->close();
        return std::unexpected(std::move(started.error()));
    }
    return std::unique_ptr<EventLog>(new EventLog(std::move(reader), std::move(feed)));
}

EventLog::EventLog(std::shared_ptr<Reader> reader, std::shared_ptr<EventFeed> feed)
    : m_reader(std::move(reader)), m_feed(std::move(feed))
{}

EventLog::~EventLog()
{
    close();
}

void EventLog::close()
{
    m_feed->close();
    m_reader->close();
}

Task<Result<EventPage>> EventLog::query(EventQuery query)
{
    if (query.limit == 0 || query.limit > pageLimit)
        co_return fail(ErrorCode::InvalidArgument, std::format("a page of events has 1 to {} of them", pageLimit));
    co_return co_await m_reader->read(std::move(query));
}

struct EventSubscription::State {
    std::shared_ptr<EventFeed> feed;
    std::shared_ptr<FeedCursor> cursor;
    std::shared_ptr<EventLog::Reader> reader;
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

Task<Result<EventPage>> EventSubscription::next()
{
    return next(m_state);
}

Task<Result<EventPage>> EventSubscription::next(std::shared_ptr<State> state)
{
    for (;;) {
        auto step = state->feed->next(state->cursor, subscriptionPage);
        if (auto *page = std::get_if<EventPage>(&step))
            co_return std::move(*page);
        if (auto *wait = std::get_if<EventFeed::Wait>(&step)) {
            co_await wait->wake;
            continue;
        }
        const auto *behind = std::get_if<EventFeed::Behind>(&step);
        if (!behind)
            co_return failEnded();
        EventQuery query{.filter = state->cursor->filter, .after = behind->position, .limit = subscriptionPage};
        auto page = co_await state->reader->read(std::move(query));
        if (!page)
            co_return page;
        state->feed->moveTo(*state->cursor, page->upTo);
        if (page->gap || !page->events.empty())
            co_return page;
    }
}

} // namespace portolan::store
