// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/transfer_rate.h"

#include "tests/support/run.h"

using namespace portolan;
using namespace portolan::ssh;
using namespace std::chrono_literals;

class TransferRateTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsNothingAtFirst();
    void followsTheLastSeconds();
    void standsStill();
    void givesNoAbsurdTimes();
};

void TransferRateTest::knowsNothingAtFirst()
{
    ManualClock clock;
    TransferRate rate(clock.steady());
    QVERIFY(!rate.bytesPerSecond());
    QVERIFY(!rate.timeLeft(100));
    QCOMPARE(rate.timeLeft(0), 0s);
    clock.advance(400ms);
    rate.update(clock.steady(), 1000);
    QVERIFY(!rate.bytesPerSecond());
    clock.advance(600ms);
    rate.update(clock.steady(), 1000);
    QCOMPARE(rate.bytesPerSecond(), 1000.0);
    QCOMPARE(rate.timeLeft(4500), 4s); // rounded up
    QCOMPARE(rate.timeLeft(1000), 0s);
}

void TransferRateTest::followsTheLastSeconds()
{
    ManualClock clock;
    TransferRate rate(clock.steady());
    std::uint64_t done = 0;
    for (int i = 0; i < 1000; ++i) {
        clock.advance(10ms);
        rate.update(clock.steady(), done += 10'000);
    }
    QCOMPARE(qRound(*rate.bytesPerSecond() / 1000), 1000);
    // Ten times slower: within a few seconds that is what it says.
    for (int i = 0; i < 700; ++i) {
        clock.advance(10ms);
        rate.update(clock.steady(), done += 1'000);
    }
    QCOMPARE(qRound(*rate.bytesPerSecond() / 1000), 100);
    QCOMPARE(rate.timeLeft(done + 1'000'000), 10s);
}

void TransferRateTest::standsStill()
{
    ManualClock clock;
    TransferRate rate(clock.steady());
    for (int i = 0; i < 20; ++i) {
        clock.advance(1s);
        rate.update(clock.steady(), 5);
    }
    QCOMPARE(rate.bytesPerSecond(), 0.0);
    QVERIFY(!rate.timeLeft(10));
}

void TransferRateTest::givesNoAbsurdTimes()
{
    ManualClock clock;
    TransferRate rate(clock.steady());
    clock.advance(1s);
    rate.update(clock.steady(), 1);
    QVERIFY(!rate.timeLeft(~std::uint64_t(0)));
}

QTEST_GUILESS_MAIN(TransferRateTest)
#include "transfer_rate_test.moc"
