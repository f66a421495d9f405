// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"
#include "core/model/user/user.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace portolan::identity {

/// What has proved who is calling, so that connections that live long can ask whether it still does.
struct Credential {
    enum class Kind {
        None,          ///< nobody was asked
        AccessToken,   ///< `id`: the hash of its text
        Session,       ///< `id`: the hash of the cookie's value
        SignedToken,   ///< a JWT; `id`: its jti
        TrustedHeader, ///< a proxy said so; nothing can be asked later
        Development,   ///< the server was told to believe everybody
    };

    Kind kind = Kind::None;
    std::string id = {};
    std::optional<Time> issued = {};
    std::optional<Time> expires = {};

    bool operator==(const Credential &) const = default;
};

/// Who is calling, whatever the credential was.
struct Principal {
    std::string username;
    std::vector<Role> roles;
    std::vector<std::string> scopes{"*"}; ///< what the credential is narrowed to, see scope.h
    Credential credential = {};

    [[nodiscard]] bool has(Role role) const { return std::ranges::contains(roles, role); }
};

} // namespace portolan::identity
