// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/program.h"
#include "tests/support/server/server_process.h"

using namespace portolan;
using namespace portolan::test;
using namespace Qt::StringLiterals;

/// The pages that show the API's document, in a browser that reaches nothing but the server.
class PagesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void theApiIsShown_data();
    void theApiIsShown();

private:
    ServerProcess m_server;
};

void PagesTest::theApiIsShown_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("version");
    QTest::newRow("Swagger UI, 3.0") << u"/api/docs"_s << QByteArray("OAS 3.0");
    QTest::newRow("Swagger UI, 3.1") << u"/docs"_s << QByteArray("OAS 3.1");
    QTest::newRow("ReDoc") << u"/redoc"_s << QByteArray("Download");
}

void PagesTest::theApiIsShown()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, version);
    QTemporaryDir profile;
    const auto shown = runProgram(u"chromium"_s,
                                  {u"--headless"_s, u"--no-sandbox"_s, u"--disable-gpu"_s, u"--disable-quic"_s,
                                   u"--no-first-run"_s, u"--disable-background-networking"_s,
                                   u"--disable-component-update"_s, u"--disable-sync"_s, u"--disable-dev-shm-usage"_s,
                                   u"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"_s,
                                   u"--user-data-dir="_s + profile.path(), u"--virtual-time-budget=10000"_s,
                                   u"--dump-dom"_s, QString::fromStdString(m_server.url()) + path});
    QCOMPARE(shown.status, 0);
    QVERIFY2(shown.output.contains("Make a workspace"), shown.output.left(2000).constData());
    QVERIFY(shown.output.contains("/api/v1/workspaces"));
    QVERIFY2(shown.output.contains(version), shown.output.left(2000).constData());
    QVERIFY2(!shown.errors.contains("Content Security Policy"), shown.errors.constData());
}

QTEST_GUILESS_MAIN(PagesTest)
#include "pages_test.moc"
