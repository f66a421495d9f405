// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/lookup/details.h"

#include "server/portals/environments.h"

namespace portolan::api {

bool isClient(const User &user)
{
    return std::ranges::contains(user.roles, Role::Admin) || std::ranges::contains(user.roles, Role::Tenant);
}

ClientDetails detailsOf(const User &user)
{
    return {.name = user.username, .roles = user.roles, .tenants = user.tenants};
}

ClusterDetails detailsOf(const Cluster &cluster)
{
    return {.name = cluster.name, .labels = cluster.spec.labels};
}

SecretDetails detailsOf(const Secret &secret)
{
    SecretDetails details{.name = secret.name, .generation = secret.generation, .created = secret.created};
    for (const auto &[key, value] : secret.spec.values)
        details.keys.push_back(key);
    return details;
}

TenantDetails detailsOf(const State &state, const Tenant &tenant)
{
    TenantDetails details{.name = tenant.name,
                          .clients = {},
                          .selectsAll = tenant.spec.clusters.selectsAll() && tenant.spec.portals.selectsAll()};
    for (const auto &user : state.users.all())
        if (isClient(user->value) && matchesAnyGlob(user->value.tenants, tenant.name))
            details.clients.push_back(user->value.username);
    std::ranges::sort(details.clients);
    return details;
}

TrainingPortalDetails detailsOf(const State &state, const TrainingPortal &portal, const std::string &base)
{
    return {.name = portal.name,
            .uid = portal.uid,
            .generation = portal.generation,
            .labels = portal.spec.portal.labels,
            .cluster = portal.cluster,
            .url = portal.spec.remote ? portal.spec.remote->url : std::format("{}/portals/{}", base, portal.name),
            .capacity = portal.maximum(),
            .allocated = portals::allocatedIn(state, portal),
            .phase = portal.phase,
            .message = portal.message,
            .builtin = portal.isBuiltin()};
}

EnvironmentDetails detailsOf(const State &state, const WorkshopEnvironment &environment)
{
    const portals::Fill fill = portals::fillOf(state, environment);
    return {.name = environment.name,
            .uid = environment.uid,
            .generation = environment.generation,
            .workshop = environment.workshop,
            .title = environment.title,
            .description = environment.description,
            .labels = environment.labels,
            .cluster = environment.cluster,
            .portal = environment.portal,
            .capacity = environment.capacity(),
            .reserved = environment.reserved(),
            .allocated = fill.allocated,
            .available = fill.available,
            .phase = environment.phase,
            .message = environment.message};
}

WorkshopSessionDetails detailsOf(const store::Versioned<WorkshopSession> &item)
{
    const WorkshopSession &session = item.value;
    return {.name = session.name,
            .generation = item.version,
            .cluster = session.cluster,
            .portal = session.portal,
            .environment = session.environment,
            .workshop = session.workshop,
            .phase = session.phase(),
            .user = session.user,
            .state = session.state,
            .tenant = session.tenant,
            .workspace = session.workspace,
            .created = session.created,
            .started = session.started,
            .expires = session.expires,
            .end = session.end,
            .endDetail = session.endDetail,
            .reason = session.end ? toText(session.ending()) : std::string()};
}

} // namespace portolan::api
