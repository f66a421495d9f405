// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/system/health.h"

#include "core/async/oneshot.h"
#include "core/async/timer.h"
#include "core/model/job/provision_job.h"
#include "core/model/system/health.h"
#include "server/api/paging.h"
#include "server/api/system/metrics.h"
#include "server/api/workspaces/details.h"

#include <mutex>

namespace portolan::api {

namespace {

constexpr auto storePatience = std::chrono::seconds(2); ///< a store that takes longer does not work

Handler health(const Services &services, std::string status)
{
    return [services, status](Call &) -> Task<http::Response> {
        co_return json(Health{
            .status = status, .timestamp = services.state.clock().now(), .version = services.version});
    };
}

template <class T>
Task<void> askAndTell(Task<Result<T>> question, OneShot<Result<void>> answer)
{
    const auto result = co_await std::move(question);
    answer.set(result ? Result<void>() : Result<void>(std::unexpected(result.error())));
}

/// "ok", or what is wrong; in time.
template <class T>
Task<std::string> asked(Task<Result<T>> question)
{
    OneShot<Result<void>> answer;
    setAfter(answer, storePatience, Result<void>(fail(ErrorCode::Timeout, "it does not answer")));
    detach(askAndTell(std::move(question), answer));
    const auto result = co_await answer;
    co_return result ? "ok" : result.error().detail;
}

std::string lifeOf(const Services &services)
{
    if (!services.ready)
        return "still taking back the workspaces of this computer";
    std::string dead;
    for (const auto &heart : services.heartbeats.states())
        if (!heart.isAlive())
            dead += std::format("{}{} was last seen alive {} s ago", dead.empty() ? "" : "; ", heart.name,
                                std::chrono::floor<std::chrono::seconds>(heart.age).count());
    return dead.empty() ? "ok" : dead;
}

/// The last answer, for a moment: anybody may ask, and asking writes.
struct LastReadiness {
    std::mutex mutex;
    std::optional<std::chrono::steady_clock::time_point> at;
    bool asking = false;
    Readiness readiness;
};

constexpr auto readinessKept = std::chrono::milliseconds(500);

/// Really asks: the store reads and writes, the loops are alive, the runtime could start a workspace.
Task<Readiness> look(Services services)
{
    Readiness readiness{.status = "ready", .timestamp = services.state.clock().now(), .checks = {}};
    readiness.checks["store"] = co_await asked(services.state.events().query({.limit = 1}));
    readiness.checks["ledger"] = co_await asked(services.state.ledger().commit(store::Change()));
    readiness.checks["controllers"] = lifeOf(services);
    const auto usable = services.runtime.usable();
    readiness.checks[std::format("runtime {}", services.runtime.name())] = usable ? "ok" : usable.error().detail;
    for (const runtime::Enforcement &enforcement : services.runtime.enforcement())
        readiness.limits.push_back(
            {.what = enforcement.what, .enforced = enforcement.enforced, .reason = enforcement.reason});
    if (!std::ranges::all_of(readiness.checks, [](const auto &check) { return check.second == "ok"; }))
        readiness.status = "not ready";
    co_return readiness;
}

http::Response toldReady(const Readiness &readiness)
{
    return json(readiness, readiness.status == "ready" ? 200 : 503).with("Cache-Control", "no-store");
}

Task<http::Response> ready(Services services, std::shared_ptr<LastReadiness> last)
{
    {
        const std::lock_guard lock(last->mutex);
        const bool fresh = last->at && services.state.clock().steady() - *last->at < readinessKept;
        if (fresh || (last->asking && last->at))
            co_return toldReady(last->readiness);
        last->asking = true;
    }
    const Readiness readiness = co_await look(services);
    const std::lock_guard lock(last->mutex);
    last->asking = false;
    last->at = services.state.clock().steady();
    last->readiness = readiness;
    co_return toldReady(readiness);
}

Task<http::Response> showServer(Services services, Call &)
{
    co_return json(ServerInfo{.version = services.version, .timestamp = services.state.clock().now()});
}

Task<http::Response> listLoops(Services services, Call &)
{
    std::vector<LoopState> loops;
    for (const auto &heart : services.heartbeats.states())
        loops.push_back({.name = heart.name,
                         .ageSeconds = std::chrono::duration<double>(heart.age).count(),
                         .withinSeconds = std::chrono::duration<double>(heart.within).count(),
                         .alive = heart.isAlive()});
    co_return json(loops);
}

Task<http::Response> listJobs(Services services, Call &call)
{
    std::vector<ProvisionJob> jobs;
    for (const auto &item : services.state.jobs.all())
        jobs.push_back(jobOf(services, item->value));
    std::ranges::sort(jobs, {}, &ProvisionJob::createdAt);
    co_return listResponse(std::move(jobs), call);
}

} // namespace

std::vector<Route> healthRoutes(const Services &services)
{
    using enum http::Method;
    using identity::Permission;
    const auto bind = [&services](auto function) -> Handler {
        return [services, function](Call &call) { return function(services, call); };
    };
    std::vector<Route> routes;
    for (const auto &[path, status] :
         std::to_array<std::pair<const char *, const char *>>({{"/api/v1/healthcheck", "ok"},
                                                               {"/api/diagnostics/health", "healthy"},
                                                               {"/api/system/health", "healthy"},
                                                               {"/health", "healthy"},
                                                               {"/health/live", "alive"}}))
        routes.push_back(Route{Get, path, Permission::None, "Whether the server answers", health(services, status)}
                             .uncounted()
                             .gives<Health>());
    const Handler askReady = [services, last = std::make_shared<LastReadiness>()](Call &) {
        return ready(services, last);
    };
    for (const char *path : {"/api/diagnostics/ready", "/health/ready", "/ready"})
        routes.push_back(Route{Get, path, Permission::None, "Whether the server can do its work", askReady}
                             .uncounted()
                             .gives<Readiness>()
                             .gives<Readiness>(503, "It cannot, for now: `checks` says why."));
    for (const char *path : {"/", "/info"})
        routes.push_back(
            Route{Get, path, Permission::None, "What the server is", bind(showServer)}.gives<ServerInfo>());
    routes.push_back(Route{Get, "/metrics", Permission::DiagnosticsRead, "What the server does, for Prometheus",
                           bind(showMetrics)}
                         .uncounted()
                         .givesType("text/plain"));
    routes.push_back(Route{Get, "/api/diagnostics/intervals", Permission::DiagnosticsRead,
                           "What the server does again and again", bind(listLoops)}
                         .gives<std::vector<LoopState>>());
    routes.push_back(Route{Get, "/api/diagnostics/jobs", Permission::DiagnosticsRead, "The jobs of everybody",
                           bind(listJobs)}
                         .pages()
                         .gives<std::vector<ProvisionJob>>());
    return routes;
}

} // namespace portolan::api
