// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/terminal/terminal_tabs.h"

#include "tests/ui/terminal/shells.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QToolButton>

using namespace portolan;
using namespace portolan::ui;
using test::ShellServer;

class TerminalTabsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void tabsAreGoneThroughByKeys();
    void aTabTellsItsState();
    void closingAsksWhereSomethingRuns();
    void aFloodLeavesTheOthersSmooth();

private:
    [[nodiscard]] Terminal *open(const QString &title)
    {
        return m_tabs->open(title, title, test::terminalsOf(*m_server));
    }
    [[nodiscard]] QTabBar *bar() const { return m_tabs->findChild<QTabBar *>(); }

    std::optional<ShellServer> m_server;
    std::optional<test::OwnSettings> m_own;
    std::unique_ptr<TerminalTabs> m_tabs;
};

void TerminalTabsTest::init()
{
    m_server.emplace();
    m_own.emplace();
    m_tabs = std::make_unique<TerminalTabs>(m_own->settings);
    m_tabs->resize(900, 500);
    m_tabs->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_tabs.get()));
}

void TerminalTabsTest::cleanup()
{
    m_tabs.reset();
    m_own.reset();
    QVERIFY(test::allTasksEnd());
    m_server.reset();
}

void TerminalTabsTest::tabsAreGoneThroughByKeys()
{
    QSignalSpy counted(m_tabs.get(), &TerminalTabs::countChanged);
    Terminal *one = open(QStringLiteral("one"));
    Terminal *two = open(QStringLiteral("two"));
    QCOMPARE(counted.size(), 2);
    QCOMPARE(m_tabs->current(), two);
    QCOMPARE(m_tabs->terminals(QStringLiteral("one")), QList{one});
    QTest::keyClick(two->view().display(), Qt::Key_PageDown, Qt::ControlModifier);
    QCOMPARE(m_tabs->current(), one);
    QTest::keyClick(one->view().display(), Qt::Key_PageUp, Qt::ControlModifier);
    QCOMPARE(m_tabs->current(), two);
    QTRY_VERIFY(two->view().display()->hasFocus());
    QTest::keyClick(two->view().display(), Qt::Key_Escape, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(bar()->hasFocus());
    QCOMPARE(test::namelessControls(*m_tabs), QString());

    test::named<QToolButton>(*m_tabs, QStringLiteral("Another terminal"))->click();
    QCOMPARE(m_tabs->terminals(QStringLiteral("two")).size(), 2);
    two->setTitle(QStringLiteral("R&D"));
    QCOMPARE(bar()->tabText(1), QStringLiteral("R&&D"));
}

void TerminalTabsTest::aTabTellsItsState()
{
    Terminal *terminal = open(QStringLiteral("one"));
    TRY_STATE(*terminal, TerminalState::Open);
    QCOMPARE(bar()->tabText(0), QStringLiteral("one"));
    QVERIFY(!bar()->tabIcon(0).isNull());
    terminal->send(QStringLiteral("exit 7\r"));
    TRY_STATE(*terminal, TerminalState::Ended);
    QCOMPARE(bar()->tabText(0), QStringLiteral("one \u2013 Exit status 7"));
    QVERIFY(bar()->tabToolTip(0).contains(QStringLiteral("The shell ended with exit status 7.")));

    Terminal *other = open(QStringLiteral("other"));
    QCOMPARE(m_tabs->current(), other);
    terminal->reconnect();
    TRY_STATE(*terminal, TerminalState::Open);
    terminal->send(QStringLiteral("printf '\\a'\r"));
    QTRY_VERIFY(bar()->tabText(0).startsWith(u'\u266a'));
    m_tabs->activate(terminal);
    QCOMPARE(bar()->tabText(0), QStringLiteral("one"));
}

void TerminalTabsTest::closingAsksWhereSomethingRuns()
{
    Terminal *busy = open(QStringLiteral("busy"));
    Terminal *idle = open(QStringLiteral("idle"));
    TRY_STATE(*busy, TerminalState::Open);
    TRY_STATE(*idle, TerminalState::Open);
    busy->send(QStringLiteral("echo on$((1+1)); sleep 1000\r"));
    idle->send(QStringLiteral("echo on$((1+1))\r"));
    TRY_SCREEN(*busy, "on2");
    TRY_SCREEN(*idle, "on2");
    QTRY_COMPARE(test::run(busy->foregroundProgram()), Result<QString>(QStringLiteral("sleep")));
    QTRY_COMPARE(test::run(idle->foregroundProgram()), Result<QString>(QString()));

    m_tabs->closeTerminal(idle);
    QTRY_COMPARE(m_tabs->count(), 1);
    m_tabs->closeTerminal(busy);
    QPushButton *end = nullptr;
    QTRY_VERIFY(([&] {
        for (QPushButton *button : busy->findChildren<QPushButton *>())
            if (button->isVisible() && button->text() == QStringLiteral("End it and close"))
                end = button;
        return end != nullptr;
    })());
    QCOMPARE(m_tabs->count(), 1);
    end->click();
    QTRY_COMPARE(m_tabs->count(), 0);
}

void TerminalTabsTest::aFloodLeavesTheOthersSmooth()
{
    test::EventLoopWatchdog watchdog;
    Terminal *flood = open(QStringLiteral("flood"));
    Terminal *calm = open(QStringLiteral("calm"));
    TRY_STATE(*flood, TerminalState::Open);
    TRY_STATE(*calm, TerminalState::Open);
    flood->send(QStringLiteral("yes flood\r"));
    TRY_SCREEN(*flood, "\nflood\nflood\nflood");
    for (int round = 0; round < 20; ++round) {
        QTest::keyClicks(calm->view().display(), QStringLiteral("echo =$((%1+1))=").arg(round * 10));
        QTest::keyClick(calm->view().display(), Qt::Key_Return);
        const QString answer = QStringLiteral("\n=%1=").arg(round * 10 + 1);
        QTRY_VERIFY2(calm->screenText().contains(answer), qPrintable(calm->screenText()));
    }
    m_tabs->activate(flood);
    QTRY_VERIFY(flood->view().display()->isVisible());
    // It stops when told, however much was on its way.
    flood->send(QStringLiteral("\x03"));
    flood->send(QStringLiteral("echo stop$((1+1))\r"));
    TRY_SCREEN(*flood, "stop2");
    qInfo("%s", qPrintable(watchdog.report()));
    VERIFY_NEVER_STALLED(watchdog);
}

QTEST_MAIN(TerminalTabsTest)
#include "terminal_tabs_test.moc"
