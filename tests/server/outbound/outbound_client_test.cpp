// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/outbound/outbound_client.h"

#include "tests/support/certificate.h"
#include "tests/support/files.h"
#include "tests/support/http_peer.h"
#include "tests/support/run.h"

#include <QTcpServer>
#include <QTemporaryDir>

#include <format>

using namespace portolan;
using namespace portolan::outbound;
using namespace std::chrono_literals;
using test::run;
using Peer = test::HttpPeer;

namespace {

const std::string hello = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Kind: greeting\r\n\r\nhello";

OutboundPolicy loopback()
{
    return {.allowed = {*Network::parse("127.0.0.0/8")}, .key = "sinks.allow_internal", .authoritiesKey = "here.ca"};
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
    [[nodiscard]] QString certificateFor(const QString &alternativeName) const
    {
        const QString path = m_folder.filePath(QStringLiteral("peer"));
        test::makeCertificate(path, alternativeName);
        return path;
    }

    QTemporaryDir m_folder;
};

void OutboundClientTest::cleanup()
{
    QVERIFY(test::allTasksEnd());
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
    const QString path = certificateFor(QStringLiteral("DNS:localhost"));
    const std::string authorities = test::readFile(path.toStdString() + ".crt");
    const Peer peer(hello, Peer::After::Close, test::makeTlsServer(path));
    OutboundClient client;
    const OutboundRequest trusting{.url = peer.url("/", "localhost"), .timeout = 60s, .authorities = authorities};
    const auto answer = run(client.send(trusting, loopback()));
    VERIFY_RESULT(answer);
    QCOMPARE(answer->body, "hello");
    auto other = trusting; // the certificate is for the name, not for the address that is connected to
    other.url = peer.url("/", "127.0.0.1");
    const auto isForAnother = run(client.send(other, loopback()));
    COMPARE_ERROR(isForAnother, ErrorCode::PermissionDenied);
    QVERIFY2(!isForAnother.error().detail.contains("here.ca"), isForAnother.error().detail.c_str());
    auto unknown = trusting;
    unknown.authorities.clear();
    const auto isUnknown = run(client.send(unknown, loopback()));
    COMPARE_ERROR(isUnknown, ErrorCode::PermissionDenied);
    QVERIFY2(isUnknown.error().detail.ends_with("; if it is meant, add who vouches for it to here.ca"),
             isUnknown.error().detail.c_str());
    QCOMPARE(peer.heads().size(), 1);
    QCOMPARE(peer.received(), peer.heads().front().size());
}

void OutboundClientTest::neverLeadsFromHttpsToHttp()
{
    const Peer end(hello);
    const QString path = certificateFor(QStringLiteral("DNS:localhost"));
    const std::string authorities = test::readFile(path.toStdString() + ".crt");
    const Peer peer(leadTo(end.url()), Peer::After::Close, test::makeTlsServer(path));
    OutboundClient client;
    COMPARE_ERROR(
        run(client.send({.url = peer.url("/", "localhost"), .timeout = 60s, .redirects = 1, .authorities = authorities},
                        loopback())),
        ErrorCode::PermissionDenied);
    QCOMPARE(end.heads().size(), 0);
}

QTEST_GUILESS_MAIN(OutboundClientTest)
#include "outbound_client_test.moc"
