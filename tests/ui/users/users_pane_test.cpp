// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/users/users_pane.h"

#include "tests/support/run.h"
#include "tests/support/server/server_process.h"
#include "tests/support/ui/find_server.h"
#include "tests/support/ui/window.h"
#include "ui/pane/form_dialog.h"
#include "ui/pane/secret_dialog.h"
#include "ui/users/keys_dialog.h"
#include "ui/users/password_field.h"
#include "ui/users/user_dialog.h"
#include "ui/users/user_list.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>

using namespace portolan;
using namespace portolan::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000;
constexpr auto
    publicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f somebody@laptop";

struct Console {
    explicit Console(test::ServerProcess &server, std::string token = {})
        : session(test::findServer(server, std::move(token))), users(session), pane(session, users, nullptr)
    {
        pane.resize(1200, 700);
        pane.show();
        session.open();
    }

    void select(const QString &name)
    {
        pane.select(name.toStdString());
        QTRY_COMPARE_WITH_TIMEOUT(pane.table().view().selectedIds(), std::vector{name.toStdString()}, patience);
    }
    [[nodiscard]] const UserProfile &user(const std::string &name) const
    {
        static const UserProfile none;
        const UserProfile *found = users.find(name);
        return found ? *found : none;
    }

    Session session;
    UserList users;
    UsersPane pane;
};

void enter(const QWidget &dialog, const QString &field, const QString &text)
{
    auto *line = test::named<QLineEdit>(dialog, field);
    line->clear();
    QTest::keyClicks(line, text);
}

void press(const QString &button)
{
    QTRY_VERIFY(test::visibleButton(button));
    QTest::mouseClick(test::visibleButton(button), Qt::LeftButton);
}

int logIn(const test::ServerProcess &server, const QString &user, const QString &password)
{
    return server
        .request("POST", u"/auth/login"_s, u"{\"username\":\"%1\",\"password\":\"%2\"}"_s.arg(user, password).toUtf8(),
                 {{"Authorization", ""}})
        .status;
}

} // namespace

class UsersPaneTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QVERIFY(test::allTasksEnd()); }
    void makesAUserWithAPasswordThatIsShownOnce();
    void whatTheServerRefusesStandsAtItsField();
    void changesWhoSomebodyIsAndWhatItMayDo();
    void locksOpensAndDeletes();
    void whatThePolicyRefusesIsDisabledWithItsReason();
    void changesKeys();
};

void UsersPaneTest::makesAUserWithAPasswordThatIsShownOnce()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    Console console(server);
    QVERIFY(!console.pane.newUser()->isEnabled());
    QTRY_VERIFY_WITH_TIMEOUT(console.users.find("admin"), patience);
    QCOMPARE(test::namelessControls(console.pane), QString());
    press(u"New user"_s);
    auto *dialog = test::visibleWidget<UserDialog>();
    QVERIFY(dialog);
    QCOMPARE(test::namelessControls(*dialog), QString());
    QVERIFY(!test::visibleButton(u"Create user"_s)->isEnabled());
    enter(*dialog, u"User name"_s, u"Not a name"_s);
    QVERIFY(!test::visibleButton(u"Create user"_s)->isEnabled());
    enter(*dialog, u"User name"_s, u"anna"_s);
    enter(*dialog, u"Full name"_s, u"Anna Example"_s);
    press(u"Generate"_s);
    const QString password = test::named<QLineEdit>(*dialog, u"Password (optional)"_s)->text();
    QVERIFY(password.size() > 20);
    test::named<QCheckBox>(*dialog, u"Role operator"_s)->setChecked(true);
    press(u"Create user"_s);
    QTRY_VERIFY_WITH_TIMEOUT(test::visibleWidget<SecretDialog>(), patience);
    auto *secret = test::visibleWidget<SecretDialog>();
    QCOMPARE(test::namelessControls(*secret), QString());
    QCOMPARE(test::named<QLineEdit>(*secret, u"Password"_s)->text(), password);
    press(u"Copy"_s);
    QCOMPARE(QApplication::clipboard()->text(), password);
    press(u"Close"_s);
    QTRY_VERIFY(!test::visibleWidget<SecretDialog>());

    QTRY_COMPARE(console.user("anna").fullname, "Anna Example");
    QCOMPARE(console.user("anna").roles, (std::vector<std::string>{"operator", "user"}));
    QTRY_COMPARE(console.pane.table().view().selectedIds(), std::vector<std::string>{"anna"});
    QTRY_VERIFY(test::seenText(console.pane).contains(u"Anna Example"_s));
    QCOMPARE(logIn(server, u"anna"_s, password), 200);
    QCOMPARE(logIn(server, u"anna"_s, u"another"_s), 401);
}

void UsersPaneTest::whatTheServerRefusesStandsAtItsField()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    Console console(server);
    QTRY_VERIFY_WITH_TIMEOUT(console.users.find("admin"), patience);
    press(u"New user"_s);
    auto *dialog = test::visibleWidget<UserDialog>();
    enter(*dialog, u"User name"_s, u"admin"_s);
    press(u"Create user"_s);
    QTRY_VERIFY(test::seenText(*dialog).contains(u"There is a user admin already."_s));
    enter(*dialog, u"User name"_s, u"bert"_s);
    QVERIFY(!test::seenText(*dialog).contains(u"already"_s)); // what was said of before is over
    auto *organization = test::named<QLineEdit>(*dialog, u"Organization"_s);
    organization->clear();
    press(u"Create user"_s);
    QTRY_VERIFY(!organization->accessibleDescription().isEmpty());
    QVERIFY(test::seenText(*dialog).contains(organization->accessibleDescription()));
    QTRY_VERIFY(organization->hasFocus() || !dialog->isActiveWindow());
    QVERIFY(!console.users.find("bert"));
    QTest::keyClick(dialog, Qt::Key_Escape);
    QTRY_VERIFY(!test::visibleWidget<UserDialog>());
}

void UsersPaneTest::changesWhoSomebodyIsAndWhatItMayDo()
{
    test::ServerProcess server;
    std::ignore = server.addUser("bert", {Role::User});
    VERIFY_RESULT(server.start());
    Console console(server);
    console.select(u"bert"_s);
    press(u"Change"_s);
    auto *dialog = test::visibleWidget<UserDialog>();
    QVERIFY(dialog);
    enter(*dialog, u"Mail address"_s, u"bert@example.org"_s);
    test::named<QCheckBox>(*dialog, u"Role author"_s)->setChecked(true);
    test::named<QCheckBox>(*dialog, u"Role user"_s)->setChecked(false);
    press(u"Save"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!test::visibleWidget<UserDialog>(), patience);
    QTRY_COMPARE(console.user("bert").email, "bert@example.org");
    QCOMPARE(console.user("bert").roles, std::vector<std::string>{"author"});
    QTRY_VERIFY(test::seenText(console.pane).contains(u"Makes blueprints"_s));

    console.pane.action(UserAction::SetPassword)->trigger();
    auto *password = test::visibleWidget<FormDialog>();
    QVERIFY(password);
    enter(*password, u"New password"_s, u"short"_s);
    QVERIFY(!password->submitButton()->isEnabled());
    QTest::keyClicks(test::named<QLineEdit>(*password, u"New password"_s), u"-no-more"_s);
    QTest::mouseClick(password->submitButton(), Qt::LeftButton); // another of this name is behind it
    QTRY_VERIFY_WITH_TIMEOUT(!test::visibleWidget<FormDialog>(), patience);
    QVERIFY(!test::visibleWidget<SecretDialog>()); // whoever typed it knows it
    QCOMPARE(logIn(server, u"bert"_s, u"short-no-more"_s), 200);
}

void UsersPaneTest::locksOpensAndDeletes()
{
    test::ServerProcess server;
    const std::string token = server.addUser("bert", {Role::User});
    VERIFY_RESULT(server.start());
    Console console(server);
    console.select(u"bert"_s);
    QCOMPARE(server.requestAs(token, "GET", u"/api/v1/me/profile"_s).status, 200);
    console.pane.action(UserAction::Lock)->trigger();
    press(u"Lock user"_s);
    QTRY_VERIFY_WITH_TIMEOUT(console.user("bert").locked, patience);
    QVERIFY(server.requestAs(token, "GET", u"/api/v1/me/profile"_s).status >= 400);
    QTRY_COMPARE(console.pane.action(UserAction::Lock)->toolTip(), u"It is locked already."_s);
    QTRY_VERIFY(console.pane.action(UserAction::Unlock)->isEnabled());
    console.pane.action(UserAction::Unlock)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(!console.user("bert").locked, patience);

    QCOMPARE(server.request("PUT", u"/api/v1/users/bert/password"_s, R"({"password":"right-password"})").status, 200);
    QCOMPARE(console.pane.action(UserAction::OpenPassword)->toolTip(), u"Its password is not closed."_s);
    constexpr int failures = 5; // as many as close it
    for (int attempt = 0; attempt < failures; ++attempt)
        QCOMPARE(logIn(server, u"bert"_s, u"wrong-password"_s), 401);
    QTRY_VERIFY_WITH_TIMEOUT(console.user("bert").passwordLocked, patience);
    QCOMPARE(logIn(server, u"bert"_s, u"right-password"_s), 401);
    QTRY_VERIFY(test::seenText(console.pane).contains(u"Too many logins failed"_s));
    console.pane.action(UserAction::OpenPassword)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(!console.user("bert").passwordLocked, patience);
    QCOMPARE(logIn(server, u"bert"_s, u"right-password"_s), 200);

    console.pane.action(UserAction::Delete)->trigger();
    auto *question = test::visibleWidget<FormDialog>();
    QVERIFY(question);
    QCOMPARE(test::namelessControls(*question), QString());
    QVERIFY(!test::visibleButton(u"Delete user"_s)->isEnabled());
    enter(*question, u"Type bert to confirm"_s, u"bertha"_s);
    QVERIFY(!test::visibleButton(u"Delete user"_s)->isEnabled());
    enter(*question, u"Type bert to confirm"_s, u"bert"_s);
    press(u"Delete user"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!console.users.find("bert"), patience);
    QTRY_COMPARE(console.pane.table().view().tableModel().totalCount(), 1);
}

void UsersPaneTest::whatThePolicyRefusesIsDisabledWithItsReason()
{
    test::ServerProcess server;
    const std::string token = server.addUser("otto", {Role::Operator});
    VERIFY_RESULT(server.start());
    Console console(server, token);
    console.select(u"admin"_s);
    QVERIFY(!console.pane.newUser()->isEnabled());
    QCOMPARE(console.pane.newUser()->toolTip(), u"Your role may not make users."_s);
    for (const UserAction which : {UserAction::Edit, UserAction::SetPassword, UserAction::Tokens}) {
        QVERIFY(!console.pane.action(which)->isEnabled());
        QCOMPARE(console.pane.action(which)->toolTip(), u"Your role may do this to yourself only."_s);
    }
    for (const UserAction which : {UserAction::Lock, UserAction::Delete})
        QCOMPARE(console.pane.action(which)->toolTip(), u"Your role may not do this."_s);
    QVERIFY(console.pane.action(UserAction::Keys)->isEnabled()); // to look at
    console.select(u"otto"_s);
    QVERIFY(console.pane.action(UserAction::Edit)->isEnabled());
    console.pane.action(UserAction::Edit)->trigger();
    auto *dialog = test::visibleWidget<UserDialog>();
    QVERIFY(dialog);
    auto *admin = test::named<QCheckBox>(*dialog, u"Role admin"_s);
    QVERIFY(!admin->isEnabled());
    QCOMPARE(admin->parentWidget()->toolTip(), u"Only an administrator may change this."_s);
    enter(*dialog, u"Full name"_s, u"Otto"_s);
    press(u"Save"_s);
    QTRY_COMPARE_WITH_TIMEOUT(console.user("otto").fullname, "Otto", patience);

    Console master(server);
    master.select(u"admin"_s);
    QCOMPARE(master.pane.action(UserAction::Delete)->toolTip(), u"You cannot delete yourself."_s);
    QCOMPARE(master.pane.action(UserAction::Lock)->toolTip(), u"You cannot lock yourself out."_s);
}

void UsersPaneTest::changesKeys()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    Console console(server);
    console.select(u"admin"_s);
    console.pane.action(UserAction::Keys)->trigger();
    auto *dialog = test::visibleWidget<KeysDialog>();
    QVERIFY(dialog);
    QCOMPARE(test::namelessControls(*dialog), QString());
    auto *text = test::named<QPlainTextEdit>(*dialog, u"New public key"_s);
    auto *list = test::named<QListWidget>(*dialog, u"Keys"_s);
    text->setPlainText(u"-----BEGIN OPENSSH PRIVATE KEY-----"_s);
    QTRY_VERIFY(test::visibleButton(u"Add key"_s)->isEnabled());
    press(u"Add key"_s);
    QVERIFY(test::seenText(*dialog).contains(u"This is a private key"_s));
    text->setPlainText(u"no key"_s);
    press(u"Add key"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!test::seenText(*dialog).contains(u"This is a private key"_s), patience);
    QVERIFY(!text->accessibleDescription().isEmpty());
    QTRY_VERIFY(test::visibleButton(u"Add key"_s)->isEnabled());
    text->setPlainText(QString::fromLatin1(publicKey));
    press(u"Add key"_s);
    QTRY_COMPARE_WITH_TIMEOUT(list->count(), 1, patience);
    QVERIFY2(list->item(0)->text().startsWith(u"SHA256:"_s), qPrintable(list->item(0)->text()));
    QVERIFY(server.request("GET", u"/api/v1/me/keys"_s).body.contains("AAAAC3NzaC1lZDI1NTE5"));
    list->setCurrentRow(0);
    press(u"Remove key"_s);
    QTRY_COMPARE_WITH_TIMEOUT(list->count(), 0, patience);
    press(u"Close"_s);
    QTRY_VERIFY(!test::visibleWidget<KeysDialog>());
}

QTEST_MAIN(UsersPaneTest)
#include "users_pane_test.moc"
