// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/base/error.h"
#include "server/runtime/runtime.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace portolan::runtime {

/// Limits and measures workspaces by control groups: version 2 where its controllers may be used, else version 1. All
/// are made below the server's own group, so that limits on the server as a whole hold for its workspaces, too:
///
///     <group of the server>/portolan-<instance>/<workspace>
///
/// Version 2 allows no processes beside groups that share out resources, so the server moves itself into the group
/// "portolan-server" beside "portolan-<instance>" unless it is in one of that name already (systemd:
/// `Delegate=cpu memory pids`, `DelegateSubgroup=portolan-server`).
class Cgroups
{
public:
    /// Where the kernel shows what is needed; another place in tests.
    struct Kernel {
        std::filesystem::path mountInfo = "/proc/self/mountinfo";
        std::filesystem::path ownGroups = "/proc/self/cgroup";
    };

    /// `instance` tells servers on one machine apart: [a-z0-9]+.
    [[nodiscard]] static Cgroups detect(const Kernel &kernel, const std::string &instance);
    /// None, for a reason.
    [[nodiscard]] static Cgroups none(std::string reason);

    [[nodiscard]] Enforcement cpu() const { return m_cpu; }
    [[nodiscard]] Enforcement memory() const { return m_memory; }
    [[nodiscard]] Enforcement processes() const { return m_processes; }

    /// Makes the groups of a workspace, limits them, and gives their folders: one for each hierarchy. To join them is
    /// the part of portolan-launch. What was made before a failure is removed.
    [[nodiscard]] Result<std::vector<std::string>> create(const std::string &workspace, const Limits &limits) const;
    /// Folders of workspaces that are there, from this or an earlier server of the same instance, without `known`.
    [[nodiscard]] std::vector<std::string> strangers(const std::vector<std::string> &known) const;

    /// Processes that do not belong to the workload itself, for which there is always room.
    static constexpr int ownProcesses = 3;
    /// What these take of memory, which is not counted against the workload either: pasta alone 17 MB.
    static constexpr std::int64_t ownMemory = std::int64_t(24) << 20;

private:
    enum class Version { None, One, Two };
    struct Folder {
        std::string controller; ///< "cpu", "cpuacct", "memory", "pids"; empty for all of version 2
        std::filesystem::path base;
    };

    [[nodiscard]] static Result<void> limit(const std::filesystem::path &group, Version version,
                                            const std::string &controller, const Limits &limits);
    void report(const std::string &controller, Enforcement &enforcement, const std::string &why) const;

    Version m_version = Version::None;
    std::vector<Folder> m_folders;
    Enforcement m_cpu{.what = "cpu", .enforced = false, .reason = {}};
    Enforcement m_memory{.what = "memory", .enforced = false, .reason = {}};
    Enforcement m_processes{.what = "processes", .enforced = false, .reason = {}};
};

/// What the groups of a workspace have used, from the folders that create() gave.
[[nodiscard]] Runtime::Usage cgroupUsage(const std::vector<std::string> &folders);

/// Whether the kernel has killed something in the groups because it ran out of memory.
[[nodiscard]] bool ranOutOfMemory(const std::vector<std::string> &folders);

/// Ends what is still in the groups and removes them, with the folder above where they were the last. Internal when
/// something stays after all.
[[nodiscard]] Task<Result<void>> removeCgroups(std::vector<std::string> folders);

} // namespace portolan::runtime
