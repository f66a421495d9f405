// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/oneshot.h"
#include "core/async/task.h"

#include <QTimer>

#include <chrono>
#include <functional>
#include <stop_token>

namespace portolan {

/// Suspends the calling coroutine; its thread goes on.
[[nodiscard]] Task<void> sleepFor(std::chrono::milliseconds duration);

/// The same, until `stop` is asked to: false then, at once. In the thread that calls, wherever the stop comes from.
[[nodiscard]] Task<bool> sleepFor(std::chrono::milliseconds duration, std::stop_token stop);

/// Runs `work` in the calling thread after `delay`.
void after(std::chrono::milliseconds delay, std::move_only_function<void()> work);

/// Runs `work` in the thread that made it after `delay`, unless it is gone by then.
class Timeout
{
public:
    Timeout(std::chrono::milliseconds delay, std::move_only_function<void()> work);

private:
    QTimer m_timer;
};

/// Sets `answer` to `fallback` unless something else has set it before: a deadline for whatever it waits for.
template <class T>
void setAfter(OneShot<T> answer, std::chrono::milliseconds delay, T fallback)
{
    after(delay, [answer, fallback = std::move(fallback)]() mutable { answer.set(std::move(fallback)); });
}

} // namespace portolan
