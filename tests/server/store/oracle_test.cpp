// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Random changes, right and wrong, against a model of the rules that is simple enough to be seen to be right. All must
// agree: the answers, the catalog, the rows, claims and sums after the store is opened again.
// PORTOLAN_ORACLE_SEED repeats a run, PORTOLAN_ORACLE_CHANGES sets its length (default 4000).

#include "tests/server/store/note.h"

#include <map>
#include <random>
#include <set>

using namespace portolan;
using namespace portolan::store;
using namespace portolan::test;

class OracleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agreesWithTheRules();
};

namespace {

struct Put {
    Note note;
    std::optional<std::int64_t> expected;
};

struct Removal {
    std::string id;
    std::optional<std::int64_t> expected;
};

/// A change as plain data, for the ledger and for the oracle.
struct Plan {
    std::optional<std::pair<std::string, std::int64_t>> version;
    std::optional<std::string> present;
    std::optional<std::string> absence;
    std::vector<Removal> removals;
    std::vector<Put> puts;
    std::optional<std::int64_t> limit; ///< on the size of ann's notes
    int events = 0;

    [[nodiscard]] Change change() const
    {
        Change made;
        if (version)
            made.expectVersion("note", version->first, version->second);
        if (present)
            made.expectPresent("note", *present);
        if (absence)
            made.expectAbsent("note", *absence);
        for (const auto &removal : removals)
            made.remove<Note>(removal.id, removal.expected);
        for (const auto &put : puts)
            made.put(put.note, put.expected);
        if (limit)
            made.sumAtMost("size of notes", "ann", *limit);
        for (int i = 0; i < events; ++i)
            made.record({.type = "tick"});
        return made;
    }
};

using Rows = std::map<std::string, std::pair<Note, std::int64_t>>;

std::int64_t versionOf(const Rows &rows, const std::string &id)
{
    const auto found = rows.find(id);
    return found == rows.end() ? absent : found->second.second;
}

constexpr Literal countOfNotes = "notes";
constexpr Literal sizeOfNotes = "size of notes";

std::map<SumName, std::int64_t> sumsOf(const Rows &rows)
{
    std::map<SumName, std::int64_t> sums;
    for (const auto &[id, row] : rows) {
        ++sums[{countOfNotes, row.first.owner}];
        sums[{sizeOfNotes, row.first.owner}] += row.first.size;
    }
    std::erase_if(sums, [](const auto &sum) { return sum.second == 0; });
    return sums;
}

/// The rules. Changes `rows` only when it gives no error.
std::optional<ErrorCode> judge(Rows &rows, const Plan &plan)
{
    std::set<std::string> named;
    for (const auto &removal : plan.removals) {
        if (!named.insert(removal.id).second)
            return ErrorCode::InvalidArgument;
    }
    for (const auto &put : plan.puts) {
        if (!named.insert(put.note.id).second)
            return ErrorCode::InvalidArgument;
    }
    if (plan.version && versionOf(rows, plan.version->first) != plan.version->second)
        return ErrorCode::PreconditionFailed;
    if (plan.present && !rows.contains(*plan.present))
        return ErrorCode::NotFound;
    if (plan.absence && rows.contains(*plan.absence))
        return ErrorCode::Conflict;

    Rows next = rows;
    for (const auto &removal : plan.removals) {
        const auto version = versionOf(next, removal.id);
        if (version == absent)
            return ErrorCode::NotFound;
        if (removal.expected && *removal.expected != version)
            return ErrorCode::Conflict;
        next.erase(removal.id);
    }
    for (const auto &put : plan.puts) {
        const auto version = versionOf(next, put.note.id);
        if (put.expected && *put.expected != version)
            return ErrorCode::Conflict;
        next[put.note.id] = {put.note, version + 1};
    }
    std::set<std::pair<std::string, std::string>> titles;
    for (const auto &[id, row] : next) {
        if (!titles.emplace(row.first.owner, row.first.title).second)
            return ErrorCode::Conflict;
    }
    const auto sums = sumsOf(next);
    const auto size = sums.find({sizeOfNotes, "ann"});
    if (plan.limit && (size == sums.end() ? 0 : size->second) > *plan.limit)
        return ErrorCode::Conflict;
    rows = std::move(next);
    return std::nullopt;
}

class Planner
{
public:
    explicit Planner(unsigned seed) : m_random(seed) {}

    Plan plan(const Rows &rows)
    {
        Plan made;
        if (oneIn(6)) {
            const auto which = id();
            made.version.emplace(which, someVersion(rows, which));
        }
        if (oneIn(8))
            made.present = id();
        if (oneIn(8))
            made.absence = id();
        for (auto count = below(4) / 2; count > 0; --count) {
            const auto which = id();
            made.removals.push_back({which, oneIn(2) ? std::optional(someVersion(rows, which)) : std::nullopt});
        }
        for (auto count = below(4); count > 0; --count) {
            Note note{.id = id(), .owner = oneIn(3) ? "bob" : "ann", .title = std::format("t{}", below(14))};
            note.size = static_cast<std::int64_t>(below(21)) - 5;
            note.pinned = oneIn(3);
            auto expected = oneIn(2) ? std::optional(someVersion(rows, note.id)) : std::nullopt;
            made.puts.push_back({std::move(note), expected});
        }
        if (oneIn(3))
            made.limit = static_cast<std::int64_t>(below(60));
        made.events = static_cast<int>(below(3));
        return made;
    }

private:
    std::size_t below(std::size_t bound) { return m_random() % bound; }
    bool oneIn(std::size_t count) { return below(count) == 0; }
    std::string id() { return std::format("n{}", below(10)); }
    /// Mostly the right one.
    std::int64_t someVersion(const Rows &rows, const std::string &which)
    {
        return versionOf(rows, which) + (oneIn(4) ? 1 : 0);
    }

    std::minstd_rand m_random;
};

void compare(const Table<Note> &notes, const Rows &rows)
{
    QCOMPARE(notes.size(), rows.size());
    for (const auto &[id, row] : rows) {
        const auto found = notes.find(id);
        QVERIFY(found);
        QCOMPARE(found->value, row.first);
        QCOMPARE(found->version, row.second);
        const auto byTitle = notes.findByClaim("note title", row.first.owner + "/" + row.first.title);
        QVERIFY(byTitle);
        QCOMPARE(byTitle->id, id);
    }
    std::vector<std::string> titles;
    for (const auto &item : notes.page(NoteTrait::byTitle, "", {.limit = 1000}).items)
        titles.push_back(item->value.title);
    QCOMPARE(titles.size(), rows.size());
    QVERIFY(std::ranges::is_sorted(titles));
    const auto pinned = std::ranges::count_if(rows, [](const auto &row) { return row.second.first.pinned; });
    QCOMPARE(notes.count(NoteTrait::pinnedByTitle, ""), static_cast<std::size_t>(pinned));
}

/// What rows claim and add up to, by what is refused.
void compareRules(Opened &opened, const Rows &rows)
{
    for (const auto &[name, sum] : sumsOf(rows)) {
        VERIFY_RESULT(opened.commit(std::move(Change().sumAtMost(name.first, name.second, sum))));
        COMPARE_ERROR(opened.commit(std::move(Change().sumAtMost(name.first, name.second, sum - 1))),
                      ErrorCode::Conflict);
    }
    for (const char *owner : {"ann", "bob"}) {
        for (int number = 0; number < 14; ++number) {
            const auto title = std::format("t{}", number);
            const bool isTaken = std::ranges::any_of(rows, [&](const auto &row) {
                return row.second.first.owner == owner && row.second.first.title == title;
            });
            QCOMPARE(opened.notes.findByClaim("note title", std::format("{}/{}", owner, title)) != nullptr, isTaken);
            Change change;
            change.put(Note{.id = "new", .owner = owner, .title = title}, absent);
            if (isTaken)
                COMPARE_ERROR(opened.commit(std::move(change)), ErrorCode::Conflict);
        }
    }
}

int numberFromEnvironment(const char *name, int otherwise)
{
    bool isNumber = false;
    const int number = qEnvironmentVariableIntValue(name, &isNumber);
    return isNumber ? number : otherwise;
}

} // namespace

void OracleTest::agreesWithTheRules()
{
    const int seed = numberFromEnvironment("PORTOLAN_ORACLE_SEED", static_cast<int>(std::random_device()() >> 1));
    const int changes = numberFromEnvironment("PORTOLAN_ORACLE_CHANGES", 4000);
    qInfo("seed %d", seed);
    Folder folder;
    Planner planner(static_cast<unsigned>(seed));
    Rows rows;
    std::int64_t seq = 0;
    std::map<std::optional<ErrorCode>, int> outcomes;
    {
        Opened opened(folder.database());
        QVERIFY(opened.store);
        for (int done = 0; done < changes;) {
            // A wave that shares transactions; the ledger takes it in the order of the calls.
            std::vector<Task<Result<Committed>>> answers;
            std::vector<std::optional<ErrorCode>> expected;
            std::vector<std::int64_t> lastSeqs;
            for (int i = 0; i < 40; ++i, ++done) {
                const auto plan = planner.plan(rows);
                expected.push_back(judge(rows, plan));
                ++outcomes[expected.back()];
                if (!expected.back())
                    seq += plan.events;
                lastSeqs.push_back(plan.events > 0 ? seq : 0);
                answers.push_back(opened.ledger().commit(plan.change()));
            }
            for (std::size_t i = 0; i < answers.size(); ++i) {
                const auto answer = run(std::move(answers[i]));
                const auto code = answer ? std::nullopt : std::optional(answer.error().code);
                if (code != expected[i])
                    QFAIL(answer ? "accepted what is against the rules" : answer.error().detail.c_str());
                if (answer)
                    QCOMPARE(answer->lastSeq, lastSeqs[i]);
            }
            compare(opened.notes, rows);
            if (QTest::currentTestFailed())
                return;
        }
    }
    // Each kind of refusal was met, and enough went through.
    QVERIFY(outcomes[std::nullopt] > changes / 10);
    for (const auto code :
         {ErrorCode::Conflict, ErrorCode::PreconditionFailed, ErrorCode::NotFound, ErrorCode::InvalidArgument})
        QVERIFY(outcomes[code] > 0);

    Opened again(folder.database());
    QVERIFY(again.store);
    compare(again.notes, rows);
    compareRules(again, rows);
    const auto events = allEvents(again.store->events());
    QCOMPARE(static_cast<std::int64_t>(events.size()), seq);
    for (std::size_t i = 0; i < events.size(); ++i)
        QCOMPARE(events[i]->seq, static_cast<std::int64_t>(i) + 1);
}

QTEST_GUILESS_MAIN(OracleTest)
#include "oracle_test.moc"
