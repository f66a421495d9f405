// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/user/login.h"
#include "core/model/user/user_profile.h"
#include "core/schema/codec.h"
#include "tests/support/certificate.h"
#include "tests/support/program.h"
#include "tests/support/server/server_process.h"

#include <QFile>
#include <QTcpServer>
#include <QTcpSocket>

#include <unistd.h>

using namespace portolan;
using namespace portolan::test;
using namespace Qt::StringLiterals;

namespace {

using Headers = ServerProcess::Headers;

constexpr auto profile = "/api/v1/me/profile";

UserProfile profileIn(const HttpAnswer &answer)
{
    const auto read = schema::decode<UserProfile>(answer.body.toStdString());
    if (!read)
        qFatal("%d: %s", answer.status, answer.body.constData());
    return *read;
}

/// A folder with the secrets and the configuration of a server.
class Setup
{
public:
    explicit Setup(const QByteArray &configuration)
    {
        write(u"secret"_s, "the proxy's own secret\n");
        write(u"other"_s, "another secret\n");
        QByteArray text = configuration;
        text.replace("FOLDER", m_folder.path().toUtf8());
        write(u"portolan.yaml"_s, text);
    }

    [[nodiscard]] QStringList arguments() const { return {u"--config"_s, m_folder.filePath(u"portolan.yaml"_s)}; }
    [[nodiscard]] QString folder() const { return m_folder.path(); }
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }
    void write(const QString &name, const QByteArray &text)
    {
        QFile file(m_folder.filePath(name));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(text) != text.size()
            || !file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner))
            qFatal("a file cannot be written");
    }

private:
    QTemporaryDir m_folder;
};

const Headers nobody{{"Authorization", {}}};
const std::pair<QByteArray, QByteArray> secret{"X-Portolan-Proxy-Secret", "the proxy's own secret"};

/// `headers` without a bearer token.
Headers with(Headers headers)
{
    headers.emplace_back("Authorization", QByteArray());
    return headers;
}

} // namespace

/// What proxies in front say, believed from those who have proved that they are such.
class FrontProxyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addressesAreBelievedFromAProvenProxyOnly();
    void schemesAreBelievedFromAProvenProxyOnly();
    void usersAreBelievedFromAProvenProxyOnly();
    void usersAreMadeAtFirstSight();
    void rolesFollowTheGroups();
    void namesOfOthersAreNotTaken();
    void pagesOfOtherSitesCannotUseTheProxysWord();
    void tokensAreNotGivenThroughAnUnknownProxy();
    void aSecretThatOthersMayReadIsRefused();
    void theDevelopmentIdentityIsForThisComputer();
    void nginxInFront();
};

void FrontProxyTest::addressesAreBelievedFromAProvenProxyOnly()
{
    const Setup setup("proxies:\n  secret_file: FOLDER/secret\n"
                      "rate_limit:\n  per_address_per_minute: 2\n  per_address_burst: 0\n");
    ServerProcess server(setup.arguments());
    server.limitRates = true;
    VERIFY_RESULT(server.start());
    const auto statusFor = [&](Headers headers) {
        return server.requestAt(server.url(), "GET", QLatin1StringView(profile), {}, with(std::move(headers))).status;
    };
    // Each client of the proxy has its own count; only the last address is the proxy's word.
    for (const char *address : {"192.0.2.1", "192.0.2.2", "192.0.2.3", "203.0.113.5, 192.0.2.4", "[2001:db8::1]:80"})
        QCOMPARE(statusFor({secret, {"X-Forwarded-For", address}}), 401);
    QCOMPARE(statusFor({secret, {"X-Forwarded-For", "192.0.2.1"}}), 401);
    QCOMPARE(statusFor({secret, {"X-Forwarded-For", "192.0.2.1"}}), 429);
    QCOMPARE(statusFor({secret, {"X-Forwarded-For", "192.0.2.99, 192.0.2.1"}}), 429);
    QCOMPARE(statusFor({secret, {"X-Forwarded-For", "192.0.2.2"}}), 401);
    // Others count as where they are, whatever they say.
    QCOMPARE(statusFor({{"X-Forwarded-For", "192.0.2.10"}}), 401);
    QCOMPARE(statusFor({{"X-Portolan-Proxy-Secret", "another secret"}, {"X-Forwarded-For", "192.0.2.11"}}), 401);
    QCOMPARE(statusFor({{"X-Forwarded-For", "192.0.2.12"}}), 429);
}

void FrontProxyTest::schemesAreBelievedFromAProvenProxyOnly()
{
    const Setup setup("proxies:\n  secret_file: FOLDER/secret\n");
    ServerProcess server(setup.arguments());
    VERIFY_RESULT(server.start());
    QCOMPARE(server.request("POST", u"/api/v1/users"_s, R"({"username":"jana","password":"the right one"})").status,
             201);
    const auto cookieFor = [&](Headers headers) {
        return server
            .request("POST", u"/api/v1/auth/login"_s, R"({"username":"jana","password":"the right one"})",
                     with(std::move(headers)))
            .header("set-cookie");
    };
    QVERIFY(cookieFor({secret, {"X-Forwarded-Proto", "https"}}).contains("; Secure"));
    QVERIFY(!cookieFor({secret, {"X-Forwarded-Proto", "http"}}).contains("; Secure"));
    QVERIFY(!cookieFor({{"X-Forwarded-Proto", "https"}}).contains("; Secure"));

    const QByteArray cookie = cookieFor({}).split(';').front();
    const QByteArray host = QUrl(QString::fromStdString(server.url())).authority().toUtf8();
    const auto patch = [&](Headers headers) {
        headers.emplace_back("Cookie", cookie);
        return server.request("PATCH", QLatin1StringView(profile), R"({"fullname":"Jana"})", with(std::move(headers)))
            .status;
    };
    QCOMPARE(patch({secret, {"X-Forwarded-Proto", "https"}, {"Origin", "https://" + host}}), 200);
    QCOMPARE(patch({secret, {"X-Forwarded-Proto", "https"}, {"Origin", "http://" + host}}), 403);
    QCOMPARE(patch({{"Origin", "http://" + host}}), 200);
}

void FrontProxyTest::usersAreBelievedFromAProvenProxyOnly()
{
    const Setup setup("identity:\n  trusted_header:\n    secret_file: FOLDER/secret\n"
                      "proxies:\n  secret_file: FOLDER/other\n  secret_header: X-Other\n");
    ServerProcess server(setup.arguments());
    VERIFY_RESULT(server.start());
    const auto statusFor = [&](Headers headers) {
        return server.request("GET", QLatin1StringView(profile), {}, with(std::move(headers))).status;
    };
    const std::pair<QByteArray, QByteArray> eva{"X-Auth-Request-Email", "eva@example.org"};
    QCOMPARE(statusFor({eva}), 401);
    QCOMPARE(statusFor({eva, {"X-Portolan-Proxy-Secret", "the proxy's own secre"}}), 401);
    QCOMPARE(statusFor({eva, {"X-Portolan-Proxy-Secret", ""}}), 401);
    QCOMPARE(statusFor({eva, {"X-Other", "another secret"}}), 401); // of a proxy that is believed addresses only
    QCOMPARE(statusFor({{"X-Auth-Request-Email", "eva@example.org, admin"}, secret}), 401);
    QCOMPARE(statusFor({{"X-Auth-Request-Email", "@"}, secret}), 401);
    QCOMPARE(statusFor({secret}), 401);
    QCOMPARE(server.request("GET", u"/api/v1/users"_s).header("x-total-count"), "1");
    QCOMPARE(statusFor({eva, secret}), 200);
    QCOMPARE(server.request("GET", u"/api/v1/users"_s).header("x-total-count"), "2");
}

void FrontProxyTest::usersAreMadeAtFirstSight()
{
    const Setup setup("identity:\n  trusted_header:\n    secret_file: FOLDER/secret\n    default_roles: [author]\n");
    ServerProcess server(setup.arguments());
    VERIFY_RESULT(server.start());
    const auto as = [&](const QByteArray &mail) {
        return server.request("GET", QLatin1StringView(profile), {}, with({secret, {"X-Auth-Request-Email", mail}}));
    };
    const auto eva = profileIn(as("Eva.Maria@example.org"));
    QCOMPARE(eva.username, "eva-maria");
    QCOMPARE(eva.email, "Eva.Maria@example.org");
    QCOMPARE(eva.source, "proxy");
    QCOMPARE(eva.roles, std::vector<std::string>{"author"});
    QCOMPARE(profileIn(as("eva.maria@EXAMPLE.org")).username, "eva-maria"); // mail addresses have no case
    QCOMPARE(as("eva.maria@example.com").status, 403); // another one
    // What an administrator gives stays, since the proxy says nothing of roles.
    QCOMPARE(server.request("POST", u"/api/v1/users/eva-maria/roles"_s, R"({"roles":["operator"]})").status, 200);
    QCOMPARE(profileIn(as("eva.maria@example.org")).roles.size(), std::size_t(2));
    QCOMPARE(server.request("PATCH", u"/api/v1/users/eva-maria/profile"_s, R"({"locked":true})").status, 200);
    QCOMPARE(as("eva.maria@example.org").status, 403);
    const auto answer = server.request("GET", u"/auth/me"_s, {},
                                       with({secret, {"X-Auth-Request-Email", "otto@example.org"}}));
    QCOMPARE(schema::decode<Caller>(answer.body.toStdString())->email, "otto@example.org");
}

void FrontProxyTest::rolesFollowTheGroups()
{
    const Setup setup("identity:\n  trusted_header:\n    secret_file: FOLDER/secret\n    roles_header: X-Groups\n"
                      "    role_map: {staff: operator, root: admin}\n");
    ServerProcess server(setup.arguments());
    VERIFY_RESULT(server.start());
    const auto rolesWith = [&](const QByteArray &groups) {
        return profileIn(
                   server.request("GET", QLatin1StringView(profile), {},
                                  with({secret, {"X-Auth-Request-Email", "eva@example.org"}, {"X-Groups", groups}})))
            .roles;
    };
    using Roles = std::vector<std::string>;
    QCOMPARE(rolesWith("staff, unknown, admin"), Roles{"operator"});
    QCOMPARE(rolesWith("root,staff"), (Roles{"admin", "operator"}));
    QCOMPARE(rolesWith(""), Roles{"user"});
}

void FrontProxyTest::namesOfOthersAreNotTaken()
{
    const Setup setup("identity:\n  trusted_header:\n    secret_file: FOLDER/secret\n");
    ServerProcess server(setup.arguments());
    VERIFY_RESULT(server.start());
    const auto answer = server.request("GET", QLatin1StringView(profile), {},
                                       with({secret, {"X-Auth-Request-Email", "admin"}}));
    QCOMPARE(answer.status, 403);
    QVERIFY2(answer.body.contains("the name admin is another user's here"), answer.body.constData());
}

void FrontProxyTest::pagesOfOtherSitesCannotUseTheProxysWord()
{
    const Setup setup("identity:\n  trusted_header:\n    secret_file: FOLDER/secret\n");
    ServerProcess server(setup.arguments());
    VERIFY_RESULT(server.start());
    const QByteArray origin = QByteArray::fromStdString(server.url());
    const auto patch = [&](Headers headers) {
        headers.push_back(secret);
        headers.emplace_back("X-Auth-Request-Email", "eva@example.org");
        return server.request("PATCH", QLatin1StringView(profile), R"({"fullname":"Eva"})", with(std::move(headers)))
            .status;
    };
    QCOMPARE(patch({{"Origin", origin}, {"Cookie", "_oauth2_proxy=1"}}), 200);
    QCOMPARE(patch({}), 200); // a program
    QCOMPARE(patch({{"Origin", "https://evil.example.com"}}), 403);
    QCOMPARE(patch({{"Origin", "null"}}), 403);
    QCOMPARE(patch({{"Sec-Fetch-Site", "cross-site"}}), 403);
    QCOMPARE(patch({{"Cookie", "_oauth2_proxy=1"}}), 403);
    QCOMPARE(patch({{"Referer", "https://evil.example.com/"}}), 403);
}

void FrontProxyTest::tokensAreNotGivenThroughAnUnknownProxy()
{
    const Setup setup("identity:\n  token_addresses: [127.0.0.0/8]\n");
    ServerProcess server(setup.arguments());
    VERIFY_RESULT(server.start());
    const auto path = u"/api/v1/internal/users/admin/token"_s;
    QCOMPARE(server.request("POST", path, {}, nobody).status, 200);
    QCOMPARE(server.request("POST", path, {}, with({{"X-Forwarded-For", "192.0.2.1"}})).status, 403);
    QCOMPARE(server.request("POST", path, {}, with({{"Forwarded", "for=192.0.2.1"}})).status, 403);
    // Networks that may be asked are none that may ask.
    const Setup outbound("identity:\n  internal_addresses: [127.0.0.0/8]\n");
    ServerProcess other(outbound.arguments());
    VERIFY_RESULT(other.start());
    QCOMPARE(other.request("POST", path, {}, nobody).status, 403);
}

void FrontProxyTest::aSecretThatOthersMayReadIsRefused()
{
    const Setup setup("proxies:\n  secret_file: FOLDER/secret\n");
    QVERIFY(QFile::setPermissions(setup.path(u"secret"_s), QFileDevice::ReadOwner | QFileDevice::ReadOther));
    ServerProcess server(setup.arguments());
    const auto started = server.start();
    QVERIFY(!started);
    QVERIFY2(started.error().detail.contains("proxies.secret_file"), started.error().detail.c_str());
}

void FrontProxyTest::theDevelopmentIdentityIsForThisComputer()
{
    const Setup setup("identity:\n  development_identity: dev\n");
    ServerProcess server(setup.arguments());
    VERIFY_RESULT(server.start());
    QVERIFY(server.says("identity.development_identity: whoever reaches this server without a credential is dev"));
    const auto port = QByteArray::number(server.port());
    const auto ask = [&](const char *method, Headers headers) {
        return server.request(method, QLatin1StringView(profile),
                              qstrcmp(method, "PATCH") == 0 ? R"({"fullname":"D"})" : "", with(std::move(headers)));
    };
    QCOMPARE(profileIn(ask("GET", {})).username, "dev");
    QVERIFY(std::ranges::contains(profileIn(ask("GET", {})).roles, "admin"));
    QCOMPARE(ask("PATCH", {}).status, 200);
    QCOMPARE(ask("PATCH", {{"Origin", "http://127.0.0.1:" + port}}).status, 200);
    QCOMPARE(ask("PATCH", {{"Origin", "https://evil.example.com"}}).status, 403);
    // A page whose name has been given this address.
    QCOMPARE(ask("GET", {{"Host", "evil.example.com:" + port}}).status, 401);
    QCOMPARE(ask("GET", {{"Host", "localhost:" + port}}).status, 200);
    QCOMPARE(server.requestAs("nonsense", "GET", QLatin1StringView(profile)).status, 401);

    const auto open = runProgram(u"portolan-server"_s, setup.arguments() + QStringList{u"--listen"_s, u"0.0.0.0:0"_s});
    QCOMPARE(open.status, 2);
    QVERIFY2(open.errors.contains("listen must be loopback or a Unix socket"), open.errors.constData());
}

/// nginx ends TLS and says who it is; the same words are worth nothing without it.
void FrontProxyTest::nginxInFront()
{
    Setup setup(
        "identity:\n  trusted_header:\n    secret_file: FOLDER/secret\nproxies:\n  secret_file: FOLDER/secret\n");
    ServerProcess server(setup.arguments());
    VERIFY_RESULT(server.start());
    // An address for this process alone: no other takes the port between the probe and nginx.
    const QHostAddress address(0x7f80'0000U | (static_cast<std::uint32_t>(getpid()) & 0x3f'ffffU));
    makeCertificate(setup.path(u"proxy"_s), u"IP:"_s + address.toString());
    std::uint16_t port = 0;
    {
        QTcpServer probe;
        QVERIFY(probe.listen(address));
        port = probe.serverPort();
    }
    QByteArray configuration = R"(
daemon off; master_process off; worker_processes 1; pid FOLDER/pid; error_log FOLDER/error.log;
events { worker_connections 100; }
http {
    access_log off;
    client_body_temp_path FOLDER/body; proxy_temp_path FOLDER/temp; fastcgi_temp_path FOLDER/fastcgi;
    uwsgi_temp_path FOLDER/uwsgi; scgi_temp_path FOLDER/scgi;
    server {
        listen ADDRESS:PORT ssl;
        ssl_certificate FOLDER/proxy.crt; ssl_certificate_key FOLDER/proxy.key;
        location / {
            proxy_pass URL;
            proxy_set_header Host $http_host;
            proxy_set_header X-Portolan-Proxy-Secret "the proxy's own secret";
            proxy_set_header X-Auth-Request-Email eva@example.org;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
        }
    }
}
)";
    configuration.replace("FOLDER", setup.folder().toUtf8());
    configuration.replace("ADDRESS", address.toString().toUtf8());
    configuration.replace("PORT", QByteArray::number(port));
    configuration.replace("URL", QByteArray::fromStdString(server.url()));
    setup.write(u"nginx.conf"_s, configuration);
    TestProcess nginx;
    nginx.setProcessChannelMode(QProcess::ForwardedChannels);
    nginx.start(u"nginx"_s,
                {u"-p"_s, setup.folder(), u"-e"_s, setup.path(u"error.log"_s), u"-c"_s, setup.path(u"nginx.conf"_s)});
    QVERIFY(nginx.waitForStarted());
    const auto listens = [&] {
        QTcpSocket socket;
        socket.connectToHost(address, port);
        return socket.waitForConnected(1000);
    };
    const bool isUp = waitUntil(listens);
    if (isUp) {
        QFile certificate(setup.path(u"proxy.crt"_s));
        QVERIFY(certificate.open(QIODevice::ReadOnly));
        ServerProcess::Headers own{{"X-Auth-Request-Email", "mallory@example.org"}};
        const std::string url = std::format("https://{}:{}", address.toString().toStdString(), port);
        server.trust(certificate.readAll().toStdString());
        const auto through = server.requestAt(url, "GET", QLatin1StringView(profile), {}, with(own));
        const auto changed = server.requestAt(url, "PATCH", QLatin1StringView(profile), R"({"fullname":"Eva"})",
                                              with({{"Origin", QByteArray::fromStdString(url)}}));
        const auto crossed = server.requestAt(url, "PATCH", QLatin1StringView(profile), R"({"fullname":"Eva"})",
                                              with({{"Origin", "https://evil.example.com"}}));
        const auto direct = server.request("GET", QLatin1StringView(profile), {}, with(own));
        nginx.terminate();
        QCOMPARE(through.status, 200);
        QCOMPARE(profileIn(through).username, "eva");
        QCOMPARE(changed.status, 200);
        QCOMPARE(crossed.status, 403);
        QCOMPARE(direct.status, 401);
    }
    nginx.terminate();
    QVERIFY(nginx.state() == QProcess::NotRunning || nginx.waitForFinished());
    QVERIFY(isUp);
}

QTEST_GUILESS_MAIN(FrontProxyTest)
#include "front_proxy_test.moc"
