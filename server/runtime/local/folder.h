// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"
#include "core/base/descriptor.h"
#include "core/base/error.h"
#include "server/runtime/local/process.h"
#include "server/runtime/runtime.h"

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace portolan::runtime {

/// Whether it can name a workspace: [a-z0-9]{1,16}. Only such may become part of a path.
[[nodiscard]] bool isWorkspaceId(const std::string &id);
[[nodiscard]] std::unexpected<Error> noSuchId(const std::string &id);

/// What is known of a workspace beyond the life of the server: DATA/workspaces/<id>/state.json. It says first what is
/// about to be done and then what was done, so that after a crash at any moment it leads to all that may be there.
struct State {
    enum class Phase {
        Starting, ///< processes with the argument `token` may run
        Running,
        Stopped,
        Wiping, ///< never started again
    };

    Phase phase = Phase::Stopped;
    std::string token;    ///< an argument of the first processes of this start, and of no other process
    std::string bootId;   ///< the boot in which the processes below have run
    ProcessIdentity init; ///< PID 1 inside
    ProcessIdentity monitor;
    ProcessIdentity network; ///< pasta; 0 without
    bool wantsNetwork = false;
    std::vector<std::string> cgroups;
    std::optional<Time> started;
    Exit exit; ///< where it is stopped
};

/// The files of one workspace, DATA/workspaces/<id>/, all but the home the server's own:
///
/// - home/       what the owner has; belongs to the owner's uid; kept until the wipe
/// - agent       the Unix socket of PID 1, bound here before it starts; the one way in
/// - host_key    the secret of its SSH server, and host_key.pub; made once
/// - state.json  see State
/// - status      what PID 1 has written about its start and end (server/runtime/agent/protocol.h)
/// - log         the standard error of what was started last
class Folder
{
public:
    explicit Folder(std::filesystem::path path) : m_path(std::move(path)) {}

    [[nodiscard]] const std::filesystem::path &path() const { return m_path; }
    [[nodiscard]] std::filesystem::path home() const { return m_path / "home"; }
    [[nodiscard]] bool exists() const;

    /// Makes the folder and the home where they are missing. A home that belongs to somebody else is an error.
    [[nodiscard]] Result<void> prepare(uid_t owner) const;
    /// Nothing when there is no home.
    [[nodiscard]] std::optional<uid_t> homeOwner() const;

    /// Stopped, without a reason, when there is none or none that can be read.
    [[nodiscard]] State readState() const;
    [[nodiscard]] Result<void> writeState(const State &state) const;

    /// The key pair, made at the first call.
    [[nodiscard]] Result<std::string> hostKeySecret() const;
    [[nodiscard]] Result<std::string> publicHostKey() const;

    [[nodiscard]] std::string socket() const { return m_path / "agent"; }
    void removeSocket() const;

    /// A new file for what PID 1 says of itself.
    [[nodiscard]] Result<Descriptor> openStatus() const;
    /// How PID 1 says that it came to its end; nothing when it does not.
    [[nodiscard]] std::optional<Exit> readStatus() const;

    enum class Log { New, Same };
    [[nodiscard]] Result<Descriptor> openLog(Log log) const;
    /// The last lines of the log, for an error.
    [[nodiscard]] std::string logTail() const;

    /// Removes the folder, from which the home is gone already.
    [[nodiscard]] Result<void> remove() const;

private:
    std::filesystem::path m_path;
};

} // namespace portolan::runtime
