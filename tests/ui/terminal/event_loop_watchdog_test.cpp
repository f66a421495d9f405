// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/ui/event_loop_watchdog.h"

#include "tests/support/run.h"

#include <QTemporaryFile>
#include <QTimer>

#include <poll.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace portolan;

/// The measure that other tests rely on: it sees what it is for.
class EventLoopWatchdogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void computingIsSeen();
    void blockingIsSeen();
    void waitingForTheDiskOnPurposeIsSeen();
    void aBusyDiskIsNotBlamed();
    void aFreeLoopIsNotBlamed();
};

void EventLoopWatchdogTest::computingIsSeen()
{
    test::EventLoopWatchdog watchdog(test::EventLoopWatchdog::Pressure::Counts);
    QTRY_VERIFY(watchdog.probes() > 5);
    QTimer computing; // again and again: where its own thread was held up the watchdog does not count
    connect(&computing, &QTimer::timeout, this, [] {
        timespec start{};
        timespec now{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start);
        do
            ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
        while ((now.tv_sec - start.tv_sec) * 1000 + (now.tv_nsec - start.tv_nsec) / 1'000'000 < 100);
    });
    computing.start(100);
    QTRY_VERIFY(watchdog.longest() > std::chrono::milliseconds(50));
    computing.stop();
    watchdog.restart();
    QTRY_VERIFY(watchdog.probes() > 5);
    QVERIFY2(watchdog.longest() < test::stallLimit, qPrintable(watchdog.report()));
}

void EventLoopWatchdogTest::blockingIsSeen()
{
    test::EventLoopWatchdog watchdog(test::EventLoopWatchdog::Pressure::Counts);
    QTRY_VERIFY(watchdog.probes() > 5);
    QTimer blocking;
    connect(&blocking, &QTimer::timeout, this, [] { ::poll(nullptr, 0, 100); });
    blocking.start(100);
    QTRY_VERIFY(watchdog.longest() > std::chrono::milliseconds(50));
}

void EventLoopWatchdogTest::waitingForTheDiskOnPurposeIsSeen()
{
    test::EventLoopWatchdog watchdog;
    watchdog.restart();
    QTemporaryFile file;
    QVERIFY(file.open());
    QCOMPARE(watchdog.syncs(), 0);
    QCOMPARE(::fdatasync(file.handle()), 0);
    QCOMPARE(watchdog.syncs(), 1);
    std::thread([&file] { QCOMPARE(::fsync(file.handle()), 0); }).join(); // that one may
    QCOMPARE(watchdog.syncs(), 1);
}

void EventLoopWatchdogTest::aBusyDiskIsNotBlamed()
{
    test::EventLoopWatchdog watchdog;
    QTRY_VERIFY(watchdog.probes() > 5);
    int rounds = 0;
    QTimer blocking;
    connect(&blocking, &QTimer::timeout, this, [&rounds] {
        // Until the child has ended its parent is in the state of one who waits for the disk, "D".
        const pid_t child = ::vfork();
        if (child == 0) {
            ::poll(nullptr, 0, 150);
            ::_exit(0);
        }
        ::waitpid(child, nullptr, 0);
        ++rounds;
    });
    blocking.start(100);
    QTRY_VERIFY(rounds > 3);
    VERIFY_NEVER_STALLED(watchdog);
}

void EventLoopWatchdogTest::aFreeLoopIsNotBlamed()
{
    test::EventLoopWatchdog watchdog;
    QTRY_VERIFY(watchdog.probes() > 100);
    VERIFY_NEVER_STALLED(watchdog);
}

QTEST_GUILESS_MAIN(EventLoopWatchdogTest)
#include "event_loop_watchdog_test.moc"
