// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/services.h"

#include "server/api/exchange.h"
#include "server/api/system/events.h"
#include "server/api/system/usage.h"

namespace portolan::api {

namespace {

Task<http::Response> healthcheck(Call &)
{
    co_return http::Response::json(200, R"({"status":"ok"})");
}

Task<http::Response> health(Services services, Call &)
{
    JsonWriter writer;
    writer.beginObject().key("status").string("ok").key("version").string(services.version).endObject();
    co_return http::Response::json(200, writer.text());
}

/// Really asks: the store answers a query, the controllers have taken back what runs.
Task<http::Response> ready(Services services, Call &)
{
    const auto stored = co_await services.state.events().query({.limit = 1});
    const bool controllers = services.ready;
    const bool all = stored && controllers;
    JsonWriter writer;
    writer.beginObject().key("status").string(all ? "ready" : "not ready").key("checks").beginObject();
    writer.key("store").string(stored ? "ok" : stored.error().detail);
    writer.key("controllers").string(controllers ? "ok" : "still taking back the workspaces of this computer");
    writer.endObject().key("limits").beginArray();
    for (const runtime::Enforcement &enforcement : services.runtime.enforcement()) {
        writer.beginObject().key("what").string(enforcement.what).key("enforced").boolean(enforcement.enforced);
        if (!enforcement.reason.empty())
            writer.key("reason").string(enforcement.reason);
        writer.endObject();
    }
    writer.endArray().endObject();
    co_return http::Response::json(all ? 200 : 503, writer.text());
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
        {Get, "/api/v1/healthcheck", Permission::None, "Whether the server answers", healthcheck, {}, false},
        {Get,
         "/api/diagnostics/health",
         Permission::None,
         "Whether the server answers, and its version",
         bind(health),
         {},
         false},
        {Get, "/api/diagnostics/ready", Permission::None, "Whether the server can do its work", bind(ready), {}, false},
        {Get, "/api/events", Permission::EventRead, "What happened", bind(listEvents)},
        {Get, "/api/events/stream", Permission::EventRead, "What happens, as it happens", bind(streamEvents)},
        {Get, "/api/usage/stream", Permission::WorkspaceList, "What the running workspaces use", bind(streamUsage)},
    };
}

} // namespace portolan::api
