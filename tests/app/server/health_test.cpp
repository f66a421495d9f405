// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/system/health.h"
#include "core/schema/codec.h"
#include "tests/support/program.h"
#include "tests/support/server/server_process.h"

#include <QRegularExpression>

#include <set>

using namespace portolan;
using namespace portolan::test;
using namespace Qt::StringLiterals;

/// The probes of the four systems, what they really look at, and the metrics.
class HealthTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everySystemsProbeAnswers_data();
    void everySystemsProbeAnswers();
    void readinessLooksAtEachPart();
    void readinessSeesALockedStore();
    void metricsCountRequestsByRouteAndStatus();
    void metricsAreForThoseWhoMay();
    void metricsAreWellFormed();
    void theLoopsAreSeenAlive();

private:
    [[nodiscard]] Readiness readiness(int status) const;

    std::unique_ptr<ServerProcess> m_server;
    std::string m_alice;
};

void HealthTest::initTestCase()
{
    m_server = std::make_unique<ServerProcess>();
    m_alice = m_server->addUser("alice", {Role::User});
    VERIFY_RESULT(m_server->start());
}

Readiness HealthTest::readiness(int status) const
{
    const auto answer = m_server->request("GET", u"/ready"_s, {}, {{"Authorization", ""}});
    if (answer.status != status)
        qWarning("%d: %s", answer.status, answer.body.constData());
    return schema::decode<Readiness>(answer.body.toStdString()).value_or(Readiness{});
}

void HealthTest::everySystemsProbeAnswers_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("status");
    QTest::newRow("workspaces") << u"/api/v1/healthcheck"_s << QByteArray("ok");
    QTest::newRow("labs") << u"/api/diagnostics/health"_s << QByteArray("healthy");
    QTest::newRow("labs, root") << u"/health"_s << QByteArray("healthy");
    QTest::newRow("labs, system") << u"/api/system/health"_s << QByteArray("healthy");
    QTest::newRow("templates") << u"/health/"_s << QByteArray("healthy");
    QTest::newRow("templates, live") << u"/health/live"_s << QByteArray("alive");
    QTest::newRow("templates, ready") << u"/health/ready"_s << QByteArray("ready");
    QTest::newRow("labs, ready") << u"/api/diagnostics/ready"_s << QByteArray("ready");
    QTest::newRow("labs, root, ready") << u"/ready"_s << QByteArray("ready");
}

void HealthTest::everySystemsProbeAnswers()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, status);
    const auto answer = m_server->request("GET", path, {}, {{"Authorization", ""}});
    QCOMPARE(answer.status, 200);
    QVERIFY2(answer.body.contains("\"status\":\"" + status + '"'), answer.body.constData());
    QVERIFY(answer.body.contains("\"timestamp\":\"20"));
    QVERIFY(answer.header("x-ratelimit-limit").isEmpty());
    QCOMPARE(m_server->request("HEAD", path, {}, {{"Authorization", ""}}).status, 200);
}

void HealthTest::readinessLooksAtEachPart()
{
    const Readiness all = readiness(200);
    QCOMPARE(all.status, "ready");
    for (const char *check : {"store", "ledger", "controllers", "runtime local"}) {
        QVERIFY2(all.checks.contains(check), check);
        QCOMPARE(all.checks.at(check), "ok");
    }
    QVERIFY(!all.limits.empty());
}

/// Another process holds the database's lock: nothing could be written.
void HealthTest::readinessSeesALockedStore()
{
    TestProcess locker;
    locker.start(u"python3"_s, {u"-c"_s,
                                u"import sqlite3, sys\n"
                                "db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
                                "db.execute('BEGIN IMMEDIATE')\n"
                                "print('locked', flush=True)\n"
                                "sys.stdin.readline()\n"
                                "db.execute('ROLLBACK')\n"_s,
                                QString::fromStdString(m_server->data() + "/portolan.db")});
    QVERIFY(locker.waitForReadyRead());
    QTRY_COMPARE(m_server->request("GET", u"/health/ready"_s).status, 503); // an answer is kept for a moment
    const Readiness locked = readiness(503);
    QCOMPARE(locked.checks.at("store"), "ok");
    QVERIFY2(locked.checks.at("ledger") != "ok", locked.checks.at("ledger").c_str());
    QCOMPARE(m_server->request("GET", u"/health"_s).status, 200);
    locker.write("\n");
    QVERIFY(locker.waitForFinished());
    QTRY_COMPARE(m_server->request("GET", u"/health/ready"_s).status, 200);
}

void HealthTest::metricsCountRequestsByRouteAndStatus()
{
    const auto count = [this](const QByteArray &line) {
        const QByteArray text = m_server->request("GET", u"/metrics"_s).body;
        const qsizetype at = text.indexOf('\n' + line + ' ');
        return at < 0 ? -1 : text.mid(at + line.size() + 2, text.indexOf('\n', at + 1) - at - line.size() - 2).toInt();
    };
    const QByteArray
        missing = R"(portolan_http_requests_total{method="GET",route="/api/v1/users/{username}/profile",status="404"})";
    QCOMPARE(count(missing), -1);
    for (int times = 0; times < 3; ++times)
        QCOMPARE(m_server->request("GET", u"/api/v1/users/nobody/profile"_s).status, 404);
    QCOMPARE(count(missing), 3);
    const QByteArray
        took = R"(portolan_http_request_duration_seconds_count{method="GET",route="/api/v1/users/{username}/profile"})";
    QCOMPARE(count(took), 3);
    const QByteArray unknown = R"(portolan_http_requests_total{method="",route="",status="404"})";
    QCOMPARE(m_server->request("GET", u"/no/such/path"_s).status, 404);
    QCOMPARE(count(unknown), 1);
    const QByteArray changes = "portolan_ledger_changes_total";
    const int before = count(changes);
    QCOMPARE(m_server->request("POST", u"/api/v1/users"_s, R"({"username":"new"})").status, 201);
    QVERIFY(count(changes) > before);
    QCOMPARE(count("portolan_users"), 3);
    QCOMPARE(count("portolan_ready"), 1);
    QVERIFY(count("process_resident_memory_bytes") != 0);
    QVERIFY(count("process_open_fds") > 5);
}

void HealthTest::metricsAreForThoseWhoMay()
{
    QCOMPARE(m_server->request("GET", u"/metrics"_s, {}, {{"Authorization", ""}}).status, 401);
    QCOMPARE(m_server->requestAs(m_alice, "GET", u"/metrics"_s).status, 403);
    QCOMPARE(m_server->requestAs(m_alice, "GET", u"/api/diagnostics/jobs"_s).status, 403);
}

/// Each line of the text format: a comment, or a name with labels and a number.
void HealthTest::metricsAreWellFormed()
{
    const auto answer = m_server->request("GET", u"/metrics"_s);
    QCOMPARE(answer.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    const QRegularExpression line(
        u"^(# (HELP|TYPE) [a-z_:]+ .*|[a-z_:]+(\\{[a-z_]+=\"[^\"]*\"(,[a-z_]+=\"[^\"]*\")*\\})? "
        "[-+0-9.eInfNa]+)$"_s);
    std::set<QString> typed;
    for (const QString &text : QString::fromUtf8(answer.body).split(u'\n', Qt::SkipEmptyParts)) {
        QVERIFY2(line.match(text).hasMatch(), qPrintable(text));
        if (text.startsWith(u"# TYPE "))
            QVERIFY2(typed.insert(text.section(u' ', 2, 2)).second, qPrintable(text));
    }
    QVERIFY(typed.size() > 15);
}

void HealthTest::theLoopsAreSeenAlive()
{
    const auto answer = m_server->request("GET", u"/api/diagnostics/intervals"_s);
    const auto loops = schema::decode<std::vector<LoopState>>(answer.body.toStdString());
    VERIFY_RESULT(loops);
    QCOMPARE(loops->size(), 5);
    for (const LoopState &loop : *loops)
        QVERIFY2(loop.alive && loop.ageSeconds <= loop.withinSeconds, loop.name.c_str());
    QCOMPARE(m_server->request("GET", u"/api/diagnostics/jobs"_s).body, "[]");
}

QTEST_GUILESS_MAIN(HealthTest)
#include "health_test.moc"
