// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/run.h"

namespace portolan::test {

bool waitUntil(const std::function<bool()> &done, std::chrono::milliseconds limit)
{
    return QTest::qWaitFor(done, QDeadlineTimer(limit));
}

} // namespace portolan::test
