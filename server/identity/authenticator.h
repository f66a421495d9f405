// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/user/principal.h"
#include "server/http/request.h"
#include "server/identity/issuers.h"
#include "server/identity/last_use.h"
#include "server/identity/signed_tokens.h"
#include "server/state/state.h"

namespace portolan::identity {

/// The cookies that carry a session: of the workspaces' API and of the labs' (specs, 1.2 and 2). Either works everywhere.
inline constexpr std::array<std::string_view, 2> sessionCookies{"k8shell-session", "session_id"};

/// What users are like whom a proxy in front has signed in.
struct HeaderUsers {
    bool hasGroups = false; ///< the proxy says the groups
    RoleMap roleMap = {};
    std::vector<Role> defaultRoles{Role::User};
};

/// Whose word is taken besides that of this server's own credentials.
struct Trust {
    const Issuers *issuers = nullptr;
    HeaderUsers headerUsers = {};
    std::string development = {}; ///< who everybody is that has no credential; empty: nobody
};

/// Turns a request's credential into a Principal: by its bearer token, else by the proxy that has signed it in, else by
/// its cookie, else by the development identity. Thread-safe: reads the catalog only.
class Authenticator
{
public:
    Authenticator(const State &state, LastUse &lastUse, const SignedTokens &signedTokens, Trust trust = {})
        : m_state(state), m_lastUse(lastUse), m_signedTokens(signedTokens), m_trust(std::move(trust))
    {}

    /// Unauthenticated without a valid credential; PermissionDenied for an account that is locked, for a user whose name
    /// is somebody else's here, and for a request of another site that a browser has sent its credential with by itself:
    /// what changes something, and WebSockets. With a reason that Federation acts on, where only it can tell.
    [[nodiscard]] Result<Principal> authenticate(const http::Request &request) const;

    /// Whom others vouch for: the issuer of the bearer token, or the proxy. As authenticate() where neither does.
    [[nodiscard]] Result<External> externalOf(const http::Request &request) const;
    /// Whom the request's bearer token says it is of; not verified.
    [[nodiscard]] static std::string issuerOf(const http::Request &request);

    /// Whether what proved the principal still does. For connections that live long.
    [[nodiscard]] bool stillValid(const Principal &principal) const;

private:
    [[nodiscard]] Result<Principal> ofBearer(std::string_view token) const;
    [[nodiscard]] Result<Principal> ofProxy(const http::Request &request) const;
    [[nodiscard]] Result<Principal> ofDevelopment(const http::Request &request) const;
    [[nodiscard]] Result<Principal> ofExternal(const External &external, Credential credential) const;
    [[nodiscard]] Result<External> externalOfProxy(const http::Request &request) const;
    [[nodiscard]] Result<Principal> ofTokenHash(const std::string &hash) const;
    [[nodiscard]] Result<Principal> ofSessionHash(const std::string &hash) const;
    [[nodiscard]] Result<Principal> ofUser(std::string_view username, Credential credential,
                                           std::vector<std::string> scopes) const;

    const State &m_state;
    LastUse &m_lastUse;
    const SignedTokens &m_signedTokens;
    const Trust m_trust;
};

/// Whether a browser sends the request from a page of this server, or of an origin that is as good (cors.credentials): its Origin is the site that it speaks to (RFC 6454).
[[nodiscard]] bool isOfThisSite(const http::Request &request);

/// The user's own words for a refused name: it is a user's of this server, or of another provider.
[[nodiscard]] Error nameIsTaken(const External &external);

/// The value of the first cookie among the request's that has one of the names; nothing where there is none.
[[nodiscard]] std::optional<std::string> cookieOf(const http::Request &request,
                                                  std::span<const std::string_view> names);
/// The value of a session cookie among the request's; nothing where there is none.
[[nodiscard]] std::optional<std::string> sessionCookieOf(const http::Request &request);

} // namespace portolan::identity
