// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/server.h"

#include "core/async/timer.h"
#include "server/http/http_date.h"
#include "server/http/range.h"
#include "tests/server/http/routes.h"
#include "tests/support/raw_client.h"
#include "tests/support/run.h"

#include <QLocalSocket>
#include <QTemporaryDir>

#include <atomic>

using namespace portolan;
using namespace portolan::http;
using namespace std::chrono_literals;
using test::RawClient;

namespace {

std::string get(std::string_view target, std::string_view fields = "")
{
    return std::format("GET {} HTTP/1.1\r\nHost: a\r\n{}\r\n", target, fields);
}

std::string post(std::string_view target, std::string_view body, std::string_view fields = "")
{
    return std::format("POST {} HTTP/1.1\r\nHost: a\r\n{}Content-Length: {}\r\n\r\n{}", target, fields, body.size(),
                       body);
}

Task<Response> answerLate(Request &request)
{
    const auto target = std::string(request.target());
    co_await sleepFor(std::chrono::milliseconds(target.ends_with("long") ? 40 : 1));
    co_return Response::text(200, target);
}

Task<Response> ignoreBody(Request &)
{
    co_return Response::text(200, "unread");
}

Task<Result<void>> writeParts(BodyWriter *writer)
{
    for (const auto *part : {"one,", "", "two,", "three"}) {
        if (auto written = co_await writer->write(part); !written)
            co_return written;
    }
    co_return {};
}

Task<Response> chunked(Request &)
{
    co_return Response::stream(200, "text/plain", [](BodyWriter &writer) { return writeParts(&writer); });
}

Task<Response> counted(Request &request)
{
    const std::uint64_t length = request.query().has("short") ? 20 : 13;
    co_return Response::stream(200, "text/plain", [](BodyWriter &writer) { return writeParts(&writer); }, length);
}

Task<Response> ranged(Request &request)
{
    static constexpr std::string_view data = "0123456789";
    const auto choice = chooseRange(request, data.size(), "\"tag\"");
    co_return rangeResponse(choice, "text/plain", "\"tag\"", [choice](BodyWriter &writer) {
        return writer.write(std::string(data.substr(choice.offset, choice.length)));
    });
}

Task<Response> fails(Request &request)
{
    if (request.query().has("throw"))
        throw std::runtime_error("a secret");
    co_return Response::problem(Error{.code = ErrorCode::Internal, .detail = "another secret"});
}

Task<Response> describe(Request &request)
{
    co_return Response::text(200, std::format("{} {} {} {}", request.peer().address, request.peer().tls, request.host(),
                                              request.id()));
}

Task<Response> splitsHeaders(Request &)
{
    auto response = Response::text(200, "");
    response.headers.set("Location", "/a\r\nEvil: yes");
    response.headers.set("Content-Length", "999");
    co_return response;
}

Task<Response> noContent(Request &)
{
    co_return Response(204);
}

Routes routes()
{
    return {{"/", sayHello},         {"/echo", echoBody},       {"/late", answerLate}, {"/ignore", ignoreBody},
            {"/chunked", chunked},   {"/counted", counted},     {"/range", ranged},    {"/fails", fails},
            {"/describe", describe}, {"/split", splitsHeaders}, {"/none", noContent}};
}

} // namespace

class ServerTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void keepsTheConnection();
    void answersPipelinedRequestsInOrder();
    void answersThousandPipelinedRequests();
    void stopsReadingFromAPipelinerWhoTakesNoAnswers();
    void readsBodies_data();
    void readsBodies();
    void refusesBodiesPastTheLimit();
    void asksForTheBodyOnlyWhenItIsRead();
    void dropsWhatNobodyRead();
    void closesRatherThanReadMuchForNobody();
    void streamsChunked();
    void streamsCounted();
    void cutsAStreamThatIsShorterThanAnnounced();
    void answersHead();
    void speaksHttp10();
    void answersRanges_data();
    void answersRanges();
    void closesWhenAsked();
    void answersAClientThatEndsItsSide();
    void hidesInternalErrors();
    void tellsWhoAsks();
    void allowsNoHeaderSplitting();
    void answersWithoutContent();
    void answersOptionsOfTheServer();
    void countsConnectionsOfAnAddress();
    void countsConnectionsInAll();
    void takesNewLimits();
    void listensOnIpv6AndUnixSockets();
    void saysWhyItCannotListen();
    void spreadsConnectionsOverLoops();

private:
    std::unique_ptr<Server> m_server;
};

void ServerTest::initTestCase()
{
    m_server = std::make_unique<Server>(ServerOptions{.threads = 2}, serveRoutes(routes()));
    VERIFY_RESULT(m_server->start());
}

void ServerTest::cleanupTestCase()
{
    test::run(m_server->stop());
    QCOMPARE(m_server->counters().connections, 0U);
    m_server.reset();
}

void ServerTest::keepsTheConnection()
{
    RawClient client(m_server->port());
    for (int i = 0; i < 3; ++i) {
        client.send(get("/"));
        const auto response = client.response();
        QVERIFY(response);
        QCOMPARE(response->status, 200);
        QCOMPARE(response->body, "/");
        QVERIFY(parseHttpDate(response->header("Date")));
        QVERIFY(!response->has("Connection"));
    }
}

void ServerTest::answersPipelinedRequestsInOrder()
{
    RawClient client(m_server->port());
    client.send(get("/late?long") + get("/late") + post("/echo", "body") + get("/chunked") + get("/"));
    for (const auto *expected : {"/late?long", "/late", "body", "one,two,three", "/"}) {
        const auto response = client.response();
        QVERIFY(response);
        QCOMPARE(response->body, expected);
    }
}

void ServerTest::answersThousandPipelinedRequests()
{
    for (const std::string_view path : {"/", "/late"}) {
        RawClient client(m_server->port());
        std::string requests;
        for (int i = 0; i < 1000; ++i)
            requests += get(std::format("{}?{}", path, i));
        client.send(requests);
        for (int i = 0; i < 1000; ++i) {
            const auto response = client.response();
            QVERIFY(response);
            QCOMPARE(response->body, std::format("{}?{}", path, i));
        }
    }
}

void ServerTest::stopsReadingFromAPipelinerWhoTakesNoAnswers()
{
    RawClient client(m_server->port());
    client.stopReading();
    std::string requests;
    for (int i = 0; i < 1000; ++i)
        requests += get(std::format("/?{:a<500}", ""));
    // Far more than the system's buffers hold, both ways.
    for (int i = 0; i < 40; ++i)
        client.send(requests);
    std::int64_t before = -1;
    QVERIFY(test::waitUntil([&] {
        const auto left = client.socket().bytesToWrite();
        QTest::qWait(100);
        return std::exchange(before, left) == left && left > 0;
    }));
    QVERIFY(m_server->counters().bufferedBytes < 1024 * 1024);
    client.abort();
    QVERIFY(test::waitUntil([this] { return m_server->counters().connections == 0; }));
    QCOMPARE(m_server->counters().bufferedBytes, 0U);
}

void ServerTest::readsBodies_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<int>("chunk"); // 0: Content-Length
    for (const int size : {0, 1, 1000, 65'536, 1'000'000}) {
        for (const int chunk : {0, 1000, 100'000})
            QTest::addRow("%d by %d", size, chunk) << size << chunk;
    }
    QTest::addRow("5000 by 1") << 5000 << 1;
}

void ServerTest::readsBodies()
{
    QFETCH(const int, size);
    QFETCH(const int, chunk);
    std::string body;
    while (body.size() < static_cast<std::size_t>(size))
        body += std::to_string(body.size()) + ' ';
    body.resize(static_cast<std::size_t>(size));
    RawClient client(m_server->port());
    if (chunk == 0) {
        client.send(post("/echo", body));
    } else {
        std::string framed = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (std::size_t at = 0; at < body.size(); at += static_cast<std::size_t>(chunk)) {
            const auto part = body.substr(at, static_cast<std::size_t>(chunk));
            framed += std::format("{:x}\r\n{}\r\n", part.size(), part);
        }
        client.send(framed + "0\r\nIgnored: trailer\r\n\r\n");
    }
    client.send(get("/"));
    const auto response = client.response();
    QVERIFY(response);
    QCOMPARE(response->status, 200);
    QVERIFY(response->body == body);
    const auto next = client.response();
    QVERIFY(next);
    QCOMPARE(next->body, "/");
}

void ServerTest::refusesBodiesPastTheLimit()
{
    RawClient announced(m_server->port());
    announced.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\nExpect: 100-continue\r\n\r\n");
    const auto early = announced.response();
    QVERIFY(early);
    QCOMPARE(early->status, 413); // without a 100 before
    QVERIFY(announced.closed());

    RawClient endless(m_server->port());
    endless.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 40; ++i)
        endless.send("8000\r\n" + std::string(0x8000, 'a') + "\r\n");
    const auto late = endless.response();
    QVERIFY(late);
    QCOMPARE(late->status, 413);
    QVERIFY(endless.closed());
}

void ServerTest::asksForTheBodyOnlyWhenItIsRead()
{
    RawClient client(m_server->port());
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
    const auto asked = client.response();
    QVERIFY(asked);
    QCOMPARE(asked->status, 100);
    client.send("body");
    const auto response = client.response();
    QVERIFY(response);
    QCOMPARE(response->body, "body");

    client.send("POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
    const auto unasked = client.response();
    QVERIFY(unasked);
    QCOMPARE(unasked->status, 200);
    QCOMPARE(unasked->header("Connection"), "close"); // nobody knows whether the body follows
    QVERIFY(client.closed());
}

void ServerTest::dropsWhatNobodyRead()
{
    RawClient client(m_server->port());
    client.send(post("/ignore", std::string(200'000, 'a')) + get("/"));
    const auto response = client.response();
    QVERIFY(response);
    QCOMPARE(response->body, "unread");
    const auto next = client.response();
    QVERIFY(next);
    QCOMPARE(next->body, "/");
}

void ServerTest::closesRatherThanReadMuchForNobody()
{
    RawClient client(m_server->port());
    client.send("POST /ignore HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\nabc");
    const auto response = client.response();
    QVERIFY(response);
    QCOMPARE(response->body, "unread");
    QCOMPARE(response->header("Connection"), "close");
    QVERIFY(client.closed());
}

void ServerTest::streamsChunked()
{
    RawClient client(m_server->port());
    client.send(get("/chunked"));
    const auto response = client.response();
    QVERIFY(response);
    QVERIFY(response->chunked);
    QVERIFY(response->complete);
    QVERIFY(!response->has("Content-Length"));
    QCOMPARE(response->body, "one,two,three");
    client.send(get("/"));
    QVERIFY(client.response());
}

void ServerTest::streamsCounted()
{
    RawClient client(m_server->port());
    client.send(get("/counted") + get("/"));
    const auto response = client.response();
    QVERIFY(response);
    QVERIFY(!response->chunked);
    QCOMPARE(response->header("Content-Length"), "13");
    QCOMPARE(response->body, "one,two,three");
    QVERIFY(client.response());
}

void ServerTest::cutsAStreamThatIsShorterThanAnnounced()
{
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("7 bytes of the announced body are missing")));
    RawClient client(m_server->port());
    client.send(get("/counted?short"));
    const auto response = client.response();
    QVERIFY(!response || !response->complete);
    QVERIFY(client.closed());
}

void ServerTest::answersHead()
{
    RawClient client(m_server->port());
    for (const auto &[path, length] : {std::pair("/", "1"), {"/counted", "13"}, {"/chunked", ""}}) {
        client.send(std::format("HEAD {} HTTP/1.1\r\nHost: a\r\n\r\n", path));
        const auto response = client.response(true);
        QVERIFY(response);
        QCOMPARE(response->status, 200);
        QCOMPARE(response->header("Content-Length"), length);
    }
    client.send(get("/"));
    const auto response = client.response();
    QVERIFY(response);
    QCOMPARE(response->body, "/");
}

void ServerTest::speaksHttp10()
{
    RawClient plain(m_server->port());
    plain.send("GET / HTTP/1.0\r\n\r\n");
    const auto once = plain.response();
    QVERIFY(once);
    QCOMPARE(once->header("Connection"), "close");
    QVERIFY(plain.closed());

    RawClient kept(m_server->port());
    for (int i = 0; i < 2; ++i) {
        kept.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        const auto response = kept.response();
        QVERIFY(response);
        QCOMPARE(response->header("Connection"), "keep-alive");
    }
    kept.send("GET /chunked HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    const auto stream = kept.response(); // ends with the connection
    QVERIFY(stream);
    QVERIFY(!stream->chunked);
    QCOMPARE(stream->header("Connection"), "close");
    QCOMPARE(stream->body, "one,two,three");
    QVERIFY(kept.closed());
}

void ServerTest::answersRanges_data()
{
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("contentRange");
    QTest::addColumn<QByteArray>("body");
    const auto add = [](const char *name, const char *fields, int status, const char *contentRange, const char *body) {
        QTest::newRow(name) << QByteArray(fields) << status << QByteArray(contentRange) << QByteArray(body);
    };
    add("none", "", 200, "", "0123456789");
    add("first", "Range: bytes=0-0\r\n", 206, "bytes 0-0/10", "0");
    add("middle", "Range: bytes=2-4\r\n", 206, "bytes 2-4/10", "234");
    add("open", "Range: bytes=7-\r\n", 206, "bytes 7-9/10", "789");
    add("past the end", "Range: bytes=7-100\r\n", 206, "bytes 7-9/10", "789");
    add("suffix", "Range: bytes=-3\r\n", 206, "bytes 7-9/10", "789");
    add("suffix of all", "Range: bytes=-30\r\n", 206, "bytes 0-9/10", "0123456789");
    add("unit in capitals", "Range: BYTES=0-0\r\n", 206, "bytes 0-0/10", "0");
    add("beyond", "Range: bytes=10-\r\n", 416, "bytes */10", "");
    add("beyond 64 bits", "Range: bytes=99999999999999999999-\r\n", 416, "bytes */10", "");
    add("empty suffix", "Range: bytes=-0\r\n", 416, "bytes */10", "");
    add("several", "Range: bytes=0-1,3-4\r\n", 200, "", "0123456789");
    add("backwards", "Range: bytes=4-2\r\n", 200, "", "0123456789");
    add("nonsense", "Range: bytes=a-b\r\n", 200, "", "0123456789");
    add("only a dash", "Range: bytes=-\r\n", 200, "", "0123456789");
    add("signed", "Range: bytes=+1-2\r\n", 200, "", "0123456789");
    add("other unit", "Range: lines=0-1\r\n", 200, "", "0123456789");
    add("If-Range holds", "Range: bytes=2-4\r\nIf-Range: \"tag\"\r\n", 206, "bytes 2-4/10", "234");
    add("If-Range fails", "Range: bytes=2-4\r\nIf-Range: \"old\"\r\n", 200, "", "0123456789");
    add("If-Range weak", "Range: bytes=2-4\r\nIf-Range: W/\"tag\"\r\n", 200, "", "0123456789");
}

void ServerTest::answersRanges()
{
    QFETCH(const QByteArray, fields);
    QFETCH(const int, status);
    QFETCH(const QByteArray, contentRange);
    QFETCH(const QByteArray, body);
    RawClient client(m_server->port());
    client.send(get("/range", fields.toStdString()));
    const auto response = client.response();
    QVERIFY(response);
    QCOMPARE(response->status, status);
    QCOMPARE(response->header("Content-Range"), contentRange.toStdString());
    QCOMPARE(response->header("Accept-Ranges"), "bytes");
    if (status != 416)
        QCOMPARE(response->body, body.toStdString());
}

void ServerTest::closesWhenAsked()
{
    RawClient client(m_server->port());
    client.send(get("/", "Connection: foo, Close\r\n") + get("/"));
    const auto response = client.response();
    QVERIFY(response);
    QCOMPARE(response->header("Connection"), "close");
    QVERIFY(client.closed());
}

void ServerTest::answersAClientThatEndsItsSide()
{
    RawClient client(m_server->port());
    client.send(get("/late?long") + get("/") + get("/late"));
    client.closeWrite();
    for (const auto *expected : {"/late?long", "/", "/late"}) {
        const auto response = client.response();
        QVERIFY(response);
        QCOMPARE(response->body, expected);
    }
    QVERIFY(client.closed());
}

void ServerTest::hidesInternalErrors()
{
    for (const auto *path : {"/fails", "/fails?throw"}) {
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("secret")));
        RawClient client(m_server->port());
        client.send(get(path));
        const auto response = client.response();
        QVERIFY(response);
        QCOMPARE(response->status, 500);
        QVERIFY(!response->body.contains("secret"));
        QVERIFY(response->body.contains("\"instance\":\"/fails\""));
    }
}

void ServerTest::tellsWhoAsks()
{
    RawClient client(m_server->port());
    client.send(get("/describe", "X-Request-Id: abc-1.2_3\r\n"));
    const auto given = client.response();
    QVERIFY(given);
    QCOMPARE(given->body, "127.0.0.1 false a abc-1.2_3");
    QCOMPARE(given->header("X-Request-Id"), "abc-1.2_3");
    client.send("GET http://other:8080/describe HTTP/1.1\r\nHost: a\r\nX-Request-Id: <script>\r\n\r\n");
    const auto made = client.response();
    QVERIFY(made);
    QVERIFY(made->body.starts_with("127.0.0.1 false other:8080 "));
    QVERIFY(!made->body.contains("script"));
    QCOMPARE(made->body.substr(made->body.rfind(' ') + 1), made->header("X-Request-Id"));
}

void ServerTest::allowsNoHeaderSplitting()
{
    RawClient client(m_server->port());
    client.send(get("/split"));
    const auto response = client.response();
    QVERIFY(response);
    QVERIFY(!response->has("Evil"));
    QCOMPARE(response->header("Content-Length"), "0");
}

void ServerTest::answersWithoutContent()
{
    RawClient client(m_server->port());
    client.send(get("/none") + get("/"));
    const auto response = client.response();
    QVERIFY(response);
    QCOMPARE(response->status, 204);
    QVERIFY(!response->has("Content-Length") && !response->has("Transfer-Encoding"));
    const auto next = client.response();
    QVERIFY(next);
    QCOMPARE(next->body, "/");
}

void ServerTest::answersOptionsOfTheServer()
{
    RawClient client(m_server->port());
    client.send("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto response = client.response();
    QVERIFY(response);
    QCOMPARE(response->status, 204);
    QVERIFY(response->header("Allow").contains("PATCH"));
}

void ServerTest::countsConnectionsOfAnAddress()
{
    ServerOptions options{.threads = 2};
    options.limits.connectionsPerAddress = 2;
    Server server(options, serveRoutes(routes()));
    VERIFY_RESULT(server.start());
    RawClient first(server.port());
    auto second = std::make_unique<RawClient>(server.port());
    QVERIFY(test::waitUntil([&] { return server.counters().connections == 2; }));
    RawClient third(server.port());
    third.send(get("/"));
    const auto refused = third.response();
    QVERIFY(refused);
    QCOMPARE(refused->status, 429);
    QVERIFY(!refused->header("Retry-After").empty());
    QCOMPARE(refused->header("Content-Type"), "application/problem+json");
    QVERIFY(third.closed());
    QCOMPARE(server.counters().refused, 1U);
    second.reset();
    QVERIFY(test::waitUntil([&] { return server.counters().connections == 1; }));
    RawClient again(server.port());
    again.send(get("/"));
    const auto served = again.response();
    QVERIFY(served);
    QCOMPARE(served->status, 200);
}

void ServerTest::countsConnectionsInAll()
{
    ServerOptions options{.threads = 1};
    options.limits.connections = 1;
    Server server(options, serveRoutes(routes()));
    VERIFY_RESULT(server.start());
    RawClient first(server.port());
    first.send(get("/"));
    QVERIFY(first.response());
    RawClient second(server.port());
    const auto refused = second.response();
    QVERIFY(refused);
    QCOMPARE(refused->status, 503);
    QVERIFY(!refused->header("Retry-After").empty());
}

void ServerTest::takesNewLimits()
{
    ServerOptions options{.threads = 1};
    options.limits.connections = 2;
    Server server(options, serveRoutes(routes()));
    VERIFY_RESULT(server.start());
    const auto answers = [](RawClient &client, const std::string &request) {
        client.send(request);
        const auto response = client.response();
        return response ? response->status : 0;
    };
    RawClient first(server.port());
    QCOMPARE(answers(first, get("/")), 200);
    RawClient second(server.port());
    QCOMPARE(answers(second, get("/")), 200);

    // Who is connected stays, with the limits on requests that hold now; nobody else comes in.
    options.limits.connections = 1;
    options.limits.target = 100;
    server.setLimits(options.limits);
    QCOMPARE(answers(first, get("/")), 200);
    RawClient third(server.port());
    const auto refused = third.response();
    QVERIFY(refused);
    QCOMPARE(refused->status, 503);
    QCOMPARE(answers(second, get("/" + std::string(200, 'a'))), 414);

    options.limits.connections = 3;
    options.limits.idle = std::chrono::seconds(1);
    server.setLimits(options.limits);
    RawClient fourth(server.port());
    QCOMPARE(answers(fourth, get("/")), 200);
    QVERIFY(fourth.closed());
}

void ServerTest::listensOnIpv6AndUnixSockets()
{
    Server six({.address = "::1", .threads = 1}, serveRoutes(routes()));
    VERIFY_RESULT(six.start());
    auto socket = std::make_unique<QTcpSocket>();
    socket->connectToHost(QHostAddress(QHostAddress::LocalHostIPv6), six.port());
    QVERIFY(test::waitUntil([&] { return socket->state() == QAbstractSocket::ConnectedState; }));
    RawClient client(std::move(socket));
    client.send(get("/describe"));
    const auto response = client.response();
    QVERIFY(response);
    QVERIFY(response->body.starts_with("::1 "));

    const QTemporaryDir folder;
    const auto path = folder.filePath(QStringLiteral("socket"));
    {
        Server local({.address = "unix:" + path.toStdString(), .threads = 1}, serveRoutes(routes()));
        VERIFY_RESULT(local.start());
        QLocalSocket peer;
        peer.connectToServer(path);
        peer.write("GET /describe HTTP/1.0\r\n\r\n");
        QVERIFY(test::waitUntil([&] { return peer.state() == QLocalSocket::UnconnectedState; }));
        QVERIFY(peer.readAll().startsWith("HTTP/1.1 200 OK"));
    }
    QVERIFY(!QFile::exists(path));
}

void ServerTest::saysWhyItCannotListen()
{
    Server taken({.port = m_server->port(), .threads = 1}, serveRoutes({}));
    const auto busy = taken.start();
    QVERIFY(!busy);
    QVERIFY(busy.error().detail.contains(std::to_string(m_server->port())));
    Server nowhere({.address = "nowhere"}, serveRoutes({}));
    const auto unknown = nowhere.start();
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, ErrorCode::InvalidArgument);
}

void ServerTest::spreadsConnectionsOverLoops()
{
    std::atomic<int> loops = 0;
    Server server({.threads = 3}, [&loops] {
        const int number = ++loops;
        return [number](Request &) -> Task<Response> {
            return [](int mine) -> Task<Response> { co_return Response::text(200, std::to_string(mine)); }(number);
        };
    });
    VERIFY_RESULT(server.start());
    std::map<std::string, int> seen;
    for (int i = 0; i < 6; ++i) {
        RawClient client(server.port());
        client.send(get("/"));
        const auto response = client.response();
        QVERIFY(response);
        ++seen[response->body];
    }
    QCOMPARE(seen.size(), 3U);
    QCOMPARE(seen["1"], 2);
}

QTEST_GUILESS_MAIN(ServerTest)
#include "server_test.moc"
