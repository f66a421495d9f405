// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/loop.h"
#include "core/async/oneshot.h"
#include "core/async/task.h"

#include <functional>
#include <memory>
#include <string_view>

namespace portolan {

/// A thread that does nothing but turn an event loop. Ends, joined, with its object.
class LoopThread
{
public:
    explicit LoopThread(std::string_view name);
    ~LoopThread();
    LoopThread(const LoopThread &) = delete;
    LoopThread &operator=(const LoopThread &) = delete;

    [[nodiscard]] const std::shared_ptr<Loop> &loop() const { return m_loop; }

    /// Ends the loop once what was posted has run, and joins the thread; what is posted afterwards is dropped. Idempotent;
    /// not from the thread itself.
    void end();

private:
    class Thread;
    std::unique_ptr<Thread> m_thread;
    std::shared_ptr<Loop> m_loop;
};

/// Runs what was posted to the calling thread, and what that posts. For the end of a thread: coroutines that the end has
/// woken run to their own end, and so free what they hold.
void runWhatWasPosted();

/// Runs a task in another thread's loop and awaits what it gives in the caller's.
template <class T>
[[nodiscard]] Task<T> runIn(std::shared_ptr<Loop> loop, std::function<Task<T>()> work)
{
    OneShot<T> done;
    loop->post([done, work = std::move(work)] {
        // The function travels as a parameter: a lambda's captures would be gone when its coroutine goes on.
        constexpr auto forward = [](OneShot<T> target, std::function<Task<T>()> source) -> Task<void> {
            target.set(co_await source());
        };
        detach(forward(done, work));
    });
    co_return co_await done;
}

} // namespace portolan
