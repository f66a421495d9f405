// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/federation.h"

namespace portolan::identity {

bool Federation::canHelp(const Error &error)
{
    const std::string_view why = jose::reasonOf(error);
    return why == reason::needsKeys || why == reason::newcomer;
}

Task<Result<Principal>> Federation::authenticate(const http::Request &request)
{
    auto result = m_authenticator.authenticate(request);
    constexpr int steps = 3; // keys, a user, and once more for who has changed it at the same time
    for (int step = 0; step < steps && !result && canHelp(result.error()); ++step) {
        if (jose::reasonOf(result.error()) == reason::needsKeys) {
            co_await m_issuers.refresh(Authenticator::issuerOf(request));
        } else {
            auto external = m_authenticator.externalOf(request);
            if (!external)
                co_return std::unexpected(std::move(external.error()));
            if (const auto admitted = co_await m_users.admit(std::move(*external)); !admitted)
                co_return std::unexpected(admitted.error());
        }
        result = m_authenticator.authenticate(request);
    }
    co_return result;
}

} // namespace portolan::identity
