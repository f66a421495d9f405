// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/loop.h"
#include "server/control/keyed_queue.h"
#include "server/portals/educates/educates_portal.h"

#include <chrono>
#include <map>
#include <optional>
#include <stop_token>

namespace portolan::portals {

/// Asks each remote portal now and then what it has: with jitter, so that several servers do not ask at once, and less
/// often while it does not answer. Lives in the control loop's thread.
class CatalogPoller
{
public:
    struct Options {
        std::chrono::milliseconds every{15'000};
        double jitter = 0.2; ///< of the pause, either way
        std::chrono::milliseconds longest{5 * 60'000}; ///< pause while it does not answer
    };

    CatalogPoller(State &state, Random &random, Options options);

    /// What asks, and wakes this. Before start().
    void setPortal(EducatesPortal &portal) { m_portal = &portal; }
    void start();
    /// Gives up what is under way.
    [[nodiscard]] Task<void> stop();

    /// Asks this portal soon, and from then on; thread-safe. One that is removed, or of this server, is left alone.
    void wake(std::string portalId);

    [[nodiscard]] std::size_t depth() const { return m_queue.depth(); }

private:
    struct Known {
        int failures = 0;
        std::uint64_t turn = 0; ///< of the timer that counts
    };

    [[nodiscard]] Task<Result<void>> work(std::string portalId);
    [[nodiscard]] std::chrono::milliseconds pauseAfter(int failures);

    State &m_state;
    Random &m_random;
    EducatesPortal *m_portal = nullptr;
    const Options m_options;
    std::shared_ptr<Loop> m_loop = Loop::current();
    control::KeyedQueue m_queue;
    std::map<std::string, Known> m_known;
    std::uint64_t m_turn = 0;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
    std::stop_source m_stopping;
};

} // namespace portolan::portals
