// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/exchange.h"
#include "server/api/identity/handlers.h"

namespace portolan::api {

Task<http::Response> listBlueprints(Services services, Call &call)
{
    const auto details = flagParameter(call.request.query(), "details");
    if (!details)
        co_return http::Response::problem(details.error());
    const auto user = services.state.users.find(usernameOf(call));
    if (!user)
        co_return http::Response::problem(404, std::format("there is no user \"{}\"", usernameOf(call)));
    std::vector<std::string> names;
    std::vector<BlueprintSummary> summaries;
    for (const Blueprint *blueprint : services.blueprints.allowedTo(user->value)) {
        names.push_back(blueprint->name);
        summaries.push_back({.name = blueprint->name, .description = blueprint->description});
    }
    co_return *details ? json(summaries) : json(names);
}

Task<http::Response> addBlueprints(Services services, Call &call)
{
    const identity::Principal actor = call.principal;
    const std::string username = usernameOf(call);
    auto wanted = co_await readModel<BlueprintsChange>(call.request);
    if (!wanted)
        co_return http::Response::problem(wanted.error());
    for (std::size_t at = 0; at < wanted->blueprints.size(); ++at)
        if (const std::string &name = wanted->blueprints[at]; name != "*" && !services.blueprints.find(name))
            co_return http::Response::problem(
                failFields({{std::format("/blueprints/{}", at), std::format("there is no blueprint \"{}\"", name)}})
                    .error());
    const auto user = co_await services.users.addBlueprints(username, std::move(wanted->blueprints), actor);
    co_return user ? json(profileOf(services, *user)) : http::Response::problem(user.error());
}

Task<http::Response> removeBlueprints(Services services, Call &call)
{
    const identity::Principal actor = call.principal;
    const std::string username = usernameOf(call);
    auto wanted = co_await readModel<BlueprintsChange>(call.request);
    if (!wanted)
        co_return http::Response::problem(wanted.error());
    const auto user = co_await services.users.removeBlueprints(username, std::move(wanted->blueprints), actor);
    co_return user ? json(profileOf(services, *user)) : http::Response::problem(user.error());
}

} // namespace portolan::api
