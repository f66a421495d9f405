// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/control/workspace_service.h"

#include "core/base/quantity.h"
#include "core/schema/codec.h"
#include "server/state/amend.h"

#include <array>

namespace portolan::control {

namespace {

WorkspaceAccepted accepted(const Workspace &workspace)
{
    return {.workspace = workspace.name,
            .jobId = workspace.jobId,
            .monitorUrl = workspace.jobId.empty() ? "" : "/api/v1/jobs/" + workspace.jobId};
}

/// Whether what is asked for has been done or begun, so that a second request joins the first.
bool isUnderWay(WorkspaceState state, WorkspaceEvent event)
{
    return (event == WorkspaceEvent::Stop && (state == WorkspaceState::Stopped || state == WorkspaceState::Stopping))
           || (event == WorkspaceEvent::Delete && state == WorkspaceState::Terminating);
}

} // namespace

std::string randomRuntimeId(Random &random)
{
    std::array<std::byte, 6> bytes{};
    random.fill(bytes);
    std::string id;
    for (const std::byte byte : bytes)
        for (const unsigned half : {std::to_integer<unsigned>(byte) >> 4, std::to_integer<unsigned>(byte) & 15})
            id += "abcdefghijkmnpqr"[half];
    return id;
}

store::Event stateEvent(const Workspace &workspace, std::string_view actor)
{
    JsonWriter data;
    data.beginObject().key("state").string(schema::enumName(workspace.state));
    data.key("message").string(workspace.message);
    if (!workspace.jobId.empty())
        data.key("jobId").string(workspace.jobId);
    data.endObject();
    return {.type = "workspace.state",
            .subjectKind = "workspace",
            .subjectId = workspace.name,
            .owner = workspace.owner,
            .actor = std::string(actor),
            .data = data.text()};
}

WorkspaceService::WorkspaceService(State &state, const Blueprints &blueprints, JobBoard &jobs, Random &random,
                                   Wake wake, Options options)
    : m_state(state),
      m_blueprints(blueprints),
      m_jobs(jobs),
      m_random(random),
      m_wake(std::move(wake)),
      m_options(std::move(options)),
      m_perOwner(m_options.perOwner)
{}

Task<Result<WorkspaceAccepted>> WorkspaceService::create(WorkspaceCreate wanted, identity::Principal actor)
{
    if (wanted.blueprint.empty() == wanted.repoName.empty())
        co_return fail(ErrorCode::InvalidArgument, "give either a blueprint or a repository (repoOwner and repoName), "
                                                   "and not both");
    if (!wanted.repoName.empty())
        co_return fail(ErrorCode::NotImplemented,
                       "this server makes workspaces from blueprints only; repositories are not available");
    if (wanted.username.empty())
        wanted.username = actor.username;
    const auto owner = m_state.users.find(wanted.username);
    if (!owner)
        co_return fail(ErrorCode::NotFound, std::format("there is no user \"{}\"", wanted.username));
    const Blueprint *blueprint = m_blueprints.find(wanted.blueprint);
    if (!blueprint)
        co_return fail(ErrorCode::NotFound, std::format("there is no blueprint \"{}\"", wanted.blueprint));
    if (!Blueprints::isAllowed(owner->value, blueprint->name))
        co_return fail(ErrorCode::PermissionDenied,
                       std::format("{} may not use the blueprint {}", wanted.username, blueprint->name));

    const std::string name = wanted.name.empty() ? derivedWorkspaceName(wanted.username, wanted.blueprint)
                                                 : wanted.name;
    auto existing = m_state.workspaces.find(name);
    if (existing && existing->value.state == WorkspaceState::Terminating && existing->value.owner == wanted.username) {
        if (!co_await waitUntilGone(name))
            co_return fail(ErrorCode::Conflict,
                           std::format("the workspace {} is still being deleted; try again", name));
        existing = nullptr;
    }
    if (existing) {
        // Names are one space; that somebody else's is taken is told without telling whose.
        if (existing->value.owner != wanted.username || existing->value.blueprint != wanted.blueprint)
            co_return fail(ErrorCode::Conflict, std::format("the name {} is taken", name));
        co_return co_await start(name, std::move(actor));
    }
    co_return co_await insert(std::move(wanted), name, *blueprint, std::move(actor));
}

Task<Result<WorkspaceAccepted>> WorkspaceService::insert(WorkspaceCreate wanted, std::string name, Blueprint blueprint,
                                                         identity::Principal actor)
{
    const Time now = m_state.clock().now();
    const auto owner = m_state.users.find(wanted.username);
    Job job{.id = randomUuid(m_random), .workspace = name, .username = wanted.username, .created = now};
    Workspace workspace{.name = name,
                        .runtimeId = randomRuntimeId(m_random),
                        .owner = wanted.username,
                        .organization = owner ? owner->value.organization : std::string(),
                        .blueprint = wanted.blueprint,
                        .runtime = m_options.runtime,
                        .message = "waiting to be started",
                        .millicores = parseMillicores(blueprint.resources.cpu).value_or(0),
                        .memoryBytes = parseBytes(blueprint.resources.memory).value_or(0),
                        .created = now,
                        .jobId = job.id};
    const WorkspaceAccepted answer = accepted(workspace);

    store::Change change;
    change.sumAtMost(store::workspacesOfOwner, workspace.owner, m_perOwner.load());
    auto created = stateEvent(workspace, actor.username);
    created.type = "workspace.created";
    change.record(std::move(created));
    const std::string jobId = job.id;
    change.put(std::move(workspace), store::absent).put(std::move(job), store::absent);

    m_jobs.begin(jobId);
    m_jobs.post(jobId, {.type = "status",
                        .objectName = "Workspace/" + name,
                        .message = "waiting to be started",
                        .status = "Starting"});
    auto committed = co_await m_state.ledger().commit(std::move(change));
    if (!committed) {
        m_jobs.forget(jobId);
        if (committed.error().code == ErrorCode::Conflict && m_state.workspaces.find(name))
            co_return fail(ErrorCode::Conflict, std::format("the workspace {} exists already", name));
        if (committed.error().code == ErrorCode::Conflict)
            co_return fail(ErrorCode::Conflict,
                           std::format("{} has {} workspaces, and more are not allowed; delete one first",
                                       wanted.username, m_perOwner.load()));
        co_return std::unexpected(std::move(committed.error()));
    }
    m_wake(name);
    co_return answer;
}

Task<Result<WorkspaceAccepted>> WorkspaceService::start(std::string name, identity::Principal actor)
{
    return move(std::move(name), WorkspaceEvent::Start, WorkspaceGoal::Running, std::move(actor));
}

Task<Result<WorkspaceAccepted>> WorkspaceService::stop(std::string name, identity::Principal actor)
{
    return move(std::move(name), WorkspaceEvent::Stop, WorkspaceGoal::Stopped, std::move(actor));
}

Task<Result<WorkspaceAccepted>> WorkspaceService::remove(std::string name, identity::Principal actor)
{
    return move(std::move(name), WorkspaceEvent::Delete, WorkspaceGoal::Deleted, std::move(actor));
}

Task<Result<WorkspaceAccepted>> WorkspaceService::move(std::string name, WorkspaceEvent event, WorkspaceGoal goal,
                                                       identity::Principal actor)
{
    for (int attempt = 0; attempt < amendAttempts; ++attempt) {
        const auto item = m_state.workspaces.find(name);
        if (!item)
            co_return fail(ErrorCode::NotFound, std::format("there is no workspace \"{}\"", name));
        Workspace workspace = item->value;
        if (isUnderWay(workspace.state, event)) // perhaps begun by whoever has won the race of the last attempt
            co_return accepted(workspace);
        const auto next = lifecycle::workspaceTable.next(workspace.state, event);
        if (!next)
            co_return fail(ErrorCode::Conflict,
                           workspace.state == WorkspaceState::Running || workspace.state == WorkspaceState::Starting
                               ? std::format("the workspace {} is running already", name)
                               : std::format("the workspace {} is {}; try again when that is done", name,
                                             schema::enumName(workspace.state)));
        const std::string previousJob = workspace.jobId;
        Job job{.id = randomUuid(m_random),
                .workspace = name,
                .username = workspace.owner,
                .created = m_state.clock().now()};
        workspace.state = *next;
        workspace.goal = goal;
        workspace.jobId = job.id;
        workspace.message = goal == WorkspaceGoal::Running   ? "waiting to be started"
                            : goal == WorkspaceGoal::Stopped ? "being stopped"
                                                             : "being deleted";
        if (goal == WorkspaceGoal::Running)
            ++workspace.restarts;
        const WorkspaceAccepted answer = accepted(workspace);

        store::Change change;
        change.record(stateEvent(workspace, actor.username));
        // A start that is overtaken by a stop ends here: its caller is told at once.
        if (const auto overtaken = m_state.jobs.find(previousJob);
            overtaken && overtaken->value.state == JobState::Running) {
            Job cancelled = overtaken->value;
            cancelled.state = JobState::Cancelled;
            cancelled.error = std::format("{} asked for something else of {}", actor.username, name);
            cancelled.finished = job.created;
            change.put(std::move(cancelled), overtaken->version);
        }
        const std::string jobId = job.id;
        m_jobs.begin(jobId);
        m_jobs.post(jobId, {.type = "status",
                            .objectName = "Workspace/" + name,
                            .message = workspace.message,
                            .status = std::string(schema::enumName(workspace.state))});
        change.put(std::move(workspace), item->version).put(std::move(job), store::absent);
        auto committed = co_await m_state.ledger().commit(std::move(change));
        if (committed) {
            m_jobs.finish(previousJob);
            m_wake(name);
            co_return answer;
        }
        m_jobs.forget(jobId);
        if (!store::isRefusedBy(committed.error(), "version"))
            co_return std::unexpected(std::move(committed.error()));
    }
    co_return fail(ErrorCode::Conflict, std::format("the workspace {} keeps changing; try again", name));
}

Task<bool> WorkspaceService::waitUntilGone(std::string name)
{
    const auto until = std::chrono::steady_clock::now() + m_options.terminatingWait;
    // The subscription starts before the look, so that an end between the two is not missed.
    auto events = m_state.events().subscribe(std::nullopt, {.subjectKind = "workspace", .subjectId = name});
    while (m_state.workspaces.find(name)) {
        const auto page = co_await events.next(until);
        if (!page || (page->events.empty() && !page->gap))
            co_return !m_state.workspaces.find(name);
    }
    co_return true;
}

} // namespace portolan::control
