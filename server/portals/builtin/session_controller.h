// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/loop.h"
#include "server/control/heartbeats.h"
#include "server/control/keyed_queue.h"
#include "server/control/workspace_service.h"
#include "server/portals/builtin/builtin_portal.h"

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>

namespace portolan::portals {

/// Makes of the sessions and environments of this server's portals what the store says they shall be: follows the
/// workspaces of sessions, keeps reserves warm, ends what is overdue, and clears away what has ended. Level-triggered, as
/// WorkspaceController. Lives in the control loop's thread.
class SessionController
{
public:
    struct Options {
        std::chrono::milliseconds lookEvery{1'000}; ///< for what is overdue
        std::chrono::hours keepEnded{36}; ///< so that whoever comes late is told where to go
        control::Heartbeats::Heart heart = {}; ///< beats each `lookEvery`
    };

    SessionController(State &state, control::WorkspaceService &workspaces, const Analytics &analytics, Options options);

    /// What changes sessions, and wakes this. Before start().
    void setPortal(BuiltinPortal &portal) { m_portal = &portal; }
    void start();
    [[nodiscard]] Task<void> stop();

    /// Adds to the change with which a workspace runs that its session is ready, where it has one that waits for it.
    void workspaceRuns(store::Change &change, const Workspace &workspace) const;

    /// Thread-safe.
    void wakeSession(std::string id) { wake('s' + std::move(id)); }
    void wakeEnvironment(std::string id) { wake('e' + std::move(id)); }
    void wakePortal(std::string id) { wake('p' + std::move(id)); }

    /// Somebody looks at the session's page, now. Thread-safe.
    void seen(const std::string &sessionId);

    [[nodiscard]] std::size_t depth() const { return m_queue.depth(); }

private:
    void wake(std::string key);
    [[nodiscard]] Task<Result<void>> reconcile(std::string key);
    [[nodiscard]] Task<Result<void>> reconcileSession(std::string id);
    [[nodiscard]] Task<Result<void>> reconcileEnvironment(std::string id);
    [[nodiscard]] Task<Result<void>> reconcilePortal(std::string id);
    [[nodiscard]] Task<Result<void>> follow(store::ItemPtr<WorkshopSession> item);
    [[nodiscard]] Task<Result<void>> clearAway(store::ItemPtr<WorkshopSession> item);
    [[nodiscard]] Task<Result<void>> end(const WorkshopSession &session, SessionEnding ending);
    [[nodiscard]] std::optional<SessionEnd> overdue(const WorkshopSession &session) const;
    /// Whether that is added to the change.
    [[nodiscard]] bool addReady(store::Change &change, const store::Versioned<WorkshopSession> &item) const;
    /// Whether there is something to be done for a session, now that its workspace has changed.
    [[nodiscard]] bool concerns(const WorkshopSession &session) const;
    [[nodiscard]] Task<void> followWorkspaces();
    [[nodiscard]] Task<void> watchTheClock(std::stop_token stop);

    State &m_state;
    control::WorkspaceService &m_workspaces;
    const Analytics &m_analytics;
    BuiltinPortal *m_portal = nullptr;
    Options m_options;
    std::shared_ptr<Loop> m_loop = Loop::current();
    control::KeyedQueue m_queue;
    std::optional<store::EventSubscription> m_events;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
    std::stop_source m_stopping;
    std::optional<Task<void>> m_following;
    std::optional<Task<void>> m_watching;
    mutable std::mutex m_mutex;
    std::map<std::string, Time> m_seen; ///< by session
};

} // namespace portolan::portals
