// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/client/workspace_connection.h"
#include "tests/support/server/server_process.h"
#include "tests/ui/terminal/shells.h"

using namespace portolan;
using namespace portolan::ui;

/// The whole way: console, tunnel, server, sandbox, shell.
class WorkspaceTerminalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QVERIFY(test::allTasksEnd()); }
    void aWorkspaceIsWorkedInThroughTheServer();
};

void WorkspaceTerminalTest::aWorkspaceIsWorkedInThroughTheServer()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    const auto workspace = server.createWorkspace({.blueprint = "shell"});
    VERIFY_RESULT(workspace);
    test::OwnSettings own;
    TerminalTabs tabs(own.settings);
    tabs.resize(900, 500);
    tabs.show();
    QVERIFY(QTest::qWaitForWindowExposed(&tabs));

    const ControlPlaneAddress address = server.address();
    const QString name = QString::fromStdString(*workspace);
    test::EventLoopWatchdog watchdog;
    Terminal *terminal = tabs.open(name, name, [address, workspace = *workspace](std::stop_token cancel) {
        return connectWorkspace(address, workspace, std::move(cancel));
    });
    TRY_STATE(*terminal, TerminalState::Open);
    terminal->send(QStringLiteral("echo \"=$((6*7))=$LANG=$(stty size)=\"\r"));
    const TerminalSize size = terminal->view().screenSize();
    const QString answer = QStringLiteral("=42=C.UTF-8=%1 %2=").arg(size.lines).arg(size.columns);
    QTRY_VERIFY2_WITH_TIMEOUT(terminal->screenText().contains(answer), qPrintable(terminal->screenText()), 20'000);
    terminal->send(QStringLiteral("yes | head -c 3000000; echo over$((1+1))\r"));
    QTRY_VERIFY2_WITH_TIMEOUT(terminal->screenText().contains(QStringLiteral("over2")),
                              qPrintable(terminal->screenText()), 60'000);
    qInfo("%s", qPrintable(watchdog.report()));
    VERIFY_NEVER_STALLED(watchdog);

    // The server goes and comes: the sandbox lives on, the terminal finds its way back by itself.
    server.kill();
    TRY_STATE(*terminal, TerminalState::Lost);
    QVERIFY(terminal->view().allText().contains(QStringLiteral("over2")));
}

QTEST_MAIN(WorkspaceTerminalTest)
#include "workspace_terminal_test.moc"
