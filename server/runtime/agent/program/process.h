// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/runtime/agent/program/config.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace portolan::runtime::agent {

/// Called once, first: remembers what children need back, makes this process unreadable for the workload (it runs as
/// the same user), the parent of orphans, and hard to pick for the OOM killer.
void hardenSelf();

/// Closes every descriptor from `first` on.
void closeFrom(unsigned first);

/// In a fresh child: no descriptor but 0, 1, 2 and `keep` (which becomes 3), own session, signals as a program expects
/// them. SIGPIPE stays ignored.
[[nodiscard]] int becomeHandler(int keep);

/// In a handler's child: becomes `arguments[0]` with 0, 1 and 2 as they are and nothing else of the agent.
/// `programName` is argv[0] ("-bash" for a login shell). Does not return; a failure ends the process with 126 or 127,
/// as in a shell, and a line on descriptor 2.
[[noreturn]] void becomeProgram(const std::vector<std::string> &arguments,
                                const std::map<std::string, std::string> &environment, const std::string &folder,
                                const std::string &programName = {});

/// What every shell and script of the owner has, then the workspace's variables, then `more`; later ones win.
[[nodiscard]] std::map<std::string, std::string> environmentOf(const Config &config,
                                                               const std::map<std::string, std::string> &more = {});

/// One line of the process table.
struct ProcessInfo {
    pid_t pid = 0;
    pid_t parent = 0;
    char state = '?';
    std::uint64_t ticks = 0;   ///< processor time, that of reaped children included
    std::uint64_t started = 0; ///< clock ticks after boot; with the pid it names a process for good
    std::int64_t residentPages = 0;
};

[[nodiscard]] std::optional<ProcessInfo> processInfo(pid_t pid);
/// The agent and all below it: where it is PID 1 that is the whole sandbox.
[[nodiscard]] std::vector<ProcessInfo> sandboxProcesses();

/// The exit status as shells say it: 128 + signal for a killed process.
[[nodiscard]] int shellStatus(int waitStatus);

/// Whether the agent is PID 1; the same in its children.
[[nodiscard]] bool isInit();

} // namespace portolan::runtime::agent
