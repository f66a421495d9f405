// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>

namespace portolan {

/// Wall-clock time in UTC, microseconds: what is stored and shown.
using Time = std::chrono::sys_time<std::chrono::microseconds>;

/// Time is injected, so that tests and simulations own it.
class Clock
{
public:
    virtual ~Clock() = default;

    /// Wall clock. May jump; never measure a duration with it.
    [[nodiscard]] virtual Time now() const = 0;
    /// Monotonic clock, for durations and deadlines.
    [[nodiscard]] virtual std::chrono::steady_clock::time_point steady() const = 0;
};

class SystemClock final : public Clock
{
public:
    [[nodiscard]] Time now() const override;
    [[nodiscard]] std::chrono::steady_clock::time_point steady() const override;
};

/// Stands still until it is moved. Not for use from several threads.
class ManualClock final : public Clock
{
public:
    explicit ManualClock(Time start = Time{}) : m_now(start) {}

    [[nodiscard]] Time now() const override { return m_now; }
    [[nodiscard]] std::chrono::steady_clock::time_point steady() const override { return m_steady; }

    void advance(std::chrono::microseconds by)
    {
        m_now += by;
        m_steady += by;
    }
    /// Moves the wall clock only, as an administrator or NTP would.
    void jump(std::chrono::microseconds by) { m_now += by; }

private:
    Time m_now;
    std::chrono::steady_clock::time_point m_steady{};
};

} // namespace portolan
