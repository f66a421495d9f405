// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/loop_thread.h"
#include "core/async/task.h"
#include "core/base/random.h"
#include "core/model/user/principal.h"
#include "server/identity/password_hash.h"
#include "server/state/state.h"

#include <atomic>
#include <map>
#include <mutex>

namespace portolan::identity {

/// Passwords of users of this server: set, checked, and closed for a while after failures. Hashing has a thread of its
/// own, and a bound on how many wait for it. For any thread with an event loop.
class PasswordService
{
public:
    struct Options {
        int failures = 5;                          ///< in a row, then the password is closed
        std::chrono::milliseconds lockout{900'000}; ///< for so long
        int waiting = 32;                          ///< checks at once; more are turned away
        Argon2 work = {};
    };

    PasswordService(State &state, Random &random, Options options);

    /// Whether this is the user's password. All that is wrong is told in the same words and takes the same time: no such
    /// user, no password, another one, closed after failures (Unauthenticated). Unavailable when too many wait.
    [[nodiscard]] Task<Result<void>> check(std::string username, std::string password);

    /// Whether this is the user's password, for those who may set it: it counts as no login, and no failures close it.
    [[nodiscard]] Task<Result<bool>> matches(std::string username, std::string password);

    /// Sets it; tokens that were signed and sessions that began before are refused from then on.
    [[nodiscard]] Task<Result<void>> set(std::string username, std::string password, Principal actor);
    /// Opens a password that was closed after failures.
    [[nodiscard]] Task<Result<void>> clearLockout(std::string username, Principal actor);

    /// When it opens again; nothing while it is open.
    [[nodiscard]] std::optional<Time> lockedUntil(std::string_view username) const;

private:
    [[nodiscard]] Task<Result<std::string>> hashed(std::string password);
    /// Whether it is right, and may still be told so. A wrong one is among m_uncounted until forget().
    [[nodiscard]] Task<Result<bool>> verify(std::string username, std::string password,
                                            std::optional<std::string> hash);
    [[nodiscard]] bool judge(const std::string &username, bool right);
    void forget(const std::string &username);
    [[nodiscard]] Task<Result<void>> countFailure(std::string username);

    State &m_state;
    Random &m_random;
    Options m_options;
    std::string m_decoy; ///< of a password that nobody knows, checked where there is no user; the thread's
    std::atomic<int> m_waiting = 0;
    std::mutex m_mutex;
    std::map<std::string, int, std::less<>> m_uncounted; ///< failures that are not in the ledger yet
    LoopThread m_thread{"passwords"};
};

} // namespace portolan::identity
