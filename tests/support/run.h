// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"

#include <QEventLoop>
#include <QTest>

#include <chrono>
#include <optional>

namespace portolan::test {

/// Turns the event loop until `done` says so or the time is up; gives whether it was done.
bool waitUntil(const std::function<bool()> &done, std::chrono::milliseconds limit = std::chrono::seconds(20));

/// Waits until no detached task is left, and what the last ones have answered was received. For the end of a test, once
/// the objects that tasks wait for are gone: what is left then hangs for ever, and shows as a leak where leaks are looked
/// for. Gives whether none was left.
[[nodiscard]] bool allTasksEnd();

/// Runs a task to its end on the calling thread's event loop, as the body of a test does.
template <class T>
T run(Task<T> task)
{
    return QCoro::waitFor(std::move(task));
}

} // namespace portolan::test

/// Fails the test with the error's own words.
#define VERIFY_RESULT(result) \
    do { \
        const auto &verified = (result); \
        QVERIFY2(verified.has_value(), verified ? "" : verified.error().detail.c_str()); \
    } while (false)

/// Fails the test unless the result is an error with this code.
#define COMPARE_ERROR(result, wanted) \
    do { \
        const auto &compared = (result); \
        QVERIFY(!compared.has_value()); \
        QVERIFY2(compared.error().code == (wanted), compared.error().detail.c_str()); \
    } while (false)
