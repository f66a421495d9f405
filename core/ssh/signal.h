// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/oneshot.h"
#include "core/async/task.h"

#include <deque>
#include <stop_token>
#include <vector>

namespace portolan::ssh {

/// "Something changed, look again": wakes every coroutine that waits. One thread only.
class Signal
{
public:
    [[nodiscard]] OneShot<bool> wait() { return m_waiters.emplace_back(); }
    void raise()
    {
        for (auto &waiter : std::exchange(m_waiters, {}))
            waiter.set(true);
    }

private:
    std::vector<OneShot<bool>> m_waiters;
};

/// A number of places, handed out in the order of asking. One thread only.
class Slots
{
public:
    explicit Slots(int count) : m_free(count) {}

    [[nodiscard]] bool tryAcquire()
    {
        if (m_free == 0)
            return false;
        --m_free;
        return true;
    }
    /// False when it was cancelled before there was a place.
    [[nodiscard]] Task<bool> acquire(std::stop_token cancel)
    {
        if (tryAcquire())
            co_return true;
        OneShot<bool> mine = m_waiters.emplace_back(); // a place is passed on, it is never free in between
        // Set in this thread only, so that release() can tell who still waits.
        const std::stop_callback onCancel(cancel, [loop = Loop::current(), mine] {
            loop->post([mine]() mutable { mine.set(false); });
        });
        co_return co_await mine;
    }
    void release()
    {
        while (!m_waiters.empty()) {
            auto next = m_waiters.front();
            m_waiters.pop_front();
            if (!next.isSet()) {
                next.set(true);
                return;
            }
        }
        ++m_free;
    }

private:
    int m_free;
    std::deque<OneShot<bool>> m_waiters;
};

} // namespace portolan::ssh
