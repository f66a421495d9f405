// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/loop.h"
#include "core/base/random.h"
#include "server/control/blueprints.h"
#include "server/control/heartbeats.h"
#include "server/control/job_board.h"
#include "server/control/keyed_queue.h"
#include "server/runtime/runtime.h"
#include "server/state/state.h"

#include <functional>
#include <optional>
#include <stop_token>

namespace portolan::control {

/// Makes of workspaces what the store says they shall be, and tells the store what became of them. Level-triggered: it
/// looks at where a workspace is and where it should be, and takes the next step; so it may be started, killed and
/// started again at any moment. Lives in the control loop's thread.
class WorkspaceController
{
public:
    struct Options {
        std::chrono::milliseconds stopGrace{10'000};
        std::chrono::seconds keepJobs{600}; ///< after their end
        std::chrono::milliseconds expireEvery{5'000};
        Heartbeats::Heart heart = {}; ///< beats each `expireEvery`
        /// Adds what else becomes so by the change in which a workspace begins to run. In the control loop.
        std::function<void(store::Change &, const Workspace &)> onRunning = {};
    };

    WorkspaceController(State &state, runtime::Runtime &runtime, const Blueprints &blueprints, JobBoard &jobs,
                        Options options);

    /// Takes back what runs, notes what died while nobody looked, and goes on with what was begun.
    [[nodiscard]] Task<Result<void>> start();
    /// Ends when the steps under way have ended. Workspaces go on running.
    [[nodiscard]] Task<void> stop();

    /// How many workspaces are worked on or wait for it. In the control loop.
    [[nodiscard]] std::size_t depth() const { return m_queue.depth(); }
    /// Look at this workspace soon. Thread-safe.
    void wake(std::string name);

private:
    [[nodiscard]] Task<Result<void>> reconcile(std::string name);
    [[nodiscard]] Task<Result<void>> bringUp(store::ItemPtr<Workspace> item);
    [[nodiscard]] Task<Result<void>> bringDown(store::ItemPtr<Workspace> item);
    [[nodiscard]] Task<Result<void>> wipe(store::ItemPtr<Workspace> item);
    [[nodiscard]] std::vector<store::ItemPtr<Workspace>> activeWorkspaces() const;
    [[nodiscard]] Task<Result<void>> takeBack(std::vector<runtime::Found> found);
    [[nodiscard]] Task<void> expireJobs(std::stop_token stop);
    void onExit(const std::string &runtimeId, const runtime::Exit &exit);
    [[nodiscard]] Task<void> noteExit(std::string name, runtime::Exit exit);

    [[nodiscard]] Result<runtime::Spec> specOf(const Workspace &workspace) const;
    /// Commits the workspace moved by `event`, with its job ended as `jobEvent` says. Nothing happens where somebody
    /// has moved it since `item` was read: the queue looks again.
    [[nodiscard]] Task<Result<void>> settle(store::ItemPtr<Workspace> item, WorkspaceEvent event, std::string message,
                                            JobEvent jobEvent);
    void endJob(store::Change &change, const std::string &jobId, JobEvent event, const std::string &error);

    State &m_state;
    runtime::Runtime &m_runtime;
    const Blueprints &m_blueprints;
    JobBoard &m_jobs;
    Options m_options;
    std::shared_ptr<Loop> m_loop = Loop::current();
    KeyedQueue m_queue;
    std::map<std::string, runtime::Exit> m_earlyExits; ///< by runtime id, while it is still Starting
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
    std::stop_source m_stopping;
    std::optional<Task<void>> m_expiry; ///< since start()
};

} // namespace portolan::control
