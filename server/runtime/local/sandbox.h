// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "server/runtime/local/process.h"
#include "server/runtime/runtime.h"

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace portolan::runtime {

/// One start of bubblewrap, through portolan-launch.
struct SandboxPlan {
    std::filesystem::path launcher;
    std::filesystem::path bubblewrap;
    std::filesystem::path agent;
    std::filesystem::path home;
    std::optional<uid_t> uid; ///< nothing: the server's own
    std::vector<std::string> cgroups;
    std::optional<int> processes; ///< a limit that portolan-launch sets, where control groups do not
    std::string token;            ///< see State::token
    std::string hostname;
    std::string owner;
    std::string shell;
    std::string resolvers;            ///< resolv.conf
    std::int64_t temporaryBytes = 0;  ///< room in /tmp, and as much in /dev/shm
    std::vector<std::string> command; ///< what PID 1 is
};

/// Where things are inside.
namespace inside {
inline constexpr const char *agent = "/run/portolan/agent";
inline constexpr const char *agentFolder = "/run/portolan/private"; ///< the owner's, on a tmpfs of its own
inline constexpr const char *runtimeFolder = "/run/user/1000";      ///< XDG_RUNTIME_DIR
[[nodiscard]] std::string home(const std::string &owner);
} // namespace inside

/// A sandbox that has begun to run.
struct SandboxProcesses {
    std::shared_ptr<Process> monitor; ///< bubblewrap, outside; its namespaces are those around the sandbox
    std::shared_ptr<Process> init;    ///< PID 1 inside, the command
};

/// Starts it. `descriptors` are handed to the command (2 is also the standard error of all that is started); numbers
/// from 10 to 29 are taken. On failure nothing runs any more; what bubblewrap said is on descriptor 2.
[[nodiscard]] Task<Result<SandboxProcesses>> startSandbox(SandboxPlan plan,
                                                          std::vector<std::pair<int, int>> descriptors);

/// A file in memory, at its start: for what shall not be seen in lists of processes.
[[nodiscard]] Result<Descriptor> memoryFile(const std::string &bytes);

} // namespace portolan::runtime
