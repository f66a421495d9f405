// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/async/loop_thread.h"

#include "core/async/handover.h"
#include "core/base/thread_end.h"

#include <QCoreApplication>
#include <QThread>

#include <future>

namespace portolan {

class LoopThread::Thread final : public QThread
{
public:
    std::promise<std::shared_ptr<Loop>> started;

protected:
    void run() override
    {
        started.set_value(Loop::current());
        exec();
        runWhatWasPosted();
        freeThreadsOwn();
        handOver(this);
    }
};

void runWhatWasPosted()
{
    constexpr int rounds = 16; // bounded: something may post itself for ever
    for (int round = 0; round < rounds; ++round)
        QCoreApplication::sendPostedEvents(); // but not what is posted meanwhile
}

LoopThread::LoopThread(std::string_view name) : m_thread(std::make_unique<Thread>())
{
    m_thread->setObjectName(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())));
    auto loop = m_thread->started.get_future();
    m_thread->start();
    m_loop = loop.get();
}

LoopThread::~LoopThread()
{
    end();
}

void LoopThread::end()
{
    m_thread->quit();
    m_thread->wait();
    takeOver(m_thread.get());
}

} // namespace portolan
