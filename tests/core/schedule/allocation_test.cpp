// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/schedule/allocation.h"

#include "core/base/random.h"
#include "tests/support/run.h"

#include <numeric>

using namespace portolan;
using namespace portolan::schedule;

namespace {

/// An environment and its portal: what the spec's formulas are made of.
struct Candidate : EnvironmentLoad {
    PortalLoad portal;
};
using List = std::vector<Candidate>;
using Indices = std::vector<std::size_t>;
using Key = std::array<std::int64_t, 5>;

constexpr int rounds = 3000;

/// The spec's five formulas once more, letter by letter, on counts without anything in flight.
Key keyOf(const Candidate &env)
{
    const auto &portal = env.portal;
    const auto P = portal.capacity == 0 ? 1 : (portal.capacity - portal.allocated > 0 ? 1 : 0);
    const auto E = env.capacity == 0 ? 1 : (env.capacity - env.allocated > 0 ? 1 : 0);
    const auto C = portal.capacity == 0 ? 1 : portal.capacity - portal.allocated;
    const auto R = env.available;
    const auto X = env.capacity == 0 ? 1 : env.capacity - env.allocated;
    return {P, E, C, R, X};
}

/// The order without sorting: a candidate's place is the number of those that belong before it.
Indices restated(const List &candidates)
{
    Indices order(candidates.size());
    for (std::size_t own = 0; own < candidates.size(); ++own) {
        std::size_t place = 0;
        for (std::size_t other = 0; other < candidates.size(); ++other) {
            const Key mine = keyOf(candidates[own]);
            const Key theirs = keyOf(candidates[other]);
            place += theirs > mine || (theirs == mine && other < own);
        }
        order[place] = own;
    }
    return order;
}

/// Those of one portal that follow each other are added as one portal's, or each by itself: it makes no difference.
Candidates candidatesOf(const List &list, bool isGrouped = true)
{
    Candidates candidates;
    for (std::size_t at = 0; at < list.size(); ++at) {
        if (at == 0 || !isGrouped || list[at].portal != list[at - 1].portal)
            candidates.addPortal(list[at].portal);
        candidates.add(list[at]);
    }
    return candidates;
}

Standing standingOf(const Candidate &candidate)
{
    return candidatesOf({candidate}).standing(0);
}

Indices orderOf(const List &candidates)
{
    Indices order;
    for (const Ranked &ranked : rank(candidatesOf(candidates)))
        order.push_back(ranked.index);
    return order;
}

/// Small numbers, so that ties, full ones, overfull ones and unlimited ones are frequent.
Candidate someCandidate(Random &random)
{
    const auto some = [&random](std::uint64_t bound) { return static_cast<std::int32_t>(random.below(bound)); };
    return {{.capacity = some(4), .allocated = some(5), .available = some(3)},
            {.capacity = some(5), .allocated = some(7)}};
}

List someCandidates(Random &random)
{
    List candidates(random.below(40));
    for (Candidate &candidate : candidates)
        candidate = someCandidate(random);
    return candidates;
}

Candidate environment(std::int32_t capacity, std::int32_t allocated, std::int32_t available, PortalLoad portal)
{
    return {{.capacity = capacity, .allocated = allocated, .available = available}, portal};
}

} // namespace

class AllocationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ranks_data();
    void ranks();
    void agreesWithTheSpec();
    void leavesNobodyOut();
    void onlyTiesFollowTheRegistration();
    void noLimitIsOnePlaceFree();
    void bestIsTheFirst();
    void requestsAreCounted();
    void inFlightCountsAsAllocated();
    void requestsBeyondTheReservedTakeNone();
    void aBurstFillsWhatHasRoom();
    void aBurstSticksWhereNothingIsInFlight();
    void saysWhatDecided();
    void doesNotOverflow();
    void hasWords_data();
    void hasWords();
    void everyReasonHasAName();
};

void AllocationTest::ranks_data()
{
    QTest::addColumn<List>("candidates");
    QTest::addColumn<Indices>("order");
    const PortalLoad unlimited{.capacity = 0, .allocated = 50};
    const auto portal = [](std::int32_t free) { return PortalLoad{.capacity = 10, .allocated = 10 - free}; };
    QTest::newRow("nothing") << List{} << Indices{};
    QTest::newRow("one that is full") << List{environment(1, 1, 0, portal(0))} << Indices{0};
    QTest::newRow("ties keep their order")
        << List{environment(5, 2, 1, portal(3)), environment(5, 2, 1, portal(3)), environment(9, 6, 1, portal(3))}
        << Indices{0, 1, 2};
    QTest::newRow("two places free precede no limit, whatever it has reserved")
        << List{environment(0, 0, 9, unlimited), environment(5, 0, 0, portal(2))} << Indices{1, 0};
    QTest::newRow("one place free is as good as no limit, and reserved ones decide")
        << List{environment(5, 0, 0, portal(1)), environment(5, 0, 1, unlimited)} << Indices{1, 0};
    QTest::newRow("the same the other way round")
        << List{environment(5, 0, 0, unlimited), environment(5, 0, 1, portal(1))} << Indices{1, 0};
    QTest::newRow("no limit precedes a full portal")
        << List{environment(5, 0, 9, portal(0)), environment(5, 0, 0, unlimited)} << Indices{1, 0};
    QTest::newRow("a full environment is moved back, behind a portal with less room")
        << List{environment(5, 5, 0, portal(9)), environment(5, 4, 0, portal(1))} << Indices{1, 0};
    QTest::newRow("a full portal is behind a full environment")
        << List{environment(5, 0, 3, portal(0)), environment(5, 5, 0, portal(1))} << Indices{1, 0};
    QTest::newRow("room of the portal before reserved")
        << List{environment(5, 0, 3, portal(4)), environment(5, 0, 0, portal(5))} << Indices{1, 0};
    QTest::newRow("reserved before room of the environment")
        << List{environment(9, 0, 0, portal(4)), environment(2, 1, 1, portal(4))} << Indices{1, 0};
    QTest::newRow("room of the environment last")
        << List{environment(3, 1, 1, portal(4)), environment(4, 1, 1, portal(4))} << Indices{1, 0};
    QTest::newRow("an environment without limit has one place free")
        << List{environment(0, 0, 1, portal(4)), environment(3, 1, 1, portal(4)), environment(3, 2, 1, portal(4))}
        << Indices{1, 0, 2};
    QTest::newRow("of overfull portals the less overfull")
        << List{environment(5, 0, 0, portal(-3)), environment(5, 0, 0, portal(-1)), environment(5, 0, 0, portal(0))}
        << Indices{2, 1, 0};
    QTest::newRow("of overfull environments the less overfull")
        << List{environment(5, 8, 0, portal(3)), environment(5, 6, 0, portal(3)), environment(5, 5, 0, portal(3))}
        << Indices{2, 1, 0};
}

void AllocationTest::ranks()
{
    QFETCH(List, candidates);
    QFETCH(Indices, order);
    QCOMPARE(orderOf(candidates), order);
}

void AllocationTest::agreesWithTheSpec()
{
    SeededRandom random(1);
    for (int round = 0; round < rounds; ++round) {
        const List candidates = someCandidates(random);
        QCOMPARE(orderOf(candidates), restated(candidates));
        for (const Ranked &ranked : rank(candidatesOf(candidates))) {
            const Standing &standing = ranked.standing;
            QCOMPARE((Key{standing.portalHasRoom, standing.environmentHasRoom, standing.portalRoom, standing.available,
                          standing.environmentRoom}),
                     keyOf(candidates[ranked.index]));
        }
    }
}

void AllocationTest::leavesNobodyOut()
{
    SeededRandom random(2);
    for (int round = 0; round < rounds; ++round) {
        const List candidates = someCandidates(random);
        Indices order = orderOf(candidates);
        std::ranges::sort(order);
        Indices all(candidates.size());
        std::iota(all.begin(), all.end(), 0U);
        QCOMPARE(order, all);
    }
}

void AllocationTest::onlyTiesFollowTheRegistration()
{
    SeededRandom random(3);
    for (int round = 0; round < rounds; ++round) {
        const List candidates = someCandidates(random);
        Indices shuffled(candidates.size());
        std::iota(shuffled.begin(), shuffled.end(), 0U);
        for (std::size_t left = shuffled.size(); left > 1; --left)
            std::swap(shuffled[left - 1], shuffled[random.below(left)]);
        List others;
        for (const std::size_t index : shuffled)
            others.push_back(candidates[index]);
        const auto before = rank(candidatesOf(candidates));
        const auto after = rank(candidatesOf(others));
        for (std::size_t place = 0; place < before.size(); ++place) {
            QCOMPARE(before[place].standing, after[place].standing);
            if (place > 0 && after[place].standing == after[place - 1].standing)
                QVERIFY(after[place].index > after[place - 1].index);
            if (std::ranges::count(before, before[place].standing, &Ranked::standing) == 1)
                QCOMPARE(shuffled[after[place].index], before[place].index);
        }
    }
}

void AllocationTest::noLimitIsOnePlaceFree()
{
    SeededRandom random(4);
    for (int round = 0; round < rounds; ++round) {
        List candidates = someCandidates(random);
        const Indices order = orderOf(candidates);
        for (Candidate &candidate : candidates) {
            if (candidate.capacity == 0)
                candidate.capacity = candidate.allocated + 1;
            if (candidate.portal.capacity == 0)
                candidate.portal.capacity = candidate.portal.allocated + 1;
        }
        QCOMPARE(orderOf(candidates), order);
    }
}

void AllocationTest::bestIsTheFirst()
{
    SeededRandom random(5);
    for (int round = 0; round < rounds; ++round) {
        List candidates = someCandidates(random);
        for (Candidate &candidate : candidates) {
            candidate.inFlight = static_cast<std::int32_t>(random.below(3));
            candidate.portal.inFlight = candidate.inFlight + static_cast<std::int32_t>(random.below(2));
        }
        const auto order = orderOf(candidates);
        for (const bool isGrouped : {true, false}) {
            const auto first = best(candidatesOf(candidates, isGrouped));
            QCOMPARE(first.has_value(), !order.empty());
            if (first)
                QCOMPARE(*first, order.front());
        }
    }
}

/// Counting in the list is the same as a list with other counts.
void AllocationTest::requestsAreCounted()
{
    SeededRandom random(9);
    for (int round = 0; round < 300; ++round) {
        List list;
        std::vector<std::size_t> portalOf;
        for (std::size_t portal = 0; portal < 5; ++portal) {
            const PortalLoad load = someCandidate(random).portal;
            for (std::uint64_t left = random.below(5); left > 0; --left) {
                list.push_back(someCandidate(random));
                list.back().portal = load;
                portalOf.push_back(portal);
            }
        }
        Candidates counted;
        for (std::size_t portal = 0, at = 0; portal < 5; ++portal) {
            counted.addPortal(at < list.size() ? list[at].portal : PortalLoad());
            for (; at < list.size() && portalOf[at] == portal; ++at)
                counted.add(list[at]);
        }
        for (int request = 0; request < 20 && !list.empty(); ++request) {
            const std::size_t index = random.below(list.size());
            const std::int32_t by = list[index].inFlight > 0 && random.below(2) == 0 ? -1 : 1;
            counted.count(index, by);
            list[index].inFlight += by;
            for (std::size_t at = 0; at < list.size(); ++at)
                list[at].portal.inFlight += portalOf[at] == portalOf[index] ? by : 0;
            QCOMPARE(best(counted), best(candidatesOf(list, false)));
            for (std::size_t at = 0; at < list.size(); ++at) {
                QCOMPARE(counted.standing(at), standingOf(list[at]));
                QVERIFY(counted.portal(at) == list[at].portal);
            }
        }
    }
}

void AllocationTest::inFlightCountsAsAllocated()
{
    SeededRandom random(6);
    for (int round = 0; round < rounds; ++round) {
        List inFlight = someCandidates(random);
        List allocated = inFlight;
        for (std::size_t at = 0; at < inFlight.size(); ++at) {
            const auto requests = static_cast<std::int32_t>(random.below(3));
            const auto ofOthers = static_cast<std::int32_t>(random.below(3));
            inFlight[at].inFlight = requests;
            inFlight[at].portal.inFlight = requests + ofOthers;
            allocated[at].allocated += requests;
            allocated[at].available -= std::min(requests, allocated[at].available);
            allocated[at].portal.allocated += requests + ofOthers;
        }
        QCOMPARE(orderOf(inFlight), restated(allocated));
    }
}

void AllocationTest::requestsBeyondTheReservedTakeNone()
{
    QCOMPARE(standingOf({{.available = 3, .inFlight = 2}, {}}).available, 1);
    QCOMPARE(standingOf({{.available = 3, .inFlight = 5}, {}}).available, 0);
    // The formula says nothing of negative ones, and gives them on as they are.
    QCOMPARE(standingOf({{.available = -2, .inFlight = 0}, {}}).available, -2);
    QCOMPARE(standingOf({{.available = -2, .inFlight = 5}, {}}).available, -2);
}

/// As long as anything has room, nothing that is full is asked, whatever is asked for at the same time.
void AllocationTest::aBurstFillsWhatHasRoom()
{
    SeededRandom random(7);
    for (int round = 0; round < 300; ++round) {
        List candidates;
        std::vector<std::uint64_t> portalOf;
        for (std::uint64_t portal = 1 + random.below(4); portal > 0; --portal) {
            const PortalLoad load{.capacity = static_cast<std::int32_t>(1 + random.below(6)),
                                  .allocated = static_cast<std::int32_t>(random.below(4))};
            for (std::uint64_t left = 1 + random.below(3); left > 0; --left) {
                candidates.push_back(someCandidate(random));
                candidates.back().capacity += 1; // all have a limit
                candidates.back().portal = load;
                portalOf.push_back(portal);
            }
        }
        const auto hasRoom = [](const Candidate &candidate) {
            return candidate.allocated + candidate.inFlight < candidate.capacity
                   && candidate.portal.allocated + candidate.portal.inFlight < candidate.portal.capacity;
        };
        while (std::ranges::any_of(candidates, hasRoom)) {
            const std::size_t chosen = best(candidatesOf(candidates)).value();
            QVERIFY(hasRoom(candidates[chosen]));
            ++candidates[chosen].inFlight;
            for (std::size_t at = 0; at < candidates.size(); ++at)
                candidates[at].portal.inFlight += portalOf[at] == portalOf[chosen];
        }
    }
}

/// As upstream, which counts no requests: each of them sees the same numbers.
void AllocationTest::aBurstSticksWhereNothingIsInFlight()
{
    const List candidates{environment(3, 0, 0, {.capacity = 4}), environment(3, 0, 0, {.capacity = 5})};
    for (int request = 0; request < 5; ++request)
        QCOMPARE(best(candidatesOf(candidates)), std::optional<std::size_t>(1));
    List counted = candidates;
    Indices chosen;
    for (int request = 0; request < 5; ++request) {
        chosen.push_back(best(candidatesOf(counted)).value());
        ++counted[chosen.back()].inFlight;
        ++counted[chosen.back()].portal.inFlight;
    }
    QCOMPARE(chosen, (Indices{1, 0, 1, 0, 1}));
}

void AllocationTest::saysWhatDecided()
{
    SeededRandom random(8);
    std::map<RankReason, int> seen;
    for (int round = 0; round < rounds; ++round) {
        const List candidates = someCandidates(random);
        const auto ranked = rank(candidatesOf(candidates));
        for (std::size_t place = 0; place < ranked.size(); ++place) {
            const RankedBecause &because = ranked[place].because;
            ++seen[because.reason];
            if (place == 0) {
                QCOMPARE(because, RankedBecause{});
                continue;
            }
            const Candidate &own = candidates[ranked[place].index];
            const Candidate &before = candidates[ranked[place - 1].index];
            const Key mine = keyOf(own);
            const Key theirs = keyOf(before);
            const auto decided = static_cast<std::size_t>(std::ranges::mismatch(mine, theirs).in1 - mine.begin());
            QCOMPARE(static_cast<std::size_t>(because.reason), decided + 1);
            if (decided == mine.size())
                continue;
            const std::size_t shown = decided == 0 ? 2 : decided == 1 ? 4 : decided; // full or not: by the room
            QCOMPARE(because.own, mine[shown]);
            QCOMPARE(because.before, theirs[shown]);
            QCOMPARE(because.ownUnlimited,
                     (shown == 2 && own.portal.capacity == 0) || (shown == 4 && own.capacity == 0));
            QCOMPARE(because.beforeUnlimited,
                     (shown == 2 && before.portal.capacity == 0) || (shown == 4 && before.capacity == 0));
        }
    }
    QCOMPARE(seen.size(), schema::EnumNames<RankReason>::names.size());
}

void AllocationTest::doesNotOverflow()
{
    constexpr std::int32_t least = std::numeric_limits<std::int32_t>::min();
    constexpr std::int32_t most = std::numeric_limits<std::int32_t>::max();
    const Candidate overfull{{.capacity = least, .allocated = most, .available = least, .inFlight = most},
                             {.capacity = least, .allocated = most, .inFlight = most}};
    const Candidate empty{{.capacity = most, .allocated = least, .available = most},
                          {.capacity = most, .allocated = least}};
    QCOMPARE(standingOf(overfull).portalRoom, std::int64_t{least} - most - most);
    QCOMPARE(standingOf(empty).environmentRoom, std::int64_t{most} - least);
    QCOMPARE(orderOf({overfull, empty}), (Indices{1, 0}));
}

void AllocationTest::hasWords_data()
{
    QTest::addColumn<RankedBecause>("because");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *words, RankedBecause because) {
        QTest::newRow(words) << because << QString::fromLatin1(words);
    };
    row("nothing ranks higher", {});
    row("its portal is full, that of east has 3 places free", {RankReason::PortalFull, 0, 3});
    row("its portal is full, that of east has no limit (counts as 1 place free)",
        {RankReason::PortalFull, 0, 1, false, true});
    row("it is full, east has 1 place free", {RankReason::EnvironmentFull, 0, 1});
    row("its portal has 2 places free, that of east has 5 places free", {RankReason::PortalRoom, 2, 5});
    row("its portal has no limit (counts as 1 place free), that of east has 5 places free",
        {RankReason::PortalRoom, 1, 5, true});
    row("its portal has no place free (2 over its capacity), that of east has no place free",
        {RankReason::PortalRoom, -2, 0});
    row("it has no reserved session, east has 1 reserved session", {RankReason::Available, 0, 1});
    row("it has 1 reserved session, east has 2 reserved sessions", {RankReason::Available, 1, 2});
    row("it has 1 place free, east has 4 places free", {RankReason::EnvironmentRoom, 1, 4});
    row("it was registered after east, and is the same in all else", {RankReason::Order});
}

void AllocationTest::hasWords()
{
    QFETCH(RankedBecause, because);
    QFETCH(QString, words);
    QCOMPARE(QString::fromStdString(toText(because, "east")), words);
}

void AllocationTest::everyReasonHasAName()
{
    for (const auto &[reason, name] : schema::EnumNames<RankReason>::names) {
        QCOMPARE(schema::enumFromName<RankReason>(name), reason);
        QVERIFY(!toText({.reason = reason}, "east").empty());
    }
}

QTEST_GUILESS_MAIN(AllocationTest)
#include "allocation_test.moc"
