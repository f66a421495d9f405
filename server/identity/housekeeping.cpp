// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/housekeeping.h"

#include "server/identity/log.h"

namespace portolan::identity {

Housekeeping::Housekeeping(State &state, LastUse &lastUse, SessionService &sessions, SignedTokens &signedTokens)
    : m_state(state), m_lastUse(lastUse), m_sessions(sessions), m_signedTokens(signedTokens)
{
    m_timer.setInterval(std::chrono::minutes(1));
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer,
                     [this] { detach(run(m_state, m_lastUse, m_sessions, m_signedTokens)); });
}

void Housekeeping::start()
{
    m_timer.start();
}

Task<void> Housekeeping::stop()
{
    m_timer.stop();
    co_await run(m_state, m_lastUse, m_sessions, m_signedTokens);
}

Task<void> Housekeeping::run(State &state, LastUse &lastUse, SessionService &sessions, SignedTokens &signedTokens)
{
    co_await lastUse.save(state);
    if (const auto removed = co_await sessions.removeExpired(); !removed)
        qCWarning(log, "removing expired sessions failed: %s", removed.error().detail.c_str());
    if (const auto rotated = co_await signedTokens.rotateWhenDue(); !rotated)
        qCWarning(log, "taking a new key to sign tokens with failed: %s", rotated.error().detail.c_str());
}

} // namespace portolan::identity
