// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/login/sign_in.h"

#include "core/base/time.h"
#include "tests/support/run.h"
#include "tests/support/server/server_process.h"
#include "tests/support/ui/login_peer.h"

#include <QDesktopServices>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace portolan;
using namespace portolan::ui;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Stands where the desktop's browser would be opened.
class SignInTest : public QObject
{
    Q_OBJECT

public Q_SLOTS:
    void openPage(const QUrl &page) { m_page = page; }

private Q_SLOTS:
    void init();
    void cleanup();
    void aPasswordMakesATokenForThisConsole();
    void aWrongPasswordIsTold();
    void theBrowserEndsWithAToken();
    void aRefusalEndsIt();
    void whoCancelsIsToldNothing();
    void nobodyIsWaitedForForever();
    void knowsProvidersThatABrowserCanBeSentTo();

private:
    QUrl m_page;
};

void SignInTest::init()
{
    m_page.clear();
    QDesktopServices::setUrlHandler(u"http"_s, this, "openPage");
}

void SignInTest::cleanup()
{
    QDesktopServices::unsetUrlHandler(u"http"_s);
    QVERIFY(test::allTasksEnd());
}

void SignInTest::aPasswordMakesATokenForThisConsole()
{
    test::ServerProcess server;
    std::ignore = server.addUser("anna", {Role::User});
    VERIFY_RESULT(server.start());
    QCOMPARE(server.request("PUT", u"/api/v1/users/anna/password"_s, R"({"password":"right-password"})").status, 200);
    const ControlPlaneAddress address{.url = server.url(), .token = {}};
    const PasswordLogin login{.username = "anna", .password = "right-password"};
    const auto first = test::run(signInWithPassword(address, login));
    VERIFY_RESULT(first);
    QCOMPARE(first->user, u"anna"_s);
    QVERIFY(first->token.starts_with("k8sh_")); // no bearer that ends within the hour
    const auto left = *first->expires - SystemClock().now();
    QVERIFY(left > consoleTokenLifetime - 1h && left <= consoleTokenLifetime);

    ControlPlaneClient client({.url = server.url(), .token = first->token});
    const auto tokens = test::run(client.tokens({}));
    VERIFY_RESULT(tokens);
    const auto own = std::ranges::find(*tokens, consoleTokenName().toStdString(), &AccessTokenInfo::name);
    QVERIFY(own != tokens->end());
    QVERIFY(std::chrono::abs(*own->expiresAt - *first->expires) < 1s);

    const auto second = test::run(signInWithPassword(address, login)); // takes the place of the first
    VERIFY_RESULT(second);
    QCOMPARE(server.requestAs(second->token, "GET", u"/api/v1/me/profile"_s).status, 200);
    QCOMPARE(server.requestAs(first->token, "GET", u"/api/v1/me/profile"_s).status, 401);
}

void SignInTest::aWrongPasswordIsTold()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    const ControlPlaneAddress address{.url = server.url(), .token = server.adminToken()}; // is not sent
    COMPARE_ERROR(test::run(signInWithPassword(address, {.username = "admin", .password = "wrong"})),
                  ErrorCode::Unauthenticated);
    COMPARE_ERROR(test::run(signInWithPassword({.url = "http://127.0.0.1:1", .token = {}},
                                               {.username = "admin", .password = "wrong"})),
                  ErrorCode::Unavailable);
}

void SignInTest::theBrowserEndsWithAToken()
{
    test::LoginPeer peer;
    peer.pending = 2;
    BrowserLogin login(nullptr, 10ms, 20s);
    QSignalSpy succeeded(&login, &BrowserLogin::succeeded);
    login.start({.url = peer.url(), .token = {}}, "idp.example.org/github");
    QTRY_COMPARE(succeeded.size(), 1);
    const auto signedIn = succeeded[0][0].value<SignedIn>();
    QCOMPARE(signedIn.token, "k8sh_browser");
    QCOMPARE(signedIn.user, u"anna"_s);
    QCOMPARE(signedIn.expires, parseTime("2100-01-01T00:00:00Z").value());
    QCOMPARE(peer.asked, 3);
    const QUrlQuery query(m_page);
    QCOMPARE(m_page.path(), u"/api/v1/auth/login"_s);
    QCOMPARE(query.queryItemValue(u"createPAT"_s), u"true"_s);
    QCOMPARE(query.queryItemValue(u"provider"_s, QUrl::FullyDecoded), u"idp.example.org/github"_s);
    QCOMPARE(query.queryItemValue(u"state"_s), peer.state);
    static const QRegularExpression secret(
        u"^[0-9a-f]{32}$"_s); // 16 bytes that nobody guesses, as the server wants them
    QVERIFY2(secret.match(peer.state).hasMatch(), qPrintable(peer.state));
    QCOMPARE(QUrl(query.queryItemValue(u"redirect_uri"_s, QUrl::FullyDecoded)).path(), u"/auth/callback"_s);
}

void SignInTest::aRefusalEndsIt()
{
    test::LoginPeer peer;
    peer.refusal = 403;
    BrowserLogin login(nullptr, 10ms, 20s);
    QSignalSpy failed(&login, &BrowserLogin::failed);
    login.start({.url = peer.url(), .token = {}}, "idp.example.org/github");
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed[0][0].value<Error>().code, ErrorCode::PermissionDenied);
    QCOMPARE(failed[0][0].value<Error>().detail, "the policy allows no token");
}

void SignInTest::whoCancelsIsToldNothing()
{
    test::LoginPeer peer;
    peer.pending = 1'000'000;
    QSignalSpy *told = nullptr;
    {
        BrowserLogin login(nullptr, 10ms, 20s);
        QSignalSpy failed(&login, &BrowserLogin::failed);
        told = &failed;
        login.start({.url = peer.url(), .token = {}}, "idp.example.org/github");
        QTRY_VERIFY(peer.asked > 1);
        login.cancel();
        const int asked = peer.asked;
        QVERIFY(test::allTasksEnd());
        QVERIFY(peer.asked <= asked + 1);
        QCOMPARE(told->size(), 0);
        login.start({.url = peer.url(), .token = {}}, "idp.example.org/github");
        QTRY_VERIFY(peer.asked > asked + 1);
    } // and so does whoever closes the dialog
    QVERIFY(test::allTasksEnd());
}

void SignInTest::nobodyIsWaitedForForever()
{
    test::LoginPeer peer;
    peer.pending = 1'000'000;
    BrowserLogin login(nullptr, 5ms, 50ms);
    QSignalSpy failed(&login, &BrowserLogin::failed);
    login.start({.url = peer.url(), .token = {}}, "idp.example.org/github");
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed[0][0].value<Error>().code, ErrorCode::Timeout);
}

void SignInTest::knowsProvidersThatABrowserCanBeSentTo()
{
    test::LoginPeer peer;
    const auto providers = test::run(browserProviders({.url = peer.url(), .token = {}}));
    VERIFY_RESULT(providers);
    QCOMPARE(providers->size(), 1U);
    QCOMPARE(shortNameOf(providers->front()), u"github"_s);
    peer.providers = "no json";
    COMPARE_ERROR(test::run(browserProviders({.url = peer.url(), .token = {}})), ErrorCode::BadGateway);
    test::ServerProcess server; // has no providers
    VERIFY_RESULT(server.start());
    const auto none = test::run(browserProviders({.url = server.url(), .token = {}}));
    VERIFY_RESULT(none);
    QVERIFY(none->empty());
}

QTEST_MAIN(SignInTest)
#include "sign_in_test.moc"
