// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workshops/rank_reason.h"

#include "core/base/random.h"

#include <QRegularExpression>
#include <QTest>

using namespace portolan;
using namespace portolan::schedule;
using namespace Qt::StringLiterals;

/// The console's sentences say what the server's say.
class RankReasonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysWhatTheServerSays();
};

namespace {

Candidates someCandidates(Random &random)
{
    const auto some = [&random](std::uint64_t bound) { return static_cast<std::int32_t>(random.below(bound)); };
    Candidates candidates;
    for (std::uint64_t left = random.below(12); left > 0; --left) {
        candidates.addPortal({.capacity = some(5), .allocated = some(7)});
        candidates.add({.capacity = some(4), .allocated = some(6), .available = some(3)});
    }
    return candidates;
}

/// As a translation with plural forms would have it.
QString withoutNumber(QString text)
{
    static const QRegularExpression plural(u"\\b(place|session)(?:s\\b|\\(s\\))"_s);
    return text.replace(plural, u"\\1"_s).replace(u"reserved session"_s, u"warm session"_s);
}

} // namespace

void RankReasonTest::saysWhatTheServerSays()
{
    SeededRandom random(1);
    std::map<RankReason, int> seen;
    for (int round = 0; round < 500; ++round) {
        const auto candidates = someCandidates(random);
        AllocationCandidate before;
        for (const Ranked &ranked : rank(candidates)) {
            const AllocationCandidate own{.environment = "lab-" + std::to_string(ranked.index),
                                          .portalRoom = ranked.standing.portalRoom,
                                          .available = ranked.standing.available,
                                          .environmentRoom = ranked.standing.environmentRoom,
                                          .portalUnlimited = candidates.portal(ranked.index).capacity == 0,
                                          .environmentUnlimited = candidates.environment(ranked.index).capacity == 0,
                                          .reason = ranked.because.reason};
            QString said = QString::fromStdString(toText(ranked.because, before.environment)) + u'.';
            said[0] = said[0].toUpper();
            QCOMPARE(withoutNumber(ui::reasonOf(own, before)), withoutNumber(said));
            ++seen[own.reason];
            before = own;
        }
    }
    QCOMPARE(seen.size(), schema::EnumNames<RankReason>::names.size());
}

QTEST_GUILESS_MAIN(RankReasonTest)
#include "rank_reason_test.moc"
