// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/websocket.h"

#include "core/async/timer.h"
#include "tests/server/http/routes.h"
#include "tests/support/raw_client.h"
#include "tests/support/run.h"

#include <atomic>

using namespace portolan;
using namespace portolan::http;
using namespace std::chrono_literals;
using test::RawClient;

namespace {

constexpr std::string_view
    handshake = "GET {} HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n{}\r\n";

std::string open(std::string_view path, std::string_view fields = "")
{
    return std::vformat(handshake, std::make_format_args(path, fields));
}

std::string frame(int first, std::string_view payload, bool masked = true)
{
    std::string bytes(1, static_cast<char>(first));
    const char mask = masked ? '\x80' : '\0';
    if (payload.size() < 126) {
        bytes += static_cast<char>(mask | static_cast<char>(payload.size()));
    } else {
        const bool large = payload.size() > 0xffff;
        bytes += static_cast<char>(mask | static_cast<char>(large ? 127 : 126));
        for (int shift = large ? 56 : 8; shift >= 0; shift -= 8)
            bytes += static_cast<char>((payload.size() >> shift) & 0xff);
    }
    if (masked)
        bytes += "\x01\x02\x03\x04";
    for (std::size_t i = 0; i < payload.size(); ++i)
        bytes += masked ? static_cast<char>(payload[i] ^ (i % 4 + 1)) : payload[i];
    return bytes;
}

struct Frame {
    int first = 0;
    std::string payload;

    [[nodiscard]] int closeCode() const
    {
        return payload.size() < 2
                   ? 0
                   : (static_cast<unsigned char>(payload[0]) << 8) | static_cast<unsigned char>(payload[1]);
    }
};

Frame readFrame(RawClient &client)
{
    const auto head = client.bytes(2);
    if (head.size() < 2)
        return {};
    std::size_t length = static_cast<unsigned char>(head[1]);
    if (length >= 126) {
        const auto bytes = client.bytes(length == 126 ? 2 : 8);
        length = 0;
        for (const char c : bytes)
            length = length << 8 | static_cast<unsigned char>(c);
    }
    return {static_cast<unsigned char>(head[0]), client.bytes(length)};
}

Task<void> echo(WebSocket *socket)
{
    for (;;) {
        auto message = co_await socket->receive();
        if (!message)
            co_return;
        auto sent = message->text ? co_await socket->sendText(std::move(message->data))
                                  : co_await socket->sendBinary(std::move(message->data));
        if (!sent)
            co_return;
    }
}

Task<void> flood(WebSocket *socket, std::atomic<std::uint64_t> *sent, std::atomic<bool> *ended)
{
    for (;;) {
        if (!co_await socket->sendBinary(std::string(10'000, 'x')))
            break;
        *sent += 10'000;
    }
    *ended = true;
}

Task<void> neverReceive(WebSocket *socket, std::atomic<bool> *ended)
{
    OneShot<bool> closed;
    const auto registration = socket->closing.onClosed([closed]() mutable { closed.set(true); });
    co_await closed;
    *ended = true;
}

Task<void> pipe(WebSocket *socket)
{
    const auto stream = makeStream(*socket);
    for (;;) {
        auto bytes = co_await stream->read(3);
        if (!bytes || bytes->empty())
            break;
        if (!co_await stream->write(*bytes + "."))
            break;
    }
    stream->closeWrite();
}

Task<void> closeAtOnce(WebSocket *socket)
{
    socket->close(4001, "enough");
    co_return;
}

Task<void> remember(WebSocket *socket, std::atomic<int> *code)
{
    while (co_await socket->receive()) {
    }
    *code = socket->closeCode();
}

} // namespace

class WebSocketTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void shakesHands();
    void refusesBadHandshakes_data();
    void refusesBadHandshakes();
    void choosesASubprotocol();
    void echoes_data();
    void echoes();
    void joinsFragmentsAndAnswersPingsBetween();
    void takesFramesSentWithTheHandshake();
    void closesOnViolations_data();
    void closesOnViolations();
    void answersClose();
    void closesWithCodeAndReason();
    void tellsTheHandlerTheCode();
    void pingsQuietPeersAndCutsDeadOnes();
    void boundsWhatAStalledReaderCosts();
    void boundsWhatAStalledHandlerCosts();
    void carriesAStream();
    void tellsTheHandlerThatThePeerIsGone();
    void endsAtShutdown();

private:
    std::optional<RawClient> connected(std::string_view path);
    std::unique_ptr<Server> m_server;
    std::atomic<std::uint64_t> m_flooded = 0;
    std::atomic<bool> m_floodEnded = false;
    std::atomic<bool> m_deafEnded = false;
    std::atomic<int> m_code = 0;
};

void WebSocketTest::initTestCase()
{
    const auto socketRoute = [](WebSocketOptions options, WebSocketHandler handler) -> Handler {
        return [options, handler](Request &) -> Task<Response> {
            return [](WebSocketOptions given, WebSocketHandler made) -> Task<Response> {
                co_return Response::webSocket(std::move(given), std::move(made));
            }(options, handler);
        };
    };
    ServerOptions options{.threads = 1};
    options.limits.linger = 500ms;
    options.limits.writeStall = 60s;
    m_server = std::make_unique<Server>(
        options,
        serveRoutes({
            {"/echo", socketRoute({}, [](WebSocket &socket) { return echo(&socket); })},
            {"/small", socketRoute({.messageLimit = 1000}, [](WebSocket &socket) { return echo(&socket); })},
            {"/chat", socketRoute({.subprotocol = "chat"}, [](WebSocket &socket) { return echo(&socket); })},
            {"/ping", socketRoute({.ping = 200ms}, [](WebSocket &socket) { return echo(&socket); })},
            {"/flood",
             socketRoute({}, [this](WebSocket &socket) { return flood(&socket, &m_flooded, &m_floodEnded); })},
            {"/deaf", socketRoute({}, [this](WebSocket &socket) { return neverReceive(&socket, &m_deafEnded); })},
            {"/pipe", socketRoute({}, [](WebSocket &socket) { return pipe(&socket); })},
            {"/close", socketRoute({}, [](WebSocket &socket) { return closeAtOnce(&socket); })},
            {"/code", socketRoute({}, [this](WebSocket &socket) { return remember(&socket, &m_code); })},
        }));
    VERIFY_RESULT(m_server->start());
}

void WebSocketTest::cleanupTestCase()
{
    QVERIFY(test::waitUntil([this] { return m_server->counters().connections == 0; }));
    QCOMPARE(m_server->counters().bufferedBytes, 0U);
    m_server.reset();
}

std::optional<RawClient> WebSocketTest::connected(std::string_view path)
{
    std::optional<RawClient> client(std::in_place, m_server->port());
    client->send(open(path));
    const auto response = client->response();
    if (!response || response->status != 101)
        return {};
    return client;
}

void WebSocketTest::shakesHands()
{
    RawClient client(m_server->port());
    client.send(open("/echo"));
    const auto response = client.response();
    QVERIFY(response);
    QCOMPARE(response->status, 101);
    QCOMPARE(response->header("Upgrade"), "websocket");
    QCOMPARE(response->header("Connection"), "Upgrade");
    QCOMPARE(response->header("Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="); // RFC 6455 section 1.3
    QVERIFY(!response->has("Sec-WebSocket-Protocol"));
}

void WebSocketTest::refusesBadHandshakes_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    const auto add = [](const char *name, std::string request, std::string_view what, std::string_view with,
                        int status) {
        if (const auto at = request.find(what); at != std::string::npos)
            request.replace(at, what.size(), with);
        QTest::newRow(name) << QByteArray::fromStdString(request) << status;
    };
    add("no upgrade", open("/echo"), "Upgrade: websocket\r\n", "", 426);
    add("other upgrade", open("/echo"), "Upgrade: websocket", "Upgrade: h2c", 426);
    add("no connection", open("/echo"), "keep-alive, Upgrade", "keep-alive", 426);
    add("version 8", open("/echo"), "Version: 13", "Version: 8", 426);
    add("no version", open("/echo"), "Sec-WebSocket-Version: 13\r\n", "", 426);
    add("no key", open("/echo"), "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "", 400);
    add("short key", open("/echo"), "dGhlIHNhbXBsZSBub25jZQ==", "dGhl", 400);
    add("key is no base64", open("/echo"), "dGhlIHNhbXBsZSBub25jZQ==", "!!!!!!!!!!!!!!!!!!!!!!==", 400);
    add("POST", open("/echo"), "GET", "POST", 400);
    add("with a body", open("/echo", "Content-Length: 1\r\n"), "\r\n\r\n", "\r\n\r\na", 101);
    add("subprotocol not offered", open("/chat", "Sec-WebSocket-Protocol: other\r\n"), "", "", 400);
}

void WebSocketTest::refusesBadHandshakes()
{
    QFETCH(const QByteArray, request);
    QFETCH(const int, status);
    RawClient client(m_server->port());
    client.send(request.toStdString());
    const auto response = client.response();
    QVERIFY(response);
    QCOMPARE(response->status, status);
    if (status == 101)
        return;
    QCOMPARE(response->header("Content-Type"), "application/problem+json");
    if (status == 426) {
        QCOMPARE(response->header("Upgrade"), "websocket");
        QCOMPARE(response->header("Sec-WebSocket-Version"), "13");
        QCOMPARE(response->header("Connection"), "Upgrade");
    }
}

void WebSocketTest::choosesASubprotocol()
{
    RawClient client(m_server->port());
    client.send(open("/chat", "Sec-WebSocket-Protocol: other, chat\r\n"));
    const auto response = client.response();
    QVERIFY(response);
    QCOMPARE(response->status, 101);
    QCOMPARE(response->header("Sec-WebSocket-Protocol"), "chat");
}

void WebSocketTest::echoes_data()
{
    QTest::addColumn<int>("size");
    for (const int size : {0, 1, 125, 126, 65'535, 65'536, 1'000'000, 1'048'576})
        QTest::addRow("%d", size) << size;
}

void WebSocketTest::echoes()
{
    QFETCH(const int, size);
    auto client = connected("/echo");
    QVERIFY(client);
    std::string payload;
    while (payload.size() < static_cast<std::size_t>(size))
        payload += std::to_string(payload.size()) + ' ';
    payload.resize(static_cast<std::size_t>(size));
    for (const int opcode : {1, 2}) {
        client->send(frame(0x80 | opcode, payload));
        const auto answer = readFrame(*client);
        QCOMPARE(answer.first, 0x80 | opcode);
        QVERIFY(answer.payload == payload);
    }
}

void WebSocketTest::joinsFragmentsAndAnswersPingsBetween()
{
    auto client = connected("/echo");
    QVERIFY(client);
    client->send(frame(0x01, "gr\xc3") + frame(0x00, "\xbc") + frame(0x89, "are you there") + frame(0x80, "n"));
    const auto pong = readFrame(*client);
    QCOMPARE(pong.first, 0x8a);
    QCOMPARE(pong.payload, "are you there");
    const auto message = readFrame(*client);
    QCOMPARE(message.first, 0x81);
    QCOMPARE(message.payload, "gr\xc3\xbcn");
}

void WebSocketTest::takesFramesSentWithTheHandshake()
{
    RawClient client(m_server->port());
    client.send(open("/echo") + frame(0x81, "early"));
    const auto response = client.response();
    QVERIFY(response);
    QCOMPARE(response->status, 101);
    QCOMPARE(readFrame(client).payload, "early");
}

void WebSocketTest::closesOnViolations_data()
{
    using namespace std::string_literals;
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    const auto add = [](const char *name, const std::string &bytes, int code) {
        QTest::newRow(name) << QByteArray::fromStdString(bytes) << code;
    };
    add("not masked", frame(0x81, "a", false), 1002);
    add("empty, not masked", frame(0x81, "", false), 1002);
    add("ping not masked", frame(0x89, "", false), 1002);
    add("reserved bit", frame(0xc1, "a"), 1002);
    add("reserved opcode", frame(0x83, "a"), 1002);
    add("reserved control opcode", frame(0x8b, "a"), 1002);
    add("continuation of nothing", frame(0x80, "a"), 1002);
    add("message within a message", frame(0x01, "a") + frame(0x81, "b"), 1002);
    add("fragmented ping", frame(0x09, "a"), 1002);
    add("long ping", frame(0x89, std::string(126, 'a')), 1002);
    add("length over 63 bits", "\x82\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01\x02\x03\x04"s, 1002);
    add("length in more bytes than needed", "\x82\xfe\x00\x01\x01\x02\x03\x04 "s, 1002);
    add("invalid UTF-8", frame(0x81, "\xff"), 1007);
    add("surrogate", frame(0x81, "\xed\xa0\x80"), 1007);
    add("overlong", frame(0x81, "\xc0\xaf"), 1007);
    add("half a character", frame(0x81, "\xc3"), 1007);
    add("invalid UTF-8 over two frames", frame(0x01, "\xc3") + frame(0x80, "\x28"), 1007);
    add("too long", frame(0x82, std::string(1001, 'a')), 1009);
    add("too long in parts", frame(0x02, std::string(600, 'a')) + frame(0x80, std::string(600, 'a')), 1009);
    add("announced too long", "\x82\xff\x00\x00\x00\xff\xff\xff\xff\xff\x01\x02\x03\x04 "s, 1009);
    add("close code 999", frame(0x88, "\x03\xe7"), 1002);
    add("close code 1005", frame(0x88, "\x03\xed"), 1002);
    add("close of one byte", frame(0x88, "\x03"), 1002);
    add("close reason is no UTF-8", frame(0x88, "\x03\xe8\xff"), 1007);
}

void WebSocketTest::closesOnViolations()
{
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, code);
    auto client = connected("/small");
    QVERIFY(client);
    client->send(bytes.toStdString());
    const auto close = readFrame(*client);
    QCOMPARE(close.first, 0x88);
    QCOMPARE(close.closeCode(), code);
    QVERIFY(client->closed());
}

void WebSocketTest::answersClose()
{
    auto client = connected("/echo");
    QVERIFY(client);
    client->send(frame(0x88, "\x03\xe8"
                             "bye"));
    const auto close = readFrame(*client);
    QCOMPARE(close.first, 0x88);
    QCOMPARE(close.closeCode(), 1000);
    QVERIFY(client->closed());
}

void WebSocketTest::closesWithCodeAndReason()
{
    auto client = connected("/close");
    QVERIFY(client);
    const auto close = readFrame(*client);
    QCOMPARE(close.closeCode(), 4001);
    QCOMPARE(close.payload.substr(2), "enough");
    client->send(frame(0x88, "\x0f\xa1"));
    QVERIFY(client->closed());
    // And where the peer does not answer the close:
    auto mute = connected("/close");
    QVERIFY(mute);
    QCOMPARE(readFrame(*mute).closeCode(), 4001);
    QVERIFY(mute->closed());
}

void WebSocketTest::tellsTheHandlerTheCode()
{
    for (const auto &[sent, expected] : {std::pair(std::string("\x0f\xa2"), 4002), {std::string(), 1005}}) {
        auto client = connected("/code");
        QVERIFY(client);
        m_code = 0;
        client->send(frame(0x88, sent));
        QVERIFY(test::waitUntil([&] { return m_code != 0; }));
        QCOMPARE(m_code, expected);
    }
    auto client = connected("/code");
    QVERIFY(client);
    m_code = 0;
    client->abort();
    QVERIFY(test::waitUntil([&] { return m_code != 0; }));
    QCOMPARE(m_code, 1006);
}

void WebSocketTest::pingsQuietPeersAndCutsDeadOnes()
{
    auto client = connected("/ping");
    QVERIFY(client);
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(readFrame(*client).first, 0x89);
        client->send(frame(0x8a, ""));
    }
    QCOMPARE(readFrame(*client).first, 0x89);
    QVERIFY(client->closed()); // no pong this time
}

void WebSocketTest::boundsWhatAStalledReaderCosts()
{
    auto client = connected("/flood");
    QVERIFY(client);
    client->stopReading();
    std::uint64_t before = 1;
    QVERIFY(test::waitUntil([&] {
        QTest::qWait(100);
        const std::uint64_t now = m_flooded;
        return std::exchange(before, now) == now && now > 0 && m_server->counters().bufferedBytes > 0;
    }));
    QVERIFY(m_server->counters().bufferedBytes < 128 * 1024);
    client->resumeReading();
    QVERIFY(client->bytes(static_cast<std::size_t>(before)).size() == before);
    QVERIFY(test::waitUntil([&] { return m_flooded > before; }));
    client->abort();
    QVERIFY(test::waitUntil([&] { return m_floodEnded.load(); }));
}

void WebSocketTest::boundsWhatAStalledHandlerCosts()
{
    auto client = connected("/deaf");
    QVERIFY(client);
    const auto message = frame(0x82, std::string(10'000, 'x'));
    for (int i = 0; i < 2000; ++i)
        client->send(message); // 20 MB: more than the system's buffers take
    std::int64_t before = -1;
    QVERIFY(test::waitUntil([&] {
        QTest::qWait(100);
        const auto left = client->socket().bytesToWrite();
        return std::exchange(before, left) == left && left > 0 && m_server->counters().bufferedBytes > 0;
    }));
    QVERIFY(m_server->counters().bufferedBytes < 256 * 1024);
    client->abort();
    QVERIFY(test::waitUntil([&] { return m_deafEnded.load(); }));
}

void WebSocketTest::carriesAStream()
{
    auto client = connected("/pipe");
    QVERIFY(client);
    client->send(frame(0x82, "abcde") + frame(0x82, "f"));
    QCOMPARE(readFrame(*client).payload, "abc.");
    QCOMPARE(readFrame(*client).payload, "de.");
    QCOMPARE(readFrame(*client).payload, "f.");
    client->send(frame(0x81, "text"));
    QCOMPARE(readFrame(*client).closeCode(), 1003);
}

void WebSocketTest::tellsTheHandlerThatThePeerIsGone()
{
    m_deafEnded = false;
    auto client = connected("/deaf");
    QVERIFY(client);
    client->abort();
    QVERIFY(test::waitUntil([&] { return m_deafEnded.load(); }));
}

void WebSocketTest::endsAtShutdown()
{
    Server server({.threads = 1},
                  serveRoutes({{"/echo", [](Request &) -> Task<Response> {
                                    co_return Response::webSocket({}, [](WebSocket &socket) { return echo(&socket); });
                                }}}));
    VERIFY_RESULT(server.start());
    RawClient client(server.port());
    client.send(open("/echo"));
    QVERIFY(client.response());
    auto stopping = server.stop(2s);
    const auto close = readFrame(client);
    QCOMPARE(close.closeCode(), 1001);
    client.send(frame(0x88, "\x03\xe9"));
    QVERIFY(client.closed());
    test::run(std::move(stopping));
}

QTEST_GUILESS_MAIN(WebSocketTest)
#include "websocket_test.moc"
