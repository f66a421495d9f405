// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/exchange.h"
#include "server/api/workspaces/details.h"
#include "server/api/workspaces/handlers.h"

namespace portolan::api {

Task<http::Response> showProfile(Services services, Call &call)
{
    const auto user = services.state.users.find(call.principal.username);
    if (!user)
        co_return http::Response::problem(404, std::format("there is no user \"{}\"", call.principal.username));
    co_return json(profileOf(user->value));
}

Task<http::Response> listBlueprints(Services services, Call &call)
{
    const auto details = flagParameter(call.request.query(), "details");
    if (!details)
        co_return http::Response::problem(details.error());
    const auto user = services.state.users.find(call.principal.username);
    if (!user)
        co_return http::Response::problem(404, std::format("there is no user \"{}\"", call.principal.username));
    std::vector<std::string> names;
    std::vector<BlueprintSummary> summaries;
    for (const Blueprint *blueprint : services.blueprints.allowedTo(user->value)) {
        names.push_back(blueprint->name);
        summaries.push_back({.name = blueprint->name, .description = blueprint->description});
    }
    co_return *details ? json(summaries) : json(names);
}

} // namespace portolan::api
