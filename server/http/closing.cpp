// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/closing.h"

namespace portolan::http {

Closing::Registration Closing::onClosed(std::move_only_function<void()> work)
{
    Registration registration;
    if (closed()) {
        work();
        return registration;
    }
    if (!m_state)
        m_state = std::make_shared<State>();
    registration.m_state = m_state;
    registration.m_key = m_state->next++;
    m_state->callbacks.emplace(registration.m_key, std::move(work));
    return registration;
}

void Closing::close()
{
    if (closed())
        return;
    if (!m_state)
        m_state = std::make_shared<State>();
    m_state->closed = true;
    // A callback may end other registrations, or the object that this is a member of.
    const auto state = m_state;
    while (!state->callbacks.empty()) {
        auto callback = std::move(state->callbacks.extract(state->callbacks.begin()).mapped());
        callback();
    }
}

} // namespace portolan::http
