// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workspaces/workspace_look.h"

#include "core/lifecycle/workspace.h"
#include "core/model/user/policy.h"
#include "core/model/workspace/workspace_name.h"
#include "ui/session/caller.h"

#include <QCoreApplication>

namespace portolan::ui {
namespace {

using identity::Permission;
using identity::Reach;

constexpr int longestName = 50; ///< of WorkspaceCreate::name

struct WorkspaceLook {
    Q_DECLARE_TR_FUNCTIONS(portolan::ui::WorkspaceLook)
};

QString toQString(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

QString refusalByPolicy(const UserProfile &caller, const WorkspaceDetails &workspace, WorkspaceAction action)
{
    const auto principal = principalOf(caller);
    const Permission permission = permissionFor(action);
    if (identity::decide(principal, permission, workspace.username) == identity::Decision::Allow)
        return {};
    const bool entering = action == WorkspaceAction::OpenTerminal || action == WorkspaceAction::OpenFiles;
    if (identity::reachOf(principal, permission) == Reach::Nobody)
        return entering ? WorkspaceLook::tr("Your role may not enter workspaces.")
                        : WorkspaceLook::tr("Your role may not change workspaces.");
    const QString owner = toQString(workspace.username);
    return entering ? WorkspaceLook::tr("Only its owner, %1, may enter it.").arg(owner)
                    : WorkspaceLook::tr("Only its owner, %1, may change it.").arg(owner);
}

bool isAllowedIn(WorkspaceState state, WorkspaceAction action)
{
    const auto leads = [state](WorkspaceEvent event) {
        return lifecycle::workspaceTable.next(state, event).has_value();
    };
    switch (action) {
    case WorkspaceAction::OpenTerminal:
    case WorkspaceAction::OpenFiles:
        return state == WorkspaceState::Running;
    case WorkspaceAction::Start:
        return leads(WorkspaceEvent::Start);
    case WorkspaceAction::Stop:
        return leads(WorkspaceEvent::Stop);
    case WorkspaceAction::Delete:
        return leads(WorkspaceEvent::Delete);
    }
    return false;
}

QString refusalInState(WorkspaceState state, WorkspaceAction action)
{
    const bool starting = action == WorkspaceAction::Start;
    switch (state) {
    case WorkspaceState::Starting:
        return starting ? WorkspaceLook::tr("It is starting already.") : WorkspaceLook::tr("It is still starting.");
    case WorkspaceState::Running:
        return WorkspaceLook::tr("It is running already.");
    case WorkspaceState::Stopping:
        return action == WorkspaceAction::Stop ? WorkspaceLook::tr("It is being stopped already.")
                                               : WorkspaceLook::tr("It is being stopped.");
    case WorkspaceState::Stopped:
        return action == WorkspaceAction::Stop ? WorkspaceLook::tr("It is stopped already.")
                                               : WorkspaceLook::tr("It is stopped. Start it first.");
    case WorkspaceState::Error:
        return WorkspaceLook::tr("It has failed. Start it again first.");
    case WorkspaceState::Terminating:
        return WorkspaceLook::tr("It is being deleted.");
    }
    return {};
}

} // namespace

StateLook lookOfWorkspace(std::string_view status)
{
    const auto state = schema::enumFromName<WorkspaceState>(status);
    if (!state)
        return {Shape::Ring, Tone::Idle, status.empty() ? WorkspaceLook::tr("Unknown") : toQString(status)};
    switch (*state) {
    case WorkspaceState::Starting:
        return {Shape::HalfDisc, Tone::Busy, WorkspaceLook::tr("Starting")};
    case WorkspaceState::Running:
        return {Shape::Disc, Tone::Ok, WorkspaceLook::tr("Running")};
    case WorkspaceState::Stopping:
        return {Shape::HalfDisc, Tone::Busy, WorkspaceLook::tr("Stopping")};
    case WorkspaceState::Stopped:
        return {Shape::Square, Tone::Idle, WorkspaceLook::tr("Stopped")};
    case WorkspaceState::Error:
        return {Shape::Cross, Tone::Bad, WorkspaceLook::tr("Failed")};
    case WorkspaceState::Terminating:
        return {Shape::HalfDisc, Tone::Busy, WorkspaceLook::tr("Deleting")};
    }
    return {};
}

QString reasonOfState(const WorkspaceDetails &workspace)
{
    const bool failed = schema::enumFromName<WorkspaceState>(workspace.status) == WorkspaceState::Error;
    return sentenceOf(failed && !workspace.lastFailMessage.empty() ? workspace.lastFailMessage : workspace.message);
}

Permission permissionFor(WorkspaceAction action)
{
    switch (action) {
    case WorkspaceAction::OpenTerminal:
        return Permission::WorkspaceTunnel;
    case WorkspaceAction::OpenFiles:
        return Permission::WorkspaceFiles;
    case WorkspaceAction::Start:
        return Permission::WorkspaceStart;
    case WorkspaceAction::Stop:
    case WorkspaceAction::Delete:
        break;
    }
    return Permission::WorkspaceDelete;
}

QString refusalOf(const UserProfile &caller, const WorkspaceDetails &workspace, WorkspaceAction action)
{
    const QString refused = refusalByPolicy(caller, workspace, action);
    if (!refused.isEmpty())
        return refused;
    const auto state = schema::enumFromName<WorkspaceState>(workspace.status);
    return !state || isAllowedIn(*state, action) ? QString() : refusalInState(*state, action);
}

QString refusalOfCreation(const UserProfile &caller)
{
    const bool may = identity::reachOf(principalOf(caller), Permission::WorkspaceCreate) != Reach::Nobody;
    return may ? QString() : WorkspaceLook::tr("Your role may not make workspaces.");
}

QString refusalOfName(const QString &name)
{
    if (name.isEmpty())
        return {};
    if (name.size() > longestName)
        return WorkspaceLook::tr("A name has at most %n letter(s).", nullptr, longestName);
    const std::string text = name.toStdString();
    if (!refuseWorkspaceName(text))
        return {};
    if (looksDerived(text))
        return WorkspaceLook::tr("A hyphen and seven hexadecimal digits at the end are kept for names that the control "
                                 "plane gives.");
    return WorkspaceLook::tr("Use lower-case letters, digits and hyphens, with a letter or digit at both ends.");
}

QString sshCommand(const std::string &workspace)
{
    return QStringLiteral("portolanctl workspace ssh ") + QString::fromStdString(workspace);
}

} // namespace portolan::ui
