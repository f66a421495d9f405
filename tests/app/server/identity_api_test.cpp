// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/encoding.h"
#include "core/model/user/access_token.h"
#include "core/model/user/capability.h"
#include "core/model/user/login.h"
#include "core/model/user/user_change.h"
#include "core/model/user/user_profile.h"
#include "core/schema/codec.h"
#include "tests/support/server/server_process.h"

#include <QTemporaryFile>

using namespace portolan;
using namespace portolan::test;
using namespace Qt::StringLiterals;

namespace {

template <class T>
T as(const HttpAnswer &answer)
{
    auto read = schema::decode<T>(answer.body.toStdString());
    if (!read)
        qFatal("%d: %s", answer.status, answer.body.constData());
    return *read;
}

std::vector<AccessTokenInfo> tokensIn(const HttpAnswer &answer)
{
    std::vector<AccessTokenInfo> tokens;
    const auto document = JsonDocument::parse(answer.body.toStdString());
    if (!document)
        qFatal("%s", answer.body.constData());
    document->root().forEachElement([&](std::size_t, JsonValue element) {
        tokens.push_back(schema::decode<AccessTokenInfo>(element.toJson()).value());
    });
    return tokens;
}

std::string parseDetail(const HttpAnswer &answer)
{
    const auto document = JsonDocument::parse(answer.body.toStdString());
    const auto detail = document ? document->root().find("detail") : std::nullopt;
    return detail ? std::string(detail->toString().value_or("")) : std::string();
}

} // namespace

/// Users, their tokens, passwords, sessions and keys, at a real server.
class IdentityApiTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void aTokenIsToldOnceAndLivesUntilItIsRevoked();
    void aTokenIsNarrowedByItsScopes();
    void aNarrowedTokenMakesNoWiderOne();
    void aTokenExpiresAndIsSwitchedOff();
    void tokensOfOneNameAreRenewedOrRefused();
    void badTokensAreRefused_data();
    void badTokensAreRefused();

    void usersAreMadeChangedAndDeleted();
    void badUsersAreRefused_data();
    void badUsersAreRefused();
    void whatOneMayDoIsNotOnesOwnToChange();
    void theLastAdministratorStays();
    void aUserWithWorkspacesIsNotDeleted();
    void blueprintsAreGrantedAndTakenAway();
    void keysAreKeptOnce();
    void capabilitiesFollowThePolicy();

    void aPasswordLogsInAndChanges();
    void aPasswordClosesAfterFailures();
    void aSessionNeedsAPageOfThisServer();
    void lockingEndsSessionsForGood();
    void programsLogInForASignedToken();
    void aSignedTokenIsCheckedInFull();
    void processesInsideGetTokensFromAllowedAddressesOnly();
    void requestsAreCountedForEachCaller();
    void guessingIsCountedForEachAddress();
    void everythingSurvivesARestart();

private:
    using Headers = ServerProcess::Headers;

    [[nodiscard]] AccessTokenCreated makeToken(const std::string &as, const QByteArray &body) const;
    [[nodiscard]] HttpAnswer logIn(const std::string &username, const std::string &password) const;
    /// The cookie of a login, as a browser sends it back.
    [[nodiscard]] static QByteArray cookieOf(const HttpAnswer &answer);

    ServerProcess m_server;
    std::string m_alice;
    std::string m_bert;
};

void IdentityApiTest::initTestCase()
{
    m_alice = m_server.addUser("alice", {Role::User});
    m_bert = m_server.addUser("bert", {Role::User});
    VERIFY_RESULT(m_server.start());
}

AccessTokenCreated IdentityApiTest::makeToken(const std::string &as, const QByteArray &body) const
{
    const auto answer = m_server.requestAs(as, "POST", u"/api/v1/me/tokens"_s, body);
    if (answer.status != 201)
        qFatal("%d %s", answer.status, answer.body.constData());
    return ::as<AccessTokenCreated>(answer);
}

HttpAnswer IdentityApiTest::logIn(const std::string &username, const std::string &password) const
{
    return m_server.request("POST", u"/api/v1/auth/login"_s,
                            QByteArray::fromStdString(std::format(R"({{"username":"{}","password":"{}"}})", username,
                                                                  password)),
                            {{"Authorization", {}}});
}

QByteArray IdentityApiTest::cookieOf(const HttpAnswer &answer)
{
    const QByteArray set = answer.header("set-cookie");
    return set.left(set.indexOf(';'));
}

void IdentityApiTest::aTokenIsToldOnceAndLivesUntilItIsRevoked()
{
    const auto made = makeToken(m_alice, R"({"name":"laptop","scopes":["*"]})");
    QVERIFY(made.token.starts_with("k8sh_"));
    QCOMPARE(made.token.size(), 48U);
    QVERIFY(made.id > 0);
    QCOMPARE(m_server.requestAs(made.token, "GET", u"/api/v1/me/profile"_s).status, 200);

    const auto list = m_server.requestAs(m_alice, "GET", u"/api/v1/me/tokens"_s);
    QVERIFY(!list.body.contains(QByteArray::fromStdString(made.token)));
    const auto tokens = tokensIn(list);
    const auto found = std::ranges::find(tokens, made.id, &AccessTokenInfo::id);
    QVERIFY(found != tokens.end());
    QCOMPARE(found->tokenPreview, made.token.substr(0, 13));
    QVERIFY(found->lastUsedAt.has_value());
    QVERIFY(!found->expiresAt);
    QCOMPARE(found->username, "alice");

    const auto path = QStringLiteral("/api/v1/me/tokens/%1").arg(made.id);
    QCOMPARE(m_server.requestAs(m_bert, "DELETE", path).status, 404); // not bert's
    QCOMPARE(m_server.requestAs(m_alice, "DELETE", path).status, 204);
    QCOMPARE(m_server.requestAs(m_alice, "DELETE", path).status, 404);
    QCOMPARE(m_server.requestAs(made.token, "GET", u"/api/v1/me/profile"_s).status, 401);
}

void IdentityApiTest::aTokenIsNarrowedByItsScopes()
{
    const auto made = makeToken(m_alice, R"({"name":"reader","scopes":["workspace:list","user:read:profile"]})");
    QCOMPARE(m_server.requestAs(made.token, "GET", u"/api/v1/workspaces"_s).status, 200);
    QCOMPARE(m_server.requestAs(made.token, "GET", u"/api/v1/me/profile"_s).status, 200);
    const auto refused = m_server.requestAs(made.token, "POST", u"/api/v1/workspaces"_s, R"({"blueprint":"shell"})");
    QCOMPARE(refused.status, 403);
    QVERIFY(refused.body.contains("workspace:create"));
    QCOMPARE(m_server.requestAs(made.token, "GET", u"/api/v1/me/tokens"_s).status, 403);
}

void IdentityApiTest::aNarrowedTokenMakesNoWiderOne()
{
    const auto made = makeToken(m_alice, R"({"name":"maker","scopes":["token:create","workspace:list"]})");
    const auto wider = m_server.requestAs(made.token, "POST", u"/api/v1/me/tokens"_s, R"({"name":"w","scopes":["*"]})");
    QCOMPARE(wider.status, 403);
    const auto same = m_server.requestAs(made.token, "POST", u"/api/v1/me/tokens"_s,
                                         R"({"name":"s","scopes":["workspace:list:self"]})");
    QCOMPARE(same.status, 201);
    // Not even an administrator makes one in another's name.
    QCOMPARE(m_server.request("POST", u"/api/v1/users/alice/tokens"_s, R"({"name":"x","scopes":["*"]})").status, 403);
}

void IdentityApiTest::aTokenExpiresAndIsSwitchedOff()
{
    const auto soon = formatTime(SystemClock().now() + std::chrono::seconds(3));
    const auto made = makeToken(m_alice, QByteArray::fromStdString(std::format(
                                             R"({{"name":"short","scopes":["*"],"expires_at":"{}"}})", soon)));
    QTRY_COMPARE(m_server.requestAs(made.token, "GET", u"/api/v1/me/profile"_s).status, 401);

    const auto other = makeToken(m_alice, R"({"name":"switch","scopes":["*"]})");
    const auto path = QStringLiteral("/api/v1/me/tokens/%1").arg(other.id);
    const auto off = m_server.requestAs(m_alice, "PATCH", path, R"({"active":false})");
    QCOMPARE(off.status, 200);
    QVERIFY(!as<AccessTokenInfo>(off).isActive);
    QCOMPARE(m_server.requestAs(other.token, "GET", u"/api/v1/me/profile"_s).status, 401);
    QCOMPARE(m_server.requestAs(m_alice, "PATCH", path, R"({"active":true,"scopes":["job:read"]})").status, 200);
    QCOMPARE(m_server.requestAs(other.token, "GET", u"/api/v1/me/profile"_s).status, 403);
}

void IdentityApiTest::tokensOfOneNameAreRenewedOrRefused()
{
    const auto first = makeToken(m_alice, R"({"name":"twin","scopes":["*"]})");
    const auto again = m_server.requestAs(m_alice, "POST", u"/api/v1/me/tokens"_s, R"({"name":"twin","scopes":["*"]})");
    QCOMPARE(again.status, 409);
    QVERIFY(again.body.contains("twin"));
    const auto renewed = makeToken(m_alice, R"({"name":"twin","scopes":["*"],"renew":true})");
    QVERIFY(renewed.id > first.id);
    QCOMPARE(m_server.requestAs(first.token, "GET", u"/api/v1/me/profile"_s).status, 401);
    QCOMPARE(m_server.requestAs(renewed.token, "GET", u"/api/v1/me/profile"_s).status, 200);
    // The name is another's own.
    static_cast<void>(makeToken(m_bert, R"({"name":"twin","scopes":["*"]})"));
}

void IdentityApiTest::badTokensAreRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("pointer");
    QTest::newRow("no name") << QByteArray(R"({"scopes":["*"]})") << QByteArray("/name");
    QTest::newRow("no scope") << QByteArray(R"({"name":"a","scopes":[]})") << QByteArray("/scopes");
    QTest::newRow("unknown scope") << QByteArray(R"({"name":"a","scopes":["*","wrkspace:read"]})")
                                   << QByteArray("/scopes/1");
    QTest::newRow("expired") << QByteArray(R"({"name":"a","scopes":["*"],"expires_at":"2020-01-01T00:00:00Z"})")
                             << QByteArray("/expires_at");
    QTest::newRow("type") << QByteArray(R"({"name":5,"scopes":["*"]})") << QByteArray("/name");
}

void IdentityApiTest::badTokensAreRefused()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, pointer);
    const auto answer = m_server.requestAs(m_alice, "POST", u"/api/v1/me/tokens"_s, body);
    QCOMPARE(answer.status, 422);
    QVERIFY2(answer.body.contains("\"" + pointer + "\""), answer.body.constData());
}

void IdentityApiTest::usersAreMadeChangedAndDeleted()
{
    const auto made = m_server.request("POST", u"/api/v1/users"_s,
                                       R"({"username":"carla","org":"lab","fullname":"Carla","roles":["author"],)"
                                       R"("password":"a good password"})");
    QCOMPARE(made.status, 201);
    QCOMPARE(made.header("location"), QByteArray("/api/v1/users/carla/profile"));
    const auto carla = as<UserProfile>(made);
    QCOMPARE(carla.organization, "lab");
    QCOMPARE(carla.roles, std::vector<std::string>{"author"});
    QVERIFY(!made.body.contains("argon2"));
    QCOMPARE(m_server.request("POST", u"/api/v1/users"_s, R"({"username":"carla"})").status, 409);

    const auto cookie = cookieOf(logIn("carla", "a good password"));
    const Headers own{{"Authorization", {}}, {"Cookie", cookie}, {"Origin", QByteArray::fromStdString(m_server.url())}};
    const auto changed = m_server.request("PATCH", u"/api/v1/me/profile"_s, R"({"fullname":"Carla C."})", own);
    QCOMPARE(changed.status, 200);
    QCOMPARE(as<UserProfile>(changed).fullname, "Carla C.");

    QCOMPARE(m_server.request("POST", u"/api/v1/users/carla/roles"_s, R"({"roles":["operator","author"]})").status,
             200);
    const auto both = as<UserProfile>(m_server.request("GET", u"/api/v1/users/carla/profile"_s)).roles;
    QCOMPARE(both, (std::vector<std::string>{"author", "operator"}));
    QCOMPARE(m_server.request("DELETE", u"/api/v1/users/carla/roles"_s, R"({"roles":["author"]})").status, 200);

    QCOMPARE(m_server.requestAs(m_alice, "GET", u"/api/v1/users/carla/profile"_s).status, 404);
    QCOMPARE(m_server.requestAs(m_alice, "DELETE", u"/api/v1/users/carla"_s).status, 403);
    QCOMPARE(m_server.request("DELETE", u"/api/v1/users/carla"_s).status, 204);
    QCOMPARE(m_server.request("GET", u"/api/v1/me/profile"_s, {}, own).status, 401);
    QCOMPARE(logIn("carla", "a good password").status, 401);
}

void IdentityApiTest::badUsersAreRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("pointer");
    const auto row = [](const char *name, const char *body, const char *pointer) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(pointer);
    };
    row("no name", "{}", "/username");
    row("capitals", R"({"username":"Dora"})", "/username");
    row("a path", R"({"username":"../dora"})", "/username");
    row("a word of the API", R"({"username":"me"})", "/username");
    row("unknown role", R"({"username":"dora","roles":["user","king"]})", "/roles/1");
    row("shell", R"({"username":"dora","shell":"bash"})", "/shell");
    row("mail", R"({"username":"dora","email":"dora"})", "/email");
    row("short password", R"({"username":"dora","password":"1234567"})", "/password");
}

void IdentityApiTest::badUsersAreRefused()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, pointer);
    const auto answer = m_server.request("POST", u"/api/v1/users"_s, body);
    QCOMPARE(answer.status, 422);
    QVERIFY2(answer.body.contains("\"" + pointer + "\""), answer.body.constData());
    QCOMPARE(m_server.request("GET", u"/api/v1/users/dora/profile"_s).status, 404);
}

void IdentityApiTest::whatOneMayDoIsNotOnesOwnToChange()
{
    for (const QByteArray body :
         {R"({"roles":["admin"]})", R"({"sudo":true})", R"({"locked":false})", R"({"org":"x"})"})
        QCOMPARE(m_server.requestAs(m_alice, "PATCH", u"/api/v1/me/profile"_s, body).status, 403);
    QCOMPARE(m_server.requestAs(m_alice, "POST", u"/api/v1/me/roles"_s, R"({"roles":["admin"]})").status, 403);
    QCOMPARE(m_server.requestAs(m_alice, "POST", u"/api/v1/me/blueprints"_s, R"({"blueprints":["*"]})").status, 403);
    QCOMPARE(m_server.requestAs(m_alice, "POST", u"/api/v1/users"_s, R"({"username":"eve"})").status, 403);
    const auto list = m_server.requestAs(m_alice, "GET", u"/api/v1/users"_s);
    QCOMPARE(list.header("x-total-count"), QByteArray("1"));
    QVERIFY(list.body.contains("\"alice\"") && !list.body.contains("\"bert\""));
    QVERIFY(m_server.request("GET", u"/api/v1/users"_s).body.contains("\"bert\""));
}

void IdentityApiTest::theLastAdministratorStays()
{
    for (const auto &[method, path, body] :
         {std::tuple("DELETE", u"/api/v1/users/admin"_s, QByteArray()),
          std::tuple("PATCH", u"/api/v1/users/admin/profile"_s, QByteArray(R"({"locked":true})")),
          std::tuple("DELETE", u"/api/v1/users/admin/roles"_s, QByteArray(R"({"roles":["admin"]})"))}) {
        const auto answer = m_server.request(method, path, body);
        QCOMPARE(answer.status, 409);
        QVERIFY2(answer.body.contains("last administrator"), answer.body.constData());
    }
    QCOMPARE(m_server.request("POST", u"/api/v1/users"_s, R"({"username":"second","roles":["admin"]})").status, 201);
    QCOMPARE(m_server.request("DELETE", u"/api/v1/users/second"_s).status, 204);
}

void IdentityApiTest::aUserWithWorkspacesIsNotDeleted()
{
    const auto token = m_server.request("POST", u"/api/v1/users"_s, R"({"username":"fred"})");
    QCOMPARE(token.status, 201);
    const auto name = m_server.createWorkspace({.username = "fred", .blueprint = "shell"});
    VERIFY_RESULT(name);
    const auto refused = m_server.request("DELETE", u"/api/v1/users/fred"_s);
    QCOMPARE(refused.status, 409);
    QVERIFY2(refused.body.contains("fred has 1 workspace"), refused.body.constData());
    const auto path = QStringLiteral("/api/v1/workspaces/%1?delete=true").arg(QString::fromStdString(*name));
    QCOMPARE(m_server.request("DELETE", path).status, 202);
    QVERIFY(waitUntil([&] { return m_server.request("DELETE", u"/api/v1/users/fred"_s).status == 204; }));
}

void IdentityApiTest::blueprintsAreGrantedAndTakenAway()
{
    const auto taken = m_server.request("DELETE", u"/api/v1/users/bert/blueprints"_s, R"({"blueprints":["*"]})");
    QCOMPARE(taken.status, 200);
    QCOMPARE(m_server.requestAs(m_bert, "GET", u"/api/v1/me/blueprints"_s).body, QByteArray("[]"));
    QCOMPARE(m_server.requestAs(m_bert, "POST", u"/api/v1/workspaces"_s, R"({"blueprint":"shell"})").status, 403);
    const auto unknown = m_server.request("POST", u"/api/v1/users/bert/blueprints"_s, R"({"blueprints":["castle"]})");
    QCOMPARE(unknown.status, 422);
    QCOMPARE(m_server.request("POST", u"/api/v1/users/bert/blueprints"_s, R"({"blueprints":["python"]})").status, 200);
    QCOMPARE(m_server.requestAs(m_bert, "GET", u"/api/v1/me/blueprints"_s).body, QByteArray(R"(["python"])"));
}

void IdentityApiTest::keysAreKeptOnce()
{
    const QByteArray key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";
    const QByteArray body = R"({"keys":[")" + key + R"( alice@home",")" + key + R"("]})";
    QCOMPARE(m_server.requestAs(m_alice, "POST", u"/api/v1/me/keys"_s, body).status, 204);
    const auto digest = m_server.requestAs(m_alice, "GET", u"/api/v1/me/keys?format=digest"_s);
    QCOMPARE(
        digest.body,
        QByteArray(R"([{"index":0,"key":"SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU","source":"local"}])"));
    QVERIFY(m_server.requestAs(m_alice, "GET", u"/api/v1/me/keys"_s).body.contains(key));
    const auto bad = m_server.requestAs(m_alice, "POST", u"/api/v1/me/keys"_s, R"({"keys":["ssh-ed25519 AAAA"]})");
    QCOMPARE(bad.status, 422);
    QVERIFY(bad.body.contains("/keys/0"));
    QCOMPARE(m_server.requestAs(m_alice, "DELETE", u"/api/v1/me/keys/1"_s).status, 404);
    QCOMPARE(m_server.requestAs(m_alice, "DELETE", u"/api/v1/me/keys/0"_s).status, 204);
    QCOMPARE(m_server.requestAs(m_alice, "GET", u"/api/v1/me/keys"_s).body, QByteArray("[]"));
}

void IdentityApiTest::capabilitiesFollowThePolicy()
{
    const auto allowed = [&](const QString &query, std::string_view action) {
        const auto answer = m_server.requestAs(m_alice, "GET", u"/api/v1/me/capabilities"_s + query);
        const auto document = JsonDocument::parse(answer.body.toStdString());
        std::optional<bool> found;
        document->root().forEachElement([&](std::size_t, JsonValue element) {
            const auto capability = schema::decode<Capability>(element.toJson()).value();
            if (capability.action == action)
                found = capability.allowed;
        });
        return found;
    };
    QCOMPARE(allowed({}, "workspace:create"), true);
    QCOMPARE(allowed(u"?resource_owner=bert"_s, "workspace:create"), false);
    QCOMPARE(allowed({}, "user:create"), false);
    QCOMPARE(allowed({}, "none"), std::nullopt);
}

void IdentityApiTest::aPasswordLogsInAndChanges()
{
    QCOMPARE(logIn("bert", "first password").status, 401);
    // The first needs no other; later ones do.
    QCOMPARE(m_server.requestAs(m_bert, "PUT", u"/api/v1/me/password"_s, R"({"password":"first password"})").status,
             200);
    QCOMPARE(m_server.requestAs(m_bert, "PUT", u"/api/v1/me/password"_s, R"({"password":"second password"})").status,
             403);

    const auto login = logIn("bert", "first password");
    QCOMPARE(login.status, 200);
    QCOMPARE(as<UserProfile>(login).username, "bert");
    const QByteArray set = login.header("set-cookie");
    for (const QByteArray part : {"k8shell-session=", "; Path=/;", "; HttpOnly", "; SameSite=Lax"})
        QVERIFY2(set.contains(part), set.constData());
    QVERIFY(!set.contains("Secure")); // not over plain HTTP, or the browser would not send it
    const Headers session{{"Authorization", {}}, {"Cookie", "theme=dark; " + cookieOf(login) + "; x=y"}};
    QCOMPARE(as<UserProfile>(m_server.request("GET", u"/api/v1/me/profile"_s, {}, session)).username, "bert");

    const auto changed = m_server.requestAs(m_bert, "PUT", u"/api/v1/me/password"_s,
                                            R"({"password":"second password","current_password":"first password"})");
    QCOMPARE(changed.status, 200);
    QCOMPARE(logIn("bert", "first password").status, 401);
    QCOMPARE(m_server.request("GET", u"/api/v1/me/profile"_s, {}, session).status, 401); // it was of before
    QCOMPARE(m_server.requestAs(m_bert, "GET", u"/api/v1/me/profile"_s).status, 200);    // a token is not

    const auto again = logIn("bert", "second password");
    QCOMPARE(again.status, 200);
    const Headers fresh{{"Authorization", {}}, {"Cookie", cookieOf(again)}};
    QCOMPARE(m_server.request("POST", u"/api/v1/auth/logout"_s, {}, fresh).status, 204);
    QCOMPARE(m_server.request("GET", u"/api/v1/me/profile"_s, {}, fresh).status, 401);
}

void IdentityApiTest::aPasswordClosesAfterFailures()
{
    QCOMPARE(m_server.request("POST", u"/api/v1/users"_s, R"({"username":"gina","password":"the right one"})").status,
             201);
    const auto unknown = logIn("nobody", "the right one");
    for (int failure = 0; failure < 5; ++failure) {
        const auto wrong = logIn("gina", "the wrong one");
        QCOMPARE(wrong.status, 401);
        // Nobody learns from it who has an account.
        QCOMPARE(parseDetail(wrong), parseDetail(unknown));
    }
    const auto closed = logIn("gina", "the right one");
    QCOMPARE(closed.status, 401);
    const auto profile = as<UserProfile>(m_server.request("GET", u"/api/v1/users/gina/profile"_s));
    QVERIFY(profile.passwordLocked && profile.passwordLockedUntil && !profile.locked);
    QCOMPARE(m_server.requestAs(m_alice, "DELETE", u"/api/v1/users/gina/password-lockout"_s).status, 403);
    QCOMPARE(m_server.request("DELETE", u"/api/v1/users/gina/password-lockout"_s).status, 204);
    QCOMPARE(logIn("gina", "the right one").status, 200);
}

void IdentityApiTest::aSessionNeedsAPageOfThisServer()
{
    QCOMPARE(m_server.request("POST", u"/api/v1/users"_s, R"({"username":"hugo","password":"the right one"})").status,
             201);
    const auto cookie = cookieOf(logIn("hugo", "the right one"));
    const auto here = QByteArray::fromStdString(m_server.url());
    const auto change = [&](Headers more) {
        more.push_back({"Authorization", {}});
        more.push_back({"Cookie", cookie});
        return m_server.request("PATCH", u"/api/v1/me/profile"_s, R"({"fullname":"Hugo"})", more).status;
    };
    QCOMPARE(change({}), 403);
    QCOMPARE(change({{"Origin", "https://evil.example"}}), 403);
    QCOMPARE(change({{"Origin", "null"}}), 403);
    QCOMPARE(change({{"Origin", here + ".evil.example"}}), 403);
    QCOMPARE(change({{"Origin", here}}), 200);
    // Another site logs nobody in.
    QCOMPARE(m_server
                 .request("POST", u"/api/v1/auth/login"_s, R"({"username":"hugo","password":"the right one"})",
                          {{"Authorization", {}}, {"Origin", "https://evil.example"}})
                 .status,
             403);
    // A WebSocket is opened with a GET, and any page may try.
    const auto upgrade = [&](const QByteArray &origin) {
        return m_server.request("GET", u"/api/v1/workspaces/none/interactive"_s, {},
                                {{"Authorization", {}},
                                 {"Cookie", cookie},
                                 {"Origin", origin},
                                 {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}});
    };
    QCOMPARE(upgrade("https://evil.example").status, 403);
    QCOMPARE(upgrade(here).status, 404);
    // A token is not sent by browsers on their own: it needs no page.
    QCOMPARE(m_server
                 .request("PATCH", u"/api/v1/me/profile"_s, R"({"fullname":"A"})", {{"Origin", "https://evil.example"}})
                 .status,
             200);
}

void IdentityApiTest::lockingEndsSessionsForGood()
{
    QCOMPARE(m_server.request("POST", u"/api/v1/users"_s, R"({"username":"ida","password":"the right one"})").status,
             201);
    const auto cookie = cookieOf(logIn("ida", "the right one"));
    const Headers session{{"Authorization", {}}, {"Cookie", cookie}};
    QCOMPARE(m_server.request("GET", u"/api/v1/me/profile"_s, {}, session).status, 200);
    QCOMPARE(m_server.request("PATCH", u"/api/v1/users/ida/profile"_s, R"({"locked":true})").status, 200);
    QCOMPARE(m_server.request("GET", u"/api/v1/me/profile"_s, {}, session).status, 401);
    QCOMPARE(logIn("ida", "the right one").status, 401);
    QCOMPARE(m_server.request("PATCH", u"/api/v1/users/ida/profile"_s, R"({"locked":false})").status, 200);
    QCOMPARE(m_server.request("GET", u"/api/v1/me/profile"_s, {}, session).status, 401);
    QCOMPARE(logIn("ida", "the right one").status, 200);
}

void IdentityApiTest::programsLogInForASignedToken()
{
    QCOMPARE(
        m_server
            .request("POST", u"/api/v1/users"_s,
                     R"({"username":"kiosk","roles":["tenant"],"password":"the right one","email":"k@example.com"})")
            .status,
        201);
    const auto login = [&](const QString &path, const QByteArray &body) {
        return m_server.request("POST", path, body, {{"Authorization", {}}});
    };
    QCOMPARE(parseDetail(login(u"/auth/login"_s, R"({"password":"x"})")), "No username provided");
    QCOMPARE(parseDetail(login(u"/auth/login"_s, R"({"username":"kiosk"})")), "No password provided");
    const auto wrong = login(u"/login"_s, R"({"username":"kiosk","password":"the wrong one"})");
    QCOMPARE(wrong.status, 401);
    QCOMPARE(parseDetail(wrong), "Invalid username/password");

    const auto answer = login(u"/login"_s, R"({"username":"kiosk","password":"the right one"})");
    QCOMPARE(answer.status, 200);
    const auto token = as<BearerToken>(answer);
    QCOMPARE(token.tokenType, "Bearer");
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(SystemClock().now().time_since_epoch()).count();
    constexpr std::int64_t threeDays = 72 * 3600;
    QVERIFY(token.expiresAt > now + threeDays - 100 && token.expiresAt <= now + threeDays);
    // It works on every API.
    QCOMPARE(as<UserProfile>(m_server.requestAs(token.accessToken, "GET", u"/api/v1/me/profile"_s)).username, "kiosk");
    QCOMPARE(m_server.requestAs(token.accessToken, "GET", u"/auth/verify"_s).body, QByteArray("{}"));
    const auto caller = as<Caller>(m_server.requestAs(token.accessToken, "GET", u"/auth/me"_s));
    QCOMPARE(caller.email, "k@example.com");
    QVERIFY(!caller.isAdmin);
    QCOMPARE(as<Caller>(m_server.request("GET", u"/auth/me"_s)).email, "admin");

    // Logging out ends all of them, and one that is got at once afterwards is good.
    const auto second = as<BearerToken>(login(u"/auth/login"_s, R"({"username":"kiosk","password":"the right one"})"));
    QCOMPARE(m_server.requestAs(second.accessToken, "POST", u"/auth/logout"_s).status, 200);
    for (const auto &old : {token, second})
        QCOMPARE(m_server.requestAs(old.accessToken, "GET", u"/auth/verify"_s).status, 401);
    const auto third = as<BearerToken>(login(u"/auth/login"_s, R"({"username":"kiosk","password":"the right one"})"));
    QCOMPARE(m_server.requestAs(third.accessToken, "GET", u"/auth/verify"_s).status, 200);
    m_server.kill();
    VERIFY_RESULT(m_server.start());
    QCOMPARE(m_server.requestAs(third.accessToken, "GET", u"/auth/verify"_s).status, 200);
    QCOMPARE(m_server.request("PATCH", u"/api/v1/users/kiosk/profile"_s, R"({"locked":true})").status, 200);
    QCOMPARE(m_server.requestAs(third.accessToken, "GET", u"/auth/verify"_s).status, 401);
}

void IdentityApiTest::aSignedTokenIsCheckedInFull()
{
    QCOMPARE(m_server.request("POST", u"/api/v1/users"_s, R"({"username":"lars","password":"the right one"})").status,
             201);
    const QByteArray body = R"({"username":"lars","password":"the right one"})";
    const auto token = as<BearerToken>(m_server.request("POST", u"/auth/login"_s, body)).accessToken;
    QCOMPARE(m_server.requestAs(token, "GET", u"/auth/verify"_s).status, 200);
    // Its key is published, without the private half.
    const auto keys = m_server.request("GET", u"/.well-known/jwks.json"_s, {}, {{"Authorization", {}}});
    QCOMPARE(keys.status, 200);
    const auto header = fromBase64Url(token.substr(0, token.find('.')));
    const auto parsed = JsonDocument::parse(*header);
    VERIFY_RESULT(parsed);
    const auto kid = parsed->root().find("kid")->toString();
    QVERIFY(keys.body.contains(QByteArray(kid->data(), qsizetype(kid->size()))));
    QVERIFY(!keys.body.contains("\"d\""));

    for (const std::size_t at : {std::size_t(3), token.find('.') + 5, token.rfind('.') + 5}) {
        std::string changed = token;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        const auto answer = m_server.requestAs(changed, "GET", u"/auth/verify"_s);
        QCOMPARE(answer.status, 401);
        QVERIFY(answer.header("www-authenticate").startsWith("Bearer"));
    }
    // Whoever gets the name next does not get the tokens.
    QCOMPARE(m_server.request("DELETE", u"/api/v1/users/lars"_s).status, 204);
    QCOMPARE(m_server.request("POST", u"/api/v1/users"_s, R"({"username":"lars","password":"the right one"})").status,
             201);
    QCOMPARE(m_server.requestAs(token, "GET", u"/auth/verify"_s).status, 401);
    // Another server's is as good a signature, and of no use here.
    ServerProcess other;
    VERIFY_RESULT(other.start());
    QCOMPARE(other.request("POST", u"/api/v1/users"_s, R"({"username":"lars","password":"the right one"})").status,
             201);
    const auto foreign = as<BearerToken>(other.request("POST", u"/auth/login"_s, body)).accessToken;
    QCOMPARE(other.requestAs(foreign, "GET", u"/auth/verify"_s).status, 200);
    QCOMPARE(m_server.requestAs(foreign, "GET", u"/auth/verify"_s).status, 401);
}

void IdentityApiTest::processesInsideGetTokensFromAllowedAddressesOnly()
{
    const auto path = u"/api/v1/internal/users/alice/token"_s;
    QCOMPARE(m_server.request("POST", path, {}, {{"Authorization", {}}}).status, 403);

    QTemporaryFile file;
    QVERIFY(file.open());
    file.write("identity:\n  token_addresses: [127.0.0.0/8]\n");
    file.flush();
    ServerProcess inside({u"--config"_s, file.fileName()});
    const auto alice = inside.addUser("alice", {Role::User});
    const auto bert = inside.addUser("bert", {Role::User});
    VERIFY_RESULT(inside.start());
    const auto answer = inside.request("POST", path, {}, {{"Authorization", {}}});
    QCOMPARE(answer.status, 200);
    const auto document = JsonDocument::parse(answer.body.toStdString());
    const std::string token(document->root().find("token")->toString().value());
    QCOMPARE(as<UserProfile>(inside.requestAs(token, "GET", u"/api/v1/me/profile"_s)).username, "alice");
    QCOMPARE(inside.requestAs(alice, "POST", path).status, 200);
    QCOMPARE(inside.requestAs(bert, "POST", path).status, 403);
    QCOMPARE(inside.requestAs("nonsense", "POST", path).status, 401);
    QCOMPARE(inside.request("POST", u"/api/v1/internal/users/nobody/token"_s, {}, {{"Authorization", {}}}).status, 404);
}

void IdentityApiTest::requestsAreCountedForEachCaller()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write("rate_limit:\n  per_minute: 5\n  burst: 2\n");
    file.flush();
    ServerProcess limited({u"--config"_s, file.fileName()});
    limited.limitRates = true;
    const auto alice = limited.addUser("alice", {Role::User});
    const auto bert = limited.addUser("bert", {Role::User});
    VERIFY_RESULT(limited.start());
    int last = 7; // and one more for each 12 s that this takes
    HttpAnswer answer;
    for (int request = 0; request < 40; ++request) {
        answer = limited.requestAs(alice, "GET", u"/api/v1/me/profile"_s);
        if (answer.status != 200)
            break;
        QCOMPARE(answer.header("x-ratelimit-limit"), QByteArray("5"));
        QVERIFY(answer.header("x-ratelimit-remaining").toInt() <= last);
        last = answer.header("x-ratelimit-remaining").toInt();
        QVERIFY(answer.header("x-ratelimit-reset").toLongLong() > 1'700'000'000);
    }
    QCOMPARE(answer.status, 429);
    QVERIFY(answer.header("retry-after").toInt() >= 1);
    QCOMPARE(answer.header("x-ratelimit-remaining"), QByteArray("0"));
    QCOMPARE(answer.header("content-type"), QByteArray("application/problem+json"));
    QCOMPARE(limited.requestAs(bert, "GET", u"/api/v1/me/profile"_s).status, 200);
    QCOMPARE(limited.requestAs(alice, "GET", u"/api/v1/healthcheck"_s).status, 200);
    QVERIFY(limited.requestAs(alice, "GET", u"/api/v1/healthcheck"_s).header("x-ratelimit-limit").isEmpty());
}

void IdentityApiTest::guessingIsCountedForEachAddress()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write("rate_limit:\n  per_minute: 0\n  per_address_per_minute: 5\n  per_address_burst: 0\n");
    file.flush();
    ServerProcess limited({u"--config"_s, file.fileName()});
    limited.limitRates = true;
    VERIFY_RESULT(limited.start());
    HttpAnswer answer;
    for (int request = 0; request < 40 && answer.status != 429; ++request) {
        answer = limited.requestAs("a guess", "GET", u"/api/v1/me/profile"_s);
        QVERIFY(answer.status == 401 || answer.status == 429);
    }
    QCOMPARE(answer.status, 429);
    QVERIFY(answer.header("retry-after").toInt() >= 1);
    const auto login = limited.request("POST", u"/api/v1/auth/login"_s, R"({"username":"admin","password":"x"})");
    QCOMPARE(login.status, 429);
    // Whoever has a credential is not held up by those who have none.
    QCOMPARE(limited.request("GET", u"/api/v1/me/profile"_s).status, 200);
}

void IdentityApiTest::everythingSurvivesARestart()
{
    QCOMPARE(m_server.request("POST", u"/api/v1/users"_s, R"({"username":"jana","password":"the right one"})").status,
             201);
    const auto cookie = cookieOf(logIn("jana", "the right one"));
    const auto narrow = makeToken(m_alice, R"({"name":"stays narrow","scopes":["job:read"]})");
    m_server.kill();
    VERIFY_RESULT(m_server.start());
    const Headers session{{"Authorization", {}}, {"Cookie", cookie}};
    QCOMPARE(as<UserProfile>(m_server.request("GET", u"/api/v1/me/profile"_s, {}, session)).username, "jana");
    QCOMPARE(m_server.requestAs(narrow.token, "GET", u"/api/v1/me/profile"_s).status, 403);
    const auto tokens = tokensIn(m_server.requestAs(m_alice, "GET", u"/api/v1/me/tokens"_s));
    const auto found = std::ranges::find(tokens, narrow.id, &AccessTokenInfo::id);
    QVERIFY(found != tokens.end());
    QCOMPARE(found->scopes, std::vector<std::string>{"job:read"});
    const auto next = makeToken(m_alice, R"({"name":"after","scopes":["*"]})");
    QVERIFY(next.id > narrow.id);
}

QTEST_GUILESS_MAIN(IdentityApiTest)
#include "identity_api_test.moc"
