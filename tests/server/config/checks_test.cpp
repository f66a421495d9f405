// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/config/checks.h"

#include "server/config/secret_file.h"
#include "tests/support/certificate.h"
#include "tests/support/files.h"
#include "tests/support/run.h"

#include <QFile>
#include <QTemporaryDir>

using namespace portolan;
using namespace portolan::config;
using namespace Qt::StringLiterals;

/// What the descriptions cannot say.
class ChecksTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheDefaultsGood();
    void wantsBothFilesOfTls();
    void wantsSecretsPrivate();
    void keepsTheDevelopmentIdentityHere_data();
    void keepsTheDevelopmentIdentityHere();
    void wantsAUnixSocketForItsPeers();
    void checksUrls_data();
    void checksUrls();
    void checksOrigins();
    void checksNetworks();
    void readsTheAuthoritiesOfPortals();
    void checksHeaders();
    void checksProviders();

private:
    std::string makeFile(const QString &name, QFileDevice::Permissions permissions) const
    {
        const std::string path = m_folder.filePath(name).toStdString();
        test::writeFile(path, "secret\n");
        if (!QFile::setPermissions(QString::fromStdString(path), permissions))
            qFatal("cannot change %s", path.c_str());
        return path;
    }

    QTemporaryDir m_folder;
};

namespace {

using Pointers = std::vector<std::string>;

Pointers refused(const Configuration &configuration)
{
    std::vector<FieldError> errors;
    check(configuration, errors);
    Pointers pointers;
    for (const FieldError &error : errors)
        pointers.push_back(error.pointer);
    return pointers;
}

constexpr auto ownersOnly = QFileDevice::ReadOwner | QFileDevice::WriteOwner;

} // namespace

void ChecksTest::findsTheDefaultsGood()
{
    QCOMPARE(refused({}), Pointers{});
}

void ChecksTest::wantsBothFilesOfTls()
{
    Configuration configuration;
    configuration.tls.certificate = makeFile(u"chain.pem"_s, ownersOnly | QFileDevice::ReadOther);
    QCOMPARE(refused(configuration), Pointers{"/tls/certificate"});
    configuration.tls.key = makeFile(u"key.pem"_s, ownersOnly);
    QCOMPARE(refused(configuration), Pointers{});
    configuration.tls.certificate.clear();
    QCOMPARE(refused(configuration), Pointers{"/tls/key"});
    configuration.tls.certificate = m_folder.filePath(u"missing.pem"_s).toStdString();
    QCOMPARE(refused(configuration), Pointers{"/tls/certificate"});
}

void ChecksTest::wantsSecretsPrivate()
{
    const std::string readable = makeFile(u"readable"_s, ownersOnly | QFileDevice::ReadOther);
    const std::string missing = m_folder.filePath(u"missing"_s).toStdString();
    const std::string group = makeFile(u"group"_s, ownersOnly | QFileDevice::ReadGroup);
    for (const std::string &path : {readable, missing, m_folder.path().toStdString()}) {
        Configuration configuration;
        configuration.tls = {.certificate = group, .key = path};
        configuration.proxies.secretFile = path;
        configuration.identity.trustedHeader.secretFile = path;
        configuration.identity.providers = {
            {.name = "a", .issuer = "https://a.example", .clientId = "b", .clientSecretFile = path}};
        QCOMPARE(refused(configuration), (Pointers{"/tls/key", "/identity/providers/0/client_secret_file",
                                                   "/identity/trusted_header/secret_file", "/proxies/secret_file"}));
        QVERIFY(!readSecret(path));
    }
    Configuration configuration;
    configuration.proxies.secretFile = group;
    QCOMPARE(refused(configuration), Pointers{});
    QCOMPARE(readSecret(group), Result<std::string>("secret"));
    test::writeFile(group, "\n");
    QVERIFY(!readSecret(group));
}

void ChecksTest::keepsTheDevelopmentIdentityHere_data()
{
    QTest::addColumn<QByteArray>("listen");
    QTest::addColumn<bool>("fine");
    QTest::newRow("loopback") << QByteArray("127.0.0.1:80") << true;
    QTest::newRow("loopback network") << QByteArray("127.8.9.1:80") << true;
    QTest::newRow("IPv6 loopback") << QByteArray("[::1]:80") << true;
    QTest::newRow("Unix socket") << QByteArray("unix:/run/a.sock") << true;
    QTest::newRow("all") << QByteArray("0.0.0.0:80") << false;
    QTest::newRow("all of IPv6") << QByteArray("[::]:80") << false;
    QTest::newRow("a network") << QByteArray("192.168.1.5:80") << false;
}

void ChecksTest::keepsTheDevelopmentIdentityHere()
{
    QFETCH(const QByteArray, listen);
    QFETCH(const bool, fine);
    Configuration configuration;
    configuration.listen = listen.toStdString();
    QCOMPARE(refused(configuration), Pointers{});
    configuration.identity.developmentIdentity = "ada";
    QCOMPARE(refused(configuration), fine ? Pointers{} : Pointers{"/identity/development_identity"});
}

void ChecksTest::wantsAUnixSocketForItsPeers()
{
    Configuration configuration;
    configuration.proxies.overUnixSocket = true;
    configuration.identity.trustedHeader.overUnixSocket = true;
    QCOMPARE(refused(configuration),
             (Pointers{"/identity/trusted_header/over_unix_socket", "/proxies/over_unix_socket"}));
    configuration.listen = "unix:/run/portolan.sock";
    QCOMPARE(refused(configuration), Pointers{});
}

void ChecksTest::checksUrls_data()
{
    QTest::addColumn<bool>("fine");
    for (const char *url : {"https://a", "http://a.example:8080", "https://[::1]:8443/x", "https://a.example/labs/"})
        QTest::newRow(url) << true;
    for (const char *url : {"a.example", "ftp://a.example", "https://", "https:///x", "https://a:0", "https://a:b",
                            "https://a:99999", "https://u@a.example", "https://a/?q", "https://a/#f", "https://a /",
                            "https://[zz]", "https://[::1", "https://a:"})
        QTest::newRow(url) << false;
}

void ChecksTest::checksUrls()
{
    QFETCH(const bool, fine);
    Configuration configuration;
    configuration.publicUrl = QTest::currentDataTag();
    configuration.identity.issuers = {{.issuer = QTest::currentDataTag(), .audience = "a"}};
    QCOMPARE(refused(configuration), fine ? Pointers{} : (Pointers{"/public_url", "/identity/issuers/0/issuer"}));
}

void ChecksTest::checksOrigins()
{
    Configuration configuration;
    configuration.cors.origins = {"https://a.example", "https://a.example/", "*", "null", "http://localhost:3000"};
    QCOMPARE(refused(configuration), (Pointers{"/cors/origins/1", "/cors/origins/3"}));
    configuration.cors = {.origins = {"*"}, .credentials = true};
    QCOMPARE(refused(configuration), Pointers{"/cors/origins/0"});
}

void ChecksTest::checksNetworks()
{
    Configuration configuration;
    configuration.identity.internalAddresses = {"10.0.0.0/8", "10.0.0.1/8", "fd00::/8"};
    configuration.sinks.allowInternal = {"everywhere"};
    QCOMPARE(refused(configuration), (Pointers{"/identity/internal_addresses/1", "/sinks/allow_internal/0"}));
}

void ChecksTest::checksHeaders()
{
    Configuration configuration;
    configuration.identity.trustedHeader.header = "X User";
    configuration.identity.trustedHeader.secretHeader = "X:Secret";
    configuration.identity.trustedHeader.rolesHeader = "X-Groups";
    configuration.proxies.secretHeader = "Gr\xc3\xbc\xc3\x9f";
    QCOMPARE(refused(configuration), (Pointers{"/identity/trusted_header/header",
                                               "/identity/trusted_header/secret_header", "/proxies/secret_header"}));
}

void ChecksTest::readsTheAuthoritiesOfPortals()
{
    test::makeCertificate(m_folder.filePath(u"ca"_s), u"DNS:localhost"_s);
    Configuration configuration;
    configuration.portals.caFile = m_folder.filePath(u"ca.crt"_s).toStdString();
    QCOMPARE(refused(configuration), Pointers{});
    for (const QString &name : {u"ca.key"_s, u"missing.crt"_s}) {
        configuration.portals.caFile = m_folder.filePath(name).toStdString();
        QCOMPARE(refused(configuration), Pointers{"/portals/ca_file"});
    }
}

void ChecksTest::checksProviders()
{
    Configuration configuration;
    const Provider good{.name = "campus-1", .issuer = "https://id.example", .clientId = "a"};
    auto odd = good;
    odd.name = "Campus / 2";
    auto narrow = good;
    narrow.name = "narrow";
    narrow.scopes = {"email"};
    configuration.identity.providers = {good, odd, good, narrow};
    configuration.identity.issuers = {{.issuer = "https://a", .audience = "a"},
                                      {.issuer = "https://a", .audience = "b"},
                                      {.issuer = "https://a", .audience = "a", .jwksUrl = "keys"}};
    QCOMPARE(refused(configuration),
             (Pointers{"/identity/issuers/2/jwks_url", "/identity/issuers/2/issuer", "/identity/providers/1/name",
                       "/identity/providers/2/name", "/identity/providers/3/scopes"}));
}

QTEST_GUILESS_MAIN(ChecksTest)
#include "checks_test.moc"
