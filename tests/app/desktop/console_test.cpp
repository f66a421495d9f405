// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/console.h"

#include "tests/app/desktop/console_under_test.h"
#include "tests/support/run.h"
#include "tests/support/server/server_process.h"
#include "tests/support/ui/event_loop_watchdog.h"
#include "tests/support/ui/window.h"
#include "ui/files/file_browser.h"
#include "ui/files/transfer_queue.h"
#include "ui/terminal/terminal_tabs.h"
#include "ui/workspaces/workspaces_pane.h"

#include <QApplication>
#include <QCryptographicHash>
#include <QDialog>
#include <QFile>

using namespace portolan;
using namespace portolan::ui;

namespace {

constexpr int patience = 40'000;

QByteArray digestOf(const QString &path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    return file.open(QIODevice::ReadOnly) && hash.addData(&file) ? hash.result() : QByteArray();
}

} // namespace

/// The whole console, as `portolan` composes it, on a real display with a real control plane.
class ConsoleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QVERIFY(test::allTasksEnd()); }
    void leadsANewcomerToAPromptInTwoClicks();
    void bringsFilesThereAndBack();
    void goesOnWhenTheServerIsKilled();
    void letsItselfBeUsedWithoutEyesOrMouse();
};

void ConsoleTest::leadsANewcomerToAPromptInTwoClicks()
{
    test::ConsoleUnderTest console;
    dressConsole(*qApp, console.settings);
    MainWindow &window = console.window;
    test::EventLoopWatchdog watchdog; // from here on there is something to wait for; the making is the start's time
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    window.connectTo(QStringLiteral("local"));
    QTRY_VERIFY_WITH_TIMEOUT(window.session().isLive(), patience);
    QVERIFY(console.computer.isInside());

    QPushButton *create = nullptr;
    QTRY_VERIFY((create = test::visibleButton(QStringLiteral("New workspace"))));
    QTest::mouseClick(create, Qt::LeftButton);
    QPushButton *accept = nullptr;
    QTRY_VERIFY((accept = test::visibleButton(QStringLiteral("Create and open terminal"))) && accept->isEnabled());
    QTest::mouseClick(accept, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(window.terminals().current(), patience);
    Terminal *terminal = window.terminals().current();
    QTRY_VERIFY_WITH_TIMEOUT(terminal->view().cursorLine().contains(u'$'), patience);

    QTRY_VERIFY(terminal->isAncestorOf(QApplication::focusWidget()));
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("echo $((6*7))"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(terminal->screenText().contains(QStringLiteral("\n42")), patience);
    qInfo("%s", qPrintable(watchdog.report()));
    VERIFY_NEVER_STALLED(watchdog); // start, connect, dialog, first terminal
}

void ConsoleTest::bringsFilesThereAndBack()
{
    test::ConsoleUnderTest console;
    MainWindow &window = console.window;
    window.show();
    window.connectTo(QStringLiteral("local"));
    QTRY_VERIFY_WITH_TIMEOUT(window.session().isLive(), patience);
    VERIFY_RESULT(console.createWorkspace("files"));
    QTRY_COMPARE(console.statusOf("files"), "Running");

    const QString original = console.path(QStringLiteral("big.bin"));
    {
        QFile file(original);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QByteArray block(1024 * 1024, Qt::Uninitialized);
        for (int index = 0; index < 64; ++index) {
            for (qsizetype at = 0; at < block.size(); ++at)
                block[at] = char(at * 31 + index * 7 + (at >> 9));
            QCOMPARE(file.write(block), block.size());
        }
    }
    const QString back = console.path(QStringLiteral("back"));
    QVERIFY(QDir().mkpath(back));
    test::EventLoopWatchdog watchdog;
    QTRY_VERIFY(window.workspacesPane().select("files"));
    window.openFiles(QStringLiteral("files"));
    FileBrowser *browser = nullptr;
    QTRY_VERIFY((browser = window.findChild<FileBrowser *>()) && browser->isVisible());
    QSignalSpy loaded(browser, &FileBrowser::loaded);
    QTRY_VERIFY_WITH_TIMEOUT(!loaded.isEmpty() || !browser->path().isEmpty(), patience);
    QSignalSpy finished(&window.transfers(), &TransferQueue::finished);
    browser->uploadHere({original});
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, patience);
    browser->refresh();
    QTRY_VERIFY_WITH_TIMEOUT((browser->select({"big.bin"}), !browser->selection().empty()), patience);
    browser->downloadTo(back);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 2, patience);
    qInfo("%s", qPrintable(watchdog.report()));
    VERIFY_NEVER_STALLED(watchdog);
    QVERIFY(!digestOf(original).isEmpty());
    QCOMPARE(digestOf(back + QStringLiteral("/big.bin")), digestOf(original));
}

void ConsoleTest::goesOnWhenTheServerIsKilled()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    VERIFY_RESULT(server.createWorkspace({.blueprint = "shell", .name = "kept"}));
    test::ConsoleUnderTest console(server.data());
    MainWindow &window = console.window;
    window.show();
    window.connectTo(QStringLiteral("local"));
    QTRY_VERIFY_WITH_TIMEOUT(window.session().isLive(), patience);
    QVERIFY(!console.computer.isInside()); // it has joined
    window.openTerminal(QStringLiteral("kept"));
    Terminal *terminal = window.terminals().current();
    QTRY_COMPARE_WITH_TIMEOUT(terminal->state(), TerminalState::Open, patience);
    QTRY_VERIFY_WITH_TIMEOUT(terminal->view().cursorLine().contains(u'$'), patience);
    terminal->send(QStringLiteral("echo before-$((20+3))\n"));
    QTRY_VERIFY_WITH_TIMEOUT(terminal->screenText().contains(QStringLiteral("before-23")), patience);

    server.kill();
    QTRY_COMPARE_WITH_TIMEOUT(window.session().state(), ConnectionState::Lost, patience);
    QVERIFY(window.session().workspace("kept"));
    // Nobody else serves the folder now: the console does it itself, and takes the workspace back.
    QTRY_VERIFY_WITH_TIMEOUT(window.session().isLive(), patience);
    QVERIFY(console.computer.isInside());
    QTRY_COMPARE_WITH_TIMEOUT(window.session().workspace("kept")->status, "Running", patience);
    QTRY_COMPARE_WITH_TIMEOUT(terminal->state(), TerminalState::Open, patience);
    terminal->send(QStringLiteral("echo after-$((20+4))\n"));
    QTRY_VERIFY_WITH_TIMEOUT(terminal->view().allText().contains(QStringLiteral("after-24")), patience);
    QVERIFY(terminal->view().allText().contains(QStringLiteral("before-23"))); // the scrollback was kept
}

void ConsoleTest::letsItselfBeUsedWithoutEyesOrMouse()
{
    test::ConsoleUnderTest console;
    MainWindow &window = console.window;
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    window.connectTo(QStringLiteral("local"));
    QTRY_VERIFY_WITH_TIMEOUT(window.session().isLive(), patience);
    const QString nameless = test::namelessControls(window);
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless));

    // Tab leads through all of the window and back to where it began: no trap.
    QWidget *first = window.findChild<QWidget *>(QStringLiteral("navigation"));
    QVERIFY(first);
    first->setFocus();
    QSet<QWidget *> seen;
    for (int step = 0; step < 200 && !(seen.size() > 1 && QApplication::focusWidget() == first); ++step) {
        QVERIFY(QApplication::focusWidget());
        seen.insert(QApplication::focusWidget());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QCOMPARE(QApplication::focusWidget(), first);
    QVERIFY(seen.size() > 4);

    // Ctrl+K, a few letters, Enter.
    QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("shortcuts"));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QDialog *sheet = nullptr;
    QTRY_VERIFY((sheet = window.findChild<QDialog *>()) && sheet->isVisible());
    const QString inSheet = test::namelessControls(*sheet);
    QVERIFY2(inSheet.isEmpty(), qPrintable(inSheet));
    sheet->close();
}

QTEST_MAIN(ConsoleTest)
#include "console_test.moc"
