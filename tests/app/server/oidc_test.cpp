// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/user/access_token.h"
#include "core/model/user/user_profile.h"
#include "core/model/user/web_login.h"
#include "core/schema/codec.h"
#include "tests/support/server/identity_provider.h"
#include "tests/support/server/server_process.h"
#include "tests/support/server/web_browser.h"

#include <QFile>
#include <QRegularExpression>
#include <QUrlQuery>

using namespace portolan;
using namespace portolan::test;
using namespace Qt::StringLiterals;

namespace {

using Headers = ServerProcess::Headers;

template <class T>
T as(const HttpAnswer &answer)
{
    auto read = schema::decode<T>(answer.body.toStdString());
    if (!read)
        qFatal("%d: %s", answer.status, answer.body.constData());
    return *read;
}

const QByteArray clientState = "00112233445566778899aabbccddeeff";

} // namespace

/// Logins at a provider of others, by the redirects that a browser follows, and tokens of an issuer.
class OidcTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void providersAreListed();
    void aBrowserLogsIn();
    void aPageFinishesTheLogin();
    void rolesAreThoseOfTheLastLogin();
    void aStateIsGoodOnceAndInItsBrowserOnly();
    void theAnswerOfAnotherIssuerIsRefused();
    void aRefusedLoginIsTold();
    void targetsElsewhereAreRefused();
    void aPublicClientNeedsNoSecret();
    void aSessionDoesNotOutliveTheNextLogin();
    void theSessionIsToldExtendedAndLeft();
    void aProgramGetsItsTokenOnceAndWithConsentOnly();
    void clientStatesMustBeSecrets();
    void namesOfLocalUsersAreNotTaken();
    void tokensOfAnIssuerAreTaken();
    void aProviderThatIsGoneIsTold();

private:
    [[nodiscard]] QUrl at(const QString &path) const { return QUrl(QString::fromStdString(m_server->url()) + path); }
    /// To the provider and back, up to what the provider sends to the callback.
    [[nodiscard]] QUrl redirected(WebBrowser &browser, const QString &query = {});
    [[nodiscard]] UserProfile profileOf(WebBrowser &browser);

    QTemporaryDir m_folder;
    std::unique_ptr<IdentityProvider> m_provider;
    std::unique_ptr<ServerProcess> m_server;
};

void OidcTest::initTestCase()
{
    m_provider = std::make_unique<IdentityProvider>();
    const auto write = [&](const QString &name, const QByteArray &text) {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
        QVERIFY(file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner));
    };
    write(u"secret"_s, "a secret: 100% safe\n");
    QByteArray configuration = R"(
identity:
  internal_addresses: [127.0.0.1]
  providers:
    - name: lab-id
      issuer: ISSUER
      client_id: portolan
      client_secret_file: FOLDER/secret
      roles_claim: realm_access.roles
      role_map: {instructors: operator, chiefs: admin}
    - {name: open, issuer: ISSUER, client_id: public}
  issuers:
    - issuer: ISSUER
      audience: machines
      roles_claim: realm_access.roles
      role_map: {instructors: operator}
)";
    configuration.replace("ISSUER", m_provider->issuer().toUtf8()).replace("FOLDER", m_folder.path().toUtf8());
    write(u"portolan.yaml"_s, configuration);
    m_server = std::make_unique<ServerProcess>(QStringList{u"--config"_s, m_folder.filePath(u"portolan.yaml"_s)});
    VERIFY_RESULT(m_server->start());
}

QUrl OidcTest::redirected(WebBrowser &browser, const QString &query)
{
    return browser.follow(at(u"/api/v1/auth/login"_s + query), u"/api/v1/auth/callback"_s);
}

UserProfile OidcTest::profileOf(WebBrowser &browser)
{
    return as<UserProfile>(browser.get(at(u"/api/v1/me/profile"_s)));
}

void OidcTest::providersAreListed()
{
    WebBrowser browser;
    const auto answer = browser.get(at(u"/api/v1/auth/providers"_s));
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, R"([{"name":"idp.k8shell.io/lab-id","capabilities":["OnboardUserWebFlow"]},)"
                          R"({"name":"idp.k8shell.io/open","capabilities":["OnboardUserWebFlow"]}])");
    QCOMPARE(browser.get(at(u"/api/v1/auth/login?provider=nobody"_s)).status, 404);
    const auto config = as<AuthConfig>(browser.get(at(u"/auth/auth-config"_s)));
    QCOMPARE(config.loginUrl, "/api/v1/auth/login");
    QVERIFY(!config.devMode);
}

void OidcTest::aBrowserLogsIn()
{
    m_provider->setUser(u"sub-eva"_s, u"Eva.Maria"_s, u"instructors,unknown"_s);
    WebBrowser browser;
    const auto begun = browser.get(at(u"/api/v1/auth/login?provider=idp.k8shell.io/lab-id&redirect_uri=/labs?x=1"_s));
    QCOMPARE(begun.status, 302);
    const QUrlQuery query(QUrl(QString::fromUtf8(begun.header("location"))));
    for (const auto &name : {u"state"_s, u"nonce"_s, u"code_challenge"_s})
        QVERIFY(query.queryItemValue(name).size() >= 43);
    QCOMPARE(query.queryItemValue(u"code_challenge_method"_s), u"S256"_s);
    const auto callback = browser.follow(QUrl(QString::fromUtf8(begun.header("location"))), u"/auth/callback"_s);
    const auto finished = browser.get(callback);
    QCOMPARE(finished.status, 303);
    QCOMPARE(finished.header("location"), "/labs?x=1");
    QVERIFY(finished.header("set-cookie").contains("HttpOnly; SameSite=Lax"));
    const auto profile = profileOf(browser);
    QCOMPARE(profile.username, "eva-maria");
    QCOMPARE(profile.fullname, "Person Eva.Maria");
    QCOMPARE(profile.email, "Eva.Maria@example.org");
    QCOMPARE(profile.source, m_provider->issuer().toStdString());
    QCOMPARE(profile.roles, std::vector<std::string>{"operator"});
    QVERIFY(browser.cookie(at(u"/api/v1/auth/callback"_s), "portolan-login").isEmpty());
}

void OidcTest::aPageFinishesTheLogin()
{
    m_provider->setUser(u"sub-otto"_s, u"otto"_s);
    WebBrowser browser;
    const QUrlQuery query(redirected(browser));
    const auto value = [&](const QString &name) { return query.queryItemValue(name, QUrl::FullyDecoded).toUtf8(); };
    const QByteArray body = R"({"code":")" + value(u"code"_s) + R"(","state":")" + value(u"state"_s) + R"(","iss":")"
                            + value(u"iss"_s) + R"("})";
    const auto url = at(u"/api/v1/auth/callback"_s);
    QCOMPARE(browser.post(url, body, {{"Origin", "https://evil.example.com"}}).status, 403);
    const auto finished = browser.post(url, body, {{"Origin", QByteArray::fromStdString(m_server->url())}});
    QCOMPARE(as<UserProfile>(finished).username, "otto");
    QCOMPARE(profileOf(browser).roles, std::vector<std::string>{"user"});
}

void OidcTest::rolesAreThoseOfTheLastLogin()
{
    m_provider->setUser(u"sub-rosa"_s, u"rosa"_s, u"chiefs"_s);
    WebBrowser browser;
    QCOMPARE(browser.get(redirected(browser)).status, 303);
    QCOMPARE(profileOf(browser).roles, std::vector<std::string>{"admin"});
    m_provider->setUser(u"sub-rosa"_s, u"rosa"_s, u"admin"_s); // a name of ours is none of the map's
    QCOMPARE(browser.get(redirected(browser)).status, 303);
    QCOMPARE(profileOf(browser).roles, std::vector<std::string>{"user"});
}

void OidcTest::aStateIsGoodOnceAndInItsBrowserOnly()
{
    m_provider->setUser(u"sub-otto"_s, u"otto"_s);
    WebBrowser browser;
    const auto callback = redirected(browser);
    QCOMPARE(browser.get(callback).status, 303);
    QCOMPARE(browser.get(callback).status, 401);
    // What somebody has begun, and another is led to.
    WebBrowser attacker;
    const auto planted = redirected(attacker);
    WebBrowser victim;
    QCOMPARE(victim.get(planted).status, 401);
    const auto html = victim.get(planted, {{"Accept", "text/html"}});
    QCOMPARE(html.status, 303);
    QCOMPARE(html.header("location"), "/?auth_error=login_failed");
    QVERIFY(victim.cookie(at(u"/"_s), "k8shell-session").isEmpty());
    QCOMPARE(victim.get(at(u"/api/v1/auth/callback?code=x&state=y"_s)).status, 401);
}

void OidcTest::theAnswerOfAnotherIssuerIsRefused()
{
    for (const auto &issuer : {u"https://evil.example.com"_s, QString()}) {
        WebBrowser browser;
        QUrl callback = redirected(browser);
        QUrlQuery query(callback);
        QVERIFY(query.hasQueryItem(u"iss"_s));
        query.removeQueryItem(u"iss"_s);
        if (!issuer.isEmpty())
            query.addQueryItem(u"iss"_s, issuer);
        callback.setQuery(query);
        QCOMPARE(browser.get(callback).status, 401);
    }
}

void OidcTest::aRefusedLoginIsTold()
{
    WebBrowser browser;
    QUrl callback = redirected(browser);
    QUrlQuery query(callback);
    query.removeQueryItem(u"code"_s);
    query.addQueryItem(u"error"_s, u"access_denied<b>"_s);
    callback.setQuery(query);
    const auto answer = browser.get(callback);
    QCOMPARE(answer.status, 401);
    QVERIFY2(answer.body.contains("lab-id refused the login: access_denied"), answer.body.constData());
    QUrl wrong = redirected(browser);
    query = QUrlQuery(wrong);
    query.removeQueryItem(u"code"_s);
    query.addQueryItem(u"code"_s, u"made-up"_s);
    wrong.setQuery(query);
    const auto refused = browser.get(wrong);
    QCOMPARE(refused.status, 401);
    QVERIFY2(refused.body.contains("invalid_grant"), refused.body.constData());
}

void OidcTest::targetsElsewhereAreRefused()
{
    WebBrowser browser;
    for (const auto &target :
         {u"https://evil.example.com/"_s, u"//evil.example.com"_s, u"/\\evil.example.com"_s, u"evil"_s,
          QString::fromStdString(m_server->url()) + u"evil.example.com/"_s, u"javascript:alert(1)"_s, u"/a%0D%0Ab"_s,
          u"/auth/callback?redirect=//evil.example.com"_s}) {
        QUrl url = at(u"/api/v1/auth/login"_s);
        url.setQuery(u"redirect_uri="_s + QString::fromUtf8(QUrl::toPercentEncoding(target, {}, "%")));
        QCOMPARE(browser.get(url).status, target.contains(u'%') ? 302 : 400);
    }
    // The workspaces' clients name a page that would hand the code on.
    QUrl url = at(u"/api/v1/auth/login"_s);
    const QString page = QString::fromStdString(m_server->url()) + u"/auth/callback?provider=lab-id&redirect=/there"_s;
    url.setQuery(u"redirect_uri="_s + QString::fromUtf8(QUrl::toPercentEncoding(page)));
    QCOMPARE(browser.get(browser.follow(url, u"/api/v1/auth/callback"_s)).header("location"), "/there");
}

void OidcTest::aPublicClientNeedsNoSecret()
{
    m_provider->setUser(u"sub-otto"_s, u"otto"_s);
    WebBrowser browser;
    QCOMPARE(browser.get(redirected(browser, u"?provider=open"_s)).status, 303);
    QCOMPARE(profileOf(browser).username, "otto");
}

void OidcTest::aSessionDoesNotOutliveTheNextLogin()
{
    WebBrowser browser;
    QCOMPARE(browser.get(redirected(browser)).status, 303);
    const auto first = browser.cookie(at(u"/"_s), "k8shell-session");
    QCOMPARE(browser.get(redirected(browser)).status, 303);
    QVERIFY(first != browser.cookie(at(u"/"_s), "k8shell-session"));
    QCOMPARE(m_server
                 ->request("GET", u"/api/v1/me/profile"_s, {},
                           {{"Authorization", {}}, {"Cookie", "k8shell-session=" + first}})
                 .status,
             401);
}

void OidcTest::theSessionIsToldExtendedAndLeft()
{
    m_provider->setUser(u"sub-otto"_s, u"otto"_s);
    WebBrowser browser;
    QVERIFY(!as<SessionInfo>(browser.get(at(u"/api/auth/session"_s))).authenticated);
    const auto callback = browser.follow(at(u"/api/auth/login"_s), u"/api/v1/auth/callback"_s);
    QCOMPARE(browser.get(callback).header("location"), "/");
    const auto info = as<SessionInfo>(browser.get(at(u"/api/auth/session"_s)));
    QVERIFY(info.authenticated && info.expiresAt && info.expiresIn > 86'000);
    QCOMPARE(info.longest, 24 * 60);
    QCOMPARE(as<SessionUser>(browser.get(at(u"/api/auth/user"_s))).username, "otto");
    QCOMPARE(browser.get(at(u"/api/auth/check-admin"_s)).status, 403);
    QCOMPARE(m_server->request("GET", u"/api/auth/check-admin"_s).status, 200);
    const Headers here{{"Origin", QByteArray::fromStdString(m_server->url())}};
    const auto tokens = as<SessionTokens>(browser.post(at(u"/api/auth/refresh"_s), "{}", here));
    QCOMPARE(m_server->requestAs(tokens.accessToken, "GET", u"/auth/verify"_s).status, 200);
    QCOMPARE(m_server->request("POST", u"/api/auth/refresh"_s).status, 403); // of no session
    QCOMPARE(browser.post(at(u"/api/auth/extend-session"_s), "{}", here).status, 200);
    QVERIFY(*as<SessionInfo>(browser.get(at(u"/api/auth/session"_s))).expiresAt > *info.expiresAt);
    const auto left = browser.get(at(u"/api/auth/logout"_s));
    QCOMPARE(left.status, 303);
    QVERIFY2(left.header("location").startsWith(m_provider->issuer().toUtf8() + "/session/end?client_id=portolan"),
             left.header("location").constData());
    QVERIFY(!as<SessionInfo>(browser.get(at(u"/api/auth/session"_s))).authenticated);
}

void OidcTest::aProgramGetsItsTokenOnceAndWithConsentOnly()
{
    m_provider->setUser(u"sub-otto"_s, u"otto"_s);
    const auto poll = [&] {
        WebBrowser program;
        return program.get(at(u"/api/v1/auth/token?state="_s + QString::fromUtf8(clientState)));
    };
    QCOMPARE(poll().status, 202);
    WebBrowser browser;
    const auto asked = browser.get(redirected(browser, u"?createPAT=true&provider=lab-id&state="_s
                                                           + QString::fromUtf8(clientState)));
    QCOMPARE(asked.status, 200);
    QVERIFY(asked.header("content-type").startsWith("text/html"));
    QVERIFY(asked.header("content-security-policy").contains("frame-ancestors 'none'"));
    const QRegularExpression pattern(u"name=\"question\" value=\"([^\"]+)\""_s);
    const QByteArray question = pattern.match(QString::fromUtf8(asked.body)).captured(1).toUtf8();
    QVERIFY(!question.isEmpty());
    QCOMPARE(poll().status, 202);
    const Headers here{{"Origin", QByteArray::fromStdString(m_server->url())}};
    const auto approve = at(u"/api/v1/auth/approve"_s);
    QCOMPARE(browser.post(approve, "question=" + question, {{"Origin", "https://evil.example.com"}}).status, 403);
    QCOMPARE(browser.post(approve, "question=other", here).status, 404);
    QCOMPARE(m_server->request("POST", u"/api/v1/auth/approve"_s, "question=" + question).status, 404); // another user
    QCOMPARE(poll().status, 202);
    QCOMPARE(browser.post(approve, "question=" + question, here).status, 200);
    const auto token = as<UserToken>(poll());
    QCOMPARE(token.username, "otto");
    QCOMPARE(token.provider, "idp.k8shell.io/lab-id");
    QVERIFY(token.expires && *token.expires > SystemClock().now() + std::chrono::hours(23));
    QCOMPARE(poll().status, 404);
    const auto listed = m_server->requestAs(token.token, "GET", u"/api/v1/me/tokens"_s);
    QCOMPARE(listed.status, 200);
    QVERIFY(QRegularExpression(u"\"name\":\"OAuth-[0-9a-f]{8}\""_s).match(QString::fromUtf8(listed.body)).hasMatch());
    QVERIFY(!listed.body.contains("\"expiresAt\":null"));
    QCOMPARE(browser.post(approve, "question=" + question, here).status, 404);
}

void OidcTest::clientStatesMustBeSecrets()
{
    WebBrowser browser;
    for (const auto &state : {u""_s, u"0011"_s, u"00112233445566778899aabbccddeefg"_s}) {
        QCOMPARE(browser.get(at(u"/api/v1/auth/login?createPAT=true&state="_s + state)).status, 400);
        QCOMPARE(browser.get(at(u"/api/v1/auth/token?state="_s + state)).status, 400);
    }
}

void OidcTest::namesOfLocalUsersAreNotTaken()
{
    for (const auto &[sub, name] : {std::pair(u"sub-x"_s, u"admin"_s), std::pair(u"sub-other"_s, u"otto"_s)}) {
        m_provider->setUser(sub, name, u"chiefs"_s);
        WebBrowser browser;
        const auto answer = browser.get(redirected(browser));
        QCOMPARE(answer.status, 403);
        QVERIFY2(answer.body.contains("is another user's here"), answer.body.constData());
        QVERIFY(browser.cookie(at(u"/"_s), "k8shell-session").isEmpty());
    }
}

void OidcTest::tokensOfAnIssuerAreTaken()
{
    const auto tokenWith = [&](const QString &query) {
        WebBrowser browser;
        return browser.get(QUrl(m_provider->issuer() + u"/control/token?"_s + query)).body.toStdString();
    };
    const auto good = tokenWith(u"aud=machines&sub=m1&preferred_username=robot&roles=instructors"_s);
    const auto answer = m_server->requestAs(good, "GET", u"/api/v1/me/profile"_s);
    const auto robot = as<UserProfile>(answer);
    QCOMPARE(robot.username, "robot");
    QCOMPARE(robot.roles, std::vector<std::string>{"operator"});
    QCOMPARE(m_server->requestAs(good, "GET", u"/api/v1/users"_s).status, 200);
    const auto statusOf = [&](const std::string &token) {
        return m_server->requestAs(token, "GET", u"/api/v1/me/profile"_s).status;
    };
    QCOMPARE(statusOf(tokenWith(u"aud=others&sub=m1&preferred_username=robot"_s)), 401);
    QCOMPARE(statusOf(tokenWith(u"aud=machines&sub=m1&preferred_username=robot&kid=second"_s)), 401);
    QCOMPARE(statusOf(tokenWith(u"aud=machines&sub=m1"_s)), 401);
    QCOMPARE(statusOf(tokenWith(u"aud=machines&sub=m2&preferred_username=robot"_s)), 403);
    QCOMPARE(statusOf(tokenWith(u"aud=machines&sub=m2&preferred_username=admin"_s)), 403);
    std::string changed = good;
    changed.back() = changed.back() == 'A' ? 'Q' : 'A';
    QCOMPARE(statusOf(changed), 401);
    QCOMPARE(m_server->request("PATCH", u"/api/v1/users/robot/profile"_s, R"({"locked":true})").status, 200);
    QCOMPARE(statusOf(good), 403);
}

void OidcTest::aProviderThatIsGoneIsTold()
{
    m_provider->end();
    ServerProcess fresh({u"--config"_s, m_folder.filePath(u"portolan.yaml"_s)});
    VERIFY_RESULT(fresh.start());
    WebBrowser browser;
    const auto url = QString::fromStdString(fresh.url());
    QCOMPARE(browser.get(QUrl(url + u"/api/v1/auth/login"_s)).status, 503);
    const auto answer = browser.get(QUrl(url + u"/api/auth/login"_s));
    QCOMPARE(answer.status, 303);
    QCOMPARE(answer.header("location"), "/?auth_error=keycloak_unavailable");
    // The keys that the other server has are good for as long as they may be kept.
    QCOMPARE(browser.get(at(u"/api/v1/auth/login"_s)).status, 302);
}

QTEST_GUILESS_MAIN(OidcTest)
#include "oidc_test.moc"
