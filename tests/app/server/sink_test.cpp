// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/file.h"
#include "core/model/event/sink.h"
#include "core/schema/codec.h"
#include "tests/support/program.h"
#include "tests/support/server/event_receiver.h"
#include "tests/support/server/server_process.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <set>

using namespace portolan;
using namespace portolan::test;

/// Events of a real server at a receiver that others have written: the SDK of CloudEvents reads each request.
class SinkTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void bothModesAreUnderstood_data();
    void bothModesAreUnderstood();
    void onlyWhatIsWantedIsSent();
    void aReceiverThatFailsGetsItLater();
    void whatIsRefusedIsADeadLetter();
    void aDisabledSinkGoesOnWhereItWas();
    void nothingIsLostWhenTheServerIsKilled();
    void internalAddressesAreRefused();
    void onlyAdministratorsManageThem();
    void secretsAreNeverTold();

private:
    [[nodiscard]] SinkDetails add(const std::string &name, const QByteArray &members = {});
    [[nodiscard]] SinkDetails sink(const std::string &id) const;
    void behave(const QByteArray &behaviour) { m_receiver->behave(behaviour); }
    [[nodiscard]] std::vector<std::string> received(int status = 204) { return m_receiver->received(status); }
    /// Makes an event of the type "user.created".
    void makeUser(const std::string &name) const;
    [[nodiscard]] Outcome ctl(const QStringList &arguments) const;

    QTemporaryDir m_folder;
    QString m_configuration = m_folder.filePath(QStringLiteral("server.yaml"));
    ServerProcess m_server{{QStringLiteral("--config"), m_configuration}};
    std::string m_user;
    std::optional<EventReceiver> m_receiver;
    QNetworkAccessManager m_network;
};

void SinkTest::initTestCase()
{
    VERIFY_RESULT(writeFileAtomically(m_configuration.toStdString(),
                                      "public_url: https://labs.example.org\nsinks: {allow_internal: [127.0.0.1]}\n"));
    m_user = m_server.addUser("ann", {Role::User});
    VERIFY_RESULT(m_server.start());
}

void SinkTest::init()
{
    m_receiver.emplace(QStringLiteral("the secret"));
}

void SinkTest::cleanup()
{
    ControlPlaneClient client(m_server.address());
    const auto sinks = run(client.sinks());
    VERIFY_RESULT(sinks);
    for (const SinkDetails &one : *sinks)
        VERIFY_RESULT(run(client.deleteSink(one.id)));
    m_receiver.reset();
}

SinkDetails SinkTest::add(const std::string &name, const QByteArray &members)
{
    const auto body = std::format(R"({{"name":"{}","url":"{}","secret":"the secret"{}}})", name, m_receiver->url(),
                                  members.toStdString());
    const auto answer = m_server.request("POST", QStringLiteral("/api/v1/sinks"), QByteArray::fromStdString(body));
    const auto made = schema::decode<SinkDetails>(answer.body.toStdString());
    return made.value_or(SinkDetails());
}

SinkDetails SinkTest::sink(const std::string &id) const
{
    const auto answer = m_server.request("GET", QStringLiteral("/api/v1/sinks/") + QString::fromStdString(id));
    return schema::decode<SinkDetails>(answer.body.toStdString()).value_or(SinkDetails());
}

void SinkTest::makeUser(const std::string &name) const
{
    const auto body = QByteArray::fromStdString(std::format(R"({{"username":"{}"}})", name));
    QCOMPARE(m_server.request("POST", QStringLiteral("/api/v1/users"), body).status, 201);
}

Outcome SinkTest::ctl(const QStringList &arguments) const
{
    return runProgram(QStringLiteral("portolanctl"),
                      QStringList{QStringLiteral("--data"), QString::fromStdString(m_server.data())} + arguments);
}

void SinkTest::bothModesAreUnderstood_data()
{
    QTest::addColumn<QByteArray>("mode");
    QTest::newRow("structured") << QByteArray("structured");
    QTest::newRow("binary") << QByteArray("binary");
}

void SinkTest::bothModesAreUnderstood()
{
    QFETCH(QByteArray, mode);
    const auto made = add("all", R"(,"types":["user.*"],"mode":")" + mode + '"');
    QVERIFY(!made.id.empty());
    makeUser("m-" + mode.toStdString());
    QVERIFY(waitUntil([&] { return received().size() == 1; }));
    const std::string line = received().front();
    QCOMPARE(memberOf(line, "mode"), mode.toStdString());
    QCOMPARE(memberOf(line, "type"), "io.portolan.user.created");
    QCOMPARE(memberOf(line, "source"), "https://labs.example.org");
    QCOMPARE(memberOf(line, "subject"), "user/m-" + mode.toStdString());
    QVERIFY(memberOf(line, "id").ends_with("-" + memberOf(line, "seq")));
    QVERIFY2(memberOf(line, "data").contains(R"("roles")"), line.c_str());
    QVERIFY(waitUntil([&] { return sink(made.id).pending == 0; }));
    QVERIFY(sink(made.id).lastDelivery);

    const auto tried = m_server.request("POST",
                                        QStringLiteral("/api/v1/sinks/%1/test").arg(QString::fromStdString(made.id)));
    QCOMPARE(schema::decode<SinkAttempt>(tried.body.toStdString())->delivered, true);
    QVERIFY(waitUntil([&] { return received().size() == 2; }));
    QCOMPARE(memberOf(received().back(), "type"), "io.portolan.sink.test");
}

void SinkTest::onlyWhatIsWantedIsSent()
{
    const auto made = add("few", R"(,"types":["io.portolan.user.deleted","token.*"],"owner":"bob")");
    makeUser("bob");
    makeUser("cay");
    for (const char *name : {"cay", "bob"})
        QCOMPARE(m_server.request("DELETE", QStringLiteral("/api/v1/users/") + QString::fromLatin1(name)).status, 204);
    QVERIFY(waitUntil([&] { return sink(made.id).pending == 0; }));
    QCOMPARE(received().size(), 1U);
    QCOMPARE(memberOf(received().front(), "subject"), "user/bob");
}

void SinkTest::aReceiverThatFailsGetsItLater()
{
    behave(R"({"status":503,"times":-1,"delay":50})");
    const auto made = add("failing", R"(,"types":["user.*"])");
    makeUser("dan");
    makeUser("eve");
    QVERIFY(waitUntil([&] { return sink(made.id).failures >= 2; }));
    QVERIFY(sink(made.id).lastError.contains("503"));
    QVERIFY(sink(made.id).nextAttempt > sink(made.id).created);
    behave(R"({"times":0})");
    QVERIFY(waitUntil([&] { return received().size() == 2; }));
    QCOMPARE(memberOf(received()[0], "subject"), "user/dan"); // in order, nevertheless
    QCOMPARE(memberOf(received()[1], "subject"), "user/eve");
    QVERIFY(waitUntil([&] { return sink(made.id).failures == 0 && sink(made.id).pending == 0; }));
    QCOMPARE(sink(made.id).deadLetters, 0);
    QVERIFY(!sink(made.id).nextAttempt);
}

void SinkTest::whatIsRefusedIsADeadLetter()
{
    behave(R"({"status":410,"times":1})");
    const auto made = add("gone", R"(,"types":["user.*"])");
    makeUser("fay");
    makeUser("gil");
    QVERIFY(waitUntil([&] { return received().size() == 1; })); // the next one is sent
    QCOMPARE(memberOf(received().front(), "subject"), "user/gil");
    const auto listed = ctl({QStringLiteral("--json"), QStringLiteral("sink"), QStringLiteral("dead-letters"),
                             QStringLiteral("gone")});
    const auto letters = schema::decode<std::vector<DeadLetterDetails>>(listed.output.toStdString());
    VERIFY_RESULT(letters);
    QCOMPARE(letters->size(), 1U);
    QCOMPARE(letters->front().event.subject, "fay");
    QCOMPARE(letters->front().attempts, 1);
    QVERIFY(letters->front().error.contains("410"));

    const QString seq = QString::number(letters->front().seq);
    behave(R"({"status":500,"times":1})");
    const QStringList again{QStringLiteral("sink"), QStringLiteral("redeliver"), QStringLiteral("gone"), seq};
    QCOMPARE(ctl(again).status, 1);
    QCOMPARE(sink(made.id).deadLetters, 1);
    QCOMPARE(ctl(again).status, 0);
    QCOMPARE(sink(made.id).deadLetters, 0);
    QVERIFY(waitUntil([&] { return received().size() == 2; }));
    QCOMPARE(memberOf(received().back(), "subject"), "user/fay");
    QCOMPARE(memberOf(received().back(), "id"), memberOf(received(410).front(), "id"));
    QCOMPARE(ctl(again).status, 3);

    behave(R"({"status":410,"times":1})");
    makeUser("eva");
    QVERIFY(waitUntil([&] { return sink(made.id).deadLetters == 1; }));
    const QString second = QString::number(std::stoll(memberOf(received(410).back(), "seq")));
    const QStringList forget{QStringLiteral("sink"), QStringLiteral("forget"), QStringLiteral("gone"), second};
    QCOMPARE(ctl(forget).status, 0);
    QCOMPARE(sink(made.id).deadLetters, 0);
    QCOMPARE(ctl(forget).status, 3);
    QCOMPARE(received().size(), 2U);
}

void SinkTest::aDisabledSinkGoesOnWhereItWas()
{
    const auto made = add("paused", R"(,"types":["user.created"])");
    makeUser("hal");
    QVERIFY(waitUntil([&] { return received().size() == 1; }));
    QCOMPARE(ctl({QStringLiteral("sink"), QStringLiteral("disable"), QStringLiteral("paused")}).status, 0);
    makeUser("ida");
    QVERIFY(sink(made.id).pending > 0);
    QCOMPARE(ctl({QStringLiteral("sink"), QStringLiteral("enable"), QStringLiteral("paused")}).status, 0);
    QVERIFY(waitUntil([&] { return received().size() == 2; }));
    QCOMPARE(memberOf(received().back(), "subject"), "user/ida");
}

/// At least once: what comes twice has the same id, and whoever drops those has all of them in order.
void SinkTest::nothingIsLostWhenTheServerIsKilled()
{
    const QByteArray takes = R"({"status":204,"times":-1,"delay":5})";
    behave(takes);
    const auto made = add("killed", R"(,"types":["user.created"])");
    const auto first = sink(made.id).cursor;
    std::set<std::string> acknowledged;
    for (int round = 0; round < 4; ++round) {
        std::vector<std::unique_ptr<QNetworkReply>> replies;
        for (int request = 0; request < 25; ++request) {
            QNetworkRequest wanted(QUrl(QString::fromStdString(m_server.url() + "/api/v1/users")));
            wanted.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
            wanted.setRawHeader("Authorization", QByteArray::fromStdString("Bearer " + m_server.adminToken()));
            const std::string name = std::format("k-{}-{}", round, request);
            replies.emplace_back(
                m_network.post(wanted, QByteArray::fromStdString(std::format(R"({{"username":"{}"}})", name))));
            connect(replies.back().get(), &QNetworkReply::finished,
                    [&acknowledged, name, reply = replies.back().get()] {
                        if (reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() == 201)
                            acknowledged.insert("user/" + name);
                    });
        }
        const auto before = received().size();
        const auto known = acknowledged.size();
        QVERIFY(waitUntil([&] { // in the middle of its deliveries
            return received().size() > before + 3 && acknowledged.size() > known + 3;
        }));
        if (round % 2 == 1) { // one that has been sent and was not taken
            behave(R"({"status":503,"times":-1})");
            const auto refused = received(503).size();
            makeUser(std::format("refused-{}", round)); // should all have been taken by now
            QVERIFY(waitUntil([&] { return received(503).size() > refused; }));
        }
        m_server.kill();
        behave(takes);
        QVERIFY(waitUntil([&] {
            return std::ranges::all_of(replies, [](const auto &reply) { return reply->isFinished(); });
        }));
        VERIFY_RESULT(m_server.start());
    }
    QVERIFY(waitUntil([&] { return sink(made.id).pending == 0; }));
    std::int64_t highest = first;
    std::set<std::string> subjects;
    std::map<std::string, std::string> seqOfId;
    std::size_t twice = 0;
    for (const std::string &line : received()) {
        const auto seq = std::stoll(memberOf(line, "seq"));
        const auto [known, isNew] = seqOfId.emplace(memberOf(line, "id"), memberOf(line, "seq"));
        QCOMPARE(known->second, memberOf(line, "seq"));
        if (isNew)
            QVERIFY2(seq > highest, line.c_str());
        twice += isNew ? 0 : 1;
        highest = std::max<std::int64_t>(highest, seq);
        subjects.insert(memberOf(line, "subject"));
    }
    QVERIFY(acknowledged.size() >= 16);
    for (const std::string &subject : acknowledged)
        QVERIFY2(subjects.contains(subject), subject.c_str());
    qInfo("%zu events acknowledged, %zu delivered, %zu of them again after a kill", acknowledged.size(), seqOfId.size(),
          twice);
}

void SinkTest::internalAddressesAreRefused()
{
    for (const char *url : {"http://127.0.0.2:80/", "http://[::1]/", "http://10.0.0.1/", "http://169.254.169.254/",
                            "http://[::ffff:127.0.0.2]/", "http://0.0.0.0:1/"}) {
        const auto body = QByteArray::fromStdString(std::format(R"({{"name":"{0}","url":"{0}"}})", url));
        const auto answer = m_server.request("POST", QStringLiteral("/api/v1/sinks"), body);
        QCOMPARE(answer.status, 201);
        const auto id = schema::decode<SinkDetails>(answer.body.toStdString())->id;
        const auto tried = m_server.request("POST",
                                            QStringLiteral("/api/v1/sinks/%1/test").arg(QString::fromStdString(id)));
        const auto attempt = schema::decode<SinkAttempt>(tried.body.toStdString());
        VERIFY_RESULT(attempt);
        QVERIFY2(!attempt->delivered && attempt->error.contains("sinks.allow_internal"), attempt->error.c_str());
    }
    // No way in by a redirect either: none is followed.
    behave(QByteArray::fromStdString(R"({"status":302,"times":1})"));
    const auto made = add("redirecting", R"(,"types":["user.created"])");
    makeUser("jan");
    QVERIFY(waitUntil([&] { return sink(made.id).deadLetters == 1; }));
    for (const char *url :
         {"ftp://example.org/", "http://user@example.org/", "http://", "//example.org", "http://a b/"}) {
        const auto body = QByteArray::fromStdString(std::format(R"({{"name":"x","url":"{}"}})", url));
        QCOMPARE(m_server.request("POST", QStringLiteral("/api/v1/sinks"), body).status, 422);
    }
}

void SinkTest::onlyAdministratorsManageThem()
{
    QCOMPARE(m_server.requestAs(m_user, "GET", QStringLiteral("/api/v1/sinks")).status, 403);
    QCOMPARE(m_server.requestAs(m_user, "POST", QStringLiteral("/api/v1/sinks"), "{}").status, 403);
    const auto made = add("one");
    QCOMPARE(m_server.request("POST", QStringLiteral("/api/v1/sinks"), R"({"name":"one","url":"http://example.org"})")
                 .status,
             409);
    QCOMPARE(m_server.request("GET", QStringLiteral("/api/v1/sinks/none")).status, 404);
    QCOMPARE(m_server.request("DELETE", QStringLiteral("/api/v1/sinks/") + QString::fromStdString(made.id)).status,
             204);
    QCOMPARE(m_server.request("DELETE", QStringLiteral("/api/v1/sinks/") + QString::fromStdString(made.id)).status,
             404);
    const auto added = ctl({QStringLiteral("sink"), QStringLiteral("add"), QStringLiteral("two"),
                            QStringLiteral("http://127.0.0.1:1/"), QStringLiteral("--mode"), QStringLiteral("binary")});
    QCOMPARE(added.status, 0);
    QVERIFY(ctl({QStringLiteral("sink"), QStringLiteral("list")}).output.contains("two"));
    QCOMPARE(ctl({QStringLiteral("sink"), QStringLiteral("test"), QStringLiteral("two")}).status, 1);
    QCOMPARE(ctl({QStringLiteral("sink"), QStringLiteral("remove"), QStringLiteral("two")}).status, 0);
}

void SinkTest::secretsAreNeverTold()
{
    const auto made = add("secret");
    QVERIFY(made.isSigned);
    QVERIFY(!m_server.request("GET", QStringLiteral("/api/v1/sinks")).body.contains("the secret"));
    for (const char *name : {"/portolan.db", "/portolan.db-wal"}) {
        const auto bytes = readFile(m_server.data() + name, 64 * 1024 * 1024);
        VERIFY_RESULT(bytes);
        QVERIFY(!bytes->contains("the secret"));
    }
}

QTEST_GUILESS_MAIN(SinkTest)
#include "sink_test.moc"
