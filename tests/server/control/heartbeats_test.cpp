// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/control/heartbeats.h"

#include <QTest>

using namespace portolan;
using namespace portolan::control;
using namespace std::chrono_literals;

class HeartbeatsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whoStopsIsSeen();
    void aHeartOfNobodyBeatsForNobody();
};

void HeartbeatsTest::whoStopsIsSeen()
{
    ManualClock clock;
    Heartbeats hearts(clock);
    const auto first = hearts.add("first", 10s);
    const auto second = hearts.add("second", 60s);
    clock.advance(10s);
    QVERIFY(hearts.states()[0].isAlive());
    clock.advance(1ms);
    QVERIFY(!hearts.states()[0].isAlive());
    QCOMPARE(hearts.states()[0].age, 10'001ms);
    QVERIFY(hearts.states()[1].isAlive());
    first.beat();
    QVERIFY(hearts.states()[0].isAlive());
    clock.advance(50s);
    QVERIFY(!hearts.states()[0].isAlive());
    QVERIFY(!hearts.states()[1].isAlive());
    second.beat();
    QCOMPARE(hearts.states()[1].age, 0ms);
    QCOMPARE(hearts.states()[1].name, "second");
}

void HeartbeatsTest::aHeartOfNobodyBeatsForNobody()
{
    const Heartbeats::Heart heart;
    heart.beat();
    ManualClock clock;
    QVERIFY(Heartbeats(clock).states().empty());
}

QTEST_GUILESS_MAIN(HeartbeatsTest)
#include "heartbeats_test.moc"
