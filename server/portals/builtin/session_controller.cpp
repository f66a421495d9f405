// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/builtin/session_controller.h"

#include "core/async/timer.h"
#include "server/portals/environments.h"
#include "server/portals/log.h"

namespace portolan::portals {

namespace {

using Sessions = store::Stored<WorkshopSession>;
using Environments = store::Stored<WorkshopEnvironment>;

constexpr std::size_t atOnce = 200; ///< what one look at the clock takes on
constexpr const char *ofWorkspace = "workshop-session/workspace"; ///< the claim

control::KeyedQueue::FailureHandler logFailure()
{
    return [](const std::string &key, const Error &error, std::chrono::milliseconds pause) {
        qCWarning(logPortals).noquote() << key.substr(1) << "- trying again in" << pause.count()
                                        << "ms:" << error.detail;
    };
}

} // namespace

SessionController::SessionController(State &state, control::WorkspaceService &workspaces, const Analytics &analytics,
                                     Options options)
    : m_state(state),
      m_workspaces(workspaces),
      m_analytics(analytics),
      m_options(options),
      m_queue([this](std::string key) { return reconcile(std::move(key)); }, logFailure(), {.parallel = 32})
{}

void SessionController::start()
{
    // Before the first look, so that nothing that happens meanwhile is missed.
    m_events.emplace(m_state.events().subscribe(std::nullopt, {.subjectKind = "workspace"}));
    for (const auto &item : m_state.workshopSessions.page(Sessions::living, "", {.limit = everything}).items)
        if (!item->value.workspace.empty())
            m_queue.wake('s' + item->id);
    for (const auto &item : m_state.portals.all())
        if (item->value.isBuiltin())
            m_queue.wake('p' + item->id);
    m_following = followWorkspaces();
    m_watching = watchTheClock(m_stopping.get_token());
}

Task<void> SessionController::stop()
{
    *m_alive = false;
    m_stopping.request_stop();
    if (m_events)
        m_events->cancel();
    if (m_following)
        co_await *m_following;
    if (m_watching)
        co_await *m_watching;
    co_await m_queue.stop();
}

void SessionController::wake(std::string key)
{
    m_loop->post([this, alive = m_alive, key = std::move(key)] {
        if (*alive)
            m_queue.wake(key);
    });
}

void SessionController::seen(const std::string &sessionId)
{
    const std::lock_guard lock(m_mutex);
    m_seen[sessionId] = m_state.clock().now();
}

Task<void> SessionController::followWorkspaces()
{
    while (true) {
        const auto page = co_await m_events->next();
        if (!page && page.error().code == ErrorCode::Cancelled)
            co_return;
        if (!page) {
            qCWarning(logPortals).noquote() << "reading events failed:" << page.error().detail;
            if (!co_await sleepFor(std::chrono::seconds(1), m_stopping.get_token()))
                co_return;
            continue;
        }
        for (const store::EventPtr &event : page->events)
            if (const auto item = m_state.workshopSessions.findByClaim(ofWorkspace, event->subjectId);
                item && concerns(item->value))
                m_queue.wake('s' + item->id);
    }
}

bool SessionController::concerns(const WorkshopSession &session) const
{
    const auto workspace = m_state.workspaces.find(session.workspace);
    if (!workspace || !session.isAlive())
        return true;
    const WorkspaceState state = workspace->value.state;
    return state != WorkspaceState::Starting
           && (state != WorkspaceState::Running
               || lifecycle::workshopSessionTable.next(session.state, WorkshopSessionEvent::Ready));
}

bool SessionController::addReady(store::Change &change, const store::Versioned<WorkshopSession> &item) const
{
    const auto next = lifecycle::workshopSessionTable.next(item.value.state, WorkshopSessionEvent::Ready);
    if (!next)
        return false;
    WorkshopSession ready = item.value;
    ready.state = *next;
    m_analytics.report(change, "ready", ready);
    change.put(std::move(ready), item.version);
    return true;
}

void SessionController::workspaceRuns(store::Change &change, const Workspace &workspace) const
{
    if (const auto item = m_state.workshopSessions.findByClaim(ofWorkspace, workspace.name))
        std::ignore = addReady(change, *item);
}

Task<void> SessionController::watchTheClock(std::stop_token stop)
{
    do {
        m_options.heart.beat();
        const Time now = m_state.clock().now();
        for (const auto &item : m_state.workshopSessions.page(Sessions::byDeadline, "", {.limit = atOnce}).items)
            if (overdue(item->value))
                m_queue.wake('s' + item->id);
            else
                break;
        for (const auto &item : m_state.workshopSessions.page(Sessions::starting, "", {.limit = everything}).items)
            if (overdue(item->value))
                m_queue.wake('s' + item->id);
        for (const auto &item : m_state.workshopSessions.page(Sessions::ended, "", {.limit = atOnce}).items)
            if (item->value.ended.value_or(now) + m_options.keepEnded <= now)
                m_queue.wake('s' + item->id);
            else
                break;
        std::vector<std::string> orphans;
        {
            const std::lock_guard lock(m_mutex);
            for (const auto &[id, time] : m_seen)
                orphans.push_back(id);
        }
        for (const std::string &id : orphans)
            if (const auto item = m_state.workshopSessions.find(id); !item || overdue(item->value))
                m_queue.wake('s' + id);
    } while (co_await sleepFor(m_options.lookEvery, stop));
}

std::optional<SessionEnd> SessionController::overdue(const WorkshopSession &session) const
{
    const Time now = m_state.clock().now();
    if (!session.isAlive())
        return std::nullopt;
    if (session.activateBy && *session.activateBy <= now)
        return SessionEnd::NotActivated;
    if (session.expires && *session.expires <= now)
        return SessionEnd::Expired;
    const auto environment = m_state.environments.find(session.environmentId());
    if (!environment)
        return SessionEnd::Withdrawn;
    const auto orphaned = environment->value.rules.orphaned.value_or(std::chrono::milliseconds(0));
    if (orphaned.count() > 0 && session.started) {
        const std::lock_guard lock(m_mutex);
        const auto seen = m_seen.find(session.id());
        if (seen != m_seen.end() && seen->second + orphaned <= now)
            return SessionEnd::Orphaned;
    }
    const auto late = environment->value.rules.overdue.value_or(std::chrono::milliseconds(0));
    if (late.count() > 0 && session.state == WorkshopSessionState::Starting && session.created + late <= now)
        return SessionEnd::NotReady;
    return std::nullopt;
}

Task<Result<void>> SessionController::reconcile(std::string key)
{
    const std::string id = key.substr(1);
    switch (key.front()) {
    case 's':
        return reconcileSession(id);
    case 'e':
        return reconcileEnvironment(id);
    default:
        return reconcilePortal(id);
    }
}

Task<Result<void>> SessionController::reconcileSession(std::string id)
{
    const auto item = m_state.workshopSessions.find(id);
    if (!item || item->value.workspace.empty()) {
        const std::lock_guard lock(m_mutex);
        m_seen.erase(id);
        co_return Result<void>{};
    }
    if (item->value.isAlive())
        co_return co_await follow(item);
    co_return co_await clearAway(item);
}

Task<Result<void>> SessionController::follow(store::ItemPtr<WorkshopSession> item)
{
    const WorkshopSession &session = item->value;
    if (const auto why = overdue(session))
        co_return co_await end(session, {*why});
    const auto workspace = m_state.workspaces.find(session.workspace);
    if (!workspace)
        co_return co_await end(session, {SessionEnd::Vanished, "gone"});
    const WorkspaceState state = workspace->value.state;
    if (state != WorkspaceState::Starting && state != WorkspaceState::Running)
        co_return co_await end(session, {SessionEnd::Vanished,
                                         std::format("{}: {}", schema::enumName(state), workspace->value.message)});
    if (session.state == WorkshopSessionState::Running && session.started) {
        // Whoever has come is there, until the page has not been heard of for a while.
        const std::lock_guard lock(m_mutex);
        m_seen.try_emplace(item->id, m_state.clock().now());
    }
    store::Change change;
    if (state != WorkspaceState::Running || !addReady(change, *item))
        co_return Result<void>{};
    auto committed = co_await m_state.ledger().commit(std::move(change));
    if (!committed && store::isRefusedBy(committed.error(), "version"))
        m_queue.wake('s' + item->id); // Somebody was faster: look again.
    else if (!committed)
        co_return std::unexpected(std::move(committed.error()));
    co_return Result<void>{};
}

Task<Result<void>> SessionController::end(const WorkshopSession &session, SessionEnding ending)
{
    co_return co_await m_portal->terminate(m_state.portals.find(session.portalId()), session, std::move(ending));
}

Task<Result<void>> SessionController::clearAway(store::ItemPtr<WorkshopSession> item)
{
    const WorkshopSession &session = item->value;
    const Time now = m_state.clock().now();
    if (session.state == WorkshopSessionState::Stopped) {
        if (session.ended.value_or(now) + m_options.keepEnded > now
            && m_state.environments.find(session.environmentId()))
            co_return Result<void>{};
        store::Change change;
        change.remove<WorkshopSession>(item->id, item->version);
        // Its number is not given again.
        if (const auto environment = m_state.environments.find(session.environmentId());
            environment && environment->value.lastSession < session.number) {
            WorkshopEnvironment row = environment->value;
            row.lastSession = session.number;
            change.put(std::move(row), environment->version);
        }
        auto committed = co_await m_state.ledger().commit(std::move(change));
        if (!committed)
            co_return std::unexpected(std::move(committed.error()));
        co_return Result<void>{};
    }
    if (m_state.workspaces.find(session.workspace)) {
        // Its end is an event that leads here again.
        auto removed = co_await m_workspaces.remove(session.workspace, {});
        if (!removed && removed.error().code != ErrorCode::NotFound)
            co_return std::unexpected(std::move(removed.error()));
        if (removed)
            co_return Result<void>{};
    }
    WorkshopSession gone = session;
    gone.state = WorkshopSessionState::Stopped;
    gone.ended = now;
    store::Change change;
    m_analytics.report(change, "deleted", gone);
    change.put(std::move(gone), item->version);
    auto committed = co_await m_state.ledger().commit(std::move(change));
    if (!committed)
        co_return std::unexpected(std::move(committed.error()));
    {
        const std::lock_guard lock(m_mutex);
        m_seen.erase(item->id);
    }
    m_queue.wake('e' + session.environmentId());
    co_return Result<void>{};
}

Task<Result<void>> SessionController::reconcileEnvironment(std::string id)
{
    const auto item = m_state.environments.find(id);
    if (!item || item->value.toldAllocated)
        co_return Result<void>{};
    const auto inPhase = [&](SessionPhase phase) {
        return m_state.workshopSessions
            .page(Sessions::byEnvironmentPhase, Sessions::groupOf(id, phase), {.limit = everything})
            .items;
    };
    if (item->value.phase == EnvironmentPhase::Stopping) {
        for (const SessionPhase phase : {SessionPhase::Pending, SessionPhase::Available, SessionPhase::Allocated})
            for (const auto &session : inPhase(phase))
                if (auto ended = co_await end(session->value, {SessionEnd::Withdrawn}); !ended)
                    co_return ended;
        if (!inPhase(SessionPhase::Stopping).empty())
            co_return Result<void>{};
        store::Change change;
        for (const auto &session : inPhase(SessionPhase::Stopped))
            change.remove<WorkshopSession>(session->id, session->version);
        change.remove<WorkshopEnvironment>(id, item->version);
        const auto portal = m_state.portals.find(item->value.portalId());
        m_analytics.report(change, "deleted", item->value, portal ? portal->value : TrainingPortal());
        auto committed = co_await m_state.ledger().commit(std::move(change));
        if (!committed)
            co_return std::unexpected(std::move(committed.error()));
        m_queue.wake('p' + item->value.portalId());
        co_return Result<void>{};
    }
    // Reserves follow the first request where none are made at the beginning.
    if (item->value.rules.initial.value_or(0) == 0 && item->value.lastSession == 0
        && m_state.workshopSessions.count(Sessions::byEnvironment, id) == 0)
        co_return Result<void>{};
    auto spare = inPhase(SessionPhase::Available);
    std::ranges::move(inPhase(SessionPhase::Pending), std::back_inserter(spare));
    const std::int64_t most = std::max(item->value.reserved(), item->value.rules.initial.value_or(0));
    while (static_cast<std::int64_t>(spare.size()) > most) {
        if (auto ended = co_await end(spare.back()->value, {SessionEnd::NotNeeded}); !ended)
            co_return ended;
        spare.pop_back();
    }
    while (true) {
        const auto made = co_await m_portal->reserve(id);
        if (!made)
            co_return std::unexpected(made.error());
        if (!*made)
            co_return Result<void>{};
    }
}

Task<Result<void>> SessionController::reconcilePortal(std::string id)
{
    const auto item = m_state.portals.find(id);
    if (!item || !item->value.isBuiltin())
        co_return Result<void>{};
    const auto environments = m_state.environments.page(Environments::byPortal, id, {.limit = everything}).items;
    for (const auto &environment : environments)
        m_queue.wake('e' + environment->id);
    if (item->value.phase != PortalPhase::Stopping || !environments.empty())
        co_return Result<void>{};
    store::Change change;
    change.remove<TrainingPortal>(id, item->version);
    change.record({.type = "portal.deleted", .subjectKind = "portal", .subjectId = id});
    auto committed = co_await m_state.ledger().commit(std::move(change));
    if (!committed)
        co_return std::unexpected(std::move(committed.error()));
    co_return Result<void>{};
}

} // namespace portolan::portals
