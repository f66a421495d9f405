// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/lookup/specs.h"

#include "server/api/exchange.h"
#include "server/api/lookup/handlers.h"
#include "server/portals/registry.h"

namespace portolan::api {

namespace {

Task<http::Response> showTenantSpec(Services services, Call &call)
{
    const auto tenant = services.state.tenants.find(call.path.get("tenant"));
    if (!tenant)
        co_return http::Response::problem(404, "Tenant not available");
    co_return json(tenant->value.spec);
}

Task<http::Response> showPortalSpec(Services services, Call &call)
{
    const auto found = portalOfPath(services, call);
    if (!found)
        co_return http::Response::problem(found.error());
    TrainingPortalSpec spec = portals::withoutSecrets((*found)->value.spec);
    // Addresses of webhooks often hold a token of their own: they are for those who may change them.
    if (identity::decide(call.principal, identity::Permission::PortalWrite, {}) != identity::Decision::Allow)
        spec.analytics.webhook.url.clear();
    co_return json(spec);
}

} // namespace

std::vector<Route> specRoutes(const Services &services)
{
    constexpr auto read = identity::Permission::WorkshopRead;
    return {
        Route{http::Method::Get, "/api/v1/tenants/{tenant}/spec", read, "What a tenant was put as",
              [services](Call &call) { return showTenantSpec(services, call); }}
            .gives<TenantSpec>(),
        Route{http::Method::Get, "/api/v1/clusters/{cluster}/portals/{portal}/spec", read,
              "What a portal was put as, without its secrets; the address of its webhook for those who may put it",
              [services](Call &call) { return showPortalSpec(services, call); }}
            .gives<TrainingPortalSpec>(),
    };
}

} // namespace portolan::api
