// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/workspaces/credential_watch.h"

#include "core/async/timer.h"

namespace portolan::api {

namespace {

constexpr auto interval = std::chrono::seconds(5);

Task<void> watch(const identity::Authenticator &authenticator, identity::Principal principal,
                 std::function<void()> onRevoked, std::shared_ptr<bool> alive)
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

CredentialWatch::CredentialWatch(const identity::Authenticator &authenticator, identity::Principal principal,
                                 std::function<void()> onRevoked)
{
    detach(watch(authenticator, std::move(principal), std::move(onRevoked), m_alive));
}

} // namespace portolan::api
