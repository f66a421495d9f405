// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/engine.h"

#include "core/async/handover.h"
#include "core/async/loop_thread.h"
#include "core/base/thread_end.h"

#include <QDeadlineTimer>
#include <QEventLoop>

#include <future>

namespace portolan::ssh {

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
    constexpr auto patience = std::chrono::seconds(2);
    if (m_thread->wait(QDeadlineTimer(patience))) {
        takeOver(m_inside.get());
        return;
    }
    QThread *const heldUp = m_thread.release();
    QObject::connect(heldUp, &QThread::finished, heldUp, &QObject::deleteLater);
}

} // namespace portolan::ssh
