// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/oneshot.h"
#include "core/async/task.h"

#include <chrono>
#include <stop_token>

namespace portolan {

/// Suspends the calling coroutine; its thread goes on.
[[nodiscard]] Task<void> sleepFor(std::chrono::milliseconds duration);

/// The same, until `stop` is asked to: false then, at once. In the thread that calls, wherever the stop comes from.
[[nodiscard]] Task<bool> sleepFor(std::chrono::milliseconds duration, std::stop_token stop);

/// Runs `work` in the calling thread after `delay`.
void after(std::chrono::milliseconds delay, std::move_only_function<void()> work);

/// Sets `answer` to `fallback` unless something else has set it before: a deadline for whatever it waits for.
template <class T>
void setAfter(OneShot<T> answer, std::chrono::milliseconds delay, T fallback)
{
    after(delay, [answer, fallback = std::move(fallback)]() mutable { answer.set(std::move(fallback)); });
}

} // namespace portolan
