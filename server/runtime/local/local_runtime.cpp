// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/local/local_runtime.h"

#include "core/async/fd_stream.h"
#include "core/base/digest.h"
#include "server/runtime/agent/client.h"
#include "server/runtime/local/files.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace portolan::runtime {

namespace fs = std::filesystem;

namespace {

/// What PID 1 may take to answer that it stops, and to exit after the grace that it gives others.
constexpr auto agentPatience = std::chrono::seconds(2);

/// Below it, a workspace would fail in ways that nobody understands.
constexpr std::uintmax_t leastRoom = std::uintmax_t(64) << 20;

} // namespace

LocalRuntime::LocalRuntime(LocalConfig config)
    : m_config(std::move(config)), m_privileged(geteuid() == 0), m_bootId(bootId()), m_cgroups(Cgroups::none({}))
{}

LocalRuntime::~LocalRuntime()
{
    *m_alive = false;
    for (const auto &[id, workspace] : m_workspaces) {
        for (const auto &process : {workspace->processes.init, workspace->processes.monitor, workspace->network}) {
            if (process)
                process->abandon();
        }
    }
}

Task<Result<std::unique_ptr<LocalRuntime>>> LocalRuntime::create(LocalConfig config)
{
    constexpr std::uint32_t nobody = 65'534;
    const auto last = std::uint64_t(config.firstUid) + config.uidCount;
    if (config.firstUid == 0 || config.uidCount == 0 || last > 0xffff'fffe
        || (config.firstUid <= nobody && nobody < last))
        co_return fail(ErrorCode::InvalidArgument,
                       "the range of uids for owners of workspaces must be without 0, 65534 and 4294967295");
    std::unique_ptr<LocalRuntime> runtime(new LocalRuntime(std::move(config)));
    std::error_code error;
    const auto data = fs::absolute(runtime->m_config.data, error).lexically_normal();
    fs::create_directories(data, error);
    if (error)
        co_return fail(ErrorCode::Internal, "making " + data.string() + ": " + error.message());
    runtime->m_config.data = data;
    runtime->m_instance = sha256Hex(data.string()).substr(0, 12);
    runtime->m_cgroups = runtime->m_config.useCgroups
                             ? Cgroups::detect({}, runtime->m_instance)
                             : Cgroups::none("the configuration of the server does without control groups");
    co_await runtime->probe();
    auto *const self = runtime.get();
    runtime->m_hostWatch = std::make_unique<HostNetworkWatch>([self] { self->onHostNetworkChanged(); });
    co_return runtime;
}

std::vector<Enforcement> LocalRuntime::enforcement() const
{
    auto processes = m_cgroups.processes();
    if (!processes.enforced)
        processes = {.what = "processes", .enforced = true, .reason = "by a limit of the user namespace"};
    return {m_cgroups.cpu(), m_cgroups.memory(), processes, m_network, m_uid};
}

Result<void> LocalRuntime::usable() const
{
    if (m_unusable)
        return std::unexpected(*m_unusable);
    for (const auto &program : {m_config.agent, m_config.launcher})
        if (access(program.c_str(), X_OK) != 0)
            return failFromErrno("running " + program.string(), errno);
    std::error_code error;
    const auto room = fs::space(m_config.data, error);
    if (error)
        return fail(ErrorCode::Unavailable, "looking at " + m_config.data.string() + ": " + error.message());
    if (room.available < leastRoom)
        return fail(ErrorCode::OutOfSpace, std::format("{} has {} MiB left; workspaces need some",
                                                       m_config.data.string(), room.available >> 20));
    return {};
}

Folder LocalRuntime::folderOf(const std::string &id) const
{
    return Folder(m_config.data / "workspaces" / id);
}

Task<Result<void>> LocalRuntime::start(Spec spec, Progress progress)
{
    if (m_unusable)
        co_return std::unexpected(*m_unusable);
    if (auto good = check(spec); !good)
        co_return good;
    if (m_workspaces.contains(spec.id))
        co_return fail(ErrorCode::Conflict, "the workspace runs already");
    auto workspace = std::make_shared<Workspace>(folderOf(spec.id));
    workspace->id = spec.id;
    if (workspace->folder.readState().phase == State::Phase::Wiping)
        co_return fail(ErrorCode::Conflict, "the workspace is being wiped; finish that first");
    m_workspaces[spec.id] = workspace;

    auto up = co_await bringUp(std::move(spec), workspace, std::move(progress));
    if (!up) {
        // What the programs said would be gone with the next start.
        if (const auto said = workspace->folder.logTail(); !said.empty())
            up.error().detail += " (" + said + ")";
        const auto abolished = co_await abolish(workspace, {.status = {},
                                                            .reason = "It could not be started: " + up.error().detail});
        m_workspaces.erase(workspace->id);
        if (!abolished)
            up.error().detail += "; besides, " + abolished.error().detail;
        co_return up;
    }
    detach(watch(workspace));
    if (workspace->state.wantsNetwork)
        detach(keepNetwork(workspace));
    co_return {};
}

Task<Result<void>> LocalRuntime::stop(std::string id, std::chrono::milliseconds grace)
{
    const auto found = m_workspaces.find(id);
    if (found == m_workspaces.end())
        co_return {};
    const auto workspace = found->second;
    const auto init = workspace->processes.init;
    if (!init)
        co_return fail(ErrorCode::Conflict, "the workspace is being started");
    workspace->leaving = true;
    const OneShot<bool> gone;
    workspace->awaitingEnd.push_back(gone);
    if (grace.count() > 0) {
        auto asked = Result<void>(fail(ErrorCode::Unavailable, "not asked"));
        if (auto connection = co_await connectUnix(workspace->folder.socket(), agentPatience))
            asked = co_await agent::stop(std::move(*connection), grace);
        if (!asked)
            init->signal(SIGTERM);
        co_await init->endedWithin(grace + agentPatience);
    }
    init->signal(SIGKILL);
    co_await gone;
    if (workspace->cleanUp)
        co_return std::unexpected(*workspace->cleanUp);
    co_return {};
}

Task<Result<void>> LocalRuntime::wipe(std::string id)
{
    if (!isWorkspaceId(id))
        co_return noSuchId(id);
    if (auto stopped = co_await stop(id, std::chrono::milliseconds(0)); !stopped)
        co_return failWithin("stopping it before the wipe", stopped.error());
    const auto folder = folderOf(id);
    if (!folder.exists())
        co_return {};
    auto state = folder.readState();
    if (auto ended = co_await endLeftovers(state); !ended)
        co_return ended;
    state.phase = State::Phase::Wiping;
    if (auto written = folder.writeState(state); !written)
        co_return written;
    if (auto erased = co_await eraseHome(folder); !erased)
        co_return erased;
    auto removed = folder.remove();
    if (removed)
        rmdir(folder.path().parent_path().c_str());
    co_return removed;
}

Task<Result<std::vector<Found>>> LocalRuntime::discover()
{
    std::vector<Found> all;
    for (const auto &id : foldersIn(m_config.data / "workspaces")) {
        if (!isWorkspaceId(id))
            continue;
        auto found = co_await takeBack(id);
        // One that resists must not keep the others from coming back.
        if (!found)
            found = Found{.id = id, .running = false, .exit = {.status = {}, .reason = found.error().detail}};
        all.push_back(std::move(*found));
    }
    std::vector<std::string> known;
    for (const auto &[id, workspace] : m_workspaces)
        known.push_back(id);
    co_await refreshNetworks();
    if (auto removed = co_await removeCgroups(m_cgroups.strangers(known)); !removed)
        qWarning("portolan: what is left of a forgotten workspace: %s", removed.error().detail.c_str());
    co_return all;
}

Task<Result<std::unique_ptr<Stream>>> LocalRuntime::open(std::string id)
{
    // Called in any thread: only what never changes may be used.
    if (!isWorkspaceId(id))
        co_return noSuchId(id);
    co_return co_await connectUnix(folderOf(id).socket());
}

Result<std::string> LocalRuntime::hostKey(const std::string &id) const
{
    if (!isWorkspaceId(id))
        return noSuchId(id);
    return folderOf(id).publicHostKey();
}

Result<Runtime::Usage> LocalRuntime::usage(const std::string &id) const
{
    const auto found = m_workspaces.find(id);
    if (found == m_workspaces.end())
        return fail(ErrorCode::NotFound, "the workspace does not run");
    auto usage = cgroupUsage(found->second->state.cgroups);
    usage.started = found->second->state.started;
    // bubblewrap and pasta are in the groups, too, and nobody's business.
    if (usage.processes)
        usage.processes = std::max(*usage.processes - (found->second->network ? 2 : 1), 1);
    return usage;
}

} // namespace portolan::runtime
