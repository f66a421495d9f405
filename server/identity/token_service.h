// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/base/random.h"
#include "core/model/user/principal.h"
#include "server/identity/last_use.h"
#include "server/state/state.h"

namespace portolan::identity {

inline constexpr std::string_view tokenPrefix = "k8sh_"; ///< of personal access tokens (spec section 1.4)
inline constexpr std::int64_t tokensPerUser = 100;

/// Personal access tokens: made, listed, narrowed, switched off, revoked. Their text is told once and kept nowhere; a row
/// has its SHA-256. For any thread with an event loop.
class TokenService
{
public:
    TokenService(State &state, Random &random, const LastUse &lastUse)
        : m_state(state), m_random(random), m_lastUse(lastUse)
    {}

    /// A credential that is narrowed by scopes makes only what is not wider. Conflict when the user has one of that name
    /// (unless `renew`), or too many.
    [[nodiscard]] Task<Result<AccessTokenCreated>> create(std::string username, AccessTokenCreate wanted,
                                                          Principal actor);
    [[nodiscard]] std::vector<AccessTokenInfo> list(const std::string &username) const;
    /// With the version of its row.
    [[nodiscard]] Result<std::pair<AccessTokenInfo, std::int64_t>> show(const std::string &username,
                                                                        std::int64_t id) const;
    /// PreconditionFailed where the row's version is not the one that is `expected`.
    [[nodiscard]] Task<Result<AccessTokenInfo>> update(std::string username, std::int64_t id, AccessTokenUpdate wanted,
                                                       Principal actor, std::optional<std::int64_t> expected = {});
    [[nodiscard]] Task<Result<void>> remove(std::string username, std::int64_t id, Principal actor);

private:
    [[nodiscard]] store::ItemPtr<AccessToken> find(const std::string &username, std::int64_t id) const;
    [[nodiscard]] AccessTokenInfo infoOf(const AccessToken &token) const;

    State &m_state;
    Random &m_random;
    const LastUse &m_lastUse;
};

} // namespace portolan::identity
