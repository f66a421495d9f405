// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/user/user_change.h"
#include "core/model/workshop/portal_credentials.h"
#include "server/api/exchange.h"
#include "server/api/lookup/details.h"
#include "server/api/lookup/handlers.h"
#include "server/portals/registry.h"

/// What upstream has in Kubernetes only: clients, secrets, tenants, clusters, portals and workshops, put whole, by name.
namespace portolan::api {

namespace {

/// The name in the path, where it is one.
Result<std::string> nameOf(const Call &call, std::string_view parameter)
{
    std::string name(call.path.get(parameter));
    if (auto refusal = refuseResourceName(name))
        return fail(ErrorCode::InvalidArgument, std::format("the name of the {} {}", parameter, *refusal));
    return name;
}

template <class Details>
http::Response saved(const Details &details, PutOutcome outcome)
{
    return json(details, outcome == PutOutcome::Created ? 201 : 200).with(putOutcomeHeader, schema::enumName(outcome));
}

http::Response done(const Result<void> &result)
{
    return result ? http::Response(204) : http::Response::problem(result.error());
}

using Mode = portals::Registry::Mode;

Result<Mode> modeOf(const Call &call)
{
    const auto isDry = flagParameter(call.request.query(), "dry_run");
    if (!isDry)
        return std::unexpected(isDry.error()); // Whoever means to try must not put.
    return *isDry ? Mode::Try : Mode::Put;
}

} // namespace

Task<http::Response> putClient(Services services, Call &call)
{
    const identity::Principal actor = call.principal;
    const std::string name(call.path.get("client"));
    const auto mode = modeOf(call);
    if (!mode)
        co_return http::Response::problem(mode.error());
    if (auto refusal = refuseUsername(name))
        co_return http::Response::problem(400, std::format("the name of the client {}", *refusal));
    auto wanted = co_await readModel<ClientSpec>(call.request);
    if (!wanted)
        co_return http::Response::problem(wanted.error());
    const auto before = services.state.users.find(name);
    // A password that is the same stays, with the logins that it has given.
    const auto matches = co_await services.passwords.matches(name, wanted->client.password);
    if (!matches)
        co_return http::Response::problem(matches.error());
    const bool keepsPassword = before && *matches;
    const auto outcome = !before ? PutOutcome::Created
                         : keepsPassword && before->value.roles == wanted->roles
                                 && before->value.tenants == wanted->tenants
                                 && before->value.workshopUser == wanted->user
                             ? PutOutcome::Unchanged
                             : PutOutcome::Configured;
    if (*mode == Mode::Try || outcome == PutOutcome::Unchanged)
        co_return saved(ClientDetails{.name = name, .roles = wanted->roles, .tenants = wanted->tenants}, outcome);
    std::vector<std::string> roles;
    for (const Role role : wanted->roles)
        roles.emplace_back(schema::enumName(role));
    if (!before) {
        const auto user = co_await services.users.create({.username = name,
                                                          .password = wanted->client.password,
                                                          .roles = roles,
                                                          .tenants = wanted->tenants,
                                                          .workshopUser = wanted->user},
                                                         actor);
        co_return user ? saved(detailsOf(*user), outcome) : http::Response::problem(user.error());
    }
    const auto user = co_await services.users.update(
        name, {.roles = roles, .tenants = wanted->tenants, .workshopUser = wanted->user}, actor);
    if (!user)
        co_return http::Response::problem(user.error());
    if (!keepsPassword)
        if (const auto set = co_await services.passwords.set(name, wanted->client.password, actor); !set)
            co_return http::Response::problem(set.error());
    co_return saved(detailsOf(*user), outcome);
}

Task<http::Response> putSecret(Services services, Call &call)
{
    const identity::Principal actor = call.principal;
    const auto mode = modeOf(call);
    const auto name = nameOf(call, "secret");
    if (!mode || !name)
        co_return http::Response::problem(mode ? name.error() : mode.error());
    auto spec = co_await readModel<SecretSpec>(call.request);
    if (!spec)
        co_return http::Response::problem(spec.error());
    const auto put = co_await services.registry.putSecret(*name, std::move(*spec), actor, *mode);
    co_return put ? saved(detailsOf(put->value), put->outcome) : http::Response::problem(put.error());
}

Task<http::Response> deleteSecret(Services services, Call &call)
{
    co_return done(co_await services.registry.removeSecret(std::string(call.path.get("secret")), call.principal));
}

Task<http::Response> putCluster(Services services, Call &call)
{
    const identity::Principal actor = call.principal;
    const auto mode = modeOf(call);
    const auto name = nameOf(call, "cluster");
    if (!mode || !name)
        co_return http::Response::problem(mode ? name.error() : mode.error());
    auto spec = co_await readModel<ClusterSpec>(call.request);
    if (!spec)
        co_return http::Response::problem(spec.error());
    const auto put = co_await services.registry.putCluster(*name, std::move(*spec), actor, *mode);
    co_return put ? saved(detailsOf(put->value), put->outcome) : http::Response::problem(put.error());
}

Task<http::Response> deleteCluster(Services services, Call &call)
{
    co_return done(co_await services.registry.removeCluster(std::string(call.path.get("cluster")), call.principal));
}

Task<http::Response> putTenant(Services services, Call &call)
{
    const identity::Principal actor = call.principal;
    const auto mode = modeOf(call);
    const auto name = nameOf(call, "tenant");
    if (!mode || !name)
        co_return http::Response::problem(mode ? name.error() : mode.error());
    auto spec = co_await readModel<TenantSpec>(call.request);
    if (!spec)
        co_return http::Response::problem(spec.error());
    const auto put = co_await services.registry.putTenant(*name, std::move(*spec), actor, *mode);
    co_return put ? saved(detailsOf(services.state, put->value), put->outcome) : http::Response::problem(put.error());
}

Task<http::Response> deleteTenant(Services services, Call &call)
{
    co_return done(co_await services.registry.removeTenant(std::string(call.path.get("tenant")), call.principal));
}

Task<http::Response> putPortal(Services services, Call &call)
{
    const identity::Principal actor = call.principal;
    const auto mode = modeOf(call);
    const std::string base = baseUrlOf(services, call.request);
    const auto cluster = nameOf(call, "cluster");
    const auto name = nameOf(call, "portal");
    if (!mode || !cluster || !name)
        co_return http::Response::problem(!mode ? mode.error() : cluster ? name.error() : cluster.error());
    constexpr std::size_t longest = 40; // Its workspaces' names, which are host names, begin with it.
    if (name->size() > longest)
        co_return http::Response::problem(400,
                                          std::format("the name of the portal has more than {} characters", longest));
    auto spec = co_await readModel<TrainingPortalSpec>(call.request);
    if (!spec)
        co_return http::Response::problem(spec.error());
    if (!spec->cluster.empty() && spec->cluster != *cluster)
        co_return http::Response::problem(failFields({{"/cluster", "is not the cluster of the path"}}).error());
    const auto put = co_await services.registry.putPortal(*cluster, *name, std::move(*spec), actor, *mode);
    co_return put ? saved(detailsOf(services.state, put->value, base), put->outcome)
                  : http::Response::problem(put.error());
}

Task<http::Response> deletePortal(Services services, Call &call)
{
    const auto portal = portalOfPath(services, call);
    if (!portal)
        co_return http::Response::problem(portal.error());
    const auto removed = co_await services.registry.removePortal((*portal)->value.cluster, (*portal)->value.name,
                                                                 call.principal);
    co_return removed ? http::Response(202) : http::Response::problem(removed.error());
}

Task<http::Response> showPortalCredentials(Services services, Call &call)
{
    const auto portal = portalOfPath(services, call);
    if (!portal)
        co_return http::Response::problem(portal.error());
    const auto robot = services.registry.robotOf((*portal)->value);
    if (!robot)
        co_return http::Response::problem(robot.error());
    co_return json(PortalCredentials{.clients = robot->clients, .credentials = robot->credentials})
        .with("Cache-Control", "no-store");
}

Task<http::Response> putDefinition(Services services, Call &call)
{
    const identity::Principal actor = call.principal;
    const auto mode = modeOf(call);
    const auto name = nameOf(call, "workshop");
    if (!mode || !name)
        co_return http::Response::problem(mode ? name.error() : mode.error());
    auto spec = co_await readModel<WorkshopSpec>(call.request);
    if (!spec)
        co_return http::Response::problem(spec.error());
    const auto put = co_await services.registry.putWorkshop(*name, std::move(*spec), actor, *mode);
    co_return put ? saved(put->value, put->outcome) : http::Response::problem(put.error());
}

Task<http::Response> deleteDefinition(Services services, Call &call)
{
    co_return done(co_await services.registry.removeWorkshop(std::string(call.path.get("workshop")), call.principal));
}

} // namespace portolan::api
