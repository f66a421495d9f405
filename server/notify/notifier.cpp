// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/notify/notifier.h"

namespace portolan::notify {

void Notifier::start()
{
    for (const auto &item : m_state.sinks.all())
        changed(item->id);
}

void Notifier::changed(const std::string &id)
{
    if (const auto running = m_running.find(id); running != m_running.end())
        running->second.delivery->stop(); // follow() looks what there is now
    else if (!m_closing)
        detach(follow(id));
}

Task<void> Notifier::follow(std::string id)
{
    while (!m_closing) {
        const auto item = m_state.sinks.find(id);
        if (!item || !item->value.enabled)
            break;
        const auto delivery = std::make_shared<Delivery>(m_state, m_vault, m_random, item->value, m_options);
        m_running[id].delivery = delivery;
        co_await Delivery::run(delivery);
        if (!delivery->isStopped()) // there is nothing to read any more
            break;
    }
    if (const auto running = m_running.find(id); running != m_running.end()) {
        running->second.ended.set(true);
        m_running.erase(running);
    }
}

Task<void> Notifier::stop()
{
    m_closing = true;
    std::vector<OneShot<bool>> ends;
    for (auto &[id, running] : m_running) {
        ends.push_back(running.ended);
        running.delivery->stop();
    }
    for (auto &end : ends)
        co_await end;
}

} // namespace portolan::notify
