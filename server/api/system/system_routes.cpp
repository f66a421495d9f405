// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/services.h"

#include "core/model/audit/audit_record.h"
#include "core/model/event/event_history.h"
#include "server/api/system/audit.h"
#include "server/api/system/events.h"
#include "server/api/system/health.h"
#include "server/api/system/usage.h"

namespace portolan::api {

namespace {

/// Which events, for history and stream alike.
Route &&filtered(Route &&route)
{
    return std::move(route)
        .query<std::string>("type", "Only of this type; may be given several times.")
        .query<std::string>("event_types", "The same, as a list with commas.")
        .query<std::string>("worker_ids", "Only about these workers; a list with commas.")
        .query<std::string>("subjectKind", "Only of subjects of this kind.")
        .query<std::string>("subject", "Only of this subject.")
        .query<std::string>("owner", "Only of things of this user.");
}

} // namespace

std::vector<Route> systemRoutes(const Services &services)
{
    using enum http::Method;
    using identity::Permission;
    const auto bind = [&services](auto function) -> Handler {
        return [services, function](Call &call) { return function(services, call); };
    };
    std::vector<Route> routes{
        filtered(Route{Get, "/api/events", Permission::EventRead, "What happened", bind(listEvents)})
            .query<std::int64_t>("after", "Only after this seq.")
            .query<std::int64_t>("before", "Only before this seq.")
            .query<Time>("since", "Only from this time on.")
            .query<Time>("until", "Only before this time.")
            .pages()
            .gives<EventHistory>(),
        filtered(Route{Get, "/api/events/stream", Permission::EventRead, "What happens, as it happens",
                       [services, texts = std::make_shared<EventTexts>()](Call &call) {
                           return streamEvents(services, texts, call);
                       }})
            .query<std::int64_t>("after", "First those after this seq that happened already.")
            .query<std::string>("since", "The same by seq, or by the time from which on they happened.")
            .query<bool>("unbatched", "Each event by itself, those that come often too.")
            .header("Last-Event-ID",
                    "The id of the last event that was seen; browsers send it when they connect again.")
            .givesType(
                "text/event-stream", 200,
                "Server-sent events: `id` is the seq, `data` an Event. Samples of workers, which come often, come "
                "as `<type>.batch`: `data` has a `batch_id`, a `count` and the `events`. The types `portal.snapshot`, "
                "`environment.snapshot`, `workshop-session.snapshot` and `workspace.snapshot` ask for what there is: an "
                "event without `id` for each object, its list's entry in `data`, after `connected` where the stream does "
                "not go on from somewhere, and again after `resync`."),
        Route{Get, "/api/v1/audit", Permission::AuditRead, "Who did what", bind(listAudit)}
            .query<std::string>("actor", "Only what this user did.")
            .query<std::string>("action", "Only this, such as `workspace:create` or `login`.")
            .query<std::string>("subjectKind", "Only what was done to things of this kind.")
            .query<std::string>("subject", "Only what was done to this.")
            .query<std::string>("result", "`allowed`, `denied` or `failed`.")
            .query<Time>("since", "Only from this time on.")
            .query<Time>("until", "Only before this time.")
            .query<std::int64_t>("after", "Only after this seq.")
            .query<std::int64_t>("before", "Only before this seq.")
            .pages()
            .query<std::string>("format", "`jsonl`: all of it as JSON lines, as with `Accept: application/x-ndjson`.")
            .gives<AuditHistory>()
            .givesType("application/x-ndjson", 200),
        Route{Get, "/api/usage/stream", Permission::WorkspaceList, "What the running workspaces use", bind(streamUsage)}
            .givesType("text/event-stream", 200, "Server-sent events `usage`: `data` is a UsageReport."),
    };
    std::ranges::move(healthRoutes(services), std::back_inserter(routes));
    return routes;
}

} // namespace portolan::api
