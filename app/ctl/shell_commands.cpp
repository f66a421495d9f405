// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ctl/context.h"
#include "app/ctl/terminal_mode.h"
#include "core/client/workspace_connection.h"

#include <QSocketNotifier>

#include <csignal>
#include <print>
#include <sys/signalfd.h>
#include <unistd.h>

namespace portolan::ctl {

namespace {

constexpr int noRemoteStatus = 255; ///< as ssh(1): there was no remote command to have a status

struct ShellArguments {
    std::string name;
    std::vector<std::string> command;
    bool terminal = false;
};

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

Task<void> carryInput(std::shared_ptr<ssh::RemoteProcess> process)
{
    const auto input = makeFdStream(Descriptor(dup(STDIN_FILENO)));
    while (true) {
        auto bytes = co_await input->read();
        if (!bytes || bytes->empty())
            break;
        if (!co_await process->write(std::move(*bytes)))
            co_return; // It has ended; its status is told elsewhere.
    }
    process->closeWrite();
}

using Reader = Task<Result<std::string>> (ssh::RemoteProcess::*)(std::size_t);

/// One of the process's outputs to one of ours, to its end.
Task<void> carryOutput(std::shared_ptr<ssh::RemoteProcess> process, Reader read, int descriptor,
                       OneShot<Result<void>> done)
{
    const auto output = makeFdStream(Descriptor(dup(descriptor)));
    while (true) {
        auto bytes = co_await (process.get()->*read)(64 * 1024);
        if (!bytes) {
            done.set(std::unexpected(std::move(bytes.error())));
            co_return;
        }
        if (bytes->empty())
            break;
        if (auto written = co_await output->write(std::move(*bytes)); !written) {
            process->close(); // Nobody reads what it says, as when head(1) has seen enough.
            done.set(std::move(written));
            co_return;
        }
    }
    done.set({});
}

/// Changes of the terminal's size, to be read. Before any other thread starts: one that does not block the signal would
/// swallow it.
int listenForSizes()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGWINCH);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

/// Passes the size of the terminal on whenever it changes.
std::shared_ptr<QSocketNotifier> watchSize(int descriptor, std::shared_ptr<ssh::RemoteProcess> process)
{
    auto notifier = std::make_shared<QSocketNotifier>(descriptor, QSocketNotifier::Read);
    QObject::connect(notifier.get(), &QSocketNotifier::activated, [descriptor, process] {
        signalfd_siginfo info{};
        while (read(descriptor, &info, sizeof info) == sizeof info) {
        }
        const auto [columns, rows] = terminalSize();
        constexpr auto resize = [](std::shared_ptr<ssh::RemoteProcess> target, int width, int height) -> Task<void> {
            [[maybe_unused]] const auto resized = co_await target->resize(width,
                                                                          height); // The next change tells again.
        };
        detach(resize(process, columns, rows));
    });
    return notifier;
}

Task<Result<std::shared_ptr<ssh::RemoteProcess>>> startProcess(std::shared_ptr<ssh::SshConnection> connection,
                                                               ShellArguments arguments, bool terminal)
{
    Result<std::unique_ptr<ssh::RemoteProcess>> process;
    if (terminal) {
        const auto [columns, rows] = terminalSize();
        process = co_await connection->openShell(
            {.terminal = qEnvironmentVariable("TERM", QStringLiteral("xterm-256color")).toStdString(),
             .columns = columns,
             .rows = rows,
             .command = joined(arguments.command)});
    } else {
        process = co_await connection->exec(arguments.command.empty() ? "exec \"$SHELL\" -l"
                                                                      : joined(arguments.command));
    }
    if (!process)
        co_return std::unexpected(std::move(process.error()));
    co_return std::shared_ptr<ssh::RemoteProcess>(std::move(*process));
}

/// Told like any failure, with ssh's status for it.
int refuse(const Context &context, const Error &error)
{
    [[maybe_unused]] const int status = report(context, error);
    return noRemoteStatus;
}

Task<int> openShell(const Context &context, ShellArguments arguments)
{
    const auto address = context.address();
    if (!address)
        co_return refuse(context, address.error());
    const int sizeChanges = listenForSizes();
    const auto connection = co_await connectWorkspace(*address, arguments.name);
    if (!connection)
        co_return refuse(context, connection.error());
    const bool terminal = arguments.terminal || (arguments.command.empty() && isatty(STDIN_FILENO) != 0);
    const auto process = co_await startProcess(*connection, arguments, terminal);
    if (!process)
        co_return refuse(context, process.error());

    std::optional<RawTerminal> raw;
    std::shared_ptr<QSocketNotifier> sizes;
    if (terminal) {
        raw.emplace();
        sizes = watchSize(sizeChanges, *process);
    }
    OneShot<Result<void>> output;
    OneShot<Result<void>> errors;
    detach(carryOutput(*process, &ssh::RemoteProcess::read, STDOUT_FILENO, output));
    detach(carryOutput(*process, &ssh::RemoteProcess::readError, STDERR_FILENO, errors));
    detach(carryInput(*process));
    const auto outputDone = co_await output;
    const auto errorsDone = co_await errors;
    const auto status = co_await (*process)->wait();
    raw.reset();
    if (!status)
        co_return refuse(context, outputDone ? (errorsDone ? status.error() : errorsDone.error()) : outputDone.error());
    if (!status->signal.empty())
        std::println(stderr, "portolanctl: the command was ended by SIG{}", status->signal);
    co_return status->signal.empty() ? status->status : noRemoteStatus;
}

} // namespace

void addShellCommands(CLI::App &workspace, Context &context)
{
    auto arguments = std::make_shared<ShellArguments>();
    CLI::App *command = workspace.add_subcommand("ssh", "A shell in a workspace, or one command: ssh NAME -- COMMAND");
    command->add_flag("-t,--terminal", arguments->terminal, "Give a command a terminal, too");
    command->add_option("NAME", arguments->name, "Workspace")->required();
    command->add_option("COMMAND", arguments->command, "Run by the workspace's shell; its exit status is given");
    command->callback([&context, arguments] {
        context.command = [&context, arguments] { return openShell(context, *arguments); };
    });
}

} // namespace portolan::ctl
