// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/workshop/portal_catalog.h"

#include "core/schedule/expiry.h"
#include "server/api/exchange.h"
#include "server/api/portals/robots.h"
#include "server/portals/environments.h"

/// What a portal has (lookup spec section 6.2).
namespace portolan::api {

namespace {

using Environments = store::Stored<WorkshopEnvironment>;
using Sessions = store::Stored<WorkshopSession>;

std::string_view stateOf(EnvironmentPhase phase)
{
    switch (phase) {
    case EnvironmentPhase::Pending:
        return "STARTING";
    case EnvironmentPhase::Running:
        return "RUNNING";
    case EnvironmentPhase::Stopping:
        break;
    }
    return "STOPPING";
}

std::map<std::string, std::string> mapOf(const std::vector<Label> &labels)
{
    std::map<std::string, std::string> map;
    for (const Label &label : labels)
        map[label.name] = label.value;
    return map;
}

/// Those that somebody has, also while they end.
std::vector<store::ItemPtr<WorkshopSession>> takenIn(const State &state, std::string_view environmentId)
{
    std::vector<store::ItemPtr<WorkshopSession>> taken;
    for (const SessionPhase phase : {SessionPhase::Allocated, SessionPhase::Stopping})
        for (auto &item : state.workshopSessions
                              .page(Sessions::byEnvironmentPhase, Sessions::groupOf(environmentId, phase),
                                    {.limit = portals::everything})
                              .items)
            if (!item->value.user.empty())
                taken.push_back(std::move(item));
    std::ranges::sort(taken, {}, [](const auto &item) { return item->value.number; });
    return taken;
}

CatalogSession told(const WorkshopSession &session, const EnvironmentRules &rules, Time now)
{
    const auto clock = schedule::clockOf(session, rules, now);
    CatalogSession item{.name = session.name,
                        .state = std::string(schema::enumName(session.state)),
                        .space = session.name,
                        .user = session.user,
                        .started = clock.started,
                        .expires = clock.expires};
    if (clock.left) {
        item.countdown = std::chrono::ceil<std::chrono::seconds>(*clock.left).count();
        item.extendable = clock.extendable;
    }
    return item;
}

CatalogLoad loadOf(const State &state, const WorkshopEnvironment &environment)
{
    const auto duration = environment.rules.expires.value_or(std::chrono::milliseconds(0));
    const bool isEnding = environment.phase == EnvironmentPhase::Stopping;
    return {.name = environment.name,
            .state = std::string(stateOf(environment.phase)),
            .duration = std::chrono::floor<std::chrono::seconds>(duration).count(),
            .capacity = isEnding ? 0 : environment.capacity(),
            .reserved = isEnding ? 0 : environment.reserved(),
            .allocated = static_cast<std::int64_t>(takenIn(state, environment.id()).size()),
            .available = static_cast<std::int64_t>(state.workshopSessions.count(
                Sessions::byEnvironmentPhase, Sessions::groupOf(environment.id(), SessionPhase::Available)))};
}

CatalogWorkshop workshopOf(const State &state, const WorkshopEnvironment &environment)
{
    CatalogWorkshop item{.name = environment.workshop,
                         .resource = environment.resource,
                         .title = environment.title,
                         .description = environment.description,
                         .labels = mapOf(environment.labels)};
    if (const auto workshop = state.workshops.find(environment.resource)) {
        const WorkshopSpec &spec = workshop->value.spec;
        item.vendor = spec.vendor;
        item.authors = spec.authors;
        item.difficulty = spec.difficulty;
        item.duration = spec.duration;
        item.tags = spec.tags;
        item.logo = spec.logo;
        item.url = spec.url;
    }
    return item;
}

CatalogEnvironment environmentOf(const State &state, const WorkshopEnvironment &environment, bool withSessions)
{
    CatalogEnvironment item{loadOf(state, environment), workshopOf(state, environment), std::nullopt};
    if (!withSessions)
        return item;
    item.sessions.emplace();
    for (const auto &session : takenIn(state, environment.id()))
        item.sessions->push_back(told(session->value, environment.rules, state.clock().now()));
    return item;
}

CatalogPortal portalOf(const State &state, const TrainingPortal &portal, const std::string &base)
{
    CatalogPortal item{.name = portal.name,
                       .labels = mapOf(portal.spec.portal.labels),
                       .uid = portal.uid,
                       .generation = portal.generation,
                       .url = std::format("{}/portals/{}", base, portal.name),
                       .sessions = {.maximum = portal.spec.portal.sessions.maximum,
                                    .registered = portal.spec.portal.sessions.registered,
                                    .anonymous = portal.spec.portal.sessions.ofNamed()}};
    for (const auto &environment :
         state.environments.page(Environments::byPortal, portal.id(), {.limit = portals::everything}).items)
        item.sessions.allocated += static_cast<std::int64_t>(takenIn(state, environment->id).size());
    return item;
}

/// What of a catalog is wanted; the conditions of a kind are alternatives, but for labels, which all must hold.
struct Filter {
    std::vector<std::string> states;
    std::vector<std::string> names;
    std::map<std::string, std::string> labels;

    [[nodiscard]] bool matches(const WorkshopEnvironment &environment) const
    {
        return std::ranges::contains(states, stateOf(environment.phase))
               && (names.empty() || std::ranges::contains(names, environment.resource))
               && std::ranges::all_of(labels, [&](const auto &label) {
                      return labelOf(environment.labels, label.first) == label.second;
                  });
    }
};

std::string upperCase(std::string_view text)
{
    std::string upper(text);
    for (char &c : upper)
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 0x20);
    return upper;
}

Filter catalogFilterOf(const http::Query &query, bool mayChooseStates)
{
    Filter filter;
    if (mayChooseStates)
        for (const auto state : query.getAll("state"))
            filter.states.push_back(upperCase(state));
    if (filter.states.empty())
        filter.states = {"RUNNING"};
    for (const auto name : query.getAll("name"))
        filter.names.emplace_back(name);
    constexpr std::string_view opening = "labels[";
    for (const auto &[name, value] : query.items())
        if (name.starts_with(opening) && name.ends_with(']'))
            filter.labels[name.substr(opening.size(), name.size() - opening.size() - 1)] = value;
    return filter;
}

struct Reader {
    store::ItemPtr<TrainingPortal> portal;
    bool isRobot = false;
};

/// Whoever may read the catalog: robots, and anybody where it is public.
Result<Reader> readerOf(const Services &services, const Call &call)
{
    auto robot = portalOfRobot(services, call);
    if (robot)
        return Reader{.portal = std::move(*robot), .isRobot = true};
    if (robot.error().code != ErrorCode::Unauthenticated)
        return std::unexpected(std::move(robot.error()));
    auto portal = addressedPortal(services, call);
    if (portal && !bearerOf(call.request) && (*portal)->value.spec.portal.catalog.visibility == "public")
        return Reader{.portal = std::move(*portal)};
    return std::unexpected(std::move(robot.error()));
}

/// "true" and "1", as upstream.
bool wantsSessions(const http::Query &query)
{
    const auto said = query.get("sessions").value_or("");
    return said == "true" || said == "1";
}

} // namespace

Task<http::Response> showEnvironmentCatalog(Services services, Call &call)
{
    const auto reader = readerOf(services, call);
    if (!reader)
        co_return robotProblem(reader.error());
    const http::Query &query = call.request.query();
    const TrainingPortal &portal = reader->portal->value;
    const Filter filter = catalogFilterOf(query, reader->isRobot);
    EnvironmentCatalog catalog{.portal = portalOf(services.state, portal, baseUrlOf(services, call.request))};
    for (const auto &item :
         services.state.environments.page(Environments::byPortal, portal.id(), {.limit = portals::everything}).items)
        if (filter.matches(item->value))
            catalog.environments.push_back(environmentOf(services.state, item->value,
                                                         reader->isRobot && wantsSessions(query)));
    co_return json(catalog);
}

Task<http::Response> showWorkshopCatalog(Services services, Call &call)
{
    const auto reader = readerOf(services, call);
    if (!reader)
        co_return robotProblem(reader.error());
    const TrainingPortal &portal = reader->portal->value;
    const Filter filter = catalogFilterOf(call.request.query(), false);
    WorkshopCatalog catalog{.portal = portalOf(services.state, portal, baseUrlOf(services, call.request))};
    for (const auto &item :
         services.state.environments.page(Environments::byPortal, portal.id(), {.limit = portals::everything}).items)
        if (filter.matches(item->value))
            catalog.workshops.push_back({workshopOf(services.state, item->value), loadOf(services.state, item->value)});
    co_return json(catalog);
}

Task<http::Response> showEnvironmentStatus(Services services, Call &call)
{
    const auto portal = portalOfRobot(services, call);
    if (!portal)
        co_return robotProblem(portal.error());
    const auto item = services.state.environments.find(
        WorkshopEnvironment::idOf((*portal)->value.cluster, (*portal)->value.name, call.path.get("environment")));
    if (!item)
        co_return http::Response::problem(403, "Environment does not exist");
    auto told = environmentOf(services.state, item->value, wantsSessions(call.request.query()));
    told.workshop.name = std::exchange(told.workshop.resource, {});
    co_return json(told);
}

} // namespace portolan::api
