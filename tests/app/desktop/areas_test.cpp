// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/app/desktop/console_under_test.h"
#include "tests/support/run.h"
#include "tests/support/ui/window.h"
#include "ui/audit/audit_pane.h"
#include "ui/events/events_pane.h"
#include "ui/shell/commands.h"
#include "ui/sinks/sinks_pane.h"
#include "ui/tokens/tokens_pane.h"
#include "ui/users/users_pane.h"
#include "ui/workshops/tenants_pane.h"
#include "ui/workshops/workshops_pane.h"
#include "ui/workspaces/workspace_detail.h"
#include "ui/workspaces/workspaces_pane.h"

#include <QApplication>
#include <QDialog>
#include <QLineEdit>

using namespace portolan;
using namespace portolan::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 40'000;

/// The row of the newest event of this type about this subject; empty where there is none.
std::string rowOf(const EventsPane &pane, const std::string &type, const std::string &subject)
{
    const TableModel &model = pane.table().view().tableModel();
    const auto cell = [&model](const TableModel::RowPointer &row, QStringView column) {
        return row->cells[std::size_t(model.columnOf(column))];
    };
    for (const auto &row : model.rows(true))
        if (cell(row, u"type") == TableCell(type) && cell(row, u"subject") == TableCell(subject))
            return row->id;
    return {};
}

} // namespace

/// The ways from one area of the window to another.
class AreasTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QVERIFY(test::allTasksEnd()); }
    void keysLeadToEachArea();
    void anEventLeadsToWhatItHappenedTo();
    void aCommandShowsItsArea();
};

void AreasTest::keysLeadToEachArea()
{
    test::ConsoleUnderTest console;
    MainWindow &window = console.window;
    window.show();
    window.connectTo(u"local"_s);
    QTRY_VERIFY_WITH_TIMEOUT(window.session().isLive(), patience);
    const std::pair<Qt::Key, QWidget *> areas[]{{Qt::Key_2, &window.workshopsPane()}, {Qt::Key_3, &window.eventsPane()},
                                                {Qt::Key_4, &window.auditPane()},     {Qt::Key_5, &window.usersPane()},
                                                {Qt::Key_6, &window.tokensPane()},    {Qt::Key_7, &window.sinksPane()},
                                                {Qt::Key_1, &window.workspacesPane()}};
    for (const auto &[key, pane] : areas) {
        const auto &commands = window.commands().all();
        const auto command = std::ranges::find(commands, QKeySequence(Qt::ALT | key),
                                               [](const auto &entry) { return entry.action->shortcut(); });
        QVERIFY(command != commands.end());
        command->action->trigger();
        QTRY_VERIFY(pane->isVisible());
        const QString nameless = test::namelessControls(window);
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless));
    }
}

void AreasTest::anEventLeadsToWhatItHappenedTo()
{
    test::ConsoleUnderTest console;
    MainWindow &window = console.window;
    window.show();
    window.connectTo(u"local"_s);
    QTRY_VERIFY_WITH_TIMEOUT(window.session().isLive(), patience);
    VERIFY_RESULT(console.createWorkspace("one"));
    VERIFY_RESULT(test::run(window.session().client()->createUser({.username = "anna"})));
    const auto token = test::run(window.session().client()->createToken({.name = "script", .scopes = {"*"}}));
    VERIFY_RESULT(token);
    EventsPane &events = window.eventsPane();
    const auto follow = [&](const std::string &type, const std::string &subject) {
        window.showArea(&events);
        QTRY_VERIFY_WITH_TIMEOUT(!rowOf(events, type, subject).empty(), patience);
        QVERIFY(events.table().view().setCurrentId(rowOf(events, type, subject)));
        for (QAction *action : events.commands())
            if (action->text() == u"Go to the subject"_s) {
                QTRY_VERIFY_WITH_TIMEOUT(action->isEnabled(), patience); // the event is known before the details are
                action->trigger();
            }
    };
    follow("workspace.created", "one");
    QTRY_VERIFY(window.workspacesPane().isVisible());
    QTRY_COMPARE(window.workspacesPane().detail().workspace(), "one");
    follow("user.created", "anna");
    QTRY_VERIFY(window.usersPane().isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(window.usersPane().table().view().selectedIds(), std::vector<std::string>{"anna"},
                              patience);
    follow("token.created", std::to_string(token->id));
    QTRY_VERIFY(window.tokensPane().isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(window.tokensPane().table().view().selectedIds(), std::vector{std::to_string(token->id)},
                              patience);

    const auto sink = test::run(window.session().client()->createSink(
        {.name = "ledger", .url = "http://127.0.0.1:1/", .types = {}, .owner = {}, .enabled = false, .secret = {}}));
    VERIFY_RESULT(sink);
    follow("sink.created", sink->id);
    QTRY_VERIFY(window.sinksPane().isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(window.sinksPane().table().view().selectedIds(), std::vector{sink->id}, patience);

    const auto tenants = readManifests("kind: TenantConfig\nmetadata: {name: course}\n");
    VERIFY_RESULT(tenants);
    VERIFY_RESULT(test::run(window.session().client()->putManifest(tenants->front())));
    follow("tenant.created", "course");
    QTRY_VERIFY(window.workshopsPane().tenants().isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(window.workshopsPane().tenants().table().view().selectedIds(),
                              std::vector<std::string>{"course"}, patience);

    window.showArea(&window.usersPane());
    window.usersPane().select("anna");
    QTRY_VERIFY(window.usersPane().action(UserAction::Tokens)->isEnabled());
    window.usersPane().action(UserAction::Tokens)->trigger();
    QTRY_VERIFY(window.tokensPane().isVisible());
    QCOMPARE(window.tokensPane().user(), "anna");
}

void AreasTest::aCommandShowsItsArea()
{
    test::ConsoleUnderTest console;
    MainWindow &window = console.window;
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    window.connectTo(u"local"_s);
    QTRY_VERIFY_WITH_TIMEOUT(window.session().isLive(), patience);
    QTest::keyClick(&window, Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), u"new user"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_VERIFY(test::visibleWidget<QDialog>());
    QVERIFY(window.usersPane().isVisible());
    test::visibleWidget<QDialog>()->reject();
    QTRY_VERIFY(!test::visibleWidget<QDialog>());
}

QTEST_MAIN(AreasTest)
#include "areas_test.moc"
