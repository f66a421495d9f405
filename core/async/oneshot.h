// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/loop.h"

#include <coroutine>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace portolan {

/// One value that one side sets, in any thread, and one coroutine awaits in its own. Copies share the value.
///
///     OneShot<Result<int>> answer;
///     writer.post([answer]() mutable { answer.set(42); });
///     const auto value = co_await answer;          // resumed by the awaiting thread's own loop
template <class T>
class OneShot
{
public:
    /// Only the first call counts; later ones are ignored, so that an answer and a timeout may race.
    void set(T value)
    {
        std::unique_lock lock(m_state->mutex);
        if (m_state->value || m_state->taken)
            return;
        m_state->value.emplace(std::move(value));
        if (const auto waiter = std::exchange(m_state->waiter, nullptr)) {
            const auto loop = std::move(m_state->loop);
            lock.unlock();
            loop->post([waiter] { waiter.resume(); });
        }
    }

    [[nodiscard]] bool isSet() const
    {
        const std::lock_guard lock(m_state->mutex);
        return m_state->value || m_state->taken;
    }

    [[nodiscard]] auto operator co_await() const { return Awaiter{m_state}; }

    /// Awaits the value of what `start` sets going, which happens when the caller waits already: whatever that posts to
    /// the caller's loop before it sets the value is run before the caller goes on. (A value that is there before
    /// anybody waits for it does not go through the loop.)
    template <class Start>
    [[nodiscard]] auto afterStarting(Start start) const
    {
        return StartingAwaiter<Start>{{m_state}, std::move(start)};
    }

private:
    struct State {
        std::mutex mutex;
        std::optional<T> value;
        bool taken = false;
        std::coroutine_handle<> waiter;
        std::shared_ptr<Loop> loop;
    };

    struct Awaiter {
        std::shared_ptr<State> state;

        [[nodiscard]] bool await_ready() const noexcept { return false; }
        bool await_suspend(std::coroutine_handle<> waiter)
        {
            const std::lock_guard lock(state->mutex);
            if (state->value)
                return false;
            state->loop = Loop::current();
            state->waiter = waiter;
            return true;
        }
        T await_resume()
        {
            const std::lock_guard lock(state->mutex);
            state->taken = true;
            T value = std::move(*state->value);
            state->value.reset();
            return value;
        }
    };

    template <class Start>
    struct StartingAwaiter : Awaiter {
        Start start;

        bool await_suspend(std::coroutine_handle<> waiter)
        {
            const bool waits = Awaiter::await_suspend(waiter);
            start();
            return waits;
        }
    };

    std::shared_ptr<State> m_state = std::make_shared<State>();
};

} // namespace portolan
