// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/user/principal.h"

#include <array>
#include <string_view>

/// The one policy table: which permission which roles have, over everybody's objects or over their own. The guard of
/// the API reads it, and the console, to disable what is refused. The names are those that scopes use (scope.h).
namespace portolan::identity {

enum class Permission {
    None,              ///< no credential needed
    ProfileRead,       ///< who somebody is
    BlueprintRead,     ///< which blueprints somebody may use
    UserList,          ///< the list, filtered to what one may read
    UserCreate,
    UserDelete,
    ProfileWrite,      ///< name, mail, shell
    RoleWrite,         ///< roles, blueprints, organization, sudo, lock: what somebody may do
    PasswordWrite,
    KeyRead,           ///< public keys for SSH
    KeyWrite,
    CredentialRead,    ///< what is kept for git, registries and clusters, without the secrets
    CredentialWrite,
    CredentialResolve, ///< with the secret
    TokenRead,
    TokenCreate,
    TokenWrite,
    TokenDelete,
    SessionList,       ///< who is in which workspace, and was
    WorkspaceList,     ///< the list, filtered to what one may read
    WorkspaceRead,     ///< details, system information
    WorkspaceCreate,   ///< for oneself, or for the user that is named
    WorkspaceStart,
    WorkspaceDelete,   ///< stop, delete
    WorkspaceShell,    ///< a terminal in the browser
    WorkspaceTunnel,   ///< SSH, with all that it carries
    WorkspaceFiles,
    JobRead,
    DiagnosticsRead,   ///< metrics, the server's loops
    EventRead,
    AuditRead,         ///< who did what
    SinkRead,          ///< where events are sent, and what could not be delivered
    SinkWrite,
    WorkshopRequest,   ///< which workshops there are for a tenant, and a session of one; Own: for its tenants
    WorkshopRead,      ///< tenants, clients, clusters, portals, their environments and sessions
    WorkshopWrite,     ///< what workshops are
    PortalWrite,       ///< tenants, clusters, portals
    PortalSecret,      ///< the accounts of portals, the kubeconfigs of clusters
    WorkshopSessionWrite, ///< extend and end sessions; Own: those that it has asked for
};

/// Over whose objects a role has a permission.
enum class Reach { Nobody, Own, All };

struct Rule {
    Permission permission;
    std::string_view name;
    /// Whoever reaches an object with this one may know that it is there: 403 instead of 404.
    Permission seenBy;
    Reach admin;
    Reach operatorRole;
    Reach author;
    Reach tenant;
    Reach user;
};

namespace detail {

using enum Permission;

inline constexpr Reach all = Reach::All;
inline constexpr Reach own = Reach::Own;
inline constexpr Reach no = Reach::Nobody;

// clang-format off
inline constexpr std::array policy{
    //   permission         name                            seen by         admin operator author tenant user
    Rule{None,              "none",                         None,            all,  all,    all,   all,   all},
    Rule{ProfileRead,       "user:read:profile",            ProfileRead,     all,  all,    own,   own,   own},
    Rule{BlueprintRead,     "user:read:blueprints",         ProfileRead,     all,  all,    own,   own,   own},
    Rule{UserList,          "user:list",                    ProfileRead,     all,  all,    own,   own,   own},
    Rule{UserCreate,        "user:create",                  ProfileRead,     all,  no,     no,    no,    no},
    Rule{UserDelete,        "user:delete",                  ProfileRead,     all,  no,     no,    no,    no},
    Rule{ProfileWrite,      "user:write:profile",           ProfileRead,     all,  own,    own,   own,   own},
    Rule{RoleWrite,         "user:write:roles",             ProfileRead,     all,  no,     no,    no,    no},
    Rule{PasswordWrite,     "user:write:password",          ProfileRead,     all,  own,    own,   own,   own},
    Rule{KeyRead,           "user:read:keys",               ProfileRead,     all,  all,    own,   no,    own},
    Rule{KeyWrite,          "user:write:keys",              ProfileRead,     all,  own,    own,   no,    own},
    Rule{CredentialRead,    "user:read:credentials",        ProfileRead,     all,  own,    own,   no,    own},
    Rule{CredentialWrite,   "user:write:credentials",       ProfileRead,     all,  own,    own,   no,    own},
    Rule{CredentialResolve, "user:read:credentials:secret", ProfileRead,     own,  own,    own,   no,    own},
    Rule{TokenRead,         "token:read",                   ProfileRead,     all,  own,    own,   own,   own},
    Rule{TokenCreate,       "token:create",                 ProfileRead,     own,  own,    own,   own,   own},
    Rule{TokenWrite,        "token:write",                  ProfileRead,     all,  own,    own,   own,   own},
    Rule{TokenDelete,       "token:delete",                 ProfileRead,     all,  own,    own,   own,   own},
    Rule{SessionList,       "session:list",                 ProfileRead,     all,  all,    own,   no,    own},
    Rule{WorkspaceList,     "workspace:list",               WorkspaceRead,   all,  all,    own,   no,    own},
    Rule{WorkspaceRead,     "workspace:read",               WorkspaceRead,   all,  all,    own,   no,    own},
    Rule{WorkspaceCreate,   "workspace:create",             WorkspaceRead,   all,  all,    own,   no,    own},
    Rule{WorkspaceStart,    "workspace:start",              WorkspaceRead,   all,  all,    own,   no,    own},
    Rule{WorkspaceDelete,   "workspace:delete",             WorkspaceRead,   all,  all,    own,   no,    own},
    Rule{WorkspaceShell,    "workspace:connect:webshell",   WorkspaceRead,   all,  own,    own,   no,    own},
    Rule{WorkspaceTunnel,   "workspace:connect:ssh",        WorkspaceRead,   all,  own,    own,   no,    own},
    Rule{WorkspaceFiles,    "workspace:files",              WorkspaceRead,   all,  own,    own,   no,    own},
    Rule{JobRead,           "job:read",                     JobRead,         all,  all,    own,   no,    own},
    Rule{DiagnosticsRead,   "diagnostics:read",             DiagnosticsRead, all,  all,    no,    no,    no},
    Rule{EventRead,         "event:read",                   EventRead,       all,  all,    own,   own,   own},
    Rule{AuditRead,         "audit:list",                   AuditRead,       all,  all,    no,    no,    no},
    Rule{SinkRead,          "sink:read",                    SinkRead,        all,  all,    no,    no,    no},
    Rule{SinkWrite,         "sink:write",                   SinkRead,        all,  no,     no,    no,    no},
    Rule{WorkshopRequest,   "workshop:request",             WorkshopRequest, all,  all,    no,    own,   no},
    Rule{WorkshopRead,      "workshop:read",                WorkshopRead,    all,  all,    all,   no,    no},
    Rule{WorkshopWrite,     "workshop:write",               WorkshopRead,    all,  all,    all,   no,    no},
    Rule{PortalWrite,       "portal:write",                 WorkshopRead,    all,  all,    no,    no,    no},
    Rule{PortalSecret,      "portal:secret",                WorkshopRead,    all,  no,     no,    no,    no},
    Rule{WorkshopSessionWrite, "workshop:session",          WorkshopSessionWrite, all,  all,    no,    own,   no},
};
// clang-format on

} // namespace detail

using detail::policy;

[[nodiscard]] const Rule &ruleOf(Permission permission);

/// The furthest reach that any of the principal's roles gives, as far as the scopes of its credential let it.
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
