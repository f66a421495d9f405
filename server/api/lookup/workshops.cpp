// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/workshop/workshop_request.h"
#include "server/api/exchange.h"
#include "server/api/lookup/handlers.h"
#include "server/api/paging.h"
#include "server/api/versions.h"
#include "server/portals/lookup.h"

/// Which workshops there are, and sessions of them (lookup spec section 1.4).
namespace portolan::api {

namespace {

http::Response tenantUnknown()
{
    return http::Response::problem({.code = ErrorCode::Unavailable,
                                    .detail = "Tenant not available",
                                    .args = {{"reason", "tenant-unknown"}, {"retryAfter", "60"}}});
}

http::Response listed(const portals::Lookup::Listing &listing, const Call &call)
{
    const auto paging = pagingOf(call.request.query(), {.limit = mostListed, .most = mostListed});
    const std::size_t total = listing.list.workshops.size();
    if (!paging || !isWhole(*paging, total))
        return enveloped(listing.list, &WorkshopList::workshops, call);
    auto response = http::Response::json(200, listing.text.get([&listing] { return schema::encode(listing.list); }));
    ListVersion version;
    version.add(listing.text.hash());
    response.headers.set("ETag", version.entityTag());
    return paged(std::move(response), call.request, *paging, total);
}

} // namespace

Task<http::Response> listWorkshops(Services services, Call &call)
{
    const std::string name = textParameter(call.request.query(), "tenant").value_or("");
    const bool seesAll = identity::reachOf(call.principal, identity::Permission::WorkshopRequest)
                         == identity::Reach::All;
    if (name.empty() && !seesAll)
        co_return http::Response::problem(400, "Missing tenant name");
    if (name.empty())
        co_return listed(*services.lookup.workshopsFor(nullptr), call);
    if (!services.lookup.mayUse(call.principal, name))
        co_return http::Response::problem(403, "Client not allowed access to tenant");
    const auto tenant = services.state.tenants.find(name);
    if (!tenant)
        co_return tenantUnknown();
    co_return listed(*services.lookup.workshopsFor(&tenant->value), call);
}

Task<http::Response> listTenantWorkshops(Services services, Call &call)
{
    const std::string name(call.path.get("tenant"));
    if (!services.lookup.mayUse(call.principal, name))
        co_return http::Response::problem(403, "Client access not permitted");
    const auto tenant = services.state.tenants.find(name);
    if (!tenant)
        co_return http::Response::problem(404, "Tenant not available");
    co_return listed(*services.lookup.workshopsFor(&tenant->value), call);
}

Task<http::Response> requestWorkshop(Services services, Call &call)
{
    const identity::Principal client = call.principal;
    const std::string base = baseUrlOf(services, call.request);
    auto wanted = co_await readModel<WorkshopRequest>(call.request);
    if (!wanted)
        co_return http::Response::problem(wanted.error());
    if (wanted->tenantName.empty())
        co_return http::Response::problem(400, "Missing tenantName");
    if (wanted->workshopName.empty())
        co_return http::Response::problem(400, "Missing workshopName");
    if (!wanted->analyticsWebhookUrl.empty())
        if (auto refusal = outbound::refuseTarget(wanted->analyticsWebhookUrl, services.webhooks))
            co_return http::Response::problem(failFields({{"/analyticsWebhookUrl", std::move(*refusal)}}).error());
    const auto granted = co_await services.lookup.request(std::move(*wanted), client, base, call.slip());
    if (granted) {
        call.audit.subjectKind = store::Stored<WorkshopSession>::kind;
        call.audit.subject = WorkshopSession::idOf(WorkshopEnvironment::idOf(granted->clusterName, granted->portalName,
                                                                             granted->environmentName),
                                                   granted->sessionName);
    }
    co_return json(granted).with("Cache-Control", "no-store");
}

Task<http::Response> explainWorkshop(Services services, Call &call)
{
    const std::string tenant = textParameter(call.request.query(), "tenant").value_or("");
    const std::string workshop = textParameter(call.request.query(), "workshop").value_or("");
    if (tenant.empty() || workshop.empty())
        co_return http::Response::problem(400, "say which `tenant` and which `workshop`");
    if (!services.lookup.mayUse(call.principal, tenant))
        co_return http::Response::problem(403, "Client not allowed access to tenant");
    co_return json(services.lookup.explain(tenant, workshop));
}

} // namespace portolan::api
