// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/async/loop.h"

#include "core/async/handover.h"

#include <QCoreApplication>
#include <QEvent>
#include <QObject>
#include <QThread>

#include <utility>

namespace portolan {

namespace {

class WorkEvent final : public QEvent
{
public:
    static constexpr auto type = static_cast<QEvent::Type>(QEvent::User + 0x706f);

    explicit WorkEvent(std::move_only_function<void()> work) : QEvent(type), m_work(std::move(work)) { handOver(this); }

    void run() { m_work(); }

private:
    std::move_only_function<void()> m_work;
};

} // namespace

class Loop::Target final : public QObject
{
protected:
    bool event(QEvent *event) override
    {
        takeOver(event);
        if (event->type() != WorkEvent::type)
            return QObject::event(event);
        static_cast<WorkEvent *>(event)->run();
        return true;
    }
};

Loop::Loop() : m_target(std::make_shared<Target>()) {}

std::shared_ptr<Loop> Loop::current()
{
    thread_local const std::shared_ptr<Loop> loop(new Loop);
    return loop;
}

void Loop::post(std::move_only_function<void()> work)
{
    QCoreApplication::postEvent(m_target.get(), new WorkEvent(std::move(work)));
}

bool Loop::isCurrent() const
{
    return m_target->thread() == QThread::currentThread();
}

} // namespace portolan
