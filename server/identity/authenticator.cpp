// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/authenticator.h"

#include "core/base/digest.h"

namespace portolan::identity {
namespace {

constexpr std::string_view howTo = "send \"Authorization: Bearer TOKEN\"";

std::string_view trimmed(std::string_view text)
{
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    return text.substr(0, text.find_last_not_of(" \t") + 1);
}

bool isSafe(const http::Request &request)
{
    using enum http::Method;
    const bool reads = request.method() == Get || request.method() == Head || request.method() == Options;
    return reads && !request.header("sec-websocket-key");
}

} // namespace

/// Browsers send Origin with whatever can change something, and a page cannot forge it (RFC 6454). The site is the one
/// that the browser has spoken to: Host.
bool isOfThisSite(const http::Request &request)
{
    const auto origin = request.header("origin");
    if (!origin)
        return false;
    const auto scheme = origin->find("://");
    return scheme != origin->npos && !request.host().empty()
           && http::equalNames(origin->substr(scheme + 3), request.host());
}

std::optional<std::string> sessionCookieOf(const http::Request &request)
{
    // Cookies are joined by semicolons; several fields, as HTTP/2's proxies write them, are as good (RFC 9113, 8.2.3).
    for (std::size_t at = 0; at < request.headerCount(); ++at) {
        const auto [name, value] = request.headerAt(at);
        if (!http::equalNames(name, "cookie"))
            continue;
        std::string_view rest = value;
        while (!rest.empty()) {
            const std::string_view pair = trimmed(rest.substr(0, rest.find(';')));
            rest.remove_prefix(std::min(rest.find(';'), rest.size() - 1) + 1);
            const auto equals = pair.find('=');
            if (equals != pair.npos && std::ranges::contains(sessionCookies, pair.substr(0, equals)))
                return std::string(pair.substr(equals + 1));
        }
    }
    return std::nullopt;
}

Result<Principal> Authenticator::authenticate(const http::Request &request) const
{
    if (const auto header = request.header("authorization")) {
        constexpr std::string_view scheme = "bearer ";
        if (header->size() <= scheme.size() || !http::equalNames(header->substr(0, scheme.size()), scheme))
            return fail(ErrorCode::Unauthenticated,
                        std::format("the Authorization header has another scheme: {}", howTo));
        return ofBearer(trimmed(header->substr(scheme.size())));
    }
    const auto cookie = sessionCookieOf(request);
    if (!cookie)
        return fail(ErrorCode::Unauthenticated, std::format("this needs a credential: {}", howTo));
    auto principal = ofSessionHash(sha256Hex(*cookie));
    if (principal && !isSafe(request) && !isOfThisSite(request))
        return fail(ErrorCode::PermissionDenied,
                    "a request with a session cookie must come from a page of this server: its Origin is another, or "
                    "is missing");
    return principal;
}

Result<Principal> Authenticator::ofBearer(std::string_view token) const
{
    if (std::ranges::count(token, '.') == 2) { // no access token has a dot
        auto verified = m_signedTokens.verify(token);
        if (!verified)
            return std::unexpected(std::move(verified.error()));
        return ofUser(verified->username, std::move(verified->credential), {"*"});
    }
    // Looking up a hash leaks nothing of the token by its time: whoever cannot make the hash cannot aim at it.
    const std::string hash = sha256Hex(token);
    auto principal = ofTokenHash(hash);
    if (principal)
        m_lastUse.note(hash, m_state.clock().now());
    return principal;
}

bool Authenticator::stillValid(const Principal &principal) const
{
    const auto same = [&principal](const Result<Principal> &now) { return now && now->username == principal.username; };
    switch (principal.credential.kind) {
    case Credential::Kind::AccessToken:
        return same(ofTokenHash(principal.credential.id));
    case Credential::Kind::Session:
        return same(ofSessionHash(principal.credential.id));
    case Credential::Kind::SignedToken:
    case Credential::Kind::TrustedHeader:
    case Credential::Kind::Development:
        return same(ofUser(principal.username, principal.credential, principal.scopes));
    case Credential::Kind::None:
        break;
    }
    return false;
}

Result<Principal> Authenticator::ofTokenHash(const std::string &hash) const
{
    const auto token = m_state.tokens.find(hash);
    if (!token || !token->value.active)
        return fail(ErrorCode::Unauthenticated, "the token is not valid here: it is unknown or was revoked");
    return ofUser(token->value.username,
                  {.kind = Credential::Kind::AccessToken, .id = hash, .expires = token->value.expires},
                  token->value.scopes);
}

Result<Principal> Authenticator::ofSessionHash(const std::string &hash) const
{
    const auto session = m_state.sessions.find(hash);
    if (!session)
        return fail(ErrorCode::Unauthenticated, "the session is not valid here: it has ended; log in again");
    return ofUser(session->value.username,
                  {.kind = Credential::Kind::Session,
                   .id = hash,
                   .issued = session->value.created,
                   .expires = session->value.expires},
                  {"*"});
}

Result<Principal> Authenticator::ofUser(std::string_view username, Credential credential,
                                        std::vector<std::string> scopes) const
{
    const auto user = m_state.users.find(username);
    if (!user)
        return fail(ErrorCode::Unauthenticated, "the credential is not valid here: its user does not exist");
    if (credential.expires && *credential.expires <= m_state.clock().now())
        return fail(ErrorCode::Unauthenticated, "the credential has expired; get a new one", {{"reason", "expired"}});
    if (credential.issued && *credential.issued < user->value.credentialsFrom)
        return fail(ErrorCode::Unauthenticated,
                    "the credential was revoked: the account was locked or its password changed; log in again");
    if (user->value.locked)
        return fail(ErrorCode::PermissionDenied, std::format("the account {} is locked", user->value.username));
    return Principal{.username = user->value.username,
                     .roles = user->value.roles,
                     .scopes = std::move(scopes),
                     .credential = std::move(credential)};
}

} // namespace portolan::identity
