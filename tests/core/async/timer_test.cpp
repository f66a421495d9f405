// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/async/timer.h"

#include "tests/support/run.h"

#include <thread>

using namespace portolan;
using namespace std::chrono_literals;

class TimerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sleepsToTheEnd();
    void isWokenFromAnotherThread();
    void doesNotBeginWhenItIsStopped();
};

void TimerTest::sleepsToTheEnd()
{
    const auto begun = std::chrono::steady_clock::now();
    std::stop_source stop;
    QVERIFY(test::run(sleepFor(20ms, stop.get_token())));
    QVERIFY(std::chrono::steady_clock::now() - begun >= 20ms);
}

void TimerTest::isWokenFromAnotherThread()
{
    std::stop_source stop;
    auto sleeping = sleepFor(24h, stop.get_token());
    QVERIFY(!sleeping.isReady());
    const std::jthread other([&stop] { stop.request_stop(); });
    QVERIFY(!test::run(std::move(sleeping)));
}

void TimerTest::doesNotBeginWhenItIsStopped()
{
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(!test::run(sleepFor(24h, stop.get_token())));
}

QTEST_GUILESS_MAIN(TimerTest)
#include "timer_test.moc"
