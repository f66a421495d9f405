// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/services.h"

#include "core/model/event/event_history.h"
#include "core/model/system/health.h"
#include "server/api/exchange.h"
#include "server/api/system/events.h"
#include "server/api/system/usage.h"

namespace portolan::api {

namespace {

Task<http::Response> healthcheck(Call &)
{
    co_return json(Health());
}

Task<http::Response> health(Services services, Call &)
{
    co_return json(Health{.version = services.version});
}

/// Really asks: the store answers a query, the controllers have taken back what runs.
Task<http::Response> ready(Services services, Call &)
{
    const auto stored = co_await services.state.events().query({.limit = 1});
    const bool controllers = services.ready;
    const bool all = stored && controllers;
    Readiness readiness{.status = all ? "ready" : "not ready",
                        .checks = {{"store", stored ? "ok" : stored.error().detail},
                                   {"controllers", controllers ? "ok" : "still taking back the workspaces"}}};
    for (const runtime::Enforcement &enforcement : services.runtime.enforcement())
        readiness.limits.push_back(
            {.what = enforcement.what, .enforced = enforcement.enforced, .reason = enforcement.reason});
    co_return json(readiness, all ? 200 : 503);
}

} // namespace

std::vector<Route> systemRoutes(const Services &services)
{
    using enum http::Method;
    using identity::Permission;
    const auto bind = [&services](auto function) -> Handler {
        return [services, function](Call &call) { return function(services, call); };
    };
    return {
        Route{Get, "/api/v1/healthcheck", Permission::None, "Whether the server answers", healthcheck}
            .uncounted()
            .gives<Health>(),
        Route{Get, "/api/diagnostics/health", Permission::None, "Whether the server answers, and its version",
              bind(health)}
            .uncounted()
            .gives<Health>(),
        Route{Get, "/api/diagnostics/ready", Permission::None, "Whether the server can do its work", bind(ready)}
            .uncounted()
            .gives<Readiness>()
            .gives<Readiness>(503, "It cannot, for now."),
        Route{Get, "/api/events", Permission::EventRead, "What happened", bind(listEvents)}
            .query<std::string>("type", "Only of this type; may be given several times.")
            .query<std::string>("subjectKind", "Only of subjects of this kind.")
            .query<std::string>("subject", "Only of this subject.")
            .query<std::string>("owner", "Only of things of this user.")
            .query<std::int64_t>("after", "Only after this seq.")
            .query<std::int64_t>("before", "Only before this seq.")
            .query<Time>("since", "Only from this time on.")
            .query<Time>("until", "Only before this time.")
            .query<std::int64_t>("limit", "How many at most.")
            .query<std::string>("order", "`asc` or `desc`.")
            .gives<EventHistory>(),
        Route{Get, "/api/events/stream", Permission::EventRead, "What happens, as it happens", bind(streamEvents)}
            .query<std::string>("type", "Only of this type; may be given several times.")
            .query<std::string>("subjectKind", "Only of subjects of this kind.")
            .query<std::string>("subject", "Only of this subject.")
            .query<std::string>("owner", "Only of things of this user.")
            .query<std::int64_t>("after", "First those after this seq that happened already.")
            .header("Last-Event-ID", "As `after`; browsers send it when they connect again.")
            .givesType("text/event-stream", 200, "Server-sent events: `id` is the seq, `data` an Event."),
        Route{Get, "/api/usage/stream", Permission::WorkspaceList, "What the running workspaces use", bind(streamUsage)}
            .givesType("text/event-stream", 200, "Server-sent events `usage`: `data` is a UsageReport."),
    };
}

} // namespace portolan::api
