// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/encoding.h"
#include "core/model/workshop/portal_session.h"
#include "core/schema/codec.h"
#include "server/portals/builtin/builtin_portal.h"
#include "server/portals/educates/educates_portal.h"
#include "server/portals/educates/mirror.h"
#include "server/portals/environments.h"
#include "server/portals/log.h"
#include "server/state/amend.h"

/// What a remote portal tells, and what becomes of requests whose answers were lost.
namespace portolan::portals {

namespace {

using Intents = store::Stored<SessionIntent>;
using Sessions = store::Stored<WorkshopSession>;
using SteadyClock = std::chrono::steady_clock;

constexpr std::string_view
    catalogTarget = "/workshops/catalog/environments/?sessions=true&state=STARTING&state=RUNNING&state=STOPPING";
constexpr std::size_t largestCatalog = 32 * 1024 * 1024;

store::Event portalEvent(const std::string &id)
{
    return {.type = "portal.changed", .subjectKind = "portal", .subjectId = id};
}

} // namespace

Task<Result<void>> EducatesPortal::poll(PortalPtr portal, std::stop_token cancel)
{
    Result<std::string> settled;
    if (auto mirrored = co_await mirror(portal, cancel); !mirrored)
        settled = std::unexpected(std::move(mirrored.error()));
    else
        settled = co_await settle(portal, cancel);
    if (settled)
        co_await tell(portal, PortalPhase::Running, *settled);
    else if (settled.error().code != ErrorCode::Cancelled)
        co_await tell(portal, PortalPhase::Unreachable, settled.error().detail);
    co_return settled.transform([](const std::string &) {});
}

Task<Result<void>> EducatesPortal::mirror(PortalPtr portal, std::stop_token cancel)
{
    for (int attempt = 0; attempt < amendAttempts; ++attempt) {
        const RowVersions before = versionsOf(m_state, portal->value);
        const auto answer = co_await m_calls.send(portal, {.target = std::string(catalogTarget),
                                                           .maxAnswer = largestCatalog,
                                                           .deadline = SteadyClock::now() + m_options.deadline,
                                                           .cancel = cancel});
        if (!answer)
            co_return std::unexpected(answer.error());
        if (answer->status != 200)
            co_return unexpectedAnswer(portal->value, std::format("{} where its catalog is", answer->status));
        const auto catalog = schema::decode<EnvironmentCatalog>(answer->body);
        if (!catalog)
            co_return unexpectedAnswer(portal->value, "what is no catalog: " + catalog.error().detail.substr(0, 200));
        auto change = mirrored(m_state, portal->value, *catalog, before, m_random);
        if (!change)
            co_return unexpectedAnswer(portal->value, change.error().detail);
        const std::int64_t maximum = std::max<std::int64_t>(catalog->portal.sessions.maximum, 0);
        const std::function<Result<void>(TrainingPortal &, store::Change &)> edit = [maximum](TrainingPortal &row,
                                                                                              store::Change &) {
            row.toldMaximum = maximum;
            return Result<void>{};
        };
        if (auto noted = co_await amend(m_state, m_state.portals, portal->id, edit); !noted)
            co_return std::unexpected(std::move(noted.error()));
        if (!*change)
            co_return Result<void>{};
        auto committed = co_await m_state.ledger().commit(std::move(**change));
        if (committed)
            co_return Result<void>{};
        // Somebody was given a session, or ended one, while it was read.
        if (committed.error().code != ErrorCode::Conflict)
            co_return std::unexpected(std::move(committed.error()));
    }
    co_return fail(ErrorCode::Unavailable, std::format("the rows of the portal {} keep changing", portal->value.name));
}

Task<Result<std::string>> EducatesPortal::settle(PortalPtr portal, std::stop_token cancel)
{
    int open = 0;
    std::string why;
    for (const auto &item : m_state.sessionIntents.page(Intents::byPortal, portal->id, {.limit = everything}).items) {
        {
            const std::lock_guard lock(m_mutex);
            if (m_asking.contains(item->id))
                continue;
        }
        auto settled = co_await settleOne(portal, item->value, cancel);
        if (settled)
            continue;
        // What it answers for one user says nothing of the others.
        const ErrorCode code = settled.error().code;
        if (code != ErrorCode::BadGateway && code != ErrorCode::Conflict && code != ErrorCode::NotFound)
            co_return std::unexpected(std::move(settled.error()));
        ++open;
        why = std::move(settled.error().detail);
    }
    co_return open == 0 ? std::string()
                        : std::format("what became of {} is not known yet: {}",
                                      open == 1 ? "a request" : std::format("{} requests", open), why);
}

Task<Result<void>> EducatesPortal::settleOne(PortalPtr portal, SessionIntent intent, std::stop_token cancel)
{
    const auto answer = co_await m_calls.send(portal, {.target = std::format("/workshops/user/{}/sessions/",
                                                                             percentEncode(intent.user)),
                                                       .deadline = SteadyClock::now() + m_options.deadline,
                                                       .cancel = cancel});
    if (!answer)
        co_return std::unexpected(answer.error());
    // Upstream finds no user whose name has more than letters, digits and hyphens; its catalog has told of the sessions.
    UserSessions found;
    if (answer->status == 200) {
        auto told = schema::decode<UserSessions>(answer->body);
        if (!told)
            co_return unexpectedAnswer(portal->value, "what is no list of sessions");
        found = std::move(*told);
    } else if (answer->status == 404) {
        for (const auto &row :
             m_state.workshopSessions.page(Sessions::byUser, intent.user, {.limit = everything}).items)
            if (row->value.portalId() == portal->id)
                found.sessions.push_back({.name = row->value.name, .environment = row->value.environment});
    } else {
        co_return unexpectedAnswer(portal->value, std::format("{} where the sessions of a user are", answer->status));
    }
    std::erase_if(found.sessions, [&intent](const UserSession &session) {
        return session.environment != intent.environment || !isPortalName(session.name);
    });
    const auto environment = m_state.environments.find(WorkshopEnvironment::idOf(intent.cluster, intent.portal,
                                                                                 intent.environment));
    const std::string workshop = environment ? environment->value.workshop : std::string();
    for (const UserSession &session : found.sessions) {
        if (!intent.userIsMadeUp) {
            if (auto noted = co_await note({}, intent, workshop, session.name); !noted)
                co_return noted;
            qCInfo(logPortals).noquote() << "the session" << session.name << "was found again for" << intent.client;
            continue;
        }
        auto ended = co_await terminate(portal,
                                        {.name = session.name,
                                         .environment = intent.environment,
                                         .portal = intent.portal,
                                         .cluster = intent.cluster},
                                        {SessionEnd::Unclaimed});
        if (!ended)
            co_return ended;
        qCInfo(logPortals).noquote() << "the session" << session.name << "was ended, whose answer was lost";
    }
    // One that is not there yet may still come, from a request that is on its way.
    const bool isOver = !found.sessions.empty() || intent.asked + m_options.settleFor <= m_state.clock().now();
    if (isOver && m_state.sessionIntents.find(intent.id))
        co_await forget(intent);
    co_return Result<void>{};
}

Task<void> EducatesPortal::tell(PortalPtr portal, PortalPhase phase, std::string message)
{
    if (phase == PortalPhase::Running && !message.empty() && message != portal->value.message)
        qCWarning(logPortals).noquote() << "the portal" << portal->value.name << ":" << message;
    const std::function<Result<void>(TrainingPortal &, store::Change &)> edit = [&](TrainingPortal &row,
                                                                                    store::Change &change) {
        if (row.phase != phase || row.message != message)
            change.record(portalEvent(portal->id));
        row.phase = phase;
        row.message = message;
        return Result<void>{};
    };
    const auto told = co_await amend(m_state, m_state.portals, portal->id, edit);
    if (!told && told.error().code != ErrorCode::NotFound) // One that was removed meanwhile.
        qCWarning(logPortals).noquote() << "the portal" << portal->value.name << ":" << told.error().detail;
}

} // namespace portolan::portals
