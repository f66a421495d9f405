// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/user/user_profile.h"
#include "ui/session/session.h"
#include "ui/widgets/state_chip.h"

#include <array>

/// How a user shows, and what may be done with it. Texts are translated.
namespace portolan::ui {

enum class UserAction : std::uint8_t { Edit, SetPassword, OpenPassword, Lock, Unlock, Keys, Tokens, Delete };

/// "active", "locked" or "password-closed".
[[nodiscard]] std::string stateOfUser(const UserProfile &user);
/// Of stateOfUser().
[[nodiscard]] StateLook lookOfUser(std::string_view state);
/// Why it is in its state; empty when there is nothing to say.
[[nodiscard]] QString reasonOfUser(const UserProfile &user);

/// What a role gives, in a sentence.
[[nodiscard]] QString explainRole(Role role);

/// Why the caller of the session may not do this to the user now; empty when it may. The server decides in the end.
[[nodiscard]] QString refusalOf(const Session &session, const UserProfile &user, UserAction action);
/// Why it may not make users.
[[nodiscard]] QString refusalOfUserCreation(const Session &session);

/// How many workspaces it has, of those that the session sees.
[[nodiscard]] int workspacesOf(const Session &session, const std::string &user);

} // namespace portolan::ui
