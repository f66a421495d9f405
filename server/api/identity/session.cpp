// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/user/web_login.h"
#include "server/api/exchange.h"
#include "server/api/identity/handlers.h"

/// A browser's session, in the words of the labs' API (spec section 2).
namespace portolan::api {
namespace {

constexpr std::chrono::minutes warnBefore{5};

std::int64_t minutesOf(std::chrono::milliseconds time)
{
    return std::chrono::floor<std::chrono::minutes>(time).count();
}

} // namespace

Task<http::Response> showSession(Services services, Call &call)
{
    SessionInfo info{.longest = minutesOf(services.sessions.lifetime()), .warning = warnBefore.count()};
    const auto caller = services.authenticator.authenticate(call.request);
    info.authenticated = caller.has_value();
    if (caller && caller->credential.expires) {
        info.expiresAt = caller->credential.expires;
        const auto left = *caller->credential.expires - services.state.clock().now();
        info.expiresIn = std::chrono::floor<std::chrono::seconds>(left).count();
    }
    co_return json(info).with("Cache-Control", "no-store");
}

Task<http::Response> showSessionUser(Services services, Call &call)
{
    const auto user = services.state.users.find(call.principal.username);
    if (!user)
        co_return http::Response::problem(404, "the user was deleted meanwhile");
    SessionUser answer{.subject = user->value.username,
                       .username = user->value.username,
                       .userId = user->value.username,
                       .email = user->value.email,
                       .fullname = user->value.fullname.empty() ? user->value.username : user->value.fullname,
                       .department = user->value.organization};
    for (const Role role : call.principal.roles)
        answer.roles.emplace_back(schema::enumName(role));
    co_return json(answer);
}

Task<http::Response> checkAdmin(Services, Call &call)
{
    if (!call.principal.has(Role::Admin))
        co_return http::Response::problem(403,
                                          std::format("{} needs the role admin for this", call.principal.username));
    co_return json(StatusAnswer{.status = "ok"});
}

/// Tokens that may do all that the user may: not for a credential that is narrowed.
Task<http::Response> refreshTokens(Services services, Call &call)
{
    if (call.principal.credential.kind != identity::Credential::Kind::Session)
        co_return http::Response::problem(403, "tokens are refreshed for the session of a browser only");
    const auto user = services.state.users.find(call.principal.username);
    if (!user)
        co_return http::Response::problem(401, "the user was deleted meanwhile");
    const auto issued = services.signedTokens.issue(user->value);
    if (!issued)
        co_return http::Response::problem(issued.error());
    co_return json(SessionTokens{.accessToken = issued->token, .idToken = issued->token})
        .with("Cache-Control", "no-store");
}

Task<http::Response> extendSession(Services services, Call &call)
{
    if (call.principal.credential.kind != identity::Credential::Kind::Session)
        co_return http::Response::problem(403, "only the session of a browser can be extended");
    const auto value = identity::sessionCookieOf(call.request);
    const bool isSecure = call.request.isSecure();
    if (const auto extended = co_await services.sessions.extend(call.principal.credential.id); !extended)
        co_return http::Response::problem(extended.error());
    auto response = json(StatusAnswer{.status = "ok", .message = "the session was extended"});
    response.headers.set("Set-Cookie", sessionCookie(value.value_or(""), services.sessions.lifetime(), isSecure));
    co_return response;
}

} // namespace portolan::api
