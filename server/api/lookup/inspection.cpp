// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/exchange.h"
#include "server/api/lookup/details.h"
#include "server/api/lookup/handlers.h"
#include "server/api/paging.h"
#include "server/portals/environments.h"
#include "server/portals/lookup.h"
#include "server/portals/registry.h"

/// What there is (lookup spec section 1.5).
namespace portolan::api {

namespace {

using Environments = store::Stored<WorkshopEnvironment>;
using Sessions = store::Stored<WorkshopSession>;

Result<store::ItemPtr<Cluster>> clusterOfPath(const Services &services, const Call &call)
{
    auto item = services.state.clusters.find(call.path.get("cluster"));
    if (!item)
        return fail(ErrorCode::NotFound, "Cluster not available");
    return item;
}

Result<store::ItemPtr<WorkshopEnvironment>> environmentOfPath(const Services &services, const Call &call)
{
    const auto portal = portalOfPath(services, call);
    if (!portal)
        return std::unexpected(portal.error());
    auto item = services.state.environments.find(
        WorkshopEnvironment::idOf((*portal)->value.cluster, (*portal)->value.name, call.path.get("environment")));
    if (!item)
        return fail(ErrorCode::NotFound, "Environment not available");
    return item;
}

http::Response portalsResponse(const Services &services, const Call &call,
                               const std::vector<store::ItemPtr<TrainingPortal>> &portals)
{
    TrainingPortalList list;
    const std::string base = baseUrlOf(services, call.request);
    for (const auto &portal : portals)
        list.portals.push_back(detailsOf(services.state, portal->value, base));
    return enveloped(std::move(list), &TrainingPortalList::portals, call);
}

std::vector<store::ItemPtr<WorkshopSession>> sessionsIn(const Services &services,
                                                        const WorkshopEnvironment &environment)
{
    auto items = services.state.workshopSessions
                     .page(Sessions::byEnvironment, environment.id(), {.limit = portals::everything})
                     .items;
    std::erase_if(items, [](const auto &item) { return item->value.state == WorkshopSessionState::Stopped; });
    return items;
}

} // namespace

Result<store::ItemPtr<TrainingPortal>> portalOfPath(const Services &services, const Call &call)
{
    if (const auto cluster = clusterOfPath(services, call); !cluster)
        return std::unexpected(cluster.error());
    auto item = services.state.portals.find(TrainingPortal::idOf(call.path.get("cluster"), call.path.get("portal")));
    if (!item)
        return fail(ErrorCode::NotFound, "Portal not available");
    return item;
}

Task<http::Response> listClients(Services services, Call &call)
{
    ClientList list;
    for (const auto &user : services.state.users.all())
        if (isClient(user->value))
            list.clients.push_back(detailsOf(user->value));
    std::ranges::sort(list.clients, {}, &ClientDetails::name);
    co_return enveloped(std::move(list), &ClientList::clients, call);
}

Task<http::Response> showClient(Services services, Call &call)
{
    const auto user = services.state.users.find(call.path.get("client"));
    if (!user || !isClient(user->value))
        co_return http::Response::problem(404, "Client not available");
    co_return json(detailsOf(user->value));
}

Task<http::Response> listClusters(Services services, Call &call)
{
    ClusterList list;
    for (const auto &item :
         services.state.clusters.page(store::Stored<Cluster>::byCreated, "", {.limit = portals::everything}).items)
        list.clusters.push_back(detailsOf(item->value));
    co_return enveloped(std::move(list), &ClusterList::clusters, call);
}

Task<http::Response> showCluster(Services services, Call &call)
{
    const auto cluster = clusterOfPath(services, call);
    if (!cluster)
        co_return http::Response::problem(cluster.error());
    co_return json(detailsOf((*cluster)->value));
}

Task<http::Response> showKubeconfig(Services services, Call &call)
{
    const auto cluster = clusterOfPath(services, call);
    if (!cluster)
        co_return http::Response::problem(cluster.error());
    auto kubeconfig = services.registry.kubeconfigOf((*cluster)->value);
    if (!kubeconfig)
        co_return http::Response::problem(kubeconfig.error());
    co_return http::Response::text(200, std::move(*kubeconfig)).with("Cache-Control", "no-store");
}

Task<http::Response> listSecrets(Services services, Call &call)
{
    SecretList list;
    for (const auto &item :
         services.state.secrets.page(store::Stored<Secret>::byName, "", {.limit = portals::everything}).items)
        list.secrets.push_back(detailsOf(item->value));
    co_return enveloped(std::move(list), &SecretList::secrets, call);
}

Task<http::Response> showSecret(Services services, Call &call)
{
    const auto secret = services.state.secrets.find(call.path.get("secret"));
    if (!secret)
        co_return http::Response::problem(404, "Secret not available");
    co_return json(detailsOf(secret->value));
}

Task<http::Response> listTenants(Services services, Call &call)
{
    TenantList list;
    for (const auto &item :
         services.state.tenants.page(store::Stored<Tenant>::byCreated, "", {.limit = portals::everything}).items)
        list.tenants.push_back(detailsOf(services.state, item->value));
    co_return enveloped(std::move(list), &TenantList::tenants, call);
}

Task<http::Response> showTenant(Services services, Call &call)
{
    const auto tenant = services.state.tenants.find(call.path.get("tenant"));
    if (!tenant)
        co_return http::Response::problem(404, "Tenant not available");
    co_return json(detailsOf(services.state, tenant->value));
}

Task<http::Response> listTenantPortals(Services services, Call &call)
{
    const auto tenant = services.state.tenants.find(call.path.get("tenant"));
    if (!tenant)
        co_return http::Response::problem(404, "Tenant not available");
    co_return portalsResponse(services, call, services.lookup.portalsOf(tenant->value));
}

Task<http::Response> listPortals(Services services, Call &call)
{
    co_return portalsResponse(services, call, services.lookup.allPortals());
}

Task<http::Response> listClusterPortals(Services services, Call &call)
{
    const auto cluster = clusterOfPath(services, call);
    if (!cluster)
        co_return http::Response::problem(cluster.error());
    co_return portalsResponse(services, call,
                              services.state.portals
                                  .page(store::Stored<TrainingPortal>::byCluster, (*cluster)->id,
                                        {.limit = portals::everything})
                                  .items);
}

Task<http::Response> showPortal(Services services, Call &call)
{
    const auto portal = portalOfPath(services, call);
    if (!portal)
        co_return http::Response::problem(portal.error());
    co_return json(detailsOf(services.state, (*portal)->value, baseUrlOf(services, call.request)));
}

Task<http::Response> listEnvironments(Services services, Call &call)
{
    const auto portal = portalOfPath(services, call);
    if (!portal)
        co_return http::Response::problem(portal.error());
    EnvironmentList list;
    for (const auto &item :
         services.state.environments.page(Environments::byPortal, (*portal)->id, {.limit = portals::everything}).items)
        list.environments.push_back(detailsOf(services.state, item->value));
    co_return enveloped(std::move(list), &EnvironmentList::environments, call);
}

Task<http::Response> showEnvironment(Services services, Call &call)
{
    const auto environment = environmentOfPath(services, call);
    if (!environment)
        co_return http::Response::problem(environment.error());
    co_return json(detailsOf(services.state, (*environment)->value));
}

Task<http::Response> listEnvironmentSessions(Services services, Call &call)
{
    const auto environment = environmentOfPath(services, call);
    if (!environment)
        co_return http::Response::problem(environment.error());
    WorkshopSessionList list;
    for (const auto &item : sessionsIn(services, (*environment)->value))
        list.sessions.push_back(detailsOf(*item));
    co_return enveloped(std::move(list), &WorkshopSessionList::sessions, call);
}

Task<http::Response> listEnvironmentUsers(Services services, Call &call)
{
    const auto environment = environmentOfPath(services, call);
    if (!environment)
        co_return http::Response::problem(environment.error());
    std::set<std::optional<std::string>> users;
    for (const auto &item : sessionsIn(services, (*environment)->value))
        users.insert(item->value.user.empty() ? std::nullopt : std::optional(item->value.user));
    co_return enveloped(SessionUserList{{users.begin(), users.end()}}, &SessionUserList::users, call);
}

Task<http::Response> listUserEnvironmentSessions(Services services, Call &call)
{
    const auto environment = environmentOfPath(services, call);
    if (!environment)
        co_return http::Response::problem(environment.error());
    WorkshopSessionList list;
    for (const auto &item : sessionsIn(services, (*environment)->value))
        if (item->value.user == call.path.get("user"))
            list.sessions.push_back(detailsOf(*item));
    co_return enveloped(std::move(list), &WorkshopSessionList::sessions, call);
}

Task<http::Response> listDefinitions(Services services, Call &call)
{
    std::vector<Workshop> all;
    for (const auto &item :
         services.state.workshops.page(store::Stored<Workshop>::byName, "", {.limit = portals::everything}).items)
        all.push_back(item->value);
    co_return listResponse(std::move(all), call);
}

Task<http::Response> showDefinition(Services services, Call &call)
{
    const auto item = services.state.workshops.find(call.path.get("workshop"));
    if (!item)
        co_return http::Response::problem(404, "Workshop not available");
    co_return json(item->value);
}

} // namespace portolan::api
