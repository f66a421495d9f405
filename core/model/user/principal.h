// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/user/user.h"

#include <algorithm>
#include <string>
#include <vector>

namespace portolan::identity {

/// Who is calling, whatever the credential was.
struct Principal {
    std::string username;
    std::vector<Role> roles;
    /// What proves it, so that long connections can ask whether it still does: the hash of the token.
    std::string tokenHash;

    [[nodiscard]] bool has(Role role) const { return std::ranges::contains(roles, role); }
};

} // namespace portolan::identity
