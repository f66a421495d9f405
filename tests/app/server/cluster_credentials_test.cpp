// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/file.h"
#include "core/client/manifest.h"
#include "core/model/audit/audit_record.h"
#include "core/model/workshop/secret.h"
#include "core/schema/codec.h"
#include "tests/support/server/server_process.h"

#include <QDirIterator>
#include <QFile>

using namespace portolan;
using namespace portolan::test;
using namespace Qt::StringLiterals;

/// The kubeconfigs of clusters on a real server: in secrets, told to few, and kept from everybody else.
class ClusterCredentialsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void aClusterMayComeBeforeItsSecret();
    void theKubeconfigIsOneContext();
    void onlyAdministratorsReadIt();
    void secretsTellTheirKeysOnly();
    void aDryRunKeepsNothing();
    void whatIsNoKubeconfigIsRefused();
    void contextsThatAreNotThereAreToldApart();
    void badSecretsAreRefused_data();
    void badSecretsAreRefused();
    void aChangeIsAChange();
    void readingIsInTheAuditLog();
    void valuesAreNowhereElse();
    void secretsInUseStay();

private:
    [[nodiscard]] HttpAnswer put(const QString &path, const QByteArray &body) const
    {
        return m_server.request("PUT", path, body);
    }
    [[nodiscard]] HttpAnswer kubeconfig() const
    {
        return m_server.request("GET", u"/api/v1/clusters/far/kubeconfig"_s);
    }
    [[nodiscard]] SecretDetails secret() const
    {
        const auto answer = m_server.request("GET", u"/api/v1/secrets/far-access"_s);
        return schema::decode<SecretDetails>(answer.body.toStdString()).value_or(SecretDetails());
    }

    ServerProcess m_server;
    std::string m_operator;
    std::string m_author;
    std::string m_tenant;
};

namespace {

const QByteArray token = "a-token-that-nobody-sees";
const QByteArray other = "a-second-one-as-well";

QByteArray manifests()
{
    return QByteArray("apiVersion: v1\n"
                      "kind: Secret\n"
                      "metadata: {name: far-access}\n"
                      "type: Opaque\n"
                      "stringData:\n"
                      "  config: |\n"
                      "    apiVersion: v1\n"
                      "    kind: Config\n"
                      "    current-context: first\n"
                      "    clusters:\n"
                      "    - name: c\n"
                      "      cluster: {server: \"https://far.example:6443\", certificate-authority-data: Y2E=}\n"
                      "    contexts:\n"
                      "    - name: first\n"
                      "      context: {cluster: c, user: u1}\n"
                      "    - name: second\n"
                      "      context: {cluster: c, user: u2}\n"
                      "    users:\n"
                      "    - name: u1\n"
                      "      user: {token: ")
           + token
           + "}\n"
             "    - name: u2\n"
             "      user: {token: "
           + other
           + "}\n"
             "---\n"
             "apiVersion: lookup.educates.dev/v1beta1\n"
             "kind: ClusterConfig\n"
             "metadata: {name: far}\n"
             "spec:\n"
             "  labels: [{name: region, value: north}]\n"
             "  credentials:\n"
             "    kubeconfig: {secretRef: {name: far-access}, context: first}\n";
}

/// The bodies that the manifests are put with.
std::vector<Manifest> read()
{
    auto manifests = readManifests(::manifests().toStdString());
    if (!manifests || manifests->size() != 2)
        qFatal("the manifests are none");
    return std::move(*manifests);
}

/// The text of the kubeconfig in the manifest.
QByteArray config()
{
    const auto document = JsonDocument::parse(read()[0].spec);
    const auto values = document ? document->root().find("stringData") : std::nullopt;
    const auto text = values && values->find("config") ? values->find("config")->toString() : std::nullopt;
    if (!text)
        qFatal("the manifest has no kubeconfig");
    return {text->data(), qsizetype(text->size())};
}

QByteArray withContext(const char *context)
{
    return QByteArray(R"({"credentials":{"kubeconfig":{"secretRef":{"name":"far-access"},"context":")") + context
           + "\"}}}";
}

} // namespace

void ClusterCredentialsTest::initTestCase()
{
    m_operator = m_server.addUser("olga", {Role::Operator});
    m_author = m_server.addUser("arne", {Role::Author});
    m_tenant = m_server.addUser("tina", {Role::Tenant});
    VERIFY_RESULT(m_server.start());
}

void ClusterCredentialsTest::aClusterMayComeBeforeItsSecret()
{
    const auto all = read();
    QCOMPARE(all[0].kind, "Secret");
    QCOMPARE(put(u"/api/v1/clusters/far"_s, QByteArray::fromStdString(all[1].spec)).status, 201);
    const auto early = kubeconfig();
    QCOMPARE(early.status, 409);
    QVERIFY2(early.body.contains("far-access"), early.body.constData());
    // As `portolanctl apply` does it: first all of them dry, then all of them.
    ControlPlaneClient client(m_server.address());
    for (const bool dryRun : {true, false})
        for (const Manifest &manifest : all) {
            const auto outcome = run(client.putManifest(manifest, dryRun));
            VERIFY_RESULT(outcome);
            QCOMPARE(*outcome, manifest.kind == "Secret" ? PutOutcome::Created : PutOutcome::Unchanged);
        }
    QCOMPARE(m_server.request("GET", u"/api/v1/clusters/near/kubeconfig"_s).status, 404);
    QCOMPARE(put(u"/api/v1/clusters/near"_s, "{}").status, 201);
    const auto none = m_server.request("GET", u"/api/v1/clusters/near/kubeconfig"_s);
    QCOMPARE(none.status, 404);
    QVERIFY2(none.body.contains("has no kubeconfig"), none.body.constData());
}

void ClusterCredentialsTest::theKubeconfigIsOneContext()
{
    const auto answer = kubeconfig();
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.header("content-type").startsWith("text/plain"));
    QCOMPARE(answer.header("cache-control"), "no-store");
    QVERIFY2(answer.body.contains("    token: " + token + "\n"), answer.body.constData());
    QVERIFY(answer.body.contains("current-context: first\n"));
    QVERIFY(!answer.body.contains("second") && !answer.body.contains(other));
}

void ClusterCredentialsTest::onlyAdministratorsReadIt()
{
    for (const std::string &who : {m_operator, m_author, m_tenant}) {
        const auto answer = m_server.requestAs(who, "GET", u"/api/v1/clusters/far/kubeconfig"_s);
        QCOMPARE(answer.status, 403);
        QVERIFY(!answer.body.contains(token));
    }
    QCOMPARE(m_server.requestAs("none", "GET", u"/api/v1/clusters/far/kubeconfig"_s).status, 401);
    const QString path = u"/api/v1/secrets/operators"_s;
    QCOMPARE(m_server.requestAs(m_author, "PUT", path, "{}").status, 403);
    QCOMPARE(m_server.requestAs(m_tenant, "GET", u"/api/v1/secrets"_s).status, 403);
    QCOMPARE(m_server.requestAs(m_operator, "PUT", path, R"({"data":{"a":"eA=="}})").status, 201);
    QCOMPARE(m_server.requestAs(m_operator, "DELETE", path).status, 204);
}

void ClusterCredentialsTest::secretsTellTheirKeysOnly()
{
    const auto again = put(u"/api/v1/secrets/far-access"_s, QByteArray::fromStdString(read()[0].spec));
    QCOMPARE(again.status, 200);
    const auto list = m_server.requestAs(m_author, "GET", u"/api/v1/secrets"_s);
    QCOMPARE(list.status, 200);
    const auto decoded = schema::decode<SecretList>(list.body.toStdString());
    VERIFY_RESULT(decoded);
    QCOMPARE(decoded->secrets.size(), 1U);
    QCOMPARE(decoded->secrets[0].keys, std::vector<std::string>{"config"});
    QCOMPARE(decoded->secrets[0].generation, 1); // put twice, changed never
    const auto one = m_server.request("GET", u"/api/v1/secrets/far-access"_s);
    for (const QByteArray &body : {again.body, list.body, one.body})
        QVERIFY2(!body.contains(token) && !body.contains(token.toBase64()) && !body.contains("apiVersion"),
                 body.constData());
    QCOMPARE(m_server.request("GET", u"/api/v1/secrets/none"_s).status, 404);
}

void ClusterCredentialsTest::aDryRunKeepsNothing()
{
    const auto dry = put(u"/api/v1/secrets/dry?dry_run=true"_s, R"({"stringData":{"b":"x"},"data":{"a":"eA=="}})");
    QCOMPARE(dry.status, 201);
    QVERIFY(dry.body.contains(R"("keys":["a","b"])"));
    QCOMPARE(m_server.request("GET", u"/api/v1/secrets/dry"_s).status, 404);
}

void ClusterCredentialsTest::whatIsNoKubeconfigIsRefused()
{
    for (const QByteArray &body :
         {QByteArray(R"({"stringData":{"config":"not a kubeconfig"}})"), QByteArray(R"({"data":{"config":"e30="}})"),
          QByteArray(R"({"stringData":{"other":"x"}})")})
        for (const auto &path : {u"/api/v1/secrets/far-access"_s, u"/api/v1/secrets/far-access?dry_run=1"_s}) {
            const auto refused = put(path, body);
            QCOMPARE(refused.status, 422);
            QVERIFY2(refused.body.contains("\"pointer\":\"/data/config\"") && refused.body.contains("the cluster far"),
                     refused.body.constData());
        }
    // Of a secret that nobody takes a kubeconfig from nobody knows what it has to be.
    QCOMPARE(put(u"/api/v1/secrets/plain"_s, R"({"stringData":{"config":"not a kubeconfig"}})").status, 201);
    const auto refused = put(u"/api/v1/clusters/new"_s,
                             R"({"credentials":{"kubeconfig":{"secretRef":{"name":"plain"}}}})");
    QCOMPARE(refused.status, 422);
    QVERIFY2(refused.body.contains("it is no kubeconfig"), refused.body.constData());
    const auto keyless = put(u"/api/v1/clusters/new"_s,
                             R"({"credentials":{"kubeconfig":{"secretRef":{"name":"plain","key":"other"}}}})");
    QCOMPARE(keyless.status, 422);
    QVERIFY2(keyless.body.contains("has no key"), keyless.body.constData());
    QCOMPARE(put(u"/api/v1/clusters/new"_s, R"({"credentials":{"kubeconfig":{"secretRef":{}}}})").status, 422);
    QCOMPARE(m_server.request("GET", u"/api/v1/clusters/new"_s).status, 404);
    QCOMPARE(m_server.request("DELETE", u"/api/v1/secrets/plain"_s).status, 204);
    QCOMPARE(kubeconfig().status, 200); // as it was
}

void ClusterCredentialsTest::contextsThatAreNotThereAreToldApart()
{
    const auto refused = put(u"/api/v1/clusters/far"_s, withContext("third"));
    QCOMPARE(refused.status, 422);
    QVERIFY2(refused.body.contains("/credentials/kubeconfig") && refused.body.contains("third"),
             refused.body.constData());
    // The secret may lose it later.
    QByteArray body = QByteArray::fromStdString(read()[0].spec);
    body.replace("first", "primary");
    QCOMPARE(put(u"/api/v1/secrets/far-access"_s, body).status, 200);
    const auto lost = kubeconfig();
    QCOMPARE(lost.status, 409);
    QVERIFY2(lost.body.contains("it has no context \\\"first\\\""), lost.body.constData());
    QCOMPARE(put(u"/api/v1/clusters/far"_s, withContext("second")).status, 200);
    QVERIFY(kubeconfig().body.contains("token: " + other));
    QCOMPARE(put(u"/api/v1/clusters/far"_s, withContext("")).status, 200);
    QVERIFY(kubeconfig().body.contains("current-context: primary"));
}

void ClusterCredentialsTest::badSecretsAreRefused_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("pointer");
    QTest::newRow("no base64") << QByteArray(R"({"data":{"a":"*"}})") << QByteArray("/data/a");
    QTest::newRow("another type") << QByteArray(R"({"type":"kubernetes.io/tls"})") << QByteArray("/type");
    QTest::newRow("a number") << QByteArray(R"({"stringData":{"a":7}})") << QByteArray("/stringData/a");
    QTest::newRow("an odd key") << QByteArray(R"({"data":{"a b":"eA=="}})") << QByteArray("/data/a b");
    QTest::newRow("a list") << QByteArray(R"({"data":[]})") << QByteArray("/data");
}

void ClusterCredentialsTest::badSecretsAreRefused()
{
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, pointer);
    const auto refused = put(u"/api/v1/secrets/bad"_s, body);
    QCOMPARE(refused.status, 422);
    QVERIFY2(refused.body.contains("\"pointer\":\"" + pointer + '"'), refused.body.constData());
    QCOMPARE(m_server.request("GET", u"/api/v1/secrets/bad"_s).status, 404);
}

void ClusterCredentialsTest::aChangeIsAChange()
{
    const auto before = secret().generation;
    QCOMPARE(put(u"/api/v1/secrets/far-access"_s, QByteArray::fromStdString(read()[0].spec)).status, 200);
    QCOMPARE(secret().generation, before + 1);
    // The same in base64, in lines as YAML may have it, is the same.
    QByteArray lines = config().toBase64();
    lines.insert(20, "\\n");
    QCOMPARE(put(u"/api/v1/secrets/far-access"_s, R"({"data":{"config":")" + lines + R"("}})").status, 200);
    QCOMPARE(secret().generation, before + 1);
    QVERIFY(kubeconfig().body.contains(token));
}

void ClusterCredentialsTest::readingIsInTheAuditLog()
{
    const auto answer = m_server.request("GET", u"/api/v1/audit?order=asc&action=portal:secret"_s);
    const auto history = schema::decode<AuditHistory>(answer.body.toStdString());
    VERIFY_RESULT(history);
    const auto has = [&](const std::string &actor, AuditResult result) {
        return std::ranges::any_of(history->records, [&](const AuditRecord &record) {
            return record.actor == actor && record.result == result && record.subjectKind == "cluster"
                   && record.subject == "far";
        });
    };
    QVERIFY(has("admin", AuditResult::Allowed));
    QVERIFY(has("admin", AuditResult::Failed));
    QVERIFY(has("olga", AuditResult::Denied));
    QVERIFY(!has("olga", AuditResult::Allowed));
}

void ClusterCredentialsTest::valuesAreNowhereElse()
{
    QCOMPARE(m_server.request("POST", u"/api/v1/users"_s, R"({"username":"last"})").status, 201); // what is committed
    const auto events = m_server.request("GET", u"/api/events?limit=1000"_s);
    const auto audit = m_server.request("GET", u"/api/v1/audit?limit=1000"_s);
    QVERIFY(events.body.contains("secret.created") && events.body.contains("secret.changed"));
    QVERIFY(audit.body.contains("\"subjectKind\":\"secret\""));
    std::vector<QByteArray> all{events.body, audit.body};
    int files = 0;
    for (QDirIterator entries(QString::fromStdString(m_server.data()), QDir::Files | QDir::Hidden,
                              QDirIterator::Subdirectories);
         entries.hasNext();) {
        QFile file(entries.next());
        if (file.open(QIODevice::ReadOnly)) {
            all.push_back(file.readAll());
            files += all.back().contains("far-access") ? 1 : 0;
        }
    }
    QVERIFY(files > 0); // the database is among them
    for (const QByteArray &text : all)
        for (const QByteArray &value : {token, other, config().toBase64().mid(40, 40), QByteArray("far.example")})
            QVERIFY(!text.contains(value));
}

void ClusterCredentialsTest::secretsInUseStay()
{
    const auto used = m_server.request("DELETE", u"/api/v1/secrets/far-access"_s);
    QCOMPARE(used.status, 409);
    QVERIFY2(used.body.contains("the cluster far"), used.body.constData());
    QCOMPARE(m_server.stop(), 0);
    VERIFY_RESULT(m_server.start());
    QVERIFY(kubeconfig().body.contains(token)); // after a restart as before
    QCOMPARE(m_server.request("DELETE", u"/api/v1/clusters/far"_s).status, 204);
    QCOMPARE(m_server.request("DELETE", u"/api/v1/secrets/far-access"_s).status, 204);
    QCOMPARE(m_server.request("DELETE", u"/api/v1/secrets/far-access"_s).status, 404);
}

QTEST_GUILESS_MAIN(ClusterCredentialsTest)
#include "cluster_credentials_test.moc"
