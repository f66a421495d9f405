// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/environments.h"

#include <algorithm>

namespace portolan::portals {

namespace {

/// Later ones win.
std::vector<Label> merged(std::initializer_list<const std::vector<Label> *> layers)
{
    std::vector<Label> labels;
    for (const std::vector<Label> *layer : layers)
        for (const Label &label : *layer) {
            const auto known = std::ranges::find(labels, label.name, &Label::name);
            if (known == labels.end())
                labels.push_back(label);
            else
                known->value = label.value;
        }
    return labels;
}

WorkshopEnvironment shaped(WorkshopEnvironment environment, const TrainingPortal &portal, const PortalWorkshop &offered,
                           const std::optional<Workshop> &workshop)
{
    environment.workshop = offered.calledName();
    environment.resource = offered.name;
    environment.rules = rulesOf(portal.spec.portal, offered);
    environment.phase = workshop ? EnvironmentPhase::Running : EnvironmentPhase::Pending;
    environment.message = workshop ? std::string() : std::format("there is no workshop {} yet", offered.name);
    if (workshop) {
        environment.title = workshop->spec.title;
        environment.description = workshop->spec.description;
        environment.generation = workshop->generation;
        environment.labels = merged({&portal.spec.portal.workshop.defaults.labels, &workshop->spec.labels,
                                     &offered.labels});
    }
    return environment;
}

} // namespace

EnvironmentRules rulesOf(const TrainingPortalSpec::Portal &portal, const PortalWorkshop &workshop)
{
    const EnvironmentRules &defaults = portal.workshop.defaults;
    using namespace std::chrono_literals;
    const auto first = [](const auto &own, const auto &general, auto otherwise) {
        return own ? *own : general ? *general : otherwise;
    };
    EnvironmentRules rules;
    rules.capacity = first(workshop.capacity, defaults.capacity, portal.sessions.maximum);
    rules.reserved = first(workshop.reserved, defaults.reserved, std::int64_t(1));
    if (*rules.capacity > 0)
        rules.reserved = std::min(*rules.reserved, *rules.capacity);
    rules.initial = first(workshop.initial, defaults.initial, *rules.reserved);
    if (*rules.capacity > 0)
        rules.initial = std::min(*rules.initial, *rules.capacity);
    rules.expires = first(workshop.expires, defaults.expires, std::chrono::milliseconds(0));
    rules.overtime = first(workshop.overtime, defaults.overtime, std::chrono::milliseconds(0));
    rules.deadline = first(workshop.deadline, defaults.deadline, std::chrono::milliseconds(0));
    rules.orphaned = first(workshop.orphaned, defaults.orphaned, std::chrono::milliseconds(0));
    rules.overdue = first(workshop.overdue, defaults.overdue, std::chrono::milliseconds(2min));
    return rules;
}

void planEnvironments(store::Change &change, TrainingPortal &portal,
                      const std::vector<store::ItemPtr<WorkshopEnvironment>> &existing,
                      const std::function<std::optional<Workshop>(const std::string &)> &workshops,
                      const Analytics &analytics, Random &random)
{
    for (const PortalWorkshop &offered : portal.spec.workshops) {
        const auto workshop = workshops(offered.name);
        const auto known = std::ranges::find_if(existing, [&](const auto &item) {
            return item->value.workshop == offered.calledName() && item->value.resource == offered.name
                   && item->value.phase != EnvironmentPhase::Stopping;
        });
        if (known != existing.end()) {
            if (auto next = shaped((*known)->value, portal, offered, workshop); next != (*known)->value) {
                analytics.report(change, "changed", next, portal);
                change.put(std::move(next), (*known)->version);
            }
            continue;
        }
        const std::int64_t number = ++portal.lastEnvironment;
        auto made = shaped({.name = std::format("{}-w{:02}", portal.name, number),
                            .portal = portal.name,
                            .cluster = portal.cluster,
                            .uid = randomUuid(random),
                            .number = number,
                            .portalCreated = portal.created},
                           portal, offered, workshop);
        analytics.report(change, "created", made, portal);
        change.put(std::move(made), store::absent);
    }
    for (const auto &item : existing) {
        const bool isOffered = std::ranges::any_of(portal.spec.workshops, [&](const PortalWorkshop &offered) {
            return offered.calledName() == item->value.workshop && offered.name == item->value.resource;
        });
        if (isOffered || item->value.phase == EnvironmentPhase::Stopping)
            continue;
        WorkshopEnvironment ending = item->value;
        ending.phase = EnvironmentPhase::Stopping;
        ending.message = "the portal no longer offers it";
        analytics.report(change, "stopping", ending, portal);
        change.put(std::move(ending), item->version);
    }
}

Fill fillOf(const State &state, const WorkshopEnvironment &environment)
{
    using Sessions = store::Stored<WorkshopSession>;
    const auto count = [&](SessionPhase phase) {
        return static_cast<std::int64_t>(state.workshopSessions.count(Sessions::byEnvironmentPhase,
                                                                      Sessions::groupOf(environment.id(), phase)));
    };
    if (!environment.toldAllocated)
        return {.allocated = count(SessionPhase::Allocated), .available = count(SessionPhase::Available)};
    // Sessions that were won since the portal told are among those that are known.
    const std::int64_t since = std::max<std::int64_t>(count(SessionPhase::Allocated) - *environment.toldAllocated, 0);
    return {.allocated = *environment.toldAllocated + since,
            .available = std::max<std::int64_t>(environment.toldAvailable.value_or(0) - since, 0)};
}

std::int64_t allocatedIn(const State &state, const TrainingPortal &portal)
{
    using Sessions = store::Stored<WorkshopSession>;
    using Environments = store::Stored<WorkshopEnvironment>;
    if (portal.isBuiltin())
        return static_cast<std::int64_t>(state.workshopSessions.count(
            Sessions::byPortalPhase, Sessions::groupOf(portal.id(), SessionPhase::Allocated)));
    std::int64_t allocated = 0;
    for (const auto &item : state.environments.page(Environments::byPortal, portal.id(), {.limit = everything}).items)
        allocated += fillOf(state, item->value).allocated;
    return allocated;
}

} // namespace portolan::portals
