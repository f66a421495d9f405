// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/lifecycle/transition_table.h"

namespace portolan {

/// The status of a workspace, by the names of the workspace API (spec section 4). Its other names (Warning, Pulling,
/// Failing, Unknown) belong to runtimes that can tell them and join with the first of those.
enum class WorkspaceState { Starting, Running, Stopping, Stopped, Error, Terminating };

enum class WorkspaceEvent { Start, Started, StartFailed, Exited, Stop, Ended, StopFailed, Delete };

template <>
struct schema::EnumNames<WorkspaceState> {
    static constexpr std::array<std::pair<WorkspaceState, std::string_view>, 6> names{{
        {WorkspaceState::Starting, "Starting"},
        {WorkspaceState::Running, "Running"},
        {WorkspaceState::Stopping, "Stopping"},
        {WorkspaceState::Stopped, "Stopped"},
        {WorkspaceState::Error, "Error"},
        {WorkspaceState::Terminating, "Terminating"},
    }};
};

template <>
struct schema::EnumNames<WorkspaceEvent> {
    static constexpr std::array<std::pair<WorkspaceEvent, std::string_view>, 8> names{{
        {WorkspaceEvent::Start, "Start"},
        {WorkspaceEvent::Started, "Started"},
        {WorkspaceEvent::StartFailed, "StartFailed"},
        {WorkspaceEvent::Exited, "Exited"},
        {WorkspaceEvent::Stop, "Stop"},
        {WorkspaceEvent::Ended, "Ended"},
        {WorkspaceEvent::StopFailed, "StopFailed"},
        {WorkspaceEvent::Delete, "Delete"},
    }};
};

namespace lifecycle {

using WorkspaceTransition = Transition<WorkspaceState, WorkspaceEvent>;

/// Terminating is final: when everything of the workspace is gone its row is removed.
inline constexpr TransitionTable workspaceTable{
    "Workspace", WorkspaceState::Starting,
    std::to_array<WorkspaceTransition>({
        {WorkspaceState::Starting, WorkspaceEvent::Started, WorkspaceState::Running, "the way in answers"},
        {WorkspaceState::Starting, WorkspaceEvent::StartFailed, WorkspaceState::Error,
         "the runtime could not start it"},
        {WorkspaceState::Starting, WorkspaceEvent::Stop, WorkspaceState::Stopping,
         "asked for, or the start was cancelled"},
        {WorkspaceState::Starting, WorkspaceEvent::Delete, WorkspaceState::Terminating, "asked for"},
        {WorkspaceState::Running, WorkspaceEvent::Exited, WorkspaceState::Error, "its processes ended by themselves"},
        {WorkspaceState::Running, WorkspaceEvent::Stop, WorkspaceState::Stopping, "asked for"},
        {WorkspaceState::Running, WorkspaceEvent::Delete, WorkspaceState::Terminating, "asked for"},
        {WorkspaceState::Stopping, WorkspaceEvent::Ended, WorkspaceState::Stopped, "all its processes are gone"},
        {WorkspaceState::Stopping, WorkspaceEvent::StopFailed, WorkspaceState::Error, "the runtime could not stop it"},
        {WorkspaceState::Stopping, WorkspaceEvent::Delete, WorkspaceState::Terminating, "asked for"},
        {WorkspaceState::Stopped, WorkspaceEvent::Start, WorkspaceState::Starting, "asked for"},
        {WorkspaceState::Stopped, WorkspaceEvent::Delete, WorkspaceState::Terminating, "asked for"},
        {WorkspaceState::Error, WorkspaceEvent::Start, WorkspaceState::Starting, "asked for"},
        {WorkspaceState::Error, WorkspaceEvent::Stop, WorkspaceState::Stopping,
         "asked for: what is left is cleared away"},
        {WorkspaceState::Error, WorkspaceEvent::Delete, WorkspaceState::Terminating, "asked for"},
    })};
static_assert(workspaceTable.isWellFormed());

} // namespace lifecycle
} // namespace portolan
