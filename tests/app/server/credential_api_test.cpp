// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/file.h"
#include "core/model/user/credential.h"
#include "core/schema/codec.h"
#include "tests/support/server/server_process.h"

using namespace portolan;
using namespace portolan::test;
using namespace Qt::StringLiterals;

/// What workspaces log in elsewhere with, at a real server.
class CredentialApiTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void secretsAreToldToWhoAsksForOneOnly();
    void theNarrowestScopeWins();
    void whatIsSwitchedOffIsNotGiven();
    void credentialsAreChangedAndForgotten();
    void badOnesAreRefused_data();
    void badOnesAreRefused();
    void onePlaceHasOneCredential();
    void nobodyElseReadsTheSecret();
    void clustersGiveTheirOwn();
    void secretsAreSealedOnTheDisk();
    void theyGoWithTheirUser();

private:
    [[nodiscard]] HttpAnswer ask(const QByteArray &method, const QString &path, const QByteArray &body = {}) const
    {
        return m_server->requestAs(m_alice, method, u"/api/v1/me/credentials"_s + path, body);
    }
    [[nodiscard]] UserCredential keep(const QString &service, const QByteArray &scope, const QByteArray &secret) const;

    std::unique_ptr<ServerProcess> m_server;
    std::string m_alice;
    std::string m_bert;
};

void CredentialApiTest::initTestCase()
{
    m_server = std::make_unique<ServerProcess>();
    m_alice = m_server->addUser("alice", {Role::User});
    m_bert = m_server->addUser("bert", {Role::User});
    VERIFY_RESULT(m_server->start());
}

UserCredential CredentialApiTest::keep(const QString &service, const QByteArray &scope, const QByteArray &secret) const
{
    const auto answer = ask("POST", u"/"_s + service,
                            R"({"subject":"alice","scope":")" + scope + R"(","secret":")" + secret + "\"}");
    if (answer.status != 201)
        qWarning("%d %s", answer.status, answer.body.constData());
    return schema::decode<UserCredential>(answer.body.toStdString()).value_or(UserCredential{});
}

void CredentialApiTest::secretsAreToldToWhoAsksForOneOnly()
{
    const UserCredential made = keep(u"git"_s, "https://Git.Example.org/", "hunter-2");
    QCOMPARE(made.serviceScope, "git.example.org");
    QVERIFY(made.secret.empty());
    const auto list = ask("GET", {});
    QVERIFY(!list.body.contains("hunter-2"));
    QVERIFY(list.body.contains("git.example.org"));
    const auto one = ask("GET", u"/git?scope=git.example.org"_s);
    QCOMPARE(one.status, 200);
    QCOMPARE(one.header("cache-control"), "no-store");
    const auto resolved = schema::decode<UserCredential>(one.body.toStdString());
    VERIFY_RESULT(resolved);
    QCOMPARE(resolved->secret, "hunter-2");
    QCOMPARE(resolved->subject, "alice");
    QVERIFY(resolved->lastUsedAt);
    QCOMPARE(ask("GET", u"?id=%1"_s.arg(made.id)).header("x-total-count"), "1");
    QCOMPARE(ask("GET", u"?id=4711"_s).body, "[]");
    QCOMPARE(ask("GET", u"/registry"_s).status, 404);
    QCOMPARE(ask("GET", u"/ftp"_s).status, 404);
}

void CredentialApiTest::theNarrowestScopeWins()
{
    [[maybe_unused]] const auto wide = keep(u"registry"_s, "ghcr.io", "wide");
    [[maybe_unused]] const auto narrow = keep(u"registry"_s, "ghcr.io/acme", "narrow");
    const auto secretFor = [this](const QString &scope) {
        const auto answer = ask("GET", u"/registry?scope="_s + scope);
        return schema::decode<UserCredential>(answer.body.toStdString()).value_or(UserCredential{}).secret;
    };
    QCOMPARE(secretFor(u"ghcr.io"_s), "wide");
    QCOMPARE(secretFor(u"ghcr.io/other/image"_s), "wide");
    QCOMPARE(secretFor(u"https://ghcr.io/acme/image"_s), "narrow");
    QCOMPARE(secretFor(u"ghcr.io/acmeevil"_s), "wide");
    QCOMPARE(ask("GET", u"/registry?scope=ghcr.io.evil.example"_s).status, 404);
}

void CredentialApiTest::whatIsSwitchedOffIsNotGiven()
{
    const UserCredential made = keep(u"git"_s, "off.example.org", "x");
    QCOMPARE(ask("PATCH", u"?id=%1"_s.arg(made.id), R"({"active":false})").status, 200);
    QCOMPARE(ask("GET", u"/git?scope=off.example.org"_s).status, 404);
}

void CredentialApiTest::credentialsAreChangedAndForgotten()
{
    const UserCredential made = keep(u"git"_s, "change.example.org", "before");
    const auto changed = ask("PATCH", u"?id=%1"_s.arg(made.id),
                             R"({"secret":"after","subject":"other","scope":"changed.example.org"})");
    QCOMPARE(changed.status, 200);
    QVERIFY(!changed.body.contains("after"));
    const auto resolved = schema::decode<UserCredential>(
        ask("GET", u"/git?scope=changed.example.org"_s).body.toStdString());
    VERIFY_RESULT(resolved);
    QCOMPARE(resolved->secret, "after");
    QCOMPARE(resolved->subject, "other");
    QCOMPARE(ask("DELETE", u"?id=%1"_s.arg(made.id)).status, 204);
    QCOMPARE(ask("DELETE", u"?id=%1"_s.arg(made.id)).status, 404);
    QCOMPARE(ask("PATCH", u"?id=%1"_s.arg(made.id), "{}").status, 404);
    QCOMPARE(ask("DELETE", {}).status, 400);
}

void CredentialApiTest::badOnesAreRefused_data()
{
    QTest::addColumn<QString>("service");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("pointer");
    QTest::newRow("no scope") << u"git"_s << QByteArray(R"({"subject":"a","secret":"b"})") << QByteArray("/scope");
    QTest::newRow("no subject") << u"git"_s << QByteArray(R"({"scope":"h","secret":"b"})") << QByteArray("/subject");
    QTest::newRow("no secret") << u"git"_s << QByteArray(R"({"scope":"h","subject":"a"})") << QByteArray("/secret");
    QTest::newRow("no place") << u"git"_s << QByteArray(R"({"scope":"a b","subject":"a","secret":"b"})")
                              << QByteArray("/scope");
    QTest::newRow("no namespace") << u"kubernetes"_s << QByteArray(R"({"scope":"A/B","subject":"a"})")
                                  << QByteArray("/scope");
    QTest::newRow("a cluster's secret") << u"kubernetes"_s
                                        << QByteArray(R"({"scope":"team","subject":"a","secret":"b"})")
                                        << QByteArray("/secret");
}

void CredentialApiTest::badOnesAreRefused()
{
    QFETCH(QString, service);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, pointer);
    const auto answer = ask("POST", u"/"_s + service, body);
    QCOMPARE(answer.status, 422);
    QVERIFY2(answer.body.contains("\"pointer\":\"" + pointer + '"'), answer.body.constData());
}

void CredentialApiTest::onePlaceHasOneCredential()
{
    const UserCredential first = keep(u"git"_s, "one.example.org", "x");
    QVERIFY(first.id > 0);
    const QByteArray body = R"({"subject":"a","scope":"https://one.example.org","secret":"y"})";
    QCOMPARE(ask("POST", u"/git"_s, body).status, 409);
    QCOMPARE(ask("POST", u"/registry"_s, body).status, 201);
    const UserCredential second = keep(u"git"_s, "two.example.org", "x");
    QCOMPARE(ask("PATCH", u"?id=%1"_s.arg(second.id), R"({"scope":"one.example.org"})").status, 409);
}

void CredentialApiTest::nobodyElseReadsTheSecret()
{
    [[maybe_unused]] const UserCredential made = keep(u"git"_s, "mine.example.org", "mine");
    const QString path = u"/api/v1/users/alice/credentials/git?scope=mine.example.org"_s;
    QCOMPARE(m_server->requestAs(m_bert, "GET", path).status, 404);
    // An administrator sees that it is there, and not what it is.
    QCOMPARE(m_server->request("GET", path).status, 403);
    const auto list = m_server->request("GET", u"/api/v1/users/alice/credentials"_s);
    QCOMPARE(list.status, 200);
    QVERIFY(list.body.contains("mine.example.org"));
    QVERIFY(!list.body.contains("\"secret\""));
    QCOMPARE(m_server->requestAs(m_bert, "DELETE", u"/api/v1/users/alice/credentials?id=%1"_s.arg(made.id)).status,
             404);
    QCOMPARE(m_server->requestAs(m_bert, "DELETE", u"/api/v1/me/credentials?id=%1"_s.arg(made.id)).status, 404);
}

void CredentialApiTest::clustersGiveTheirOwn()
{
    QCOMPARE(ask("POST", u"/kubernetes"_s, R"({"scope":"team-a","subject":"builder"})").status, 201);
    QCOMPARE(ask("GET", u"/kubernetes?scope=team-a"_s).status, 501);
    QVERIFY(ask("GET", {}).body.contains("\"credentialSource\":\"kubernetes\""));
}

void CredentialApiTest::secretsAreSealedOnTheDisk()
{
    [[maybe_unused]] const UserCredential made = keep(u"git"_s, "disk.example.org", "correct-horse-battery");
    m_server->stop();
    for (const char *file : {"/portolan.db", "/portolan.db-wal", "/keys/vault"})
        if (const auto bytes = readFile(m_server->data() + file, std::size_t(1) << 30))
            QVERIFY(!bytes->contains("correct-horse-battery"));
    VERIFY_RESULT(m_server->start());
    QVERIFY(ask("GET", u"/git?scope=disk.example.org"_s).body.contains("correct-horse-battery"));
}

void CredentialApiTest::theyGoWithTheirUser()
{
    QCOMPARE(m_server->request("POST", u"/api/v1/users"_s, R"({"username":"carla"})").status, 201);
    QCOMPARE(m_server
                 ->request("POST", u"/api/v1/users/carla/credentials/git"_s,
                           R"({"scope":"h.example.org","subject":"c","secret":"s"})")
                 .status,
             201);
    QCOMPARE(m_server->request("DELETE", u"/api/v1/users/carla"_s).status, 204);
    QCOMPARE(m_server->request("POST", u"/api/v1/users"_s, R"({"username":"carla"})").status, 201);
    QCOMPARE(m_server->request("GET", u"/api/v1/users/carla/credentials"_s).body, "[]");
}

QTEST_GUILESS_MAIN(CredentialApiTest)
#include "credential_api_test.moc"
