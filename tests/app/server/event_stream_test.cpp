// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/file.h"
#include "core/base/time.h"
#include "core/model/event/event_history.h"
#include "core/schema/codec.h"
#include "server/state/state.h"
#include "server/store/database.h"
#include "tests/support/raw_client.h"
#include "tests/support/server/node_peer.h"
#include "tests/support/server/server_process.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>

using namespace portolan;
using namespace portolan::test;
using namespace Qt::StringLiterals;

/// The event stream of a real server: what it begins with, what it is narrowed to, where it goes on.
class EventStreamTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void itGreetsAndBeats();
    void typesAndWorkersNarrowIt();
    void sinceAndLastEventIdReplay();
    void whatComesOftenComesInBatches();
    void whatThereIsComesFirst();
    void historyIsNarrowedTheSame();
    void historyHasPages();
    void whatIsNoLongerKeptIsTold();
    void itSaysThatItEnds();
    void subscribersMissNothingWhenTheServerIsKilled();

private:
    [[nodiscard]] RawClient open(const std::string &query, const std::string &headers = {}) const;
    /// The ids that a stream tells, up to the one of `last`.
    [[nodiscard]] std::vector<std::int64_t> idsOf(const std::string &query, std::int64_t last,
                                                  const std::string &headers = {}) const;
    [[nodiscard]] std::int64_t lastSeq() const;
    /// In the database, while the server does not run.
    void recordWorkerEvents();

    QTemporaryDir m_folder;
    QString m_configuration = m_folder.filePath(QStringLiteral("server.yaml"));
    ServerProcess m_server{{QStringLiteral("--config"), m_configuration}};
    std::string m_user;
    std::int64_t m_firstWorkerEvent = 0;
    std::int64_t m_firstSample = 0; ///< 120 of two types, alternating
    QNetworkAccessManager m_network;
};

namespace {

Task<Result<store::Committed>> commitEvents(State &state, std::vector<store::Event> events)
{
    store::Change change;
    for (store::Event &event : events)
        change.record(std::move(event));
    co_return co_await state.ledger().commit(std::move(change));
}

/// What comes next but a sign of life, which comes where a computer is slow.
std::string afterHeartbeats(RawClient &client)
{
    std::string block;
    do
        block = client.until("\n\n");
    while (block.contains("event: heartbeat"));
    return block;
}

} // namespace

void EventStreamTest::initTestCase()
{
    VERIFY_RESULT(writeFileAtomically(m_configuration.toStdString(), "events: {heartbeat: 1s}\n"));
    m_user = m_server.addUser("ann", {Role::User});
    recordWorkerEvents();
    VERIFY_RESULT(m_server.start());
}

void EventStreamTest::recordWorkerEvents()
{
    SystemClock clock;
    const auto state = State::open(m_server.data() + "/portolan.db", clock);
    VERIFY_RESULT(state);
    const auto worker = [](const std::string &id) {
        return store::Event{.type = "worker.status.updated", .subjectKind = "worker", .subjectId = id};
    };
    const auto committed = run(commitEvents(
        **state, {worker("w1"),
                  worker("w2"),
                  {.type = "lablet.session.created",
                   .subjectKind = "lablet-session",
                   .subjectId = "s1",
                   .data = R"({"worker_id":"w1"})"},
                  {.type = "lablet.definition.created", .subjectKind = "lablet-definition", .subjectId = "d1"}}));
    VERIFY_RESULT(committed);
    m_firstWorkerEvent = committed->firstSeq;
    std::vector<store::Event> samples;
    for (int number = 0; number < 120; ++number)
        samples.push_back({.type = number % 2 == 0 ? "worker.metrics.updated" : "worker.lab.stats_updated",
                           .subjectKind = "worker",
                           .subjectId = "w3"});
    const auto sampled = run(commitEvents(**state, std::move(samples)));
    VERIFY_RESULT(sampled);
    m_firstSample = sampled->firstSeq;
}

RawClient EventStreamTest::open(const std::string &query, const std::string &headers) const
{
    RawClient client(m_server.port());
    client.send(std::format("GET /api/events/stream{} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {}\r\n{}\r\n", query,
                            m_server.adminToken(), headers));
    return client;
}

std::vector<std::int64_t> EventStreamTest::idsOf(const std::string &query, std::int64_t last,
                                                 const std::string &headers) const
{
    auto client = open(query, headers);
    const std::string text = client.until(std::format("id: {}\n", last));
    std::vector<std::int64_t> ids;
    for (auto at = text.find("id: "); at != text.npos; at = text.find("id: ", at + 1))
        ids.push_back(std::stoll(text.substr(at + 4)));
    return ids;
}

std::int64_t EventStreamTest::lastSeq() const
{
    ControlPlaneClient client(m_server.address());
    const auto page = run(client.events({.filter = {}, .limit = 1, .newestFirst = true}));
    return page && !page->events.empty() ? page->events.front().seq : -1;
}

void EventStreamTest::itGreetsAndBeats()
{
    auto client = open("");
    const std::string text = client.until("\n\n");
    QVERIFY2(text.starts_with("HTTP/1.1 200"), text.c_str());
    QVERIFY(text.contains("text/event-stream"));
    QVERIFY(text.contains("event: connected\nretry: 2000\ndata: {\"status\":\"connected\",\"user\":\"admin\""));
    QVERIFY(client.until("event: heartbeat\ndata: {\"timestamp\":\"20").contains("heartbeat")); // labs spec, 8.1
}

void EventStreamTest::typesAndWorkersNarrowIt()
{
    using Ids = std::vector<std::int64_t>;
    const auto first = m_firstWorkerEvent;
    QCOMPARE(idsOf("?after=0&worker_ids=w1", first + 2), (Ids{first, first + 2}));
    QCOMPARE(idsOf("?after=0&worker_ids=w1,w2", first + 2), (Ids{first, first + 1, first + 2}));
    QCOMPARE(idsOf("?after=0&event_types=lablet.session.created,lablet.definition.created", first + 3),
             (Ids{first + 2, first + 3}));
    QCOMPARE(idsOf("?after=0&worker_ids=w2,w1&event_types=lablet.session.created,lablet.definition.created", first + 2),
             (Ids{first + 2}));
    // The name that was asked for is the one that is told.
    auto aliased = open("?after=0&event_types=worker_status&worker_ids=w2");
    std::string text = aliased.until(std::format("id: {}\n", first + 1));
    text += aliased.until("\n\n");
    QVERIFY2(text.contains("event: worker_status\n") && !text.contains("event: worker.status"), text.c_str());
    QVERIFY(text.contains(R"("type":"worker.status.updated")"));
    const auto refused = m_server.request("GET", QStringLiteral("/api/events?event_types=")
                                                     + QStringLiteral("a,").repeated(101));
    QCOMPARE(refused.status, 400);
    // As they happen, too.
    auto live = open("?event_types=user.created");
    QVERIFY(live.until("\n\n").contains("connected"));
    QCOMPARE(m_server.request("DELETE", QStringLiteral("/api/v1/users/ann")).status, 204);
    QCOMPARE(m_server.request("POST", QStringLiteral("/api/v1/users"), R"({"username":"bob"})").status, 201);
    const std::string happened = afterHeartbeats(live);
    QVERIFY2(happened.contains("event: user.created") && !happened.contains("user.deleted"), happened.c_str());
}

void EventStreamTest::sinceAndLastEventIdReplay()
{
    const auto last = lastSeq();
    const auto all = idsOf("?unbatched&since=0", last);
    QCOMPARE(all.size(), std::size_t(last));
    QCOMPARE(idsOf("?since=2", last).front(), 3);
    QCOMPARE(idsOf("?since=2", last, "Last-Event-ID: 4\r\n").front(), 5); // where it was, not where it began
    ControlPlaneClient client(m_server.address());
    const auto history = run(client.events({.filter = {}, .after = last - 1}));
    const auto time = QString::fromStdString(formatTime(history->events.front().time));
    QCOMPARE(idsOf("?since=" + time.toStdString(), last), std::vector<std::int64_t>{last});
    QCOMPARE(m_server.request("GET", QStringLiteral("/api/events/stream?since=yesterday")).status, 400);
    QCOMPARE(m_server.request("GET", QStringLiteral("/api/events/stream"), {}, {{"Last-Event-ID", "x"}}).status, 400);
}

void EventStreamTest::whatComesOftenComesInBatches()
{
    const std::string after = std::format("?worker_ids=w3&after={}", m_firstSample - 1);
    auto client = open(after);
    // 50 of a type, then what there is after a second.
    const std::string full = client.until("event: worker.lab.stats_updated.batch");
    QVERIFY2(full.contains(std::format("id: {};worker.metrics.updated={}\nevent: worker.metrics.updated.batch\n"
                                       "data: {{\"batch_id\":\"{}-{}\",\"count\":50,\"events\":[{{\"seq\":{},",
                                       m_firstSample, m_firstSample + 98, m_firstSample, m_firstSample + 98,
                                       m_firstSample)),
             full.c_str());
    QVERIFY(client.until("\n\n").contains("\"count\":49,"));
    QElapsedTimer waited;
    waited.start();
    const std::string rest = client.until(std::format("id: {}\n", m_firstSample + 119));
    QVERIFY2(waited.elapsed() > 500, rest.c_str()); // they wait for others
    QVERIFY2(rest.contains("\"count\":10,"), rest.c_str());
    QVERIFY(client.until("\n\n").contains("\"count\":11,"));
    // Between the two batches of one moment.
    auto again = open(after, std::format("Last-Event-ID: {};worker.metrics.updated={}\r\n", m_firstSample,
                                         m_firstSample + 98));
    const std::string replayed = again.until("event: worker.metrics.updated.batch");
    QVERIFY2(replayed.contains("event: worker.lab.stats_updated.batch"), replayed.c_str());
    QVERIFY(again.until("\n\n").contains(std::format("\"batch_id\":\"{}-", m_firstSample + 100)));
    // Nothing that waits is lost when the server ends, nor where another event follows; the name of a batch is a filter.
    auto narrowed = open(after + "&event_types=worker.metrics.updated.batch");
    QVERIFY(narrowed.until("\n\n").contains("connected"));
    QCOMPARE(m_server.stop(), 0);
    const std::string last = narrowed.until("event: system.sse.shutdown");
    QVERIFY2(last.contains("\"count\":50,") && last.contains("\"count\":10,") && !last.contains("lab.stats"),
             last.c_str());
    VERIFY_RESULT(m_server.start());
    // Each by itself, in the order of seq.
    std::vector<std::int64_t> all;
    for (int number = 0; number < 120; ++number)
        all.push_back(m_firstSample + number);
    QCOMPARE(idsOf(after + "&unbatched=true", all.back()), all);
    QCOMPARE(m_server.request("GET", u"/api/events/stream?unbatched=2"_s).status, 400);
    QCOMPARE(m_server
                 .request("GET", u"/api/events/stream?unbatched"_s, {},
                          {{"Last-Event-ID", "1;worker.metrics.updated=3"}})
                 .status,
             400);
}

void EventStreamTest::whatThereIsComesFirst()
{
    QCOMPARE(m_server.request("PUT", u"/api/v1/clusters/c"_s, "{}").status, 201);
    QCOMPARE(m_server.request("PUT", u"/api/v1/clusters/c/portals/one"_s, R"({"workshops":[]})").status, 201);
    auto client = open("?event_types=portal.snapshot,portal.created");
    QVERIFY(client.until("\n\n").contains("event: connected"));
    const std::string there = client.until("\n\n");
    QVERIFY2(there.contains("event: portal.snapshot\ndata: {\"time\":") && !there.contains("id: "), there.c_str());
    const auto list = m_server.request("GET", u"/api/v1/portals"_s).body;
    auto entry = list.mid(list.indexOf('[') + 1, list.lastIndexOf(']') - list.indexOf('[') - 1);
    entry.replace(QByteArray::fromStdString(m_server.url()), "http://h"); // which the stream's reader calls it
    QVERIFY2(there.contains("\"data\":" + entry.toStdString() + "}"), there.c_str());
    QCOMPARE(m_server.request("PUT", u"/api/v1/clusters/c/portals/two"_s, R"({"workshops":[]})").status, 201);
    const std::string happens = afterHeartbeats(client);
    QVERIFY2(happens.contains(std::format("id: {}\n", lastSeq())) && happens.contains("event: portal.created"),
             happens.c_str());
}

void EventStreamTest::historyIsNarrowedTheSame()
{
    const auto count = [&](const QString &query) {
        const auto answer = m_server.request("GET", QStringLiteral("/api/events?") + query);
        const auto history = schema::decode<EventHistory>(answer.body.toStdString());
        return history ? int(history->events.size()) : -1;
    };
    QCOMPARE(count(QStringLiteral("worker_ids=w1")), 2);
    QCOMPARE(count(QStringLiteral("worker_ids=w9")), 0);
    QCOMPARE(count(QStringLiteral("event_types=worker_status,lablet.session.created")), 3);
    QCOMPARE(count(QStringLiteral("type=worker_status&type=lablet.session.created&worker_ids=w2")), 1);
}

void EventStreamTest::historyHasPages()
{
    const auto answer = m_server.request("GET",
                                         u"/api/events?event_types=worker.status.updated&worker_ids=w1,w2&limit=1"_s);
    QCOMPARE(answer.header("x-total-count"), "2");
    QVERIFY2(answer.header("link").contains("offset=1&limit=1>; rel=\"next\""), answer.header("link").constData());
    const auto all = schema::decode<EventHistory>(
        m_server.request("GET", u"/api/events?limit=1000"_s).body.toStdString());
    VERIFY_RESULT(all);
    const auto part = m_server.request("GET", u"/api/events?offset=2&limit=2&order=desc"_s);
    QCOMPARE(part.header("x-total-count").toULongLong(), all->events.size());
    const auto page = schema::decode<EventHistory>(part.body.toStdString());
    VERIFY_RESULT(page);
    QCOMPARE(page->events.size(), 2);
    QCOMPARE(page->events[0], all->events[all->events.size() - 3]);
    QCOMPARE(page->events[1], all->events[all->events.size() - 4]);
    QCOMPARE(m_server.request("GET", u"/api/events?page=2&offset=1"_s).status, 400);
    QCOMPARE(m_server.request("GET", u"/api/events?sort=type"_s).status, 400);
}

void EventStreamTest::whatIsNoLongerKeptIsTold()
{
    QCOMPARE(m_server.stop(), 0);
    {
        auto database = store::Database::open(m_server.data() + "/portolan.db");
        VERIFY_RESULT(database);
        VERIFY_RESULT(database->execute("DELETE FROM events WHERE seq < 3"));
        VERIFY_RESULT(database->execute("UPDATE counters SET value = 3 WHERE name = 'oldest_event'"));
    }
    VERIFY_RESULT(m_server.start());
    auto client = open("", "Last-Event-ID: 1\r\n");
    const std::string text = client.until("id: 3\n");
    QVERIFY2(text.contains("event: resync\ndata: {\"oldest\":3}\n\n"), text.c_str());
    QVERIFY(text.find("resync") < text.find("id: 3"));
}

void EventStreamTest::itSaysThatItEnds()
{
    auto client = open("");
    QVERIFY(client.until("\n\n").contains("connected"));
    QCOMPARE(m_server.stop(), 0);
    const std::string end = client.until("\r\n0\r\n\r\n");
    QVERIFY2(end.contains("event: system.sse.shutdown") && end.ends_with("\r\n0\r\n\r\n"), end.c_str());
    VERIFY_RESULT(m_server.start());
}

/// Real clients connect again by themselves while others write and the server is killed: each is told every event of its
/// filter once, in order.
void EventStreamTest::subscribersMissNothingWhenTheServerIsKilled()
{
    const QString data = QString::fromStdString(m_server.data());
    const auto begin = lastSeq();
    const QString from = QStringLiteral("since=%1").arg(begin);
    const QStringList types{QStringLiteral("user.created"), QStringLiteral("user.deleted")};
    std::vector<std::unique_ptr<NodePeer>> whole;
    for (int i = 0; i < 3; ++i)
        whole.push_back(std::make_unique<NodePeer>(QStringLiteral("event_stream.mjs"),
                                                   QStringList{data, QStringLiteral("?") + from} + types));
    NodePeer narrowed(QStringLiteral("event_stream.mjs"),
                      QStringList{data, QStringLiteral("?event_types=user.deleted&") + from} + types);
    for (const auto &peer : whole)
        QVERIFY(waitUntil([&] { return !peer->lines().empty(); }));
    const auto connectionsOf = [](NodePeer &peer) {
        return std::ranges::count_if(peer.lines(),
                                     [](const std::string &line) { return memberOf(line, "event") == "connected"; });
    };
    const int rounds = qEnvironmentVariableIntValue("PORTOLAN_CRASH_ROUNDS") > 0
                           ? qEnvironmentVariableIntValue("PORTOLAN_CRASH_ROUNDS")
                           : 3;
    for (int round = 0; round < rounds; ++round) {
        // What was told before the last kill may come in only now: the kill is to cut each round's own connection.
        QVERIFY(waitUntil([&] { return connectionsOf(*whole.front()) > round; }));
        const auto before = whole.front()->lines().size();
        std::vector<std::unique_ptr<QNetworkReply>> replies;
        for (int request = 0; request < 60; ++request) {
            const bool removes = request % 3 == 2;
            const std::string name = std::format("r{}-{}", round, removes ? request - 1 : request);
            QNetworkRequest wanted(QUrl(QString::fromStdString(m_server.url() + "/api/v1/users"
                                                               + (removes ? "/" + name : std::string()))));
            wanted.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
            wanted.setRawHeader("Authorization", QByteArray::fromStdString("Bearer " + m_server.adminToken()));
            replies.emplace_back(removes ? m_network.deleteResource(wanted)
                                         : m_network.post(wanted, QByteArray::fromStdString(
                                                                      std::format(R"({{"username":"{}"}})", name))));
        }
        QVERIFY(waitUntil([&] { return whole.front()->lines().size() > before + 10; }));
        m_server.kill();
        QVERIFY(waitUntil([&] {
            return std::ranges::all_of(replies, [](const auto &reply) { return reply->isFinished(); });
        }));
        VERIFY_RESULT(m_server.start());
    }
    QCOMPARE(m_server.request("POST", QStringLiteral("/api/v1/users"), R"({"username":"the-last"})").status, 201);
    QCOMPARE(m_server.request("DELETE", QStringLiteral("/api/v1/users/the-last")).status, 204);
    const auto last = lastSeq();
    const auto seqsOf = [](NodePeer &peer) {
        std::vector<std::int64_t> seqs;
        for (const std::string &line : peer.lines())
            if (const std::string seq = memberOf(line, "seq"); !seq.empty()) {
                if (seq != memberOf(line, "id"))
                    qFatal("%s", line.c_str());
                seqs.push_back(std::stoll(seq));
            }
        return seqs;
    };
    std::vector<std::int64_t> all;
    for (auto seq = begin + 1; seq <= last; ++seq)
        all.push_back(seq);
    std::ptrdiff_t connections = 0;
    for (const auto &peer : whole) {
        QVERIFY(waitUntil([&] { return !seqsOf(*peer).empty() && seqsOf(*peer).back() >= last; }));
        QCOMPARE(seqsOf(*peer), all);
        QVERIFY(connectionsOf(*peer) >= (peer == whole.front() ? rounds + 1 : 2));
        connections += connectionsOf(*peer);
    }
    QVERIFY(waitUntil([&] { return !seqsOf(narrowed).empty() && seqsOf(narrowed).back() >= last; }));
    std::vector<std::int64_t> deleted;
    ControlPlaneClient client(m_server.address());
    const auto history = run(client.events({.filter = {.types = {"user.deleted"}}, .after = begin, .limit = 1000}));
    for (const Event &event : history->events)
        deleted.push_back(event.seq);
    QCOMPARE(seqsOf(narrowed), deleted);
    qInfo("%zu events, %td connections of 3 clients over %d kills: each once, in order", all.size(), connections,
          rounds);
}

QTEST_GUILESS_MAIN(EventStreamTest)
#include "event_stream_test.moc"
