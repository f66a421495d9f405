// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/authenticator.h"

#include "core/base/ascii.h"
#include "core/base/digest.h"
#include "core/base/network.h"

namespace portolan::identity {
namespace {

constexpr std::string_view howTo = "send \"Authorization: Bearer TOKEN\"";

bool isSafe(const http::Request &request)
{
    using enum http::Method;
    const bool reads = request.method() == Get || request.method() == Head || request.method() == Options;
    return reads && !request.header("sec-websocket-key");
}

/// The bearer token; an error where the Authorization header is something else, nothing where there is none.
std::optional<Result<std::string_view>> bearerOf(const http::Request &request)
{
    const auto header = request.header("authorization");
    if (!header)
        return std::nullopt;
    constexpr std::string_view scheme = "bearer ";
    if (header->size() <= scheme.size() || !http::equalNames(header->substr(0, scheme.size()), scheme))
        return fail(ErrorCode::Unauthenticated, std::format("the Authorization header has another scheme: {}", howTo));
    return trimmed(header->substr(scheme.size()));
}

/// No access token has a dot.
bool isSigned(std::string_view token)
{
    return std::ranges::count(token, '.') == 2;
}

/// A proxy or this computer vouches for whatever a browser sends, also where a page of another site makes it. Browsers
/// mark what can change something by an Origin; what has no mark of any browser is a program's.
bool mayChange(const http::Request &request)
{
    if (isSafe(request) || isOfThisSite(request))
        return true;
    const auto has = [&request](std::string_view name) { return request.header(name).has_value(); };
    return !has("origin") && !has("sec-fetch-site") && !has("referer") && !has("cookie");
}

constexpr std::string_view fromAnotherSite = "a request that a browser signs by itself must come from a page of this "
                                             "server: its Origin is another, or is missing";

} // namespace

/// Browsers send Origin with whatever can change something, and a page cannot forge it (RFC 6454). The site is the one
/// that the browser has spoken to: Host.
bool isOfThisSite(const http::Request &request)
{
    const auto origin = request.header("origin");
    if (!origin)
        return false;
    if (request.comesFromTrustedOrigin())
        return true;
    const auto scheme = origin->find("://");
    if (request.isSecure() && !origin->starts_with("https:")) // whoever is between could write such a page
        return false;
    return scheme != origin->npos && !request.host().empty()
           && http::equalNames(origin->substr(scheme + 3), request.host());
}

std::optional<std::string> sessionCookieOf(const http::Request &request)
{
    return cookieOf(request, sessionCookies);
}

std::optional<std::string> cookieOf(const http::Request &request, std::span<const std::string_view> names)
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
            if (equals != pair.npos && std::ranges::contains(names, pair.substr(0, equals)))
                return std::string(pair.substr(equals + 1));
        }
    }
    return std::nullopt;
}

Result<Principal> Authenticator::authenticate(const http::Request &request) const
{
    if (const auto bearer = bearerOf(request)) {
        if (!*bearer)
            return std::unexpected(bearer->error());
        return ofBearer(**bearer);
    }
    if (request.forwarded() && !request.forwarded()->user.empty())
        return ofProxy(request);
    const auto cookie = sessionCookieOf(request);
    if (!cookie && !m_trust.development.empty())
        return ofDevelopment(request);
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
    if (isSigned(token)) {
        if (const auto issuer = jose::unverifiedIssuer(token); m_trust.issuers && m_trust.issuers->knows(issuer)) {
            auto verified = m_trust.issuers->verify(issuer, token);
            if (!verified)
                return std::unexpected(std::move(verified.error()));
            return ofExternal(verified->external, std::move(verified->credential));
        }
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

Result<Principal> Authenticator::ofProxy(const http::Request &request) const
{
    if (!mayChange(request))
        return fail(ErrorCode::PermissionDenied, std::string(fromAnotherSite));
    const auto external = externalOfProxy(request);
    if (!external)
        return std::unexpected(external.error());
    return ofExternal(*external, {.kind = Credential::Kind::TrustedHeader});
}

Result<Principal> Authenticator::ofDevelopment(const http::Request &request) const
{
    // A page of any site may give its name the address of this computer (DNS rebinding); then Host is that name.
    std::string_view host = request.host();
    if (host.starts_with('['))
        host = host.substr(1, std::min(host.find(']'), host.size()) - 1);
    else
        host = host.substr(0, host.find(':'));
    if (!request.peer().unixSocket && !isLoopback(host) && !http::equalNames(host, "localhost"))
        return fail(ErrorCode::Unauthenticated,
                    "without a credential the development identity is for localhost only, and Host is another");
    if (!mayChange(request))
        return fail(ErrorCode::PermissionDenied, std::string(fromAnotherSite));
    return ofUser(m_trust.development, {.kind = Credential::Kind::Development}, {"*"});
}

Result<External> Authenticator::externalOfProxy(const http::Request &request) const
{
    const http::Forwarded &forwarded = *request.forwarded();
    External external{.source = "proxy",
                      .subject = forwarded.user,
                      .username = usernameFrom(forwarded.user),
                      .firstRoles = m_trust.headerUsers.defaultRoles,
                      .at = m_state.clock().now()};
    if (external.username.empty())
        return fail(ErrorCode::Unauthenticated, "the name that the proxy gives is no name for a user here");
    std::ranges::transform(external.subject, external.subject.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    if (forwarded.user.contains('@'))
        external.email = forwarded.user;
    if (m_trust.headerUsers.hasGroups) {
        external.roles = rolesFrom(forwarded.groups, m_trust.headerUsers.roleMap);
        if (external.roles->empty())
            external.roles = m_trust.headerUsers.defaultRoles;
    }
    return external;
}

Result<External> Authenticator::externalOf(const http::Request &request) const
{
    if (const auto bearer = bearerOf(request); bearer && *bearer && isSigned(**bearer) && m_trust.issuers) {
        auto verified = m_trust.issuers->verify(jose::unverifiedIssuer(**bearer), **bearer);
        if (!verified)
            return std::unexpected(std::move(verified.error()));
        return std::move(verified->external);
    }
    if (request.forwarded() && !request.forwarded()->user.empty())
        return externalOfProxy(request);
    return fail(ErrorCode::Unauthenticated, "nobody vouches for this request");
}

std::string Authenticator::issuerOf(const http::Request &request)
{
    const auto bearer = bearerOf(request);
    return bearer && *bearer ? jose::unverifiedIssuer(**bearer) : std::string();
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

Result<Principal> Authenticator::ofExternal(const External &external, Credential credential) const
{
    const auto user = m_state.users.find(external.username);
    const auto newcomer = [] {
        return fail(ErrorCode::Unauthenticated, "the user is not known here yet",
                    {{"reason", std::string(reason::newcomer)}});
    };
    if (!user)
        return newcomer();
    if (user->value.source != external.source || user->value.subject != external.subject)
        return std::unexpected(nameIsTaken(external));
    if (external.roles && *external.roles != user->value.roles && external.at > user->value.rolesFrom)
        return newcomer();
    auto principal = ofUser(external.username, std::move(credential), {"*"});
    if (principal && external.roles)
        principal->roles = *external.roles; // what this very credential says
    return principal;
}

Error nameIsTaken(const External &external)
{
    return {.code = ErrorCode::PermissionDenied,
            .detail = std::format("the name {} is another user's here: one of this server, or of another provider than "
                                  "{}; an administrator has to rename one of them",
                                  external.username, external.source)};
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
