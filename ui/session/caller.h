// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/user/policy.h"
#include "core/model/user/user_profile.h"

namespace portolan::ui {

/// The user as the policy table knows it. Scopes of its token are not known here: what they refuse, the control plane
/// says when it is asked.
[[nodiscard]] identity::Principal principalOf(const UserProfile &user);

[[nodiscard]] bool mayDo(const UserProfile &caller, identity::Permission permission, std::string_view owner);
/// Whether it may do this to things of everybody.
[[nodiscard]] bool mayDoToAll(const UserProfile &caller, identity::Permission permission);

} // namespace portolan::ui
