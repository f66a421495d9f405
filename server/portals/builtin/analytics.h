// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/state/state.h"

#include <atomic>
#include <functional>

namespace portolan::portals {

/// Says in a change what happens in this server's portals: in the event log, and to the webhooks of the portal and of the
/// session (lookup spec section 6.5; docs/workshops.md). What webhooks are told is committed with what has happened, and
/// WebhookPoster brings it to them. For any thread.
class Analytics
{
public:
    struct Options {
        std::function<std::string()> base; ///< how users reach this server
        std::size_t mostWaiting = 10'000; ///< of one webhook; what comes then is left out
    };

    Analytics(const State &state, Options options) : m_state(state), m_options(std::move(options)) {}

    /// `what`: created, allocated, ready, started, extended, stopping, deleted. `actor`: who has asked for it.
    void report(store::Change &change, std::string_view what, const WorkshopSession &session,
                std::string_view actor = {}) const;
    /// `what`: created, changed, stopping, deleted. `portal`: its, as it is after the change.
    void report(store::Change &change, std::string_view what, const WorkshopEnvironment &environment,
                const TrainingPortal &portal) const;
    /// What the session's page tells; `data`: an object of JSON.
    void reportAction(store::Change &change, const WorkshopSession &session, std::string_view name,
                      const RawJson &data) const;

    /// The types of events behind which there may be something to be posted.
    [[nodiscard]] static std::vector<std::string> eventTypes();

private:
    struct Happening;

    void tellSession(store::Change &change, const WorkshopSession &session, std::string_view name,
                     const RawJson &data) const;
    void tellUser(store::Change &change, const WorkshopSession &session, std::string_view name) const;
    void post(store::Change &change, const TrainingPortal &portal, const std::string &target,
              const Happening &happening) const;
    [[nodiscard]] bool hasOthersIn(const TrainingPortal &portal, const WorkshopSession &session) const;

    const State &m_state;
    const Options m_options;
    mutable std::atomic<std::int64_t> m_sequence = 0; ///< puts into order what happens at one time
};

} // namespace portolan::portals
