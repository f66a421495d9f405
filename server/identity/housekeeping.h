// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/identity/last_use.h"
#include "server/identity/session_service.h"
#include "server/identity/signed_tokens.h"

#include <QTimer>

namespace portolan::identity {

/// What is done every minute: sessions that have expired go, when tokens were last used is written, and an old key that
/// signs is replaced. In the control loop.
class Housekeeping
{
public:
    Housekeeping(State &state, LastUse &lastUse, SessionService &sessions, SignedTokens &signedTokens);

    void start();
    /// Does it once more, for what came since.
    [[nodiscard]] Task<void> stop();

private:
    [[nodiscard]] static Task<void> run(State &state, LastUse &lastUse, SessionService &sessions,
                                        SignedTokens &signedTokens);

    State &m_state;
    LastUse &m_lastUse;
    SessionService &m_sessions;
    SignedTokens &m_signedTokens;
    QTimer m_timer;
};

} // namespace portolan::identity
