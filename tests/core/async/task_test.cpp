// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/async/task.h"

#include "core/async/loop_thread.h"
#include "core/async/oneshot.h"
#include "tests/support/run.h"

#include <future>

using namespace portolan;

namespace {

Task<void> wait(OneShot<bool> until)
{
    co_await until;
}

} // namespace

class TaskTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void detachedTasksAreCounted();
    void thoseOfOtherThreadsToo();
    void aThreadEndsWhatItsEndHasWoken();
};

void TaskTest::detachedTasksAreCounted()
{
    QCOMPARE(detachedTasks(), 0);
    OneShot<bool> one;
    OneShot<bool> other;
    detach(wait(one));
    detach(wait(other));
    QCOMPARE(detachedTasks(), 2);
    other.set(true);
    QTRY_COMPARE(detachedTasks(), 1);
    one.set(true);
    QVERIFY(test::allTasksEnd());
    QCOMPARE(detachedTasks(), 0);
}

void TaskTest::thoseOfOtherThreadsToo()
{
    LoopThread thread("other");
    OneShot<bool> go;
    bool answered = false;
    detach([](std::shared_ptr<Loop> loop, OneShot<bool> until, bool &told) -> Task<void> {
        told = co_await runIn<bool>(loop, [until]() -> Task<bool> { co_return co_await until; });
    }(thread.loop(), go, answered));
    QTRY_COMPARE(detachedTasks(), 2); // one here, one there
    go.set(true);
    QVERIFY(test::allTasksEnd());
    QVERIFY(answered);
}

void TaskTest::aThreadEndsWhatItsEndHasWoken()
{
    for (int round = 0; round < 100; ++round) {
        LoopThread thread("other");
        OneShot<bool> go;
        std::promise<void> waits;
        thread.loop()->post([&waits, go] {
            detach(wait(go));
            waits.set_value();
        });
        waits.get_future().wait();
        go.set(true); // and the end at once
        thread.end();
        QCOMPARE(detachedTasks(), 0);
    }
}

QTEST_GUILESS_MAIN(TaskTest)
#include "task_test.moc"
