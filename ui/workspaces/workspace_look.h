// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/user/policy.h"
#include "core/model/user/user_profile.h"
#include "core/model/workspace/workspace_details.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/state_chip.h"

#include <array>

/// How a workspace shows, and what may be done with it. Pure functions; texts are translated.
namespace portolan::ui {

enum class WorkspaceAction : std::uint8_t { OpenTerminal, OpenFiles, Start, Stop, Delete };

inline constexpr std::array workspaceActions{WorkspaceAction::OpenTerminal, WorkspaceAction::OpenFiles,
                                             WorkspaceAction::Start, WorkspaceAction::Stop, WorkspaceAction::Delete};

/// Of WorkspaceDetails::status. One that this console does not know shows as it is.
[[nodiscard]] StateLook lookOfWorkspace(std::string_view status);

/// Why it is in its state, as the server says it; empty when there is nothing to say.
[[nodiscard]] QString reasonOfState(const WorkspaceDetails &workspace);

/// Why the caller may not do this to the workspace now: by the policy first, then by its state. Empty when it may. The
/// server decides in the end; in a state that this console does not know it is asked.
[[nodiscard]] QString refusalOf(const UserProfile &caller, const WorkspaceDetails &workspace, WorkspaceAction action);
/// What an action takes.
[[nodiscard]] identity::Permission permissionFor(WorkspaceAction action);

/// Why the caller may not make workspaces; empty when it may.
[[nodiscard]] QString refusalOfCreation(const UserProfile &caller);

/// Why a new workspace may not have this name; empty when it may. An empty name is fine: one is derived then.
[[nodiscard]] QString refusalOfName(const QString &name);

/// What one types in another program to get in.
[[nodiscard]] QString sshCommand(const std::string &workspace);

} // namespace portolan::ui
