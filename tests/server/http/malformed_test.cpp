// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every malformed input is answered with its status and a problem document, and the connection is closed.
#include "server/http/server.h"

#include "tests/server/http/routes.h"
#include "tests/support/raw_client.h"
#include "tests/support/run.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace portolan;
using namespace portolan::http;
using namespace std::chrono_literals;
using test::RawClient;

namespace {

Task<Response> streamedHead(Request &request)
{
    // Reads the body only after its answer has begun.
    co_return Response::stream(200, "text/plain", [&request](BodyWriter &writer) -> Task<Result<void>> {
        return [](Request *asked, BodyWriter *out) -> Task<Result<void>> {
            if (auto begun = co_await out->write("begun"); !begun)
                co_return begun;
            for (;;) {
                auto part = co_await asked->body.read();
                if (!part)
                    co_return std::unexpected(part.error());
                if (part->empty())
                    co_return {};
            }
        }(&request, &writer);
    });
}

} // namespace

class MalformedTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void isRefused_data();
    void isRefused();
    void isRefusedBytewise_data() { isRefused_data(); }
    void isRefusedBytewise();
    void isAccepted_data();
    void isAccepted();
    void slowHeadTimesOut();
    void stalledBodyTimesOut();
    void trickledBodyTimesOut();
    void silentConnectionIsClosedWithoutAWord();
    void endlessHeadCostsBoundedMemory();
    void endlessBlankLinesAreRefused();
    void faultAfterTheAnswerBeganCutsTheConnection();
    void faultIsToldToAWaitingReader();

private:
    void checkRefusal(RawClient &client, int status);
    std::unique_ptr<Server> m_server;
    std::unique_ptr<Server> m_impatient; ///< for what is refused because it takes long, and nothing else
};

void MalformedTest::initTestCase()
{
    const Routes routes{{"/", sayHello}, {"/echo", echoBody}, {"/streamed", streamedHead}, {"/a b", sayHello}};
    ServerOptions options{.threads = 1};
    options.limits.linger = 400ms;
    m_server = std::make_unique<Server>(options, serveRoutes(routes));
    VERIFY_RESULT(m_server->start());
    options.limits.headRead = 400ms;
    options.limits.bodyRead = 400ms;
    options.limits.idle = 600ms;
    m_impatient = std::make_unique<Server>(options, serveRoutes(routes));
    VERIFY_RESULT(m_impatient->start());
}

void MalformedTest::cleanupTestCase()
{
    // Nothing may be left of any of the connections.
    for (auto *server : {&m_server, &m_impatient}) {
        QVERIFY(test::waitUntil([server] { return (*server)->counters().connections == 0; }));
        QCOMPARE((*server)->counters().bufferedBytes, 0U);
        server->reset();
    }
}

void MalformedTest::checkRefusal(RawClient &client, int status)
{
    const auto response = client.response();
    QVERIFY2(response, "no answer");
    QCOMPARE(response->status, status);
    QCOMPARE(response->header("Connection"), "close");
    QCOMPARE(response->header("Content-Type"), "application/problem+json");
    const auto problem = QJsonDocument::fromJson(QByteArray::fromStdString(response->body)).object();
    QCOMPARE(problem.value(u"status").toInt(), status);
    QCOMPARE(problem.value(u"type").toString(), QStringLiteral("about:blank"));
    QVERIFY(!problem.value(u"title").toString().isEmpty());
    QVERIFY(!problem.value(u"detail").toString().isEmpty());
    QCOMPARE(problem.value(u"msg"), problem.value(u"detail"));
    QVERIFY(client.closed());
}

void MalformedTest::isRefused_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    const auto add = [](const char *name, std::string_view request, int status) {
        QTest::newRow(name) << QByteArray(request.data(), std::ssize(request)) << status;
    };
    const std::string post = "POST /echo HTTP/1.1\r\nHost: a\r\n";
    const std::string get = "GET / HTTP/1.1\r\nHost: a\r\n";
    const std::string chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
    using namespace std::string_literals;

    add("length with plus", post + "Content-Length: +5\r\n\r\nabcde", 400);
    add("length negative", post + "Content-Length: -5\r\n\r\nabcde", 400);
    add("length hexadecimal", post + "Content-Length: 0x10\r\n\r\nabcde", 400);
    add("length list of equals", post + "Content-Length: 5, 5\r\n\r\nabcde", 400);
    add("length list", post + "Content-Length: 5,6\r\n\r\nabcde", 400);
    add("length twice, differing", post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde", 400);
    add("length twice, equal", post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nabcde", 400);
    add("length empty", post + "Content-Length: \r\n\r\nabcde", 400);
    add("length over 64 bits", post + "Content-Length: 18446744073709551616\r\n\r\nabcde", 400);
    add("length with a letter", post + "Content-Length: 5a\r\n\r\nabcde", 400);
    add("length with a space within", post + "Content-Length: 5 5\r\n\r\nabcde", 400);
    add("length and chunked", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
    add("chunked and length", post + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400);
    add("xchunked", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400);
    add("identity", post + "Transfer-Encoding: identity\r\n\r\n", 400);
    add("chunked not last", post + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", 400);
    add("chunked twice", post + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 400);
    add("chunked in two fields", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400);
    add("chunked with a vertical tab",
        post
            + "Transfer-Encoding: \x0b"
              "chunked\r\n\r\n0\r\n\r\n",
        400);
    add("unknown coding", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501);
    add("chunked in HTTP/1.0", "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
    add("space before colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400);
    add("tab before colon", "GET / HTTP/1.1\r\nHost\t: a\r\n\r\n", 400);
    add("space before colon of length", post + "Content-Length : 5\r\n\r\nabcde", 400);
    add("empty name", get + ": b\r\n\r\n", 400);
    add("no colon", get + "Accept\r\n\r\n", 400);
    add("name with a parenthesis", get + "Acc(ept: b\r\n\r\n", 400);
    add("folded line", get + "Accept: a\r\n b\r\n\r\n", 400);
    add("folded first line", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400);
    add("NUL in value", get + "Accept: a\0b\r\n\r\n"s, 400);
    add("NUL in name", get + "Acc\0ept: b\r\n\r\n"s, 400);
    add("NUL in target", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"s, 400);
    add("NUL first", "\0GET / HTTP/1.1\r\nHost: a\r\n\r\n"s, 400);
    add("bare CR in value", get + "Accept: a\rb\r\n\r\n", 400);
    add("bare LF after request line", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400);
    add("bare LF after field", "GET / HTTP/1.1\r\nHost: a\nAccept: b\r\n\r\n", 400);
    add("bare LF at the end", "GET / HTTP/1.1\r\nHost: a\r\n\n", 400);
    add("control character in value",
        get
            + "Accept: a\x01"
              "b\r\n\r\n",
        400);
    add("no Host", "GET / HTTP/1.1\r\nAccept: a\r\n\r\n", 400);
    add("two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400);
    add("two equal Hosts", "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", 400);
    add("Host with a space", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400);
    add("Host with a slash", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400);
    add("Host with a user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400);
    add("version 9.9", "GET / HTTP/9.9\r\nHost: a\r\n\r\n", 505);
    add("version 2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505);
    add("version 0.9", "GET / HTTP/0.9\r\nHost: a\r\n\r\n", 505);
    add("no version", "GET /\r\nHost: a\r\n\r\n", 505);
    add("version of three numbers", "GET / HTTP/1.1.1\r\nHost: a\r\n\r\n", 400);
    add("version without slash", "GET / HTTP1.1\r\nHost: a\r\n\r\n", 400);
    add("lower-case version", "GET / http/1.1\r\nHost: a\r\n\r\n", 400);
    add("other protocol", "GET / SMTP/1.1\r\nHost: a\r\n\r\n", 400);
    add("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505);
    add("unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501);
    add("known to others", "PROPFIND / HTTP/1.1\r\nHost: a\r\n\r\n", 501);
    add("TRACE", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 501);
    add("CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", 501);
    add("lower-case method", "get / HTTP/1.1\r\nHost: a\r\n\r\n", 501);
    add("long method", std::string(200, 'A') + " / HTTP/1.1\r\nHost: a\r\n\r\n", 501);
    add("method with a brace", "G{T / HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    add("TLS on a plain port", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s, 400);
    add("space first", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    add("tab after method", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    add("dot dot", "GET /../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    add("dot dot at the end", "GET /a/.. HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    add("dot", "GET /a/./b HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    add("escaped dot dot", "GET /a/%2e%2E/b HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    add("escaped NUL", "GET /a%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    add("half an escape", "GET /a%2 HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    add("no escape", "GET /a%zz HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    add("path is not UTF-8", "GET /%ff HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    add("overlong UTF-8", "GET /%c0%ae%c0%ae/ HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    add("half an escape in the query", "GET /?a=%2 HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    add("fragment", "GET /#a HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    add("byte over 127 in target", "GET /\xc3\xa4 HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    add("target without slash", "GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    add("asterisk with GET", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    add("other scheme", "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    add("absolute without host", "GET http:///a HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    add("absolute with user", "GET http://u:p@a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400);
    add("target too long", "GET /" + std::string(9000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n", 414);
    add("head too large", get + "A: " + std::string(33000, 'b') + "\r\n\r\n", 431);
    add("name too large", get + std::string(33000, 'b') + ": a\r\n\r\n", 431);
    std::string many = get;
    for (int i = 0; i < 100; ++i)
        many += "A: b\r\n";
    add("too many fields", many + "\r\n", 431);
    add("unknown expectation", post + "Expect: 200-ok\r\nContent-Length: 5\r\n\r\nabcde", 417);
    add("chunk size is no number", chunked + "xyz\r\n", 400);
    add("chunk size negative", chunked + "-1\r\na\r\n", 400);
    add("chunk size with 0x", chunked + "0x5\r\nabcde\r\n", 400);
    add("chunk size empty", chunked + "\r\nabcde\r\n", 400);
    add("chunk size over 64 bits", chunked + "fffffffffffffffff\r\na", 400);
    add("chunk size with a space", chunked + "5 \r\nabcde\r\n0\r\n\r\n", 400);
    add("chunk longer than its size", chunked + "3\r\nabcde\r\n0\r\n\r\n", 400);
    add("chunk ends with LF", chunked + "5\r\nabcde\n0\r\n\r\n", 400);
    add("chunk size ends with LF", chunked + "5\nabcde\r\n0\r\n\r\n", 400);
    add("chunk extensions without end", chunked + "5;" + std::string(9000, 'a'), 431);
    add("trailers too large", chunked + "0\r\nA: " + std::string(9000, 'a') + "\r\n\r\n", 431);
    add("trailer with a NUL", chunked + "0\r\nA: \0\r\n\r\n"s, 400);
    add("announced body too large", post + "Content-Length: 2000000\r\n\r\n", 413);
    add("fault in the second request", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400);
}

void MalformedTest::isRefused()
{
    QFETCH(const QByteArray, request);
    QFETCH(const int, status);
    RawClient client(m_server->port());
    client.send(request.toStdString());
    checkRefusal(client, status);
}

void MalformedTest::isRefusedBytewise()
{
    QFETCH(const QByteArray, request);
    QFETCH(const int, status);
    if (request.size() > 300)
        return; // the long ones are read in pieces anyway
    // On a connection that has served before, and cut where it hurts most: everywhere.
    RawClient client(m_server->port());
    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto good = client.response();
    QVERIFY(good);
    QCOMPARE(good->status, 200);
    for (const char c : request) {
        client.send({&c, 1});
        QTest::qWait(0);
    }
    checkRefusal(client, status);
}

void MalformedTest::isAccepted_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("body");
    const auto add = [](const char *name, std::string_view request, std::string_view body) {
        QTest::newRow(name) << QByteArray(request.data(), std::ssize(request))
                            << QByteArray(body.data(), std::ssize(body));
    };
    add("blank lines first", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "/");
    add("two spaces before the version", "GET /  HTTP/1.1\r\nHost: a\r\n\r\n", "/"); // RFC 9112 section 3 allows it
    add("absolute form", "GET http://other:80/?a=b HTTP/1.1\r\nHost: a\r\n\r\n", "/?a=b");
    add("absolute form without path", "GET http://other HTTP/1.1\r\nHost: a\r\n\r\n", "/");
    add("absolute form, query only", "GET http://other?a HTTP/1.1\r\nHost: a\r\n\r\n", "/?a");
    add("empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "/");
    add("Host of IPv6", "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", "/");
    add("no Host in HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", "/");
    add("spaces around value", "GET / HTTP/1.1\r\nHost: \t a \t \r\n\r\n", "/");
    add("bytes over 127 in value", "GET / HTTP/1.1\r\nHost: a\r\nA: \xff\r\n\r\n", "/");
    add("escapes", "GET /a%20b?c=%2f HTTP/1.1\r\nHost: a\r\n\r\n", "/a%20b?c=%2f");
    add("leading zeros", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 005\r\n\r\nabcde", "abcde");
    add("chunked in capitals",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: CHUNKED\r\n\r\n5\r\nabcde\r\n0\r\n\r\n", "abcde");
    add("chunk extension and trailer",
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nabcde\r\n0\r\nTrailer: x\r\n\r\n",
        "abcde");
    add("h2c offer is ignored",
        "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\n\r\n", "/");
}

void MalformedTest::isAccepted()
{
    QFETCH(const QByteArray, request);
    QFETCH(const QByteArray, body);
    RawClient client(m_server->port());
    client.send(request.toStdString());
    const auto response = client.response();
    QVERIFY(response);
    QCOMPARE(response->status, 200);
    QCOMPARE(response->body, body.toStdString());
    if (request.contains("HTTP/1.0"))
        return;
    client.send("GET /?next HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto next = client.response();
    QVERIFY(next);
    QCOMPARE(next->body, "/?next");
}

void MalformedTest::slowHeadTimesOut()
{
    RawClient client(m_impatient->port());
    client.send("GET / HTTP/1.1\r\nHost: a\r\nA: ");
    checkRefusal(client, 408);
}

void MalformedTest::stalledBodyTimesOut()
{
    RawClient client(m_impatient->port());
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab");
    checkRefusal(client, 408);
}

void MalformedTest::trickledBodyTimesOut()
{
    RawClient client(m_impatient->port());
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 500000\r\n\r\n");
    // Fewer than Limits::bodyMinimum in each window, without ever stopping.
    QVERIFY(test::waitUntil([&client] {
        client.send("a");
        return client.socket().bytesAvailable() > 0;
    }));
    checkRefusal(client, 408);
}

void MalformedTest::silentConnectionIsClosedWithoutAWord()
{
    RawClient client(m_impatient->port());
    QVERIFY(client.closed());
}

void MalformedTest::endlessHeadCostsBoundedMemory()
{
    RawClient client(m_server->port());
    client.send("GET / HTTP/1.1\r\n");
    const std::string line = "A: " + std::string(1000, 'b') + "\r\n";
    for (int i = 0; i < 100; ++i) // more would be answered, too, and then reset: Limits::discard
        client.send(line);
    const auto response = client.response();
    QVERIFY(response);
    QCOMPARE(response->status, 431);
    QVERIFY(m_server->counters().bufferedBytes < 64 * 1024);
}

void MalformedTest::endlessBlankLinesAreRefused()
{
    RawClient client(m_server->port());
    std::string lines;
    for (int i = 0; i < 20'000; ++i)
        lines += "\r\n";
    client.send(lines);
    checkRefusal(client, 431);
}

void MalformedTest::faultAfterTheAnswerBeganCutsTheConnection()
{
    RawClient client(m_server->port());
    client.send("POST /streamed HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    QVERIFY(client.until("begun\r\n").ends_with("begun\r\n"));
    client.send("nonsense\r\n");
    QVERIFY(client.closed()); // no last chunk: what came cannot be taken for the whole
}

void MalformedTest::faultIsToldToAWaitingReader()
{
    std::optional<Error> seen;
    Server server({.threads = 1}, serveRoutes({{"/read", [&seen](Request &request) -> Task<Response> {
                                                    return [](Request *asked,
                                                              std::optional<Error> *out) -> Task<Response> {
                                                        const auto body = co_await asked->body.readAll();
                                                        if (!body)
                                                            *out = body.error();
                                                        co_return Response::text(200, "ignored");
                                                    }(&request, &seen);
                                                }}}));
    VERIFY_RESULT(server.start());
    RawClient client(server.port());
    client.send("POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
    QTest::qWait(20);
    client.send("z");
    checkRefusal(client, 400);
    test::run(server.stop());
    QVERIFY(seen);
    QCOMPARE(seen->code, ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(MalformedTest)
#include "malformed_test.moc"
