// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/web_login.h"

#include "server/identity/jose/jwt.h"
#include "tests/support/run.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>
#include <QUrlQuery>

using namespace portolan;
using namespace portolan::identity;
using namespace std::chrono_literals;
using test::run;

namespace {

/// A provider on the loopback that answers whatever it is told to.
class Provider
{
public:
    explicit Provider(Random &random) : key(jose::SigningKey::make(random).value())
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection())
                QObject::connect(socket, &QTcpSocket::readyRead, socket,
                                 [this, socket, request = QByteArray()]() mutable {
                                     request += socket->readAll();
                                     if (isWhole(request))
                                         serve(*socket, request);
                                 });
        });
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("cannot listen");
        url = std::format("http://127.0.0.1:{}", m_server.serverPort());
    }

    std::string url;
    jose::SigningKey key;
    std::string idToken;
    std::string userinfo;
    std::string endpoints; ///< more of the discovery document
    QByteArray asked;      ///< of the token endpoint, head and body

private:
    [[nodiscard]] static bool isWhole(const QByteArray &request)
    {
        const auto end = request.indexOf("\r\n\r\n");
        const auto length = request.toLower().indexOf("content-length: ");
        const auto body = length < 0 || length > end
                              ? 0
                              : request.mid(length + 16, request.indexOf('\r', length) - length - 16).toInt();
        return end >= 0 && request.size() >= end + 4 + body;
    }

    void serve(QTcpSocket &socket, const QByteArray &request)
    {
        std::string body = std::format(R"({{"issuer":"{0}","jwks_uri":"{0}/keys","token_endpoint":"{0}/token",)"
                                       R"("authorization_endpoint":"{0}/authorize?a=b"{1}}})",
                                       url, endpoints);
        if (request.startsWith("GET /keys "))
            body = jose::KeySet({key.verificationKey()}).toJson();
        else if (request.startsWith("GET /userinfo "))
            body = userinfo;
        else if (request.startsWith("POST /token "))
            body = std::format(R"({{"access_token":"secret","id_token":"{}"}})", idToken);
        if (request.startsWith("POST"))
            asked = request;
        socket.write(QByteArray::fromStdString(
            std::format("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}", body.size(), body)));
        socket.disconnectFromHost();
    }

    QTcpServer m_server;
};

} // namespace

/// What a provider may answer, and is not believed.
class WebLoginTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void aGoodAnswerIsTaken();
    void otherAnswersAreRefused_data();
    void otherAnswersAreRefused();
    void userinfoMustBeOfTheSameUser();
    void aLoginTakesTenMinutesAtMost();
    void aSecretIsSentAsTheProviderWants();

private:
    void makeLogin(const std::string &secret = {});
    /// The claims of a good token, with `more` behind them.
    [[nodiscard]] std::string tokenWith(const std::string &more);
    [[nodiscard]] Result<WebLogin::Done> finish();

    SystemRandom m_random;
    ManualClock m_clock{SystemClock().now()};
    std::unique_ptr<Provider> m_provider;
    std::unique_ptr<WebLogin> m_login;
    WebLogin::Begun m_begun;
    std::string m_state;
    std::string m_nonce;
};

void WebLoginTest::makeLogin(const std::string &secret)
{
    m_login = std::make_unique<WebLogin>(
        std::vector<WebLogin::Provider>{
            {.name = "id", .issuer = m_provider->url, .clientId = "us", .clientSecret = secret}},
        outbound::OutboundPolicy{.allowed = {*Network::parse("127.0.0.1")}}, m_clock, m_random, Loop::current());
    const auto begun = run(m_login->begin({.callback = "http://here/callback", .target = "/there"}));
    VERIFY_RESULT(begun);
    m_begun = *begun;
    const QUrlQuery query(QUrl(QString::fromStdString(m_begun.location)));
    QCOMPARE(query.queryItemValue(QStringLiteral("a")), QStringLiteral("b"));
    m_state = query.queryItemValue(QStringLiteral("state")).toStdString();
    m_nonce = query.queryItemValue(QStringLiteral("nonce")).toStdString();
}

void WebLoginTest::init()
{
    m_provider = std::make_unique<Provider>(m_random);
    makeLogin();
}

void WebLoginTest::cleanup()
{
    m_login.reset();
    QVERIFY(test::allTasksEnd());
    m_provider.reset();
}

std::string WebLoginTest::tokenWith(const std::string &more)
{
    return jose::signJwt(m_provider->key, "{" + more + "}").value();
}

Result<WebLogin::Done> WebLoginTest::finish()
{
    return run(m_login->finish({.state = m_state, .code = "c", .browser = m_begun.browser}));
}

void WebLoginTest::aGoodAnswerIsTaken()
{
    const auto now = std::chrono::floor<std::chrono::seconds>(m_clock.now()).time_since_epoch().count();
    m_provider->idToken = tokenWith(std::format(
        R"("iss":"{}","aud":["us","others"],"azp":"us","sub":"7","exp":{},"nonce":"{}","preferred_username":"Eva")",
        m_provider->url, now + 60, m_nonce));
    const auto done = finish();
    VERIFY_RESULT(done);
    QCOMPARE(done->external.username, "eva");
    QCOMPARE(done->external.subject, "7");
    QCOMPARE(done->external.source, m_provider->url);
    QCOMPARE(done->target, "/there");
    QCOMPARE(done->provider, "id");
    const QUrlQuery query(QString::fromUtf8(m_provider->asked.mid(m_provider->asked.indexOf("\r\n\r\n") + 4)));
    QVERIFY(query.queryItemValue(QStringLiteral("code_verifier")).size() >= 43);
    QCOMPARE(query.queryItemValue(QStringLiteral("client_id")), QStringLiteral("us"));
    QVERIFY(!m_provider->asked.toLower().contains("authorization:"));
}

void WebLoginTest::otherAnswersAreRefused_data()
{
    QTest::addColumn<QString>("claims");
    const auto row = [](const char *name, const char *claims) { QTest::newRow(name) << QString::fromUtf8(claims); };
    row("no nonce", R"("iss":"ISSUER","aud":"us","sub":"7","exp":LATER,"preferred_username":"eva")");
    row("another nonce", R"("iss":"ISSUER","aud":"us","sub":"7","exp":LATER,"nonce":"x","preferred_username":"eva")");
    row("another audience",
        R"("iss":"ISSUER","aud":"them","sub":"7","exp":LATER,"nonce":"NONCE","preferred_username":"eva")");
    row("another party",
        R"("iss":"ISSUER","aud":"us","azp":"them","sub":"7","exp":LATER,"nonce":"NONCE","preferred_username":"eva")");
    row("many, and no party",
        R"("iss":"ISSUER","aud":["us","them"],"sub":"7","exp":LATER,"nonce":"NONCE","preferred_username":"eva")");
    row("another issuer",
        R"("iss":"them","aud":"us","sub":"7","exp":LATER,"nonce":"NONCE","preferred_username":"eva")");
    row("no subject", R"("iss":"ISSUER","aud":"us","exp":LATER,"nonce":"NONCE","preferred_username":"eva")");
    row("expired", R"("iss":"ISSUER","aud":"us","sub":"7","exp":1000,"nonce":"NONCE","preferred_username":"eva")");
    row("no name", R"("iss":"ISSUER","aud":"us","sub":"7","exp":LATER,"nonce":"NONCE")");
}

void WebLoginTest::otherAnswersAreRefused()
{
    QFETCH(QString, claims);
    const auto now = std::chrono::floor<std::chrono::seconds>(m_clock.now()).time_since_epoch().count();
    claims.replace(QStringLiteral("ISSUER"), QString::fromStdString(m_provider->url));
    claims.replace(QStringLiteral("NONCE"), QString::fromStdString(m_nonce));
    claims.replace(QStringLiteral("LATER"), QString::number(now + 60));
    m_provider->idToken = tokenWith(claims.toStdString());
    COMPARE_ERROR(finish(), ErrorCode::Unauthenticated);
}

void WebLoginTest::userinfoMustBeOfTheSameUser()
{
    m_provider->endpoints = std::format(R"(,"userinfo_endpoint":"{}/userinfo")", m_provider->url);
    const auto now = std::chrono::floor<std::chrono::seconds>(m_clock.now()).time_since_epoch().count();
    for (const auto &[userinfo, isGood] :
         {std::pair(R"({"sub":"7","preferred_username":"otto","roles":["author"]})", true),
          {R"({"sub":"8","preferred_username":"otto"})", false},
          {R"({"preferred_username":"otto"})", false},
          {"nothing", false}}) {
        makeLogin();
        m_provider->idToken = tokenWith(std::format(R"("iss":"{}","aud":"us","sub":"7","exp":{},"nonce":"{}")",
                                                    m_provider->url, now + 60, m_nonce));
        m_provider->userinfo = userinfo;
        const auto done = finish();
        QCOMPARE(done.has_value(), isGood);
        if (done) {
            QCOMPARE(done->external.username, "otto");
            QCOMPARE(done->external.roles, std::vector{Role::Author});
        }
    }
}

void WebLoginTest::aLoginTakesTenMinutesAtMost()
{
    m_clock.advance(10min + 1s);
    COMPARE_ERROR(finish(), ErrorCode::Unauthenticated);
    QVERIFY(m_provider->asked.isEmpty());
}

void WebLoginTest::aSecretIsSentAsTheProviderWants()
{
    makeLogin("s:e c");
    [[maybe_unused]] const auto basic = finish();
    const QByteArray credential = QByteArray("us:s%3Ae%20c").toBase64();
    QVERIFY2(m_provider->asked.contains("Basic " + credential), m_provider->asked.constData());
    QVERIFY(!m_provider->asked.contains("client_secret"));
    m_provider->endpoints = R"(,"token_endpoint_auth_methods_supported":["client_secret_post"])";
    makeLogin("s:e c");
    [[maybe_unused]] const auto inBody = finish();
    QVERIFY2(m_provider->asked.contains("client_secret=s%3Ae%20c"), m_provider->asked.constData());
    QVERIFY(!m_provider->asked.contains("Basic "));
}

QTEST_GUILESS_MAIN(WebLoginTest)
#include "web_login_test.moc"
