// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/model/user/credential.h"
#include "core/model/user/principal.h"
#include "server/state/state.h"
#include "server/vault/vault.h"

#include <string>
#include <vector>

namespace portolan::identity {

inline constexpr std::int64_t credentialsPerUser = 100;

/// What workspaces log in elsewhere with. Secrets are sealed before they are stored, and opened for whoever asks for one
/// by its service and scope. For any thread with an event loop.
class CredentialService
{
public:
    CredentialService(State &state, const vault::Vault &vault) : m_state(state), m_vault(vault) {}

    /// In the order of their ids, without secrets.
    [[nodiscard]] std::vector<UserCredential> list(const std::string &username) const;
    /// With the secret: of the active ones for the place the narrowest; where no place is asked for, the newest. NotFound
    /// where there is none; NotImplemented for clusters, whose tokens are theirs to give.
    [[nodiscard]] Task<Result<UserCredential>> resolve(std::string username, portolan::CredentialService service,
                                                       std::string scope);

    /// InvalidField for a scope that is no place, and where a secret is missing; Conflict when there is one for the
    /// place, or too many.
    [[nodiscard]] Task<Result<UserCredential>> create(std::string username, portolan::CredentialService service,
                                                      CredentialCreate wanted, Principal actor);
    [[nodiscard]] Task<Result<UserCredential>> update(std::string username, std::int64_t id, CredentialUpdate wanted,
                                                      Principal actor);
    [[nodiscard]] Task<Result<void>> remove(std::string username, std::int64_t id, Principal actor);

private:
    [[nodiscard]] Result<store::ItemPtr<StoredCredential>> find(const std::string &username, std::int64_t id) const;
    [[nodiscard]] Result<std::string> seal(std::int64_t id, const std::string &secret) const;

    State &m_state;
    const vault::Vault &m_vault;
};

} // namespace portolan::identity
