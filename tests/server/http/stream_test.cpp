// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Streams in both directions against peers that stop, and the end of the server while they run.
#include "server/http/server.h"

#include "core/async/timer.h"
#include "tests/server/http/routes.h"
#include "tests/support/raw_client.h"
#include "tests/support/run.h"

#include <QFile>

#include <atomic>

using namespace portolan;
using namespace portolan::http;
using namespace std::chrono_literals;
using test::RawClient;

namespace {

/// What the handlers tell the tests.
struct State {
    std::atomic<std::uint64_t> moved = 0;
    std::atomic<int> ended = 0;
    std::atomic<bool> go = false;
    std::atomic<int> error = -1;
};

Task<Result<void>> writeForEver(BodyWriter *writer, State *state)
{
    for (;;) {
        auto written = co_await writer->write(std::string(10'000, 'x'));
        if (!written) {
            state->error = static_cast<int>(written.error().code);
            ++state->ended;
            co_return written;
        }
        state->moved += 10'000;
    }
}

Task<Result<void>> sendEventsForEver(SseWriter *writer, State *state)
{
    for (int i = 0;; ++i) {
        auto sent = co_await writer->send({.data = std::string(1000, 'e'), .id = std::to_string(i)});
        if (!sent) {
            ++state->ended;
            co_return sent;
        }
        state->moved += 1000;
    }
}

Task<Result<void>> waitForClosing(SseWriter *writer, Request *request, State *state)
{
    if (auto sent = co_await writer->send({.data = "first\nsecond", .event = "hello"}); !sent)
        co_return sent;
    OneShot<bool> closed;
    const auto registration = request->closing.onClosed([closed]() mutable { closed.set(true); });
    co_await closed;
    ++state->ended;
    co_return {};
}

Task<Response> takeSlowly(Request *request, State *state)
{
    for (;;) {
        while (!state->go)
            co_await sleepFor(5ms);
        auto part = co_await request->body.read();
        if (!part) {
            state->error = static_cast<int>(part.error().code);
            ++state->ended;
            co_return Response::problem(part.error());
        }
        if (part->empty())
            co_return Response::text(200, std::to_string(state->moved));
        state->moved += part->size();
    }
}

Task<Response> waitForNothing(Request *request, State *state)
{
    OneShot<bool> closed;
    const auto registration = request->closing.onClosed([closed]() mutable { closed.set(true); });
    co_await closed;
    ++state->ended;
    co_return Response::text(200, "too late");
}

Task<Response> sleepThenAnswer(std::chrono::milliseconds time)
{
    co_await sleepFor(time);
    co_return Response::text(200, "slept");
}

Task<Response> made(Response response)
{
    co_return response;
}

long residentKib()
{
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    for (const auto &line : file.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.simplified().split(' ').at(1).toLong();
    }
    return -1;
}

} // namespace

class StreamTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void boundsWhatAStalledReaderCosts_data();
    void boundsWhatAStalledReaderCosts();
    void cutsAReaderThatStaysStalled();
    void boundsWhatASlowHandlerCosts();
    void uploadsMuchInLittleMemory();
    void tellsTheHandlerThatTheUploaderIsGone();
    void tellsAWaitingHandlerThatTheClientIsGone_data();
    void tellsAWaitingHandlerThatTheClientIsGone();
    void sendsEventsAndHeartbeats();
    void doesNotLetAFastReaderStarveOthers();
    void letsRunningAnswersFinishAtShutdown();
    void endsStreamsAtShutdown();
    void cutsWhatIgnoresTheShutdown();
    void closesIdleConnectionsAtShutdown();

private:
    void start(std::chrono::milliseconds writeStall);
    [[nodiscard]] bool settles(const std::function<std::int64_t()> &value) const;
    std::unique_ptr<State> m_state;
    std::unique_ptr<Server> m_server;
};

void StreamTest::init()
{
    m_state = std::make_unique<State>();
    start(60s);
}

void StreamTest::start(std::chrono::milliseconds writeStall)
{
    auto *state = m_state.get();
    ServerOptions options{.threads = 1};
    options.limits.writeStall = writeStall;
    m_server = std::make_unique<Server>(
        options,
        serveRoutes({
            {"/", sayHello},
            {"/flood",
             [state](Request &) {
                 return made(Response::stream(200, "a/b",
                                              [state](BodyWriter &writer) { return writeForEver(&writer, state); }));
             }},
            {"/events",
             [state](Request &) {
                 return made(Response::eventStream([state](SseWriter &writer) {
                     return sendEventsForEver(&writer, state);
                 }));
             }},
            {"/quiet",
             [state](Request &request) {
                 return made(Response::eventStream(
                     [state, &request](SseWriter &writer) { return waitForClosing(&writer, &request, state); }, 300ms));
             }},
            {"/take", [state](Request &request) { return takeSlowly(&request, state); }},
            {"/wait", [state](Request &request) { return waitForNothing(&request, state); }},
            {"/sleep", [](Request &) { return sleepThenAnswer(300ms); }},
        }));
    VERIFY_RESULT(m_server->start());
}

void StreamTest::cleanup()
{
    test::run(m_server->stop(100ms));
    QCOMPARE(m_server->counters().connections, 0U);
    m_server.reset();
}

bool StreamTest::settles(const std::function<std::int64_t()> &value) const
{
    std::int64_t before = -1;
    return test::waitUntil([&] {
        QTest::qWait(100);
        const auto now = value();
        return std::exchange(before, now) == now && now > 0 && m_server->counters().bufferedBytes > 0;
    });
}

void StreamTest::boundsWhatAStalledReaderCosts_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("body") << QByteArray("/flood");
    QTest::newRow("events") << QByteArray("/events");
}

void StreamTest::boundsWhatAStalledReaderCosts()
{
    QFETCH(const QByteArray, path);
    RawClient client(m_server->port());
    client.stopReading();
    client.send(std::format("GET {} HTTP/1.1\r\nHost: a\r\n\r\n", path.toStdString()));
    QVERIFY(settles([&] { return static_cast<std::int64_t>(m_state->moved); }));
    QVERIFY(m_server->counters().bufferedBytes < 128 * 1024);
    // It goes on where it stopped.
    const std::uint64_t before = m_state->moved;
    client.resumeReading();
    QVERIFY(client.bytes(before).size() == before);
    QVERIFY(m_state->moved > before);
    client.abort();
    QVERIFY(test::waitUntil([&] { return m_state->ended == 1; }));
    QCOMPARE(m_server->counters().bufferedBytes, 0U);
}

void StreamTest::cutsAReaderThatStaysStalled()
{
    cleanup();
    start(300ms);
    RawClient client(m_server->port());
    client.stopReading();
    client.send("GET /flood HTTP/1.1\r\nHost: a\r\n\r\n");
    QVERIFY(test::waitUntil([&] { return m_state->ended == 1; }));
    QCOMPARE(m_state->error, static_cast<int>(ErrorCode::Cancelled));
    QVERIFY(test::waitUntil([&] { return m_server->counters().connections == 0; }));
}

void StreamTest::boundsWhatASlowHandlerCosts()
{
    RawClient client(m_server->port());
    const std::size_t size = 30'000'000;
    client.send(std::format("POST /take HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n", size));
    const std::string part(100'000, 'u');
    for (std::size_t sent = 0; sent < size; sent += part.size())
        client.send(part);
    QVERIFY(settles([&] { return client.socket().bytesToWrite(); }));
    QVERIFY(m_server->counters().bufferedBytes < 192 * 1024);
    m_state->go = true;
    const auto response = client.response();
    QVERIFY(response);
    QCOMPARE(response->body, std::to_string(size));
}

void StreamTest::uploadsMuchInLittleMemory()
{
    m_state->go = true;
    RawClient client(m_server->port());
    const std::size_t size = 200'000'000;
    client.send(std::format("POST /take HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n", size));
    const std::string part(1'000'000, 'u');
    const auto before = residentKib();
    std::uint64_t mostBuffered = 0;
    for (std::size_t sent = 0; sent < size; sent += part.size()) {
        client.send(part);
        mostBuffered = std::max(mostBuffered, m_server->counters().bufferedBytes);
        QVERIFY(test::waitUntil([&] { return client.socket().bytesToWrite() < 1'000'000; }));
    }
    const auto response = client.response();
    QVERIFY(response);
    QCOMPARE(response->body, std::to_string(size));
    QVERIFY(mostBuffered < 192 * 1024);
#ifndef __SANITIZE_ADDRESS__ // which keeps what was freed
    QVERIFY(residentKib() - before < 16 * 1024);
#else
    QVERIFY(before > 0);
#endif
}

void StreamTest::tellsTheHandlerThatTheUploaderIsGone()
{
    m_state->go = true;
    RawClient client(m_server->port());
    client.send("POST /take HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc");
    QVERIFY(test::waitUntil([&] { return m_state->moved == 3; }));
    client.abort();
    QVERIFY(test::waitUntil([&] { return m_state->ended == 1; }));
    QCOMPARE(m_state->error, static_cast<int>(ErrorCode::Cancelled));
}

void StreamTest::tellsAWaitingHandlerThatTheClientIsGone_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<bool>("reset");
    for (const char *path : {"/quiet", "/wait"}) {
        QTest::addRow("%s, reset", path) << QByteArray(path) << true;
        QTest::addRow("%s, end of its side", path) << QByteArray(path) << false;
    }
}

void StreamTest::tellsAWaitingHandlerThatTheClientIsGone()
{
    QFETCH(const QByteArray, path);
    QFETCH(const bool, reset);
    RawClient client(m_server->port());
    client.send(std::format("GET {} HTTP/1.1\r\nHost: a\r\n\r\n", path.toStdString()));
    QVERIFY(test::waitUntil([&] { return m_server->counters().requests == 1; }));
    QTest::qWait(20);
    QCOMPARE(m_state->ended, 0);
    if (reset)
        client.abort();
    else
        client.closeWrite();
    QVERIFY(test::waitUntil([&] { return m_state->ended == 1; }));
}

void StreamTest::sendsEventsAndHeartbeats()
{
    RawClient client(m_server->port());
    client.send("GET /quiet HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto head = client.until("\r\n\r\n");
    QVERIFY(head.contains("Content-Type: text/event-stream\r\n"));
    QVERIFY(head.contains("Cache-Control: no-store\r\n"));
    QCOMPARE(client.until("\n\n\r\n"), "27\r\nevent: hello\ndata: first\ndata: second\n\n\r\n");
    for (int i = 0; i < 3; ++i)
        QCOMPARE(client.until("\n\n\r\n"), "3\r\n:\n\n\r\n");
    client.closeWrite();
    QCOMPARE(client.until("0\r\n\r\n"), "0\r\n\r\n");
}

void StreamTest::doesNotLetAFastReaderStarveOthers()
{
    // A producer whose bytes are always taken; both share the server's one loop.
    RawClient greedy(m_server->port());
    greedy.send("GET /flood HTTP/1.1\r\nHost: a\r\n\r\n");
    QVERIFY(greedy.bytes(10'000'000).size() == 10'000'000);
    RawClient modest(m_server->port());
    for (int i = 0; i < 10; ++i) {
        modest.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        const auto response = modest.response();
        QVERIFY(response);
        QCOMPARE(response->status, 200);
    }
    greedy.abort();
}

void StreamTest::letsRunningAnswersFinishAtShutdown()
{
    RawClient client(m_server->port());
    client.send("GET /sleep HTTP/1.1\r\nHost: a\r\n\r\n");
    QVERIFY(test::waitUntil([&] { return m_server->counters().requests == 1; }));
    auto stopping = m_server->stop(5s);
    const auto response = client.response();
    QVERIFY(response);
    QCOMPARE(response->body, "slept");
    QCOMPARE(response->header("Connection"), "close");
    QVERIFY(client.closed());
    test::run(std::move(stopping));
}

void StreamTest::endsStreamsAtShutdown()
{
    RawClient client(m_server->port());
    client.send("GET /quiet HTTP/1.1\r\nHost: a\r\n\r\n");
    QVERIFY(client.until("second\n\n\r\n").ends_with("second\n\n\r\n"));
    auto stopping = m_server->stop(5s);
    QCOMPARE(client.until("0\r\n\r\n"), "0\r\n\r\n"); // the whole stream
    QVERIFY(client.closed());
    test::run(std::move(stopping));
    QCOMPARE(m_state->ended, 1);
}

void StreamTest::cutsWhatIgnoresTheShutdown()
{
    RawClient client(m_server->port());
    client.stopReading();
    client.send("GET /flood HTTP/1.1\r\nHost: a\r\n\r\n");
    QVERIFY(test::waitUntil([&] { return m_state->moved > 0; }));
    test::run(m_server->stop(50ms));
    QCOMPARE(m_state->ended, 1);
}

void StreamTest::closesIdleConnectionsAtShutdown()
{
    RawClient fresh(m_server->port());
    RawClient used(m_server->port());
    used.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    QVERIFY(used.response());
    auto stopping = m_server->stop(5s);
    QVERIFY(fresh.closed());
    QVERIFY(used.closed());
    test::run(std::move(stopping));
}

QTEST_GUILESS_MAIN(StreamTest)
#include "stream_test.moc"
