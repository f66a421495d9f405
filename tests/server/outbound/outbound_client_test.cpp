// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/outbound/outbound_client.h"

#include "tests/support/certificate.h"
#include "tests/support/run.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <format>

using namespace portolan;
using namespace portolan::outbound;
using namespace std::chrono_literals;
using test::run;

namespace {

/// Answers every head of a request with the same bytes, and keeps the heads. `Flood` goes on for ever.
class Peer
{
public:
    enum class After { Close, Stay, Flood };

    explicit Peer(std::string answer, After after = After::Close, std::unique_ptr<QTcpServer> server = nullptr)
        : m_answer(std::move(answer)),
          m_after(after),
          m_server(server ? std::move(server) : std::make_unique<QTcpServer>())
    {
        QObject::connect(m_server.get(), &QTcpServer::pendingConnectionAvailable, m_server.get(), [this] {
            while (QTcpSocket *socket = m_server->nextPendingConnection())
                serve(socket);
        });
        if (!m_server->listen(QHostAddress::LocalHost))
            qFatal("cannot listen");
    }

    [[nodiscard]] std::string url(std::string_view path = "/", std::string_view host = "127.0.0.1") const
    {
        return std::format("{}://{}:{}{}", qobject_cast<QSslServer *>(m_server.get()) ? "https" : "http", host,
                           m_server->serverPort(), path);
    }
    [[nodiscard]] const QList<QByteArray> &heads() const { return m_heads; }
    [[nodiscard]] int open() const { return m_open; }
    void setAnswer(std::string answer) { m_answer = std::move(answer); }

private:
    void serve(QTcpSocket *socket)
    {
        ++m_open;
        QObject::connect(socket, &QTcpSocket::disconnected, socket, [this, socket] {
            --m_open;
            socket->deleteLater();
        });
        const auto read = [this, socket, buffer = QByteArray()]() mutable {
            buffer += socket->readAll();
            if (!buffer.contains("\r\n\r\n"))
                return;
            m_heads.append(std::exchange(buffer, {}));
            socket->write(QByteArray::fromStdString(m_answer));
            if (m_after == After::Close)
                socket->disconnectFromHost();
        };
        QObject::connect(socket, &QTcpSocket::readyRead, socket, read);
        if (m_after == After::Flood)
            QObject::connect(socket, &QTcpSocket::bytesWritten, socket, [socket] {
                if (socket->bytesToWrite() < 65'536)
                    socket->write(QByteArray(65'536, 'x'));
            });
    }

    std::string m_answer;
    After m_after;
    std::unique_ptr<QTcpServer> m_server;
    QList<QByteArray> m_heads;
    int m_open = 0;
};

const std::string hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Kind: greeting\r\n\r\nhello";

OutboundPolicy loopback()
{
    return {.allowed = {*Network::parse("127.0.0.0/8")}, .key = "sinks.allow_internal"};
}

std::string leadTo(const std::string &url, int status = 302)
{
    return std::format("HTTP/1.1 {} Found\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n", status, url);
}

} // namespace

class OutboundClientTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void sendsAndReads();
    void refusesInternalAddresses();
    void refusesOtherUrls();
    void refusesSplitHeaders();
    void givesRedirectsBack();
    void followsRedirects();
    void boundsRedirects();
    void looksAtEachRedirect();
    void keepsSecretsFromOtherOrigins();
    void boundsAnswers();
    void givesUpOnAHangingPeer();
    void canBeCancelled();
    void endsWithTheClient();
    void tellsACutAnswer();
    void tellsThatNobodyListens();
    void checksCertificates();
    void neverLeadsFromHttpsToHttp();

private:
    [[nodiscard]] Result<OutboundAnswer> get(const std::string &url, int redirects = 0)
    {
        OutboundClient client;
        return run(client.send({.url = url, .timeout = 60s, .redirects = redirects}, loopback()));
    }
    [[nodiscard]] std::unique_ptr<QTcpServer> tlsServer(const QString &alternativeName, std::string &authorities);

    QTemporaryDir m_folder;
};

void OutboundClientTest::cleanup()
{
    QVERIFY(test::allTasksEnd());
}

std::unique_ptr<QTcpServer> OutboundClientTest::tlsServer(const QString &alternativeName, std::string &authorities)
{
    const QString path = m_folder.filePath(QStringLiteral("peer"));
    test::makeCertificate(path, alternativeName);
    QFile certificate(path + QStringLiteral(".crt"));
    QFile key(path + QStringLiteral(".key"));
    if (!certificate.open(QIODevice::ReadOnly) || !key.open(QIODevice::ReadOnly))
        qFatal("the certificate cannot be read");
    authorities = certificate.readAll().toStdString();
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificate(QSslCertificate(QByteArray::fromStdString(authorities)));
    tls.setPrivateKey(QSslKey(key.readAll(), QSsl::Ec));
    auto server = std::make_unique<QSslServer>();
    server->setSslConfiguration(tls);
    return server;
}

void OutboundClientTest::sendsAndReads()
{
    const Peer peer(hello);
    OutboundClient client;
    const auto answer = run(client.send({.method = "POST",
                                         .url = peer.url("/a?secret=b#c", "localhost"),
                                         .headers = {{"X-One", "1"}, {"Host", "elsewhere"}},
                                         .body = "body"},
                                        loopback()));
    VERIFY_RESULT(answer);
    QCOMPARE(answer->status, 200);
    QCOMPARE(answer->body, "hello");
    QCOMPARE(answer->headers.at("x-kind"), "greeting");
    const QByteArray head = peer.heads().front();
    QVERIFY(head.startsWith("POST /a?secret=b HTTP/1.1\r\n"));
    QVERIFY(
        head.toLower().contains(QByteArray::fromStdString(peer.url("", "localhost").replace(0, 7, "host: ") + "\r\n")));
    QVERIFY(!head.contains("elsewhere"));
    QVERIFY(head.toLower().contains("x-one: 1\r\n"));
}

void OutboundClientTest::refusesInternalAddresses()
{
    const Peer peer(hello);
    OutboundClient client;
    for (const char *host : {"127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"}) {
        const auto answer = run(client.send({.url = peer.url("/?secret", host)}, {.key = "sinks.allow_internal"}));
        COMPARE_ERROR(answer, ErrorCode::PermissionDenied);
        QVERIFY2(answer.error().detail.contains("sinks.allow_internal"), answer.error().detail.c_str());
        QVERIFY(!answer.error().detail.contains("secret"));
    }
    QCOMPARE(peer.heads().size(), 0);
    QCOMPARE(run(client.send({.url = peer.url("/", "2130706433")}, loopback())).value_or(OutboundAnswer()).status, 200);
}

void OutboundClientTest::refusesOtherUrls()
{
    for (const char *url : {"", "ftp://127.0.0.1/", "file:///etc/passwd", "http://", "http:///x", "//127.0.0.1/",
                            "http://user@127.0.0.1/", "http://user:word@127.0.0.1/", "http://127.0.0.1:0/",
                            "http://127.0.0.1:99999/", "http://a b/", "http://127.0.0.1/\r\nX: y"}) {
        const auto answer = get(url);
        COMPARE_ERROR(answer, ErrorCode::InvalidArgument);
        QVERIFY(!answer.error().detail.contains("word@"));
    }
}

void OutboundClientTest::refusesSplitHeaders()
{
    const Peer peer(hello);
    OutboundClient client;
    COMPARE_ERROR(run(client.send({.url = peer.url(), .headers = {{"X", "a\r\nY: b"}}}, loopback())),
                  ErrorCode::InvalidArgument);
    COMPARE_ERROR(run(client.send({.url = peer.url(), .headers = {{"X\n", "a"}}}, loopback())),
                  ErrorCode::InvalidArgument);
    QCOMPARE(peer.heads().size(), 0);
}

void OutboundClientTest::givesRedirectsBack()
{
    const Peer end(hello);
    const Peer peer(leadTo(end.url()));
    const auto answer = get(peer.url());
    VERIFY_RESULT(answer);
    QCOMPARE(answer->status, 302);
    QCOMPARE(answer->headers.at("location"), end.url());
    OutboundClient client;
    const auto posted = run(client.send({.method = "POST", .url = peer.url(), .body = "x", .redirects = 3},
                                        loopback()));
    VERIFY_RESULT(posted);
    QCOMPARE(posted->status, 302);
    QCOMPARE(end.heads().size(), 0);
}

void OutboundClientTest::followsRedirects()
{
    const Peer end(hello);
    const Peer middle(leadTo(end.url("/end"), 308));
    const Peer peer(leadTo(middle.url("/middle"), 301));
    const auto answer = get(peer.url(), 2);
    VERIFY_RESULT(answer);
    QCOMPARE(answer->body, "hello");
    QVERIFY(end.heads().front().startsWith("GET /end "));
}

void OutboundClientTest::boundsRedirects()
{
    const Peer peer(leadTo("/again"));
    COMPARE_ERROR(get(peer.url(), 3), ErrorCode::BadGateway);
    QCOMPARE(peer.heads().size(), 4);
    QVERIFY(peer.heads().back().startsWith("GET /again "));
}

void OutboundClientTest::looksAtEachRedirect()
{
    const Peer internal(hello);
    const Peer peer(leadTo(internal.url("/latest/meta-data", "127.0.0.2")));
    OutboundClient client;
    const auto answer = run(client.send({.url = peer.url(), .redirects = 5},
                                        {.allowed = {*Network::parse("127.0.0.1")}}));
    COMPARE_ERROR(answer, ErrorCode::PermissionDenied);
    QVERIFY(answer.error().detail.contains("127.0.0.2"));
    const Peer other(leadTo("file:///etc/passwd"));
    COMPARE_ERROR(get(other.url(), 5), ErrorCode::InvalidArgument);
}

void OutboundClientTest::keepsSecretsFromOtherOrigins()
{
    const Peer end(hello);
    const Peer peer(leadTo(end.url()));
    OutboundClient client;
    VERIFY_RESULT(
        run(client.send({.url = peer.url(),
                         .headers = {{"authorization", "Bearer s3cret"}, {"Cookie", "s3cret"}, {"X", "plain"}},
                         .redirects = 1},
                        loopback())));
    QVERIFY(peer.heads().front().contains("s3cret"));
    QVERIFY(!end.heads().front().contains("s3cret"));
    QVERIFY(end.heads().front().contains("plain"));
}

void OutboundClientTest::boundsAnswers()
{
    const Peer peer("HTTP/1.1 200 OK\r\n\r\n", Peer::After::Flood);
    OutboundClient client;
    COMPARE_ERROR(run(client.send({.url = peer.url(), .timeout = 60s, .maxAnswer = 100'000}, loopback())),
                  ErrorCode::TooLarge);
    QTRY_COMPARE(peer.open(), 0);
    const Peer small(hello);
    COMPARE_ERROR(run(client.send({.url = small.url(), .maxAnswer = 4}, loopback())), ErrorCode::TooLarge);
    VERIFY_RESULT(run(client.send({.url = small.url(), .maxAnswer = 5}, loopback())));
}

void OutboundClientTest::givesUpOnAHangingPeer()
{
    OutboundClient client;
    const Peer silent("", Peer::After::Stay);
    const Peer halfway("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", Peer::After::Stay);
    for (const Peer *peer : {&silent, &halfway}) {
        COMPARE_ERROR(run(client.send({.url = peer->url(), .timeout = 50ms}, loopback())), ErrorCode::Timeout);
        QTRY_COMPARE(peer->open(), 0);
    }
}

void OutboundClientTest::canBeCancelled()
{
    OutboundClient client;
    const Peer silent("", Peer::After::Stay);
    std::stop_source stop;
    auto sending = client.send({.url = silent.url(), .timeout = 60s, .cancel = stop.get_token()}, loopback());
    QTRY_COMPARE(silent.heads().size(), 1);
    stop.request_stop();
    COMPARE_ERROR(run(std::move(sending)), ErrorCode::Cancelled);
    QTRY_COMPARE(silent.open(), 0);
    COMPARE_ERROR(run(client.send({.url = silent.url(), .cancel = stop.get_token()}, loopback())),
                  ErrorCode::Cancelled);
}

void OutboundClientTest::endsWithTheClient()
{
    const Peer silent("", Peer::After::Stay);
    auto client = std::make_unique<OutboundClient>();
    auto sending = client->send({.url = silent.url(), .timeout = 60s}, loopback());
    QTRY_COMPARE(silent.heads().size(), 1);
    client.reset();
    COMPARE_ERROR(run(std::move(sending)), ErrorCode::Cancelled);
    QTRY_COMPARE(silent.open(), 0);
}

void OutboundClientTest::tellsACutAnswer()
{
    const Peer cut("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel");
    COMPARE_ERROR(get(cut.url()), ErrorCode::BadGateway);
}

void OutboundClientTest::tellsThatNobodyListens()
{
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    const auto url = std::format("http://127.0.0.1:{}/?secret", closed.serverPort());
    closed.close();
    const auto answer = get(url);
    COMPARE_ERROR(answer, ErrorCode::Unavailable);
    QVERIFY(!answer.error().detail.contains("secret"));
    COMPARE_ERROR(get("http://no-such-name.invalid/"), ErrorCode::Unavailable);
}

void OutboundClientTest::checksCertificates()
{
    std::string authorities;
    const Peer peer(hello, Peer::After::Close, tlsServer(QStringLiteral("DNS:localhost"), authorities));
    OutboundClient client;
    const OutboundRequest trusting{.url = peer.url("/", "localhost"), .timeout = 60s, .authorities = authorities};
    const auto answer = run(client.send(trusting, loopback()));
    VERIFY_RESULT(answer);
    QCOMPARE(answer->body, "hello");
    auto other = trusting; // the certificate is for the name, not for the address that is connected to
    other.url = peer.url("/", "127.0.0.1");
    COMPARE_ERROR(run(client.send(other, loopback())), ErrorCode::PermissionDenied);
    auto unknown = trusting;
    unknown.authorities.clear();
    COMPARE_ERROR(run(client.send(unknown, loopback())), ErrorCode::PermissionDenied);
    QCOMPARE(peer.heads().size(), 1);
}

void OutboundClientTest::neverLeadsFromHttpsToHttp()
{
    const Peer end(hello);
    std::string authorities;
    const Peer peer(leadTo(end.url()), Peer::After::Close, tlsServer(QStringLiteral("DNS:localhost"), authorities));
    OutboundClient client;
    COMPARE_ERROR(
        run(client.send({.url = peer.url("/", "localhost"), .timeout = 60s, .redirects = 1, .authorities = authorities},
                        loopback())),
        ErrorCode::PermissionDenied);
    QCOMPARE(end.heads().size(), 0);
}

QTEST_GUILESS_MAIN(OutboundClientTest)
#include "outbound_client_test.moc"
