// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/ledger.h"

#include "core/async/oneshot.h"
#include "server/store/catalog.h"
#include "server/store/draft.h"
#include "server/store/event_feed.h"
#include "server/store/writer.h"

#include <pthread.h>
#include <sched.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <format>
#include <future>
#include <iterator>
#include <mutex>
#include <thread>

namespace portolan::store {

namespace {

/// So many events are forgotten in one transaction: a few milliseconds in which commits wait.
constexpr std::int64_t forgetStep = 500;

/// When none has come for so long, no more are waited for.
constexpr std::chrono::microseconds gatherPause{500};

struct Pending {
    Change change;
    Time time;
    OneShot<Result<Committed>> answer;
};

struct Forgetting {
    Time before;
    bool audit = false; ///< or events
    OneShot<Result<std::int64_t>> answer;
    std::int64_t count = 0;
};

std::unexpected<Error> failClosed()
{
    return fail(ErrorCode::Unavailable, "the server is shutting down and takes no more changes");
}

} // namespace

class Ledger::Thread
{
public:
    Thread(Catalog &catalog, EventFeed &feed, const Clock &clock, LedgerOptions options)
        : m_catalog(catalog), m_feed(feed), m_clock(clock), m_options(options)
    {}

    Result<void> start(const std::filesystem::path &path);
    [[nodiscard]] std::optional<Error> enqueue(Change change, OneShot<Result<Committed>> answer);
    [[nodiscard]] bool enqueue(Forgetting forgetting);
    void close();
    [[nodiscard]] LedgerCounters counters() const;

private:
    using Batch = std::vector<Pending>;
    using Answers = std::vector<Result<Committed>>;

    void work(Writer &writer);
    void gather(std::unique_lock<std::mutex> &lock);
    void forgetWhatIsOld();
    [[nodiscard]] Batch takeBatch();
    void commit(Writer &writer, Batch batch);
    [[nodiscard]] Answers applyAll(Writer &writer, Batch &batch);
    void count(const Answers &answers, std::chrono::nanoseconds took);
    void publish(Batch &batch, const Answers &answers);
    void forgetSome(Writer &writer);

    Catalog &m_catalog;
    EventFeed &m_feed;
    const Clock &m_clock;
    const LedgerOptions m_options;

    mutable std::mutex m_mutex;
    std::condition_variable m_more;
    std::deque<Pending> m_queue;
    std::deque<Forgetting> m_forgettings;
    std::size_t m_wanted = 1; ///< changes in the queue for which the thread is woken
    std::size_t m_lastBatch = 1;
    LedgerCounters m_counters;
    bool m_closing = false;

    std::mutex m_joining;
    std::thread m_thread;
};

Result<void> Ledger::Thread::start(const std::filesystem::path &path)
{
    std::promise<Result<void>> opened;
    auto result = opened.get_future();
    m_thread = std::thread([this, path, &opened] {
        pthread_setname_np(pthread_self(), "ledger");
        // Does not take the core from those who make changes: more of them come together in one transaction.
        const sched_param batch{};
        pthread_setschedparam(pthread_self(), SCHED_BATCH, &batch);
        auto database = Database::open(path, {.busyTimeout = m_options.busyTimeout, .maxPages = m_options.maxPages});
        if (!database) {
            opened.set_value(std::unexpected(std::move(database.error())));
            return;
        }
        Writer writer(std::move(*database));
        opened.set_value({});
        work(writer);
    });
    return result.get();
}

std::optional<Error> Ledger::Thread::enqueue(Change change, OneShot<Result<Committed>> answer)
{
    const std::lock_guard lock(m_mutex);
    if (m_closing)
        return failClosed().error();
    if (m_queue.size() >= m_options.queueLimit)
        return Error{.code = ErrorCode::Unavailable,
                     .detail = std::format("{} changes wait to be stored already: try again later", m_queue.size())};
    // Read under the lock, so that times follow the order of the queue, which is that of seq.
    m_queue.push_back({std::move(change), m_clock.now(), std::move(answer)});
    if (m_queue.size() >= m_wanted)
        m_more.notify_one();
    return std::nullopt;
}

bool Ledger::Thread::enqueue(Forgetting forgetting)
{
    const std::lock_guard lock(m_mutex);
    if (m_closing)
        return false;
    m_forgettings.push_back(std::move(forgetting));
    m_more.notify_one();
    return true;
}

void Ledger::Thread::close()
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

void Ledger::Thread::work(Writer &writer)
{
    auto nextForgetting = m_clock.steady();
    for (;;) {
        {
            std::unique_lock lock(m_mutex);
            const auto due = [this] { return m_closing || !m_queue.empty() || !m_forgettings.empty(); };
            m_more.wait_for(lock, m_options.forgetEvery, due);
            gather(lock);
            if (m_closing && m_queue.empty()) {
                for (auto &forgetting : m_forgettings)
                    forgetting.answer.set(failClosed());
                return;
            }
            if (m_forgettings.empty() && m_clock.steady() >= nextForgetting) {
                nextForgetting = m_clock.steady() + m_options.forgetEvery;
                forgetWhatIsOld();
            }
        }
        if (auto batch = takeBatch(); !batch.empty())
            commit(writer, std::move(batch));
        forgetSome(writer);
    }
}

/// Waits as long as more changes keep coming, up to as many as last time, for a moment: the pages that many of them touch
/// are then written once. Whoever is alone, and waits for each answer, waits no longer for that.
void Ledger::Thread::gather(std::unique_lock<std::mutex> &lock)
{
    if (m_queue.empty() || (m_queue.size() == 1 && m_lastBatch == 1))
        return;
    m_wanted = m_lastBatch;
    const auto isEnough = [this] { return m_closing || m_queue.size() >= m_wanted; };
    for (auto waited = gatherPause; waited <= m_options.gatherFor; waited += gatherPause) {
        const std::size_t size = m_queue.size();
        if (m_more.wait_for(lock, gatherPause, isEnough) || m_queue.size() == size)
            break;
    }
    m_wanted = 1;
}

void Ledger::Thread::forgetWhatIsOld()
{
    if (m_options.keepEvents.count() > 0)
        m_forgettings.push_back({.before = m_clock.now() - m_options.keepEvents, .answer = {}});
    if (m_options.keepAudit.count() > 0)
        m_forgettings.push_back({.before = m_clock.now() - m_options.keepAudit, .audit = true, .answer = {}});
}

Ledger::Thread::Batch Ledger::Thread::takeBatch()
{
    const std::lock_guard lock(m_mutex);
    const auto count = static_cast<std::ptrdiff_t>(std::min(m_queue.size(), m_options.batchLimit));
    Batch batch(std::make_move_iterator(m_queue.begin()), std::make_move_iterator(m_queue.begin() + count));
    m_queue.erase(m_queue.begin(), m_queue.begin() + count);
    if (!batch.empty())
        m_lastBatch = batch.size();
    return batch;
}

void Ledger::Thread::commit(Writer &writer, Batch batch)
{
    const auto begun = m_clock.steady();
    auto answers = applyAll(writer, batch);
    count(answers, m_clock.steady() - begun);
    if (answers.empty()) {
        // A fault of one lost the transaction of all: each gets one of its own.
        for (auto &pending : batch) {
            Batch single;
            single.push_back(std::move(pending));
            commit(writer, std::move(single));
        }
        return;
    }
    publish(batch, answers);
    for (std::size_t i = 0; i < batch.size(); ++i)
        batch[i].answer.set(std::move(answers[i]));
}

/// One answer for each, after the commit; none when each must be tried by itself.
Ledger::Thread::Answers Ledger::Thread::applyAll(Writer &writer, Batch &batch)
{
    Draft draft(m_catalog);
    std::vector<Result<void>> accepted;
    for (Pending &pending : batch)
        accepted.push_back(draft.accept(pending.change));
    Answers answers;
    if (std::ranges::none_of(accepted, &Result<void>::has_value)) {
        for (auto &refused : accepted)
            answers.push_back(std::unexpected(std::move(refused.error())));
        return answers;
    }
    if (auto begun = writer.begin(); !begun)
        return Answers(batch.size(), std::unexpected(begun.error()));
    for (std::size_t i = 0; i < batch.size(); ++i) {
        answers.push_back(accepted[i] ? writer.write(batch[i].change, batch[i].time)
                                      : std::unexpected(std::move(accepted[i].error())));
        if (!accepted[i] || answers[i])
            continue;
        writer.rollback();
        return batch.size() == 1 ? std::move(answers) : Answers();
    }
    if (auto committed = writer.commit(); !committed) {
        // The refusals too: they may stand on changes that have just failed.
        auto error = std::move(committed.error());
        error.detail = "the change may or may not be stored: " + error.detail;
        return Answers(batch.size(), std::unexpected(std::move(error)));
    }
    return answers;
}

void Ledger::Thread::count(const Answers &answers, std::chrono::nanoseconds took)
{
    const auto committed = static_cast<std::uint64_t>(std::ranges::count_if(answers, &Result<Committed>::has_value));
    const std::lock_guard lock(m_mutex);
    m_counters.transactions += committed > 0 ? 1 : 0;
    m_counters.committed += committed;
    m_counters.refused += answers.size() - committed;
    m_counters.busy += std::chrono::duration_cast<std::chrono::microseconds>(took);
}

LedgerCounters Ledger::Thread::counters() const
{
    const std::lock_guard lock(m_mutex);
    LedgerCounters counters = m_counters;
    counters.waiting = m_queue.size();
    return counters;
}

void Ledger::Thread::publish(Batch &batch, const Answers &answers)
{
    std::vector<EventPtr> events;
    {
        const std::unique_lock lock(m_catalog.mutex());
        for (std::size_t i = 0; i < batch.size(); ++i) {
            if (!answers[i])
                continue;
            auto &change = batch[i].change;
            for (const auto &removed : change.m_removes) {
                if (auto *table = m_catalog.find(removed.kind))
                    table->apply(removed.id, {}, nullptr);
            }
            for (auto &put : change.m_puts) {
                if (auto *table = m_catalog.find(put.kind))
                    table->apply(put.id, put.place, std::move(put.item));
            }
            for (auto &event : change.m_events)
                events.push_back(std::make_shared<const Event>(std::move(event)));
        }
    }
    m_feed.publish(std::move(events));
}

void Ledger::Thread::forgetSome(Writer &writer)
{
    Forgetting forgetting;
    {
        const std::lock_guard lock(m_mutex);
        if (m_forgettings.empty())
            return;
        forgetting = std::move(m_forgettings.front());
        m_forgettings.pop_front();
    }
    const auto forgotten = forgetting.audit ? writer.forgetAudit(forgetting.before, forgetStep)
                                            : writer.forgetEvents(forgetting.before, forgetStep);
    if (!forgotten) {
        forgetting.answer.set(std::unexpected(forgotten.error()));
        return;
    }
    forgetting.count += *forgotten;
    if (*forgotten == 0) {
        forgetting.answer.set(forgetting.count);
        return;
    }
    const std::lock_guard lock(m_mutex);
    m_forgettings.push_front(std::move(forgetting));
}

Result<std::unique_ptr<Ledger>> Ledger::open(const std::filesystem::path &database, Catalog &catalog, EventFeed &feed,
                                             const Clock &clock, LedgerOptions options)
{
    auto thread = std::make_unique<Thread>(catalog, feed, clock, options);
    if (auto started = thread->start(database); !started) {
        thread->close();
        return std::unexpected(std::move(started.error()));
    }
    return std::unique_ptr<Ledger>(new Ledger(catalog, std::move(thread)));
}

Ledger::Ledger(const Catalog &catalog, std::unique_ptr<Thread> thread) : m_catalog(catalog), m_thread(std::move(thread))
{}

Ledger::~Ledger()
{
    close();
}

Task<Result<Committed>> Ledger::commit(Change change)
{
    if (auto prepared = change.prepare(m_catalog); !prepared)
        co_return std::unexpected(std::move(prepared.error()));
    OneShot<Result<Committed>> answer;
    if (auto refused = m_thread->enqueue(std::move(change), answer))
        co_return std::unexpected(std::move(*refused));
    co_return co_await answer;
}

Task<Result<std::int64_t>> Ledger::forgetEvents(Time before)
{
    OneShot<Result<std::int64_t>> answer;
    if (!m_thread->enqueue(Forgetting{.before = before, .answer = answer}))
        co_return failClosed();
    co_return co_await answer;
}

LedgerCounters Ledger::counters() const
{
    return m_thread->counters();
}

void Ledger::close()
{
    m_thread->close();
}

} // namespace portolan::store
