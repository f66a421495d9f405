// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/system/usage.h"

#include "core/async/timer.h"
#include "core/model/workspace/usage.h"
#include "server/api/exchange.h"

namespace portolan::api {

namespace {

UsageReport reportFor(const Services &services, const identity::Principal &principal)
{
    UsageReport report{.time = services.state.clock().now()};
    for (const auto &item : services.state.workspaces.all()) {
        const Workspace &workspace = item->value;
        if (identity::decide(principal, identity::Permission::WorkspaceRead, workspace.owner)
            != identity::Decision::Allow)
            continue;
        const auto sample = services.usage.find(workspace.runtimeId);
        if (!sample)
            continue;
        report.workspaces.push_back({.name = workspace.name,
                                     .cpuMillicores = sample->millicores,
                                     .memoryBytes = sample->usage.memoryBytes,
                                     .cpuLimitMillicores = workspace.millicores,
                                     .memoryLimitBytes = workspace.memoryBytes});
    }
    return report;
}

Task<Result<void>> sendUsage(Services services, identity::Principal principal, http::SseWriter &writer,
                             http::Closing &closing)
{
    while (true) {
        if (!services.authenticator.stillValid(principal))
            co_return fail(ErrorCode::Unauthenticated, "the token was revoked");
        auto sent = co_await writer.sendFormatted(http::format({.data = schema::encode(reportFor(services, principal)),
                                                                .event = "usage"}));
        if (!sent)
            co_return sent;
        OneShot<bool> goOn;
        const auto registration = closing.onClosed([goOn]() mutable { goOn.set(false); });
        setAfter(goOn, services.usage.interval(), true);
        if (!co_await goOn)
            co_return Result<void>{};
    }
}

} // namespace

Task<http::Response> streamUsage(Services services, Call &call)
{
    co_return http::Response::eventStream([services, principal = call.principal,
                                           &closing = call.request.closing](http::SseWriter &writer) {
        return sendUsage(services, principal, writer, closing);
    });
}

} // namespace portolan::api
