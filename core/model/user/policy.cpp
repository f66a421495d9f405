// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/user/policy.h"

#include "core/model/user/scope.h"

#include <algorithm>

namespace portolan::identity {

namespace {

Reach reachOf(const Rule &rule, Role role)
{
    switch (role) {
    case Role::Admin:
        return rule.admin;
    case Role::Operator:
        return rule.operatorRole;
    case Role::Author:
        return rule.author;
    case Role::Tenant:
        return rule.tenant;
    case Role::User:
        return rule.user;
    }
    return Reach::Nobody;
}

constexpr bool listsEveryPermissionOnceInOrder()
{
    for (std::size_t at = 0; at < policy.size(); ++at)
        if (static_cast<std::size_t>(policy[at].permission) != at)
            return false;
    return policy.size() == static_cast<std::size_t>(Permission::WorkshopSessionWrite) + 1;
}
static_assert(listsEveryPermissionOnceInOrder());

} // namespace

const Rule &ruleOf(Permission permission)
{
    return policy.at(static_cast<std::size_t>(permission));
}

Reach reachOf(const Principal &principal, Permission permission)
{
    const Rule &rule = ruleOf(permission);
    Reach byRole = Reach::Nobody;
    for (const Role role : principal.roles)
        byRole = std::max(byRole, reachOf(rule, role));
    Reach byScope = Reach::Nobody;
    for (const std::string &scope : principal.scopes)
        byScope = std::max(byScope, reachOfScope(scope, rule.name));
    return std::min(byRole, byScope);
}

Decision decide(const Principal &principal, Permission permission, std::string_view owner)
{
    const Reach reach = reachOf(principal, permission);
    if (reach == Reach::All || (reach == Reach::Own && owner == principal.username))
        return Decision::Allow;
    // Whoever can see any of its kind learns nothing from a 403.
    const Reach seeing = reachOf(principal, ruleOf(permission).seenBy);
    const bool mayKnow = seeing == Reach::All || owner == principal.username;
    return mayKnow ? Decision::Deny : Decision::Hide;
}

} // namespace portolan::identity
