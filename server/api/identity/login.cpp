// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/user/login.h"
#include "core/base/digest.h"
#include "server/api/exchange.h"
#include "server/api/identity/handlers.h"

namespace portolan::api {
namespace {

/// HttpOnly: no script reads it. Lax: sent along when somebody follows a link to us, not with what other sites post.
std::string cookie(std::string_view value, std::chrono::seconds maxAge, bool secure)
{
    return std::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{}", identity::sessionCookies.front(), value,
                       maxAge.count(), secure ? "; Secure" : "");
}

} // namespace

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
    if (const auto right = co_await services.passwords.check(username, std::move(wanted->password)); !right)
        co_return http::Response::problem(right.error());
    // Whatever session the browser had ends: nobody who planted its cookie gets into the new one.
    if (const auto before = identity::sessionCookieOf(call.request))
        if (const auto ended = co_await services.sessions.end(sha256Hex(*before)); !ended)
            co_return http::Response::problem(ended.error());
    const auto value = co_await services.sessions.begin(
        {.username = username,
         .address = call.request.peer().address,
         .userAgent = std::string(call.request.header("user-agent").value_or(""))});
    if (!value)
        co_return http::Response::problem(value.error());
    const auto user = services.state.users.find(username);
    if (!user)
        co_return http::Response::problem(401, "the user was deleted meanwhile");
    const auto lifetime = std::chrono::floor<std::chrono::seconds>(services.sessions.lifetime());
    co_return json(profileOf(services, user->value))
        .with("Set-Cookie", cookie(*value, lifetime, call.request.peer().tls))
        .with("Cache-Control", "no-store");
}

Task<http::Response> logOut(Services services, Call &call)
{
    if (const auto value = identity::sessionCookieOf(call.request))
        if (const auto ended = co_await services.sessions.end(sha256Hex(*value)); !ended)
            co_return http::Response::problem(ended.error());
    co_return http::Response(204).with("Set-Cookie", cookie("", std::chrono::seconds(0), call.request.peer().tls));
}

} // namespace portolan::api
