// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <sys/types.h>

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The single steps of portolan-launch (see main.cpp). Each does one thing to the calling process, which is single
/// threaded and about to exec: no Qt, no other part of Portolan, and errors as sentences for the standard error.
namespace portolan::launch {

using Step = std::expected<void, std::string>;

/// "what: Permission denied", from errno.
[[nodiscard]] std::unexpected<std::string> failed(std::string_view what);

/// Moves this process into a cgroup (a folder of cgroup v1 or v2). Needs the server's privileges: before dropTo().
[[nodiscard]] Step joinCgroup(const std::string &folder);

/// Becomes `id` as user and group, without supplementary groups, for good.
[[nodiscard]] Step dropTo(uid_t id);

/// Leaves behind what a process inherits besides: the server's keys (keyrings(7)) and mask, and core dumps unless asked
/// for. Offers this process to the kernel when the host runs out of memory: workspaces go before the server.
[[nodiscard]] Step leaveInheritance();

/// A mount namespace of its own, which still sees what the host unmounts, so that nothing here keeps a disk busy.
[[nodiscard]] Step unshareMounts();

/// Shows `home` (a folder) as /tmp/home and `agent` (a file) as /tmp/agent, and hides the rest of /tmp. The
/// owner may not pass the folders that lead to them on the host; after this the owner need not.
[[nodiscard]] Step stage(const std::string &home, const std::string &agent);

/// Puts a device node that anybody may open in the place of /dev/net/tun, for this mount namespace only.
[[nodiscard]] Step openTun();

/// A user namespace in which this process's user is `inside`, together with the namespaces in `flags`.
[[nodiscard]] Step unshareUser(uid_t inside, int flags);

/// Lets this process and what it starts write no file of more than `bytes`: what would be more is dropped.
[[nodiscard]] Step limitFiles(unsigned long bytes);

/// At most `count` processes and threads of this user in the user namespace and in those below. A limit of a user
/// namespace counts what is in it only, so that it holds for one sandbox and not for all that belongs to its user.
[[nodiscard]] Step limitProcesses(unsigned long count);

/// What a workload shall not reach: the addresses that this host has now, those of its links, and those where clouds
/// hand out credentials.
[[nodiscard]] std::expected<std::vector<std::string>, std::string> refusedAddresses();

/// Takes the loopback interface of this network namespace up and makes `refused` ("169.254.0.0/16") unreachable in it.
/// May be called again with more.
[[nodiscard]] Step closeNetwork(const std::vector<std::string> &refused);

/// The same in the namespace of another process, whose user namespace belongs to this process's user.
[[nodiscard]] Step closeNetworkOf(pid_t target, const std::vector<std::string> &refused);

/// Removes all that is in the folder, whatever its owner has done to the permissions. Follows no symbolic link and
/// enters nothing that is mounted there. The folder itself stays.
[[nodiscard]] Step eraseContents(const std::string &folder);

} // namespace portolan::launch
