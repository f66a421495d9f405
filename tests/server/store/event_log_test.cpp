// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/event_log.h"

#include "server/store/database.h"
#include "server/store/event_feed.h"
#include "server/store/history.h"
#include "tests/server/store/note.h"

#include <atomic>
#include <numeric>
#include <random>
#include <thread>

using namespace portolan;
using namespace portolan::store;
using namespace portolan::test;
using namespace std::chrono_literals;

class EventLogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsByEveryFilter_data();
    void findsByEveryFilter();
    void findsByTime();
    void findsByTimeWhereTheClockWentBack();
    void agreesWithLookingAtEachOne();
    void pagesInBothDirections();
    void refusesLimitsOutOfRange();
    void replaysAndGoesOn();
    void startsFromNow();
    void filtersWhatIsLive();
    void hasNoSeamUnderLoad();
    void slowReadersLoseNothing();
    void everyOneOfACrowdIsTold();
    void tellsAboutGaps();
    void comesBackFromTheFuture();
    void waitsNoLongerThanItIsTold();
    void cancelEndsTheWaiting();
    void endsWithTheStore();
    void outlivesTheStore();
    void feedIsBounded();
};

namespace {

Event happening(std::string type, std::string subject = "1", std::string owner = "ann")
{
    return {.type = std::move(type), .subjectKind = "note", .subjectId = std::move(subject), .owner = std::move(owner)};
}

void happen(Opened &opened, std::vector<Event> events)
{
    Change change;
    for (auto &one : events)
        change.record(std::move(one));
    const auto committed = opened.commit(std::move(change));
    if (!committed)
        qFatal("%s", committed.error().detail.c_str());
}

std::vector<std::int64_t> seqs(const Result<EventPage> &page)
{
    std::vector<std::int64_t> numbers;
    for (const auto &one : page.value_or(EventPage()).events)
        numbers.push_back(one->seq);
    return numbers;
}

using Seqs = std::vector<std::int64_t>;

} // namespace

void EventLogTest::findsByEveryFilter_data()
{
    QTest::addColumn<EventFilter>("filter");
    QTest::addColumn<Seqs>("found");
    QTest::newRow("all") << EventFilter{} << Seqs{1, 2, 3, 4};
    QTest::newRow("type") << EventFilter{.types = {"made"}} << Seqs{1, 3};
    QTest::newRow("types") << EventFilter{.types = {"changed", "gone"}} << Seqs{2, 4};
    QTest::newRow("kind") << EventFilter{.subjectKind = "book"} << Seqs{4};
    QTest::newRow("subject") << EventFilter{.subjectKind = "note", .subjectId = "1"} << Seqs{1, 2};
    QTest::newRow("owner") << EventFilter{.owner = "bob"} << Seqs{3};
    QTest::newRow("nobody's") << EventFilter{.owner = ""} << Seqs{4};
    QTest::newRow("all at once")
        << EventFilter{.types = {"made", "gone"}, .subjectKind = "note", .subjectId = "1", .owner = "ann"} << Seqs{1};
    QTest::newRow("nothing") << EventFilter{.types = {"made"}, .owner = "'; DROP TABLE events; --"} << Seqs{};
}

void EventLogTest::findsByEveryFilter()
{
    QFETCH(EventFilter, filter);
    QFETCH(Seqs, found);
    Folder folder;
    Opened opened(folder.database());
    auto live = opened.store->events().subscribe({}, filter);
    happen(opened, {happening("made"),
                    happening("changed"),
                    happening("made", "2", "bob"),
                    {.type = "gone", .subjectKind = "book", .subjectId = "1"}});
    QCOMPARE(seqs(run(opened.store->events().query({.filter = filter}))), found);
    // The feed and the database agree.
    if (!found.empty())
        QCOMPARE(seqs(run(live.next())), found);
}

void EventLogTest::findsByTime()
{
    Folder folder;
    Opened opened(folder.database());
    std::vector<Time> times;
    for (int i = 0; i < 3; ++i) {
        times.push_back(opened.commit(std::move(Change().record(happening("tick"))))->time);
        QTest::qWait(2);
    }
    auto &log = opened.store->events();
    QCOMPARE(seqs(run(log.query({.filter = {.since = times[1]}}))), (Seqs{2, 3}));
    QCOMPARE(seqs(run(log.query({.until = times[1]}))), (Seqs{1}));
    QCOMPARE(seqs(run(log.query({.filter = {.since = times[1]}, .until = times[2]}))), (Seqs{2}));
}

void EventLogTest::findsByTimeWhereTheClockWentBack()
{
    Folder folder;
    ManualClock clock(Time(1000s));
    // All of one block, which two processes write.
    struct Part {
        std::vector<std::chrono::seconds> jumps;
        std::int64_t earliest; ///< the seq of what was before all others
        Time before;
    };
    for (const Part &part : {Part{{0s, -100s, 50s}, 2, Time(950s)}, Part{{100s, -200s, 800s}, 5, Time(900s)}}) {
        Catalog catalog;
        const auto store = Store::open(folder.database(), catalog, clock);
        VERIFY_RESULT(store);
        for (const auto jump : part.jumps) {
            clock.jump(jump);
            VERIFY_RESULT(run((*store)->ledger().commit(std::move(Change().record(happening("tick"))))));
        }
        QCOMPARE(seqs(run((*store)->events().query({.until = part.before}))), (Seqs{part.earliest}));
    }
    // Of the times 1000, 900, 950, then 1050, 850, 1650.
    Opened opened(folder.database());
    auto &log = opened.store->events();
    QCOMPARE(seqs(run(log.query({.filter = {.since = Time(1000s)}}))), (Seqs{1, 4, 6}));
    QCOMPARE(seqs(run(log.query({.filter = {.since = Time(1600s)}}))), (Seqs{6}));
    QCOMPARE(seqs(run(log.query({.filter = {.since = Time(860s)}, .until = Time(1000s)}))), (Seqs{2, 3}));
}

/// What is found by blocks is what is found by asking every event, whatever is asked for; also when a process ends amid a
/// block, and when the oldest are forgotten.
void EventLogTest::agreesWithLookingAtEachOne()
{
    std::mt19937 random(1);
    const auto below = [&random](int count) { return std::uniform_int_distribution(0, count - 1)(random); };
    const auto one = [&](std::string_view what, int count) { return std::format("{}{}", what, below(count)); };
    Folder folder;
    for (const int changes : {25, 60, 1}) {
        Opened opened(folder.database());
        for (int change = 0; change < changes; ++change) {
            std::vector<Event> events;
            for (int i = below(40); i >= 0; --i)
                events.push_back({.type = one("type", below(20) == 0 ? 50 : 3),
                                  .subjectKind = one("kind", 2),
                                  .subjectId = one("subject", 200),
                                  .owner = one("owner", 10)});
            happen(opened, std::move(events));
        }
    }
    Opened opened(folder.database());
    auto &log = opened.store->events();
    const auto check = [&] {
        const auto all = allEvents(log);
        QVERIFY(all.size() > 3 * History::blockSize);
        const auto someTime = [&] { return all[static_cast<std::size_t>(below(static_cast<int>(all.size())))]->time; };
        for (int round = 0; round < 300; ++round) {
            EventQuery query{
                .limit = static_cast<std::size_t>(1 + below(40)), .newestFirst = below(2) == 0, .counted = true};
            for (int type = below(3); type > 0; --type)
                query.filter.types.push_back(one("type", 50));
            if (below(3) == 0)
                query.filter.subjectKind = one("kind", 3);
            if (below(3) == 0)
                query.filter.subjectId = one("subject", 200);
            if (below(3) == 0)
                query.filter.owner = one("owner", 10);
            if (below(4) == 0)
                query.filter.since = someTime();
            if (below(4) == 0)
                query.until = someTime();
            if (below(4) == 0)
                query.after = all.front()->seq + below(1000);
            if (below(4) == 0)
                query.before = all.front()->seq + below(1000);
            if (below(4) == 0)
                query.offset = static_cast<std::size_t>(below(20));
            Seqs wanted;
            for (const EventPtr &event : all)
                if (query.filter.matches(*event) && event->time < query.until.value_or(Time::max())
                    && event->seq > query.after.value_or(0)
                    && event->seq < query.before.value_or(std::numeric_limits<std::int64_t>::max()))
                    wanted.push_back(event->seq);
            const std::size_t total = wanted.size();
            if (query.newestFirst)
                std::ranges::reverse(wanted);
            wanted.erase(wanted.begin(), wanted.begin() + static_cast<std::ptrdiff_t>(std::min(query.offset, total)));
            wanted.resize(std::min(query.limit, wanted.size()));
            const auto page = run(log.query(query));
            VERIFY_RESULT(page);
            QCOMPARE(seqs(page), wanted);
            QCOMPARE(page->total, total);
        }
    };
    check();
    const auto all = allEvents(log);
    constexpr auto farthest = std::numeric_limits<std::int64_t>::max();
    QCOMPARE(run(log.query({.after = farthest, .offset = 1, .counted = true}))->total, 0U);
    QCOMPARE(run(log.query({.before = -farthest, .offset = 1, .counted = true}))->total, 0U);
    QCOMPARE(run(log.query({.after = -farthest, .before = farthest, .limit = 1, .counted = true}))->total, all.size());
    const EventPtr kept = all[700];
    VERIFY_RESULT(run(opened.ledger().forgetEvents(kept->time)));
    const auto oldest = run(log.query({}))->oldest;
    QVERIFY(oldest > History::blockSize && oldest <= kept->seq);
    check();
    auto database = Database::open(folder.database());
    VERIFY_RESULT(database);
    for (const char *table : {"event_blocks", "event_terms"})
        QCOMPARE(database->number(std::format("SELECT MIN(block) FROM {}", table)), History::blockOf(oldest));
}

void EventLogTest::pagesInBothDirections()
{
    Folder folder;
    Opened opened(folder.database());
    happen(opened, std::vector<Event>(10, happening("tick")));
    auto &log = opened.store->events();
    const auto first = run(log.query({.limit = 4}));
    QCOMPARE(seqs(first), (Seqs{1, 2, 3, 4}));
    QCOMPARE(first->upTo, 4);
    QCOMPARE(first->oldest, 1);
    const auto last = run(log.query({.after = 8, .limit = 4}));
    QCOMPARE(seqs(last), (Seqs{9, 10}));
    QCOMPARE(last->upTo, 10);
    const auto newest = run(log.query({.limit = 3, .newestFirst = true}));
    QCOMPARE(seqs(newest), (Seqs{10, 9, 8}));
    QCOMPARE(newest->upTo, 10);
    QCOMPARE(seqs(run(log.query({.before = 8, .limit = 3, .newestFirst = true}))), (Seqs{7, 6, 5}));
    const auto between = run(log.query({.after = 2, .before = 5}));
    QCOMPARE(seqs(between), (Seqs{3, 4}));
    QCOMPARE(between->upTo, 4);
}

void EventLogTest::refusesLimitsOutOfRange()
{
    Folder folder;
    Opened opened(folder.database());
    COMPARE_ERROR(run(opened.store->events().query({.limit = 0})), ErrorCode::InvalidArgument);
    COMPARE_ERROR(run(opened.store->events().query({.limit = EventLog::pageLimit + 1})), ErrorCode::InvalidArgument);
}

void EventLogTest::replaysAndGoesOn()
{
    Folder folder;
    {
        Opened opened(folder.database());
        happen(opened, std::vector<Event>(3, happening("old")));
    }
    Opened opened(folder.database());
    auto subscription = opened.store->events().subscribe(1);
    const auto replayed = run(subscription.next());
    QCOMPARE(seqs(replayed), (Seqs{2, 3}));
    QVERIFY(!replayed->gap);
    auto next = subscription.next();
    QVERIFY(!next.isReady());
    happen(opened, {happening("new"), happening("new")});
    const auto live = run(std::move(next));
    QCOMPARE(seqs(live), (Seqs{4, 5}));
    QCOMPARE(live->upTo, 5);
}

void EventLogTest::startsFromNow()
{
    Folder folder;
    Opened opened(folder.database());
    happen(opened, {happening("before")});
    auto subscription = opened.store->events().subscribe({});
    happen(opened, {happening("after")});
    QCOMPARE(seqs(run(subscription.next())), (Seqs{2}));
}

void EventLogTest::filtersWhatIsLive()
{
    Folder folder;
    Opened opened(folder.database());
    auto subscription = opened.store->events().subscribe(0, {.types = {"wanted"}});
    auto next = subscription.next();
    happen(opened, std::vector<Event>(20, happening("noise")));
    QTest::qWait(20);
    QVERIFY(!next.isReady());
    happen(opened, {happening("noise"), happening("wanted")});
    QCOMPARE(seqs(run(std::move(next))), (Seqs{22}));
}

void EventLogTest::hasNoSeamUnderLoad()
{
    Folder folder;
    Opened opened(folder.database());
    happen(opened, std::vector<Event>(700, happening("old")));
    constexpr std::int64_t last = 700 + 4 * 150 * 3;
    std::vector<std::jthread> threads;
    for (int writer = 0; writer < 4; ++writer) {
        threads.emplace_back([&opened] {
            for (int i = 0; i < 150; ++i)
                happen(opened, std::vector<Event>(3, happening(i % 2 == 0 ? "even" : "odd")));
        });
    }
    // Each begins somewhere in the history while it is being made, and reads it to the end in a thread of its own.
    std::atomic<int> faults = 0;
    for (int reader = 0; reader < 4; ++reader) {
        threads.emplace_back([&, reader] {
            auto expected = static_cast<std::int64_t>(reader) * 200;
            auto subscription = opened.store->events().subscribe(expected);
            while (expected < last) {
                const auto page = run(subscription.next());
                if (!page || page->gap || page->events.empty()) {
                    ++faults;
                    return;
                }
                for (const auto &one : page->events)
                    faults += one->seq == ++expected ? 0 : 1;
                if (reader % 2 == 0)
                    std::this_thread::sleep_for(1ms);
            }
        });
    }
    threads.clear();
    QCOMPARE(faults, 0);
    QCOMPARE(allEvents(opened.store->events()).size(), static_cast<std::size_t>(last));
}

void EventLogTest::slowReadersLoseNothing()
{
    Folder folder;
    Opened opened(folder.database());
    auto slow = opened.store->events().subscribe({}, {.types = {"wanted"}});
    auto waiting = slow.next();
    happen(opened, {happening("wanted")});
    QCOMPARE(seqs(run(std::move(waiting))), (Seqs{1}));
    // Twice what the feed keeps, while the subscriber does nothing.
    for (int i = 0; i < 10; ++i) {
        std::vector<Event> many(999, happening("noise"));
        many.push_back(happening("wanted"));
        happen(opened, std::move(many));
    }
    Seqs read;
    while (read.size() < 10) {
        const auto page = run(slow.next());
        VERIFY_RESULT(page);
        QVERIFY(!page->gap);
        for (const auto &one : page->events)
            read.push_back(one->seq);
    }
    Seqs expected;
    for (int i = 1; i <= 10; ++i)
        expected.push_back(1 + i * 1000);
    QCOMPARE(read, expected);
}

/// More readers than are looked at in one slice, of two kinds; events come while a round goes on, and readers leave.
void EventLogTest::everyOneOfACrowdIsTold()
{
    constexpr int crowd = 1050;
    constexpr int bursts = 30;
    Folder folder;
    Opened opened(folder.database());
    struct Reader {
        EventSubscription subscription;
        Seqs read = {};
        bool ended = false;
    };
    std::vector<std::unique_ptr<Reader>> readers;
    const auto follow = [](Reader &reader) -> Task<void> {
        for (;;) {
            const auto page = co_await reader.subscription.next();
            if (!page)
                break;
            std::ranges::copy(seqs(page), std::back_inserter(reader.read));
        }
        reader.ended = true;
    };
    for (int number = 0; number < crowd; ++number) {
        const bool rare = number % 3 == 0;
        auto &log = opened.store->events();
        readers.push_back(std::make_unique<Reader>(log.subscribe({}, rare ? EventFilter{.types = {"gone"}}
                                                                          : EventFilter())));
        detach(follow(*readers.back()));
    }
    for (int burst = 0; burst < bursts; ++burst) {
        happen(opened, {happening("made"), happening(burst % 10 == 9 ? "gone" : "changed")});
        QTest::qWait(burst % 4);
        if (burst % 5 == 0)
            readers[static_cast<std::size_t>(burst)]->subscription.cancel();
    }
    Seqs all(2 * bursts);
    std::iota(all.begin(), all.end(), 1);
    for (int number = 0; number < crowd; ++number) {
        Reader &reader = *readers[static_cast<std::size_t>(number)];
        if (number < bursts && number % 5 == 0) {
            QTRY_VERIFY(reader.ended);
            continue;
        }
        QTRY_COMPARE(reader.read, number % 3 == 0 ? (Seqs{20, 40, 60}) : all);
        QVERIFY(!reader.ended);
    }
    opened.store->events().close();
    for (const auto &reader : readers)
        QTRY_VERIFY(reader->ended);
}

void EventLogTest::tellsAboutGaps()
{
    Folder folder;
    Opened opened(folder.database());
    happen(opened, std::vector<Event>(5, happening("old")));
    QTest::qWait(2);
    const auto young = opened.commit(std::move(Change().record(happening("young"))));
    QCOMPARE(*run(opened.ledger().forgetEvents(young->time)), 5);
    opened.store->close();

    Opened again(folder.database());
    auto subscription = again.store->events().subscribe(3);
    const auto page = run(subscription.next());
    VERIFY_RESULT(page);
    QVERIFY(page->gap);
    QCOMPARE(page->oldest, 6);
    QCOMPARE(seqs(page), (Seqs{6}));
    // Told once.
    happen(again, {happening("next")});
    const auto next = run(subscription.next());
    QVERIFY(!next->gap);
    QCOMPARE(seqs(next), (Seqs{7}));

    auto rare = again.store->events().subscribe(3, {.types = {"never"}});
    const auto nothing = run(rare.next());
    QVERIFY(nothing->gap);
    QVERIFY(nothing->events.empty());
}

void EventLogTest::comesBackFromTheFuture()
{
    Folder folder;
    Opened opened(folder.database());
    happen(opened, {happening("one")});
    auto subscription = opened.store->events().subscribe(1000);
    const auto page = run(subscription.next());
    VERIFY_RESULT(page);
    QVERIFY(page->gap);
    QVERIFY(page->events.empty());
    QCOMPARE(page->upTo, 1);
    happen(opened, {happening("two")});
    QCOMPARE(seqs(run(subscription.next())), (Seqs{2}));
}

void EventLogTest::waitsNoLongerThanItIsTold()
{
    Folder folder;
    Opened opened(folder.database());
    auto subscription = opened.store->events().subscribe({}, {.types = {"wanted"}});
    const auto soon = [] { return std::chrono::steady_clock::now() + 5ms; };
    for (int round = 0; round < 3; ++round) {
        const auto nothing = run(subscription.next(soon()));
        VERIFY_RESULT(nothing);
        QVERIFY(nothing->events.empty() && !nothing->gap);
    }
    happen(opened, {happening("noise"), happening("wanted")});
    QCOMPARE(seqs(run(subscription.next(soon()))), (Seqs{2}));
    // A wait that ended by itself is no place that is taken: the next events are told once, and cancelling ends it.
    auto waiting = subscription.next(std::chrono::steady_clock::now() + 1h);
    happen(opened, {happening("wanted"), happening("noise")});
    QCOMPARE(seqs(run(std::move(waiting))), (Seqs{3}));
    QVERIFY(run(subscription.next(soon()))->events.empty());
    auto ended = subscription.next(std::chrono::steady_clock::now() + 1h);
    subscription.cancel();
    COMPARE_ERROR(run(std::move(ended)), ErrorCode::Cancelled);
    happen(opened, {happening("wanted")});
}

void EventLogTest::cancelEndsTheWaiting()
{
    Folder folder;
    Opened opened(folder.database());
    auto subscription = opened.store->events().subscribe({});
    auto waiting = subscription.next();
    std::jthread([&subscription] { subscription.cancel(); }).join();
    COMPARE_ERROR(run(std::move(waiting)), ErrorCode::Cancelled);
    COMPARE_ERROR(run(subscription.next()), ErrorCode::Cancelled);

    // Going out of scope is enough.
    Task<Result<EventPage>> left;
    {
        auto other = opened.store->events().subscribe({});
        left = other.next();
    }
    auto ended = run(std::move(left));
    COMPARE_ERROR(ended, ErrorCode::Cancelled);
    happen(opened, {happening("nobody listens")});
}

void EventLogTest::endsWithTheStore()
{
    Folder folder;
    Opened opened(folder.database());
    auto subscription = opened.store->events().subscribe({});
    auto waiting = subscription.next();
    opened.store->close();
    auto ended = run(std::move(waiting));
    COMPARE_ERROR(ended, ErrorCode::Cancelled);
    COMPARE_ERROR(run(opened.store->events().query({})), ErrorCode::Cancelled);
}

void EventLogTest::outlivesTheStore()
{
    Folder folder;
    std::optional<EventSubscription> subscription;
    {
        Opened opened(folder.database());
        happen(opened, {happening("one")});
        subscription.emplace(opened.store->events().subscribe(0));
    }
    COMPARE_ERROR(run(subscription->next()), ErrorCode::Cancelled);
}

void EventLogTest::feedIsBounded()
{
    const auto feed = std::make_shared<EventFeed>(0, EventFeed::Limits{.events = 10, .bytes = 5000});
    const auto reader = feed->cursor(0, {});
    auto publish = [&feed, seq = std::int64_t(0)](int count, std::size_t size) mutable {
        std::vector<std::weak_ptr<const Event>> published;
        std::vector<EventPtr> events;
        for (int i = 0; i < count; ++i) {
            events.push_back(std::make_shared<const Event>(Event{.seq = ++seq, .data = std::string(size, ' ')}));
            published.emplace_back(events.back());
        }
        feed->publish(std::move(events));
        return std::ranges::count_if(published, [](const auto &one) { return !one.expired(); });
    };
    QCOMPARE(publish(25, 10), 10);
    QCOMPARE(publish(10, 1000), 4);
    QVERIFY(std::holds_alternative<EventFeed::Behind>(feed->next(reader, 100)));
    // One that is larger than the bound is not kept either.
    QCOMPARE(publish(1, 10'000), 0);
    feed->moveTo(*reader, 36);
    QVERIFY(std::holds_alternative<EventFeed::Wait>(feed->next(reader, 100)));
}

QTEST_GUILESS_MAIN(EventLogTest)
#include "event_log_test.moc"
