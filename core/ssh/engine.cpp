// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/engine.h"

#include "core/async/handover.h"
#include "core/async/loop_thread.h"
#include "core/base/thread_end.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEventLoop>

#include <future>
#include <mutex>
#include <vector>

namespace portolan::ssh {
namespace {

/// Threads of engines that nobody owns any more: whoever let go of the last one, the GUI thread mostly, does not wait
/// for them. The end of the application does, so that none runs while what it uses is destroyed.
class EndingThreads
{
public:
    static EndingThreads &instance()
    {
        static EndingThreads threads;
        return threads;
    }

    /// `inside` is what the thread hands over at its end.
    void add(std::unique_ptr<QThread> thread, std::shared_ptr<void> inside)
    {
        const std::scoped_lock lock(m_mutex);
        std::erase_if(m_threads, [](const Ending &ending) { return ended(ending, QDeadlineTimer(0)); });
        m_threads.push_back({.thread = std::move(thread), .inside = std::move(inside)});
        if (!QCoreApplication::instance())
            join();
    }

private:
    struct Ending {
        std::unique_ptr<QThread> thread;
        std::shared_ptr<void> inside;
    };

    EndingThreads()
    {
        qAddPostRoutine([] {
            const std::scoped_lock lock(instance().m_mutex);
            instance().join();
        });
    }

    static bool ended(const Ending &ending, QDeadlineTimer deadline)
    {
        if (!ending.thread->wait(deadline))
            return false;
        takeOver(ending.inside.get());
        return true;
    }

    /// A thread that is held up (an agent that asks its user) is left to end with the program.
    void join()
    {
        const QDeadlineTimer deadline(std::chrono::seconds(2));
        for (Ending &ending : m_threads) {
            if (!ended(ending, deadline))
                static_cast<void>(ending.thread.release());
        }
        m_threads.clear();
    }

    std::mutex m_mutex;
    std::vector<Ending> m_threads;
};

} // namespace

std::shared_ptr<Engine> Engine::start(const QString &name)
{
    const std::shared_ptr<Engine> engine(new Engine);
    std::promise<std::shared_ptr<Loop>> started;
    auto loop = started.get_future();
    engine->m_thread.reset(QThread::create([&started, inside = engine->m_inside] {
        started.set_value(Loop::current());
        QEventLoop().exec();
        runWhatWasPosted();
        freeThreadsOwn();
        handOver(inside.get());
    }));
    engine->m_thread->setObjectName(name);
    engine->m_thread->start();
    engine->m_loop = loop.get();
    return engine;
}

void Engine::Inside::quitWhenIdle() const
{
    if (ending && holds == 0)
        QThread::currentThread()->quit();
}

Engine::~Engine()
{
    m_loop->post([inside = m_inside] {
        inside->ending = true;
        for (auto &hook : inside->endHooks)
            hook();
        inside->endHooks.clear();
        inside->quitWhenIdle();
    });
    EndingThreads::instance().add(std::move(m_thread), m_inside);
}

} // namespace portolan::ssh
