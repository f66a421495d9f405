// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/services.h"

#include "server/api/system/documentation.h"

namespace portolan::api {

std::vector<Route> allRoutes(const Services &services)
{
    std::vector<Route> routes = systemRoutes(services);
    std::ranges::move(identityRoutes(services), std::back_inserter(routes));
    std::ranges::move(workspaceRoutes(services), std::back_inserter(routes));
    std::ranges::move(sinkRoutes(services), std::back_inserter(routes));
    addDocumentation(routes, services.version);
    return routes;
}

} // namespace portolan::api
