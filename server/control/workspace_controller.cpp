// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/control/workspace_controller.h"

#include "core/async/timer.h"
#include "core/base/quantity.h"
#include "server/control/log.h"
#include "server/control/workspace_service.h"

namespace portolan::control {

namespace {

KeyedQueue::FailureHandler logFailure()
{
    return [](const std::string &name, const Error &error, std::chrono::milliseconds pause) {
        qCWarning(logControl).noquote() << "workspace" << name << "- trying again in" << pause.count()
                                        << "ms:" << error.detail;
    };
}

bool isStale(const Error &error)
{
    return std::ranges::any_of(error.args, [](const auto &arg) { return arg.first == "rule"; });
}

} // namespace

WorkspaceController::WorkspaceController(State &state, runtime::Runtime &runtime, const Blueprints &blueprints,
                                         JobBoard &jobs, Options options)
    : m_state(state),
      m_runtime(runtime),
      m_blueprints(blueprints),
      m_jobs(jobs),
      m_options(options),
      m_queue([this](std::string name) { return reconcile(std::move(name)); }, logFailure(),
              {.parallel = runtime.atOnce()})
{
    m_runtime.onExit([this](const std::string &id, const runtime::Exit &exit) { onExit(id, exit); });
}

Task<Result<void>> WorkspaceController::start()
{
    auto found = co_await m_runtime.discover();
    if (!found)
        co_return failWithin("looking for the workspaces of this computer", std::move(found.error()));
    if (auto taken = co_await takeBack(std::move(*found)); !taken)
        co_return taken;
    for (const auto &item : activeWorkspaces())
        m_queue.wake(item->value.name);
    m_expiry = expireJobs(m_stopping.get_token());
    co_return Result<void>{};
}

std::vector<store::ItemPtr<Workspace>> WorkspaceController::activeWorkspaces() const
{
    // Those that are stopped, mostly by far the most, cost nothing.
    using Index = store::Stored<Workspace>;
    return m_state.workspaces.page(Index::activeByName, "", {.limit = m_state.workspaces.size()}).items;
}

Task<Result<void>> WorkspaceController::takeBack(std::vector<runtime::Found> found)
{
    std::map<std::string, const runtime::Found *> byId;
    for (const runtime::Found &one : found)
        byId[one.id] = &one;
    for (const auto &item : activeWorkspaces()) {
        if (const auto job = m_state.jobs.find(item->value.jobId); job && job->value.state == JobState::Running) {
            m_jobs.begin(job->value.id);
            m_jobs.post(job->value.id, {.type = "event",
                                        .objectName = "Workspace/" + item->value.name,
                                        .message = "the server was started again and goes on with it"});
        }
        if (item->value.state != WorkspaceState::Running)
            continue;
        const auto one = byId.find(item->value.runtimeId);
        if (one != byId.end() && one->second->running)
            continue;
        const runtime::Exit exit = one != byId.end() ? one->second->exit
                                                     : runtime::Exit{.reason = "nothing of it is on this computer"};
        co_await noteExit(item->value.name, exit);
    }
    for (const runtime::Found &one : found) {
        const auto item = m_state.workspaces.findByClaim("workspace/runtimeId", one.id);
        const bool mayRun = item && item->value.state != WorkspaceState::Stopped
                            && item->value.state != WorkspaceState::Error;
        if (item && (mayRun || !one.running))
            continue;
        // Its home may be all that is left of somebody's work, say after an old backup was restored: end it, keep it.
        qCWarning(logControl).noquote() << "the runtime has" << one.id
                                        << (item ? "which should not run;" : "which the store does not know;")
                                        << (one.running ? "it is stopped, and its files are kept"
                                                        : "its files are kept");
        if (!one.running)
            continue;
        if (const auto stopped = co_await m_runtime.stop(one.id, m_options.stopGrace); !stopped)
            qCWarning(logControl).noquote() << "stopping" << one.id << "failed:" << stopped.error().detail;
    }
    co_return Result<void>{};
}

Task<void> WorkspaceController::stop()
{
    *m_alive = false;
    m_stopping.request_stop();
    if (m_expiry)
        co_await *m_expiry;
    co_await m_queue.stop();
}

void WorkspaceController::wake(std::string name)
{
    m_loop->post([this, alive = m_alive, name = std::move(name)] {
        if (*alive)
            m_queue.wake(name);
    });
}

Task<Result<void>> WorkspaceController::reconcile(std::string name)
{
    const auto item = m_state.workspaces.find(name);
    if (!item)
        co_return Result<void>{};
    switch (item->value.state) {
    case WorkspaceState::Starting:
        co_return co_await bringUp(item);
    case WorkspaceState::Stopping:
        co_return co_await bringDown(item);
    case WorkspaceState::Terminating:
        co_return co_await wipe(item);
    case WorkspaceState::Running:
    case WorkspaceState::Stopped:
    case WorkspaceState::Error:
        break; // Where they are is where they stay until somebody asks, or their processes end.
    }
    co_return Result<void>{};
}

Task<Result<void>> WorkspaceController::bringUp(store::ItemPtr<Workspace> item)
{
    const std::string jobId = item->value.jobId;
    const std::string object = "Workspace/" + item->value.name;
    m_earlyExits.erase(item->value.runtimeId);
    auto spec = specOf(item->value);
    if (!spec)
        co_return co_await settle(item, WorkspaceEvent::StartFailed, spec.error().detail, JobEvent::Fail);
    auto started = co_await m_runtime.start(std::move(*spec), [this, jobId, object](int percent, std::string message) {
        m_jobs.post(jobId, {.type = "event", .objectName = object, .message = std::move(message)});
        m_jobs.post(jobId, {.type = "progress",
                            .objectName = object,
                            .message = std::format("{}% complete", percent),
                            .status = std::to_string(percent)});
    });
    // Conflict: it runs already, started before this server was killed.
    if (!started && started.error().code != ErrorCode::Conflict)
        co_return co_await settle(item, WorkspaceEvent::StartFailed, started.error().detail, JobEvent::Fail);
    std::string message = "running";
    for (const runtime::Enforcement &enforcement : m_runtime.enforcement())
        if (!enforcement.enforced)
            message += std::format("; {} is not limited: {}", enforcement.what, enforcement.reason);
    auto settled = co_await settle(item, WorkspaceEvent::Started, std::move(message), JobEvent::Succeed);
    if (const auto early = m_earlyExits.extract(item->value.runtimeId))
        co_await noteExit(item->value.name, early.mapped());
    co_return settled;
}

Task<Result<void>> WorkspaceController::bringDown(store::ItemPtr<Workspace> item)
{
    auto stopped = co_await m_runtime.stop(item->value.runtimeId, m_options.stopGrace);
    if (!stopped)
        co_return co_await settle(item, WorkspaceEvent::StopFailed, stopped.error().detail, JobEvent::Fail);
    co_return co_await settle(item, WorkspaceEvent::Ended, "stopped; its home is kept", JobEvent::Succeed);
}

Task<Result<void>> WorkspaceController::wipe(store::ItemPtr<Workspace> item)
{
    auto wiped = co_await m_runtime.wipe(item->value.runtimeId);
    if (!wiped)
        co_return wiped; // Tried again until it is gone: a wiped workspace must not come back.
    store::Change change;
    change.remove<Workspace>(item->id, item->version);
    auto deleted = stateEvent(item->value, "");
    deleted.type = "workspace.deleted";
    change.record(std::move(deleted));
    endJob(change, item->value.jobId, JobEvent::Succeed, {});
    auto committed = co_await m_state.ledger().commit(std::move(change));
    if (!committed)
        co_return std::unexpected(std::move(committed.error()));
    m_jobs.post(
        item->value.jobId,
        {.type = "status", .objectName = "Workspace/" + item->value.name, .message = "deleted", .status = "Stopped"});
    m_jobs.finish(item->value.jobId);
    co_return Result<void>{};
}

Task<Result<void>> WorkspaceController::settle(store::ItemPtr<Workspace> item, WorkspaceEvent event,
                                               std::string message, JobEvent jobEvent)
{
    Workspace workspace = item->value;
    const auto next = lifecycle::workspaceTable.next(workspace.state, event);
    if (!next)
        co_return fail(ErrorCode::Internal,
                       std::format("{} in state {} had the event {}, which the table does not know", workspace.name,
                                   schema::enumName(workspace.state), schema::enumName(event)));
    workspace.state = *next;
    workspace.message = message;
    if (*next == WorkspaceState::Running)
        workspace.started = m_state.clock().now();
    if (*next == WorkspaceState::Error)
        workspace.lastFailure = message;

    store::Change change;
    change.record(stateEvent(workspace, ""));
    endJob(change, workspace.jobId, jobEvent, jobEvent == JobEvent::Fail ? message : std::string());
    change.put(workspace, item->version);
    if (*next == WorkspaceState::Running && m_options.onRunning)
        m_options.onRunning(change, workspace);
    auto committed = co_await m_state.ledger().commit(std::move(change));
    if (!committed) {
        if (isStale(committed.error())) {
            m_queue.wake(workspace.name); // Overtaken by a stop or a delete: go on from where it is now.
            co_return Result<void>{};
        }
        co_return std::unexpected(std::move(committed.error()));
    }
    const std::string object = "Workspace/" + workspace.name;
    if (*next != WorkspaceState::Error)
        m_jobs.post(workspace.jobId,
                    {.type = "progress", .objectName = object, .message = "100% complete", .status = "100"});
    m_jobs.post(workspace.jobId, {.type = "status",
                                  .objectName = object,
                                  .message = std::move(message),
                                  .status = std::string(schema::enumName(*next))});
    m_jobs.finish(workspace.jobId);
    co_return Result<void>{};
}

void WorkspaceController::endJob(store::Change &change, const std::string &jobId, JobEvent event,
                                 const std::string &error)
{
    const auto job = m_state.jobs.find(jobId);
    const auto next = job ? lifecycle::jobTable.next(job->value.state, event) : std::nullopt;
    if (!next)
        return;
    Job ended = job->value;
    ended.state = *next;
    ended.error = error;
    ended.finished = m_state.clock().now();
    change.put(std::move(ended), job->version);
}

Result<runtime::Spec> WorkspaceController::specOf(const Workspace &workspace) const
{
    const Blueprint *blueprint = m_blueprints.find(workspace.blueprint);
    if (!blueprint)
        return fail(ErrorCode::NotFound, std::format("its blueprint {} is no longer there", workspace.blueprint));
    const auto owner = m_state.users.find(workspace.owner);
    if (!owner && workspace.session.empty())
        return fail(ErrorCode::NotFound, std::format("its owner {} is no longer there", workspace.owner));
    runtime::Spec spec{.id = workspace.runtimeId,
                       .hostname = workspace.name,
                       .owner = workspace.login(),
                       .ownerNumber = workspace.session.empty() ? owner->value.number : workspace.number,
                       .shell = blueprint->shell,
                       .environment = blueprint->env,
                       .limits = {.millicores = workspace.millicores,
                                  .memoryBytes = workspace.memoryBytes,
                                  .processes = blueprint->resources.processes},
                       .network = blueprint->network};
    spec.environment["WORKSPACE"] = workspace.name;
    spec.environment["BLUEPRINT"] = workspace.blueprint;
    spec.environment["USERNAME"] = workspace.login();
    for (const auto &[name, script] : blueprint->initScripts)
        spec.initScripts.push_back({.name = name, .script = script});
    return spec;
}

void WorkspaceController::onExit(const std::string &runtimeId, const runtime::Exit &exit)
{
    const auto item = m_state.workspaces.findByClaim("workspace/runtimeId", runtimeId);
    if (!item)
        return;
    // It may end before the store says that it runs; bringUp() looks here afterwards.
    if (item->value.state == WorkspaceState::Starting)
        m_earlyExits[runtimeId] = exit;
    else
        detach(noteExit(item->value.name, exit));
}

Task<void> WorkspaceController::noteExit(std::string name, runtime::Exit exit)
{
    const std::string message = exit.status
                                    ? std::format("its processes ended with status {}: {}", *exit.status, exit.reason)
                                    : std::format("its processes ended: {}", exit.reason);
    for (int attempt = 0; attempt < 20; ++attempt) {
        const auto item = m_state.workspaces.find(name);
        if (!item || !lifecycle::workspaceTable.next(item->value.state, WorkspaceEvent::Exited))
            co_return; // Somebody is ending it anyway.
        Workspace workspace = item->value;
        workspace.state = *lifecycle::workspaceTable.next(workspace.state, WorkspaceEvent::Exited);
        workspace.message = message;
        workspace.lastFailure = message;
        store::Change change;
        change.record(stateEvent(workspace, "")).put(std::move(workspace), item->version);
        const auto committed = co_await m_state.ledger().commit(std::move(change));
        if (committed)
            co_return;
        if (!isStale(committed.error())) {
            if (m_stopping.stop_requested())
                co_return; // The next start finds that they are gone.
            qCCritical(logControl).noquote() << "noting the end of" << name << "failed:" << committed.error().detail;
            if (!co_await sleepFor(std::chrono::seconds(1), m_stopping.get_token()))
                co_return;
        }
    }
}

Task<void> WorkspaceController::expireJobs(std::stop_token stop)
{
    do {
        m_options.heart.beat();
        const Time before = m_state.clock().now() - m_options.keepJobs;
        while (!stop.stop_requested()) {
            const auto page = m_state.jobs.page(store::Stored<Job>::finished, "", {.limit = 100});
            store::Change change;
            std::vector<std::string> expired;
            for (const auto &job : page.items) {
                if (job->value.finished.value_or(Time::max()) >= before)
                    break;
                change.remove<Job>(job->id, job->version);
                expired.push_back(job->id);
                // Clients are told of jobs that they can ask for (spec section 1.8, WorkspaceDetails.jobId).
                if (const auto item = m_state.workspaces.find(job->value.workspace);
                    item && item->value.jobId == job->id) {
                    Workspace workspace = item->value;
                    workspace.jobId.clear();
                    change.put(std::move(workspace), item->version);
                }
            }
            if (expired.empty())
                break;
            if (const auto committed = co_await m_state.ledger().commit(std::move(change)); !committed) {
                qCWarning(logControl).noquote() << "forgetting old jobs failed:" << committed.error().detail;
                break;
            }
            for (const std::string &id : expired)
                m_jobs.forget(id);
        }
    } while (co_await sleepFor(m_options.expireEvery, stop));
}

} // namespace portolan::control
