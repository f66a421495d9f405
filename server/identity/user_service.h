// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/model/user/principal.h"
#include "core/model/user/user_change.h"
#include "server/identity/external.h"
#include "server/identity/password_service.h"
#include "server/state/state.h"

namespace portolan::identity {

/// The users of this server: made, changed, removed. What may be asked by whom is the policy's affair, not this one's; it
/// keeps what must hold for all: one administrator is always left. For any thread with an event loop.
class UserService
{
public:
    UserService(State &state, PasswordService &passwords) : m_state(state), m_passwords(passwords) {}

    /// Conflict when there is one of that name. InvalidField for roles that are not known.
    [[nodiscard]] Task<Result<User>> create(UserCreate wanted, Principal actor);
    /// The user whom somebody else vouches for: made at its first sight; then with the roles that it has there now.
    /// PermissionDenied where the name is a user's of this server, or of another provider.
    [[nodiscard]] Task<Result<User>> admit(External external);
    /// With the tokens, sessions and password. Conflict while it owns workspaces, and for the last administrator.
    [[nodiscard]] Task<Result<void>> remove(std::string username, Principal actor);
    /// Locking ends sessions and signed tokens; unlocking does not bring them back.
    /// PreconditionFailed where the row's version is not the one that is `expected`.
    [[nodiscard]] Task<Result<User>> update(std::string username, UserUpdate wanted, Principal actor,
                                            std::optional<std::int64_t> expected = {});

    /// Ends the sessions and signed tokens of a user; personal access tokens stay.
    [[nodiscard]] Task<Result<User>> revokeLogins(std::string username, Principal actor);

    [[nodiscard]] Task<Result<User>> addRoles(std::string username, std::vector<std::string> roles, Principal actor);
    [[nodiscard]] Task<Result<User>> removeRoles(std::string username, std::vector<std::string> roles, Principal actor);
    [[nodiscard]] Task<Result<User>> addBlueprints(std::string username, std::vector<std::string> blueprints,
                                                   Principal actor);
    [[nodiscard]] Task<Result<User>> removeBlueprints(std::string username, std::vector<std::string> blueprints,
                                                      Principal actor);
    /// Lines of authorized_keys, checked by the caller; those that are there already stay once.
    [[nodiscard]] Task<Result<User>> addKeys(std::string username, std::vector<std::string> lines, Principal actor);
    [[nodiscard]] Task<Result<User>> removeKey(std::string username, std::size_t index, Principal actor);

private:
    using Edit = std::function<Result<void>(User &)>;
    [[nodiscard]] Task<Result<User>> insert(User user, Principal actor);
    [[nodiscard]] Task<Result<User>> change(std::string username, std::string_view what, Edit edit, Principal actor,
                                            std::optional<std::int64_t> expected = {});

    State &m_state;
    PasswordService &m_passwords;
};

/// The roles of these names; InvalidField with the place below `pointer` for one that is not known.
[[nodiscard]] Result<std::vector<Role>> rolesOf(const std::vector<std::string> &names, std::string_view pointer);

} // namespace portolan::identity
