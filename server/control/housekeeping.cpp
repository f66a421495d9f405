// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/control/housekeeping.h"

#include "server/control/log.h"

namespace portolan::control {

Housekeeping::Housekeeping(Heartbeats::Heart heart) : m_heart(heart)
{
    m_timer.setInterval(std::chrono::minutes(1));
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
        if (!m_running) // a slow disk can make a round take longer
            detach(round());
    });
}

void Housekeeping::add(std::string what, std::function<Task<Result<void>>()> chore)
{
    m_chores.push_back({std::move(what), std::move(chore)});
}

void Housekeeping::start()
{
    m_timer.start();
}

Task<void> Housekeeping::stop()
{
    m_timer.stop();
    if (m_running) {
        m_ended.emplace();
        co_await *m_ended;
    }
    co_await round();
}

Task<void> Housekeeping::round()
{
    m_running = true;
    for (const Chore &chore : m_chores)
        if (const auto done = co_await chore.run(); !done)
            qCWarning(logControl, "%s failed: %s", chore.what.c_str(), done.error().detail.c_str());
    m_running = false;
    m_heart.beat();
    if (m_ended)
        m_ended->set(true);
}

} // namespace portolan::control
