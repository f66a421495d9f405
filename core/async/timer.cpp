// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/async/timer.h"

namespace portolan {

void after(std::chrono::milliseconds delay, std::move_only_function<void()> work)
{
    auto shared = std::make_shared<std::move_only_function<void()>>(std::move(work));
    QTimer::singleShot(delay, Qt::PreciseTimer, [shared] { (*shared)(); });
}

Timeout::Timeout(std::chrono::milliseconds delay, std::move_only_function<void()> work)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setSingleShot(true);
    m_timer.callOnTimeout(&m_timer, [work = std::make_shared<decltype(work)>(std::move(work))] { (*work)(); });
    m_timer.start(delay);
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
    const Timeout timeout(duration, [slept]() mutable { slept.set(true); });
    const std::stop_callback stopped(std::move(stop), [slept]() mutable { slept.set(false); });
    co_return co_await slept;
}

} // namespace portolan
