// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/tokens/tokens_pane.h"

#include "tests/support/run.h"
#include "tests/support/server/server_process.h"
#include "tests/support/ui/find_server.h"
#include "tests/support/ui/window.h"
#include "ui/pane/form_dialog.h"
#include "ui/pane/secret_dialog.h"
#include "ui/tokens/token_dialog.h"
#include "ui/users/user_list.h"

#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QRadioButton>

using namespace portolan;
using namespace portolan::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000;

struct Console {
    explicit Console(test::ServerProcess &server, std::string token = {})
        : session(test::findServer(server, std::move(token))), users(session), pane(session, users, nullptr)
    {
        pane.resize(1200, 700);
        pane.show();
        session.open();
    }

    /// The id of the row of the token of this name; empty where there is none.
    [[nodiscard]] std::string id(const std::string &name) const
    {
        const auto &model = pane.table().view().tableModel();
        for (const auto &row : model.rows(true))
            if (row->cells[std::size_t(model.columnOf(u"name"))] == TableCell(name))
                return row->id;
        return {};
    }
    void select(const std::string &name)
    {
        QTRY_VERIFY_WITH_TIMEOUT(pane.table().view().setCurrentId(id(name)), patience);
    }
    [[nodiscard]] TableCell stateOf(const std::string &name) const
    {
        const auto &model = pane.table().view().tableModel();
        const auto row = model.find(id(name));
        return row ? row->cells[std::size_t(model.columnOf(u"state"))] : TableCell();
    }

    Session session;
    UserList users;
    TokensPane pane;
};

void press(const QString &button)
{
    QTRY_VERIFY(test::visibleButton(button));
    QTest::mouseClick(test::visibleButton(button), Qt::LeftButton);
}

/// The text that is shown once; closes the dialog.
std::string shownOnce()
{
    if (!test::waitUntil([] { return test::visibleWidget<SecretDialog>() != nullptr; }))
        return {};
    auto *dialog = test::visibleWidget<SecretDialog>();
    const std::string text = test::named<QLineEdit>(*dialog, u"Token"_s)->text().toStdString();
    dialog->accept();
    if (!test::waitUntil([] { return test::visibleWidget<SecretDialog>() == nullptr; }))
        return {};
    return text;
}

} // namespace

class TokensPaneTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QVERIFY(test::allTasksEnd()); }
    void makesATokenThatIsNarrowed();
    void switchesRenewsAndRevokes();
    void showsThoseOfOthersToWhoMaySeeThem();
    void saysWhichOneThisConsoleCameInWith();
};

void TokensPaneTest::makesATokenThatIsNarrowed()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    Console console(server);
    QTRY_VERIFY_WITH_TIMEOUT(console.pane.newToken()->isEnabled(), patience);
    QCOMPARE(test::namelessControls(console.pane), QString());
    press(u"New token"_s);
    auto *dialog = test::visibleWidget<TokenDialog>();
    QVERIFY(dialog);
    QCOMPARE(test::namelessControls(*dialog), QString());
    QVERIFY(!test::visibleButton(u"Create token"_s)->isEnabled());
    test::named<QLineEdit>(*dialog, u"Name"_s)->setText(u"backup"_s);
    QVERIFY(test::visibleButton(u"Create token"_s)->isEnabled());
    test::named<QRadioButton>(*dialog, u"Only what is chosen here"_s)->setChecked(true);
    QVERIFY(!test::visibleButton(u"Create token"_s)->isEnabled());
    QVERIFY(test::seenText(*dialog).contains(u"at least one permission"_s));
    const auto found = test::named<QListWidget>(*dialog, u"Permissions"_s)
                           ->findItems(u"List users"_s, Qt::MatchExactly);
    QCOMPARE(found.size(), 1);
    found.front()->setCheckState(Qt::Checked);
    auto *expiry = test::named<QComboBox>(*dialog, u"It expires"_s);
    expiry->setCurrentIndex(expiry->findData(7));
    press(u"Create token"_s);
    const std::string text = shownOnce();
    QVERIFY(text.starts_with("k8sh_"));
    QCOMPARE(server.requestAs(text, "GET", u"/api/v1/users"_s).status, 200);
    QVERIFY(server.requestAs(text, "GET", u"/api/v1/workspaces"_s).status >= 400);
    QTRY_VERIFY(!console.id("backup").empty());
    console.select("backup");
    QTRY_VERIFY(test::seenText(console.pane).contains(u"List users"_s));
    QVERIFY(!test::seenText(console.pane).contains(QString::fromStdString(text)));
    QCOMPARE(console.stateOf("backup"), TableCell(std::string("expiring"))); // within a week

    press(u"New token"_s); // the name is taken
    dialog = test::visibleWidget<TokenDialog>();
    test::named<QLineEdit>(*dialog, u"Name"_s)->setText(u"backup"_s);
    press(u"Create token"_s);
    QTRY_VERIFY(test::seenText(*dialog).contains(u"already"_s));
    dialog->reject();
    QTRY_VERIFY(!test::visibleWidget<TokenDialog>());
}

void TokensPaneTest::switchesRenewsAndRevokes()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    ControlPlaneClient client(server.address());
    const auto made = test::run(client.createToken({.name = "script", .scopes = {"*"}}));
    VERIFY_RESULT(made);
    const auto opens = [&server](const std::string &text) {
        return server.requestAs(text, "GET", u"/api/v1/me/profile"_s).status == 200;
    };
    QVERIFY(opens(made->token));
    Console console(server);
    console.select("script");
    QVERIFY(!console.pane.action(TokenAction::SwitchOn)->isEnabled());
    QCOMPARE(console.pane.action(TokenAction::SwitchOn)->toolTip(), u"It is not switched off."_s);
    press(u"Switch off"_s);
    QTRY_COMPARE_WITH_TIMEOUT(console.stateOf("script"), TableCell(std::string("off")), patience);
    QVERIFY(!opens(made->token));
    QTRY_VERIFY(console.pane.action(TokenAction::SwitchOn)->isEnabled());
    press(u"Switch on"_s);
    QTRY_COMPARE_WITH_TIMEOUT(console.stateOf("script"), TableCell(std::string("active")), patience);
    QVERIFY(opens(made->token));

    QTRY_VERIFY(console.pane.action(TokenAction::Renew)->isEnabled());
    console.pane.action(TokenAction::Renew)->trigger();
    press(u"Renew token"_s);
    const std::string text = shownOnce();
    QVERIFY(opens(text));
    QVERIFY(!opens(made->token));

    console.select("script");
    QTRY_VERIFY(console.pane.action(TokenAction::Revoke)->isEnabled());
    console.pane.action(TokenAction::Revoke)->trigger();
    QVERIFY(test::visibleWidget<FormDialog>());
    QTest::keyClick(test::visibleWidget<FormDialog>(), Qt::Key_Return); // is no yes
    QTRY_VERIFY(!test::visibleWidget<FormDialog>());
    QVERIFY(opens(text));
    console.pane.action(TokenAction::Revoke)->trigger();
    press(u"Revoke token"_s);
    QTRY_VERIFY_WITH_TIMEOUT(console.id("script").empty(), patience);
    QVERIFY(!opens(text));
}

void TokensPaneTest::showsThoseOfOthersToWhoMaySeeThem()
{
    test::ServerProcess server;
    const std::string token = server.addUser("bert", {Role::User});
    VERIFY_RESULT(server.start());
    Console console(server);
    QTRY_COMPARE_WITH_TIMEOUT(console.pane.user(), "admin", patience);
    auto *whose = test::named<QComboBox>(console.pane, u"Whose tokens"_s);
    QTRY_VERIFY(whose->isVisible());
    console.pane.showTokensOf(u"bert"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!console.id("test").empty(), patience);
    QCOMPARE(whose->currentText(), u"bert"_s);
    QVERIFY(!console.pane.newToken()->isEnabled());
    QCOMPARE(console.pane.newToken()->toolTip(), u"Only its owner makes tokens of its own."_s);
    console.select("test");
    QVERIFY(!console.pane.action(TokenAction::Renew)->isEnabled());
    console.pane.action(TokenAction::Revoke)->trigger();
    press(u"Revoke token"_s);
    QTRY_VERIFY_WITH_TIMEOUT(console.id("test").empty(), patience);
    QCOMPARE(server.requestAs(token, "GET", u"/api/v1/me/profile"_s).status, 401);
}

void TokensPaneTest::saysWhichOneThisConsoleCameInWith()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    ControlPlaneClient client(server.address());
    const auto made = test::run(client.createToken({.name = "mine", .scopes = {"*"}}));
    VERIFY_RESULT(made);
    Console console(server, made->token);
    console.select("mine");
    QTRY_VERIFY(test::seenText(console.pane).contains(u"This console came in with it."_s));
    QVERIFY(!console.pane.action(TokenAction::SwitchOff)->isEnabled());
    console.pane.action(TokenAction::Revoke)->trigger();
    QVERIFY(test::seenText(*test::visibleWidget<FormDialog>()).contains(u"will be logged out"_s));
    press(u"Revoke token"_s);
    QTRY_COMPARE_WITH_TIMEOUT(console.session.state(), ConnectionState::Refused, patience);
}

QTEST_MAIN(TokensPaneTest)
#include "tokens_pane_test.moc"
