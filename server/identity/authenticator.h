// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/user/principal.h"
#include "server/http/request.h"
#include "server/identity/last_use.h"
#include "server/identity/signed_tokens.h"
#include "server/state/state.h"

namespace portolan::identity {

/// The cookies that carry a session: of the workspaces' API and of the labs' (specs, 1.2 and 2). Either works everywhere.
inline constexpr std::array<std::string_view, 2> sessionCookies{"k8shell-session", "session_id"};

/// Turns a request's credential into a Principal. Thread-safe: reads the catalog only.
class Authenticator
{
public:
    Authenticator(const State &state, LastUse &lastUse, const SignedTokens &signedTokens)
        : m_state(state), m_lastUse(lastUse), m_signedTokens(signedTokens)
    {}

    /// Unauthenticated without a valid credential; PermissionDenied for an account that is locked, and for a request of
    /// another site that a browser has sent its cookie with: what changes something, and WebSockets.
    [[nodiscard]] Result<Principal> authenticate(const http::Request &request) const;

    /// Whether what proved the principal still does. For connections that live long.
    [[nodiscard]] bool stillValid(const Principal &principal) const;

private:
    [[nodiscard]] Result<Principal> ofBearer(std::string_view token) const;
    [[nodiscard]] Result<Principal> ofTokenHash(const std::string &hash) const;
    [[nodiscard]] Result<Principal> ofSessionHash(const std::string &hash) const;
    [[nodiscard]] Result<Principal> ofUser(std::string_view username, Credential credential,
                                           std::vector<std::string> scopes) const;

    const State &m_state;
    LastUse &m_lastUse;
    const SignedTokens &m_signedTokens;
};

/// Whether a browser sends the request from a page of this server: its Origin is the site that it speaks to (RFC 6454).
[[nodiscard]] bool isOfThisSite(const http::Request &request);

/// The value of a session cookie among the request's; nothing where there is none.
[[nodiscard]] std::optional<std::string> sessionCookieOf(const http::Request &request);

} // namespace portolan::identity
