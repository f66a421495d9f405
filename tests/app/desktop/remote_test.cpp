// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/file.h"
#include "tests/app/desktop/console_under_test.h"
#include "tests/support/certificate.h"
#include "tests/support/files.h"
#include "tests/support/program.h"
#include "tests/support/run.h"
#include "tests/support/server/identity_provider.h"
#include "tests/support/server/server_process.h"
#include "tests/support/server/web_browser.h"
#include "tests/support/ui/login_peer.h"
#include "tests/support/ui/window.h"
#include "ui/shell/certificate_dialog.h"
#include "ui/shell/connection_banner.h"
#include "ui/shell/profile_dialog.h"

#include <QComboBox>
#include <QDesktopServices>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalSpy>
#include <QToolButton>

using namespace portolan;
using namespace portolan::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 40'000;

/// The console of somebody who works with a server elsewhere.
struct Console : test::ConsoleUnderTest {
    Console() { window.show(); }
    [[nodiscard]] QString banner() const
    {
        const auto *banner = window.findChild<ConnectionBanner *>();
        return banner->isVisible() ? banner->accessibleName() : QString();
    }
    void pressBanner() const
    {
        QTest::mouseClick(window.findChild<ConnectionBanner *>()->findChild<QPushButton *>(), Qt::LeftButton);
    }
};

void enter(const QString &field, const QString &text)
{
    auto *line = test::named<QLineEdit>(*test::visibleWidget<ProfileDialog>(), field);
    line->clear();
    QTest::keyClicks(line, text);
}

} // namespace

/// A remote control plane, as a newcomer to it sees it: unknown certificate, token, keychain, wrong token.
class RemoteTest : public QObject
{
    Q_OBJECT

public Q_SLOTS:
    /// Stands where the desktop's browser would be opened.
    void openPage(const QUrl &page) { m_page = page; }

private Q_SLOTS:
    void cleanup() { QVERIFY(test::allTasksEnd()); }
    void showsTheCertificateBeforeItIsTrusted();
    void neverTrustsACertificateForAnotherName();
    void asksForATokenThatIsAccepted();
    void sendsNoTokenToAnotherHost();
    void signsInWithAPassword();
    void showsTheCertificateBeforeAPasswordIsSent();
    void signsInWithTheBrowser();
    void signsInAtAProviderOfOthers();

private:
    [[nodiscard]] std::unique_ptr<test::ServerProcess> startTls(const QString &alternativeName);

    QTemporaryDir m_folder;
    QUrl m_page;
};

std::unique_ptr<test::ServerProcess> RemoteTest::startTls(const QString &alternativeName)
{
    const QString path = m_folder.filePath(u"server"_s);
    test::makeCertificate(path, alternativeName);
    auto server = std::make_unique<test::ServerProcess>(QStringList{u"--tls-cert"_s, path + u".crt"_s, u"--tls-key"_s,
                                                                    path + u".key"_s});
    server->trust(test::readFile((path + u".crt"_s).toStdString()));
    if (const auto started = server->start(); !started)
        qFatal("%s", started.error().detail.c_str());
    return server;
}

void RemoteTest::showsTheCertificateBeforeItIsTrusted()
{
    const auto server = startTls(u"IP:127.0.0.1"_s);
    QString id;
    {
        Console console;
        QVERIFY(QTest::qWaitForWindowExposed(&console.window));
        console.window.connectTo(u"local"_s);
        // Menu, "Connect to a control plane...", name, address, token.
        auto *menu = console.window.findChild<QToolButton *>(u"profiles"_s)->menu();
        Q_EMIT menu->aboutToShow();
        QAction *connectTo = nullptr;
        for (QAction *action : menu->actions())
            if (action->text().startsWith(u"Connect to"_s))
                connectTo = action;
        QVERIFY(connectTo);
        connectTo->trigger();
        QTRY_VERIFY(test::visibleWidget<ProfileDialog>());
        QCOMPARE(test::namelessControls(*test::visibleWidget<ProfileDialog>()), QString());
        enter(u"Name"_s, u"Labs"_s);
        enter(u"Address"_s, u"http://labs.example.org"_s);
        enter(u"Token"_s, QString::fromStdString(server->adminToken()));
        QVERIFY(!test::visibleButton(u"Connect"_s)->isEnabled()); // it would go over the network in the clear
        enter(u"Address"_s, QString::fromStdString(server->url()));
        QTest::mouseClick(test::visibleButton(u"Connect"_s), Qt::LeftButton);

        QTRY_VERIFY_WITH_TIMEOUT(console.banner().contains(u"certificate"_s), patience);
        QVERIFY(!console.window.session().isLive());
        console.pressBanner();
        QTRY_VERIFY(test::visibleWidget<CertificateDialog>());
        const auto &dialog = *test::visibleWidget<CertificateDialog>();
        QCOMPARE(test::namelessControls(dialog), QString());
        const auto told = test::runProgram(u"openssl"_s, {u"x509"_s, u"-noout"_s, u"-fingerprint"_s, u"-sha256"_s,
                                                          u"-in"_s, m_folder.filePath(u"server.crt"_s)});
        const QString fingerprint = QString::fromUtf8(told.output.trimmed()).section(u'=', 1);
        QCOMPARE(fingerprint.size(), 95);
        QCOMPARE(test::named<QLabel>(dialog, u"Fingerprint"_s)->text(), u"SHA-256 "_s + fingerprint);
        QVERIFY(test::visibleButton(u"Do not connect"_s)->isDefault());
        QTest::mouseClick(test::visibleButton(u"Trust this certificate"_s), Qt::LeftButton);
        QTRY_VERIFY2_WITH_TIMEOUT(console.window.session().isLive(), qPrintable(console.banner()), patience);
        QCOMPARE(console.banner(), QString());
        id = console.window.profiles().lastUsed();
        QVERIFY(id != u"local"_s);
        const std::string written = test::readFile(console.path(u"console.json"_s).toStdString());
        QVERIFY(!written.contains(server->adminToken())); // the settings are no place for it

        // The next start: certificate from the profile, token from the keychain.
        const Profile profile = *console.window.profiles().find(id);
        Console next;
        next.window.profiles().put(profile);
        next.window.connectTo(id);
        QTRY_VERIFY_WITH_TIMEOUT(next.window.session().isLive(), patience);
    }
}

void RemoteTest::neverTrustsACertificateForAnotherName()
{
    const auto server = startTls(u"DNS:labs.example.org"_s);
    Console console;
    const QString id = console.window.profiles().put(
        {.id = u"elsewhere"_s, .name = u"Elsewhere"_s, .url = QString::fromStdString(server->url())});
    TokenStore tokens;
    VERIFY_RESULT(test::run(tokens.remember(id, server->adminToken(), true)));
    console.window.connectTo(id);
    QTRY_VERIFY_WITH_TIMEOUT(console.banner().contains(u"certificate"_s), patience);
    console.pressBanner();
    QTRY_VERIFY(test::visibleWidget<CertificateDialog>());
    QVERIFY(!test::visibleButton(u"Trust this certificate"_s));
    QTest::mouseClick(test::visibleButton(u"Do not connect"_s), Qt::LeftButton);
    QTRY_VERIFY(!test::visibleWidget<CertificateDialog>());
    QVERIFY(!console.window.session().isLive());
}

void RemoteTest::asksForATokenThatIsAccepted()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    Console console;
    const QString id = console.window.profiles().put(
        {.id = u"wrong"_s, .name = u"Labs"_s, .url = QString::fromStdString(server.url())});
    TokenStore tokens;
    VERIFY_RESULT(test::run(tokens.remember(id, "not-the-token", true)));
    console.window.connectTo(id);
    QTRY_COMPARE_WITH_TIMEOUT(console.window.session().state(), ConnectionState::Refused, patience);
    QVERIFY(!console.banner().isEmpty());
    console.pressBanner();
    QTRY_VERIFY(test::visibleWidget<ProfileDialog>());
    QVERIFY(!test::visibleButton(u"Connect"_s)->isEnabled());
    enter(u"Token"_s, QString::fromStdString(server.adminToken()));
    QTest::mouseClick(test::visibleButton(u"Connect"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(console.window.session().isLive(), patience);
    TokenStore later;
    QVERIFY(test::run(later.find(id)) == Result<std::optional<std::string>>(server.adminToken()));
}

void RemoteTest::sendsNoTokenToAnotherHost()
{
    ProfileDialog dialog(
        {.id = u"labs"_s, .name = u"Labs"_s, .url = u"https://labs.example.org"_s, .certificates = u"PEM"_s}, false,
        nullptr);
    QSignalSpy entered(&dialog, &ProfileDialog::entered);
    dialog.show();
    enter(u"Name"_s, u"Other labs"_s);
    QVERIFY(test::visibleButton(u"Connect"_s)->isEnabled()); // the token that is known stays
    enter(u"Address"_s, u"https://other.example.org"_s);
    QVERIFY(!test::visibleButton(u"Connect"_s)->isEnabled());
    enter(u"Token"_s, u"another"_s);
    QTest::mouseClick(test::visibleButton(u"Connect"_s), Qt::LeftButton);
    QCOMPARE(entered.size(), 1);
    const auto profile = entered.first().first().value<Profile>();
    QCOMPARE(profile.url, u"https://other.example.org"_s);
    QCOMPARE(profile.certificates, QString()); // it was trusted for the other
}

void RemoteTest::signsInWithAPassword()
{
    test::ServerProcess server;
    std::ignore = server.addUser("anna", {Role::User});
    VERIFY_RESULT(server.start());
    QCOMPARE(server.request("PUT", u"/api/v1/users/anna/password"_s, R"({"password":"right-password"})").status, 200);
    Console console;
    const QString id = console.window.profiles().put(
        {.id = u"labs"_s, .name = u"Labs"_s, .url = QString::fromStdString(server.url())});
    console.window.connectTo(id);
    QTRY_COMPARE_WITH_TIMEOUT(console.window.session().state(), ConnectionState::Refused, patience);
    console.pressBanner();
    QTRY_VERIFY(test::visibleWidget<ProfileDialog>());
    auto *dialog = test::visibleWidget<ProfileDialog>();
    auto *method = test::named<QComboBox>(*dialog, u"Sign in with"_s);
    method->setCurrentIndex(method->findText(u"User name and password"_s));
    QVERIFY(!test::named<QLineEdit>(*dialog, u"Token"_s)->isVisible());
    QVERIFY(!test::visibleButton(u"Connect"_s)->isEnabled());
    enter(u"User name"_s, u"anna"_s);
    enter(u"Password"_s, u"wrong-password"_s);
    QTest::mouseClick(test::visibleButton(u"Connect"_s), Qt::LeftButton);
    auto *password = test::named<QLineEdit>(*dialog, u"Password"_s);
    QTRY_VERIFY_WITH_TIMEOUT(password->accessibleDescription().contains(u"password is wrong"_s), patience);
    QVERIFY(dialog->isVisible());
    enter(u"Password"_s, u"right-password"_s);
    QVERIFY(password->accessibleDescription().isEmpty());
    QTest::mouseClick(test::visibleButton(u"Connect"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(console.window.session().isLive(), patience);
    QCOMPARE(console.window.session().profile().username, "anna");

    TokenStore later;
    const auto kept = test::run(later.find(id));
    VERIFY_RESULT(kept);
    QVERIFY(kept->has_value() && (*kept)->starts_with("k8sh_"));
    const Profile profile = *console.window.profiles().find(id);
    QCOMPARE(profile.user, u"anna"_s);
    QVERIFY(QDateTime::fromString(profile.expires, Qt::ISODate) > QDateTime::currentDateTimeUtc().addDays(80));
    console.settings.flush();
    const std::string written = test::readFile(console.path(u"console.json"_s).toStdString());
    QVERIFY(written.contains("anna") && !written.contains("right-password") && !written.contains(**kept));
}

void RemoteTest::showsTheCertificateBeforeAPasswordIsSent()
{
    const auto server = startTls(u"IP:127.0.0.1"_s);
    QCOMPARE(server->request("PUT", u"/api/v1/users/admin/password"_s, R"({"password":"right-password"})").status, 200);
    ProfileDialog dialog({.id = {}, .name = {}, .url = {}}, false, nullptr);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    QSignalSpy entered(&dialog, &ProfileDialog::entered);
    dialog.show();
    enter(u"Address"_s, QString::fromStdString(server->url()));
    auto *method = test::named<QComboBox>(dialog, u"Sign in with"_s);
    method->setCurrentIndex(method->findText(u"User name and password"_s));
    enter(u"User name"_s, u"admin"_s);
    enter(u"Password"_s, u"right-password"_s);
    QTest::mouseClick(test::visibleButton(u"Connect"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(test::visibleWidget<CertificateDialog>(), patience);
    QCOMPARE(entered.size(), 0);
    QTest::mouseClick(test::visibleButton(u"Trust this certificate"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(entered.size(), 1, patience);
    QVERIFY(!entered.first().first().value<Profile>().certificates.isEmpty());
    QVERIFY(entered.first()[1].value<std::string>().starts_with("k8sh_"));
}

void RemoteTest::signsInWithTheBrowser()
{
    m_page.clear();
    QDesktopServices::setUrlHandler(u"http"_s, this, "openPage");
    test::LoginPeer peer;
    peer.pending = 0;
    ProfileDialog dialog({.id = u"labs"_s, .name = u"Labs"_s, .url = QString::fromStdString(peer.url())}, true,
                         nullptr);
    dialog.setAttribute(Qt::WA_DeleteOnClose, false);
    QSignalSpy entered(&dialog, &ProfileDialog::entered);
    dialog.show();
    auto *method = test::named<QComboBox>(dialog, u"Sign in with"_s);
    QTRY_VERIFY_WITH_TIMEOUT(method->findText(u"Your browser, at github"_s) >= 0, patience);
    QCOMPARE(method->count(), 3);
    method->setCurrentIndex(2);
    QTest::mouseClick(test::visibleButton(u"Connect"_s), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(entered.size(), 1, patience);
    QDesktopServices::unsetUrlHandler(u"http"_s);
    QCOMPARE(m_page.path(), u"/api/v1/auth/login"_s);
    const auto profile = entered.first().first().value<Profile>();
    QCOMPARE(profile.signIn, u"browser"_s);
    QCOMPARE(profile.user, u"anna"_s);
    QCOMPARE(entered.first()[1].value<std::string>(), "k8sh_browser");
}

/// All of it but the browser's window: the console, the server, and an OpenID Connect provider that others have written.
void RemoteTest::signsInAtAProviderOfOthers()
{
    test::IdentityProvider provider;
    provider.setUser(u"sub-eva"_s, u"eva"_s, u"instructors"_s);
    const QString configuration = m_folder.filePath(u"portolan.yaml"_s);
    VERIFY_RESULT(writeFileAtomically(configuration.toStdString(), std::format(R"(
identity:
  internal_addresses: [127.0.0.1]
  providers:
    - name: lab-id
      issuer: {}
      client_id: public
      roles_claim: realm_access.roles
      role_map: {{instructors: operator}}
)",
                                                                               provider.issuer().toStdString())));
    test::ServerProcess server({u"--config"_s, configuration});
    VERIFY_RESULT(server.start());
    m_page.clear();
    QDesktopServices::setUrlHandler(u"http"_s, this, "openPage");
    Console console;
    const QString id = console.window.profiles().put(
        {.id = u"labs"_s, .name = u"Labs"_s, .url = QString::fromStdString(server.url())});
    console.window.connectTo(id);
    QTRY_COMPARE_WITH_TIMEOUT(console.window.session().state(), ConnectionState::Refused, patience);
    console.pressBanner();
    QTRY_VERIFY(test::visibleWidget<ProfileDialog>());
    auto *method = test::named<QComboBox>(*test::visibleWidget<ProfileDialog>(), u"Sign in with"_s);
    const QString choice = u"Your browser, at lab-id"_s;
    QTRY_VERIFY_WITH_TIMEOUT(method->findText(choice) >= 0, patience);
    method->setCurrentIndex(method->findText(choice));
    QTest::mouseClick(test::visibleButton(u"Connect"_s), Qt::LeftButton);
    QTRY_VERIFY(!m_page.isEmpty());
    QDesktopServices::unsetUrlHandler(u"http"_s);

    test::WebBrowser browser;
    const QUrl callback = browser.follow(m_page, u"/api/v1/auth/callback"_s);
    const auto question = browser.get(callback, {{"Accept", "text/html"}});
    QCOMPARE(question.status, 200);
    QVERIFY2(question.body.contains("<b>eva</b>"), question.body.constData());
    QVERIFY(!console.window.session().isLive()); // whoever is logged in has not agreed yet
    QCOMPARE(browser.submitForm(callback, question).status, 200);
    QTRY_VERIFY_WITH_TIMEOUT(console.window.session().isLive(), patience);
    QTRY_VERIFY(!test::visibleWidget<ProfileDialog>());
    QCOMPARE(console.window.session().profile().username, "eva");
    QCOMPARE(console.window.session().profile().roles, std::vector<std::string>{"operator"});
    QCOMPARE(console.window.profiles().find(id)->signIn, u"browser"_s);
    QCOMPARE(console.window.profiles().find(id)->user, u"eva"_s);
    const auto ends = QDateTime::fromString(console.window.profiles().find(id)->expires, Qt::ISODate);
    QVERIFY2(std::abs(QDateTime::currentDateTime().secsTo(ends) - 24 * 3600) < 600, qPrintable(ends.toString()));

    TokenStore later;
    const auto kept = test::run(later.find(id));
    VERIFY_RESULT(kept);
    QVERIFY(kept->has_value());
    QCOMPARE(server.requestAs(**kept, "GET", u"/api/v1/me/profile"_s).status, 200);
    console.settings.flush();
    QVERIFY(!test::readFile(console.path(u"console.json"_s).toStdString()).contains(**kept));
    const Profile profile = *console.window.profiles().find(id);
    Console next; // the next start asks nobody
    next.window.profiles().put(profile);
    next.window.connectTo(id);
    QTRY_VERIFY_WITH_TIMEOUT(next.window.session().isLive(), patience);
    QCOMPARE(next.window.session().profile().username, "eva");
}

QTEST_MAIN(RemoteTest)
#include "remote_test.moc"
