// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/loop_thread.h"
#include "core/async/task.h"
#include "core/model/user/principal.h"
#include "server/identity/jose/key_ring.h"
#include "server/state/state.h"

namespace portolan::identity {

/// The short-lived tokens (JWT) that this server signs for its users: what logins of programs and processes in workspaces
/// get. Each dies with its expiry, and with all others of its user when that one's credentials are revoked. For any
/// thread.
class SignedTokens
{
public:
    struct Options {
        std::string issuer = "portolan";
        std::string audience = "k8shell"; ///< what clients of the workspaces' API expect (spec section 1.3)
        std::chrono::seconds lifetime = std::chrono::hours(1);
        std::chrono::seconds loginLifetime = std::chrono::hours(
            72); ///< of those for a password (lookup spec section 3)
        std::chrono::hours rotation{30 * 24}; ///< how long one key signs
    };
    struct Issued {
        std::string token;
        Time expires; ///< whole seconds
    };
    struct Verified {
        std::string username;
        Credential credential;
    };

    /// The keys are in `folder`, outside the database. Blocks. `state` and `random` must outlive it.
    [[nodiscard]] static Result<std::unique_ptr<SignedTokens>> open(std::filesystem::path folder, const State &state,
                                                                    Random &random, Options options);

    /// For a browser that is signed in, or a process in a workspace.
    [[nodiscard]] Result<Issued> issue(const User &user) const { return issueFor(user, m_options.lifetime); }
    /// For a program that has said the user's password.
    [[nodiscard]] Result<Issued> issueForLogin(const User &user) const
    {
        return issueFor(user, m_options.loginLifetime);
    }
    /// Unauthenticated for what is not a good token of this server; whether its user may still come in is not asked.
    [[nodiscard]] Result<Verified> verify(std::string_view token) const;
    /// The public keys, for who checks tokens elsewhere (RFC 7517).
    [[nodiscard]] std::string jwks() const { return m_keys->jwks(); }

    /// Takes a new key where the one that signs is old. The disk is waited for in another thread.
    [[nodiscard]] Task<Result<void>> rotateWhenDue();

private:
    SignedTokens(const State &state, Random &random, Options options, std::unique_ptr<jose::KeyRing> keys);

    [[nodiscard]] Result<Issued> issueFor(const User &user, std::chrono::seconds lifetime) const;

    const State &m_state;
    Random &m_random;
    Options m_options;
    std::unique_ptr<jose::KeyRing> m_keys;
    LoopThread m_disk{"keys"};
};

} // namespace portolan::identity
