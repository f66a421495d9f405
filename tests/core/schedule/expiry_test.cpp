// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/schedule/expiry.h"

#include <QTest>

using namespace portolan;
using namespace std::chrono_literals;

/// How long sessions go on (lookup spec, section 6.4).
class ExpiryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutEndThereIsNoClock();
    void whoHasNotComeHasUntilThen();
    void warnsAtAQuarter_data();
    void warnsAtAQuarter();
    void extendsUpToTheDeadline();
    void isNotExtendedTooEarlyOrWithoutDeadline();
    void onlyWhatRunsIsExtended();
};

namespace {

const Time start = Time(1'000'000s);

WorkshopSession sessionOf(std::chrono::milliseconds duration)
{
    return {.state = WorkshopSessionState::Running, .started = start, .expires = start + duration};
}

} // namespace

void ExpiryTest::withoutEndThereIsNoClock()
{
    const auto clock = schedule::clockOf({.state = WorkshopSessionState::Running, .started = start}, {}, start + 1h);
    QVERIFY(!clock.left && !clock.expiring && !clock.extendable && !clock.extended);
    QVERIFY(!schedule::clockOf({.expires = start + 1h}, {}, start).left); // nobody has come yet
}

void ExpiryTest::whoHasNotComeHasUntilThen()
{
    const WorkshopSession waiting{
        .state = WorkshopSessionState::Waiting, .user = "ann", .allocated = start, .activateBy = start + 1min};
    const auto clock = schedule::clockOf(waiting, {.expires = 1h, .deadline = 2h}, start + 20s);
    QCOMPARE(clock.started, start);
    QCOMPARE(clock.expires, start + 1min);
    QCOMPARE(clock.left, 40s);
    QVERIFY(!clock.extendable && !clock.extended);
    auto running = waiting;
    running.state = WorkshopSessionState::Running;
    running.started = start + 30s;
    running.activateBy.reset();
    QVERIFY(!schedule::clockOf(running, {}, start + 40s).left);
    QCOMPARE(schedule::clockOf(running, {}, start + 40s).started, start + 30s);
}

void ExpiryTest::warnsAtAQuarter_data()
{
    QTest::addColumn<std::chrono::milliseconds>("duration");
    QTest::addColumn<std::chrono::milliseconds>("threshold");
    QTest::newRow("an hour") << std::chrono::milliseconds(1h) << std::chrono::milliseconds(15min);
    QTest::newRow("a short one") << std::chrono::milliseconds(10min) << std::chrono::milliseconds(5min);
    QTest::newRow("a long one") << std::chrono::milliseconds(12h) << std::chrono::milliseconds(1h);
}

void ExpiryTest::warnsAtAQuarter()
{
    QFETCH(std::chrono::milliseconds, duration);
    QFETCH(std::chrono::milliseconds, threshold);
    const EnvironmentRules rules{.expires = duration};
    const auto session = sessionOf(duration);
    QVERIFY(!schedule::clockOf(session, rules, *session.expires - threshold).expiring);
    QVERIFY(schedule::clockOf(session, rules, *session.expires - threshold + 1ms).expiring);
    QCOMPARE(schedule::clockOf(session, rules, *session.expires + 1h).left, 0ms);
}

void ExpiryTest::extendsUpToTheDeadline()
{
    const EnvironmentRules rules{.expires = 1h, .overtime = 30min, .deadline = 100min};
    auto session = sessionOf(1h);
    auto clock = schedule::clockOf(session, rules, start + 31min);
    QVERIFY(clock.extendable);
    QCOMPARE(*clock.extended, start + 90min);
    session.expires = clock.extended;
    clock = schedule::clockOf(session, rules, start + 80min);
    QVERIFY(clock.extendable);
    QCOMPARE(*clock.extended, start + 100min); // no further than the deadline
    session.expires = clock.extended;
    QVERIFY(!schedule::clockOf(session, rules, start + 99min).extendable);
}

void ExpiryTest::isNotExtendedTooEarlyOrWithoutDeadline()
{
    const auto session = sessionOf(1h);
    QVERIFY(!schedule::clockOf(session, {.expires = 1h, .overtime = 30min, .deadline = 2h}, start + 30min).extendable);
    QVERIFY(!schedule::clockOf(session, {.expires = 1h, .overtime = 30min}, start + 50min).extendable);
    // Without an overtime it is a quarter that is added.
    const auto clock = schedule::clockOf(session, {.expires = 1h, .deadline = 2h}, start + 50min);
    QVERIFY(clock.extendable);
    QCOMPARE(*clock.extended, start + 75min);
}

void ExpiryTest::onlyWhatRunsIsExtended()
{
    const EnvironmentRules rules{.expires = 1h, .deadline = 2h};
    auto session = sessionOf(1h);
    session.state = WorkshopSessionState::Stopping;
    QVERIFY(!schedule::clockOf(session, rules, start + 59min).extendable);
    session.state = WorkshopSessionState::Running;
    QVERIFY(!schedule::clockOf(session, rules, start + 61min).extendable); // its time is up
}

QTEST_GUILESS_MAIN(ExpiryTest)
#include "expiry_test.moc"
