// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The way out of a workspace, and finding out what this computer allows.

#include "server/runtime/local/local_runtime.h"

#include "core/async/timer.h"
#include "server/runtime/local/files.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

namespace portolan::runtime {

namespace fs = std::filesystem;

namespace {

constexpr auto networkTimeout = std::chrono::seconds(10);
constexpr auto firstPause = std::chrono::milliseconds(100);
constexpr auto longestPause = std::chrono::milliseconds(std::chrono::seconds(30));
/// A network that has lived for so long was all right.
constexpr auto provenAfter = std::chrono::seconds(60);

constexpr mode_t everybodysTun = S_IROTH | S_IWOTH;

} // namespace

Task<Result<std::shared_ptr<Process>>> LocalRuntime::startNetwork(std::optional<uid_t> uid,
                                                                  std::vector<std::string> cgroups, pid_t target,
                                                                  HostNetwork host, int log)
{
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0)
        co_return failFromErrno("making a pipe", errno);
    Descriptor ready(ends[0]);
    Descriptor readyEnd(ends[1]);
    // pasta opens it by name, as the owner.
    if (uid && fchown(readyEnd.get(), *uid, *uid) != 0)
        co_return failFromErrno("giving a pipe to the owner", errno);

    Program program{.path = m_config.launcher, .arguments = {"network", "--target", std::to_string(target)}};
    auto &arguments = program.arguments;
    const auto add = [&arguments](const std::vector<std::string> &more) {
        arguments.insert(arguments.end(), more.begin(), more.end());
    };
    if (uid)
        add({"--uid", std::to_string(*uid)});
    if (m_ownTun)
        add({"--own-tun"});
    for (const auto &cgroup : cgroups)
        add({"--cgroup", cgroup});
    add({"--", m_config.pasta});
    add(pastaArguments(host, target));
    program.descriptors = {{readyEnd.get(), 1}, {log, 2}};
    const auto process = Process::spawn(program);
    if (!process)
        co_return std::unexpected(process.error());
    readyEnd = Descriptor();

    const auto said = co_await readUntil(std::move(ready), '\n', networkTimeout);
    if (said && said->ends_with('\n'))
        co_return *process;
    (*process)->signal(SIGKILL);
    co_await (*process)->ended();
    co_return fail(ErrorCode::Unavailable, said ? "pasta could not connect the workspace" : said.error().detail);
}

Task<Result<void>> LocalRuntime::connectNetwork(WorkspacePtr workspace)
{
    const auto alive = m_alive;
    const auto host = hostNetwork();
    if (!host.reachesOut())
        co_return fail(ErrorCode::Unavailable, "this computer has no default route");
    if (!workspace->processes.monitor || !workspace->processes.monitor->running())
        co_return fail(ErrorCode::Unavailable, "the process that keeps the namespaces of the workspace is gone");
    const auto log = workspace->folder.openLog(Folder::Log::Same);
    if (!log)
        co_return std::unexpected(log.error());
    auto network = co_await startNetwork(workspace->uid, workspace->state.cgroups,
                                         workspace->processes.monitor->identity().pid, host, log->get());
    if (!network)
        co_return std::unexpected(network.error());
    if (!*alive || workspace->over) {
        (*network)->signal(SIGKILL);
        co_return fail(ErrorCode::Cancelled, "the workspace has ended");
    }
    workspace->network = std::move(*network);
    workspace->networkHost = host;
    workspace->state.network = workspace->network->identity();
    co_return workspace->folder.writeState(workspace->state);
}

Task<void> LocalRuntime::keepNetwork(WorkspacePtr workspace)
{
    const auto alive = m_alive;
    auto pause = firstPause;
    for (;;) {
        const auto since = std::chrono::steady_clock::now();
        if (const auto network = workspace->network)
            co_await network->ended();
        if (!*alive || workspace->over)
            co_return;
        workspace->network.reset();
        if (std::chrono::steady_clock::now() - since > provenAfter)
            pause = firstPause;
        co_await sleepFor(pause);
        pause = std::min(pause * 2, longestPause);
        if (!*alive || workspace->over)
            co_return;
        const auto connected = co_await connectNetwork(workspace);
        if (!*alive || workspace->over)
            co_return;
        if (!connected)
            qWarning("portolan: workspace %s is without network: %s", workspace->id.c_str(),
                     connected.error().detail.c_str());
    }
}

HostNetwork LocalRuntime::hostNetwork() const
{
    return readHostNetwork({}, m_config.outboundInterface);
}

void LocalRuntime::onHostNetworkChanged()
{
    const auto host = hostNetwork();
    // Routes are announced again and again; that changes nothing.
    auto addresses = hostAddresses();
    const bool moved = addresses != std::exchange(m_hostAddresses, addresses);
    for (const auto &[id, workspace] : m_workspaces) {
        if (workspace->network && !workspace->over && (moved || workspace->networkHost != host))
            detach(refreshNetwork(workspace, host));
    }
}

Task<void> LocalRuntime::refreshNetworks()
{
    const auto host = hostNetwork();
    const auto workspaces = m_workspaces; // one may end meanwhile
    for (const auto &[id, workspace] : workspaces) {
        if (!workspace->network || workspace->over)
            continue;
        if (isStartedFor(*workspace, host))
            workspace->networkHost = host;
        co_await refreshNetwork(workspace, host);
    }
}

/// By its own arguments: a network that was taken back goes on, with its connections, where the host is as it was.
bool LocalRuntime::isStartedFor(const Workspace &workspace, const HostNetwork &host)
{
    if (!workspace.processes.monitor)
        return false;
    std::string wanted;
    for (const auto &argument : pastaArguments(host, workspace.processes.monitor->identity().pid))
        wanted.append(argument).push_back('\0');
    return readFile(std::format("/proc/{}/cmdline", workspace.network->identity().pid)).ends_with(wanted);
}

Task<void> LocalRuntime::refreshNetwork(WorkspacePtr workspace, HostNetwork host)
{
    // A new start also closes what is new. Without a way out there is nothing to start it for.
    if (workspace->networkHost != host && host.reachesOut()) {
        workspace->network->signal(SIGTERM);
        co_return;
    }
    if (!workspace->processes.monitor)
        co_return;
    const auto log = workspace->folder.openLog(Folder::Log::Same);
    if (!log)
        co_return;
    Program program{.path = m_config.launcher,
                    .arguments = {"network", "--target", std::to_string(workspace->processes.monitor->identity().pid)},
                    .descriptors = {{log->get(), 2}}};
    if (workspace->uid)
        program.arguments.insert(program.arguments.end(), {"--uid", std::to_string(*workspace->uid)});
    const auto process = Process::spawn(program);
    std::optional<int> status;
    if (process)
        status = co_await (*process)->ended();
    if (status != 0 && !workspace->over) {
        // Rather no network than one that leads to the host.
        qWarning("portolan: workspace %s loses its network: the host's new addresses could not be closed to it",
                 workspace->id.c_str());
        if (workspace->network)
            workspace->network->signal(SIGKILL);
    }
}

Task<void> LocalRuntime::probe()
{
    m_uid.enforced = m_privileged;
    if (!m_privileged)
        m_uid.reason = "the server is not root: all workspaces run as its own user, kept apart by namespaces alone; "
                       "run the server as root to have a uid for each owner";
    for (const auto &[file, package] : {std::pair(m_config.bubblewrap, "the package bubblewrap"),
                                        {m_config.launcher, "Portolan completely"},
                                        {m_config.agent, "Portolan completely"}}) {
        if (access(file.c_str(), X_OK) != 0)
            m_unusable = Error{.code = ErrorCode::Unavailable,
                               .detail = file.string() + " is not there: install " + package
                                         + ", then restart the server"};
    }
    struct stat tun{};
    m_ownTun = m_privileged && (stat("/dev/net/tun", &tun) != 0 || (tun.st_mode & everybodysTun) != everybodysTun);
    if (m_unusable) {
        m_network.reason = m_unusable->detail;
        co_return;
    }
    const Folder folder(m_config.data / "probe" / "probe");
    if (auto tried = co_await tryOut(folder); !tried) {
        m_unusable = tried.error();
        if (const auto said = folder.logTail(); !said.empty())
            m_unusable->detail += " (" + said + ")";
        m_network.reason = m_unusable->detail;
    }
    rmdir(folder.home().c_str());
    if (auto removed = folder.remove(); !removed)
        qWarning("portolan: %s", removed.error().detail.c_str());
    rmdir(folder.path().parent_path().c_str());
}

Task<Result<void>> LocalRuntime::tryOut(Folder folder)
{
    Spec spec;
    spec.id = "probe";
    spec.hostname = "probe";
    spec.owner = "probe";
    auto workspace = std::make_shared<Workspace>(folder);
    workspace->uid = uidOf(0);
    if (auto prepared = folder.prepare(workspace->uid.value_or(geteuid())); !prepared)
        co_return prepared;
    auto cgroups = m_cgroups.create(spec.id, {});
    if (!cgroups)
        co_return std::unexpected(cgroups.error());
    workspace->state.cgroups = std::move(*cgroups);
    workspace->state.token = "portolan-probe";
    const auto log = folder.openLog(Folder::Log::New);
    if (!log)
        co_return std::unexpected(log.error());
    auto plan = planFor(spec, *workspace);
    plan.command = {"/usr/bin/sleep", "60"};
    auto processes = co_await startSandbox(plan, {{log->get(), 2}});
    if (processes) {
        workspace->processes = *processes;
        const auto host = hostNetwork();
        Result<std::shared_ptr<Process>> network = fail(ErrorCode::Unavailable, "this computer has no default route");
        if (host.reachesOut())
            network = co_await startNetwork(workspace->uid, workspace->state.cgroups,
                                            processes->monitor->identity().pid, host, log->get());
        m_network.enforced = network.has_value();
        if (network)
            workspace->network = std::move(*network);
        else
            m_network.reason = network.error().detail + " (" + folder.logTail() + ")";
    }
    auto abolished = co_await abolish(workspace, {});
    if (!processes)
        co_return std::unexpected(processes.error());
    co_return abolished;
}

} // namespace portolan::runtime
