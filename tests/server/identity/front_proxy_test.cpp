// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/front_proxy.h"

#include "server/http/server.h"
#include "tests/support/run.h"

#include <QLocalSocket>
#include <QTcpSocket>
#include <QTemporaryDir>

using namespace portolan;
using namespace portolan::identity;
using namespace std::chrono_literals;

namespace {

/// What a handler sees of a request: its client, its scheme, its user, its groups, and the secret.
std::string describe(const http::Request &request)
{
    std::string groups;
    std::string user;
    if (const auto &forwarded = request.forwarded()) {
        user = forwarded->user;
        for (const std::string &group : forwarded->groups)
            groups += group + ";";
    }
    return std::format("{}|{}|{}|{}|{}", request.clientAddress(), request.isSecure() ? "https" : "http", user, groups,
                       request.header("X-Secret").value_or("no secret"));
}

} // namespace

class FrontProxyTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nobodyIsBelievedWithoutAProof();
    void theSecretProvesTheProxyAndIsTakenAway();
    void theUnixSocketProvesTheProxy();
    void whatTheProxySaysIsRead_data();
    void whatTheProxySaysIsRead();

private:
    [[nodiscard]] QByteArray ask(const FrontProxy &front, const QByteArray &headers, bool overUnixSocket = false);

    QTemporaryDir m_folder;
};

QByteArray FrontProxyTest::ask(const FrontProxy &front, const QByteArray &headers, bool overUnixSocket)
{
    const QString path = m_folder.filePath(QStringLiteral("socket"));
    http::Server server({.address = overUnixSocket ? "unix:" + path.toStdString() : "127.0.0.1", .threads = 1}, [&] {
        return [&front](http::Request &request) -> Task<http::Response> {
            front.receive(request);
            co_return http::Response::text(200, describe(request));
        };
    });
    if (const auto started = server.start(); !started)
        qFatal("%s", started.error().detail.c_str());
    std::unique_ptr<QIODevice> socket;
    if (overUnixSocket) {
        auto local = std::make_unique<QLocalSocket>();
        local->connectToServer(path);
        socket = std::move(local);
    } else {
        auto tcp = std::make_unique<QTcpSocket>();
        tcp->connectToHost(QStringLiteral("127.0.0.1"), server.port());
        if (!tcp->waitForConnected())
            qFatal("no connection");
        socket = std::move(tcp);
    }
    socket->write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + headers + "\r\n");
    QByteArray answer;
    [[maybe_unused]] const bool isWhole = test::waitUntil([&] {
        answer += socket->readAll();
        return answer.count('|') == 4;
    });
    test::run(server.stop(0ms));
    answer += socket->readAll();
    return answer.mid(answer.indexOf("\r\n\r\n") + 4);
}

void FrontProxyTest::nobodyIsBelievedWithoutAProof()
{
    const QByteArray all = "X-Secret: s\r\nX-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\nX-User: eva\r\n";
    QCOMPARE(ask(FrontProxy(), all), "127.0.0.1|http|||s");
    const FrontProxy empty(
        {.addresses = {.secretHeader = "X-Secret"}, .users = {.secretHeader = "X-Secret"}, .userHeader = "X-User"});
    QCOMPARE(ask(empty, all), "127.0.0.1|http|||s");
    QCOMPARE(ask(empty, "X-Secret: \r\n" + all.mid(13)), "127.0.0.1|http|||");
    QCOMPARE(ask(empty, all, true), "|http|||s");
}

void FrontProxyTest::theSecretProvesTheProxyAndIsTakenAway()
{
    const FrontProxy front({.addresses = {.secretHeader = "X-Secret", .secret = "s"},
                            .users = {.secretHeader = "X-Secret", .secret = "other"},
                            .userHeader = "X-User"});
    const QByteArray rest = "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\nX-User: eva\r\n";
    QCOMPARE(ask(front, "x-secret: s\r\n" + rest), "192.0.2.1|https|||no secret");
    QCOMPARE(ask(front, "X-Secret: other\r\n" + rest), "127.0.0.1|http|eva||no secret");
    QCOMPARE(ask(front, "X-Secret: wrong\r\n" + rest), "127.0.0.1|http|||no secret");
    QCOMPARE(ask(front, "X-Secret: wrong\r\nX-Secret: s\r\n" + rest), "127.0.0.1|http|||no secret");
    QCOMPARE(ask(front, rest, true), "|http|||no secret");
}

void FrontProxyTest::theUnixSocketProvesTheProxy()
{
    const FrontProxy front({.addresses = {.overUnixSocket = true},
                            .users = {.overUnixSocket = true},
                            .userHeader = "X-User",
                            .groupsHeader = "X-Groups"});
    const QByteArray said = "X-Forwarded-For: 192.0.2.1\r\nX-User: eva\r\nX-Groups: a, b\r\nX-Groups: c\r\n";
    QCOMPARE(ask(front, said, true), "192.0.2.1|http|eva|a;b;c;|no secret");
    QCOMPARE(ask(front, said), "127.0.0.1|http|||no secret");
}

void FrontProxyTest::whatTheProxySaysIsRead_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::newRow("192.0.2.1") << QByteArray("192.0.2.1");
    QTest::newRow("203.0.113.1, 192.0.2.1") << QByteArray("192.0.2.1");
    QTest::newRow("192.0.2.1:8080") << QByteArray("192.0.2.1");
    QTest::newRow("2001:db8::1") << QByteArray("2001:db8::1");
    QTest::newRow("[2001:db8::1]:443") << QByteArray("2001:db8::1");
    QTest::newRow("[2001:db8::1") << QByteArray("2001:db8::1");
    for (const char *nonsense : {"unknown", "192.0.2", "[", "]", ",", ":", "192.0.2.1 192.0.2.2", "192.0.2.1, x"})
        QTest::newRow(nonsense) << QByteArray("127.0.0.1");
}

void FrontProxyTest::whatTheProxySaysIsRead()
{
    QFETCH(QByteArray, address);
    const FrontProxy front({.addresses = {.secretHeader = "X-Secret", .secret = "s"}});
    QCOMPARE(ask(front, QByteArray("X-Secret: s\r\nX-Forwarded-For: ") + QTest::currentDataTag() + "\r\n"),
             address + "|http|||no secret");
}

QTEST_GUILESS_MAIN(FrontProxyTest)
#include "front_proxy_test.moc"
