// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/client/tunnel.h"

#include "core/ssh/connection.h"
#include "core/ssh/sftp.h"
#include "tests/support/run.h"
#include "tests/support/ssh_server.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QPointer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QWebSocket>
#include <QWebSocketServer>

#include <csignal>
#include <deque>

using namespace portolan;
using namespace portolan::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// The server's side of a tunnel: greets, then carries bytes between the WebSocket and an SSH server.
class Door
{
public:
    explicit Door(SshServer *server = nullptr)
        : m_server(server), m_listener(u"door"_s, QWebSocketServer::NonSecureMode)
    {
        if (!m_listener.listen(QHostAddress::LocalHost))
            qFatal("no port");
        QObject::connect(&m_listener, &QWebSocketServer::newConnection, &m_listener, [this] { accept(); });
    }
    ~Door() { m_listener.disconnect(); }
    Q_DISABLE_COPY_MOVE(Door)

    [[nodiscard]] std::string url() const
    {
        return std::format("http://127.0.0.1:{}/api/v1/workspaces/w%201/tunnel", m_listener.serverPort());
    }

    QString greeting; ///< instead of the right one
    bool silent = false;
    QByteArray authorization;
    QByteArray publicKey;
    QString path;
    QWebSocket *socket = nullptr;

private:
    void accept()
    {
        socket = m_listener.nextPendingConnection();
        socket->setParent(&m_listener);
        const auto request = socket->request();
        authorization = request.rawHeader("Authorization");
        publicKey = request.rawHeader("Portolan-Public-Key");
        path = request.url().path(QUrl::FullyEncoded);
        if (silent)
            return;
        if (!m_server) {
            socket->sendTextMessage(greeting);
            return;
        }
        m_server->authorize(publicKey.toStdString());
        const QJsonObject fields{{u"hostKey"_s, QString::fromStdString(m_server->hostKey())},
                                 {u"user"_s, QString::fromStdString(SshServer::user())},
                                 {u"later"_s, u"unknown members are ignored"_s}};
        socket->sendTextMessage(QString::fromUtf8(QJsonDocument(fields).toJson()));
        detach(carry(socket, makeFdStream(Descriptor(m_server->connect()))));
    }

    static Task<void> carry(QPointer<QWebSocket> socket, std::shared_ptr<Stream> server)
    {
        // One write at a time, in order; a test's door need not be bounded.
        const auto waiting = std::make_shared<std::deque<std::string>>();
        QObject::connect(socket.get(), &QWebSocket::binaryMessageReceived, socket.get(),
                         [server, waiting](const QByteArray &bytes) {
                             waiting->push_back(bytes.toStdString());
                             if (waiting->size() == 1)
                                 detach(writeAll(server, waiting));
                         });
        QObject::connect(socket.get(), &QWebSocket::disconnected, socket.get(), [server] { server->close(); });
        for (;;) {
            const auto bytes = co_await server->read();
            if (!bytes || bytes->empty() || !socket)
                break;
            socket->sendBinaryMessage(QByteArray::fromStdString(*bytes));
        }
        if (socket)
            socket->close();
    }

    static Task<void> writeAll(std::shared_ptr<Stream> server, std::shared_ptr<std::deque<std::string>> waiting)
    {
        for (; !waiting->empty(); waiting->pop_front())
            if (!co_await server->write(waiting->front()))
                co_return;
    }

    SshServer *m_server;
    QWebSocketServer m_listener;
};

/// Answers every request in the same way, and keeps the last one.
class PlainServer
{
public:
    explicit PlainServer(QByteArray answer) : m_answer(std::move(answer))
    {
        if (!m_listener.listen(QHostAddress::LocalHost))
            qFatal("no port");
        QObject::connect(&m_listener, &QTcpServer::newConnection, &m_listener, [this] {
            QTcpSocket *socket = m_listener.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                requests.push_back(socket->readAll());
                socket->write(m_answer);
                socket->disconnectFromHost();
            });
        });
    }

    [[nodiscard]] std::string url() const { return std::format("http://127.0.0.1:{}/t", m_listener.serverPort()); }

    QByteArrayList requests;

private:
    QByteArray m_answer;
    QTcpServer m_listener;
};

TunnelRequest requestTo(const std::string &url)
{
    return {.url = url, .token = "the-token", .publicKey = ssh::KeyPair::generate()->publicKey().line()};
}

QByteArray problem(int status, const QByteArray &fields)
{
    const QByteArray body = "{" + fields + "}";
    return "HTTP/1.1 " + QByteArray::number(status) + " Some Phrase\r\nContent-Type: application/problem+json\r\n"
           + "Content-Length: " + QByteArray::number(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

} // namespace

class TunnelTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void carriesAnSshConnection();
    void boundsWhatWaitsToBeSent();
    void tellsRefusalsApart_data();
    void tellsRefusalsApart();
    void saysWhenNobodyAnswers();
    void saysWhenWebSocketsDoNotGetThrough();
    void refusesNonsense_data();
    void refusesNonsense();
    void tellsAnEndFromAFailure();
    void namesTheTunnelsReasonToSsh();
    void isCancelledAndGivenUp();
    void noticesASilentServer();
};

void TunnelTest::carriesAnSshConnection()
{
    SshServer server;
    Door door(&server);
    const auto opened = run(ssh::SshConnection::open({.offerFreshKey = true}, connectTunnel(requestTo(door.url()))));
    VERIFY_RESULT(opened);
    QCOMPARE(door.authorization, "Bearer the-token");
    QVERIFY(door.publicKey.startsWith("ssh-ed25519 "));
    QCOMPARE(door.path, u"/api/v1/workspaces/w%201/tunnel"_s);

    auto sftp = run((*opened)->openSftp());
    VERIFY_RESULT(sftp);
    const auto bytes = noise(20'000'000);
    writeFile(server.folder() + "/a", bytes);
    VERIFY_RESULT(run((*sftp)->uploadTree(server.folder() + "/a", server.folder() + "/b")));
    QVERIFY(readFile(server.folder() + "/b") == bytes);
    VERIFY_RESULT(run((*sftp)->downloadTree(server.folder() + "/b", server.folder() + "/c")));
    QVERIFY(readFile(server.folder() + "/c") == bytes);
}

void TunnelTest::boundsWhatWaitsToBeSent()
{
    Door door;
    door.greeting = QString::fromUtf8(QByteArray("{\"hostKey\":\"")
                                      + QByteArray::fromStdString(ssh::KeyPair::generate()->publicKey().line())
                                      + "\"}");
    auto tunnel = run(openTunnel(requestTo(door.url())));
    VERIFY_RESULT(tunnel);
    // The other side lives in this thread: while it does not get its turn, only sockets take something.
    std::size_t sent = 0;
    const std::string bytes(64 * 1024, 'x');
    constexpr std::size_t most = 64 * 1024 * 1024;
    while (sent < most) {
        auto writing = tunnel->stream->write(bytes);
        sent += bytes.size();
        if (!writing.isReady())
            break;
    }
    QVERIFY2(sent < 16 * 1024 * 1024, std::to_string(sent).c_str());
}

void TunnelTest::tellsRefusalsApart_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("no credential") << 401 << ErrorCode::Unauthenticated;
    QTest::newRow("not allowed") << 403 << ErrorCode::PermissionDenied;
    QTest::newRow("no such workspace") << 404 << ErrorCode::NotFound;
    QTest::newRow("not running") << 409 << ErrorCode::Conflict;
    QTest::newRow("too many") << 429 << ErrorCode::TooMany;
    QTest::newRow("broken") << 500 << ErrorCode::Internal;
}

void TunnelTest::tellsRefusalsApart()
{
    QFETCH(int, status);
    QFETCH(ErrorCode, code);
    PlainServer server(problem(status, "\"detail\":\"the very reason\",\"title\":\"no\",\"msg\":\"no\""));
    const auto result = run(openTunnel(requestTo(server.url())));
    QVERIFY(!result);
    QCOMPARE(result.error().code, code);
    QCOMPARE(result.error().detail, "the very reason");
    QCOMPARE(server.requests.size(), 2);
    QVERIFY(server.requests[0].contains("Upgrade: websocket"));
    QVERIFY(!server.requests[1].contains("pgrade: websocket"));
    for (const auto &request : server.requests) {
        QVERIFY(request.contains("Bearer the-token"));
        QVERIFY(request.toLower().contains("portolan-public-key: ssh-ed25519 "));
    }

    PlainServer terse(problem(status, ""));
    QVERIFY(run(openTunnel(requestTo(terse.url()))).error().detail.contains(std::to_string(status)));
}

void TunnelTest::saysWhenNobodyAnswers()
{
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    const auto port = closed.serverPort();
    closed.close();
    const auto result = run(openTunnel(requestTo(std::format("http://127.0.0.1:{}/t", port))));
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Unavailable);
    QVERIFY(!result.error().detail.contains("the-token"));
    for (const char *address : {"", "nonsense", "http://"})
        QCOMPARE(run(openTunnel(requestTo(address))).error().code, ErrorCode::InvalidArgument);
}

void TunnelTest::saysWhenWebSocketsDoNotGetThrough()
{
    for (const int status : {426, 200}) {
        PlainServer proxy(problem(status, "\"detail\":\"upgrade required\""));
        const auto result = run(openTunnel(requestTo(proxy.url())));
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::BadGateway);
        QVERIFY2(result.error().detail.contains("proxy"), result.error().detail.c_str());
    }
}

void TunnelTest::refusesNonsense_data()
{
    QTest::addColumn<QString>("greeting");
    for (const char *greeting : {"", "hello", "[]", "{}", "{\"hostKey\":5}", "{\"hostKey\":\"ssh-ed25519 AAAA\"}"})
        QTest::addRow("%s", greeting) << QString::fromLatin1(greeting);
}

void TunnelTest::refusesNonsense()
{
    QFETCH(QString, greeting);
    Door door;
    door.greeting = greeting;
    const auto result = run(openTunnel(requestTo(door.url())));
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::InvalidArgument);
    QVERIFY(result.error().detail.contains("greeting"));
}

void TunnelTest::tellsAnEndFromAFailure()
{
    const auto greeting = QString::fromUtf8(QByteArray("{\"hostKey\":\"")
                                            + QByteArray::fromStdString(ssh::KeyPair::generate()->publicKey().line())
                                            + "\"}");
    const auto ending = [&](std::function<void(QWebSocket *)> end) {
        Door door;
        door.greeting = greeting;
        auto tunnel = run(openTunnel(requestTo(door.url())));
        if (!tunnel)
            qFatal("%s", tunnel.error().detail.c_str());
        door.socket->sendBinaryMessage("last words");
        end(door.socket);
        const auto words = run(tunnel->stream->read(4)); // cut wherever
        if (words != "last" || run(tunnel->stream->read()) != " words")
            qFatal("what came before the end was lost");
        return run(tunnel->stream->read());
    };
    const auto polite = ending([](QWebSocket *socket) { socket->close(); });
    VERIFY_RESULT(polite);
    QVERIFY(polite->empty());
    const auto stopped = ending([](QWebSocket *socket) {
        socket->close(QWebSocketProtocol::CloseCodeGoingAway, u"the workspace was stopped"_s);
    });
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, ErrorCode::Unavailable);
    QCOMPARE(stopped.error().detail, "the workspace was stopped");
    const auto text = ending([](QWebSocket *socket) { socket->sendTextMessage(u"what?"_s); });
    QCOMPARE(text.error().code, ErrorCode::BadGateway);
    const auto cut = ending([](QWebSocket *socket) {
        socket->flush();
        QTest::qWait(50);
        socket->abort();
    });
    QVERIFY(!cut);
    QCOMPARE(cut.error().code, ErrorCode::BadGateway);
}

void TunnelTest::namesTheTunnelsReasonToSsh()
{
    SshServer server;
    Door door(&server);
    const auto opened = run(ssh::SshConnection::open({.offerFreshKey = true}, connectTunnel(requestTo(door.url()))));
    VERIFY_RESULT(opened);
    auto process = run((*opened)->exec("cat"));
    VERIFY_RESULT(process);
    auto reading = (*process)->read();
    door.socket->close(QWebSocketProtocol::CloseCodePolicyViolated, u"the token was revoked"_s);
    const auto result = run(std::move(reading));
    QVERIFY(!result);
    QVERIFY2(result.error().detail.contains("the token was revoked"), result.error().detail.c_str());
}

void TunnelTest::isCancelledAndGivenUp()
{
    Door door;
    door.silent = true;
    std::stop_source cancel;
    auto opening = openTunnel(requestTo(door.url()), cancel.get_token());
    QVERIFY(waitUntil([&] { return door.socket != nullptr; }));
    cancel.request_stop();
    QCOMPARE(run(std::move(opening)).error().code, ErrorCode::Cancelled);

    auto request = requestTo(door.url());
    request.timeout = 200ms;
    QCOMPARE(run(openTunnel(request)).error().code, ErrorCode::Timeout);

    SshServer server;
    Door other(&server);
    auto tunnel = run(openTunnel(requestTo(other.url())));
    VERIFY_RESULT(tunnel);
    VERIFY_RESULT(run(tunnel->stream->read())); // the SSH server speaks first
    auto reading = tunnel->stream->read();
    tunnel->stream->close();
    QCOMPARE(run(std::move(reading)).error().code, ErrorCode::Cancelled);
    QCOMPARE(run(tunnel->stream->write("x")).error().code, ErrorCode::Cancelled);
}

void TunnelTest::noticesASilentServer()
{
    // A server that takes the connection, greets, and never says anything again.
    QTcpServer listener;
    QVERIFY(listener.listen(QHostAddress::LocalHost));
    QWebSocketServer shaker(u"shaker"_s, QWebSocketServer::NonSecureMode);
    QTcpSocket *raw = nullptr;
    QObject::connect(&listener, &QTcpServer::newConnection, &listener, [&] {
        raw = listener.nextPendingConnection();
        shaker.handleConnection(raw);
    });
    QObject::connect(&shaker, &QWebSocketServer::newConnection, &shaker, [&] {
        QWebSocket *socket = shaker.nextPendingConnection();
        socket->setParent(&shaker); // not any more the socket's that it was made of
        socket->sendTextMessage(
            QString::fromUtf8(QByteArray("{\"hostKey\":\"")
                              + QByteArray::fromStdString(ssh::KeyPair::generate()->publicKey().line()) + "\"}"));
        socket->flush();
        raw->disconnect(); // from here on nobody reads it
    });
    auto request = requestTo(std::format("http://127.0.0.1:{}/t", listener.serverPort()));
    request.pingInterval = 50ms;
    auto tunnel = run(openTunnel(request));
    VERIFY_RESULT(tunnel);
    const auto result = run(tunnel->stream->read());
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Timeout);
}

QTEST_GUILESS_MAIN(TunnelTest)
#include "tunnel_test.moc"
