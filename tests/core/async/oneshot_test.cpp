// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/async/oneshot.h"

#include "core/async/task.h"
#include "tests/support/run.h"

#include <thread>

using namespace portolan;

namespace {

/// What another thread does when it is faster than the one that has called it: both at once, a message and the answer.
Task<std::string> called(std::shared_ptr<std::string> heard)
{
    OneShot<int> answer;
    const auto start = [&answer, heard] {
        std::jthread([answer, heard, loop = Loop::current()]() mutable {
            loop->post([heard] { *heard += "message "; });
            answer.set(42);
        }).join();
    };
    const int value = co_await answer.afterStarting(start);
    *heard += std::to_string(value);
    co_return *heard;
}

Task<int> waitFor(OneShot<int> answer)
{
    co_return co_await answer;
}

} // namespace

class OneShotTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bringsWhatWasPostedBeforeTheValueFirst();
    void givesTheFirstValueOnly();
    void isSetFromAnotherThread();
};

void OneShotTest::bringsWhatWasPostedBeforeTheValueFirst()
{
    QCOMPARE(test::run(called(std::make_shared<std::string>())), "message 42");
}

void OneShotTest::givesTheFirstValueOnly()
{
    OneShot<int> answer;
    answer.set(1);
    answer.set(2);
    QVERIFY(answer.isSet());
    QCOMPARE(test::run(waitFor(answer)), 1);
}

void OneShotTest::isSetFromAnotherThread()
{
    OneShot<int> answer;
    auto waiting = waitFor(answer);
    QVERIFY(!waiting.isReady());
    const std::jthread other([answer]() mutable { answer.set(7); });
    QCOMPARE(test::run(std::move(waiting)), 7);
}

QTEST_GUILESS_MAIN(OneShotTest)
#include "oneshot_test.moc"
