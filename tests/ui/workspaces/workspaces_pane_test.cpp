// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workspaces/workspaces_pane.h"

#include "tests/support/run.h"
#include "tests/support/server/server_process.h"
#include "tests/support/ui/find_server.h"
#include "tests/support/ui/window.h"
#include "ui/workspaces/blueprint_list.h"
#include "ui/workspaces/delete_dialog.h"
#include "ui/workspaces/new_workspace_dialog.h"
#include "ui/workspaces/workspace_actions.h"
#include "ui/workspaces/workspace_detail.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>

using namespace portolan;
using namespace portolan::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000;

/// A console's view of a server, as one user sees it.
struct Console {
    explicit Console(test::ServerProcess &server, std::string token = {}, Settings *settings = nullptr)
        : session(test::findServer(server, std::move(token))), pane(session, settings)
    {
        pane.resize(1200, 700);
        pane.show();
    }

    [[nodiscard]] QAction *action(WorkspaceAction which) const { return pane.actions().action(which); }
    [[nodiscard]] std::string stateOf(const std::string &name) const
    {
        const WorkspaceDetails *workspace = session.workspace(name);
        return workspace ? workspace->status : std::string();
    }

    Session session;
    WorkspacesPane pane;
};

/// The one that is seen, by its text; null where there is none.
QPushButton *button(const QWidget &window, const QString &text)
{
    for (auto *candidate : window.findChildren<QPushButton *>())
        if (candidate->isVisible() && candidate->text() == text)
            return candidate;
    return nullptr;
}

void click(QAbstractButton *button)
{
    QTest::mouseClick(button, Qt::LeftButton);
}

QString seenText(const QWidget &window)
{
    QString text;
    for (const auto *label : window.findChildren<QLabel *>())
        if (label->isVisible())
            text += label->text() + u'\n';
    return text;
}

template <class Dialog>
Dialog *openDialog(const QWidget &window)
{
    for (auto *dialog : window.findChildren<Dialog *>())
        if (dialog->isVisible())
            return dialog;
    return nullptr;
}

} // namespace

class WorkspacesPaneTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QVERIFY(test::allTasksEnd()); }
    void twoClicksLeadToATerminal();
    void aSecondOneOfABlueprintGetsAName();
    void workspacesAreStoppedStartedAndDeleted();
    void aStartIsCancelled();
    void severalAreDeletedOnceTheyWereNamed();
    void whatIsNotOnesOwnIsDisabledWithItsReason();
    void withoutPermissionThePaneSaysSo();
    void aFailureStandsWhereTheWorkspaceIs();
    void aMakingThatFailsStandsInItsDialog();
    void theDetailFollowsWhatIsSelected();
    void whatIsOldIsShownAsOld();
    void keysWorkWhereTheWorkspacesAre();
    void theLayoutIsKept();
};

void WorkspacesPaneTest::twoClicksLeadToATerminal()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    Console console(server);
    QSignalSpy terminal(&console.pane, &WorkspacesPane::terminalRequested);
    QSignalSpy counted(&console.pane, &WorkspacesPane::countChanged);
    QVERIFY(!console.pane.actions().newWorkspace()->isEnabled());
    QVERIFY(seenText(console.pane).contains(u"Connecting"_s));
    console.session.open();
    QTRY_VERIFY(seenText(console.pane).contains(u"No workspaces yet"_s));
    QCOMPARE(test::namelessControls(console.pane), QString());

    click(button(console.pane, u"New workspace"_s));
    auto *dialog = openDialog<NewWorkspaceDialog>(console.pane);
    QVERIFY(dialog);
    QVERIFY(!test::named<BlueprintList>(*dialog, u"Blueprint"_s)->chosen().isEmpty());
    QCOMPARE(test::namelessControls(*dialog), QString());
    QVERIFY(button(*dialog, u"Create and open terminal"_s)->isDefault());
    click(button(*dialog, u"Create and open terminal"_s));
    QVERIFY(button(*dialog, u"Cancel"_s)); // the start can be stopped
    QTRY_COMPARE_WITH_TIMEOUT(terminal.size(), 1, patience);

    const QString name = terminal[0][0].toString();
    QTRY_COMPARE(console.stateOf(name.toStdString()), "Running");
    QTRY_COMPARE(console.pane.detail().workspace(), name.toStdString());
    QTRY_COMPARE(console.pane.count(), 1);
    QCOMPARE(counted.last()[0].toInt(), 1);
    QTRY_VERIFY(!openDialog<NewWorkspaceDialog>(console.pane));
}

void WorkspacesPaneTest::aSecondOneOfABlueprintGetsAName()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    VERIFY_RESULT(server.createWorkspace({.blueprint = "shell"}));
    Console console(server);
    console.session.open();
    QTRY_COMPARE(console.pane.count(), 1);
    console.pane.createWorkspace();
    auto *dialog = openDialog<NewWorkspaceDialog>(console.pane);
    QVERIFY(dialog);
    auto *blueprints = test::named<BlueprintList>(*dialog, u"Blueprint"_s);
    for (int row = 0; blueprints->chosen() != u"shell"_s; ++row)
        blueprints->setCurrentRow(row);
    auto *name = test::named<QLineEdit>(*dialog, u"Name"_s);
    QCOMPARE(name->text(), u"admin-shell-2"_s);
    QVERIFY(button(*dialog, u"Create"_s)->isEnabled());

    name->setText(u"Not a name"_s);
    QVERIFY(!button(*dialog, u"Create"_s)->isEnabled());
    QVERIFY(seenText(*dialog).contains(u"lower-case letters"_s));
    name->clear(); // the one that has the name without being given it is there
    QVERIFY(!button(*dialog, u"Create"_s)->isEnabled());
    QVERIFY(seenText(*dialog).contains(u"already"_s));
    name->setText(u"other"_s);
    QSignalSpy terminal(&console.pane, &WorkspacesPane::terminalRequested);
    click(button(*dialog, u"Create"_s));
    QTRY_COMPARE_WITH_TIMEOUT(console.stateOf("other"), "Running", patience);
    QTRY_VERIFY(!openDialog<NewWorkspaceDialog>(console.pane));
    QCOMPARE(terminal.size(), 0);
    QTRY_COMPARE(console.pane.detail().workspace(), "other");
}

void WorkspacesPaneTest::workspacesAreStoppedStartedAndDeleted()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    VERIFY_RESULT(server.createWorkspace({.blueprint = "shell", .name = "one"}));
    Console console(server);
    console.session.open();
    QTRY_VERIFY(console.pane.select("one"));
    auto &detail = console.pane.detail();
    QVERIFY(!button(detail, u"Start"_s));
    click(button(detail, u"Stop"_s));
    QVERIFY(!console.action(WorkspaceAction::Stop)->isEnabled()); // it was asked for
    QTRY_COMPARE_WITH_TIMEOUT(console.stateOf("one"), "Stopped", patience);
    QTRY_COMPARE(console.action(WorkspaceAction::OpenTerminal)->toolTip(), u"It is stopped. Start it first."_s);
    QVERIFY(!console.action(WorkspaceAction::OpenTerminal)->isEnabled());

    QTRY_VERIFY(button(detail, u"Start"_s));
    click(button(detail, u"Start"_s));
    QTRY_COMPARE_WITH_TIMEOUT(console.stateOf("one"), "Running", patience);

    console.action(WorkspaceAction::Delete)->trigger();
    auto *question = openDialog<DeleteDialog>(console.pane);
    QVERIFY(question);
    click(button(*question, u"Cancel"_s));
    QTRY_VERIFY(!openDialog<DeleteDialog>(console.pane));
    QCOMPARE(console.stateOf("one"), "Running");
    console.action(WorkspaceAction::Delete)->trigger();
    question = openDialog<DeleteDialog>(console.pane);
    QTest::keyClick(question, Qt::Key_Return); // is no yes
    QVERIFY(!question->isVisible() || question->result() == QDialog::Rejected);
    QCOMPARE(console.stateOf("one"), "Running");
    QTRY_VERIFY(!openDialog<DeleteDialog>(console.pane));
    console.action(WorkspaceAction::Delete)->trigger();
    click(button(*openDialog<DeleteDialog>(console.pane), u"Delete workspace"_s));
    QTRY_COMPARE_WITH_TIMEOUT(console.pane.count(), 0, patience);
    QTRY_COMPARE(detail.workspace(), "");
}

void WorkspacesPaneTest::aStartIsCancelled()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    Console console(server);
    console.session.open();
    QTRY_VERIFY(console.pane.actions().newWorkspace()->isEnabled());
    QSignalSpy terminal(&console.pane, &WorkspacesPane::terminalRequested);
    console.pane.createWorkspace();
    auto *dialog = openDialog<NewWorkspaceDialog>(console.pane);
    test::named<QLineEdit>(*dialog, u"Name"_s)->setText(u"brief"_s);
    click(button(*dialog, u"Create and open terminal"_s));
    click(button(*dialog, u"Cancel"_s)); // before the control plane has even answered
    QTRY_VERIFY_WITH_TIMEOUT(seenText(*dialog).contains(u"The start of brief was stopped"_s), patience);
    QTRY_COMPARE_WITH_TIMEOUT(console.stateOf("brief"), "Stopped", patience);
    QCOMPARE(terminal.size(), 0);
    QVERIFY(button(*dialog, u"Start again"_s));
    click(button(*dialog, u"Start again"_s));
    QTRY_COMPARE_WITH_TIMEOUT(terminal.size(), 1, patience);
}

void WorkspacesPaneTest::severalAreDeletedOnceTheyWereNamed()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    for (const std::string name : {"one", "two", "three"})
        VERIFY_RESULT(server.createWorkspace({.blueprint = "shell", .name = name}));
    Console console(server);
    console.session.open();
    QTRY_COMPARE(console.pane.count(), 3);
    QTRY_COMPARE(console.pane.table().view().model()->rowCount(), 3);
    VERIFY_RESULT(test::run(console.session.client()->stopWorkspace("two")));
    QTRY_COMPARE_WITH_TIMEOUT(console.stateOf("two"), "Stopped", patience);
    console.pane.table().view().selectAll();
    QTRY_COMPARE(console.action(WorkspaceAction::Stop)->text(), u"Stop 2 workspaces"_s);
    QCOMPARE(console.action(WorkspaceAction::Start)->text(), u"Start two"_s);
    QVERIFY(seenText(console.pane.detail()).contains(u"3 workspaces selected"_s));

    click(button(console.pane.detail(), u"Delete 3 workspaces…"_s));
    auto *question = openDialog<DeleteDialog>(console.pane);
    QVERIFY(question);
    QCOMPARE(test::namelessControls(*question), QString());
    auto *list = test::named<QListWidget>(*question, u"Workspaces that will be deleted"_s);
    QCOMPARE(list->count(), 3);
    QVERIFY(seenText(*question).contains(u"cannot be brought back"_s));
    auto *confirm = button(*question, u"Delete 3 workspaces"_s);
    QVERIFY(confirm && !confirm->isDefault() && !confirm->autoDefault());
    click(confirm);
    QTRY_COMPARE_WITH_TIMEOUT(console.pane.count(), 0, patience);
    QTRY_VERIFY(seenText(console.pane).contains(u"No workspaces yet"_s));
}

void WorkspacesPaneTest::whatIsNotOnesOwnIsDisabledWithItsReason()
{
    test::ServerProcess server;
    const std::string operatorToken = server.addUser("otto", {Role::Operator});
    VERIFY_RESULT(server.start());
    VERIFY_RESULT(server.createWorkspace({.blueprint = "shell", .name = "one"}));
    Console console(server, operatorToken);
    console.session.open();
    QTRY_VERIFY(console.pane.select("one"));
    const QString reason = u"Only its owner, admin, may enter it."_s;
    for (const WorkspaceAction which : {WorkspaceAction::OpenTerminal, WorkspaceAction::OpenFiles}) {
        QVERIFY(!console.action(which)->isEnabled());
        QCOMPARE(console.action(which)->toolTip(), reason);
    }
    QVERIFY(console.action(WorkspaceAction::Stop)->isEnabled());
    auto *terminal = button(console.pane.detail(), u"Terminal"_s);
    QVERIFY(!terminal->isEnabled());
    QCOMPARE(terminal->toolTip(), reason);
    QSignalSpy asked(&console.pane, &WorkspacesPane::terminalRequested);
    console.pane.table().view().setFocus();
    QTest::keyClick(&console.pane.table().view(), Qt::Key_Return);
    QCOMPARE(asked.size(), 0);
    QTRY_VERIFY(seenText(console.pane).contains(reason)); // whoever pressed the key is told why nothing happens
}

void WorkspacesPaneTest::withoutPermissionThePaneSaysSo()
{
    test::ServerProcess server;
    const std::string tenant = server.addUser("toni", {Role::Tenant});
    VERIFY_RESULT(server.start());
    Console console(server, tenant);
    console.session.open();
    QTRY_COMPARE(console.session.state(), ConnectionState::Refused);
    QVERIFY(seenText(console.pane).contains(u"The control plane refuses"_s));
    QVERIFY(button(console.pane, u"Try again"_s));
    QVERIFY(!console.pane.actions().newWorkspace()->isEnabled());
}

void WorkspacesPaneTest::aFailureStandsWhereTheWorkspaceIs()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    VERIFY_RESULT(server.createWorkspace({.blueprint = "shell", .name = "one"}));
    Console console(server);
    console.session.open();
    QTRY_VERIFY(console.pane.select("one"));
    server.kill();
    console.action(WorkspaceAction::Stop)->trigger(); // before the session knows
    QTRY_VERIFY(seenText(console.pane.detail()).contains(u"one could not be stopped."_s));
    const auto &model = console.pane.table().view().tableModel();
    QTRY_VERIFY(model.find("one")->reason.contains("could not be stopped"));
    auto *dismiss = test::named<QToolButton>(console.pane, u"Dismiss the message"_s);
    QVERIFY(dismiss->isVisible());
    click(dismiss);
    QVERIFY(!dismiss->isVisible());

    VERIFY_RESULT(server.start());
    console.session.retry();
    QTRY_VERIFY_WITH_TIMEOUT(console.session.isLive(), patience);
    QTRY_VERIFY(console.action(WorkspaceAction::Stop)->isEnabled());
    console.action(WorkspaceAction::Stop)->trigger();
    QVERIFY(console.pane.actions().troubleOf("one").isEmpty()); // what was said of before is over
    QTRY_COMPARE_WITH_TIMEOUT(console.stateOf("one"), "Stopped", patience);
}

void WorkspacesPaneTest::aMakingThatFailsStandsInItsDialog()
{
    test::ServerProcess server;
    const std::string bert = server.addUser("bert", {Role::User});
    VERIFY_RESULT(server.start());
    VERIFY_RESULT(server.createWorkspace({.blueprint = "shell", .name = "taken"}));
    Console console(server, bert);
    console.session.open();
    QTRY_VERIFY(console.session.isLive());
    console.pane.createWorkspace();
    auto *dialog = openDialog<NewWorkspaceDialog>(console.pane);
    test::named<QLineEdit>(*dialog, u"Name"_s)->setText(u"taken"_s); // by somebody whose workspaces bert does not see
    click(button(*dialog, u"Create"_s));
    QTRY_VERIFY(seenText(*dialog).contains(u"The name taken is taken."_s));
    QVERIFY(button(*dialog, u"Retry"_s));
    click(button(*dialog, u"Back"_s));
    test::named<QLineEdit>(*dialog, u"Name"_s)->setText(u"free"_s);
    server.kill();
    click(button(*dialog, u"Create"_s));
    QTRY_VERIFY(button(*dialog, u"Retry"_s));
    QVERIFY(seenText(*dialog).contains(u"free does not run"_s));
    VERIFY_RESULT(server.start());
    console.session.retry();
    QTRY_VERIFY_WITH_TIMEOUT(console.session.isLive(), patience);
    click(button(*dialog, u"Retry"_s));
    QTRY_COMPARE_WITH_TIMEOUT(console.stateOf("free"), "Running", patience);
}

void WorkspacesPaneTest::theDetailFollowsWhatIsSelected()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    VERIFY_RESULT(server.createWorkspace({.blueprint = "shell", .name = "one"}));
    Console console(server);
    console.session.open();
    QTRY_COMPARE(console.pane.count(), 1);
    auto &detail = console.pane.detail();
    QVERIFY(seenText(detail).contains(u"Select a workspace"_s));
    auto *own = new QWidget;
    detail.addTab(own, u"Files"_s);
    QSignalSpy shown(&detail, &WorkspaceDetail::workspaceChanged);
    QTRY_VERIFY(console.pane.select("one"));
    QCOMPARE(shown.last()[0].toString(), u"one"_s);
    QVERIFY(seenText(detail).contains(u"portolanctl workspace ssh one"_s));
    QCOMPARE(test::namelessControls(console.pane), QString());
    click(test::named<QPushButton>(detail, u"Copy the SSH command"_s));
    QCOMPARE(QApplication::clipboard()->text(), u"portolanctl workspace ssh one"_s);

    auto *tabs = detail.findChild<QTabWidget *>();
    QCOMPARE(tabs->indexOf(own), 2);
    tabs->setCurrentIndex(1);
    auto *events = test::named<QListWidget>(detail, u"Events"_s);
    QTRY_VERIFY(events->count() >= 2); // of before
    QVERIFY(events->item(events->count() - 1)->text().contains(u"Created by admin"_s));
    console.action(WorkspaceAction::Stop)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(console.stateOf("one") == "Stopped", patience);
    QTRY_VERIFY(events->item(1)->text().contains(u"Stop asked for by admin"_s)); // and of now, newest first

    Q_EMIT console.session.workspacesLoaded(); // as after a lost connection: the history is asked for again
    console.action(WorkspaceAction::Start)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(console.stateOf("one") == "Running", patience);
    QTRY_VERIFY(events->item(1)->text().contains(u"Start asked for by admin"_s));
    QCOMPARE(events->findItems(u"Stop asked for"_s, Qt::MatchContains).size(), 1);
    QCOMPARE(events->findItems(u"Created by"_s, Qt::MatchContains).size(), 1);
}

void WorkspacesPaneTest::whatIsOldIsShownAsOld()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    VERIFY_RESULT(server.createWorkspace({.blueprint = "shell", .name = "one"}));
    Console console(server);
    console.session.open();
    QTRY_VERIFY(console.pane.select("one"));
    server.kill();
    QTRY_COMPARE(console.session.state(), ConnectionState::Lost);
    QTRY_VERIFY(seenText(console.pane.table()).contains(u"Data as of"_s));
    QVERIFY(!console.action(WorkspaceAction::Stop)->isEnabled());
    QCOMPARE(console.action(WorkspaceAction::Stop)->toolTip(), u"The control plane is not connected."_s);
    QCOMPARE(console.pane.detail().workspace(), "one"); // what was known stays
    VERIFY_RESULT(server.start());
    console.session.retry();
    QTRY_VERIFY_WITH_TIMEOUT(console.session.isLive(), patience);
    QTRY_VERIFY(!seenText(console.pane.table()).contains(u"Data as of"_s));
    QTRY_VERIFY(console.action(WorkspaceAction::Stop)->isEnabled());
}

void WorkspacesPaneTest::keysWorkWhereTheWorkspacesAre()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    VERIFY_RESULT(server.createWorkspace({.blueprint = "shell", .name = "one"}));
    Console console(server);
    console.session.open();
    QTRY_VERIFY(console.pane.select("one"));
    QVERIFY(QTest::qWaitForWindowActive(&console.pane));
    QSignalSpy terminal(&console.pane, &WorkspacesPane::terminalRequested);
    QSignalSpy files(&console.pane, &WorkspacesPane::filesRequested);
    auto &view = console.pane.table().view();
    view.setFocus();
    QTest::keyClick(&view, Qt::Key_Return);
    QCOMPARE(terminal.size(), 1);
    QTest::keyClick(&view, Qt::Key_F4);
    QCOMPARE(files.size(), 1);
    const QPoint cell = view.visualRect(view.model()->index(0, 0)).center();
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, cell);
    QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, cell);
    QCOMPARE(terminal.size(), 2);
    QTest::keyClick(&view, Qt::Key_Delete);
    auto *question = openDialog<DeleteDialog>(console.pane);
    QVERIFY(question);
    question->reject();
    QTRY_VERIFY(!openDialog<DeleteDialog>(console.pane));

    console.pane.table().focusFilter();
    auto *filter = test::named<QLineEdit>(console.pane, u"Filter"_s);
    filter->setText(u"one"_s);
    filter->setCursorPosition(0);
    QTest::keyClick(filter, Qt::Key_Delete); // is the text's there
    QCOMPARE(filter->text(), u"ne"_s);
    QVERIFY(!openDialog<DeleteDialog>(console.pane));
}

void WorkspacesPaneTest::theLayoutIsKept()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    QTemporaryDir folder;
    Settings settings(folder.filePath(u"console.json"_s).toStdString());
    const auto share = [](const WorkspacesPane &pane) {
        const QList<int> sizes = pane.findChild<QSplitter *>()->sizes();
        return double(sizes[0]) / (sizes[0] + sizes[1]);
    };
    double chosen = 0;
    {
        Console console(server, {}, &settings);
        auto *splitter = console.pane.findChild<QSplitter *>();
        const QPoint handle = splitter->handle(1)->rect().center();
        QTest::mousePress(splitter->handle(1), Qt::LeftButton, {}, handle);
        QTest::mouseMove(splitter->handle(1), handle - QPoint(120, 0));
        QTest::mouseRelease(splitter->handle(1), Qt::LeftButton, {}, handle - QPoint(120, 0));
        chosen = share(console.pane);
    }
    Console console(server, {}, &settings);
    QVERIFY(std::abs(share(console.pane) - chosen) < 0.01);
    QVERIFY(!settings.value(u"workspaces.splitter"_s).isUndefined());
}

QTEST_MAIN(WorkspacesPaneTest)
#include "workspaces_pane_test.moc"
