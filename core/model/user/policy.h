// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/user/principal.h"

#include <array>
#include <string_view>

/// The one policy table: which permission which roles have, over everybody's objects or over their own. The guard of
/// the API reads it, and the console, to disable what is refused.
namespace portolan::identity {

enum class Permission {
    None,            ///< no credential needed
    ProfileRead,     ///< one's own profile and blueprints
    WorkspaceList,   ///< the list, filtered to what one may read
    WorkspaceRead,   ///< details, system information
    WorkspaceCreate, ///< for oneself, or for the user that is named
    WorkspaceChange, ///< start, stop, delete
    WorkspaceEnter,  ///< terminal, tunnel, files
    JobRead,
    EventRead,
};

/// Over whose objects a role has a permission.
enum class Reach { Nobody, Own, All };

struct Rule {
    Permission permission;
    std::string_view name;
    Reach admin;
    Reach operatorRole;
    Reach author;
    Reach tenant;
    Reach user;
};

inline constexpr std::array policy{
    // permission                     name                 admin       operator       author      tenant         user
    Rule{Permission::None, "none", Reach::All, Reach::All, Reach::All, Reach::All, Reach::All},
    Rule{Permission::ProfileRead, "profile:read", Reach::All, Reach::All, Reach::Own, Reach::Own, Reach::Own},
    Rule{Permission::WorkspaceList, "workspace:list", Reach::All, Reach::All, Reach::Own, Reach::Nobody, Reach::Own},
    Rule{Permission::WorkspaceRead, "workspace:read", Reach::All, Reach::All, Reach::Own, Reach::Nobody, Reach::Own},
    Rule{Permission::WorkspaceCreate, "workspace:create", Reach::All, Reach::All, Reach::Own, Reach::Nobody,
         Reach::Own},
    Rule{Permission::WorkspaceChange, "workspace:change", Reach::All, Reach::All, Reach::Own, Reach::Nobody,
         Reach::Own},
    Rule{Permission::WorkspaceEnter, "workspace:enter", Reach::All, Reach::Own, Reach::Own, Reach::Nobody, Reach::Own},
    Rule{Permission::JobRead, "job:read", Reach::All, Reach::All, Reach::Own, Reach::Nobody, Reach::Own},
    Rule{Permission::EventRead, "event:read", Reach::All, Reach::All, Reach::Own, Reach::Own, Reach::Own},
};

[[nodiscard]] const Rule &ruleOf(Permission permission);

/// The furthest reach that any of the principal's roles gives.
[[nodiscard]] Reach reachOf(const Principal &principal, Permission permission);

enum class Decision {
    Allow,
    Deny, ///< 403: the caller may know that it exists
    Hide, ///< 404: not even that
};

/// Whether the caller may do this to an object of `owner`. Somebody else's object is hidden from those who may not
/// read its like, and denied to those who may read it and not do this.
[[nodiscard]] Decision decide(const Principal &principal, Permission permission, std::string_view owner);

} // namespace portolan::identity
