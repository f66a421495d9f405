// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/user/user_profile.h"
#include "core/schema/codec.h"
#include "tests/support/server/server_process.h"

using namespace portolan;
using namespace portolan::test;
using namespace Qt::StringLiterals;

/// What holds for all routes of the API: parts of lists, versions, other origins' pages, the document.
class ContractTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void listsComeInParts();
    void partsLeadToEachOther();
    void badPartsAreRefused_data();
    void badPartsAreRefused();
    void listsAreSorted();
    void whatIsKnownIsNotSentTwice();
    void whatWasChangedMeanwhileIsNotReplaced();
    void whatHasNoVersionsRefusesIfMatch();
    void pagesOfOtherOriginsAreAskedFor();
    void trustedPagesActWithTheSession();
    void theDocumentIsServedInBothVersions();
    void thePagesLoadNothingFromElsewhere();

private:
    [[nodiscard]] std::vector<std::string> names(const QString &query) const;

    std::unique_ptr<ServerProcess> m_server;
};

void ContractTest::initTestCase()
{
    m_server = std::make_unique<ServerProcess>();
    for (const char *name : {"alice", "bert", "carla", "dora"}) [[maybe_unused]]
        const auto token = m_server->addUser(name, {Role::User});
    qputenv("PORTOLAN_CORS_ORIGINS", "https://labs.example.org");
    qputenv("PORTOLAN_CORS_CREDENTIALS", "true");
    VERIFY_RESULT(m_server->start());
}

std::vector<std::string> ContractTest::names(const QString &query) const
{
    const auto answer = m_server->request("GET", u"/api/v1/users"_s + query);
    std::vector<std::string> names;
    const auto profiles = schema::decode<std::vector<UserProfile>>(answer.body.toStdString());
    if (profiles)
        for (const UserProfile &profile : *profiles)
            names.push_back(profile.username);
    return names;
}

void ContractTest::listsComeInParts()
{
    using Names = std::vector<std::string>;
    QCOMPARE(names(u""_s), (Names{"admin", "alice", "bert", "carla", "dora"}));
    QCOMPARE(names(u"?limit=2"_s), (Names{"admin", "alice"}));
    QCOMPARE(names(u"?limit=2&offset=3"_s), (Names{"carla", "dora"}));
    QCOMPARE(names(u"?limit=2&skip=4"_s), Names{"dora"});
    QCOMPARE(names(u"?page=2&size=2"_s), (Names{"bert", "carla"}));
    QCOMPARE(names(u"?page=3&size=2"_s), Names{"dora"});
    QCOMPARE(names(u"?page=4&size=2"_s), Names());
    QCOMPARE(names(u"?offset=900"_s), Names());
    QCOMPARE(names(u"?order=desc&limit=1"_s), Names{"dora"});
    QCOMPARE(m_server->request("GET", u"/api/v1/users?limit=2"_s).header("x-total-count"), "5");
}

void ContractTest::partsLeadToEachOther()
{
    const auto middle = m_server->request("GET", u"/api/v1/users?order=desc&limit=2&offset=2"_s);
    QCOMPARE(middle.header("link"), "</api/v1/users?order=desc&offset=0&limit=2>; rel=\"first\", "
                                    "</api/v1/users?order=desc&offset=0&limit=2>; rel=\"prev\", "
                                    "</api/v1/users?order=desc&offset=4&limit=2>; rel=\"next\", "
                                    "</api/v1/users?order=desc&offset=4&limit=2>; rel=\"last\"");
    const auto pages = m_server->request("GET", u"/api/v1/users?page=1&size=4"_s);
    QCOMPARE(pages.header("link"), "</api/v1/users?page=1&size=4>; rel=\"first\", "
                                   "</api/v1/users?page=2&size=4>; rel=\"next\", "
                                   "</api/v1/users?page=2&size=4>; rel=\"last\"");
    QVERIFY(m_server->request("GET", u"/api/v1/users"_s).header("link").isEmpty());
    // Following "next" gives each entry once.
    std::vector<std::string> all;
    QString path = u"/api/v1/users?limit=2"_s;
    while (!path.isEmpty()) {
        for (std::string &name : names(path.mid(u"/api/v1/users"_s.size())))
            all.push_back(std::move(name));
        const QString link = QString::fromUtf8(m_server->request("GET", path).header("link"));
        path.clear();
        for (const QString &entry : link.split(u", "_s))
            if (entry.endsWith(u"rel=\"next\""))
                path = entry.section(u'<', 1).section(u'>', 0, 0);
    }
    QCOMPARE(all, (std::vector<std::string>{"admin", "alice", "bert", "carla", "dora"}));
}

void ContractTest::badPartsAreRefused_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<QByteArray>("named");
    const auto row = [](const char *query, const char *named) {
        QTest::newRow(query) << QString::fromUtf8(query) << QByteArray(named);
    };
    row("limit=0", "limit");
    row("limit=-1", "limit");
    row("limit=5001", "limit");
    row("limit=many", "limit");
    row("offset=-1", "offset");
    row("skip=1.5", "skip");
    row("page=0", "page");
    row("size=0", "size");
    row("limit=1&size=1", "limit or size");
    row("offset=1&skip=1", "offset or skip");
    row("page=1&offset=0", "page, or offset");
    row("order=up", "order");
    row("sort=password", "username, created");
    row("offset=99999999999999999999", "offset");
}

void ContractTest::badPartsAreRefused()
{
    QFETCH(QString, query);
    QFETCH(QByteArray, named);
    const auto answer = m_server->request("GET", u"/api/v1/users?"_s + query);
    QCOMPARE(answer.status, 400);
    QVERIFY2(answer.body.contains(named), answer.body.constData());
}

void ContractTest::listsAreSorted()
{
    for (const char *name : {"b", "c", "a"})
        QCOMPARE(m_server
                     ->request("POST", u"/api/v1/me/tokens"_s, QByteArray(R"({"scopes":["*"],"name":")") + name + "\"}")
                     .status,
                 201);
    const auto order = [this](const QString &query) {
        const auto document = JsonDocument::parse(
            m_server->request("GET", u"/api/v1/me/tokens"_s + query).body.toStdString());
        std::string text;
        if (document)
            document->root().forEachElement([&](std::size_t, JsonValue token) {
                if (const auto name = token.find("name")->toString(); name->size() == 1)
                    text += *name;
            });
        return text;
    };
    QCOMPARE(order(u"?sort=name"_s), "abc");
    QCOMPARE(order(u"?sort=name&order=desc"_s), "cba");
    QCOMPARE(order(u"?sort=createdAt"_s), "bca");
    QCOMPARE(order(u"?sort=id&order=desc"_s), "acb");
    const auto refused = m_server->request("GET", u"/api/v1/me/tokens?sort=scopes"_s);
    QCOMPARE(refused.status, 400);
    QVERIFY2(refused.body.contains("lastUsedAt"), refused.body.constData());
}

void ContractTest::whatIsKnownIsNotSentTwice()
{
    const QString path = u"/api/v1/users/alice/profile"_s;
    const auto first = m_server->request("GET", path);
    const QByteArray tag = first.header("etag");
    QVERIFY2(tag.startsWith('"') && tag.endsWith('"') && tag.size() > 10, tag.constData());
    for (const QByteArray &known : {tag, "W/" + tag, "\"other\", " + tag, QByteArray("*")}) {
        const auto again = m_server->request("GET", path, {}, {{"If-None-Match", known}});
        QCOMPARE(again.status, 304);
        QVERIFY(again.body.isEmpty());
        QCOMPARE(again.header("etag"), tag);
    }
    QCOMPARE(m_server->request("GET", path, {}, {{"If-None-Match", "\"other\""}}).status, 200);
    QCOMPARE(m_server->request("HEAD", path, {}, {{"If-None-Match", tag}}).status, 304);
    QCOMPARE(m_server->request("PATCH", path, R"({"fullname":"Alice"})").status, 200);
    const auto changed = m_server->request("GET", path, {}, {{"If-None-Match", tag}});
    QCOMPARE(changed.status, 200);
    QVERIFY(changed.header("etag") != tag);
    // Lists as well, and what comes from no row.
    const QByteArray list = m_server->request("GET", u"/api/v1/users"_s).header("etag");
    QCOMPARE(m_server->request("GET", u"/api/v1/users"_s, {}, {{"If-None-Match", list}}).status, 304);
    QCOMPARE(m_server->request("GET", u"/api/v1/users?limit=1"_s, {}, {{"If-None-Match", list}}).status, 200);
}

void ContractTest::whatWasChangedMeanwhileIsNotReplaced()
{
    const QString path = u"/api/v1/users/bert/profile"_s;
    const QByteArray tag = m_server->request("GET", path).header("etag");
    QCOMPARE(m_server->request("PATCH", path, R"({"fullname":"One"})", {{"If-Match", tag}}).status, 200);
    const auto late = m_server->request("PATCH", path, R"({"fullname":"Two"})", {{"If-Match", tag}});
    QCOMPARE(late.status, 412);
    QVERIFY2(late.body.contains("changed meanwhile"), late.body.constData());
    QVERIFY(m_server->request("GET", path).body.contains("One"));
    QCOMPARE(m_server->request("PATCH", path, R"({"fullname":"Three"})", {{"If-Match", "*"}}).status, 200);
    for (const char *nonsense : {"\"\"", "\"abc\"", "7", "\"7", "\"7\"", "W/\"1-ab\"", "\"99999999999999999999-a\""})
        QCOMPARE(m_server->request("PATCH", path, R"({"fullname":"X"})", {{"If-Match", nonsense}}).status, 412);
    QVERIFY(m_server->request("GET", path).body.contains("Three"));
}

void ContractTest::whatHasNoVersionsRefusesIfMatch()
{
    QCOMPARE(m_server->request("DELETE", u"/api/v1/users/carla"_s, {}, {{"If-Match", "\"1-a\""}}).status, 412);
    QCOMPARE(m_server->request("GET", u"/api/v1/users/carla/profile"_s).status, 200);
}

void ContractTest::pagesOfOtherOriginsAreAskedFor()
{
    const QString path = u"/api/v1/users"_s;
    const auto ask = [&](const QByteArray &origin) {
        return m_server->request("OPTIONS", path, {},
                                 {{"Origin", origin},
                                  {"Access-Control-Request-Method", "POST"},
                                  {"Access-Control-Request-Headers", "authorization, x-mine"}});
    };
    const auto allowed = ask("https://labs.example.org");
    QCOMPARE(allowed.status, 204);
    QCOMPARE(allowed.header("access-control-allow-origin"), "https://labs.example.org");
    QCOMPARE(allowed.header("access-control-allow-credentials"), "true");
    QVERIFY(allowed.header("access-control-allow-methods").contains("POST"));
    QCOMPARE(allowed.header("access-control-allow-headers"), "authorization, x-mine");
    QCOMPARE(allowed.header("access-control-max-age"), "3600");
    for (const QByteArray &other :
         {QByteArray("https://evil.example.org"), QByteArray("null"), QByteArray("http://labs.example.org"),
          QByteArray("https://labs.example.org.evil")}) {
        const auto refused = ask(other);
        QCOMPARE(refused.status, 403);
        QVERIFY(refused.header("access-control-allow-origin").isEmpty());
        const auto read = m_server->request("GET", path, {}, {{"Origin", other}});
        QCOMPARE(read.status, 200);
        QVERIFY(read.header("access-control-allow-origin").isEmpty());
    }
    const auto read = m_server->request("GET", path, {}, {{"Origin", "https://labs.example.org"}});
    QCOMPARE(read.header("access-control-allow-origin"), "https://labs.example.org");
    QVERIFY(read.header("access-control-expose-headers").contains("X-Total-Count"));
    QVERIFY(read.header("vary").contains("Origin"));
    // Errors can be read as well: a page shall be able to say what is wrong.
    const auto error = m_server->request("GET", u"/api/v1/users/nobody/profile"_s, {},
                                         {{"Origin", "https://labs.example.org"}});
    QCOMPARE(error.status, 404);
    QCOMPARE(error.header("access-control-allow-origin"), "https://labs.example.org");
}

/// cors.credentials: the named origin's pages may do what this server's own may; others may not.
void ContractTest::trustedPagesActWithTheSession()
{
    QCOMPARE(m_server->request("PUT", u"/api/v1/users/dora/password"_s, R"({"password":"a good password"})").status,
             200);
    const auto in = m_server->request("POST", u"/api/v1/auth/login"_s,
                                      R"({"username":"dora","password":"a good password"})",
                                      {{"Authorization", {}}, {"Origin", "https://labs.example.org"}});
    QCOMPARE(in.status, 200);
    const QByteArray setCookie = in.header("set-cookie");
    const QByteArray cookie = setCookie.left(setCookie.indexOf(';'));
    const auto change = [&](const QByteArray &origin) {
        return m_server
            ->request("PATCH", u"/api/v1/me/profile"_s, R"({"fullname":"Dora"})",
                      {{"Authorization", {}}, {"Cookie", cookie}, {"Origin", origin}})
            .status;
    };
    QCOMPARE(change("https://labs.example.org"), 200);
    QCOMPARE(change(QByteArray::fromStdString(m_server->url())), 200);
    for (const char *other : {"https://evil.example.org", "http://labs.example.org", "null"})
        QCOMPARE(change(other), 403);
}

void ContractTest::theDocumentIsServedInBothVersions()
{
    const auto old = m_server->request("GET", u"/api/openapi.json"_s, {}, {{"Authorization", ""}});
    QVERIFY(old.body.startsWith(R"({"openapi":"3.0.3")"));
    const auto now = m_server->request("GET", u"/openapi.json"_s, {}, {{"Authorization", ""}});
    QVERIFY(now.body.startsWith(R"({"openapi":"3.1.0")"));
}

void ContractTest::thePagesLoadNothingFromElsewhere()
{
    for (const QString &path : {u"/docs"_s, u"/api/docs"_s, u"/redoc"_s, u"/api/redoc"_s}) {
        const auto page = m_server->request("GET", path, {}, {{"Authorization", ""}});
        QCOMPARE(page.status, 200);
        QVERIFY(page.header("content-type").startsWith("text/html"));
        QVERIFY(page.header("content-security-policy").contains("default-src 'none'"));
        qsizetype at = 0;
        int loaded = 0;
        while ((at = page.body.indexOf("/web/", at)) >= 0) {
            const QByteArray file = page.body.mid(at, page.body.indexOf('"', at) - at);
            const auto answer = m_server->request("GET", QString::fromUtf8(file), {}, {{"Authorization", ""}});
            QCOMPARE(answer.status, 200);
            QVERIFY(!answer.body.isEmpty());
            ++loaded;
            at += file.size();
        }
        QVERIFY(loaded >= 3);
        QVERIFY(!page.body.contains("http"));
    }
    QCOMPARE(m_server->request("GET", u"/web/../portolan.db"_s).status, 404);
    QCOMPARE(m_server->request("GET", u"/web/nothing.js"_s).status, 404);
}

QTEST_GUILESS_MAIN(ContractTest)
#include "contract_test.moc"
