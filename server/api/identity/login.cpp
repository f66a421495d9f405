// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/user/login.h"
#include "core/base/digest.h"
#include "server/api/exchange.h"
#include "server/api/identity/handlers.h"

namespace portolan::api {

std::string sessionCookie(std::string_view value, std::chrono::milliseconds maxAge, bool secure)
{
    const auto seconds = std::chrono::floor<std::chrono::seconds>(maxAge).count();
    return std::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}", identity::sessionCookies.front(), value,
                       seconds, secure ? "; Secure" : "");
}

void endSessionCookies(http::Response &response, bool secure)
{
    response.headers.add("Set-Cookie", sessionCookie("", std::chrono::seconds(0), secure));
}

Task<Result<std::string>> beginSession(Services services, Call &call, std::string username, std::string provider)
{
    // Nobody who planted the cookie of a session gets into the new one.
    if (const auto before = identity::sessionCookieOf(call.request))
        if (const auto ended = co_await services.sessions.end(sha256Hex(*before)); !ended)
            co_return std::unexpected(ended.error());
    const bool isSecure = call.request.isSecure();
    const auto value = co_await services.sessions.begin(
        {.username = std::move(username),
         .provider = std::move(provider),
         .address = call.request.clientAddress(),
         .userAgent = std::string(call.request.header("user-agent").value_or(""))});
    if (!value)
        co_return std::unexpected(value.error());
    co_return sessionCookie(*value, services.sessions.lifetime(), isSecure);
}

Task<http::Response> logIn(Services services, Call &call)
{
    // Or another site could log a browser in as somebody else, who then reads what is done there.
    if (call.request.header("origin") && !identity::isOfThisSite(call.request))
        co_return http::Response::problem(403,
                                          "a browser logs in from a page of this server only: the Origin is another");
    auto wanted = co_await readModel<PasswordLogin>(call.request);
    if (!wanted)
        co_return http::Response::problem(wanted.error());
    if (wanted->username.empty() || wanted->password.empty())
        co_return http::Response::problem(400, "give a username and a password");
    const std::string username = wanted->username;
    call.audit.actor = username;
    if (const auto right = co_await services.passwords.check(username, std::move(wanted->password)); !right)
        co_return http::Response::problem(right.error());
    const auto cookie = co_await beginSession(services, call, username, "local");
    if (!cookie)
        co_return http::Response::problem(cookie.error());
    const auto user = services.state.users.find(username);
    if (!user)
        co_return http::Response::problem(401, "the user was deleted meanwhile");
    co_return json(profileOf(services, user->value)).with("Set-Cookie", *cookie).with("Cache-Control", "no-store");
}

Task<http::Response> logOut(Services services, Call &call)
{
    if (const auto value = identity::sessionCookieOf(call.request)) {
        if (const auto session = services.state.sessions.find(sha256Hex(*value)))
            call.audit.actor = session->value.username;
        if (const auto ended = co_await services.sessions.end(sha256Hex(*value)); !ended)
            co_return http::Response::problem(ended.error());
    }
    http::Response response(204);
    endSessionCookies(response, call.request.isSecure());
    co_return response;
}

} // namespace portolan::api
