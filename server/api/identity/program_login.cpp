// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/user/login.h"
#include "server/api/exchange.h"
#include "server/api/identity/handlers.h"

/// Logins of programs: a password for a token that is signed (lookup spec, 1.3), tokens for processes in workspaces
/// (workspaces spec, 1.6), and the keys to check them with.
namespace portolan::api {
namespace {

http::Response tokenResponse(const Result<identity::SignedTokens::Issued> &issued)
{
    if (!issued)
        return http::Response::problem(issued.error());
    const auto expires = std::chrono::floor<std::chrono::seconds>(issued->expires).time_since_epoch().count();
    return json(BearerToken{.accessToken = issued->token, .expiresAt = expires}).with("Cache-Control", "no-store");
}

} // namespace

Task<http::Response> logProgramIn(Services services, Call &call)
{
    auto wanted = co_await readModel<PasswordLogin>(call.request);
    if (!wanted)
        co_return http::Response::problem(wanted.error());
    call.audit.actor = wanted->username;
    if (wanted->username.empty())
        co_return http::Response::problem(400, "No username provided");
    if (wanted->password.empty())
        co_return http::Response::problem(400, "No password provided");
    const auto right = co_await services.passwords.check(wanted->username, std::move(wanted->password));
    if (!right && right.error().code == ErrorCode::Unauthenticated)
        co_return http::Response::problem(401, "Invalid username/password");
    if (!right)
        co_return http::Response::problem(right.error());
    const auto user = services.state.users.find(wanted->username);
    if (!user)
        co_return http::Response::problem(401, "Invalid username/password");
    co_return tokenResponse(services.signedTokens.issueForLogin(user->value));
}

Task<http::Response> revokeLogins(Services services, Call &call)
{
    const auto revoked = co_await services.users.revokeLogins(call.principal.username, call.principal);
    co_return revoked ? json(Nothing()) : http::Response::problem(revoked.error());
}

Task<http::Response> verifyLogin(Services, Call &)
{
    co_return json(Nothing());
}

Task<http::Response> showCaller(Services services, Call &call)
{
    const auto user = services.state.users.find(call.principal.username);
    const std::string email = user ? user->value.email : std::string();
    co_return json(Caller{.email = email.empty() ? call.principal.username : email,
                          .isAdmin = call.principal.has(Role::Admin)});
}

Task<http::Response> showSigningKeys(Services services, Call &)
{
    co_return http::Response::json(200, services.signedTokens.jwks()).with("Cache-Control", "max-age=300");
}

/// Only for whom the configuration names by address; no credential is asked for, since the caller is a daemon that has
/// none yet. One that it brings must be the user's own.
Task<http::Response> issueInternally(Services services, Call &call)
{
    const auto &address = call.request.clientAddress();
    const auto isInside = [&address](const Network &network) { return network.contains(address); };
    // What came by a proxy that has not proved itself is from anybody, whatever the proxy's address is.
    const bool isHidden = !call.request.forwarded()
                          && (call.request.header("x-forwarded-for") || call.request.header("forwarded"));
    if (isHidden || !std::ranges::any_of(services.tokenAddresses, isInside))
        co_return http::Response::problem(403, "tokens of users are given to the addresses of identity.token_addresses "
                                               "only, and this is none of them");
    const std::string username(call.path.get("username"));
    if (call.request.header("authorization")) {
        const auto caller = services.authenticator.authenticate(call.request);
        if (!caller)
            co_return http::Response::problem(caller.error());
        if (caller->username != username)
            co_return http::Response::problem(403, std::format("{} gets tokens of its own only", caller->username));
    }
    const auto user = services.state.users.find(username);
    if (!user || user->value.locked)
        co_return http::Response::problem(404, std::format("there is no user \"{}\" that may log in", username));
    const auto issued = services.signedTokens.issue(user->value);
    if (!issued)
        co_return http::Response::problem(issued.error());
    co_return json(InternalToken{issued->token}).with("Cache-Control", "no-store");
}

} // namespace portolan::api
