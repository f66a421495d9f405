// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/workspaces/handlers.h"
#include "server/api/workspaces/interactive.h"

namespace portolan::api {

std::vector<Route> workspaceRoutes(const Services &services)
{
    using enum http::Method;
    using identity::Permission;
    const auto bind = [&services](auto function) -> Handler {
        return [services, function](Call &call) { return function(services, call); };
    };
    const auto workspaceOwner = [&state = services.state](const http::PathParameters &path) {
        const auto item = state.workspaces.find(path.get("name"));
        return item ? std::optional(item->value.owner) : std::nullopt;
    };
    const auto jobOwner = [&state = services.state](const http::PathParameters &path) {
        const auto item = state.jobs.find(path.get("id"));
        return item ? std::optional(item->value.username) : std::nullopt;
    };
    const auto sessions = std::make_shared<TerminalSessions>();
    return {
        {Get, "/api/v1/workspaces", Permission::WorkspaceList, "The workspaces", bind(listWorkspaces)},
        {Post, "/api/v1/workspaces", Permission::WorkspaceCreate, "Make a workspace", bind(createWorkspace)},
        {Get, "/api/v1/workspaces/{name}", Permission::WorkspaceRead, "A workspace", bind(showWorkspace),
         workspaceOwner},
        {Delete, "/api/v1/workspaces/{name}", Permission::WorkspaceDelete,
         "Stop a workspace, or delete it with all in it", bind(deleteWorkspace), workspaceOwner},
        {Post, "/api/v1/workspaces/{name}/start", Permission::WorkspaceStart, "Start a stopped workspace",
         bind(startWorkspace), workspaceOwner},
        {Get, "/api/v1/workspaces/{name}/sysinfo", Permission::WorkspaceRead, "What a workspace uses",
         bind(showSysinfo), workspaceOwner},
        {Get, "/api/v1/workspaces/{name}/files", Permission::WorkspaceFiles, "Download a file", bind(getFile),
         workspaceOwner},
        {Put, "/api/v1/workspaces/{name}/files", Permission::WorkspaceFiles, "Upload a file", bind(putFile),
         workspaceOwner},
        {Get, "/api/v1/workspaces/{name}/tunnel", Permission::WorkspaceTunnel, "An SSH connection (WebSocket)",
         bind(openTunnel), workspaceOwner},
        {Get, "/api/v1/workspaces/{name}/interactive", Permission::WorkspaceShell,
         "A terminal (WebSocket cloudshell-v1)",
         [services, sessions](Call &call) { return openInteractive(services, sessions, call); }, workspaceOwner},
        {Get, "/api/v1/jobs/{id}", Permission::JobRead, "A job, or its steps as they happen", bind(showJob), jobOwner},
    };
}

} // namespace portolan::api
