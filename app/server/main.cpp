// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/server/command_line.h"
#include "app/server/reload.h"
#include "app/server/say.h"
#include "server/config/render.h"

#include <QCoreApplication>
#include <QSocketNotifier>

#include <csignal>
#include <cstdio>
#include <print>
#include <sys/signalfd.h>
#include <unistd.h>

namespace {

using namespace portolan;

/// SIGTERM, SIGINT and SIGHUP as events of the loop. Blocked before any thread starts, so that none takes them away.
int blockAndListenForSignals()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

Task<void> serve(ControlPlane &controlPlane, bool &started)
{
    const auto url = co_await controlPlane.start();
    if (!url) {
        say("portolan-server: {}", url.error().detail);
        QCoreApplication::exit(url.error().code == ErrorCode::Conflict ? 3 : 1);
        co_return;
    }
    started = true;
    std::println("Listening on {}", *url);
    std::fflush(stdout);
}

Task<void> stopAndQuit(ControlPlane &controlPlane)
{
    co_await controlPlane.stop();
    QCoreApplication::exit(0);
}

/// Whether SIGHUP comes from the terminal that was closed with the server in it, and not from who wants a reload.
bool terminalIsGone(bool hadTerminal)
{
    return hadTerminal && isatty(STDERR_FILENO) == 0;
}

/// --check-config and --print-config.
int show(const CommandLine &line, const config::Configuration &configuration)
{
    if (line.print)
        std::print("{}", config::toYaml(configuration));
    else
        std::println("{}: ok", line.file ? line.file->string() : "configuration");
    return 0;
}

/// Until it is asked to end; the exit status.
int run(ControlPlane &controlPlane, Reloader &reloader, int signals)
{
    QSocketNotifier notifier(signals, QSocketNotifier::Read);
    const bool hadTerminal = isatty(STDERR_FILENO) != 0;
    bool started = false;
    bool stopping = false;
    QObject::connect(&notifier, &QSocketNotifier::activated, [&] {
        signalfd_siginfo info{};
        if (read(signals, &info, sizeof info) != sizeof info)
            return;
        const bool isHangup = info.ssi_signo == SIGHUP;
        if (isHangup && !terminalIsGone(hadTerminal)) {
            if (!started)
                say("portolan-server: still starting, the configuration was not read again");
            else if (!stopping)
                detach(reloader.reload());
            return;
        }
        if (isHangup && stopping)
            return; // A closed terminal says so twice: by its kernel and by its shell.
        if (std::exchange(stopping, true))
            std::_Exit(130); // Asked twice: do not wait for anybody. What was acknowledged is on the disk.
        say("portolan-server: stopping; workspaces go on running");
        detach(stopAndQuit(controlPlane));
    });
    detach(serve(controlPlane, started));
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    auto line = parseCommandLine(argc, argv);
    if (!line)
        return line.error();
    auto configuration = loadAll(*line);
    if (!configuration) {
        tell(configuration.error());
        return 2;
    }
    if (line->check || line->print)
        return show(*line, *configuration);

    const int signals = blockAndListenForSignals();
    qSetMessagePattern(QStringLiteral("%{time yyyy-MM-ddThh:mm:ss.zzz} %{type} %{category} %{message}"));
    QCoreApplication application(argc, argv);
    ControlPlane controlPlane(ControlPlane::optionsFrom(*configuration));
    Reloader reloader(controlPlane, std::move(*line), std::move(*configuration));
    return run(controlPlane, reloader, signals);
}
