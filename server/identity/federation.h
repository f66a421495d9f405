// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/identity/authenticator.h"
#include "server/identity/user_service.h"

namespace portolan::identity {

/// What Authenticator cannot do by itself, because it takes a while: to ask issuers for their keys, and to make the users
/// that others vouch for. For any thread with an event loop.
class Federation
{
public:
    /// All must outlive it.
    Federation(const Authenticator &authenticator, UserService &users, const Issuers &issuers)
        : m_authenticator(authenticator), m_users(users), m_issuers(issuers)
    {}

    /// Whether authenticate() may do better than Authenticator, who gave this error.
    [[nodiscard]] static bool canHelp(const Error &error);

    /// As Authenticator::authenticate(); fetches and makes what is missing. PermissionDenied where the user's name is
    /// somebody else's.
    [[nodiscard]] Task<Result<Principal>> authenticate(const http::Request &request);

private:
    const Authenticator &m_authenticator;
    UserService &m_users;
    const Issuers &m_issuers;
};

} // namespace portolan::identity
