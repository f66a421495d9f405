// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/base/random.h"
#include "server/state/state.h"

namespace portolan::identity {

/// Logins with a browser: what a session cookie stands for. For any thread with an event loop.
class SessionService
{
public:
    struct Options {
        std::chrono::milliseconds lifetime{24 * 3600 * 1000};
        std::size_t perUser = 20; ///< the oldest goes when there are more
    };
    struct Login {
        std::string username;
        std::string provider = "local";
        std::string address;
        std::string userAgent;
    };

    SessionService(State &state, Random &random, Options options) : m_state(state), m_random(random), m_options(options)
    {}

    /// Begins a session and gives the cookie's value: 256 random bits as base64url.
    [[nodiscard]] Task<Result<std::string>> begin(Login login);
    /// Ends it; one that is not there has ended.
    [[nodiscard]] Task<Result<void>> end(std::string hash);
    /// It lasts its whole lifetime again, from now.
    [[nodiscard]] Task<Result<void>> extend(std::string hash);
    /// Removes those that have expired. In the control loop, now and then.
    [[nodiscard]] Task<Result<void>> removeExpired();

    [[nodiscard]] std::chrono::milliseconds lifetime() const { return m_options.lifetime; }

private:
    State &m_state;
    Random &m_random;
    Options m_options;
};

} // namespace portolan::identity
