// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/keyed_lock.h"
#include "core/base/random.h"
#include "server/control/blueprints.h"
#include "server/portals/builtin/analytics.h"
#include "server/portals/builtin/workspace_numbers.h"
#include "server/portals/portal_driver.h"
#include "server/state/state.h"

#include <functional>
#include <map>
#include <mutex>
#include <set>

namespace portolan::portals {

/// The portals of this server. What is asked is committed, and the session controller is woken, which makes it so. Capacity
/// is bounded where it is committed: no two requests ever get one place.
class BuiltinPortal final : public PortalDriver
{
public:
    struct Wake {
        std::function<void(std::string sessionId)> session;
        std::function<void(std::string environmentId)> environment;
        std::function<void(std::string workspace)> workspace;
    };
    struct Options {
        std::string runtime = "local"; ///< where its workspaces run
    };

    BuiltinPortal(State &state, const control::Blueprints &blueprints, const Analytics &analytics, Random &random,
                  Wake wake, Options options)
        : m_state(state),
          m_blueprints(blueprints),
          m_analytics(analytics),
          m_random(random),
          m_wake(std::move(wake)),
          m_options(std::move(options)),
          m_workspaceNumbers(state.clock(), [&state](std::uint32_t number) {
              return state.workspaces.findByClaim("workspace/number", std::to_string(number)) != nullptr;
          })
    {}

    [[nodiscard]] Task<Result<SessionGrant>> request(PortalPtr portal, SessionRequest wanted) override;
    /// Of this and the two below the portal is not looked at: it may be gone, and nullptr.
    [[nodiscard]] Task<Result<schedule::SessionClock>> clock(PortalPtr portal, WorkshopSession session) override;
    [[nodiscard]] Task<Result<Extended>> extend(PortalPtr portal, WorkshopSession session) override;
    [[nodiscard]] Task<Result<void>> terminate(PortalPtr portal, WorkshopSession session,
                                               SessionEnding ending) override;

    /// Opens a session with its token, once; gives the secret of the cookie that the browser has from then on.
    /// InvalidArgument for a token that is wrong, was used or is too old.
    struct Opened {
        WorkshopSession session;
        std::string cookie;
    };
    [[nodiscard]] Task<Result<Opened>> activate(std::string sessionId, std::string token);
    /// Whether a cookie has opened the session.
    [[nodiscard]] static bool isOpenFor(const WorkshopSession &session, std::string_view cookie);

    /// A session that is kept warm, where the environment wants one more and there is room. Gives whether one was made.
    [[nodiscard]] Task<Result<bool>> reserve(std::string environmentId);

    /// Of this name in a portal of this server; nothing where there is none.
    [[nodiscard]] store::ItemPtr<WorkshopSession> find(std::string_view portal, std::string_view session) const;

private:
    class HandedOut;

    [[nodiscard]] Task<Result<SessionGrant>> giveAgain(store::ItemPtr<WorkshopSession> item, SessionRequest wanted);
    [[nodiscard]] Task<Result<SessionGrant>> giveReserved(store::ItemPtr<WorkshopSession> item, SessionRequest wanted);
    /// The oldest that is nobody's and that nobody is being given: one that is warm, else one that is about to be.
    [[nodiscard]] store::ItemPtr<WorkshopSession> spareIn(std::string_view where,
                                                          const store::Index<WorkshopSession> &index) const;
    /// Numbers of sessions are never given twice: the rows that are there have theirs, the environment that of the last one
    /// that was forgotten.
    [[nodiscard]] std::int64_t nextNumber(const WorkshopEnvironment &environment);
    /// Of a session that was not made; lost where another one was given meanwhile.
    void giveBack(const std::string &environmentId, std::int64_t number);
    /// `instead`: a session that ends in the same change, so that there is room.
    [[nodiscard]] Task<Result<WorkshopSession>> make(PortalPtr portal, store::ItemPtr<WorkshopEnvironment> environment,
                                                     std::optional<SessionRequest> wanted, std::string tokenHash,
                                                     store::ItemPtr<WorkshopSession> instead = nullptr);
    [[nodiscard]] Result<void> withinCaps(const TrainingPortal &portal, const SessionRequest &wanted) const;
    void assign(WorkshopSession &session, const SessionRequest &wanted, std::string tokenHash) const;
    [[nodiscard]] static SessionGrant grantOf(const WorkshopSession &session, const std::string &token,
                                              const std::string &indexUrl);

    State &m_state;
    const control::Blueprints &m_blueprints;
    const Analytics &m_analytics;
    Random &m_random;
    Wake m_wake;
    Options m_options;
    WorkspaceNumbers m_workspaceNumbers;
    KeyedLock m_turns; ///< by environment and user; of reserves by environment
    mutable std::mutex m_mutex;
    std::map<std::string, std::int64_t> m_numbers; ///< the last that was given, by environment
    std::set<std::string> m_handedOut; ///< sessions that are being given to somebody just now
};

} // namespace portolan::portals
