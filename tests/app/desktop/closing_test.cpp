// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/console.h"
#include "core/client/endpoint.h"
#include "tests/app/desktop/console_under_test.h"
#include "tests/support/ui/window.h"

#include <QMessageBox>
#include <QSignalSpy>

#include <csignal>

using namespace portolan;
using namespace portolan::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 40'000;

/// On a folder that outlives it, connected.
struct Console : test::ConsoleUnderTest {
    QSignalSpy closed{&window, &MainWindow::closed};

    explicit Console(const QTemporaryDir &folder) : ConsoleUnderTest(folder.filePath(u"data"_s).toStdString())
    {
        dressConsole(*qApp, settings);
        window.show();
        window.connectTo(u"local"_s);
    }
};

} // namespace

/// What becomes of the workspaces of this computer when the window is closed.
class ClosingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QVERIFY(test::allTasksEnd()); }
    void asksNothingWhereNothingRuns();
    void handsRunningWorkspacesToAServer();
    void stopsThemWhenToldTo();
};

void ClosingTest::asksNothingWhereNothingRuns()
{
    const QTemporaryDir folder;
    Console console(folder);
    QTRY_VERIFY_WITH_TIMEOUT(console.window.session().isLive(), patience);
    console.window.close();
    QTRY_COMPARE_WITH_TIMEOUT(console.closed.size(), 1, patience);
    QVERIFY(!console.window.isVisible());
    QVERIFY(!readEndpoint(folder.filePath(u"data"_s).toStdString())); // nobody serves the folder
}

void ClosingTest::handsRunningWorkspacesToAServer()
{
    const QTemporaryDir folder;
    const std::filesystem::path data = folder.filePath(u"data"_s).toStdString();
    {
        Console console(folder);
        QTRY_VERIFY_WITH_TIMEOUT(console.window.session().isLive(), patience);
        VERIFY_RESULT(console.createWorkspace("live"));
        QTRY_COMPARE_WITH_TIMEOUT(console.statusOf("live"), "Running", patience);
        console.window.close();
        QTRY_VERIFY(test::visibleWidget<QMessageBox>());
        QVERIFY(console.window.isVisible());
        QCOMPARE(test::namelessControls(*test::visibleWidget<QMessageBox>()), QString());
        QTest::mouseClick(test::visibleButton(u"Cancel"_s), Qt::LeftButton);
        QTRY_VERIFY(!test::visibleWidget<QMessageBox>());
        QVERIFY(console.closed.isEmpty());
        QVERIFY(console.window.session().isLive()); // as if nothing had happened

        console.window.close();
        QTRY_VERIFY(test::visibleWidget<QMessageBox>());
        QTest::mouseClick(test::visibleButton(u"Keep running"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(console.closed.size(), 1, patience);
    }
    const auto endpoint = readEndpoint(data);
    VERIFY_RESULT(endpoint);
    QVERIFY(endpoint->pid != QCoreApplication::applicationPid());

    Console next(folder); // joins
    QTRY_VERIFY_WITH_TIMEOUT(next.window.session().isLive(), patience);
    QVERIFY(!next.computer.isInside());
    QCOMPARE(next.statusOf("live"), "Running");
    next.deleteWorkspaces();
    next.window.close(); // the server is not the console's: no question, and it stays
    QTRY_COMPARE_WITH_TIMEOUT(next.closed.size(), 1, patience);
    QCOMPARE(::kill(pid_t(endpoint->pid), 0), 0);
    QCOMPARE(::kill(pid_t(endpoint->pid), SIGTERM), 0);
    QTRY_VERIFY_WITH_TIMEOUT(!readEndpoint(data), patience);
}

void ClosingTest::stopsThemWhenToldTo()
{
    const QTemporaryDir folder;
    {
        Console console(folder);
        QTRY_VERIFY_WITH_TIMEOUT(console.window.session().isLive(), patience);
        VERIFY_RESULT(console.createWorkspace("live"));
        QTRY_COMPARE_WITH_TIMEOUT(console.statusOf("live"), "Running", patience);
        console.window.close();
        QTRY_VERIFY(test::visibleWidget<QMessageBox>());
        QTest::mouseClick(test::visibleButton(u"Stop 1 workspace"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(console.closed.size(), 1, patience);
    }
    Console next(folder);
    QTRY_VERIFY_WITH_TIMEOUT(next.window.session().isLive(), patience);
    QVERIFY(next.computer.isInside());
    QCOMPARE(next.statusOf("live"), "Stopped");
}

QTEST_MAIN(ClosingTest)
#include "closing_test.moc"
