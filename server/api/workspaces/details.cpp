// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/workspaces/details.h"

#include "core/base/quantity.h"
#include "core/schema/codec.h"

namespace portolan::api {

WorkspaceDetails detailsOf(const Services &services, const Workspace &workspace)
{
    return {.name = workspace.name,
            .status = std::string(schema::enumName(workspace.state)),
            .message = workspace.message,
            .blueprint = workspace.blueprint,
            .username = workspace.owner,
            .created = workspace.created,
            .cpu = formatMillicores(workspace.millicores),
            .memory = formatBytes(workspace.memoryBytes),
            .restarts = workspace.restarts,
            .lastFailMessage = workspace.lastFailure,
            .appVersion = services.version,
            .origin = workspace.blueprint,
            .organization = workspace.organization,
            .serverName = services.serverName,
            .namespaceName = workspace.runtime,
            .hostname = workspace.name,
            .jobId = workspace.jobId,
            .runtime = workspace.runtime,
            .started = workspace.started};
}

const std::string &wireOf(const Services &services, const store::Versioned<Workspace> &item)
{
    return item.wire.get([&] { return schema::encode(detailsOf(services, item.value)); });
}

ProvisionJob jobOf(const Services &services, const Job &job)
{
    const bool running = job.state == JobState::Running;
    return {.id = job.id,
            .workspaceName = job.workspace,
            .username = job.username,
            .status = running ? "running" : "completed",
            .outcome = running ? std::string() : std::string(schema::enumName(job.state)),
            .error = job.error,
            .createdAt = job.created,
            .updatedAt = job.finished.value_or(services.state.clock().now()),
            .finishedAt = job.finished,
            .events = services.jobs.steps(job.id)};
}

} // namespace portolan::api
