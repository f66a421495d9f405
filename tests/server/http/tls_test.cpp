// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/server.h"

#include "core/async/oneshot.h"
#include "tests/server/http/routes.h"
#include "tests/support/certificate.h"
#include "tests/support/raw_client.h"
#include "tests/support/run.h"

#include <QFile>
#include <QSslSocket>
#include <QTemporaryDir>

#include <atomic>

using namespace portolan;
using namespace portolan::http;
using namespace std::chrono_literals;
using test::RawClient;

namespace {

std::atomic<std::uint64_t> moved = 0;

Task<Result<void>> writeForEver(BodyWriter *writer)
{
    for (;;) {
        if (auto written = co_await writer->write(std::string(10'000, 'x')); !written)
            co_return written;
        moved += 10'000;
    }
}

Task<Response> flood(Request &)
{
    co_return Response::stream(200, "a/b", [](BodyWriter &writer) { return writeForEver(&writer); });
}

Task<Response> neverRead(Request &request)
{
    OneShot<bool> closed;
    const auto registration = request.closing.onClosed([closed]() mutable { closed.set(true); });
    co_await closed;
    co_return Response(204);
}

Task<Response> sayTls(Request &request)
{
    co_return Response::text(200, request.peer().tls ? "tls" : "plain");
}

Task<void> echoOnce(WebSocket *socket)
{
    if (auto message = co_await socket->receive())
        (void)co_await socket->sendText(std::move(message->data));
}

Task<Response> socketRoute(Request &)
{
    co_return Response::webSocket({}, [](WebSocket &socket) { return echoOnce(&socket); });
}

} // namespace

class TlsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void servesRequests();
    void echoesLargeBodies();
    void refusesWithAReadableAnswer();
    void boundsWhatAStalledReaderCosts();
    void boundsWhatASlowHandlerCosts();
    void givesUpOnASlowHandshake();
    void refusesPlainText();
    void upgradesToWebSocket();
    void saysWhatIsWrongWithItsFiles();

private:
    [[nodiscard]] std::string path(const char *name) const
    {
        return m_folder.filePath(QLatin1String(name)).toStdString();
    }
    [[nodiscard]] std::optional<RawClient> connected() const;

    QTemporaryDir m_folder;
    std::unique_ptr<Server> m_server;
};

void TlsTest::initTestCase()
{
    QVERIFY(QSslSocket::supportsSsl());
    test::makeCertificate(m_folder.filePath(QStringLiteral("ec")), QStringLiteral("DNS:localhost"));
    test::makeCertificate(m_folder.filePath(QStringLiteral("rsa")), QStringLiteral("DNS:localhost"),
                          {QStringLiteral("rsa:2048")});
}

void TlsTest::init()
{
    moved = 0;
    ServerOptions options{.tlsCertificate = path("ec.crt"), .tlsKey = path("ec.key"), .threads = 1};
    options.limits.headRead = 2s;
    options.limits.linger = 500ms;
    m_server = std::make_unique<Server>(
        options,
        serveRoutes(
            {{"/", sayTls}, {"/echo", echoBody}, {"/flood", flood}, {"/never", neverRead}, {"/socket", socketRoute}}));
    VERIFY_RESULT(m_server->start());
    QVERIFY(m_server->url().starts_with("https://"));
}

void TlsTest::cleanup()
{
    test::run(m_server->stop(100ms));
    m_server.reset();
}

std::optional<RawClient> TlsTest::connected() const
{
    auto socket = std::make_unique<QSslSocket>();
    socket->setPeerVerifyMode(QSslSocket::VerifyNone);
    socket->connectToHostEncrypted(QStringLiteral("127.0.0.1"), m_server->port());
    if (!test::waitUntil([&] { return socket->isEncrypted(); }))
        return {};
    return RawClient(std::move(socket));
}

void TlsTest::servesRequests()
{
    auto client = connected();
    QVERIFY(client);
    for (int i = 0; i < 3; ++i) {
        client->send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        const auto response = client->response();
        QVERIFY(response);
        QCOMPARE(response->body, "tls");
    }
    client->send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    QVERIFY(client->response());
    QVERIFY(client->closed());
}

void TlsTest::echoesLargeBodies()
{
    auto client = connected();
    QVERIFY(client);
    std::string body;
    while (body.size() < 1'000'000)
        body += std::to_string(body.size());
    body.resize(1'000'000);
    for (int i = 0; i < 3; ++i) {
        client->send(std::format("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n{}", body.size(), body));
        const auto response = client->response();
        QVERIFY(response);
        QVERIFY(response->body == body);
    }
}

void TlsTest::refusesWithAReadableAnswer()
{
    auto client = connected();
    QVERIFY(client);
    client->send(std::string("GET / HTTP/1.1\r\nHost : a\r\n\r\n").append(100'000, 'x'));
    const auto response = client->response();
    QVERIFY(response);
    QCOMPARE(response->status, 400);
    QVERIFY(client->closed());
}

void TlsTest::boundsWhatAStalledReaderCosts()
{
    auto client = connected();
    QVERIFY(client);
    client->stopReading();
    client->send("GET /flood HTTP/1.1\r\nHost: a\r\n\r\n");
    std::uint64_t before = 1;
    QVERIFY(test::waitUntil([&] {
        QTest::qWait(150);
        const std::uint64_t now = moved;
        return std::exchange(before, now) == now && now > 0;
    }));
    QVERIFY(m_server->counters().bufferedBytes > 0);
    QVERIFY(m_server->counters().bufferedBytes < 128 * 1024);
    QVERIFY(moved < 50'000'000);
    client->abort();
    QVERIFY(test::waitUntil([&] { return m_server->counters().connections == 0; }));
}

void TlsTest::boundsWhatASlowHandlerCosts()
{
    auto client = connected();
    QVERIFY(client);
    client->send("POST /never HTTP/1.1\r\nHost: a\r\nContent-Length: 30000000\r\n\r\n");
    const std::string part(100'000, 'u');
    for (int i = 0; i < 300; ++i)
        client->send(part);
    auto *socket = qobject_cast<QSslSocket *>(&client->socket());
    std::int64_t before = -1;
    QVERIFY(test::waitUntil([&] {
        QTest::qWait(150);
        const auto left = socket->encryptedBytesToWrite();
        return std::exchange(before, left) == left && left > 0;
    }));
    QVERIFY(m_server->counters().bufferedBytes < 192 * 1024);
}

void TlsTest::givesUpOnASlowHandshake()
{
    RawClient client(m_server->port());
    client.send("\x16\x03\x01");
    QVERIFY(client.closed());
    QVERIFY(test::waitUntil([&] { return m_server->counters().connections == 0; }));
}

void TlsTest::refusesPlainText()
{
    RawClient client(m_server->port());
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    QVERIFY(!client.response());
    QVERIFY(test::waitUntil([&] { return m_server->counters().connections == 0; }));
    QCOMPARE(m_server->counters().requests, 0U);
}

void TlsTest::upgradesToWebSocket()
{
    auto client = connected();
    QVERIFY(client);
    client->send("GET /socket HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
    const auto response = client->response();
    QVERIFY(response);
    QCOMPARE(response->status, 101);
    client->send(std::string("\x81\x82\0\0\0\0hi", 8));
    QCOMPARE(client->bytes(4), "\x81\x02hi");
}

void TlsTest::saysWhatIsWrongWithItsFiles()
{
    const auto start = [](std::string certificate, std::string key) {
        Server server({.tlsCertificate = std::move(certificate), .tlsKey = std::move(key)}, serveRoutes({}));
        return server.start();
    };
    VERIFY_RESULT(start(path("rsa.crt"), path("rsa.key")));
    const auto missing = start(path("none.crt"), path("ec.key"));
    QVERIFY(!missing);
    QVERIFY(missing.error().detail.contains("none.crt"));
    const auto swapped = start(path("ec.key"), path("ec.crt"));
    QVERIFY(!swapped);
    QVERIFY(!start(path("ec.crt"), ""));
    const auto mixed = start(path("ec.crt"), path("rsa.key"));
    QVERIFY(!mixed);
    QVERIFY(mixed.error().detail.contains("rsa.key"));
}

QTEST_GUILESS_MAIN(TlsTest)
#include "tls_test.moc"
