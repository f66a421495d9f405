// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/console.h"
#include "app/desktop/this_computer.h"
#include "core/client/endpoint.h"
#include "tests/support/run.h"
#include "tests/support/ui/window.h"
#include "ui/shell/main_window.h"

#include <QMessageBox>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <csignal>

using namespace portolan;
using namespace portolan::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 40'000;

/// A console with one workspace that runs.
struct Console {
    Settings settings;
    ThisComputer computer;
    MainWindow window{settings, computer};
    QSignalSpy closed{&window, &MainWindow::closed};

    explicit Console(const QTemporaryDir &folder)
        : settings(folder.filePath(u"console.json"_s).toStdString()), computer(folder.filePath(u"data"_s).toStdString())
    {
        dressConsole(*qApp, settings);
        window.show();
        window.connectTo(u"local"_s);
    }
    [[nodiscard]] Result<void> makeWorkspace()
    {
        const auto made = test::run(window.session().client()->createWorkspace({.blueprint = "shell", .name = "live"}));
        if (!made)
            return std::unexpected(made.error());
        const auto ended = test::run(window.session().client()->waitForJob(made->jobId, {}));
        return ended ? Result<void>() : std::unexpected(ended.error());
    }
    [[nodiscard]] std::string status()
    {
        const WorkspaceDetails *workspace = window.session().workspace("live");
        return workspace ? workspace->status : "unknown";
    }
};

} // namespace

/// What becomes of the workspaces of this computer when the window is closed.
class ClosingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
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
        VERIFY_RESULT(console.makeWorkspace());
        QTRY_COMPARE_WITH_TIMEOUT(console.status(), "Running", patience);
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
    QCOMPARE(next.status(), "Running");
    const auto deleted = test::run(next.window.session().client()->deleteWorkspace("live"));
    VERIFY_RESULT(deleted);
    VERIFY_RESULT(test::run(next.window.session().client()->waitForJob(deleted->jobId, {})));
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
        VERIFY_RESULT(console.makeWorkspace());
        QTRY_COMPARE_WITH_TIMEOUT(console.status(), "Running", patience);
        console.window.close();
        QTRY_VERIFY(test::visibleWidget<QMessageBox>());
        QTest::mouseClick(test::visibleButton(u"Stop 1 workspace"_s), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(console.closed.size(), 1, patience);
    }
    Console next(folder);
    QTRY_VERIFY_WITH_TIMEOUT(next.window.session().isLive(), patience);
    QVERIFY(next.computer.isInside());
    QCOMPARE(next.status(), "Stopped");
    const auto deleted = test::run(next.window.session().client()->deleteWorkspace("live"));
    VERIFY_RESULT(deleted);
    VERIFY_RESULT(test::run(next.window.session().client()->waitForJob(deleted->jobId, {})));
    next.window.session().close();
    test::run(next.computer.stop());
}

QTEST_MAIN(ClosingTest)
#include "closing_test.moc"
