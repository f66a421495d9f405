// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How a workspace comes to life and ends: the parts of LocalRuntime between its calls.

#include "server/runtime/local/local_runtime.h"

#include "core/async/fd_stream.h"
#include "core/async/timer.h"
#include "core/base/random.h"
#include "server/runtime/agent/client.h"

#include <yyjson.h>

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>

namespace portolan::runtime {

namespace fs = std::filesystem;

namespace {

// Descriptors of portolan-agent.
constexpr int logNumber = 2;
constexpr int listenNumber = 3;
constexpr int statusNumber = 4;
constexpr int configNumber = 5;

constexpr auto killTimeout = std::chrono::seconds(10);

bool isUserName(const std::string &name)
{
    const auto good = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'
               || c == '.' || c == '@' || c == '+';
    };
    return !name.empty() && name.size() <= 64 && name != "." && name != ".." && name.front() != '-'
           && std::ranges::all_of(name, good);
}

bool isHostName(const std::string &name)
{
    const auto good = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
    };
    return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, good);
}

using MutableDocument = std::unique_ptr<yyjson_mut_doc,
                                        decltype([](yyjson_mut_doc *document) { yyjson_mut_doc_free(document); })>;

/// See server/runtime/agent/protocol.h.
Result<std::string> agentConfiguration(const Spec &spec, const std::string &hostKey)
{
    const MutableDocument owner(yyjson_mut_doc_new(nullptr));
    yyjson_mut_doc *const document = owner.get();
    yyjson_mut_val *const root = yyjson_mut_obj(document);
    yyjson_mut_doc_set_root(document, root);
    const auto add = [document](yyjson_mut_val *object, const std::string &name, const std::string &value) {
        yyjson_mut_obj_put(object, yyjson_mut_strncpy(document, name.data(), name.size()),
                           yyjson_mut_strncpy(document, value.data(), value.size()));
    };
    add(root, "user", spec.owner);
    add(root, "home", inside::home(spec.owner));
    add(root, "shell", spec.shell);
    add(root, "runDir", inside::agentFolder);
    add(root, "hostKey", hostKey);
    yyjson_mut_val *const environment = yyjson_mut_obj_add_obj(document, root, "environment");
    add(environment, "LANG", "C.UTF-8");
    add(environment, "XDG_RUNTIME_DIR", inside::runtimeFolder);
    for (const auto &[name, value] : spec.environment)
        add(environment, name, value);
    yyjson_mut_val *const scripts = yyjson_mut_obj_add_arr(document, root, "initScripts");
    for (const auto &[name, script] : spec.initScripts) {
        yyjson_mut_val *const item = yyjson_mut_arr_add_obj(document, scripts);
        add(item, "name", name);
        add(item, "script", script);
    }
    const std::unique_ptr<char, decltype([](char *text) { std::free(text); })> text(yyjson_mut_write(document, 0,
                                                                                                     nullptr));
    if (!text)
        return fail(ErrorCode::InvalidArgument, "the environment and init scripts of a workspace must be UTF-8");
    return std::string(text.get());
}

Task<Result<void>> endAll(std::vector<std::shared_ptr<Process>> processes)
{
    std::erase(processes, nullptr);
    for (const auto &process : processes)
        process->signal(SIGKILL);
    for (const auto &process : processes) {
        if (!co_await process->endedWithin(killTimeout))
            co_return fail(ErrorCode::Internal, "process " + std::to_string(process->identity().pid)
                                                    + " of the workspace does not die; look what it waits for");
    }
    co_return {};
}

Result<void> checkShell(const std::string &shell)
{
    std::error_code error;
    const auto real = fs::canonical(shell, error);
    if (!shell.starts_with('/') || error || !real.string().starts_with("/usr/") || access(real.c_str(), X_OK) != 0)
        return fail(ErrorCode::InvalidArgument,
                    "the shell \"" + shell + "\" is not installed below /usr on this computer", {{"shell", shell}});
    return {};
}

} // namespace

Result<void> LocalRuntime::check(const Spec &spec) const
{
    if (!isWorkspaceId(spec.id))
        return noSuchId(spec.id);
    if (!isUserName(spec.owner))
        return fail(ErrorCode::InvalidArgument, "\"" + spec.owner + "\" cannot be a user name inside of a workspace");
    if (!isHostName(spec.hostname))
        return fail(ErrorCode::InvalidArgument, "\"" + spec.hostname + "\" cannot be a host name");
    if (m_privileged && spec.ownerNumber >= m_config.uidCount)
        return fail(ErrorCode::TooMany, "there are more owners than the " + std::to_string(m_config.uidCount)
                                            + " uids that are set aside for them; make the range larger");
    if (spec.limits.millicores < 0 || spec.limits.memoryBytes < 0 || spec.limits.processes < 0)
        return fail(ErrorCode::InvalidArgument, "a limit cannot be below 0");
    return checkShell(spec.shell);
}

std::optional<uid_t> LocalRuntime::uidOf(std::uint32_t ownerNumber) const
{
    if (!m_privileged)
        return std::nullopt;
    return m_config.firstUid + ownerNumber;
}

SandboxPlan LocalRuntime::planFor(const Spec &spec, const Workspace &workspace) const
{
    SandboxPlan plan;
    plan.launcher = m_config.launcher;
    plan.bubblewrap = m_config.bubblewrap;
    plan.agent = m_config.agent;
    plan.home = workspace.folder.home();
    plan.uid = workspace.uid;
    plan.cgroups = workspace.state.cgroups;
    if (spec.limits.processes > 0 && !m_cgroups.processes().enforced)
        plan.processes = spec.limits.processes + Cgroups::ownProcesses;
    plan.token = workspace.state.token;
    plan.hostname = spec.hostname;
    plan.owner = spec.owner;
    plan.shell = spec.shell;
    if (workspace.state.wantsNetwork)
        plan.resolvers = resolverConfiguration(hostNetwork());
    // There are two such places. Full, they must leave room for processes, or nobody could come in to empty them.
    plan.temporaryBytes = m_config.temporaryBytes;
    if (spec.limits.memoryBytes > 0)
        plan.temporaryBytes = std::min(plan.temporaryBytes, spec.limits.memoryBytes / 4);
    plan.command = {inside::agent,
                    "--listen-fd",
                    std::to_string(listenNumber),
                    "--status-fd",
                    std::to_string(statusNumber),
                    "--config-fd",
                    std::to_string(configNumber)};
    return plan;
}

Task<Result<void>> LocalRuntime::bringUp(Spec spec, WorkspacePtr workspace, Progress progress)
{
    const auto tell = [&progress](int percent, std::string message) {
        if (progress)
            progress(percent, std::move(message));
    };
    tell(10, "Preparing the home");
    workspace->uid = uidOf(spec.ownerNumber);
    if (auto prepared = workspace->folder.prepare(workspace->uid.value_or(geteuid())); !prepared)
        co_return prepared;
    SystemRandom random;
    workspace->state = {};
    workspace->state.phase = State::Phase::Starting;
    workspace->state.token = "portolan/" + m_instance + "/" + spec.id + "/" + randomToken(random, 12);
    workspace->state.bootId = m_bootId;
    workspace->state.wantsNetwork = spec.network && m_network.enforced;
    auto cgroups = m_cgroups.create(spec.id, spec.limits);
    if (!cgroups)
        co_return failWithin("limiting the workspace", cgroups.error());
    workspace->state.cgroups = std::move(*cgroups);
    if (auto written = workspace->folder.writeState(workspace->state); !written)
        co_return written;

    tell(30, "Starting the sandbox");
    if (auto started = co_await startProcesses(spec, workspace); !started)
        co_return started;

    tell(60, "Waiting for the workspace to answer");
    // Both at once: the network is not needed for an answer.
    auto connecting = workspace->state.wantsNetwork ? connectNetwork(workspace)
                                                    : []() -> Task<Result<void>> { co_return {}; }();
    const auto answered = co_await awaitAgent(workspace);
    const auto connected = co_await std::move(connecting);
    if (!answered)
        co_return answered;
    if (!connected)
        tell(90, "Without network so far: " + connected.error().detail);
    else if (spec.network && !m_network.enforced)
        tell(90, "Without network: " + m_network.reason);
    tell(100, "Running");
    co_return {};
}

Task<Result<void>> LocalRuntime::startProcesses(Spec spec, WorkspacePtr workspace)
{
    const auto &folder = workspace->folder;
    const auto log = folder.openLog(Folder::Log::New);
    const auto status = folder.openStatus();
    const auto socket = listenUnix(folder.socket());
    const auto hostKey = folder.hostKeySecret();
    for (const auto *const made : {&log, &status, &socket}) {
        if (!*made)
            co_return std::unexpected(made->error());
    }
    if (!hostKey)
        co_return std::unexpected(hostKey.error());
    const auto config = agentConfiguration(spec, *hostKey).and_then(memoryFile);
    if (!config)
        co_return std::unexpected(config.error());

    auto processes = co_await startSandbox(planFor(spec, *workspace), {{log->get(), logNumber},
                                                                       {socket->get(), listenNumber},
                                                                       {status->get(), statusNumber},
                                                                       {config->get(), configNumber}});
    if (!processes)
        co_return std::unexpected(processes.error());
    workspace->processes = std::move(*processes);
    workspace->state.phase = State::Phase::Running;
    workspace->state.init = workspace->processes.init->identity();
    workspace->state.monitor = workspace->processes.monitor->identity();
    workspace->state.started = SystemClock().now();
    co_return folder.writeState(workspace->state);
}

Task<Result<void>> LocalRuntime::awaitAgent(WorkspacePtr workspace)
{
    // When PID 1 dies its socket does, too, and with it the connection.
    auto connection = co_await connectUnix(workspace->folder.socket());
    if (!connection)
        co_return failWithin("the workspace has ended at once", connection.error());
    const auto info = co_await agent::ping(std::move(*connection), m_config.startTimeout);
    if (info)
        co_return {};
    constexpr auto dying = std::chrono::milliseconds(500);
    const bool ended = co_await workspace->processes.init->endedWithin(dying);
    co_return failWithin(ended ? "the workspace has ended at once" : "the workspace does not answer", info.error());
}

Exit LocalRuntime::exitOf(const Workspace &workspace, std::optional<int> monitorStatus) const
{
    if (auto written = workspace.folder.readStatus())
        return *written;
    constexpr int killed = 128 + SIGKILL;
    if (ranOutOfMemory(workspace.state.cgroups))
        return {.status = monitorStatus.value_or(killed), .reason = "It was killed after it had run out of memory."};
    return {.status = monitorStatus.value_or(killed), .reason = "Its first process was killed from outside."};
}

Task<Result<void>> LocalRuntime::abolish(WorkspacePtr workspace, Exit exit)
{
    workspace->over = true;
    auto ended = co_await endAll({workspace->processes.init, workspace->processes.monitor, workspace->network});
    if (!ended)
        co_return ended;
    if (auto removed = co_await removeCgroups(workspace->state.cgroups); !removed)
        co_return removed;
    workspace->folder.removeSocket();
    State stopped;
    stopped.exit = std::move(exit);
    if (workspace->folder.exists())
        co_return workspace->folder.writeState(stopped);
    co_return {};
}

Task<void> LocalRuntime::watch(WorkspacePtr workspace)
{
    const auto alive = m_alive;
    const auto processes = workspace->processes;
    co_await processes.init->ended();
    if (!*alive)
        co_return;
    workspace->over = true;
    std::optional<int> status;
    // It ends with its child, and passes its status on.
    if (processes.monitor && co_await processes.monitor->endedWithin(killTimeout))
        status = co_await processes.monitor->ended();
    if (!*alive)
        co_return;
    const auto exit = exitOf(*workspace, status);
    const auto abolished = co_await abolish(workspace, exit);
    if (!*alive)
        co_return;
    if (!abolished) {
        workspace->cleanUp = abolished.error();
        qWarning("portolan: workspace %s: %s", workspace->id.c_str(), abolished.error().detail.c_str());
    }
    m_workspaces.erase(workspace->id);
    for (auto &waiter : workspace->awaitingEnd)
        waiter.set(true);
    if (!workspace->leaving)
        reportExit(workspace->id, exit);
}

Task<Result<void>> LocalRuntime::endLeftovers(State state)
{
    if (state.bootId == m_bootId) {
        std::vector<std::shared_ptr<Process>> left;
        const std::array identities{state.init, state.monitor, state.network};
        for (const auto &identity : identities) {
            if (auto process = Process::find(identity))
                left.push_back(std::move(*process));
        }
        if (!state.token.empty()) {
            for (const pid_t pid : processesWithArgument(state.token)) {
                if (auto process = Process::find(pid))
                    left.push_back(std::move(*process));
            }
        }
        if (auto ended = co_await endAll(std::move(left)); !ended)
            co_return ended;
    }
    co_return co_await removeCgroups(state.cgroups);
}

Task<Result<Found>> LocalRuntime::takeBack(std::string id)
{
    auto workspace = std::make_shared<Workspace>(folderOf(id));
    workspace->id = id;
    auto &state = workspace->state;
    state = workspace->folder.readState();
    const bool sameBoot = state.bootId == m_bootId;
    if (state.phase == State::Phase::Running && sameBoot) {
        if (auto init = Process::find(state.init)) {
            workspace->processes.init = std::move(*init);
            workspace->processes.monitor = Process::find(state.monitor).value_or(nullptr);
            workspace->network = Process::find(state.network).value_or(nullptr);
            if (m_privileged)
                workspace->uid = workspace->folder.homeOwner();
            m_workspaces[id] = workspace;
            detach(watch(workspace));
            if (state.wantsNetwork)
                detach(keepNetwork(workspace));
            co_return Found{.id = id, .running = true, .exit = {}};
        }
    }
    Found found{.id = id, .running = false, .exit = state.exit};
    if (state.phase == State::Phase::Running && sameBoot)
        found.exit = exitOf(*workspace, std::nullopt);
    else if (state.phase == State::Phase::Running)
        found.exit.reason = "The computer was restarted.";
    else if (state.phase == State::Phase::Starting)
        found.exit.reason = "The server ended while the workspace was being started.";
    else if (state.phase == State::Phase::Wiping)
        found.exit.reason = "The server ended while the workspace was being wiped.";
    if (auto ended = co_await endLeftovers(state); !ended)
        co_return std::unexpected(ended.error());
    workspace->folder.removeSocket();
    if (state.phase == State::Phase::Starting || state.phase == State::Phase::Running) {
        State stopped;
        stopped.exit = found.exit;
        if (auto written = workspace->folder.writeState(stopped); !written)
            co_return std::unexpected(written.error());
    }
    co_return found;
}

Task<Result<void>> LocalRuntime::eraseHome(Folder folder)
{
    const auto owner = folder.homeOwner();
    if (!owner)
        co_return {};
    // A home that is still root's was never given to anybody, and is empty.
    if (!m_privileged || *owner != 0) {
        const auto log = folder.openLog(Folder::Log::New);
        if (!log)
            co_return std::unexpected(log.error());
        Program program{
            .path = m_config.launcher, .arguments = {"erase", folder.home()}, .descriptors = {{log->get(), 2}}};
        if (m_privileged)
            program.arguments.insert(program.arguments.end(), {"--uid", std::to_string(*owner)});
        const auto process = Process::spawn(program);
        if (!process)
            co_return std::unexpected(process.error());
        if (const auto status = co_await (*process)->ended(); status != 0)
            co_return fail(ErrorCode::Internal, "the home of the workspace cannot be removed: " + folder.logTail());
    }
    if (rmdir(folder.home().c_str()) != 0)
        co_return failFromErrno("removing " + folder.home().string(), errno);
    co_return {};
}

} // namespace portolan::runtime
