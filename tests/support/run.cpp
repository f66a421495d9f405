// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/run.h"

#include "core/async/loop_thread.h"

namespace portolan::test {

bool waitUntil(const std::function<bool()> &done, std::chrono::milliseconds limit)
{
    return QTest::qWaitFor(done, QDeadlineTimer(limit));
}

bool allTasksEnd()
{
    const bool ended = waitUntil([] {
        if (detachedTasks() != 0)
            return false;
        runWhatWasPosted(); // who was answered goes on here, and may detach more
        return detachedTasks() == 0;
    });
    if (!ended)
        qWarning("%d detached tasks are left", detachedTasks());
    return ended;
}

} // namespace portolan::test
