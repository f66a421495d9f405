// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/console.h"
#include "app/desktop/this_computer.h"
#include "ui/shell/main_window.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFile>
#include <QLoggingCategory>
#include <QSocketNotifier>
#include <QStandardPaths>

#include <csignal>
#include <sys/signalfd.h>
#include <unistd.h>

namespace {

using namespace portolan;

/// SIGTERM and SIGINT as events of the loop. Blocked before any thread starts, so that none takes them away.
int blockAndListenForSignals()
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

// QT_LOGGING_RULES=portolan.start=true tells how long the start took.
Q_LOGGING_CATEGORY(logStart, "portolan.start", QtWarningMsg)

/// Milliseconds since the kernel started this process, to a tick of its clock (10 ms).
qint64 age()
{
    QFile file(QStringLiteral("/proc/self/stat"));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    const QByteArray line = file.readAll();
    // proc(5): the name of the program may have blanks; the start is the 20th field behind it.
    const qint64 ticks = line.mid(line.lastIndexOf(')') + 2).split(' ').value(19).toLongLong();
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1'000'000 - ticks * 1000 / sysconf(_SC_CLK_TCK);
}

void tellStart(const char *what)
{
    if (logStart().isInfoEnabled())
        qCInfo(logStart, "%s after %lld ms, process %lld", what, static_cast<long long>(age()),
               static_cast<long long>(QCoreApplication::applicationPid()));
}

/// Whoever ends the console from outside decides nothing about workspaces: they go on running.
Task<void> stopAndQuit(ThisComputer &computer)
{
    co_await computer.stop();
    QCoreApplication::exit(0);
}

} // namespace

int main(int argc, char **argv)
{
    const int signals = blockAndListenForSignals();
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("portolan"));
    QApplication::setApplicationDisplayName(QStringLiteral("Portolan"));
    QApplication::setApplicationVersion(QStringLiteral(PORTOLAN_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("portolan"));
    QApplication::setQuitOnLastWindowClosed(false);

    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("The console of Portolan."));
    const QCommandLineOption data(
        QStringLiteral("data"), QStringLiteral("Folder of everything that this computer's control plane keeps."),
        QStringLiteral("FOLDER"),
        QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/portolan"));
    const QCommandLineOption settingsFile(QStringLiteral("settings"),
                                          QStringLiteral("File of what was chosen in the window."),
                                          QStringLiteral("FILE"),
                                          QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
                                              + QStringLiteral("/portolan/console.json"));
    parser.addOptions({data, settingsFile});
    parser.addHelpOption();
    parser.addVersionOption();
    parser.process(application);

    ui::Settings settings(parser.value(settingsFile).toStdString());
    dressConsole(application, settings);
    ThisComputer computer(parser.value(data).toStdString());
    ui::MainWindow window(settings, computer);
    QObject::connect(&window, &ui::MainWindow::closed, &application, &QCoreApplication::quit);
    QSocketNotifier notifier(signals, QSocketNotifier::Read);
    bool stopping = false;
    QObject::connect(&notifier, &QSocketNotifier::activated, [&] {
        signalfd_siginfo info{};
        if (read(signals, &info, sizeof info) != sizeof info)
            return;
        if (std::exchange(stopping, true))
            std::_Exit(130);
        window.session().close();
        detach(stopAndQuit(computer));
    });
    QObject::connect(&window.session(), &ui::Session::stateChanged, &window, [](ConnectionState state) {
        if (state == ConnectionState::Live)
            tellStart("live");
    });
    window.show();
    // The window is there before anything is started.
    QTimer::singleShot(0, &window, [&window] {
        tellStart("window");
        window.connectTo(window.profiles().lastUsed());
    });
    return QApplication::exec();
}
