// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/base/random.h"
#include "server/state/state.h"

namespace portolan::portals {

/// The tokens with which other lookup services speak to the portals of this server, as their robots (lookup spec section
/// 6.1). Their SHA-256 only is kept. They are good for one portal, and end with the account that they were given for: with
/// another password or secret. For any thread with an event loop.
class RobotTokens
{
public:
    struct Options {
        std::chrono::seconds access{10 * 3600};
        std::chrono::seconds refresh{30 * 24 * 3600};
        std::size_t perPortal = 1'000; ///< the oldest go when there are more
    };
    struct Pair {
        std::string access;
        std::string refresh;
        std::chrono::seconds expiresIn{};
    };

    RobotTokens(State &state, Random &random) : RobotTokens(state, random, Options()) {}
    RobotTokens(State &state, Random &random, Options options) : m_state(state), m_random(random), m_options(options) {}

    /// For whoever has proved to know the account.
    [[nodiscard]] Task<Result<Pair>> issue(TrainingPortal portal);
    /// Others for a refresh token, which is used up. Unauthenticated for one that is not good.
    [[nodiscard]] Task<Result<Pair>> renew(TrainingPortal portal, std::string refresh);
    /// Ends a token of either kind and the one that came with it; one that is not good has ended.
    [[nodiscard]] Task<Result<void>> revoke(TrainingPortal portal, std::string token);
    [[nodiscard]] bool isGood(const TrainingPortal &portal, std::string_view access) const;

    /// Removes those that have expired. Now and then.
    [[nodiscard]] Task<Result<void>> removeExpired();

private:
    [[nodiscard]] store::ItemPtr<RobotToken> findRefresh(const TrainingPortal &portal, std::string_view refresh) const;
    [[nodiscard]] Task<Result<Pair>> replace(TrainingPortal portal, store::ItemPtr<RobotToken> before);

    State &m_state;
    Random &m_random;
    const Options m_options;
};

} // namespace portolan::portals
