// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/file.h"
#include "core/model/user/access_token.h"
#include "core/model/user/user_profile.h"
#include "core/schema/codec.h"
#include "tests/support/server/server_process.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <set>

using namespace portolan;
using namespace portolan::test;
using namespace Qt::StringLiterals;

/// What comes with an Idempotency-Key is done once, at a real server.
class IdempotencyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void repetitionsGetTheFirstAnswer();
    void refusalsAreRepeatedToo();
    void anotherRequestIsRefused();
    void keysAreEachUsersAndPathsOwn();
    void malformedKeysAreRefused();
    void whatHasNoKeyIsDoneEachTime();
    void manyAtOnceAreDoneOnce();
    void answersOutliveTheServer();
    void whatACrashLeftOpenIsNotDoneAgain();
    void secretsAreNotInTheDatabase();

private:
    [[nodiscard]] HttpAnswer makeToken(const QByteArray &name, const QByteArray &key) const;
    [[nodiscard]] std::size_t tokens() const;

    std::unique_ptr<ServerProcess> m_server;
    std::string m_alice;
};

HttpAnswer IdempotencyTest::makeToken(const QByteArray &name, const QByteArray &key) const
{
    return m_server->request("POST", u"/api/v1/me/tokens"_s, R"({"scopes":["*"],"name":")" + name + "\"}",
                             {{"Idempotency-Key", key}});
}

std::size_t IdempotencyTest::tokens() const
{
    return m_server->request("GET", u"/api/v1/me/tokens?limit=1"_s).header("x-total-count").toULongLong();
}

void IdempotencyTest::initTestCase()
{
    m_server = std::make_unique<ServerProcess>();
    m_alice = m_server->addUser("alice", {Role::User});
    VERIFY_RESULT(m_server->start());
}

void IdempotencyTest::repetitionsGetTheFirstAnswer()
{
    const std::size_t before = tokens();
    const auto first = makeToken("one", "key-1");
    QCOMPARE(first.status, 201);
    QVERIFY(first.header("idempotency-replayed").isEmpty());
    for (int round = 0; round < 3; ++round) {
        const auto again = makeToken("one", "key-1");
        QCOMPARE(again.status, 201);
        QCOMPARE(again.body, first.body);
        QCOMPARE(again.header("content-type"), first.header("content-type"));
        QCOMPARE(again.header("cache-control"), "no-store");
        QCOMPARE(again.header("idempotency-replayed"), "true");
    }
    QCOMPARE(tokens(), before + 1);
    const QByteArray user = R"({"username":"carla"})";
    const auto made = m_server->request("POST", u"/api/v1/users"_s, user, {{"Idempotency-Key", "key-1"}});
    QCOMPARE(made.status, 201);
    const auto again = m_server->request("POST", u"/api/v1/users"_s, user, {{"Idempotency-Key", "key-1"}});
    QCOMPARE(again.status, 201);
    QCOMPARE(again.header("location"), made.header("location"));
}

void IdempotencyTest::refusalsAreRepeatedToo()
{
    QCOMPARE(makeToken("two", "key-2").status, 201);
    const auto refused = makeToken("two", "key-3");
    QCOMPARE(refused.status, 409);
    QCOMPARE(m_server->request("DELETE", u"/api/v1/users/nobody"_s).status, 404);
    const auto again = makeToken("two", "key-3");
    QCOMPARE(again.status, 409);
    QCOMPARE(again.body, refused.body);
    QCOMPARE(again.header("content-type"), "application/problem+json");
    QCOMPARE(again.header("idempotency-replayed"), "true");
}

void IdempotencyTest::anotherRequestIsRefused()
{
    QCOMPARE(makeToken("three", "key-4").status, 201);
    const auto other = makeToken("four", "key-4");
    QCOMPARE(other.status, 422);
    QVERIFY2(other.body.contains("another query or body"), other.body.constData());
    const auto query = m_server->request("POST", u"/api/v1/me/tokens?x=1"_s, R"({"scopes":["*"],"name":"three"})",
                                         {{"Idempotency-Key", "key-4"}});
    QCOMPARE(query.status, 422);
}

void IdempotencyTest::keysAreEachUsersAndPathsOwn()
{
    QCOMPARE(makeToken("five", "key-5").status, 201);
    const auto alices = m_server->request("POST", u"/api/v1/me/tokens"_s, R"({"scopes":["*"],"name":"five"})",
                                          {{"Idempotency-Key", "key-5"},
                                           {"Authorization", "Bearer " + QByteArray::fromStdString(m_alice)}});
    QCOMPARE(alices.status, 201);
    QVERIFY(alices.header("idempotency-replayed").isEmpty());
    QVERIFY(!alices.body.isEmpty());
    // Nor is a narrowed credential told what a wider one of the same user was given.
    const auto narrow = schema::decode<AccessTokenCreated>(
        m_server->request("POST", u"/api/v1/me/tokens"_s, R"({"scopes":["token:create"],"name":"narrow"})")
            .body.toStdString());
    VERIFY_RESULT(narrow);
    const auto narrowed = m_server->request("POST", u"/api/v1/me/tokens"_s, R"({"scopes":["*"],"name":"five"})",
                                            {{"Idempotency-Key", "key-5"},
                                             {"Authorization", "Bearer " + QByteArray::fromStdString(narrow->token)}});
    QCOMPARE(narrowed.status, 403);
    QVERIFY(narrowed.header("idempotency-replayed").isEmpty());
}

void IdempotencyTest::malformedKeysAreRefused()
{
    const std::size_t before = tokens();
    for (const QByteArray &key : {QByteArray("with space"), QByteArray(256, 'x'), QByteArray("\xc3\xa4")})
        QCOMPARE(makeToken("six", key).status, 400);
    QCOMPARE(tokens(), before);
    QCOMPARE(makeToken("six", QByteArray(255, 'x')).status, 201);
}

void IdempotencyTest::whatHasNoKeyIsDoneEachTime()
{
    const QByteArray body = R"({"scopes":["*"],"name":"seven"})";
    QCOMPARE(m_server->request("POST", u"/api/v1/me/tokens"_s, body).status, 201);
    QCOMPARE(m_server->request("POST", u"/api/v1/me/tokens"_s, body).status, 409);
}

void IdempotencyTest::manyAtOnceAreDoneOnce()
{
    const std::size_t before = tokens();
    QNetworkAccessManager network;
    std::vector<std::unique_ptr<QNetworkReply>> replies;
    for (int number = 0; number < 20; ++number) {
        QNetworkRequest request(QUrl(QString::fromStdString(m_server->url()) + u"/api/v1/me/tokens"_s));
        request.setRawHeader("Authorization", QByteArray::fromStdString("Bearer " + m_server->adminToken()));
        request.setRawHeader("Idempotency-Key", "at-once");
        request.setRawHeader("Content-Type", "application/json");
        replies.emplace_back(network.post(request, R"({"scopes":["*"],"name":"eight"})"));
    }
    std::set<QByteArray> bodies;
    int made = 0;
    for (const auto &reply : replies) {
        QVERIFY(waitUntil([&] { return reply->isFinished(); }));
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        QVERIFY2(status == 201 || status == 409, QByteArray::number(status).constData());
        if (status != 201)
            continue;
        ++made;
        bodies.insert(reply->readAll());
    }
    QVERIFY(made >= 1);
    QCOMPARE(bodies.size(), std::size_t(1));
    QCOMPARE(tokens(), before + 1);
}

void IdempotencyTest::answersOutliveTheServer()
{
    const auto first = makeToken("nine", "key-9");
    QCOMPARE(first.status, 201);
    m_server->kill();
    VERIFY_RESULT(m_server->start());
    const auto again = makeToken("nine", "key-9");
    QCOMPARE(again.body, first.body);
    QCOMPARE(again.header("idempotency-replayed"), "true");
}

/// The server is killed while it does requests: each key is then either answered as it was, or known to be open.
void IdempotencyTest::whatACrashLeftOpenIsNotDoneAgain()
{
    for (int round = 0; round < 5; ++round) {
        const QByteArray prefix = "crash-" + QByteArray::number(round) + '-';
        QNetworkAccessManager network;
        std::vector<std::unique_ptr<QNetworkReply>> replies;
        for (int number = 0; number < 16; ++number) {
            QNetworkRequest request(QUrl(QString::fromStdString(m_server->url()) + u"/api/v1/users"_s));
            request.setRawHeader("Authorization", QByteArray::fromStdString("Bearer " + m_server->adminToken()));
            request.setRawHeader("Idempotency-Key", prefix + QByteArray::number(number));
            request.setRawHeader("Content-Type", "application/json");
            replies.emplace_back(network.post(request,
                                              R"({"username":")" + prefix + QByteArray::number(number) + "\"}"));
        }
        QVERIFY(waitUntil([&] { return replies[std::size_t(round)]->isFinished(); }));
        m_server->kill();
        for (const auto &reply : replies)
            QVERIFY(waitUntil([&] { return reply->isFinished(); }));
        VERIFY_RESULT(m_server->start());
        for (int number = 0; number < 16; ++number) {
            const QByteArray name = prefix + QByteArray::number(number);
            const bool
                answered = replies[std::size_t(number)]->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt()
                           == 201;
            const bool there = m_server->request("GET", u"/api/v1/users/"_s + QString::fromUtf8(name) + u"/profile"_s)
                                   .status
                               == 200;
            QVERIFY(there || !answered);
            const auto again = m_server->request("POST", u"/api/v1/users"_s, R"({"username":")" + name + "\"}",
                                                 {{"Idempotency-Key", name}});
            const bool replayed = again.header("idempotency-replayed") == "true";
            const bool open = again.status == 409 && again.body.contains("was stopped");
            const bool fresh = again.status == 201 && !there;
            QVERIFY2(replayed || open || fresh, again.body.constData());
            QVERIFY2(!answered || replayed, again.body.constData());
            QVERIFY2(!replayed || again.status == 201, again.body.constData());
        }
    }
}

void IdempotencyTest::secretsAreNotInTheDatabase()
{
    const auto created = schema::decode<AccessTokenCreated>(makeToken("ten", "key-10").body.toStdString());
    VERIFY_RESULT(created);
    m_server->stop();
    for (const char *file : {"/portolan.db", "/portolan.db-wal"})
        if (const auto bytes = readFile(m_server->data() + file, 1u << 30))
            QVERIFY(!bytes->contains(created->token));
    VERIFY_RESULT(m_server->start());
}

QTEST_GUILESS_MAIN(IdempotencyTest)
#include "idempotency_test.moc"
