// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// Somebody in a workspace, from the door on: an SSH connection through the tunnel, or a terminal of the browser. Kept and
/// told in the same words (workspaces spec, section 1.8).
struct SshSession {
    std::string sessionId; ///< "sh-..." through the tunnel, "ws-..." by WebSocket
    std::string username;
    std::string owner; ///< of the workspace
    std::string version; ///< of the server
    std::string client; ///< User-Agent
    std::string clientIp;
    Time start;
    std::optional<Time> end; ///< nothing while it goes on
    std::string workspace;
    std::string blueprint;
    std::int64_t bytesIn = 0; ///< into the workspace
    std::int64_t bytesOut = 0;
    /// "sh" shell, "pt" PTY. What goes on inside SSH is between its ends; of the tunnel nothing is known.
    std::vector<std::string> operations = {};
    Time updated; ///< when the counts were last written
    std::string ptyName = {};

    bool operator==(const SshSession &) const = default;
};

template <>
struct schema::Description<SshSession> {
    using S = SshSession;
    static constexpr std::string_view name = "SSHSession";
    static constexpr std::string_view doc = "Somebody who is, or was, in a workspace.";
    static constexpr auto fields = std::tuple{
        field("sessionID", &S::sessionId, {.required = true, .column = {.title = "Session"}}),
        field("username", &S::username, {.required = true, .column = {.title = "User"}}),
        field("owner", &S::owner, {.doc = "Whose the workspace is."}),
        field("k8shelldVer", &S::version, {.doc = "Version of the server."}),
        field("client", &S::client, {.column = {.title = "Client"}}),
        field("clientIP", &S::clientIp, {.column = {.title = "From"}}),
        field("startTime", &S::start, {.required = true, .column = {.title = "Began"}}),
        field("endTime", &S::end,
              {.doc = "Null while it goes on.", .presence = Presence::NullWhenEmpty, .column = {.title = "Ended"}}),
        field("workspace", &S::workspace, {.required = true, .column = {.title = "Workspace"}}),
        field("blueprint", &S::blueprint, {}),
        field("bytesIn", &S::bytesIn, {.doc = "Into the workspace.", .column = {.title = "In"}}),
        field("bytesOut", &S::bytesOut, {.doc = "Out of the workspace.", .column = {.title = "Out"}}),
        field("operations", &S::operations,
              {.doc = "`sh` shell, `pt` PTY; what goes on inside of SSH is not known.",
               .aliases = {"channels"},
               .emitAliases = true}),
        field("updatedAt", &S::updated, {.doc = "When the counts were last written."}),
        field("ptyName", &S::ptyName, {}),
    };
};

} // namespace portolan
