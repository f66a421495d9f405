// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/stream.h"
#include "core/async/task.h"
#include "core/base/clock.h"
#include "core/base/error.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace portolan::runtime {

/// What one workspace may use. 0 means no limit.
struct Limits {
    std::int64_t millicores = 0;
    std::int64_t memoryBytes = 0;
    int processes = 0;
};

/// A workspace as a runtime needs it. Everything that changes what runs is here; nothing else is.
struct Spec {
    std::string id;       ///< short and stable, [a-z0-9]{1,16}: names folders, sockets and cgroups
    std::string hostname; ///< the workspace's name, as seen from inside
    std::string owner;    ///< user name inside
    std::uint32_t ownerNumber = 0; ///< 0, 1, 2... a stable number per owner; the local runtime makes a uid of it
    std::string shell = "/bin/bash";
    std::map<std::string, std::string> environment;
    Limits limits;
    bool network = true; ///< outbound network; the host itself is never reachable
    /// Run once, in this order, as the owner, in the background after the first start (spec section 3.3).
    struct InitScript {
        std::string name;
        std::string script;
    };
    std::vector<InitScript> initScripts;
};

/// How a workspace that is not running came to its end.
struct Exit {
    std::optional<int> status; ///< exit status, or 128 + signal; nothing when it cannot be known
    std::string reason;        ///< one sentence for people
};

/// What discover() found of one workspace.
struct Found {
    std::string id;
    bool running = false;
    Exit exit; ///< where it does not run
};

/// Whether a promise can be kept on this machine, for the health page and the workspace's message.
struct Enforcement {
    std::string what; ///< "cpu", "memory", "processes", "network", "uid"
    bool enforced = false;
    std::string reason; ///< why not, and what would help
};

/// Tells people how far it is: 0 to 100, with a short sentence.
using Progress = std::function<void(int percent, std::string message)>;

/// Where workspaces run. A driver knows nothing of users, jobs or the API; it makes what it is told and finds it again
/// after a restart. All calls come from one thread (the control loop), answers too; open() may be called from any
/// thread that has an event loop, and its stream belongs to that thread. Calls for one id do not overlap.
///
/// Every driver passes tests/server/runtime/runtime_contract.h.
class Runtime
{
public:
    using ExitHandler = std::function<void(std::string id, Exit exit)>;

    virtual ~Runtime() = default;

    [[nodiscard]] virtual std::string name() const = 0;
    /// Checked once at construction; cheap to ask.
    [[nodiscard]] virtual std::vector<Enforcement> enforcement() const = 0;

    /// How many may be started, stopped or wiped at the same time: more would only slow each other down.
    [[nodiscard]] virtual std::size_t atOnce() const { return 8; }

    /// Whether it could start a workspace now, for the health page: looks at what it needs, and why it could not.
    /// Thread-safe.
    [[nodiscard]] virtual Result<void> usable() const = 0;

    /// Creates what is missing and starts it; done when the way in answers. Starting what runs already is Conflict.
    /// After a failure nothing of this attempt runs; the home stays.
    [[nodiscard]] virtual Task<Result<void>> start(Spec spec, Progress progress) = 0;
    /// Ends every process of it (politely first, then after `grace` by force) and keeps the home. Stopping what does
    /// not run is a success.
    [[nodiscard]] virtual Task<Result<void>> stop(std::string id, std::chrono::milliseconds grace) = 0;
    /// Stops it and removes all that was ever made for it: processes, mounts, cgroups, sockets, files. Idempotent.
    [[nodiscard]] virtual Task<Result<void>> wipe(std::string id) = 0;
    /// All workspaces of which this machine still has something. Takes back those that run: their end is reported from
    /// now on. Called once, at the start of the server, before anything else.
    [[nodiscard]] virtual Task<Result<std::vector<Found>>> discover() = 0;

    /// A connection to the workspace's agent (server/runtime/agent/protocol.h), the one way in. NotFound or Unavailable
    /// when it does not run.
    [[nodiscard]] virtual Task<Result<std::unique_ptr<Stream>>> open(std::string id) = 0;
    /// The SSH host key that clients pin, as one line of known_hosts without the name: "ssh-ed25519 AAAA...".
    [[nodiscard]] virtual Result<std::string> hostKey(const std::string &id) const = 0;

    /// Processor time used so far, memory in use now, where they can be known.
    struct Usage {
        std::optional<std::chrono::microseconds> cpuTime;
        std::optional<std::int64_t> memoryBytes;
        std::optional<int> processes;
        std::optional<Time> started;
    };
    [[nodiscard]] virtual Result<Usage> usage(const std::string &id) const = 0;

    /// Called in the control loop when a workspace ends that nobody stopped. Set before discover().
    void onExit(ExitHandler handler) { m_exitHandler = std::move(handler); }

protected:
    void reportExit(std::string id, Exit exit) const
    {
        if (m_exitHandler)
            m_exitHandler(std::move(id), std::move(exit));
    }

private:
    ExitHandler m_exitHandler;
};

} // namespace portolan::runtime
