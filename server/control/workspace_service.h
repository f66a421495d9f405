// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/base/random.h"
#include "core/model/user/principal.h"
#include "core/model/workspace/workspace_create.h"
#include "server/control/blueprints.h"
#include "server/control/job_board.h"
#include "server/state/state.h"

#include <atomic>
#include <functional>

namespace portolan::control {

/// What people may ask of workspaces, and the rules for it. Each call commits what shall be and wakes the controller,
/// which makes it so; the job that is given tells how it goes. Callers have checked the permission. From any thread
/// that has an event loop.
class WorkspaceService
{
public:
    struct Options {
        std::string runtime = "local";
        std::int64_t perOwner = 50;                      ///< workspaces that one user may have
        std::chrono::milliseconds terminatingWait{20'000}; ///< how long create() waits for one of the same name to go
    };
    using Wake = std::function<void(std::string workspace)>; ///< thread-safe

    WorkspaceService(State &state, const Blueprints &blueprints, JobBoard &jobs, Random &random, Wake wake,
                     Options options);

    /// For those that are made from now on; who has more keeps them. From any thread.
    void setPerOwner(std::int64_t count) { m_perOwner = count; }

    /// Makes a workspace, or starts the owner's stopped one of that name again. Conflict when it runs already.
    [[nodiscard]] Task<Result<WorkspaceAccepted>> create(WorkspaceCreate wanted, identity::Principal actor);
    /// Conflict when it runs, NotFound when there is none.
    [[nodiscard]] Task<Result<WorkspaceAccepted>> start(std::string name, identity::Principal actor);
    /// Ends its processes and keeps its home. Stopping what is stopped or about to be is a success, without a new job.
    [[nodiscard]] Task<Result<WorkspaceAccepted>> stop(std::string name, identity::Principal actor);
    /// Removes it and all that is in it. A second request joins the first.
    [[nodiscard]] Task<Result<WorkspaceAccepted>> remove(std::string name, identity::Principal actor);

private:
    [[nodiscard]] Task<Result<WorkspaceAccepted>> insert(WorkspaceCreate wanted, std::string name, Blueprint blueprint,
                                                         identity::Principal actor);
    /// Moves the workspace by `event` with a new job, however often somebody else changes it meanwhile.
    [[nodiscard]] Task<Result<WorkspaceAccepted>> move(std::string name, WorkspaceEvent event, WorkspaceGoal goal,
                                                       identity::Principal actor);
    [[nodiscard]] Task<bool> waitUntilGone(std::string name);

    State &m_state;
    const Blueprints &m_blueprints;
    JobBoard &m_jobs;
    Random &m_random;
    Wake m_wake;
    Options m_options;
    std::atomic<std::int64_t> m_perOwner;
};

/// What a runtime calls a new workspace: short, because it names sockets and folders; unique by its claim in the store.
[[nodiscard]] std::string randomRuntimeId(Random &random);

/// What an event of a workspace's state tells: {"state": ..., "message": ..., "jobId": ...}.
[[nodiscard]] store::Event stateEvent(const Workspace &workspace, std::string_view actor);

} // namespace portolan::control
