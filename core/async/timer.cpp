// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/async/timer.h"

#include <QTimer>

namespace portolan {

void after(std::chrono::milliseconds delay, std::move_only_function<void()> work)
{
    auto shared = std::make_shared<std::move_only_function<void()>>(std::move(work));
    QTimer::singleShot(delay, Qt::PreciseTimer, [shared] { (*shared)(); });
}

Task<void> sleepFor(std::chrono::milliseconds duration)
{
    OneShot<bool> done;
    after(duration, [done]() mutable { done.set(true); });
    co_await done;
}

Task<bool> sleepFor(std::chrono::milliseconds duration, std::stop_token stop)
{
    OneShot<bool> slept;
    QTimer timer; // goes with the sleep
    timer.setTimerType(Qt::PreciseTimer);
    timer.setSingleShot(true);
    QObject::connect(&timer, &QTimer::timeout, &timer, [slept]() mutable { slept.set(true); });
    timer.start(duration);
    const std::stop_callback stopped(std::move(stop), [slept]() mutable { slept.set(false); });
    co_return co_await slept;
}

} // namespace portolan
