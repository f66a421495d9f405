// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/issuers.h"

#include "core/base/encoding.h"
#include "server/identity/jose/jwt.h"
#include "tests/support/run.h"

#include <QTcpServer>
#include <QTcpSocket>

using namespace portolan;
using namespace portolan::identity;
using namespace std::chrono_literals;
using test::run;

namespace {

/// An issuer on the loopback: a discovery document and keys.
class Issuer
{
public:
    explicit Issuer(Random &random) : m_random(random)
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] {
            while (QTcpSocket *socket = m_server.nextPendingConnection())
                serve(socket);
        });
        if (!m_server.listen(QHostAddress::LocalHost))
            qFatal("cannot listen");
        url = std::format("http://127.0.0.1:{}", m_server.serverPort());
        names = url;
        rotate();
    }

    void rotate()
    {
        key.emplace(jose::SigningKey::make(m_random).value());
        jwks = jose::KeySet({key->verificationKey()}).toJson();
    }
    [[nodiscard]] std::string token(const Clock &clock, const std::string &more = R"("preferred_username":"Eva")") const
    {
        const auto now = std::chrono::floor<std::chrono::seconds>(clock.now()).time_since_epoch().count();
        return jose::signJwt(*key, std::format(R"({{"iss":"{}","aud":"us","sub":"7","iat":{},"exp":{},{}}})", url, now,
                                               now + 3600, more))
            .value();
    }

    std::string url;
    std::string names; ///< the issuer that the discovery document names
    std::string jwks;
    std::string cacheControl = "max-age=600";
    bool isDown = false;
    int asked = 0; ///< for the keys
    std::optional<jose::SigningKey> key;

private:
    void serve(QTcpSocket *socket)
    {
        QObject::connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
            const bool isKeys = socket->readAll().startsWith("GET /keys ");
            asked += isKeys;
            const std::string body = isKeys ? jwks
                                            : std::format(R"({{"issuer":"{}","jwks_uri":"{}/keys"}})", names, url);
            socket->write(QByteArray::fromStdString(
                std::format("HTTP/1.1 {} X\r\nCache-Control: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}",
                            isDown ? 500 : 200, cacheControl, body.size(), body)));
            socket->disconnectFromHost();
        });
    }

    Random &m_random;
    QTcpServer m_server;
};

std::string_view why(const Result<Issuers::Verified> &verified)
{
    return verified ? std::string_view() : jose::reasonOf(verified.error());
}

} // namespace

class IssuersTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void keysAreFetchedAndKept();
    void anUnknownKeyIsAskedForNowAndThen();
    void keysStayWhileTheIssuerIsDown();
    void oneAttemptServesAllWhoWait();
    void onlyPermittedAddressesAreAsked();
    void theDocumentMustNameItsIssuer();
    void signaturesMustBeByTheKeys();
    void answersAreKeptWithinBounds();
    void usersAreReadFromClaims();

private:
    [[nodiscard]] Result<Issuers::Verified> verify(const std::string &token)
    {
        return m_issuers->verify(m_issuer->url, token);
    }
    void makeIssuers(outbound::OutboundPolicy policy);

    SystemRandom m_random;
    ManualClock m_clock{SystemClock().now()};
    std::unique_ptr<Issuer> m_issuer;
    std::unique_ptr<Issuers> m_issuers;
};

void IssuersTest::makeIssuers(outbound::OutboundPolicy policy)
{
    m_issuers = std::make_unique<Issuers>(
        std::vector<Issuers::Trusted>{{.issuer = m_issuer->url,
                                       .audience = "us",
                                       .claims = {.roles = "realm.roles", .roleMap = {{"boss", Role::Admin}}}},
                                      {.issuer = m_issuer->url, .audience = "others"}},
        std::move(policy), m_clock, Loop::current());
}

void IssuersTest::init()
{
    m_issuer = std::make_unique<Issuer>(m_random);
    makeIssuers({.allowed = {*Network::parse("127.0.0.1")}});
}

void IssuersTest::cleanup()
{
    m_issuers.reset();
    QVERIFY(test::allTasksEnd());
    m_issuer.reset();
}

void IssuersTest::keysAreFetchedAndKept()
{
    const auto token = m_issuer->token(m_clock);
    QCOMPARE(why(verify(token)), reason::needsKeys);
    run(m_issuers->refresh(m_issuer->url));
    VERIFY_RESULT(verify(token));
    m_clock.advance(599s);
    VERIFY_RESULT(verify(token));
    QCOMPARE(m_issuer->asked, 1);
    m_clock.advance(1s);
    QCOMPARE(why(verify(token)), reason::needsKeys);
    run(m_issuers->refresh(m_issuer->url));
    VERIFY_RESULT(verify(token));
    QCOMPARE(m_issuer->asked, 2);
}

void IssuersTest::anUnknownKeyIsAskedForNowAndThen()
{
    run(m_issuers->refresh(m_issuer->url));
    m_issuer->rotate();
    const auto token = m_issuer->token(m_clock);
    QCOMPARE(why(verify(token)), jose::reason::unknownKey); // asked a moment ago
    run(m_issuers->refresh(m_issuer->url));
    QCOMPARE(m_issuer->asked, 1);
    m_clock.advance(30s);
    QCOMPARE(why(verify(token)), reason::needsKeys);
    run(m_issuers->refresh(m_issuer->url));
    QCOMPARE(m_issuer->asked, 2);
    VERIFY_RESULT(verify(token));
}

void IssuersTest::keysStayWhileTheIssuerIsDown()
{
    run(m_issuers->refresh(m_issuer->url));
    const auto token = m_issuer->token(m_clock);
    m_issuer->isDown = true;
    m_clock.advance(11min);
    QCOMPARE(why(verify(token)), reason::needsKeys);
    run(m_issuers->refresh(m_issuer->url));
    VERIFY_RESULT(verify(token));
}

void IssuersTest::oneAttemptServesAllWhoWait()
{
    auto first = m_issuers->refresh(m_issuer->url);
    auto second = m_issuers->refresh(m_issuer->url);
    run(std::move(first));
    run(std::move(second));
    QCOMPARE(m_issuer->asked, 1);
    VERIFY_RESULT(verify(m_issuer->token(m_clock)));
}

void IssuersTest::onlyPermittedAddressesAreAsked()
{
    makeIssuers({.key = "identity.internal_addresses"});
    run(m_issuers->refresh(m_issuer->url));
    QCOMPARE(m_issuer->asked, 0);
    COMPARE_ERROR(verify(m_issuer->token(m_clock)), ErrorCode::Unavailable);
}

void IssuersTest::theDocumentMustNameItsIssuer()
{
    m_issuer->names = "https://other.example.com";
    run(m_issuers->refresh(m_issuer->url));
    QCOMPARE(m_issuer->asked, 0);
    COMPARE_ERROR(verify(m_issuer->token(m_clock)), ErrorCode::Unavailable);
}

void IssuersTest::signaturesMustBeByTheKeys()
{
    run(m_issuers->refresh(m_issuer->url));
    const auto token = m_issuer->token(m_clock);
    const auto payload = token.substr(token.find('.'), token.rfind('.') - token.find('.'));
    const auto headed = [&](std::string_view header) {
        return toBase64Url(asBytes(header)) + payload + token.substr(token.rfind('.'));
    };
    QCOMPARE(why(verify(headed(R"({"alg":"none"})"))), jose::reason::algorithm);
    QCOMPARE(why(verify(headed(std::format(R"({{"alg":"HS256","kid":"{}"}})", m_issuer->key->kid())))),
             jose::reason::algorithm);
    QCOMPARE(why(verify(headed(std::format(R"({{"alg":"ES256","kid":"{}","crit":["x"]}})", m_issuer->key->kid())))),
             jose::reason::malformed);
    QCOMPARE(why(verify(headed(std::format(R"({{"alg":"ES256","kid":"{}"}})", m_issuer->key->kid())))),
             jose::reason::signature);
    m_clock.advance(3659s);
    m_issuer->isDown = true;
    run(m_issuers->refresh(m_issuer->url));
    VERIFY_RESULT(verify(token)); // within the leeway
    m_clock.advance(1s);
    QCOMPARE(why(verify(token)), jose::reason::expired);
}

void IssuersTest::answersAreKeptWithinBounds()
{
    QCOMPARE(keepFor(""), 600s);
    QCOMPARE(keepFor("public"), 600s);
    QCOMPARE(keepFor("max-age=0"), 60s);
    QCOMPARE(keepFor("no-store"), 60s);
    QCOMPARE(keepFor("public, Max-Age=3600"), 3600s);
    QCOMPARE(keepFor("max-age=99999999"), 86'400s);
    QCOMPARE(keepFor("max-age=x"), 600s);
}

void IssuersTest::usersAreReadFromClaims()
{
    run(m_issuers->refresh(m_issuer->url));
    const auto external = verify(m_issuer->token(m_clock, R"("preferred_username":"Eva","realm":{"roles":["boss"]})"));
    VERIFY_RESULT(external);
    QCOMPARE(external->external.username, "eva");
    QCOMPARE(external->external.subject, "7");
    QCOMPARE(external->external.source, m_issuer->url);
    QCOMPARE(external->external.roles, std::vector{Role::Admin});
    const auto none = verify(m_issuer->token(m_clock));
    VERIFY_RESULT(none);
    QVERIFY(!none->external.roles);
    for (const auto &[name, username] : {std::pair("alice", "alice"),
                                         {"Alice@Example.org", "alice"},
                                         {"a.b+c", "a-b-c"},
                                         {"-x", "x"},
                                         {"_x", "x"},
                                         {"@x", ""},
                                         {"", ""},
                                         {"me", ""},
                                         {"m\xC3\xA4x", "m--x"},
                                         {"a234567890123456789012345678901234", ""}})
        QCOMPARE(usernameFrom(name), username);
    QCOMPARE(rolesFrom({"admin", "user", "admin", "boss"}, {}), (std::vector{Role::Admin, Role::User}));
    QCOMPARE(rolesFrom({"admin", "boss"}, {{"boss", Role::Author}}), std::vector{Role::Author});
}

QTEST_GUILESS_MAIN(IssuersTest)
#include "issuers_test.moc"
