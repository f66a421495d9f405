// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/runtime/local/cgroups.h"
#include "server/runtime/local/folder.h"
#include "server/runtime/local/host_network.h"
#include "server/runtime/local/process.h"
#include "server/runtime/local/sandbox.h"
#include "server/runtime/runtime.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace portolan::runtime {

struct LocalConfig {
    std::filesystem::path data;     ///< DATA of the server; workspaces are in DATA/workspaces
    std::filesystem::path agent;    ///< portolan-agent
    std::filesystem::path launcher; ///< portolan-launch
    std::filesystem::path bubblewrap = "/usr/bin/bwrap";
    std::filesystem::path pasta = "/usr/bin/pasta";
    /// The uids that owners get where the server is root: firstUid + Spec::ownerNumber. They and the groups of the same
    /// numbers must not belong to anybody else on this computer.
    std::uint32_t firstUid = 200'000;
    std::uint32_t uidCount = 100'000;
    /// Room in /tmp inside, and as much in /dev/shm. What is there counts as memory.
    std::int64_t temporaryBytes = std::int64_t(1) << 30;
    bool useCgroups = true;
    /// What the networks of workspaces lead out through, alone; empty: wherever the default routes of this computer do.
    std::string outboundInterface;
    std::chrono::milliseconds startTimeout = std::chrono::seconds(20);
};

/// Workspaces on this computer: one sandbox of bubblewrap each, with its own user, process, mount, network, IPC and UTS
/// namespaces, as a uid of its owner where the server is root, below control groups where it may make them, and with
/// pasta for its way out.
///
///     server -> portolan-launch -> bwrap (monitor) -> portolan-agent (PID 1 inside) -> sshd -i, shells, workloads
///            -> portolan-launch -> pasta
///
/// None of these is tied to the life of the server: they go on while it restarts, and discover() takes them back. The
/// service manager must leave them alone (systemd: KillMode=process).
///
/// Belongs to the thread that made it, whose event loop must run; open() is for all threads. No call may be under way
/// when it is destroyed; workspaces go on.
class LocalRuntime final : public Runtime
{
public:
    /// Tries out what this computer allows, by starting and ending a sandbox, and makes a runtime that uses it. Where
    /// no sandbox can be made at all, every start() fails with the reason. InvalidArgument for a configuration that
    /// makes no sense.
    [[nodiscard]] static Task<Result<std::unique_ptr<LocalRuntime>>> create(LocalConfig config);
    ~LocalRuntime() override;

    [[nodiscard]] std::string name() const override { return "local"; }
    [[nodiscard]] std::vector<Enforcement> enforcement() const override;
    [[nodiscard]] Result<void> usable() const override;

    [[nodiscard]] Task<Result<void>> start(Spec spec, Progress progress) override;
    [[nodiscard]] Task<Result<void>> stop(std::string id, std::chrono::milliseconds grace) override;
    [[nodiscard]] Task<Result<void>> wipe(std::string id) override;
    [[nodiscard]] Task<Result<std::vector<Found>>> discover() override;

    [[nodiscard]] Task<Result<std::unique_ptr<Stream>>> open(std::string id) override;
    [[nodiscard]] Result<std::string> hostKey(const std::string &id) const override;
    [[nodiscard]] Result<Usage> usage(const std::string &id) const override;

private:
    /// A workspace that runs, or is about to.
    struct Workspace {
        explicit Workspace(Folder where) : folder(std::move(where)) {}

        std::string id;
        Folder folder;
        State state;
        std::optional<uid_t> uid;
        SandboxProcesses processes;
        std::shared_ptr<Process> network;
        HostNetwork networkHost; ///< what `network` was started for
        bool leaving = false; ///< somebody stops it: its end is no news
        bool over = false; ///< its first process has ended, or is about to
        std::optional<Error> cleanUp; ///< what could not be removed after its end
        std::vector<OneShot<bool>> awaitingEnd;
    };
    using WorkspacePtr = std::shared_ptr<Workspace>;

    explicit LocalRuntime(LocalConfig config);

    [[nodiscard]] Folder folderOf(const std::string &id) const;
    [[nodiscard]] Result<void> check(const Spec &spec) const;
    [[nodiscard]] std::optional<uid_t> uidOf(std::uint32_t ownerNumber) const;
    [[nodiscard]] SandboxPlan planFor(const Spec &spec, const Workspace &workspace) const;

    // Starting, one after the other; each leaves it to abolish() to undo what it did.
    [[nodiscard]] Task<Result<void>> bringUp(Spec spec, WorkspacePtr workspace, Progress progress);
    [[nodiscard]] Task<Result<void>> startProcesses(Spec spec, WorkspacePtr workspace);
    [[nodiscard]] Task<Result<void>> awaitAgent(WorkspacePtr workspace);
    [[nodiscard]] Task<Result<void>> connectNetwork(WorkspacePtr workspace);

    /// Ends and removes all of a workspace but its files, and writes down how it ended.
    [[nodiscard]] Task<Result<void>> abolish(WorkspacePtr workspace, Exit exit);
    [[nodiscard]] Exit exitOf(const Workspace &workspace, std::optional<int> monitorStatus) const;
    [[nodiscard]] Task<Result<void>> eraseHome(Folder folder);
    /// Ends what a start of which the server knows nothing more has left.
    [[nodiscard]] Task<Result<void>> endLeftovers(State state);
    [[nodiscard]] Task<Result<Found>> takeBack(std::string id);

    // They run beside everything else, as long as the workspace does.
    [[nodiscard]] Task<void> watch(WorkspacePtr workspace);
    [[nodiscard]] Task<void> keepNetwork(WorkspacePtr workspace);
    [[nodiscard]] HostNetwork hostNetwork() const;
    [[nodiscard]] static bool isStartedFor(const Workspace &workspace, const HostNetwork &host);
    void onHostNetworkChanged();
    /// After a time in which nobody has watched the host's network.
    [[nodiscard]] Task<void> refreshNetworks();
    [[nodiscard]] Task<void> refreshNetwork(WorkspacePtr workspace, HostNetwork host);

    [[nodiscard]] Task<void> probe();
    [[nodiscard]] Task<Result<void>> tryOut(Folder folder);
    [[nodiscard]] Task<Result<std::shared_ptr<Process>>> startNetwork(std::optional<uid_t> uid,
                                                                      std::vector<std::string> cgroups, pid_t target,
                                                                      HostNetwork host, int log);

    LocalConfig m_config;
    bool m_privileged = false;
    bool m_ownTun = false;
    std::string m_bootId;
    std::string m_instance; ///< tells servers on one computer apart; stays the same for the same DATA
    Cgroups m_cgroups;
    std::optional<Error> m_unusable; ///< why no sandbox can be made
    Enforcement m_network{.what = "network", .enforced = false, .reason = {}};
    Enforcement m_uid{.what = "uid", .enforced = false, .reason = {}};
    std::map<std::string, WorkspacePtr> m_workspaces;
    std::vector<std::string> m_hostAddresses = hostAddresses();
    std::unique_ptr<HostNetworkWatch> m_hostWatch;
    /// Outlived by nothing that runs beside: each looks here after every suspension.
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace portolan::runtime
