// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/workspace/sysinfo.h"

#include "server/api/exchange.h"
#include "server/api/workspaces/handlers.h"
#include "server/runtime/agent/client.h"

#include <cmath>

namespace portolan::api {

namespace {

constexpr std::int64_t mebibyte = 1024 * 1024;

double toHundredths(double value)
{
    return std::round(value * 100) / 100;
}

Sysinfo toWire(const Workspace &workspace, runtime::agent::SystemInfo inside,
               const std::optional<control::UsageSampler::Sample> &sample, Time now)
{
    Sysinfo info{.time = now};
    const std::int64_t memory = sample && sample->usage.memoryBytes ? *sample->usage.memoryBytes : inside.residentBytes;
    info.system = {.uptime = inside.started,
                   .cpuUsageMillicores = sample && sample->millicores
                                             ? *sample->millicores
                                             : static_cast<std::int64_t>(std::llround(inside.load[0] * 1000)),
                   .cpuLimitMillicores = workspace.millicores,
                   .memoryUsageMiB = memory / mebibyte,
                   .memLimitMiB = workspace.memoryBytes / mebibyte,
                   .cpuAvg1min = toHundredths(inside.load[0]),
                   .cpuAvg5min = toHundredths(inside.load[1]),
                   .cpuAvg15min = toHundredths(inside.load[2]),
                   .users = inside.users};
    for (runtime::agent::Mount &mount : inside.mounts)
        info.mounts.push_back({.mountPoint = std::move(mount.mountPoint),
                               .source = std::move(mount.source),
                               .fsType = std::move(mount.type),
                               .options = std::move(mount.options),
                               .readOnly = mount.readOnly,
                               .isLikelyTemp = mount.likelyTemporary,
                               .totalBytes = mount.totalBytes,
                               .usedBytes = mount.usedBytes,
                               .freeBytes = mount.freeBytes,
                               .availableBytes = mount.availableBytes,
                               .totalInodes = mount.totalInodes,
                               .freeInodes = mount.freeInodes});
    return info;
}

} // namespace

Task<http::Response> showSysinfo(Services services, Call &call)
{
    const auto workspace = runningWorkspace(services, call);
    if (!workspace)
        co_return http::Response::problem(workspace.error());
    auto connection = co_await services.runtime.open(workspace->runtimeId);
    if (!connection)
        co_return http::Response::problem(connection.error());
    auto inside = co_await runtime::agent::systemInfo(std::move(*connection));
    if (!inside)
        co_return http::Response::problem(inside.error());
    co_return json(toWire(*workspace, std::move(*inside), services.usage.find(workspace->runtimeId),
                          services.state.clock().now()));
}

} // namespace portolan::api
