// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/identity/handlers.h"
#include "server/api/paging.h"
#include "server/api/versions.h"

namespace portolan::api {
namespace {

/// The number in the path; 0, which no token has, for what is none.
std::int64_t tokenIdOf(const Call &call)
{
    return wholeNumber(call.path.get("id")).value_or(0);
}

} // namespace

Task<http::Response> listTokens(Services services, Call &call)
{
    co_return listResponse(services.tokens.list(usernameOf(call)), call, {.limit = mostListed, .most = mostListed});
}

Task<http::Response> createToken(Services services, Call &call)
{
    const identity::Principal actor = call.principal;
    const std::string username = usernameOf(call);
    auto wanted = co_await readModel<AccessTokenCreate>(call.request);
    if (!wanted)
        co_return http::Response::problem(wanted.error());
    const auto created = co_await services.tokens.create(username, std::move(*wanted), actor);
    if (created)
        call.audit = {.subjectKind = "token", .subject = std::to_string(created->id), .owner = username};
    co_return json(created, 201).with("Cache-Control", "no-store");
}

Task<http::Response> showToken(Services services, Call &call)
{
    const auto token = services.tokens.show(usernameOf(call), tokenIdOf(call));
    if (!token)
        co_return http::Response::problem(token.error());
    co_return versioned(json(token->first), token->second);
}

Task<http::Response> changeToken(Services services, Call &call)
{
    const identity::Principal actor = call.principal;
    const std::string username = usernameOf(call);
    const std::int64_t id = tokenIdOf(call);
    const auto expected = expectedVersion(call.request);
    if (!expected)
        co_return http::Response::problem(expected.error());
    auto wanted = co_await readModel<AccessTokenUpdate>(call.request);
    if (!wanted)
        co_return http::Response::problem(wanted.error());
    co_return json(co_await services.tokens.update(username, id, std::move(*wanted), actor, *expected));
}

Task<http::Response> deleteToken(Services services, Call &call)
{
    const auto removed = co_await services.tokens.remove(usernameOf(call), tokenIdOf(call), call.principal);
    co_return removed ? http::Response(204) : http::Response::problem(removed.error());
}

} // namespace portolan::api
