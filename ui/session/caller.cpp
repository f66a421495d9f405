// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/session/caller.h"

namespace portolan::ui {

identity::Principal principalOf(const UserProfile &user)
{
    identity::Principal principal{.username = user.username, .roles = {}};
    for (const std::string &name : user.roles)
        if (const auto role = schema::enumFromName<Role>(name))
            principal.roles.push_back(*role);
    return principal;
}

bool mayDo(const UserProfile &caller, identity::Permission permission, std::string_view owner)
{
    return identity::decide(principalOf(caller), permission, owner) == identity::Decision::Allow;
}

bool mayDoToAll(const UserProfile &caller, identity::Permission permission)
{
    return identity::reachOf(principalOf(caller), permission) == identity::Reach::All;
}

} // namespace portolan::ui
