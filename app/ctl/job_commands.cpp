// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ctl/context.h"
#include "app/ctl/output.h"

namespace portolan::ctl {

namespace {

Task<Result<int>> waitForJob(const Context &context, ControlPlaneClient &client, std::string id)
{
    const auto job = co_await client.waitForJob(id, [&context](const JobProgress &step) {
        if (!context.json)
            std::println(stderr, "[{}] {}{}{}", step.timestamp, step.status, step.status.empty() ? "" : ": ",
                         step.message);
    });
    if (!job)
        co_return std::unexpected(job.error());
    printDetails(*job, context.json);
    co_return job->outcome == "succeeded" ? 0 : static_cast<int>(ExitCode::JobFailed);
}

} // namespace

void addJobCommands(CLI::App &app, Context &context)
{
    CLI::App *job = app.add_subcommand("job", "Work that goes on")->require_subcommand(1);
    auto id = std::make_shared<std::string>();
    CLI::App *wait = job->add_subcommand("wait", "Follow a job to its end");
    wait->add_option("ID", *id, "Job")->required();
    bindCommand(*wait, context,
                [&context, id](ControlPlaneClient &client) { return waitForJob(context, client, *id); });
}

} // namespace portolan::ctl
