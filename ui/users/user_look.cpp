// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/users/user_look.h"

#include "ui/session/caller.h"
#include "ui/widgets/table/cell_text.h"

#include <QCoreApplication>

namespace portolan::ui {
namespace {

using identity::Permission;
using identity::Reach;

struct UserLook {
    Q_DECLARE_TR_FUNCTIONS(portolan::ui::UserLook)
};

Permission permissionFor(UserAction action)
{
    switch (action) {
    case UserAction::Edit:
        return Permission::ProfileWrite;
    case UserAction::SetPassword:
        return Permission::PasswordWrite;
    case UserAction::OpenPassword:
    case UserAction::Lock:
    case UserAction::Unlock:
        return Permission::RoleWrite;
    case UserAction::Keys:
        return Permission::KeyRead;
    case UserAction::Tokens:
        return Permission::TokenRead;
    case UserAction::Delete:
        break;
    }
    return Permission::UserDelete;
}

QString refusalByPolicy(const UserProfile &caller, const UserProfile &user, UserAction action)
{
    const Permission permission = permissionFor(action);
    if (mayDo(caller, permission, user.username))
        return {};
    return identity::reachOf(principalOf(caller), permission) == Reach::Nobody
               ? UserLook::tr("Your role may not do this.")
               : UserLook::tr("Your role may do this to yourself only.");
}

QString refusalOfDeletion(const Session &session, const UserProfile &user)
{
    if (user.username == session.profile().username)
        return UserLook::tr("You cannot delete yourself.");
    const int workspaces = workspacesOf(session, user.username);
    return workspaces == 0 ? QString()
                           : UserLook::tr("It has %n workspace(s). Delete them first.", nullptr, workspaces);
}

} // namespace

std::string stateOfUser(const UserProfile &user)
{
    return user.locked ? "locked" : user.passwordLocked ? "password-closed" : "active";
}

StateLook lookOfUser(std::string_view state)
{
    if (state == "locked")
        return {Shape::Square, Tone::Idle, UserLook::tr("Locked")};
    if (state == "password-closed")
        return {Shape::Triangle, Tone::Warn, UserLook::tr("Password closed")};
    return {Shape::Disc, Tone::Ok, UserLook::tr("Active")};
}

QString reasonOfUser(const UserProfile &user)
{
    if (user.locked)
        return UserLook::tr("An administrator has locked it: none of its logins and tokens opens anything.");
    if (user.passwordLocked && user.passwordLockedUntil)
        return UserLook::tr("Too many logins failed. Its password opens nothing until %1.")
            .arg(fullTimeText(*user.passwordLockedUntil));
    return {};
}

QString explainRole(Role role)
{
    switch (role) {
    case Role::Admin:
        return UserLook::tr("Everything, for everybody");
    case Role::Operator:
        return UserLook::tr("Sees everything, starts and stops the workspaces of everybody");
    case Role::Author:
        return UserLook::tr("Makes blueprints and labs, and has workspaces");
    case Role::Tenant:
        return UserLook::tr("Is another program that places its own people here");
    case Role::User:
        break;
    }
    return UserLook::tr("Has workspaces of its own");
}

QString refusalOf(const Session &session, const UserProfile &user, UserAction action)
{
    if (!session.isLive())
        return UserLook::tr("The control plane is not connected.");
    if (const QString refused = refusalByPolicy(session.profile(), user, action); !refused.isEmpty())
        return refused;
    switch (action) {
    case UserAction::Lock:
        return user.locked                                   ? UserLook::tr("It is locked already.")
               : user.username == session.profile().username ? UserLook::tr("You cannot lock yourself out.")
                                                             : QString();
    case UserAction::Unlock:
        return user.locked ? QString() : UserLook::tr("It is not locked.");
    case UserAction::OpenPassword:
        return user.passwordLocked ? QString() : UserLook::tr("Its password is not closed.");
    case UserAction::Delete:
        return refusalOfDeletion(session, user);
    default:
        return {};
    }
}

QString refusalOfUserCreation(const Session &session)
{
    if (!session.isLive())
        return UserLook::tr("The control plane is not connected.");
    return mayDoToAll(session.profile(), Permission::UserCreate) ? QString()
                                                                 : UserLook::tr("Your role may not make users.");
}

int workspacesOf(const Session &session, const std::string &user)
{
    return int(std::ranges::count_if(session.workspaces(),
                                     [&user](const auto &entry) { return entry.second.username == user; }));
}

} // namespace portolan::ui
