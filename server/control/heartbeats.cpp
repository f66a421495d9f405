// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/control/heartbeats.h"

namespace portolan::control {

void Heartbeats::Heart::beat() const
{
    if (m_record)
        m_record->last = m_record->clock.steady();
}

Heartbeats::Heart Heartbeats::add(std::string name, std::chrono::milliseconds within)
{
    const std::lock_guard lock(m_mutex);
    return Heart(&m_records.emplace_back(m_clock, std::move(name), within));
}

std::vector<Heartbeats::State> Heartbeats::states() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<State> states;
    const auto now = m_clock.steady();
    for (const Heart::Record &record : m_records)
        states.push_back({.name = record.name,
                          .age = std::chrono::duration_cast<std::chrono::milliseconds>(now - record.last.load()),
                          .within = record.within});
    return states;
}

} // namespace portolan::control
