// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/openapi.h"

#include "tests/server/api/plane.h"
#include "tests/support/program.h"
#include "tests/support/run.h"
#include "tests/support/server/api_document.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <set>

using namespace portolan;
using namespace portolan::test;
using namespace Qt::StringLiterals;

/// The document of the API: whole, in the words of the standard, and a judge that refuses.
class OpenApiTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyRouteIsDescribed();
    void theLinterHasNothingToSay_data();
    void theLinterHasNothingToSay();
    void rolesComeFromThePolicy();
    void wrongAnswersAreRefused();
    void cleanupTestCase() { m_plane.reset(); }

private:
    [[nodiscard]] QByteArray document(schema::OpenApiVersion version) const
    {
        return QByteArray::fromStdString(api::openApiDocument(m_plane->routes(), version, "1.2.3"));
    }

    std::unique_ptr<Plane> m_plane;
};

void OpenApiTest::initTestCase()
{
    m_plane = std::make_unique<Plane>();
}

void OpenApiTest::everyRouteIsDescribed()
{
    std::set<std::string> ids;
    for (const api::Route &route : m_plane->routes()) {
        const std::string what = std::format("{} {}", http::name(route.method), route.pattern);
        QVERIFY2(!route.summary.empty(), what.c_str());
        QVERIFY2(!route.contract.answers.empty(), what.c_str());
        QVERIFY2(ids.insert(api::operationId(route)).second, what.c_str());
        const bool reads = route.method == http::Method::Get;
        QVERIFY2(!reads || route.contract.request.empty(), what.c_str());
    }
    const QJsonObject
        paths = QJsonDocument::fromJson(document(schema::OpenApiVersion::V3_1)).object()[u"paths"].toObject();
    qsizetype operations = 0;
    for (const QJsonValue &path : paths) {
        for (const QJsonValue &operation : path.toObject()) {
            ++operations;
            QVERIFY(!operation[u"tags"].toArray().isEmpty());
        }
    }
    QCOMPARE(operations, qsizetype(m_plane->routes().size()));
}

void OpenApiTest::theLinterHasNothingToSay_data()
{
    QTest::addColumn<bool>("is31");
    QTest::addRow("3.0.3") << false;
    QTest::addRow("3.1.0") << true;
}

void OpenApiTest::theLinterHasNothingToSay()
{
    QFETCH(bool, is31);
    QTemporaryDir folder;
    QFile file(folder.filePath(u"openapi.json"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(document(is31 ? schema::OpenApiVersion::V3_1 : schema::OpenApiVersion::V3_0));
    file.close();
    const auto linted = runProgram(u"node"_s,
                                   {QStringLiteral(PORTOLAN_PEERS_DIR "/node_modules/@redocly/cli/bin/cli.js"),
                                    u"lint"_s, u"--extends=recommended"_s, u"--format=json"_s, file.fileName()},
                                   {.environment = {u"REDOCLY_TELEMETRY=off"_s,
                                                    u"REDOCLY_SUPPRESS_UPDATE_NOTICE=true"_s}});
    const QJsonObject report = QJsonDocument::fromJson(linted.output).object();
    QVERIFY2(report.contains(u"totals"), (linted.output + linted.errors).constData());
    QVERIFY2(report[u"problems"].toArray().isEmpty(), linted.output.constData());
    QCOMPARE(linted.status, 0);
}

void OpenApiTest::rolesComeFromThePolicy()
{
    const QJsonObject root = QJsonDocument::fromJson(document(schema::OpenApiVersion::V3_1)).object();
    const QJsonObject users = root[u"paths"][u"/api/v1/workspaces/{name}"][u"get"].toObject();
    QCOMPARE(users[u"x-portolan-permission"].toString(), u"workspace:read");
    QCOMPARE(users[u"x-portolan-roles"][u"admin"].toString(), u"all");
    QCOMPARE(users[u"x-portolan-roles"][u"user"].toString(), u"own");
    QVERIFY(root[u"paths"][u"/api/v1/healthcheck"][u"get"][u"security"].toArray().isEmpty());
}

void OpenApiTest::wrongAnswersAreRefused()
{
    const ApiDocument judge(document(schema::OpenApiVersion::V3_1));
    const auto refuses = [&judge](int status, const QByteArray &body, const QByteArray &type = "application/json",
                                  const QByteArray &method = "GET", const QString &path = u"/api/v1/me/tokens"_s) {
        return judge.refuse(method, path, status, type, body).has_value();
    };
    const QByteArray token = R"([{"id":1,"name":"a","isActive":true,"expiresAt":null,"scopes":["*"]}])";
    QVERIFY(!refuses(200, token));
    QVERIFY(!refuses(200, "[]"));
    QVERIFY(!refuses(304, ""));
    QVERIFY(refuses(200, "{}"));
    QVERIFY(refuses(200, "not JSON"));
    QVERIFY(refuses(200, R"([{"id":"1","name":"a"}])"));
    QVERIFY(refuses(200, R"([{"id":1}])"));
    QVERIFY(refuses(200, R"([{"id":1,"name":"a","hash":"secret"}])"));
    QVERIFY(refuses(200, token, "text/plain"));
    QVERIFY(refuses(201, token));
    QVERIFY(refuses(404, R"({"status":404})", "application/problem+json"));
    QVERIFY(refuses(200, "{}", "application/json", "GET", u"/no/such/path"_s));
    QVERIFY(!refuses(404, "{}", "application/problem+json", "GET", u"/no/such/path"_s));
}

QTEST_GUILESS_MAIN(OpenApiTest)
#include "openapi_test.moc"
