// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ctl/context.h"
#include "app/ctl/output.h"

namespace portolan::ctl {

namespace {

Task<int> waitForJob(const Context &context, std::string id)
{
    const auto address = context.address();
    if (!address)
        co_return report(context, address.error());
    ControlPlaneClient client(*address);
    const auto job = co_await client.waitForJob(id, [&context](const JobProgress &step) {
        if (!context.json)
            std::println(stderr, "[{}] {}{}{}", step.timestamp, step.status, step.status.empty() ? "" : ": ",
                         step.message);
    });
    if (!job)
        co_return report(context, job.error());
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
    wait->callback([&context, id] { context.command = [&context, id] { return waitForJob(context, *id); }; });
}

} // namespace portolan::ctl
