// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/job/provision_job.h"
#include "core/model/workspace/file_details.h"
#include "core/model/workspace/ssh_session.h"
#include "core/model/workspace/sysinfo.h"
#include "core/model/workspace/workspace_create.h"
#include "core/model/workspace/workspace_details.h"
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
        Route{Get, "/api/v1/workspaces", Permission::WorkspaceList, "The workspaces", bind(listWorkspaces)}
            .query<std::string>("username", "Whose; the caller's own where it is left out.")
            .query<bool>("all", "Everybody's that one may see, the stopped ones too.")
            .pages()
            .gives<std::vector<WorkspaceDetails>>(),
        Route{Post, "/api/v1/workspaces", Permission::WorkspaceCreate, "Make a workspace", bind(createWorkspace)}
            .takes<WorkspaceCreate>()
            .gives<WorkspaceAccepted>(202),
        Route{Get, "/api/v1/workspaces/{name}", Permission::WorkspaceRead, "A workspace", bind(showWorkspace)}
            .ownedBy(workspaceOwner)
            .gives<WorkspaceDetails>(),
        Route{Delete, "/api/v1/workspaces/{name}", Permission::WorkspaceDelete,
              "Stop a workspace, or delete it with all in it", bind(deleteWorkspace)}
            .ownedBy(workspaceOwner)
            .query<bool>("delete", "Delete it with its files; without, it is stopped.")
            .gives<WorkspaceAccepted>(202),
        Route{Post, "/api/v1/workspaces/{name}/start", Permission::WorkspaceStart, "Start a stopped workspace",
              bind(startWorkspace)}
            .ownedBy(workspaceOwner)
            .gives<WorkspaceAccepted>(202),
        Route{Get, "/api/v1/workspaces/{name}/sysinfo", Permission::WorkspaceRead, "What a workspace uses",
              bind(showSysinfo)}
            .ownedBy(workspaceOwner)
            .gives<Sysinfo>(),
        Route{Get, "/api/v1/workspaces/{name}/files", Permission::WorkspaceFiles, "Download a file", bind(getFile)}
            .ownedBy(workspaceOwner)
            .query<std::string>("path", "Absolute, or relative to the home folder.")
            .query<std::string>("file", "Another name of `path`.")
            .header("Range", "The part of it that is wanted (RFC 9110 section 14).")
            .givesType("application/octet-stream")
            .givesType("application/octet-stream", 206, "The part that was asked for."),
        Route{Put, "/api/v1/workspaces/{name}/files", Permission::WorkspaceFiles, "Upload a file", bind(putFile)}
            .ownedBy(workspaceOwner)
            .conditional()
            .query<std::string>("path", "Absolute, or relative to the home folder.")
            .query<std::string>("file", "Another name of `path`.")
            .query<bool>("parents", "Make the folders that are missing.")
            .header("If-None-Match", "`*`: only where there is no such file.")
            .takesBytes()
            .gives<FileDetails>(200, "It was replaced.")
            .gives<FileDetails>(201, "It is new."),
        Route{Get, "/api/v1/workspaces/{name}/tunnel", Permission::WorkspaceTunnel, "An SSH connection (WebSocket)",
              bind(openTunnel)}
            .ownedBy(workspaceOwner)
            .header("Portolan-Public-Key", "The SSH public key that logs in, as in authorized_keys.")
            .givesNothing(101, "A WebSocket of binary messages."),
        Route{Get, "/api/v1/workspaces/{name}/interactive", Permission::WorkspaceShell,
              "A terminal (WebSocket cloudshell-v1)",
              [services, sessions](Call &call) { return openInteractive(services, sessions, call); }}
            .ownedBy(workspaceOwner)
            .givesNothing(101, "A WebSocket of the subprotocol cloudshell-v1."),
        Route{Get, "/api/v1/sessions", Permission::SessionList, "Who is in which workspace", bind(listSessions)}
            .query<std::string>("username", "Only of this user.")
            .query<std::string>("workspace", "Only in this workspace.")
            .query<bool>("all", "Those that have ended too.")
            .query<bool>("reverse", "The newest first.")
            .query<std::int64_t>("last_n", "The newest so many.")
            .pages()
            .gives<std::vector<SshSession>>(),
        Route{Get, "/api/v1/jobs/{id}", Permission::JobRead, "A job, or its steps as they happen", bind(showJob)}
            .ownedBy(jobOwner)
            .header("Last-Event-ID", "Where a stream goes on.")
            .gives<ProvisionJob>()
            .givesType("text/event-stream", 200, "Where Accept asks for it: the steps, until the job has ended."),
    };
}

} // namespace portolan::api
