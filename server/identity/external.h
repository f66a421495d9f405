// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/user/user.h"
#include "server/identity/jose/jwt.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::identity {

/// Roles of ours by what others call them.
using RoleMap = std::map<std::string, Role>;

/// A user as somebody else tells of it, whose word is taken: a proxy, an issuer of tokens, a provider.
struct External {
    std::string source;   ///< who tells: kept as User::source
    std::string subject;  ///< what it calls the user there, for ever
    std::string username; ///< here; see usernameFrom()
    std::string fullname = {};
    std::string email = {};
    std::optional<std::vector<Role>> roles = {}; ///< nothing: it does not say, and those that the user has stay
    std::vector<Role> firstRoles = {};           ///< of a user that is new, where it does not say
    Time at = {};                                ///< when it said so
};

/// The name that users of other systems have here: a mail address by what is before the @, in lower case, and "-" for
/// what names cannot have. Empty where nothing remains. Two that become one name are told apart by their subjects: the
/// second is refused.
[[nodiscard]] std::string usernameFrom(std::string_view name);

/// Roles of ours for those of others, each once, by the map; without a map by their own names. Others are left out.
[[nodiscard]] std::vector<Role> rolesFrom(const std::vector<std::string> &names, const RoleMap &map);

/// Which claims of a token say who it is.
struct ClaimNames {
    std::string username = "preferred_username";
    std::string roles = "roles";
    RoleMap roleMap = {};
};

/// Unauthenticated where the token names no user.
[[nodiscard]] Result<External> externalFrom(const jose::Claims &claims, const ClaimNames &names);

} // namespace portolan::identity
