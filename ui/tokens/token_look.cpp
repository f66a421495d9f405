// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/tokens/token_look.h"

#include "ui/session/caller.h"

#include <QCoreApplication>

namespace portolan::ui {
namespace {

using identity::Permission;
using identity::Reach;

constexpr auto soon = std::chrono::days(7);

struct TokenLook {
    Q_DECLARE_TR_FUNCTIONS(portolan::ui::TokenLook)
};

QString explainWorkspaces(Permission permission)
{
    switch (permission) {
    case Permission::WorkspaceList:
        return TokenLook::tr("List workspaces");
    case Permission::WorkspaceRead:
        return TokenLook::tr("See what a workspace is doing");
    case Permission::WorkspaceCreate:
        return TokenLook::tr("Make workspaces");
    case Permission::WorkspaceStart:
        return TokenLook::tr("Start workspaces");
    case Permission::WorkspaceDelete:
        return TokenLook::tr("Stop and delete workspaces");
    case Permission::WorkspaceShell:
        return TokenLook::tr("Open a terminal in the browser");
    case Permission::WorkspaceTunnel:
        return TokenLook::tr("Enter workspaces over SSH");
    case Permission::WorkspaceFiles:
        return TokenLook::tr("Read and write files in workspaces");
    case Permission::SessionList:
        return TokenLook::tr("See who is in which workspace");
    case Permission::JobRead:
        return TokenLook::tr("Follow what was asked for");
    case Permission::EventRead:
        return TokenLook::tr("See what happens");
    default:
        return {};
    }
}

QString explainUsers(Permission permission)
{
    switch (permission) {
    case Permission::ProfileRead:
        return TokenLook::tr("See who somebody is");
    case Permission::BlueprintRead:
        return TokenLook::tr("See which blueprints somebody may use");
    case Permission::UserList:
        return TokenLook::tr("List users");
    case Permission::UserCreate:
        return TokenLook::tr("Make users");
    case Permission::UserDelete:
        return TokenLook::tr("Delete users");
    case Permission::ProfileWrite:
        return TokenLook::tr("Change name, mail address and shell");
    case Permission::RoleWrite:
        return TokenLook::tr("Change roles, and lock users out");
    case Permission::PasswordWrite:
        return TokenLook::tr("Set passwords");
    case Permission::KeyRead:
        return TokenLook::tr("See public keys for SSH");
    case Permission::KeyWrite:
        return TokenLook::tr("Add and remove public keys for SSH");
    default:
        return {};
    }
}

QString explainSecrets(Permission permission)
{
    switch (permission) {
    case Permission::CredentialRead:
        return TokenLook::tr("See which credentials for git and others are kept");
    case Permission::CredentialWrite:
        return TokenLook::tr("Change the credentials that are kept");
    case Permission::CredentialResolve:
        return TokenLook::tr("Read the secrets of kept credentials");
    case Permission::TokenRead:
        return TokenLook::tr("See tokens, without their text");
    case Permission::TokenCreate:
        return TokenLook::tr("Make tokens");
    case Permission::TokenWrite:
        return TokenLook::tr("Narrow tokens, and switch them off");
    case Permission::TokenDelete:
        return TokenLook::tr("Revoke tokens");
    default:
        return {};
    }
}

QString explainServer(Permission permission)
{
    switch (permission) {
    case Permission::DiagnosticsRead:
        return TokenLook::tr("See how the control plane itself is doing");
    case Permission::AuditRead:
        return TokenLook::tr("See who did what");
    case Permission::SinkRead:
        return TokenLook::tr("See where events are sent");
    case Permission::SinkWrite:
        return TokenLook::tr("Decide where events are sent");
    default:
        return {};
    }
}

} // namespace

std::string stateOfToken(const AccessTokenInfo &token, Time now)
{
    if (!token.isActive)
        return "off";
    if (!token.expiresAt)
        return "active";
    return *token.expiresAt <= now ? "expired" : *token.expiresAt <= now + soon ? "expiring" : "active";
}

StateLook lookOfToken(std::string_view state)
{
    if (state == "off")
        return {Shape::Square, Tone::Idle, TokenLook::tr("Switched off")};
    if (state == "expired")
        return {Shape::Cross, Tone::Bad, TokenLook::tr("Expired")};
    if (state == "expiring")
        return {Shape::Triangle, Tone::Warn, TokenLook::tr("Expires soon")};
    return {Shape::Disc, Tone::Ok, TokenLook::tr("Active")};
}

bool isOfThisConsole(const Session &session, const AccessTokenInfo &token)
{
    const auto client = session.client();
    return client && !token.tokenPreview.empty() && token.username == session.profile().username
           && client->address().token.starts_with(token.tokenPreview);
}

QString explainPermission(Permission permission)
{
    for (const auto &explain : {explainWorkspaces, explainUsers, explainSecrets, explainServer})
        if (const QString text = explain(permission); !text.isEmpty())
            return text;
    const std::string_view name = identity::ruleOf(permission).name;
    return QString::fromUtf8(name.data(), qsizetype(name.size()));
}

QString explainScope(const std::string &scope)
{
    constexpr std::string_view own = ":self";
    if (scope == "*")
        return TokenLook::tr("Everything that its owner may do");
    std::string_view name = scope;
    const bool ownOnly = name.ends_with(own);
    if (ownOnly)
        name.remove_suffix(own.size());
    const auto rule = std::ranges::find(identity::policy, name, &identity::Rule::name);
    if (rule == identity::policy.end())
        return QString::fromStdString(scope);
    const QString text = explainPermission(rule->permission);
    return ownOnly ? TokenLook::tr("%1, of its own only").arg(text) : text;
}

QString refusalOf(const Session &session, const AccessTokenInfo &token, TokenAction action)
{
    if (!session.isLive())
        return TokenLook::tr("The control plane is not connected.");
    if (action == TokenAction::Renew)
        return refusalOfTokenCreation(session, token.username);
    const Permission permission = action == TokenAction::Revoke ? Permission::TokenDelete : Permission::TokenWrite;
    if (!mayDo(session.profile(), permission, token.username))
        return TokenLook::tr("Your role may not do this.");
    if (action == TokenAction::SwitchOff && !token.isActive)
        return TokenLook::tr("It is switched off already.");
    if (action == TokenAction::SwitchOff && isOfThisConsole(session, token))
        return TokenLook::tr("This console came in with it, and could not switch it on again.");
    if (action == TokenAction::SwitchOn && token.isActive)
        return TokenLook::tr("It is not switched off.");
    return {};
}

QString refusalOfTokenCreation(const Session &session, const std::string &user)
{
    if (!session.isLive())
        return TokenLook::tr("The control plane is not connected.");
    if (mayDo(session.profile(), Permission::TokenCreate, user))
        return {};
    return user == session.profile().username ? TokenLook::tr("Your role may not make tokens.")
                                              : TokenLook::tr("Only its owner makes tokens of its own.");
}

} // namespace portolan::ui
