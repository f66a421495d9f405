// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "app/ctl/exit_code.h"
#include "core/client/control_plane_client.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <string>

namespace portolan::ctl {

/// What every command has: which control plane, and how to print. Lives as long as the program.
struct Context {
    std::string server;
    std::string tokenFile;
    std::string authoritiesFile;
    std::string data;
    bool json = false;

    /// The address by --server and --token-file, or of the server that runs on --data. Never starts one.
    [[nodiscard]] Result<ControlPlaneAddress> address() const;

    /// What the chosen command does; set while the command line is read.
    std::function<Task<int>()> command;

private:
    [[nodiscard]] Result<ControlPlaneAddress> withAuthorities(ControlPlaneAddress address) const;
};

/// Prints an error to people (or, with --json, to programs) and gives its exit status.
[[nodiscard]] int report(const Context &context, const Error &error);

/// What a command does with the control plane: its exit status, or an error to report.
using ClientCommand = std::function<Task<Result<int>>(ControlPlaneClient &)>;

/// Makes `work` what the command does.
void bindCommand(CLI::App &command, Context &context, ClientCommand work);

/// The commands, one file a family. Each adds its subcommands to `app` and sets Context::command when it is chosen.
void addWorkspaceCommands(CLI::App &app, Context &context);
void addShellCommands(CLI::App &workspace, Context &context);
void addCopyCommand(CLI::App &workspace, Context &context);
void addSshConfigCommands(CLI::App &app, CLI::App &workspace, Context &context);
void addJobCommands(CLI::App &app, Context &context);
void addUserCommands(CLI::App &app, Context &context);
void addTokenCommands(CLI::App &app, Context &context);
void addEventCommands(CLI::App &app, Context &context);
void addAuditCommands(CLI::App &app, Context &context);
void addSinkCommands(CLI::App &app, Context &context);
void addWorkshopCommands(CLI::App &app, Context &context);
void addPortalCommands(CLI::App &app, Context &context);
void addApplyCommand(CLI::App &app, Context &context);
void addSimulateCommand(CLI::App &app, Context &context);
void addStatusCommand(CLI::App &app, Context &context);
void addCompletionCommand(CLI::App &app, Context &context);

} // namespace portolan::ctl
