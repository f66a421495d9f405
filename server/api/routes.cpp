// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/services.h"

#include "server/api/lookup/specs.h"
#include "server/api/system/documentation.h"

namespace portolan::api {

std::string baseUrlOf(const Services &services, const http::Request &request)
{
    if (services.publicUrl.empty())
        return std::format("{}://{}", request.isSecure() ? "https" : "http", request.host());
    std::string base = services.publicUrl;
    while (base.ends_with('/'))
        base.pop_back();
    return base;
}

std::vector<Route> allRoutes(const Services &services)
{
    std::vector<Route> routes = systemRoutes(services);
    std::ranges::move(identityRoutes(services), std::back_inserter(routes));
    std::ranges::move(workspaceRoutes(services), std::back_inserter(routes));
    std::ranges::move(sinkRoutes(services), std::back_inserter(routes));
    std::ranges::move(lookupRoutes(services), std::back_inserter(routes));
    std::ranges::move(specRoutes(services), std::back_inserter(routes));
    std::ranges::move(portalRoutes(services), std::back_inserter(routes));
    addDocumentation(routes, services.version);
    return routes;
}

} // namespace portolan::api
