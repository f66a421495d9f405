// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ctl/context.h"

#include <QCoreApplication>

#include <clocale>
#include <csignal>
#include <cstdlib>

namespace {

using namespace portolan;

std::string defaultDataFolder()
{
    if (const char *home = std::getenv("XDG_DATA_HOME"); home && *home == '/')
        return std::string(home) + "/portolan";
    const char *home = std::getenv("HOME");
    return std::string(home ? home : "/var/lib") + "/.local/share/portolan";
}

Task<void> runCommand(const ctl::Context &context)
{
    QCoreApplication::exit(co_await context.command());
}

} // namespace

int main(int argc, char **argv)
{
    std::setlocale(LC_CTYPE, ""); // How wide characters are.
    std::signal(SIGPIPE, SIG_IGN);

    ctl::Context context;
    context.data = defaultDataFolder();
    CLI::App app("Works a Portolan control plane from the command line.\n"
                 "Exit status: 0 done, 1 failed, 2 usage, 3 not found, 4 conflict, 5 refused, 6 server unavailable,\n"
                 "7 invalid values, 8 the job failed.",
                 "portolanctl");
    app.set_version_flag("--version", std::string("portolanctl ") + PORTOLAN_VERSION);
    auto *server = app.add_option("--server", context.server, "URL of the server")->envname("PORTOLAN_SERVER");
    app.add_option("--token-file", context.tokenFile, "File with the token for --server")
        ->envname("PORTOLAN_TOKEN_FILE");
    app.add_option("--ca-file", context.authoritiesFile, "PEM file of certificates to trust besides the system's");
    app.add_option("--data", context.data, "Data folder of the server that runs on this computer")
        ->envname("PORTOLAN_DATA")
        ->capture_default_str()
        ->excludes(server);
    app.add_flag("--json", context.json, "Print JSON, for programs");
    app.require_subcommand(1);
    app.fallthrough();

    ctl::addWorkspaceCommands(app, context);
    ctl::addJobCommands(app, context);
    ctl::addUserCommands(app, context);
    ctl::addTokenCommands(app, context);
    ctl::addEventCommands(app, context);
    ctl::addAuditCommands(app, context);
    ctl::addSinkCommands(app, context);
    ctl::addWorkshopCommands(app, context);
    ctl::addPortalCommands(app, context);
    ctl::addApplyCommand(app, context);
    ctl::addSimulateCommand(app, context);
    ctl::addStatusCommand(app, context);
    ctl::addCompletionCommand(app, context);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? 0 : static_cast<int>(ctl::ExitCode::Usage);
    }

    QCoreApplication application(argc, argv);
    QMetaObject::invokeMethod(&application, [&context] { detach(runCommand(context)); }, Qt::QueuedConnection);
    return QCoreApplication::exec();
}
