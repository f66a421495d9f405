// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/router.h"

#include <QTest>

using namespace portolan::http;

class RouterTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void finds_data();
    void finds();
    void tellsWhichMethodsThereAre_data();
    void tellsWhichMethodsThereAre();
    void namesParametersPerRoute();
    void findsNothingInNothing();

private:
    static Router<std::string> filled();
};

Router<std::string> RouterTest::filled()
{
    Router<std::string> router;
    router.add(Method::Get, "/", "root");
    router.add(Method::Get, "/api/v1/workspaces", "list");
    router.add(Method::Post, "/api/v1/workspaces/", "create");
    router.add(Method::Get, "/api/v1/workspaces/{name}", "one");
    router.add(Method::Delete, "/api/v1/workspaces/{name}", "remove");
    router.add(Method::Get, "/api/v1/workspaces/summary", "summary");
    router.add(Method::Get, "/api/v1/workspaces/{name}/files", "files");
    router.add(Method::Put, "/api/v1/workspaces/{workspace}/files/{path...}", "file");
    router.add(Method::Get, "/docs/{path...}", "docs");
    router.add(Method::Head, "/head", "head");
    router.add(Method::Get, "/head", "get");
    return router;
}

void RouterTest::finds_data()
{
    QTest::addColumn<int>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("route"); // empty: none
    QTest::addColumn<QByteArray>("parameters");
    const auto add = [](Method method, const char *path, const char *route, const char *parameters = "") {
        QTest::addRow("%s %s", std::string(name(method)).c_str(), path)
            << static_cast<int>(method) << QByteArray(path) << QByteArray(route) << QByteArray(parameters);
    };
    add(Method::Get, "/", "root");
    add(Method::Head, "/", "root");
    add(Method::Get, "/api/v1/workspaces", "list");
    add(Method::Get, "/api/v1/workspaces/", "list");
    add(Method::Post, "/api/v1/workspaces", "create");
    add(Method::Post, "/api/v1/workspaces/", "create");
    add(Method::Get, "/api/v1/workspaces/a", "one", "name=a;");
    add(Method::Get, "/api/v1/workspaces/a/", "one", "name=a;");
    add(Method::Get, "/api/v1/workspaces/summary", "summary");
    add(Method::Delete, "/api/v1/workspaces/summary", "remove", "name=summary;");   // the literal has no DELETE
    add(Method::Get, "/api/v1/workspaces/summary/files", "files", "name=summary;"); // back from the literal
    add(Method::Get, "/api/v1/workspaces/a%20b%2Fc/files", "files", "name=a b/c;");
    add(Method::Get, "/api/v1/work%73paces", "list");
    add(Method::Get, "/api/v1//workspaces", "");
    add(Method::Get, "/api/v1/workspaces//files", "");
    add(Method::Get, "/api/v1/workspaces/a/b", "");
    add(Method::Get, "/api/v1", "");
    add(Method::Get, "/API/v1/workspaces", "");
    add(Method::Put, "/api/v1/workspaces/a/files/b/c%20d", "file", "workspace=a;path=b/c d;");
    add(Method::Get, "/docs/a/b/c", "docs", "path=a/b/c;");
    add(Method::Get, "/docs", "");
    add(Method::Head, "/head", "head");
    add(Method::Get, "*", "");
    add(Method::Patch, "/", "");
}

void RouterTest::finds()
{
    QFETCH(const int, method);
    QFETCH(const QByteArray, path);
    QFETCH(const QByteArray, route);
    QFETCH(const QByteArray, parameters);
    const auto router = filled();
    const auto match = router.find(static_cast<Method>(method), path.toStdString());
    QCOMPARE(match.route ? *match.route : "", route.toStdString());
    std::string found;
    for (const auto &[key, value] : match.parameters.items()) {
        found += std::string(key) + '=' + value + ';';
        QCOMPARE(match.parameters.get(key), value);
    }
    QCOMPARE(found, parameters.toStdString());
    QCOMPARE(match.parameters.get("nothing"), "");
}

void RouterTest::tellsWhichMethodsThereAre_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("allow");
    QTest::newRow("list") << QByteArray("/api/v1/workspaces/") << QByteArray("GET, HEAD, POST, OPTIONS");
    QTest::newRow("one") << QByteArray("/api/v1/workspaces/a") << QByteArray("GET, HEAD, DELETE, OPTIONS");
    QTest::newRow("rest") << QByteArray("/docs/a/b") << QByteArray("GET, HEAD, OPTIONS");
    QTest::newRow("unknown") << QByteArray("/nowhere") << QByteArray("");
    QTest::newRow("a folder of routes only") << QByteArray("/api") << QByteArray("");
}

void RouterTest::tellsWhichMethodsThereAre()
{
    QFETCH(const QByteArray, path);
    QFETCH(const QByteArray, allow);
    const auto router = filled();
    for (const auto method : {Method::Patch, Method::Options}) {
        const auto match = router.find(method, path.toStdString());
        QVERIFY(!match.route);
        QCOMPARE(match.allow, allow.toStdString());
    }
}

void RouterTest::namesParametersPerRoute()
{
    Router<int> router;
    router.add(Method::Get, "/{a}/{b}", 1);
    router.add(Method::Put, "/{c}/{d}", 2);
    QCOMPARE(router.find(Method::Get, "/x/y").parameters.get("b"), "y");
    QCOMPARE(router.find(Method::Put, "/x/y").parameters.get("c"), "x");
    QCOMPARE(router.find(Method::Put, "/x/y").parameters.get("a"), "");
}

void RouterTest::findsNothingInNothing()
{
    const Router<int> router;
    const auto match = router.find(Method::Get, "/");
    QVERIFY(!match.route);
    QVERIFY(match.allow.empty());
}

QTEST_APPLESS_MAIN(RouterTest)
#include "router_test.moc"
