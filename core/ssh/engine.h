// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/loop.h"
#include "core/async/oneshot.h"
#include "core/async/task.h"
#include "core/base/error.h"

#include <QThread>

#include <functional>
#include <memory>

namespace portolan::ssh {

/// A thread with an event loop, and the way of calling into it: work goes there as a coroutine, its answer comes back
/// to the caller's own loop. Ends when its last owner lets go, once all its coroutines have ended.
class Engine : public std::enable_shared_from_this<Engine>
{
public:
    [[nodiscard]] static std::shared_ptr<Engine> start(const QString &name);
    /// Lets the thread run the hooks of atEnd() and end by itself; only the end of the application waits, shortly.
    ~Engine();
    Q_DISABLE_COPY_MOVE(Engine)

    /// Runs `work` in the thread; it must end by itself or by what a hook of atEnd() does.
    template <class T>
    [[nodiscard]] Task<Result<T>> call(std::move_only_function<Task<Result<T>>()> work)
    {
        return callOn<T>(shared_from_this(), std::move(work));
    }
    /// Runs `work` in the thread without an answer.
    void post(std::move_only_function<void()> work) { m_loop->post(std::move(work)); }

    /// Adds what is called in the thread at the end. Call it in the thread.
    void atEnd(std::move_only_function<void()> hook) { m_inside->endHooks.push_back(std::move(hook)); }

    /// While it lives the thread does not end. Made and dropped in the thread.
    using Hold = std::shared_ptr<void>;
    [[nodiscard]] Hold hold() const { return hold(m_inside); }

private:
    /// What lives in the thread.
    struct Inside {
        int holds = 0;
        bool ending = false;
        std::vector<std::move_only_function<void()>> endHooks;

        void quitWhenIdle() const;
    };

    Engine() = default;

    static Hold hold(const std::shared_ptr<Inside> &inside)
    {
        ++inside->holds;
        return {inside.get(), [inside](void *) {
                    --inside->holds;
                    inside->quitWhenIdle();
                }};
    }

    template <class T>
    static Task<Result<T>> callOn(std::shared_ptr<Engine> engine, std::move_only_function<Task<Result<T>>()> work)
    {
        OneShot<Result<T>> answer;
        const auto start = [&engine, &answer, &work] {
            engine->m_loop->post([inside = engine->m_inside, answer, work = std::move(work)]() mutable {
                detach(runInto<T>(std::move(inside), std::move(work), answer));
            });
        };
        // The engine is kept by this frame, so the thread is there until it has answered.
        co_return co_await answer.afterStarting(start);
    }

    template <class T>
    static Task<void> runInto(std::shared_ptr<Inside> inside, std::move_only_function<Task<Result<T>>()> work,
                              OneShot<Result<T>> answer)
    {
        const Hold untilAnswered = hold(inside);
        auto result = co_await work();
        // What the work holds belongs to this thread: let go of it before the caller may let go of the engine.
        work = nullptr;
        answer.set(std::move(result));
    }

    std::unique_ptr<QThread> m_thread;
    std::shared_ptr<Loop> m_loop;
    std::shared_ptr<Inside> m_inside = std::make_shared<Inside>();
};

} // namespace portolan::ssh
