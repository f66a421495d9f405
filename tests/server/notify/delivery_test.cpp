// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/notify/delivery.h"

#include "core/base/digest.h"
#include "server/notify/notifier.h"
#include "tests/support/run.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

using namespace portolan;
using namespace portolan::notify;
using namespace portolan::test;
using namespace std::chrono_literals;

namespace {

/// Takes one request a connection and answers from a list; 204 when that is at its end.
class Receiver
{
public:
    Receiver()
    {
        QObject::connect(&m_server, &QTcpServer::pendingConnectionAvailable, &m_server, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection())
                serve(socket);
        });
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("cannot listen");
    }

    [[nodiscard]] std::string url() const { return std::format("http://127.0.0.1:{}/", m_server.serverPort()); }

    std::vector<std::string> answers; ///< "503", "429\r\nRetry-After: 1"
    std::vector<std::string> requests;

private:
    void serve(QTcpSocket *socket)
    {
        QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket, text = std::string()]() mutable {
            text += socket->readAll().toStdString();
            const auto head = text.find("\r\n\r\n");
            constexpr std::string_view name = "content-length: ";
            std::string lower = text.substr(0, head);
            std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return std::tolower(c); });
            const auto length = lower.find(name);
            if (head == text.npos || text.size() < head + 4 + std::stoul(lower.substr(length + name.size())))
                return;
            requests.push_back(std::exchange(text, {}));
            std::string status = "204";
            if (!answers.empty()) {
                status = answers.front();
                answers.erase(answers.begin());
            }
            socket->write(QByteArray::fromStdString(
                std::format("HTTP/1.1 {}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", status)));
            socket->disconnectFromHost();
        });
    }

    QTcpServer m_server;
};

/// A store, and the deliveries to one sink.
struct Plane {
    Plane()
    {
        options.policy.allowed = {*Network::parse("127.0.0.0/8")};
        options.sender = {.instance = "here", .source = "portolan"};
        options.attempts = 3;
        options.firstPause = 1ms;
        options.longestPause = 4ms;
        options.saveEvery = 1ms;
        state = std::move(*State::open(folder.filePath(QStringLiteral("p.db")).toStdString(), clock));
        vault = std::move(*vault::Vault::open(folder.filePath(QStringLiteral("keys")).toStdString(), random));
    }
    ~Plane()
    {
        if (notifier)
            run(notifier->stop());
        state->close();
    }

    void start()
    {
        const std::string sealed = vault->seal("the secret", "sink/s").value();
        store::Change change;
        change.put(Sink{.id = "s", .name = "s", .url = receiver.url(), .secret = sealed}, store::absent);
        change.put(SinkProgress{.id = "s", .cursor = 0}, store::absent);
        commit(std::move(change));
        notifier.emplace(*state, *vault, random, options);
        notifier->start();
    }
    void commit(store::Change change)
    {
        const auto committed = run(state->ledger().commit(std::move(change)));
        if (!committed)
            qFatal("%s", committed.error().detail.c_str());
    }
    void happen(const std::string &subject)
    {
        commit(std::move(store::Change().record({.type = "tick", .subjectKind = "t", .subjectId = subject})));
    }
    [[nodiscard]] bool reaches(std::int64_t cursor)
    {
        return waitUntil([&] { return state->sinkProgress.find("s")->value.cursor == cursor; });
    }

    QTemporaryDir folder;
    SystemClock clock;
    SystemRandom random;
    DeliveryOptions options;
    Receiver receiver;
    std::unique_ptr<State> state;
    std::unique_ptr<vault::Vault> vault;
    std::optional<Notifier> notifier;
};

} // namespace

class DeliveryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QVERIFY(allTasksEnd()); }
    void pausesGrowAndVary();
    void typesHaveTheirNames();
    void aSinkWantsWhatItSays();
    void whatFailsTooOftenIsDead();
    void retryAfterIsHonoured();
    void onlySoManyDeadLettersAreKept();
    void requestsAreSigned();
    void headersCarryAnyText();
    void aSinkThatIsDeletedLeavesNothing();
    void aSecretThatDoesNotOpenSendsNothing();
};

void DeliveryTest::pausesGrowAndVary()
{
    SeededRandom random(7);
    const DeliveryOptions options{};
    auto most = 1000ms;
    for (int failed = 1; failed <= 12; ++failed) {
        auto longest = 0ms;
        for (int i = 0; i < 200; ++i) {
            const auto pause = pauseAfter(failed, options, random);
            QVERIFY(pause >= 0ms && pause <= most);
            longest = std::max(longest, pause);
        }
        QVERIFY(longest > most / 2);
        most = std::min<std::chrono::milliseconds>(most * 2, 5min);
    }
    QCOMPARE(most, 5min);
}

void DeliveryTest::typesHaveTheirNames()
{
    QCOMPARE(cloudEventType({.type = "workspace.created"}), "io.portolan.workspace.created");
    QCOMPARE(cloudEventType({.type = "lablet.session.created"}), "io.lablet.instance.created");
    QCOMPARE(cloudEventType({.type = "lablet.session.status.changed", .data = {R"({"status":"running"})"}}),
             "io.lablet.instance.running");
    QCOMPARE(cloudEventType({.type = "lablet.session.status.changed"}), "io.lablet.instance.status.changed");
    QCOMPARE(cloudEventType({.type = "lablet.definition.created"}), "io.lablet.definition.created");
}

void DeliveryTest::aSinkWantsWhatItSays()
{
    const Event created{.type = "workspace.created", .owner = "ann"};
    QVERIFY(wants({}, created));
    for (const char *pattern : {"workspace.created", "workspace.*", "io.portolan.workspace.created", "io.portolan.*"})
        QVERIFY2(wants({.types = {"none", pattern}}, created), pattern);
    for (const char *pattern : {"workspace", "work.*", "workspace.create", "io.lablet.*", "workspace.created.*"})
        QVERIFY2(!wants({.types = {pattern}}, created), pattern);
    QVERIFY(wants({.owner = "ann"}, created));
    QVERIFY(!wants({.owner = "bob"}, created));
}

void DeliveryTest::whatFailsTooOftenIsDead()
{
    Plane plane;
    plane.receiver.answers = {"503", "500", "429", "204", "404"};
    plane.start();
    for (const char *subject : {"one", "two", "three", "four"})
        plane.happen(subject);
    QVERIFY(plane.reaches(4));
    QCOMPARE(plane.receiver.requests.size(), 6U); // three for the first, one for each other
    const auto letters = plane.state->deadLetters.page(store::Stored<DeadLetter>::bySink, "s");
    QCOMPARE(letters.total, 2U);
    QCOMPARE(letters.items[0]->value.event.subject, "one");
    QCOMPARE(letters.items[0]->value.attempts, 3);
    QVERIFY(letters.items[0]->value.error.contains("429"));
    QCOMPARE(letters.items[1]->value.event.subject, "three");
    QCOMPARE(letters.items[1]->value.attempts, 1);
    QVERIFY(waitUntil([&] { return plane.state->sinkProgress.find("s")->value.failures == 0; }));
}

void DeliveryTest::retryAfterIsHonoured()
{
    Plane plane;
    plane.receiver.answers = {"503 Busy\r\nRetry-After: 1", "204"};
    plane.start();
    const auto begun = plane.clock.steady();
    plane.happen("one");
    QVERIFY(plane.reaches(1));
    QVERIFY(plane.clock.steady() - begun >= 1s);
    QCOMPARE(plane.receiver.requests.size(), 2U);
}

void DeliveryTest::onlySoManyDeadLettersAreKept()
{
    Plane plane;
    plane.options.deadLetters = 2;
    plane.receiver.answers = {"400", "400", "400"};
    plane.start();
    for (const char *subject : {"one", "two", "three"})
        plane.happen(subject);
    QVERIFY(plane.reaches(3));
    const auto letters = plane.state->deadLetters.page(store::Stored<DeadLetter>::bySink, "s");
    QCOMPARE(letters.total, 2U);
    QCOMPARE(letters.items[0]->value.event.subject, "two");
}

void DeliveryTest::requestsAreSigned()
{
    const Event event{.seq = 3, .type = "tick", .data = {R"({"a":1})"}};
    const auto request = requestFor({.url = "http://h/", .mode = SinkMode::Binary}, event,
                                    {.instance = "here", .source = "there"}, "key", Time(90s));
    const auto header = [&request](std::string_view name) {
        for (const auto &[key, value] : request.headers)
            if (key == name)
                return value;
        return std::string();
    };
    QCOMPARE(header("X-Portolan-Timestamp"), "90");
    QCOMPARE(header("X-Portolan-Signature"), "sha256=" + hmacSha256Hex("key", R"(90.{"a":1})"));
    QCOMPARE(header("ce-id"), "here-3");
    QCOMPARE(header("ce-specversion"), "1.0");
    // RFC 4231, test case 2.
    QCOMPARE(hmacSha256Hex("Jefe", "what do ya want for nothing?"),
             "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    const auto unsignedRequest = requestFor({}, event, {}, "", Time(90s));
    for (const auto &[key, value] : unsignedRequest.headers)
        QVERIFY(!key.starts_with("X-Portolan"));
}

void DeliveryTest::headersCarryAnyText()
{
    const Event event{.type = "tick", .subjectKind = "t", .subject = "a\r\nb \"c\" 100% \xc3\xa9"};
    const auto request = requestFor({.mode = SinkMode::Binary}, event, {}, "", {});
    bool found = false;
    for (const auto &[key, value] : request.headers) {
        if (key != "ce-subject")
            continue;
        found = true;
        QCOMPARE(value, "t/a%0D%0Ab%20%22c%22%20100%25%20%C3%A9");
    }
    QVERIFY(found);
}

void DeliveryTest::aSinkThatIsDeletedLeavesNothing()
{
    Plane plane;
    plane.options.firstPause = plane.options.longestPause = 1h;
    plane.options.attempts = 10;
    plane.receiver.answers = {"503", "503"};
    plane.start();
    plane.happen("one");
    QVERIFY(waitUntil([&] { return plane.state->sinkProgress.find("s")->value.failures == 1; }));
    plane.commit(std::move(store::Change().remove<Sink>("s").remove<SinkProgress>("s")));
    plane.notifier->changed("s"); // it waits for an hour, and ends nevertheless
    QVERIFY(allTasksEnd());
    QVERIFY(!plane.state->sinkProgress.find("s"));
}

void DeliveryTest::aSecretThatDoesNotOpenSendsNothing()
{
    Plane plane;
    plane.start();
    plane.commit(std::move(store::Change().put(Sink{.id = "s",
                                                    .name = "s",
                                                    .url = plane.receiver.url(),
                                                    .secret = plane.vault->seal("x", "sink/other").value()},
                                               std::nullopt)));
    plane.notifier->changed("s");
    plane.happen("one");
    QVERIFY(plane.reaches(1));
    QCOMPARE(plane.receiver.requests.size(), 0U);
    const auto letter = plane.state->deadLetters.find("s/1");
    QVERIFY(letter && letter->value.error.contains("secret"));
}

QTEST_GUILESS_MAIN(DeliveryTest)
#include "delivery_test.moc"
