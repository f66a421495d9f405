// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/server.h"

#include "tests/support/raw_client.h"
#include "tests/support/run.h"

using namespace portolan;
using namespace portolan::http;
using test::RawClient;

namespace {

constexpr std::string_view hello = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";

Task<Response> echo(Request *request)
{
    auto body = co_await request->body.readAll();
    if (!body)
        co_return Response::problem(body.error());
    co_return Response::text(200, *body);
}

Handler makeHandler()
{
    return [](Request &request) -> Task<Response> {
        if (request.path() == "/echo")
            return echo(&request);
        return [](Request *asked) -> Task<Response> {
            co_return Response::text(200, std::format("{} {}", name(asked->method()), asked->target()));
        }(&request);
    };
}

} // namespace

class ServerTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersAndKeepsTheConnection();
};

void ServerTest::answersAndKeepsTheConnection()
{
    Server server({.threads = 2}, makeHandler);
    VERIFY_RESULT(server.start());
    RawClient client(server.port());
    for (int i = 0; i < 3; ++i) {
        client.send(hello);
        const auto response = client.response();
        QVERIFY(response);
        QCOMPARE(response->status, 200);
        QCOMPARE(response->body, "GET /hello");
        QVERIFY(!response->header("Date").empty());
        QVERIFY(!response->header("X-Request-Id").empty());
    }
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde");
    const auto response = client.response();
    QVERIFY(response);
    QCOMPARE(response->body, "abcde");
    QCOMPARE(server.counters().requests, 4);
    test::run(server.stop());
}

QTEST_GUILESS_MAIN(ServerTest)
#include "server_test.moc"
