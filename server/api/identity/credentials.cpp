// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/identity/handlers.h"
#include "server/api/paging.h"

namespace portolan::api {
namespace {

http::Response noSuchService(std::string_view name)
{
    return http::Response::problem(
        404, std::format("there are no credentials of \"{}\"; there are git, registry and kubernetes", name));
}

/// The parameter `id`; InvalidArgument where it is missing.
Result<std::int64_t> idOf(const Call &call)
{
    const auto id = integerParameter(call.request.query(), "id");
    if (!id)
        return std::unexpected(id.error());
    if (!*id)
        return fail(ErrorCode::InvalidArgument, "which one? Give ?id=");
    return **id;
}

} // namespace

Task<http::Response> listCredentials(Services services, Call &call)
{
    const auto id = integerParameter(call.request.query(), "id");
    if (!id)
        co_return http::Response::problem(id.error());
    auto credentials = services.credentials.list(usernameOf(call));
    if (*id)
        std::erase_if(credentials, [&](const UserCredential &one) { return one.id != **id; });
    co_return listResponse(std::move(credentials), call, {.limit = mostListed, .most = mostListed});
}

Task<http::Response> resolveCredential(Services services, Call &call)
{
    const auto service = schema::enumFromName<CredentialService>(call.path.get("service"));
    if (!service)
        co_return noSuchService(call.path.get("service"));
    const std::string scope(call.request.query().get("scope").value_or(""));
    co_return json(co_await services.credentials.resolve(usernameOf(call), *service, scope))
        .with("Cache-Control", "no-store");
}

Task<http::Response> createCredential(Services services, Call &call)
{
    const identity::Principal actor = call.principal;
    const std::string username = usernameOf(call);
    const auto service = schema::enumFromName<CredentialService>(call.path.get("service"));
    if (!service)
        co_return noSuchService(call.path.get("service"));
    auto wanted = co_await readModel<CredentialCreate>(call.request);
    if (!wanted)
        co_return http::Response::problem(wanted.error());
    co_return json(co_await services.credentials.create(username, *service, std::move(*wanted), actor), 201);
}

Task<http::Response> changeCredential(Services services, Call &call)
{
    const identity::Principal actor = call.principal;
    const std::string username = usernameOf(call);
    const auto id = idOf(call);
    if (!id)
        co_return http::Response::problem(id.error());
    auto wanted = co_await readModel<CredentialUpdate>(call.request);
    if (!wanted)
        co_return http::Response::problem(wanted.error());
    co_return json(co_await services.credentials.update(username, *id, std::move(*wanted), actor));
}

Task<http::Response> deleteCredential(Services services, Call &call)
{
    const auto id = idOf(call);
    if (!id)
        co_return http::Response::problem(id.error());
    const auto removed = co_await services.credentials.remove(usernameOf(call), *id, call.principal);
    co_return removed ? http::Response(204) : http::Response::problem(removed.error());
}

} // namespace portolan::api
