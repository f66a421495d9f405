// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ctl/context.h"
#include "app/ctl/output.h"

#include <print>
#include <unistd.h>

namespace portolan::ctl {

namespace {

/// Tells the steps of a job on standard error, on one line where that is a terminal.
class StepPrinter
{
public:
    explicit StepPrinter(bool quiet) : m_quiet(quiet), m_terminal(isatty(STDERR_FILENO) != 0) {}

    void show(const JobProgress &step)
    {
        if (m_quiet)
            return;
        if (step.type == "progress")
            m_percent = step.status;
        const std::string line = std::format("{:>3}% {}", m_percent, step.type == "progress" ? m_last : step.message);
        if (step.type != "progress")
            m_last = step.message;
        if (m_terminal)
            std::print(stderr, "\r\x1b[K{}", line);
        else if (step.type != "progress")
            std::println(stderr, "{}", step.message);
    }
    void end() const
    {
        if (m_terminal && !m_quiet)
            std::print(stderr, "\r\x1b[K");
    }

private:
    bool m_quiet;
    bool m_terminal;
    std::string m_percent = "0";
    std::string m_last;
};

/// What was begun, and with `wait` how it ended. `done`: the word for people, "running".
Task<Result<int>> finish(const Context &context, ControlPlaneClient &client, Result<WorkspaceAccepted> accepted,
                         bool wait, std::string done)
{
    if (!accepted)
        co_return std::unexpected(accepted.error());
    if (!wait || accepted->jobId.empty()) {
        if (context.json)
            std::println("{}", schema::encode(*accepted, true));
        else
            std::println("{}{}", accepted->workspace,
                         accepted->jobId.empty() ? std::format(" is {}", done)
                                                 : std::format(" - job {}", accepted->jobId));
        co_return 0;
    }
    StepPrinter steps(context.json);
    const auto job = co_await client.waitForJob(accepted->jobId, [&](const JobProgress &step) { steps.show(step); });
    steps.end();
    if (!job)
        co_return std::unexpected(job.error());
    if (context.json)
        std::println("{}", schema::encode(*job, true));
    if (job->outcome != "succeeded") {
        if (!context.json)
            std::println(stderr, "portolanctl: {} {}: {}", accepted->workspace, job->outcome, job->error);
        co_return static_cast<int>(ExitCode::JobFailed);
    }
    if (!context.json)
        std::println("{} is {}", accepted->workspace, done);
    co_return 0;
}

Task<Result<int>> listWorkspaces(const Context &context, ControlPlaneClient &client, bool all, std::string username,
                                 bool namesOnly)
{
    const auto workspaces = co_await client.workspaces({.all = all, .username = std::move(username)});
    if (!workspaces)
        co_return std::unexpected(workspaces.error());
    if (namesOnly)
        for (const WorkspaceDetails &workspace : *workspaces)
            std::println("{}", workspace.name);
    else
        printList(*workspaces, context.json);
    co_return 0;
}

Task<Result<int>> showWorkspace(const Context &context, ControlPlaneClient &client, std::string name)
{
    const auto workspace = co_await client.workspace(name);
    if (!workspace)
        co_return std::unexpected(workspace.error());
    printDetails(*workspace, context.json);
    if (context.json || workspace->status != "Running")
        co_return 0;
    const auto info = co_await client.sysinfo(name);
    if (!info)
        co_return std::unexpected(info.error());
    std::println("{:<12} {} m of {} m", "CPU now", info->system.cpuUsageMillicores, info->system.cpuLimitMillicores);
    std::println("{:<12} {} MiB of {} MiB", "Memory now", info->system.memoryUsageMiB, info->system.memLimitMiB);
    std::println("{:<12} {}", "Logged in", info->system.users);
    co_return 0;
}

Task<Result<int>> createWorkspace(const Context &context, ControlPlaneClient &client, WorkspaceCreate wanted, bool wait)
{
    co_return co_await finish(context, client, co_await client.createWorkspace(std::move(wanted)), wait, "running");
}

using Action = Task<Result<WorkspaceAccepted>> (ControlPlaneClient::*)(std::string);

/// The same for several workspaces, one after the other; the first failure's status.
Task<Result<int>> actOn(const Context &context, ControlPlaneClient &client, std::vector<std::string> names,
                        Action action, std::string done, bool wait)
{
    int status = 0;
    for (const std::string &name : names) {
        const auto one = co_await finish(context, client, co_await (client.*action)(name), wait, done);
        const int ended = one ? *one : report(context, one.error());
        if (status == 0)
            status = ended;
    }
    co_return status;
}

void addAction(CLI::App &workspace, Context &context, const std::string &name, const std::string &help, Action action,
               std::string done)
{
    struct Arguments {
        std::vector<std::string> names;
        bool wait = false;
    };
    auto arguments = std::make_shared<Arguments>();
    CLI::App *command = workspace.add_subcommand(name, help);
    command->add_option("NAME", arguments->names, "Workspaces")->required();
    command->add_flag("--wait", arguments->wait, "Wait until it is done, and tell how it ended");
    bindCommand(*command, context, [&context, arguments, action, done](ControlPlaneClient &client) {
        return actOn(context, client, arguments->names, action, done, arguments->wait);
    });
}

} // namespace

void addWorkspaceCommands(CLI::App &app, Context &context)
{
    CLI::App *workspace = app.add_subcommand("workspace", "Workspaces: computers of one's own")->require_subcommand(1);

    struct ListArguments {
        bool all = false;
        std::string username;
        bool namesOnly = false;
    };
    auto listArguments = std::make_shared<ListArguments>();
    CLI::App *list = workspace->add_subcommand("list", "List workspaces");
    list->add_flag("--all", listArguments->all, "Everybody's that you may see, the stopped ones too");
    list->add_option("--user", listArguments->username, "Of this user");
    list->add_flag("--names", listArguments->namesOnly, "Only the names, one a line");
    bindCommand(*list, context, [&context, listArguments](ControlPlaneClient &client) {
        return listWorkspaces(context, client, listArguments->all, listArguments->username, listArguments->namesOnly);
    });

    auto shown = std::make_shared<std::string>();
    CLI::App *show = workspace->add_subcommand("show", "Show one workspace and what it uses");
    show->add_option("NAME", *shown, "Workspace")->required();
    bindCommand(*show, context,
                [&context, shown](ControlPlaneClient &client) { return showWorkspace(context, client, *shown); });

    struct CreateArguments {
        WorkspaceCreate wanted;
        bool wait = false;
    };
    auto createArguments = std::make_shared<CreateArguments>();
    CLI::App *create = workspace->add_subcommand("create", "Make a workspace, or start the stopped one again");
    create->add_option("--blueprint", createArguments->wanted.blueprint, "What it is made from")->required();
    create->add_option("--name", createArguments->wanted.name, "A name of your own; else one is derived");
    create->add_option("--user", createArguments->wanted.username, "Its owner; you where it is left out");
    create->add_flag("--wait", createArguments->wait, "Wait until it runs");
    bindCommand(*create, context, [&context, createArguments](ControlPlaneClient &client) {
        return createWorkspace(context, client, createArguments->wanted, createArguments->wait);
    });

    addAction(*workspace, context, "start", "Start stopped workspaces", &ControlPlaneClient::startWorkspace, "running");
    addAction(*workspace, context, "stop", "Stop workspaces; their homes are kept", &ControlPlaneClient::stopWorkspace,
              "stopped");
    addAction(*workspace, context, "delete", "Delete workspaces with all that is in them",
              &ControlPlaneClient::deleteWorkspace, "deleted");
    addShellCommands(*workspace, context);
    addCopyCommand(*workspace, context);
    addSshConfigCommands(app, *workspace, context);
}

} // namespace portolan::ctl
