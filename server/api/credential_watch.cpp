// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/credential_watch.h"

namespace portolan::api {

CredentialWatch::CredentialWatch(const Services &services, identity::Principal principal,
                                 std::function<void()> onRevoked)
{
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer,
                     [this, &authenticator = services.authenticator, &every = services.checkCredentials,
                      principal = std::move(principal), onRevoked = std::move(onRevoked)] {
                         if (authenticator.stillValid(principal)) {
                             if (m_timer.intervalAsDuration() != every.load())
                                 m_timer.setInterval(every.load());
                             return;
                         }
                         m_timer.stop();
                         onRevoked();
                     });
    m_timer.start(services.checkCredentials.load());
}

} // namespace portolan::api
