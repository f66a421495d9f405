// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/oneshot.h"
#include "core/async/task.h"

#include <QThreadPool>

#include <functional>

namespace portolan {

/// Runs work that may wait for a disk, or takes long, in a thread of the pool, and gives what it gives to the caller's
/// loop. The work goes on when nobody waits any more.
template <class T>
[[nodiscard]] Task<T> offThread(std::function<T()> work)
{
    OneShot<T> answer;
    QThreadPool::globalInstance()->start([answer, work = std::move(work)]() mutable { answer.set(work()); });
    co_return co_await answer;
}

} // namespace portolan
