// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/random.h"
#include "server/portals/educates/portal_calls.h"
#include "server/portals/portal_driver.h"
#include "server/state/state.h"

#include <mutex>
#include <set>

namespace portolan::portals {

/// Portals that are somewhere else, over their REST API (lookup spec section 6). What is asked for is committed before it
/// is asked, so that a session whose answer was lost is found again: settle() takes it over, or ends it.
class EducatesPortal final : public PortalDriver
{
public:
    struct Options {
        outbound::OutboundPolicy policy = {
            .allowed = {}, .key = "portals.allow_internal", .authoritiesKey = "portals.ca_file"};
        std::string authorities = {}; ///< PEM certificates that are trusted besides the system's
        std::chrono::milliseconds deadline{5'000}; ///< of one request that says no other
        /// How long a session may come into being after its request was given up. A portal ends what nobody opens after 60 s.
        std::chrono::milliseconds settleFor{90'000};
    };
    /// Called, in any thread, with the id of a portal that should be asked what it has.
    using Wake = std::function<void(std::string portalId)>;

    EducatesPortal(State &state, Random &random, PortalCalls::Account account, Wake wake, Options options);

    [[nodiscard]] Task<Result<SessionGrant>> request(PortalPtr portal, SessionRequest wanted) override;
    [[nodiscard]] Task<Result<schedule::SessionClock>> clock(PortalPtr portal, WorkshopSession session) override;
    [[nodiscard]] Task<Result<Extended>> extend(PortalPtr portal, WorkshopSession session) override;
    [[nodiscard]] Task<Result<void>> terminate(PortalPtr portal, WorkshopSession session,
                                               SessionEnding ending) override;

    /// Makes the rows of the portal's environments and sessions what it tells of them, and settles what was lost. Errors:
    /// it could not be asked, and the portal's row says so. One at a time for each portal.
    [[nodiscard]] Task<Result<void>> poll(PortalPtr portal, std::stop_token cancel);

private:
    class Asking;

    [[nodiscard]] PortalCalls::Deadline deadlineOf(const SessionRequest &wanted) const;
    [[nodiscard]] Task<Result<SessionGrant>> reacquire(PortalPtr portal, SessionRequest wanted);
    [[nodiscard]] Task<Result<SessionGrant>> askFor(PortalPtr portal, SessionRequest wanted, SessionIntent intent,
                                                    std::string workshop);
    [[nodiscard]] Task<Result<void>> note(SessionRequest wanted, SessionIntent intent, std::string workshop,
                                          std::string session);
    [[nodiscard]] Task<void> forget(SessionIntent intent);
    [[nodiscard]] Task<Result<outbound::OutboundAnswer>> ask(PortalPtr portal, WorkshopSession session,
                                                             std::string verb);

    [[nodiscard]] Task<Result<void>> mirror(PortalPtr portal, std::stop_token cancel);
    /// Gives what is still not known; nothing where all is settled.
    [[nodiscard]] Task<Result<std::string>> settle(PortalPtr portal, std::stop_token cancel);
    [[nodiscard]] Task<Result<void>> settleOne(PortalPtr portal, SessionIntent intent, std::stop_token cancel);
    [[nodiscard]] Task<void> tell(PortalPtr portal, PortalPhase phase, std::string message);

    State &m_state;
    Random &m_random;
    const Wake m_wake;
    const Options m_options;
    PortalCalls m_calls;
    std::mutex m_mutex;
    std::set<std::string> m_asking; ///< intents whose requests are under way
};

} // namespace portolan::portals
