// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/api/services.h"

/// The handlers of the workspace API, one file a group. Spec: workspaces, sections 1, 4, 5, 7 and 9.
namespace portolan::api {

// workspaces.cpp
[[nodiscard]] Task<http::Response> listWorkspaces(Services services, Call &call);
[[nodiscard]] Task<http::Response> createWorkspace(Services services, Call &call);
[[nodiscard]] Task<http::Response> showWorkspace(Services services, Call &call);
[[nodiscard]] Task<http::Response> deleteWorkspace(Services services, Call &call);
[[nodiscard]] Task<http::Response> startWorkspace(Services services, Call &call);

// sysinfo.cpp
[[nodiscard]] Task<http::Response> showSysinfo(Services services, Call &call);

// files.cpp
[[nodiscard]] Task<http::Response> getFile(Services services, Call &call);
[[nodiscard]] Task<http::Response> putFile(Services services, Call &call);

// tunnel.cpp
[[nodiscard]] Task<http::Response> openTunnel(Services services, Call &call);

// sessions.cpp
/// Who enters which workspace by this call, for the session log.
[[nodiscard]] control::SessionLog::Entry entryOf(const Call &call, std::string prefix, const Workspace &workspace);
[[nodiscard]] Task<http::Response> listSessions(Services services, Call &call);
[[nodiscard]] Task<http::Response> listUserSessions(Services services, Call &call);

// jobs.cpp
[[nodiscard]] Task<http::Response> showJob(Services services, Call &call);

/// The workspace of the call's path where it runs; Conflict with what to do where it does not.
[[nodiscard]] Result<Workspace> runningWorkspace(const Services &services, const Call &call);

} // namespace portolan::api
