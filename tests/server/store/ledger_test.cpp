// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/ledger.h"

#include "server/store/database.h"
#include "tests/server/store/child.h"
#include "tests/server/store/note.h"

#include <sys/resource.h>

#include <atomic>
#include <latch>
#include <thread>

namespace {

/// A model that no table reads.
struct Page {
    std::string id;
};

} // namespace

template <>
struct portolan::store::Stored<Page> {
    static constexpr std::string_view kind = "page";
    static std::string id(const Page &page) { return page.id; }
    static std::string encode(const Page &) { return "{}"; }
    static std::vector<Claim> claims(const Page &) { return {}; }
    static std::vector<Amount> amounts(const Page &) { return {}; }
};

using namespace portolan;
using namespace portolan::store;
using namespace portolan::test;
using namespace std::chrono_literals;

class LedgerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsVersionsUp();
    void keepsWhatItCommitted();
    void refusesWhatIsExpectedOtherwise();
    void removesOnlyWhatIsThere();
    void keepsNamesUnique();
    void exchangesNamesWithinAChange();
    void seesWhatChangedWithinATransaction();
    void keepsSumsBelowTheirLimits();
    void refusesSumsThatRunOver();
    void refusesChangesWithoutShape();
    void numbersEventsWithoutGap();
    void aRefusalHarmsNobodyElse();
    void oneOfManyRacersWins();
    void racersForAQuotaStopAtIt();
    void answersAreReadable();
    void refusesWhenTheQueueIsFull();
    void commitsWhatItAcceptedBeforeItCloses();
    void survivesAFullDatabase();
    void survivesADiskThatRefusesToWrite();
    void waitsForAnotherProcess();
    void noticesWhatAnotherProgramChanged();
    void forgetsOldEvents();
    void forgetsOldEventsByItself();
};

namespace {

Note note(std::string id, std::string title, std::int64_t size = 1)
{
    return {.id = std::move(id), .owner = "ann", .title = std::move(title), .size = size};
}

Event happening(std::string type, std::string data = "{}")
{
    return {.type = std::move(type), .subjectKind = "note", .subjectId = "1", .data = std::move(data)};
}

Change creation(Note made)
{
    Change change;
    change.put(std::move(made), absent);
    return change;
}

/// What `write` makes of a value, from as many threads at once as there are values.
std::vector<Result<Committed>> race(Ledger &ledger, std::size_t count, const std::function<Change(std::size_t)> &make)
{
    std::vector<Result<Committed>> answers(count, Committed());
    std::latch ready(static_cast<std::ptrdiff_t>(count));
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < count; ++i) {
        threads.emplace_back([&, i] {
            auto change = make(i);
            ready.arrive_and_wait();
            answers[i] = run(ledger.commit(std::move(change)));
        });
    }
    threads.clear();
    return answers;
}

std::size_t successes(const std::vector<Result<Committed>> &answers)
{
    return static_cast<std::size_t>(std::ranges::count_if(answers, [](const auto &a) { return a.has_value(); }));
}

} // namespace

void LedgerTest::countsVersionsUp()
{
    Folder folder;
    Opened opened(folder.database());
    QVERIFY(opened.store);
    auto made = opened.commit(creation(note("1", "a")));
    VERIFY_RESULT(made);
    QCOMPARE(made->versions, std::vector<std::int64_t>{1});
    QCOMPARE(made->firstSeq, 0);

    Change change;
    change.put(note("1", "b"), 1).put(note("2", "c"), absent);
    auto changed = opened.commit(std::move(change));
    VERIFY_RESULT(changed);
    QCOMPARE(changed->versions, (std::vector<std::int64_t>{2, 1}));
    QCOMPARE(opened.notes.find("1")->version, 2);
    QCOMPARE(opened.notes.find("1")->value.title, "b");

    Change whatever;
    whatever.put(note("1", "d"), std::nullopt);
    QCOMPARE(opened.commit(std::move(whatever))->versions, std::vector<std::int64_t>{3});
}

void LedgerTest::keepsWhatItCommitted()
{
    Folder folder;
    const Note stored{
        .id = "ü/1", .owner = "bo", .title = "žluťoučký", .size = -7, .created = 1LL << 60, .pinned = true};
    const Event happened{
        .type = "made", .subjectKind = "note", .subjectId = "ü/1", .owner = "bo", .actor = "ann", .data = R"({"ä":1})"};
    Time time;
    {
        Opened opened(folder.database());
        auto change = creation(stored);
        change.record(happened);
        const auto committed = opened.commit(std::move(change));
        VERIFY_RESULT(committed);
        time = committed->time;
    }
    Opened opened(folder.database());
    QVERIFY(opened.store);
    QCOMPARE(opened.notes.size(), 1U);
    QCOMPARE(opened.notes.find("ü/1")->value, stored);
    QCOMPARE(opened.notes.find("ü/1")->version, 1);
    const auto events = allEvents(opened.store->events());
    QCOMPARE(events.size(), 1U);
    auto expected = happened;
    expected.seq = 1;
    expected.time = time;
    QCOMPARE(*events[0], expected);
}

void LedgerTest::refusesWhatIsExpectedOtherwise()
{
    Folder folder;
    Opened opened(folder.database());
    VERIFY_RESULT(opened.commit(creation(note("1", "a"))));

    const auto refused = [&opened](Change change) {
        change.put(note("2", "b"), std::nullopt).record(happening("never"));
        return opened.commit(std::move(change));
    };
    const auto stale = refused(std::move(Change().expectVersion("note", "1", 2)));
    COMPARE_ERROR(stale, ErrorCode::PreconditionFailed);
    QCOMPARE(argument(stale.error(), "actual"), "1");
    COMPARE_ERROR(refused(std::move(Change().expectVersion("note", "1", 2, ErrorCode::Conflict))), ErrorCode::Conflict);
    COMPARE_ERROR(refused(std::move(Change().expectVersion("note", "9", 1))), ErrorCode::PreconditionFailed);
    COMPARE_ERROR(refused(std::move(Change().expectAbsent("note", "1"))), ErrorCode::Conflict);
    COMPARE_ERROR(refused(std::move(Change().expectPresent("note", "9"))), ErrorCode::NotFound);
    COMPARE_ERROR(opened.commit(creation(note("1", "b"))), ErrorCode::Conflict);
    COMPARE_ERROR(opened.commit(std::move(Change().put(note("1", "b"), 7))), ErrorCode::Conflict);
    COMPARE_ERROR(opened.commit(std::move(Change().put(note("9", "b"), 1))), ErrorCode::Conflict);
    QCOMPARE(opened.notes.size(), 1U);
    QCOMPARE(opened.notes.find("1")->value.title, "a");
    QVERIFY(allEvents(opened.store->events()).empty());

    Change good;
    good.expectVersion("note", "1", 1).expectPresent("note", "1").expectAbsent("note", "9").put(note("2", "b"), absent);
    VERIFY_RESULT(opened.commit(std::move(good)));
}

void LedgerTest::removesOnlyWhatIsThere()
{
    Folder folder;
    Opened opened(folder.database());
    VERIFY_RESULT(opened.commit(creation(note("1", "a"))));
    COMPARE_ERROR(opened.commit(std::move(Change().remove<Note>("9"))), ErrorCode::NotFound);
    COMPARE_ERROR(opened.commit(std::move(Change().remove<Note>("1", 2))), ErrorCode::Conflict);
    QVERIFY(opened.notes.find("1"));
    VERIFY_RESULT(opened.commit(std::move(Change().remove<Note>("1", 1))));
    QVERIFY(!opened.notes.find("1"));
    COMPARE_ERROR(opened.commit(std::move(Change().remove<Note>("1"))), ErrorCode::NotFound);
    // Its name is free again, and its version begins anew.
    QCOMPARE(opened.commit(creation(note("1", "a")))->versions, std::vector<std::int64_t>{1});
}

void LedgerTest::keepsNamesUnique()
{
    Folder folder;
    Opened opened(folder.database());
    VERIFY_RESULT(opened.commit(creation(note("1", "a"))));
    const auto taken = opened.commit(creation(note("2", "a")));
    COMPARE_ERROR(taken, ErrorCode::Conflict);
    QCOMPARE(argument(taken.error(), "rule"), "claim");
    QCOMPARE(argument(taken.error(), "key"), "ann/a");
    QCOMPARE(argument(taken.error(), "id"), "1");
    QCOMPARE(opened.notes.findByClaim("note title", "ann/a")->id, "1");

    // Keeping a name is no conflict; giving it up frees it.
    VERIFY_RESULT(opened.commit(std::move(Change().put(note("1", "a", 5), 1))));
    VERIFY_RESULT(opened.commit(std::move(Change().put(note("1", "b"), 2))));
    VERIFY_RESULT(opened.commit(creation(note("2", "a"))));
    QCOMPARE(opened.notes.findByClaim("note title", "ann/a")->id, "2");
    QCOMPARE(opened.notes.findByClaim("note title", "ann/b")->id, "1");
}

void LedgerTest::exchangesNamesWithinAChange()
{
    Folder folder;
    Opened opened(folder.database());
    VERIFY_RESULT(opened.commit(std::move(Change().put(note("1", "a"), absent).put(note("2", "b"), absent))));
    VERIFY_RESULT(opened.commit(std::move(Change().put(note("1", "b"), 1).put(note("2", "a"), 1))));
    QCOMPARE(opened.notes.findByClaim("note title", "ann/b")->id, "1");
    QCOMPARE(opened.notes.findByClaim("note title", "ann/a")->id, "2");
    VERIFY_RESULT(opened.commit(std::move(Change().remove<Note>("1").put(note("3", "b"), absent))));
    QCOMPARE(opened.notes.findByClaim("note title", "ann/b")->id, "3");
    COMPARE_ERROR(opened.commit(std::move(Change().put(note("4", "x"), absent).put(note("5", "x"), absent))),
                  ErrorCode::Conflict);
    QCOMPARE(opened.notes.size(), 2U);
}

void LedgerTest::seesWhatChangedWithinATransaction()
{
    // What the changes before it have done counts, though the tables do not know it yet: a row that is removed and made
    // again has the same version with another name and another size.
    for (int round = 0; round < 20; ++round) {
        Folder folder;
        Opened opened(folder.database());
        VERIFY_RESULT(opened.commit(creation(note("1", "a", 5))));
        auto &ledger = opened.ledger();
        std::vector<Task<Result<Committed>>> tasks;
        tasks.push_back(ledger.commit(creation(note("busy", std::string(500'000, 'x'), 0)))); // the others wait for it
        tasks.push_back(ledger.commit(std::move(Change().remove<Note>("1"))));
        tasks.push_back(ledger.commit(creation(note("1", "b", 7))));
        tasks.push_back(ledger.commit(std::move(Change().put(note("1", "a", 5), 1))));
        for (auto &task : tasks)
            VERIFY_RESULT(run(std::move(task)));
        VERIFY_RESULT(opened.commit(creation(note("2", "b", 0))));
        const auto taken = opened.commit(creation(note("3", "a")));
        COMPARE_ERROR(taken, ErrorCode::Conflict);
        QCOMPARE(argument(taken.error(), "rule"), "claim");
        VERIFY_RESULT(opened.commit(std::move(Change().sumAtMost("size of notes", "ann", 5))));
    }
}

void LedgerTest::keepsSumsBelowTheirLimits()
{
    Folder folder;
    Opened opened(folder.database());
    const auto putWithin = [&opened](Note made, std::int64_t limit) {
        return opened.commit(
            std::move(Change().put(std::move(made), std::nullopt).sumAtMost("size of notes", "ann", limit)));
    };
    VERIFY_RESULT(putWithin(note("1", "a", 6), 10));
    VERIFY_RESULT(putWithin(note("2", "b", 4), 10));
    const auto refused = putWithin(note("3", "c", 1), 10);
    COMPARE_ERROR(refused, ErrorCode::Conflict);
    QCOMPARE(argument(refused.error(), "rule"), "sum");
    QCOMPARE(argument(refused.error(), "actual"), "11");
    // What a row adds is replaced with it, and goes with it.
    VERIFY_RESULT(putWithin(note("1", "a", 2), 6));
    COMPARE_ERROR(putWithin(note("1", "a", 3), 6), ErrorCode::Conflict);
    VERIFY_RESULT(opened.commit(std::move(Change().remove<Note>("2").sumAtMost("size of notes", "ann", 2))));
    VERIFY_RESULT(opened.commit(std::move(Change().sumAtMost("size of notes", "nobody", 0))));
    COMPARE_ERROR(opened.commit(std::move(Change().sumAtMost("size of notes", "nobody", -1))), ErrorCode::Conflict);
}

void LedgerTest::refusesSumsThatRunOver()
{
    Folder folder;
    Opened opened(folder.database());
    const auto add = [&opened](std::string id, std::int64_t value) {
        return opened.commit(creation(note(id, id, value)));
    };
    COMPARE_ERROR(add("big", std::numeric_limits<std::int64_t>::max()), ErrorCode::InvalidArgument);
    std::size_t accepted = 0;
    Result<Committed> last;
    while (accepted < 2000 && (last = add(std::to_string(accepted), std::int64_t(1) << 53)))
        ++accepted;
    COMPARE_ERROR(last, ErrorCode::InvalidArgument);
    QCOMPARE(accepted, 1023U);
    VERIFY_RESULT(add("negative", -1));
}

void LedgerTest::refusesChangesWithoutShape()
{
    Folder folder;
    Opened opened(folder.database());
    const auto put = [&opened](std::string id) { return opened.commit(creation(note(std::move(id), "a"))); };
    COMPARE_ERROR(put(""), ErrorCode::InvalidArgument);
    COMPARE_ERROR(put("\xff"), ErrorCode::InvalidArgument);
    COMPARE_ERROR(put(std::string("a\0b", 3)), ErrorCode::InvalidArgument);
    COMPARE_ERROR(opened.commit(std::move(Change().remove("", "1"))), ErrorCode::InvalidArgument);
    COMPARE_ERROR(opened.commit(std::move(Change().put(note("1", "a"), absent).remove<Note>("1"))),
                  ErrorCode::InvalidArgument);
    COMPARE_ERROR(opened.commit(creation(note("1", "\xff"))), ErrorCode::InvalidArgument);
    // A row of a kind that no table reads.
    COMPARE_ERROR(opened.commit(std::move(Change().put(Page{.id = "1"}, absent))), ErrorCode::InvalidArgument);
    VERIFY_RESULT(put("1"));
}

void LedgerTest::numbersEventsWithoutGap()
{
    Folder folder;
    {
        Opened opened(folder.database());
        auto change = creation(note("1", "a"));
        change.record(happening("first")).record(happening("second"));
        const auto committed = opened.commit(std::move(change));
        QCOMPARE(committed->firstSeq, 1);
        QCOMPARE(committed->lastSeq, 2);
        auto refused = creation(note("2", "a"));
        refused.record(happening("never"));
        QVERIFY(!opened.commit(std::move(refused)));
    }
    Opened opened(folder.database());
    const auto committed = opened.commit(std::move(Change().record(happening("third"))));
    QCOMPARE(committed->firstSeq, 3);
    const auto events = allEvents(opened.store->events());
    QCOMPARE(events.size(), 3U);
    for (std::size_t i = 0; i < events.size(); ++i)
        QCOMPARE(events[i]->seq, static_cast<std::int64_t>(i) + 1);
    QCOMPARE(events[2]->type, "third");
}

void LedgerTest::aRefusalHarmsNobodyElse()
{
    Folder folder;
    Opened opened(folder.database());
    VERIFY_RESULT(opened.commit(creation(note("taken", "taken"))));
    // One thread queues them all before the first is answered, so they share transactions; every third is refused
    // after it has written a row, a claim, amounts and has been limited by a sum.
    std::vector<Task<Result<Committed>>> tasks;
    for (int i = 0; i < 300; ++i) {
        auto change = creation(note(std::to_string(i), std::format("t{}", i)));
        change.record(happening("made", std::format("{}", i)));
        if (i % 3 == 0)
            change.put(note(std::format("{}-extra", i), "taken"), absent);
        else if (i % 3 == 1)
            change.sumAtMost("notes", "bob", 0);
        tasks.push_back(opened.ledger().commit(std::move(change)));
    }
    std::int64_t seq = 0;
    for (int i = 0; i < 300; ++i) {
        const auto answer = run(std::move(tasks[static_cast<std::size_t>(i)]));
        QCOMPARE(answer.has_value(), i % 3 != 0);
        if (answer)
            QCOMPARE(answer->firstSeq, ++seq);
        QCOMPARE(opened.notes.find(std::to_string(i)) != nullptr, i % 3 != 0);
        QVERIFY(!opened.notes.find(std::format("{}-extra", i)));
    }
    QCOMPARE(allEvents(opened.store->events()).size(), 200U);
    // Sums know nothing of what was refused: 1 and 200.
    VERIFY_RESULT(opened.commit(std::move(Change().sumAtMost("notes", "ann", 201))));
    COMPARE_ERROR(opened.commit(std::move(Change().sumAtMost("notes", "ann", 200))), ErrorCode::Conflict);
}

void LedgerTest::oneOfManyRacersWins()
{
    Folder folder;
    Opened opened(folder.database());
    VERIFY_RESULT(opened.commit(creation(note("shared", "shared"))));
    for (int round = 0; round < 20; ++round) {
        const auto forName = race(opened.ledger(), 8, [round](std::size_t i) {
            return creation(note(std::format("{}-{}", round, i), std::format("name {}", round)));
        });
        QCOMPARE(successes(forName), 1U);
        const auto forId = race(opened.ledger(), 8, [round](std::size_t i) {
            return creation(note(std::format("id {}", round), std::format("{} of {}", i, round)));
        });
        QCOMPARE(successes(forId), 1U);
        const auto forVersion = race(opened.ledger(), 8, [round](std::size_t i) {
            return std::move(Change().put(note("shared", std::format("s{}", i)), round + 1));
        });
        QCOMPARE(successes(forVersion), 1U);
        for (const auto *answers : {&forName, &forId, &forVersion}) {
            for (const auto &answer : *answers)
                QVERIFY(answer || answer.error().code == ErrorCode::Conflict);
        }
    }
    QCOMPARE(opened.notes.find("shared")->version, 21);
}

void LedgerTest::racersForAQuotaStopAtIt()
{
    Folder folder;
    Opened opened(folder.database());
    const auto answers = race(opened.ledger(), 16, [](std::size_t i) {
        return std::move(Change().put(note(std::to_string(i), std::to_string(i)), absent).sumAtMost("notes", "ann", 5));
    });
    QCOMPARE(successes(answers), 5U);
    for (const auto &answer : answers)
        QVERIFY(answer || answer.error().code == ErrorCode::Conflict);
    QCOMPARE(opened.notes.size(), 5U);
}

void LedgerTest::answersAreReadable()
{
    Folder folder;
    Opened opened(folder.database());
    std::atomic<int> unseen = 0;
    {
        std::vector<std::jthread> threads;
        for (int worker = 0; worker < 4; ++worker) {
            threads.emplace_back([&, worker] {
                for (int i = 0; i < 50; ++i) {
                    const auto id = std::format("{}-{}", worker, i);
                    auto change = creation(note(id, id));
                    change.record(happening("made"));
                    const auto committed = run(opened.ledger().commit(std::move(change)));
                    const auto page = run(opened.store->events().query({.after = committed->firstSeq - 1, .limit = 1}));
                    if (!opened.notes.find(id) || page->events.size() != 1)
                        ++unseen;
                }
            });
        }
    }
    QCOMPARE(unseen, 0);
    QCOMPARE(opened.notes.size(), 200U);
}

void LedgerTest::refusesWhenTheQueueIsFull()
{
    Folder folder;
    Opened opened(folder.database(), {.queueLimit = 4, .busyTimeout = 20s});
    Child holder({"--hold-write-lock", folder.database().string()});
    QCOMPARE(holder.readLine(), "held");
    std::vector<Task<Result<Committed>>> tasks;
    // One may have been taken from the queue by the time the others come.
    for (int i = 0; i < 10; ++i)
        tasks.push_back(opened.ledger().commit(creation(note(std::to_string(i), std::to_string(i)))));
    holder.kill();
    std::size_t refused = 0;
    for (auto &task : tasks) {
        const auto answer = run(std::move(task));
        QVERIFY(answer || answer.error().code == ErrorCode::Unavailable);
        refused += answer ? 0 : 1;
    }
    QVERIFY(refused >= 2 && refused <= 6);
    QCOMPARE(opened.notes.size(), 10 - refused);
}

void LedgerTest::commitsWhatItAcceptedBeforeItCloses()
{
    Folder folder;
    std::vector<Task<Result<Committed>>> tasks;
    {
        Opened opened(folder.database(), {.batchLimit = 7});
        for (int i = 0; i < 100; ++i)
            tasks.push_back(opened.ledger().commit(creation(note(std::to_string(i), std::to_string(i)))));
        opened.ledger().close();
        COMPARE_ERROR(opened.commit(creation(note("late", "late"))), ErrorCode::Unavailable);
        COMPARE_ERROR(run(opened.ledger().forgetEvents(Time())), ErrorCode::Unavailable);
        for (auto &task : tasks)
            VERIFY_RESULT(run(std::move(task)));
    }
    Opened opened(folder.database());
    QCOMPARE(opened.notes.size(), 100U);
}

void LedgerTest::survivesAFullDatabase()
{
    Folder folder;
    const std::string large(20'000, 'x');
    {
        Opened opened(folder.database(), {.maxPages = 100});
        QVERIFY(opened.store);
        std::size_t stored = 0;
        Result<Committed> last;
        const auto write = [&](std::size_t i) {
            auto change = creation(note(std::to_string(i), large + std::to_string(i)));
            change.record(happening("made"));
            return opened.commit(std::move(change));
        };
        while (stored < 100 && (last = write(stored)))
            ++stored;
        COMPARE_ERROR(last, ErrorCode::OutOfSpace);
        QVERIFY(stored > 2);
        QCOMPARE(opened.notes.size(), stored);
        // In a batch only what is too large fails.
        auto tooLarge = opened.ledger().commit(creation(note("large", large)));
        auto small = opened.ledger().commit(std::move(Change().record(happening("small"))));
        COMPARE_ERROR(run(std::move(tooLarge)), ErrorCode::OutOfSpace);
        VERIFY_RESULT(run(std::move(small)));
        // Space that is given back is usable at once.
        VERIFY_RESULT(opened.commit(std::move(Change().remove<Note>("0").remove<Note>("1"))));
        VERIFY_RESULT(write(0));
    }
    Opened opened(folder.database());
    const auto events = allEvents(opened.store->events());
    QCOMPARE(events.back()->seq, static_cast<std::int64_t>(events.size()));
}

void LedgerTest::survivesADiskThatRefusesToWrite()
{
    Folder folder;
    Opened opened(folder.database());
    VERIFY_RESULT(opened.commit(creation(note("1", "a"))));
    const auto walSize = std::filesystem::file_size(folder.path() / "portolan.db-wal");

    ::signal(SIGXFSZ, SIG_IGN);
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const rlimit tight{.rlim_cur = walSize + 5000, .rlim_max = before.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &tight), 0);
    const auto refused = opened.commit(creation(note("2", std::string(30'000, 'b'))));
    const bool restored = ::setrlimit(RLIMIT_FSIZE, &before) == 0;
    QVERIFY(restored);

    COMPARE_ERROR(refused, ErrorCode::Unavailable);
    QVERIFY(!opened.notes.find("2"));
    auto change = creation(note("3", "c"));
    change.record(happening("after"));
    VERIFY_RESULT(opened.commit(std::move(change)));
    opened.store->close();
    Opened again(folder.database());
    QCOMPARE(again.notes.size(), 2U);
    QVERIFY(again.notes.find("3"));
    QCOMPARE(allEvents(again.store->events()).size(), 1U);
}

void LedgerTest::waitsForAnotherProcess()
{
    Folder folder;
    {
        Opened opened(folder.database(), {.busyTimeout = 100ms});
        Child holder({"--hold-write-lock", folder.database().string()});
        QCOMPARE(holder.readLine(), "held");
        COMPARE_ERROR(opened.commit(creation(note("1", "a"))), ErrorCode::Unavailable);
        QVERIFY(!opened.notes.find("1"));
        holder.kill();
        VERIFY_RESULT(opened.commit(creation(note("1", "a"))));
    }
    Opened opened(folder.database(), {.busyTimeout = 20s});
    Child holder({"--hold-write-lock", folder.database().string()});
    QCOMPARE(holder.readLine(), "held");
    auto waiting = opened.ledger().commit(creation(note("2", "b")));
    QTest::qWait(200);
    QVERIFY(!waiting.isReady());
    holder.kill();
    VERIFY_RESULT(run(std::move(waiting)));
}

void LedgerTest::noticesWhatAnotherProgramChanged()
{
    Folder folder;
    Opened opened(folder.database());
    VERIFY_RESULT(opened.commit(creation(note("removed", "a"))));
    {
        auto other = Database::open(folder.database());
        VERIFY_RESULT(other);
        VERIFY_RESULT(
            other->execute("INSERT INTO records (kind, id, version, json) VALUES ('note', 'added', 1, '{}')"));
        VERIFY_RESULT(other->execute("DELETE FROM records WHERE id = 'removed'"));
    }
    const auto before = opened.ledger().counters();
    std::array<Change, 3> changes;
    changes[0].put(note("removed", "b"), 1);
    changes[1].put(note("added", "c"), absent);
    changes[2].remove<Note>("removed");
    for (Change &change : changes) {
        const auto refused = opened.commit(std::move(change));
        COMPARE_ERROR(refused, ErrorCode::Internal);
        QVERIFY2(refused.error().detail.contains("restart the server"), refused.error().detail.c_str());
    }
    QCOMPARE(opened.notes.find("removed")->value.title, "a");
    QVERIFY(!opened.notes.find("added"));
    const auto after = opened.ledger().counters();
    QCOMPARE(after.refused - before.refused, 3);
    QCOMPARE(after.transactions, before.transactions); // of those that came to something
}

void LedgerTest::forgetsOldEvents()
{
    Folder folder;
    Opened opened(folder.database());
    Change many;
    for (int i = 0; i < 1200; ++i)
        many.record(happening("old"));
    const auto old = opened.commit(std::move(many));
    VERIFY_RESULT(old);
    QTest::qWait(5);
    const auto young = opened.commit(std::move(Change().record(happening("young"))));
    QVERIFY(young->time > old->time);

    QCOMPARE(*run(opened.ledger().forgetEvents(old->time)), 0);
    QCOMPARE(*run(opened.ledger().forgetEvents(young->time)), 1200);
    auto page = run(opened.store->events().query({.after = 0}));
    QCOMPARE(page->events.size(), 1U);
    QCOMPARE(page->oldest, 1201);
    QVERIFY(page->gap);
    QVERIFY(!run(opened.store->events().query({.after = 1200}))->gap);
    QVERIFY(!run(opened.store->events().query({}))->gap);

    // All of them: numbers are not given again.
    QCOMPARE(*run(opened.ledger().forgetEvents(young->time + 1us)), 1);
    QCOMPARE(run(opened.store->events().query({}))->oldest, 1202);
    QCOMPARE(opened.commit(std::move(Change().record(happening("next"))))->firstSeq, 1202);
}

void LedgerTest::forgetsOldEventsByItself()
{
    Folder folder;
    {
        Opened opened(folder.database());
        VERIFY_RESULT(opened.commit(std::move(Change().record(happening("old")))));
    }
    QTest::qWait(1100);
    Opened opened(folder.database(), {.keepEvents = 1s, .forgetEvery = 1s});
    QVERIFY(waitUntil([&opened] { return run(opened.store->events().query({}))->oldest == 2; }));
}

namespace {

int holdWriteLock(const char *path)
{
    auto database = Database::open(path);
    if (!database || !database->execute("BEGIN IMMEDIATE"))
        return 1;
    std::puts("held");
    std::fflush(stdout);
    Child::waitForParent();
    return 0;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    if (argc == 3 && std::string_view(argv[1]) == "--hold-write-lock")
        return holdWriteLock(argv[2]);
    LedgerTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "ledger_test.moc"
