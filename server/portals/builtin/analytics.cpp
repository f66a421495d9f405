// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/builtin/analytics.h"

#include "core/base/time.h"
#include "server/portals/log.h"
#include "server/portals/session_event.h"

#include <optional>

namespace portolan::portals {

namespace {

using Posts = store::Stored<WebhookPost>;
using Sessions = store::Stored<WorkshopSession>;

/// Upstream's names by ours.
constexpr auto sessionNames = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"created", "Session/Created"},
    {"allocated", "Session/Pending"},
    {"started", "Session/Started"},
    {"extended", "Session/Extended"},
    {"stopping", "Session/Stopping"},
    {"deleted", "Session/Deleted"},
});
constexpr auto environmentNames = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"created", "Environment/Created"},
    {"stopping", "Environment/Terminate"},
    {"deleted", "Environment/Deleted"},
});
constexpr std::string_view actionEvent = "workshop-session.action";

std::string_view nameOf(const auto &names, std::string_view what)
{
    const auto found = std::ranges::find(names, what, &std::pair<std::string_view, std::string_view>::first);
    return found == names.end() ? std::string_view() : found->second;
}

std::string_view nameOf(SessionEnd end)
{
    switch (end) {
    case SessionEnd::NotActivated:
    case SessionEnd::Expired:
        return "Session/Expired";
    case SessionEnd::Orphaned:
        return "Session/Orphaned";
    case SessionEnd::Vanished:
        return "Session/Vanished";
    case SessionEnd::NotNeeded:
    case SessionEnd::Displaced:
        return "Session/Terminate";
    case SessionEnd::Finished:
    case SessionEnd::Ended:
    case SessionEnd::NotReady:
    case SessionEnd::Withdrawn:
    case SessionEnd::Unclaimed:
        break;
    }
    return "Session/Stopping";
}

/// As Python writes it, which upstream's receivers may read.
std::string timestampOf(Time time)
{
    std::string text = formatTime(time);
    text.pop_back();
    return text + "+00:00";
}

void write(JsonWriter &writer, std::string_view key, std::string_view text)
{
    if (!text.empty())
        writer.key(key).string(text);
}

} // namespace

struct Analytics::Happening {
    std::string_view name;
    std::optional<std::string> user = {}; ///< empty: nobody's yet
    std::string_view session = {};
    std::string_view environment = {};
    std::string workshop = {};
    RawJson data{"{}"};
    bool isOfUser = false; ///< then the portal is told of by its name only
};

void Analytics::report(store::Change &change, std::string_view what, const WorkshopSession &session,
                       std::string_view actor) const
{
    change.record(sessionEvent(what, session, actor));
    const std::string_view name = what == "stopping" && session.end ? nameOf(*session.end) : nameOf(sessionNames, what);
    const bool isGiven = what == "allocated" || (what == "created" && !session.user.empty());
    if (isGiven)
        tellUser(change, session, "User/Create");
    if (!name.empty()) {
        JsonWriter data;
        data.beginObject();
        if (session.end)
            data.key("end").string(schema::enumName(*session.end));
        data.endObject();
        tellSession(change, session, name, RawJson{data.text()});
    }
    if (what == "created" && isGiven)
        tellSession(change, session, nameOf(sessionNames, "allocated"), RawJson{"{}"});
    if (what == "deleted" && !session.user.empty())
        tellUser(change, session, "User/Delete");
}

void Analytics::report(store::Change &change, std::string_view what, const WorkshopEnvironment &environment,
                       const TrainingPortal &portal) const
{
    change.record(environmentEvent(what, environment.id()));
    const std::string_view name = nameOf(environmentNames, what);
    if (const std::string &webhook = portal.spec.analytics.webhook.url; !name.empty() && !webhook.empty())
        post(change, portal, webhook,
             {.name = name, .environment = environment.name, .workshop = environment.resource});
}

void Analytics::reportAction(store::Change &change, const WorkshopSession &session, std::string_view name,
                             const RawJson &data) const
{
    JsonWriter told;
    told.beginObject().key("name").string(name).key("user").string(session.user);
    told.key("workshop").string(session.workshop).key("data").raw(data).endObject();
    change.record({.type = std::string(actionEvent),
                   .subjectKind = std::string(Sessions::kind),
                   .subjectId = session.id(),
                   .owner = session.client,
                   .data = told.text()});
    tellSession(change, session, name, data);
}

std::vector<std::string> Analytics::eventTypes()
{
    std::vector<std::string> types{std::string(actionEvent)};
    for (const auto &[what, name] : sessionNames)
        types.push_back(std::format("{}.{}", Sessions::kind, what));
    for (const auto &[what, name] : environmentNames)
        types.push_back(std::format("{}.{}", store::Stored<WorkshopEnvironment>::kind, what));
    return types;
}

void Analytics::tellSession(store::Change &change, const WorkshopSession &session, std::string_view name,
                            const RawJson &data) const
{
    const auto portal = m_state.portals.find(session.portalId());
    if (!portal)
        return;
    const std::string &ofPortal = portal->value.spec.analytics.webhook.url;
    if (ofPortal.empty() && session.analyticsUrl.empty())
        return;
    const auto environment = m_state.environments.find(session.environmentId());
    const Happening happening{.name = name,
                              .user = session.user,
                              .session = session.name,
                              .environment = session.environment,
                              .workshop = environment ? environment->value.resource : session.workshop,
                              .data = data};
    if (!ofPortal.empty())
        post(change, portal->value, ofPortal, happening);
    if (!session.analyticsUrl.empty() && session.analyticsUrl != ofPortal)
        post(change, portal->value, session.analyticsUrl, happening);
}

void Analytics::tellUser(store::Change &change, const WorkshopSession &session, std::string_view name) const
{
    const auto portal = m_state.portals.find(session.portalId());
    if (portal && !portal->value.spec.analytics.webhook.url.empty() && !hasOthersIn(portal->value, session))
        post(change, portal->value, portal->value.spec.analytics.webhook.url,
             {.name = name, .user = session.user, .isOfUser = true});
}

bool Analytics::hasOthersIn(const TrainingPortal &portal, const WorkshopSession &session) const
{
    constexpr std::size_t all = 1'000'000;
    return std::ranges::any_of(m_state.workshopSessions.page(Sessions::byUser, session.user, {.limit = all}).items,
                               [&](const auto &item) {
                                   return item->value.portalId() == portal.id() && item->value.id() != session.id();
                               });
}

void Analytics::post(store::Change &change, const TrainingPortal &portal, const std::string &target,
                     const Happening &happening) const
{
    if (m_state.webhookPosts.count(Posts::byTarget, target) >= m_options.mostWaiting) {
        qCWarning(logPortals).noquote() << "a webhook of" << portal.name << "is too far behind: it is not told of"
                                        << QByteArray(happening.name.data(), qsizetype(happening.name.size()));
        return;
    }
    const Time now = m_state.clock().now();
    JsonWriter body;
    body.beginObject().key("portal").beginObject().key("name").string(portal.name);
    if (!happening.isOfUser)
        body.key("uid").string(portal.uid).key("generation").integer(portal.generation);
    body.key("url").string(std::format("{}/portals/{}", m_options.base(), portal.name)).endObject();
    body.key("event").beginObject().key("name").string(happening.name);
    body.key("timestamp").string(timestampOf(now));
    if (happening.user && !happening.user->empty())
        body.key("user").string(*happening.user);
    else if (happening.user)
        body.key("user").null();
    write(body, "session", happening.session);
    write(body, "environment", happening.environment);
    write(body, "workshop", happening.workshop);
    body.key("data").raw(happening.data).endObject().endObject();
    change.put(WebhookPost{.id = std::format("{:020}-{:010}", now.time_since_epoch().count(), ++m_sequence),
                           .target = target,
                           .portal = portal.id(),
                           .event = std::string(happening.name),
                           .body = body.text(),
                           .created = now},
               store::absent);
}

} // namespace portolan::portals
