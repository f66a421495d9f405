// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/credential_watch.h"

#include "core/async/timer.h"

namespace portolan::api {

namespace {

Task<void> watch(const identity::Authenticator &authenticator, identity::Principal principal,
                 std::function<void()> onRevoked, std::chrono::milliseconds interval, std::shared_ptr<bool> alive)
{
    while (true) {
        co_await sleepFor(interval);
        if (!*alive)
            co_return;
        if (!authenticator.stillValid(principal)) {
            onRevoked();
            co_return;
        }
    }
}

} // namespace

CredentialWatch::CredentialWatch(const Services &services, identity::Principal principal,
                                 std::function<void()> onRevoked)
{
    detach(watch(services.authenticator, std::move(principal), std::move(onRevoked), services.checkCredentials,
                 m_alive));
}

} // namespace portolan::api
