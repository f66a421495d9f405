// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/run.h"

#include <QCoreApplication>

namespace portolan::test {

bool waitUntil(const std::function<bool()> &done, std::chrono::milliseconds limit)
{
    return QTest::qWaitFor(done, QDeadlineTimer(limit));
}

bool allTasksEnd()
{
    return waitUntil([] {
        if (detachedTasks() != 0)
            return false;
        QCoreApplication::sendPostedEvents(); // who was answered goes on here, and may detach more
        return detachedTasks() == 0;
    });
}

} // namespace portolan::test
