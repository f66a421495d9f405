// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/terminal/terminal.h"

#include "core/async/timer.h"
#include "tests/ui/terminal/shells.h"
#include "ui/terminal/color_scheme.h"
#include "ui/terminal/paste.h"
#include "ui/terminal/terminal_settings.h"

#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>

using namespace portolan;
using namespace portolan::ui;
using test::ShellServer;

namespace {

QPushButton *button(const QWidget &window, const QString &text)
{
    for (QPushButton *candidate : window.findChildren<QPushButton *>())
        if (candidate->text() == text)
            return candidate;
    return nullptr;
}

void trigger(Terminal &terminal, const QString &name)
{
    for (QAction *action : terminal.view().actions())
        if (action->text() == name)
            return action->trigger();
    qFatal("no action is called \"%s\"", qPrintable(name));
}

} // namespace

class TerminalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void aCommandIsTypedAndAnswered();
    void theSizeFollowsTheWindow();
    void howTheShellEndedIsTold_data();
    void howTheShellEndedIsTold();
    void aLostConnectionComesBackByItself();
    void whatCannotConnectSaysWhy();
    void severalLinesArePastedOnlyWhenConfirmed();
    void bracketsOfAPasteCannotBeForged();
    void searchFindsTheLine();
    void theTextGrowsAndStaysSo();
    void coloursFollowThePalette();
    void theBellShows();
    void theKeyboardGetsOut();
    void screenReadersReadTheScreen();
    void whatRunsIsKnown();
    void goingWhileConnectingIsSafe();

private:
    void open();
    void type(const QString &text) { QTest::keyClicks(m_terminal->view().display(), text); }
    void enter() { QTest::keyClick(m_terminal->view().display(), Qt::Key_Return); }

    std::optional<ShellServer> m_server;
    std::optional<test::OwnSettings> m_own;
    std::unique_ptr<Terminal> m_terminal;
};

void TerminalTest::initTestCase()
{
    m_server.emplace();
}

void TerminalTest::init()
{
    m_own.emplace();
}

void TerminalTest::cleanup()
{
    m_terminal.reset();
    m_own.reset();
    QVERIFY(test::allTasksEnd());
}

void TerminalTest::open()
{
    m_terminal = std::make_unique<Terminal>(QStringLiteral("one"), test::terminalsOf(*m_server), m_own->settings);
    m_terminal->resize(900, 500);
    m_terminal->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_terminal.get()));
    m_terminal->setFocus();
    TRY_STATE(*m_terminal, TerminalState::Open);
}

void TerminalTest::aCommandIsTypedAndAnswered()
{
    open();
    type(QStringLiteral("echo \"=$((6*7))=$TERM=\""));
    enter();
    TRY_SCREEN(*m_terminal, "=42=xterm-256color=");
    QCOMPARE(test::namelessControls(*m_terminal), QString());
}

void TerminalTest::theSizeFollowsTheWindow()
{
    open();
    const auto shown = [this] {
        const TerminalSize size = m_terminal->view().screenSize();
        return QStringLiteral("=%1 %2=").arg(size.lines).arg(size.columns);
    };
    m_terminal->send(QStringLiteral("echo \"=$(stty size)=\"\r"));
    QTRY_VERIFY2(m_terminal->screenText().contains(shown()), qPrintable(m_terminal->screenText()));
    const QString before = shown();
    m_terminal->resize(600, 320);
    QTRY_VERIFY(shown() != before);
    // Told by a signal, and not only by asking: the shell's own trap prints it.
    m_terminal->send(
        QStringLiteral("while ! stty size | sed 's/.*/=&=/' | grep '%1'; do sleep 0.05; done\r").arg(shown()));
    QTRY_VERIFY2(m_terminal->screenText().contains(u'\n' + shown()), qPrintable(m_terminal->screenText()));
}

void TerminalTest::howTheShellEndedIsTold_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("signal");
    QTest::addColumn<QString>("words");
    QTest::newRow("well") << "exit 0" << 0 << "" << "The shell ended.";
    QTest::newRow("status") << "exit 7" << 7 << "" << "The shell ended with exit status 7.";
    QTest::newRow("signal") << "kill -KILL $$" << 0 << "KILL" << "The shell was ended by the signal KILL.";
}

void TerminalTest::howTheShellEndedIsTold()
{
    QFETCH(QString, command);
    QFETCH(int, status);
    QFETCH(QString, signal);
    QFETCH(QString, words);
    open();
    m_terminal->send(QStringLiteral("echo kept; %1\r").arg(command));
    TRY_STATE(*m_terminal, TerminalState::Ended);
    QCOMPARE(m_terminal->exitStatus(), (ssh::ExitStatus{status, signal.toStdString()}));
    QCOMPARE(m_terminal->reason(), words);
    QTRY_VERIFY(m_terminal->screenText().contains(words));

    // Nothing starts again by itself; Enter opens another shell below what was printed.
    enter();
    TRY_STATE(*m_terminal, TerminalState::Open);
    m_terminal->send(QStringLiteral("echo $((40+1))\r"));
    TRY_SCREEN(*m_terminal, "\n41");
    QVERIFY2(m_terminal->view().allText().contains(QStringLiteral("\nkept")), qPrintable(m_terminal->view().allText()));
}

void TerminalTest::aLostConnectionComesBackByItself()
{
    open();
    m_terminal->send(QStringLiteral("echo kept$((1+1))\r"));
    TRY_SCREEN(*m_terminal, "\nkept2");
    m_terminal->send(QStringLiteral("printf '\\033[?1049h\\033[?1000h'\r"));
    QTRY_VERIFY(!m_terminal->screenText().contains(QStringLiteral("kept2"))); // behind a program's own screen
    QList<TerminalState> states;
    connect(m_terminal.get(), &Terminal::stateChanged, this, [&](TerminalState state) { states << state; });
    m_server->killAll();
    TRY_STATE(*m_terminal, TerminalState::Lost);
    QVERIFY(!m_terminal->reason().isEmpty());
    QVERIFY(button(*m_terminal, QStringLiteral("Reconnect"))->isVisible());
    m_terminal->send(QStringLiteral("echo into nothing\r"));
    TRY_STATE(*m_terminal, TerminalState::Open);
    QCOMPARE(states, (QList{TerminalState::Lost, TerminalState::Connecting, TerminalState::Open}));
    m_terminal->send(QStringLiteral("echo $((40+1))\r"));
    TRY_SCREEN(*m_terminal, "\n41");
    const QString all = m_terminal->view().allText();
    QVERIFY2(all.contains(QStringLiteral("\nkept2")), qPrintable(all));
    QVERIFY(!all.contains(QStringLiteral("into nothing")));
    QVERIFY(!button(*m_terminal, QStringLiteral("Reconnect"))->isVisible());
}

void TerminalTest::whatCannotConnectSaysWhy()
{
    int asked = 0;
    m_terminal = std::make_unique<Terminal>(
        QStringLiteral("nowhere"),
        [&asked](std::stop_token) -> Task<Result<std::shared_ptr<ssh::SshConnection>>> {
            ++asked;
            co_return fail(ErrorCode::NotFound, "no workspace is named \x1b[31m\"nowhere\"");
        },
        m_own->settings);
    m_terminal->show();
    TRY_STATE(*m_terminal, TerminalState::Failed);
    QVERIFY(m_terminal->reason().contains(QStringLiteral("no workspace is named")));
    TRY_SCREEN(*m_terminal, "Cannot connect: no workspace is named  [31m\"nowhere\""); // control characters do nothing
    QCOMPARE(asked, 1);
    button(*m_terminal, QStringLiteral("Reconnect"))->click();
    QTRY_COMPARE(asked, 2);
    TRY_STATE(*m_terminal, TerminalState::Failed);
}

void TerminalTest::severalLinesArePastedOnlyWhenConfirmed()
{
    open();
    QApplication::clipboard()->setText(QStringLiteral("echo $((1000+1))\necho $((2000+2))\n"));
    trigger(*m_terminal, QStringLiteral("Paste"));
    auto *yes = button(*m_terminal, QStringLiteral("Paste 2 lines"));
    QVERIFY(yes && yes->isVisible());
    m_terminal->send(QStringLiteral("echo $((3000+3))\r"));
    TRY_SCREEN(*m_terminal, "\n3003");
    QVERIFY(!m_terminal->screenText().contains(QStringLiteral("1001")));
    yes->click();
    TRY_SCREEN(*m_terminal, "echo $((2000+2))"); // in brackets, as bash asks for: it runs at Enter
    enter();
    TRY_SCREEN(*m_terminal, "\n2002");
    TRY_SCREEN(*m_terminal, "\n1001");
    QVERIFY(!yes->isVisible());

    // One line needs no question, and does not run by itself.
    QApplication::clipboard()->setText(QStringLiteral("echo $((4000+4))\n"));
    trigger(*m_terminal, QStringLiteral("Paste"));
    TRY_SCREEN(*m_terminal, "echo $((4000+4))");
    QVERIFY(!yes->isVisible());
    QVERIFY(!m_terminal->screenText().contains(QStringLiteral("4004")));
    enter();
    TRY_SCREEN(*m_terminal, "\n4004");
}

void TerminalTest::bracketsOfAPasteCannotBeForged()
{
    open();
    m_terminal->send(QStringLiteral("printf '\\033[?2004h'; stty raw -echo; head -c 20 | od -c; stty sane\r"));
    QTRY_VERIFY(m_terminal->screenText().contains(QStringLiteral("stty sane")));
    QString sent;
    connect(&m_terminal->view(), &TerminalView::typed, this,
            [&](const QByteArray &bytes) { sent += QString::fromUtf8(bytes); });
    // The program has asked for brackets once its printf is through.
    QTRY_VERIFY(([&] {
        sent.clear();
        m_terminal->view().insert(preparePaste(QStringLiteral("a\x1b[201~b")).text);
        return sent == QStringLiteral("\x1b[200~a[201~b\x1b[201~");
    })());
}

void TerminalTest::searchFindsTheLine()
{
    open();
    m_terminal->send(QStringLiteral("echo need''le; seq 200; echo done$((1+1))\r"));
    TRY_SCREEN(*m_terminal, "done2");
    QVERIFY(!m_terminal->screenText().contains(QStringLiteral("\nneedle")));
    auto *scrollBar = m_terminal->view().display()->findChild<QScrollBar *>();
    QTRY_VERIFY(scrollBar->maximum() > 100);
    const int bottom = scrollBar->value();
    trigger(*m_terminal, QStringLiteral("Find"));
    auto *text = test::named<QLineEdit>(*m_terminal, QStringLiteral("Search in the terminal"));
    QVERIFY(text->isVisible());
    QTest::keyClicks(text, QStringLiteral("needle"));
    QTRY_VERIFY(scrollBar->value() < bottom - 100);
}

void TerminalTest::theTextGrowsAndStaysSo()
{
    open();
    const TerminalSize before = m_terminal->view().screenSize();
    QSignalSpy resized(&m_terminal->view(), &TerminalView::resized);
    for (int press = 0; press < 4; ++press)
        trigger(*m_terminal, QStringLiteral("Larger text"));
    QTRY_VERIFY(m_terminal->view().screenSize().columns < before.columns);
    QTRY_VERIFY(!resized.isEmpty());
    QVERIFY(m_own->settings.get(terminalFontSize) > 0);
    trigger(*m_terminal, QStringLiteral("Usual text size"));
    QTRY_COMPARE(m_terminal->view().screenSize().columns, before.columns);
    QCOMPARE(m_own->settings.get(terminalFontSize), 0);
}

void TerminalTest::coloursFollowThePalette()
{
    applyAppearance(*qApp, Appearance::Light);
    open();
    const auto ground = [this] {
        const QImage picture = m_terminal->view().grab().toImage();
        return picture.pixelColor(picture.width() / 2, picture.height() - 20);
    };
    QTRY_COMPARE(ground(), terminalColors(Theme::light()).ground);
    applyAppearance(*qApp, Appearance::Dark);
    QTRY_COMPARE(ground(), terminalColors(Theme::dark()).ground);
    applyAppearance(*qApp, Appearance::Light);
    QTRY_COMPARE(ground(), terminalColors(Theme::light()).ground);
}

void TerminalTest::theBellShows()
{
    open();
    QSignalSpy rang(m_terminal.get(), &Terminal::bell);
    m_terminal->send(QStringLiteral("printf '\\a'\r"));
    QTRY_VERIFY(!rang.isEmpty());
}

void TerminalTest::theKeyboardGetsOut()
{
    open();
    QSignalSpy out(m_terminal.get(), &Terminal::leaveRequested);
    QTest::keyClick(m_terminal->view().display(), Qt::Key_Escape, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(out.size(), 1);
    QTest::keyClick(m_terminal->view().display(), Qt::Key_F6);
    QCOMPARE(out.size(), 2);

    // Everything else is the terminal's, though the window may have uses for it.
    QAction palette;
    palette.setShortcut(Qt::CTRL | Qt::Key_K);
    m_terminal->addAction(&palette);
    QSignalSpy stolen(&palette, &QAction::triggered);
    QByteArray sent;
    connect(&m_terminal->view(), &TerminalView::typed, this, [&](const QByteArray &bytes) { sent += bytes; });
    QTest::keyClick(m_terminal->view().display(), Qt::Key_K, Qt::ControlModifier);
    QTest::keyClick(m_terminal->view().display(), Qt::Key_Escape);
    QTest::keyClick(m_terminal->view().display(), Qt::Key_Tab);
    QTest::keyClick(m_terminal->view().display(), Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(stolen.size(), 0);
    QCOMPARE(sent, QByteArray("\x0b\x1b\t\x1b[Z"));
}

void TerminalTest::screenReadersReadTheScreen()
{
    open();
    m_terminal->send(QStringLiteral("echo read$((1+1))me\r"));
    TRY_SCREEN(*m_terminal, "read2me");
    auto *accessible = QAccessible::queryAccessibleInterface(m_terminal->view().display());
    QVERIFY(accessible);
    QCOMPARE(accessible->role(), QAccessible::Terminal);
    QCOMPARE(accessible->text(QAccessible::Name), QStringLiteral("Terminal one"));
    QVERIFY(accessible->text(QAccessible::Value).contains(QStringLiteral("read2me")));
    auto *text = accessible->textInterface();
    QVERIFY(text);
    const QString all = text->text(0, text->characterCount());
    QVERIFY(all.contains(QStringLiteral("read2me")));
    QVERIFY(text->cursorPosition() > all.indexOf(QStringLiteral("read2me")));
}

void TerminalTest::whatRunsIsKnown()
{
    open();
    m_terminal->send(QStringLiteral("echo ready$((1+1))\r"));
    TRY_SCREEN(*m_terminal, "ready2");
    const auto program = [this] { return test::run(m_terminal->foregroundProgram()); };
    QTRY_COMPARE(program(), Result<QString>(QString()));
    m_terminal->send(QStringLiteral("sleep 1000\r"));
    QTRY_COMPARE(program(), Result<QString>(QStringLiteral("sleep")));
    m_terminal->send(QStringLiteral("\x03"));
    QTRY_COMPARE(program(), Result<QString>(QString()));
}

void TerminalTest::goingWhileConnectingIsSafe()
{
    bool cancelled = false;
    {
        OneShot<bool> never;
        const Terminal terminal(
            QStringLiteral("slow"),
            [&cancelled, never](std::stop_token stop) -> Task<Result<std::shared_ptr<ssh::SshConnection>>> {
                const std::stop_callback onStop(stop, [&cancelled] { cancelled = true; });
                OneShot<bool> waiting = never;
                co_await waiting;
                co_return fail(ErrorCode::Cancelled, "given up");
            },
            m_own->settings);
        QCOMPARE(terminal.state(), TerminalState::Connecting);
        setAfter(never, std::chrono::milliseconds(1), true);
    }
    QVERIFY(cancelled);
    QCoreApplication::processEvents();
    open(); // and the loop goes on
}

QTEST_MAIN(TerminalTest)
#include "terminal_test.moc"
