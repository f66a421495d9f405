// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <coroutine>
#include <utility>

namespace portolan::http {

/// A place where one coroutine waits until somebody in the same thread wakes it. Whoever wakes runs the coroutine at
/// once, so do it last, and never while a coroutine of the same object is on the stack.
class Waiter
{
public:
    struct Awaiter {
        Waiter &waiter;
        [[nodiscard]] bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<> handle) noexcept { waiter.m_handle = handle; }
        void await_resume() const noexcept {}
    };

    [[nodiscard]] Awaiter wait() { return Awaiter{*this}; }
    [[nodiscard]] bool waiting() const { return m_handle != nullptr; }
    void wake()
    {
        if (const auto handle = std::exchange(m_handle, nullptr))
            handle.resume();
    }

private:
    std::coroutine_handle<> m_handle;
};

} // namespace portolan::http
