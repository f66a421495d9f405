// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/runtime/agent/program/config.h"
#include "server/runtime/agent/program/fields.h"

#include <array>
#include <chrono>

namespace portolan::runtime::agent {

/// What a handler may know of the agent, as it was when the request came.
struct Situation {
    const Config &config;
    std::chrono::system_clock::time_point started;
    int sessions = 0;
    std::array<double, 3> load{}; ///< processors busy, over 1, 5 and 15 minutes
};

/// A handler carries out one request in a child of the agent, so that a hanging file system or a slow peer stops
/// nobody else. It owns the socket, blocks as it likes, answers, and gives the exit status of the child.
using Handler = int (*)(const Situation &situation, Fields &head, int socket);

int handleSsh(const Situation &situation, Fields &head, int socket);
int handlePty(const Situation &situation, Fields &head, int socket);
int handleRead(const Situation &situation, Fields &head, int socket);
int handleWrite(const Situation &situation, Fields &head, int socket);
int handleList(const Situation &situation, Fields &head, int socket);
int handleMkdir(const Situation &situation, Fields &head, int socket);
int handleRemove(const Situation &situation, Fields &head, int socket);
int handleCwd(const Situation &situation, Fields &head, int socket);
int handleSysinfo(const Situation &situation, Fields &head, int socket);

/// Removes what sshd was given for the connection that process `pid` served, or, with 0, for any.
void removeSshFiles(const Config &config, pid_t pid);
/// Removes the temporary files of uploads that process `pid` left, or, with 0, any.
void removeUploads(const Config &config, pid_t pid);

} // namespace portolan::runtime::agent
