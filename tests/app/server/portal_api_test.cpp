// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/workshop/lists.h"
#include "core/model/workshop/portal_catalog.h"
#include "core/model/workshop/portal_oauth.h"
#include "core/model/workshop/portal_session.h"
#include "core/model/workshop/session_page.h"
#include "core/model/workshop/workshop_request.h"
#include "core/schema/codec.h"
#include "tests/support/server/answers.h"
#include "tests/support/server/portals.h"

using namespace portolan;
using namespace portolan::test;

/// The portals' own REST API, as other lookup services speak it, and a second Portolan that is such a service.
class PortalApiTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void robotsLogIn();
    void robotsAreToldWhatIsWrong();
    void tokensEnd();
    void tokensAreKeptAsDigestsOnly();
    void everythingTakesAToken_data();
    void everythingTakesAToken();
    void theCatalogTellsWhatThereIs();
    void theCatalogCanBePublic();
    void sessionsAreAskedFor();
    void requestsThatCannotBe_data();
    void requestsThatCannotBe();
    void sessionsAreLookedAfter();
    void usersGoBackWhereTheyCameFrom();
    void pagesDoNotChangeSessionsByLinks();
    void anotherServerUsesThePortal();

private:
    static inline const QString portal = QStringLiteral("/portals/demo");
    using Headers = ServerProcess::Headers;

    void put(const QString &path, const QByteArray &body, int status = 0)
    {
        const auto answer = m_server.request("PUT", path, body);
        if (status != 0 ? answer.status != status : answer.status != 200 && answer.status != 201)
            qFatal("%d %s", answer.status, answer.body.constData());
    }
    [[nodiscard]] HttpAnswer form(const QString &path, const QByteArray &body, Headers headers = {})
    {
        headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
        if (std::ranges::none_of(headers, [](const auto &header) { return header.first == "Authorization"; }))
            headers.emplace_back("Authorization", "");
        return m_server.request("POST", portal + path, body, headers);
    }
    [[nodiscard]] QByteArray login() const
    {
        return QByteArray::fromStdString(std::format("grant_type=password&username={}&password={}",
                                                     m_robot.credentials.robot.username,
                                                     m_robot.credentials.robot.password));
    }
    [[nodiscard]] QByteArray client() const
    {
        return QByteArray::fromStdString(std::format("client_id={}&client_secret={}", m_robot.clients.robot.id,
                                                     m_robot.clients.robot.secret));
    }
    [[nodiscard]] Headers basic() const
    {
        const auto pair = QByteArray::fromStdString(m_robot.clients.robot.id + ":" + m_robot.clients.robot.secret);
        return {{"Authorization", "Basic " + pair.toBase64()}};
    }
    [[nodiscard]] HttpAnswer asRobot(const QByteArray &method, const QString &path, const QByteArray &body = {})
    {
        return m_server.requestAs(m_token, method, portal + path, body);
    }
    [[nodiscard]] PortalGrant grant(const QString &query)
    {
        const auto answer = asRobot("GET", QStringLiteral("/workshops/environment/demo-w01/request/?") + query);
        if (answer.status != 200)
            qFatal("%d %s", answer.status, answer.body.constData());
        return modelOf<PortalGrant>(answer);
    }

    ServerProcess m_server;
    PortalCredentials m_robot;
    std::string m_token;
};

void PortalApiTest::initTestCase()
{
    qputenv("PORTOLAN_WORKSPACES_RUNTIME", "none");
    VERIFY_RESULT(m_server.start());
    put(QStringLiteral("/api/v1/workshop-definitions/lab"),
        R"({"title":"Lab","description":"About it","vendor":"us","tags":["a"],"duration":"15m",)"
        R"("labels":[{"name":"topic","value":"linux"}]})");
    put(QStringLiteral("/api/v1/workshop-definitions/other"), R"({"title":"Other","description":"Another"})");
}

void PortalApiTest::init()
{
    put(QStringLiteral("/api/v1/clusters/local/portals/demo"),
        R"({"portal":{"sessions":{"maximum":4},"labels":[{"name":"room","value":"7"}],)"
        R"("workshop":{"defaults":{"labels":[{"name":"level","value":"2"},{"name":"topic","value":"any"}]}}},"workshops":[)"
        R"({"name":"lab","alias":"basics","capacity":2,"reserved":0,"expires":"4m","deadline":"20m"},)"
        R"({"name":"other","capacity":3,"reserved":1,"labels":[{"name":"topic","value":"nets"}]}]})");
    m_robot = robotOf(m_server, "demo");
    m_token = modelOf<OAuthToken>(form(QStringLiteral("/oauth2/token/"), login(), basic())).accessToken;
}

void PortalApiTest::cleanup()
{
    const QString path = QStringLiteral("/api/v1/clusters/local/portals/demo");
    QCOMPARE(m_server.request("DELETE", path).status, 202);
    QVERIFY(waitUntil([&] { return m_server.request("GET", path).status == 404; }));
}

void PortalApiTest::robotsLogIn()
{
    for (const bool isBasic : {true, false}) {
        const auto answer = isBasic ? form(QStringLiteral("/oauth2/token/"), login(), basic())
                                    : form(QStringLiteral("/oauth2/token/"), login() + "&" + client());
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.header("cache-control"), "no-store");
        const auto token = modelOf<OAuthToken>(answer);
        QCOMPARE(token.tokenType, "Bearer");
        QCOMPARE(token.expiresIn, 36000);
        QCOMPARE(token.scope, "user:info");
        QVERIFY(!token.refreshToken.empty() && token.refreshToken != token.accessToken);
        const QString catalog = portal + QStringLiteral("/workshops/catalog/environments/");
        QCOMPARE(m_server.requestAs(token.accessToken, "GET", catalog).status, 200);
        // A refresh token is no access token, and is good once.
        QCOMPARE(m_server.requestAs(token.refreshToken, "GET", catalog).status, 401);
        const QByteArray renewal = "grant_type=refresh_token&refresh_token="
                                   + QByteArray::fromStdString(token.refreshToken) + "&" + client();
        const auto renewed = form(QStringLiteral("/oauth2/token/"), renewal);
        QCOMPARE(renewed.status, 200);
        QCOMPARE(m_server.requestAs(modelOf<OAuthToken>(renewed).accessToken, "GET", catalog).status, 200);
        QCOMPARE(m_server.requestAs(token.accessToken, "GET", catalog).status, 401);
        const auto again = form(QStringLiteral("/oauth2/token/"), renewal);
        QCOMPARE(again.status, 400);
        QCOMPARE(modelOf<OAuthError>(again).error, "invalid_grant");
    }
}

void PortalApiTest::robotsAreToldWhatIsWrong()
{
    const auto refused = [this](const QByteArray &body, const Headers &headers) {
        const auto answer = form(QStringLiteral("/oauth2/token/"), body, headers);
        return std::format("{} {}", answer.status, modelOf<OAuthError>(answer).error);
    };
    QCOMPARE(refused(login() + "x", basic()), "400 invalid_grant");
    QCOMPARE(refused("grant_type=password", basic()), "400 invalid_grant");
    QCOMPARE(refused("grant_type=password&username=x&password=", basic()), "400 invalid_grant");
    QCOMPARE(refused(login(), {}), "401 invalid_client");
    QCOMPARE(refused(login(), {{"Authorization", "Basic !!!"}}), "401 invalid_client");
    QCOMPARE(refused(login() + "&" + client() + "x", {}), "401 invalid_client");
    QCOMPARE(refused("grant_type=client_credentials", basic()), "400 unsupported_grant_type");
    QCOMPARE(refused("grant_type=refresh_token&refresh_token=x", basic()), "400 invalid_grant");
    QCOMPARE(refused("grant_type=%zz", basic()), "400 invalid_request");
    QVERIFY(form(QStringLiteral("/oauth2/token/"), login()).header("www-authenticate").startsWith("Basic"));
    const auto nowhere = m_server.request("POST", QStringLiteral("/portals/none/oauth2/token/"), login(), basic());
    QCOMPARE(nowhere.status, 404);
}

void PortalApiTest::tokensEnd()
{
    const QString catalog = QStringLiteral("/workshops/catalog/environments/");
    QCOMPARE(asRobot("GET", catalog).status, 200);
    const QByteArray token = "token=" + QByteArray::fromStdString(m_token);
    QCOMPARE(form(QStringLiteral("/oauth2/revoke-token/"), token).status, 401);
    QCOMPARE(asRobot("GET", catalog).status, 200);
    const auto revoked = form(QStringLiteral("/oauth2/revoke-token/"), token + "&" + client());
    QCOMPARE(revoked.status, 200);
    QVERIFY(revoked.body.isEmpty());
    QCOMPARE(asRobot("GET", catalog).status, 401);
    QCOMPARE(form(QStringLiteral("/oauth2/revoke-token/"), token + "&" + client()).status, 200);
    // With another password those end that the old one gave. One portal's tokens are nothing to another.
    m_token = modelOf<OAuthToken>(form(QStringLiteral("/oauth2/token/"), login(), basic())).accessToken;
    put(QStringLiteral("/api/v1/clusters/local/portals/second"), R"({"workshops":[]})");
    QCOMPARE(m_server.requestAs(m_token, "GET", QStringLiteral("/portals/second") + catalog).status, 401);
    QCOMPARE(m_server.request("DELETE", QStringLiteral("/api/v1/clusters/local/portals/second")).status, 202);
    QCOMPARE(asRobot("GET", catalog).status, 200);
    put(QStringLiteral("/api/v1/clusters/local/portals/demo"),
        R"({"portal":{"credentials":{"robot":{"password":"something else"}}},"workshops":[{"name":"lab"}]})");
    QCOMPARE(asRobot("GET", catalog).status, 401);
}

void PortalApiTest::tokensAreKeptAsDigestsOnly()
{
    for (const char *name : {"/portolan.db", "/portolan.db-wal"}) {
        QFile file(QString::fromStdString(m_server.data() + name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray bytes = file.readAll();
        QVERIFY(!bytes.contains(QByteArray::fromStdString(m_token)));
        QVERIFY(!bytes.contains(QByteArray::fromStdString(m_robot.credentials.robot.password)));
    }
}

void PortalApiTest::everythingTakesAToken_data()
{
    QTest::addColumn<QString>("path");
    for (const char *path :
         {"/workshops/catalog/environments/", "/workshops/catalog/workshops/",
          "/workshops/environment/demo-w01/status/", "/workshops/environment/demo-w01/request/?index_url=http://x",
          "/workshops/user/ann/sessions/", "/workshops/session/SESSION/schedule/", "/workshops/session/SESSION/extend/",
          "/workshops/session/SESSION/terminate/", "/workshops/session/SESSION/authorize/"})
        QTest::newRow(path) << QString::fromLatin1(path);
}

void PortalApiTest::everythingTakesAToken()
{
    QFETCH(QString, path);
    const auto session = grant(QStringLiteral("user=ann&index_url=https://example.org/"));
    path.replace(QStringLiteral("SESSION"), QString::fromStdString(session.name));
    for (const char *credential : {"", "Bearer x", "Basic eDp5"}) {
        const auto answer = m_server.request("GET", portal + path, {}, {{"Authorization", credential}});
        QVERIFY2(answer.status == 401, answer.body.constData());
    }
    // Neither is an administrator a robot.
    QCOMPARE(m_server.request("GET", portal + path).status, 401);
    QCOMPARE(modelOf<UserSessions>(asRobot("GET", QStringLiteral("/workshops/user/ann/sessions/"))).sessions.size(),
             1U);
}

void PortalApiTest::theCatalogTellsWhatThereIs()
{
    const auto session = grant(QStringLiteral("user=ann&index_url=https://example.org/"));
    const auto plain = modelOf<EnvironmentCatalog>(asRobot("GET", QStringLiteral("/workshops/catalog/environments/")));
    QCOMPARE(plain.portal.name, "demo");
    QCOMPARE(plain.portal.labels.at("room"), "7");
    QCOMPARE(plain.portal.sessions.maximum, 4);
    QCOMPARE(plain.portal.sessions.allocated, 1);
    QCOMPARE(plain.portal.url, m_server.url() + "/portals/demo");
    QCOMPARE(plain.environments.size(), 2U);
    const auto &first = plain.environments.front();
    QCOMPARE(first.name, "demo-w01");
    QCOMPARE(first.state, "RUNNING");
    QCOMPARE(first.workshop.name, "basics");
    QCOMPARE(first.workshop.resource, "lab");
    QCOMPARE(first.workshop.vendor, "us");
    QCOMPARE(first.workshop.duration, "15m");
    QCOMPARE(first.workshop.labels.at("topic"), "linux");
    QCOMPARE(first.workshop.labels.at("level"), "2");
    QCOMPARE(first.workshop.labels.size(), 2U); // the portal's own are for tenants
    QCOMPARE(first.duration, 240);
    QCOMPARE(first.capacity, 2);
    QCOMPARE(first.allocated, 1);
    QVERIFY(!first.sessions);
    QVERIFY(waitUntil([&] { // its reserve is warm
        return modelOf<EnvironmentCatalog>(asRobot("GET", QStringLiteral("/workshops/catalog/environments/")))
                   .environments.back()
                   .available
               == 1;
    }));
    const auto names = [this](const char *query) {
        std::string all;
        for (const auto &environment :
             modelOf<EnvironmentCatalog>(asRobot("GET", QStringLiteral("/workshops/catalog/environments/?")
                                                            + QString::fromLatin1(query)))
                 .environments)
            all += environment.workshop.resource + (environment.sessions ? "+ " : " ");
        return all;
    };
    QCOMPARE(names("name=lab"), "lab ");
    QCOMPARE(names("name=lab&name=other"), "lab other ");
    QCOMPARE(names("name=basics"), ""); // by the workshop's name, not by what clients call it
    QCOMPARE(names("labels%5Btopic%5D=nets"), "other ");
    QCOMPARE(names("labels%5Btopic%5D=nets&labels%5Blevel%5D=2"), "other ");
    QCOMPARE(names("labels%5Btopic%5D=nets&labels%5Blevel%5D=3"), "");
    QCOMPARE(names("state=starting"), "");
    QCOMPARE(names("state=starting&state=running"), "lab other ");
    QCOMPARE(names("sessions=true"), "lab+ other+ ");
    const auto status = modelOf<CatalogEnvironment>(
        asRobot("GET", QStringLiteral("/workshops/environment/demo-w01/status/?sessions=1")));
    QCOMPARE(status.workshop.name, "lab");
    QVERIFY(status.workshop.resource.empty());
    QCOMPARE(status.sessions->size(), 1U);
    QCOMPARE(status.sessions->front().name, session.name);
    QCOMPARE(status.sessions->front().user, "ann");
    QCOMPARE(asRobot("GET", QStringLiteral("/workshops/environment/none/status/")).status, 403);
    const auto workshops = modelOf<WorkshopCatalog>(asRobot("GET", QStringLiteral("/workshops/catalog/workshops/")));
    QCOMPARE(workshops.workshops.size(), 2U);
    QCOMPARE(workshops.workshops.front().name, "basics");
    QCOMPARE(workshops.workshops.front().environment.name, "demo-w01");
    QCOMPARE(workshops.workshops.front().environment.allocated, 1);
}

void PortalApiTest::theCatalogCanBePublic()
{
    const Headers nobody{{"Authorization", ""}};
    put(QStringLiteral("/api/v1/clusters/local/portals/demo"),
        R"({"portal":{"catalog":{"visibility":"public"}},"workshops":[{"name":"lab","reserved":0}]})");
    const auto path = portal + QStringLiteral("/workshops/catalog/environments/?sessions=true&state=STOPPING");
    const auto answer = m_server.request("GET", path, {}, nobody);
    QCOMPARE(answer.status, 200);
    const auto catalog = modelOf<EnvironmentCatalog>(answer);
    QVERIFY(!catalog.environments.empty()); // those that run, whatever is asked for
    QVERIFY(!catalog.environments.front().sessions);
    QCOMPARE(m_server.request("GET", path, {}, {{"Authorization", "Bearer x"}}).status, 401);
}

void PortalApiTest::sessionsAreAskedFor()
{
    const auto first = grant(
        QStringLiteral("user=ann&index_url=https://example.org/&email=ann@example.org&timeout=30"));
    QCOMPARE(first.user, "ann");
    QCOMPARE(first.session, first.name);
    QCOMPARE(first.environment, "demo-w01");
    QCOMPARE(first.workshop, "lab");
    QVERIFY2(first.url.starts_with("/workshops/session/" + first.name + "/activate/?token="), first.url.c_str());
    QVERIFY(first.url.ends_with("&index_url=https%3A%2F%2Fexample.org%2F"));
    QCOMPARE(grant(QStringLiteral("user=ann&index_url=https://example.org/&session=")
                   + QString::fromStdString(first.name))
                 .name,
             first.name);
    // With a body on a GET, as upstream's lookup service does, and on a POST; by a user who is nobody.
    const QString request = QStringLiteral(
        "/workshops/environment/demo-w01/request/?redirect_url=https://example.org/");
    const auto second = asRobot("GET", request, R"({"parameters":[{"name":"A","value":"b"}]})");
    QCOMPARE(second.status, 200);
    QVERIFY(modelOf<PortalGrant>(second).user.size() > 30);
    const auto full = asRobot("POST", request, R"({"parameters":[]})");
    QCOMPARE(full.status, 503);
    QCOMPARE(modelOf<PortalRefusal>(full).error, "No session available");
    QVERIFY(!full.header("retry-after").isEmpty());
    const auto opened = m_server.request("GET", portal + QString::fromStdString(first.url), {},
                                         {{"Authorization", ""}});
    QCOMPARE(opened.status, 302);
}

void PortalApiTest::requestsThatCannotBe_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    const auto add = [](const char *name, const char *query, const char *body, int status,
                        const char *environment = "demo-w01") {
        QTest::newRow(name) << QStringLiteral("/workshops/environment/%1/request/?%2")
                                   .arg(QString::fromLatin1(environment), QString::fromLatin1(query))
                            << QByteArray(body) << status;
    };
    add("no such environment", "index_url=https://x.org", "", 403, "none");
    add("nowhere to go", "user=a", "", 400);
    add("a script to go to", "index_url=javascript:alert(1)", "", 400);
    add("no mail", "index_url=https://x.org&email=a", "", 400);
    add("no number", "index_url=https://x.org&timeout=soon", "", 400);
    add("webhook inside", "index_url=https://x.org&analytics_url=http://169.254.169.254/", "", 400);
    add("no JSON", "index_url=https://x.org", "{", 400);
    add("no list", "index_url=https://x.org", R"({"parameters":{}})", 400);
    add("no name", "index_url=https://x.org", R"({"parameters":[{"value":"x"}]})", 400);
    add("another's session", "index_url=https://x.org&user=a&session=demo-w01-s001", "", 503);
}

void PortalApiTest::requestsThatCannotBe()
{
    QFETCH(const QString, path);
    QFETCH(const QByteArray, body);
    QFETCH(const int, status);
    for (const char *method : {"GET", "POST"}) {
        const auto answer = asRobot(method, path, body);
        QVERIFY2(answer.status == status, answer.body.constData());
    }
    const auto catalog = modelOf<EnvironmentCatalog>(asRobot("GET",
                                                             QStringLiteral("/workshops/catalog/environments/")));
    QCOMPARE(catalog.portal.sessions.allocated, 0);
}

void PortalApiTest::sessionsAreLookedAfter()
{
    const auto session = grant(QStringLiteral("user=ann&index_url=https://example.org/"));
    const auto path = [&](const char *verb) {
        return QStringLiteral("/workshops/session/%1/%2/")
            .arg(QString::fromStdString(session.name), QString::fromLatin1(verb));
    };
    SessionSchedule waiting;
    QVERIFY(waitUntil([&] {
        waiting = modelOf<SessionSchedule>(asRobot("GET", path("schedule")));
        return waiting.status == "WAITING";
    }));
    QVERIFY(waiting.countdown && *waiting.countdown <= 60);
    QCOMPARE(*waiting.expires - *waiting.started, std::chrono::minutes(1));
    QVERIFY(!waiting.extendable.value_or(true));
    QCOMPARE(m_server.request("GET", portal + QString::fromStdString(session.url)).status, 302);
    const auto schedule = modelOf<SessionSchedule>(asRobot("GET", path("schedule")));
    QCOMPARE(schedule.status, "RUNNING");
    QVERIFY(schedule.countdown && *schedule.countdown <= 240);
    QVERIFY(schedule.extendable.value_or(false));
    const auto extended = modelOf<SessionSchedule>(asRobot("GET", path("extend")));
    QVERIFY(extended.extended.value_or(false));
    QVERIFY(*extended.expires > *schedule.expires);
    const auto owner = modelOf<SessionOwner>(asRobot("GET", path("authorize")));
    QCOMPARE(owner.owner, "ann");
    QCOMPARE(owner.user, m_robot.credentials.robot.username);
    QVERIFY(!owner.staff);
    const QByteArray event = R"({"event":{"name":"Workshop/Load","data":{"a":1}}})";
    QCOMPARE(asRobot("POST", path("event"), event).status, 200);
    const auto sessions = modelOf<UserSessions>(asRobot("GET", QStringLiteral("/workshops/user/ann/sessions/")));
    QCOMPARE(sessions.sessions.size(), 1U);
    QCOMPARE(sessions.sessions.front().environment, "demo-w01");
    QVERIFY(modelOf<UserSessions>(asRobot("GET", QStringLiteral("/workshops/user/bob/sessions/"))).sessions.empty());
    QVERIFY(modelOf<SessionEnded>(asRobot("GET", path("terminate"))).started.has_value());
    QVERIFY(waitUntil([&] { return asRobot("GET", path("extend")).status == 400; })); // not in use any more
    QCOMPARE(asRobot("GET", path("terminate")).status, 400);
    QCOMPARE(asRobot("GET", QStringLiteral("/workshops/session/demo-w01-s999/schedule/")).status, 404);
    // Kept warm, and nobody's.
    QString spare;
    QVERIFY(waitUntil([&] {
        for (
            const WorkshopSessionDetails &known :
            modelOf<WorkshopSessionList>(m_server.request("GET", QStringLiteral("/api/v1/workshop-sessions"))).sessions)
            if (known.environment == "demo-w02" && known.user.empty())
                spare = QString::fromStdString(known.name);
        return !spare.isEmpty();
    }));
    QCOMPARE(asRobot("GET", QStringLiteral("/workshops/session/%1/schedule/").arg(spare)).status, 400);
    const auto known = m_server.request(
        "GET", QStringLiteral("/api/v1/clusters/local/portals/demo/environments/demo-w02/sessions/%1").arg(spare));
    QVERIFY2(known.body.contains("\"user\":null"), known.body.constData());
}

void PortalApiTest::usersGoBackWhereTheyCameFrom()
{
    const QString demo = QStringLiteral("/api/v1/clusters/local/portals/demo");
    put(QStringLiteral("/api/v1/tenants/t"), "{}");
    put(demo, R"({"portal":{"index":"https://school.example.org/?a=1#top"},)"
              R"("workshops":[{"name":"lab","alias":"basics","capacity":2,"reserved":0}]})");
    const auto locationOf = [this](const QString &path, const QByteArray &cookie = {}) {
        const auto answer = m_server.request("GET", portal + path, {}, {{"Authorization", ""}, {"Cookie", cookie}});
        return answer.status == 302 ? answer.header("location") : QByteArray::number(answer.status);
    };
    const QByteArray ended = "https://school.example.org/?a=1&notification=session-deleted#top";
    const QByteArray invalid = "https://school.example.org/?a=1&notification=session-invalid#top";
    QCOMPARE(locationOf(QStringLiteral("/")), "https://school.example.org/?a=1#top");
    QCOMPARE(locationOf(QStringLiteral("/?notification=a%26b%0A")),
             "https://school.example.org/?a=1&notification=a%26b%0A#top");
    const auto granted = modelOf<WorkshopGranted>(
        m_server.request("POST", QStringLiteral("/api/v1/workshops"),
                         R"({"tenantName":"t","workshopName":"basics","clientUserId":"ann"})"));
    const auto opened = m_server.requestAt(granted.sessionActivationUrl, "GET", QString());
    QCOMPARE(opened.status, 302);
    const QByteArray cookie = opened.header("set-cookie").split(';').front();
    const QString path = QStringLiteral("/workshops/session/%1/").arg(QString::fromStdString(granted.sessionName));
    const Headers page{
        {"Authorization", ""}, {"Cookie", cookie}, {"Origin", QByteArray::fromStdString(m_server.url())}};
    QCOMPARE(modelOf<SessionPageContent>(m_server.request("GET", portal + path + QStringLiteral("page/"), {}, page))
                 .indexUrl,
             ended.toStdString());
    QCOMPARE(locationOf(path, cookie), "200");
    QCOMPARE(m_server.request("POST", portal + path + QStringLiteral("terminate/"), {}, page).status, 200);
    QCOMPARE(locationOf(path, cookie), ended);
    QCOMPARE(locationOf(path), invalid); // what became of it is nobody else's business
    QCOMPARE(locationOf(QStringLiteral("/workshops/session/demo-w09-s001/"), cookie), invalid);
    QCOMPARE(m_server.request("GET", QStringLiteral("/portals/none/workshops/session/none-w01-s001/")).status, 404);
    // Where the client has said so, it is the client's page; without either it is the portal's.
    const auto other = grant(QStringLiteral("user=bob&index_url=https://example.org/"));
    QCOMPARE(asRobot("GET", QStringLiteral("/workshops/session/%1/terminate/").arg(QString::fromStdString(other.name)))
                 .status,
             200);
    QCOMPARE(locationOf(QString::fromStdString(other.url)), "https://example.org/?notification=session-deleted");
    put(demo, R"({"workshops":[{"name":"lab","alias":"basics","capacity":2,"reserved":0}]})");
    QCOMPARE(locationOf(path, cookie), "/portals/demo/?notification=session-deleted");
    QCOMPARE(locationOf(QStringLiteral("/?notification=session-deleted")), "200");
}

void PortalApiTest::pagesDoNotChangeSessionsByLinks()
{
    const auto session = grant(QStringLiteral("user=ann&index_url=https://example.org/"));
    const auto opened = m_server.request("GET", portal + QString::fromStdString(session.url), {},
                                         {{"Authorization", ""}});
    const QByteArray cookie = opened.header("set-cookie").split(';').front();
    const QString path = portal + QStringLiteral("/workshops/session/") + QString::fromStdString(session.name);
    const auto ask = [&](const char *method, const char *verb, bool isOwnPage) {
        Headers headers{{"Authorization", ""}, {"Cookie", cookie}};
        if (isOwnPage)
            headers.emplace_back("Origin", QByteArray::fromStdString(m_server.url()));
        return m_server.request(method, path + QString::fromLatin1(verb), {}, headers).status;
    };
    QCOMPARE(ask("GET", "/schedule/", false), 200);
    QCOMPARE(ask("GET", "/authorize/", false), 200);
    QCOMPARE(ask("GET", "/terminate/", true), 401);
    QCOMPARE(ask("GET", "/extend/", true), 401);
    QCOMPARE(ask("POST", "/terminate/", false), 403);
    QCOMPARE(ask("POST", "/terminate/", true), 200);
}

void PortalApiTest::anotherServerUsesThePortal()
{
    qputenv("PORTOLAN_PORTALS_ALLOW_INTERNAL", "127.0.0.0/8");
    qputenv("PORTOLAN_PORTALS_POLL_EVERY", "200ms");
    ServerProcess lookup;
    VERIFY_RESULT(lookup.start());
    const QByteArray body = QByteArray::fromStdString(schema::encode(remotePortal(m_server, "demo")));
    const QString remote = QStringLiteral("/api/v1/clusters/local/portals/away");
    const QByteArray nobody = R"({"remote":{"url":"https://example.org"}})";
    QCOMPARE(lookup.request("PUT", remote, nobody).status, 422);
    QCOMPARE(lookup.request("PUT", QStringLiteral("/api/v1/tenants/t"), "{}").status, 201);
    QCOMPARE(lookup.request("PUT", remote, body).status, 201);
    QCOMPARE(lookup.request("PUT", remote, body).status, 200);
    QCOMPARE(modelOf<TrainingPortalDetails>(lookup.request("GET", remote)).generation, 1); // The same: nothing changed.
    QVERIFY(waitUntil([&] {
        return modelOf<TrainingPortalDetails>(lookup.request("GET", remote)).phase == PortalPhase::Running;
    }));
    QCOMPARE(modelOf<TrainingPortalDetails>(lookup.request("GET", remote)).capacity, 4);
    const auto offered = modelOf<WorkshopList>(lookup.request("GET", QStringLiteral("/api/v1/workshops?tenant=t")));
    QCOMPARE(offered.workshops.size(), 2U);
    const QByteArray wish = R"({"tenantName":"t","workshopName":"basics","clientUserId":"ann@example.org",)"
                            R"("clientIndexUrl":"https://example.org/"})";
    const auto granted = lookup.request("POST", QStringLiteral("/api/v1/workshops"), wish);
    QCOMPARE(granted.status, 200);
    const auto session = modelOf<WorkshopGranted>(granted);
    QCOMPARE(session.portalName, "away");
    QVERIFY2(session.sessionActivationUrl.starts_with(m_server.url() + "/portals/demo/workshops/session/"),
             session.sessionActivationUrl.c_str());
    QCOMPARE(m_server.requestAt(session.sessionActivationUrl, "GET", QString()).status, 302);
    QCOMPARE(modelOf<WorkshopGranted>(lookup.request("POST", QStringLiteral("/api/v1/workshops"), wish)).sessionName,
             session.sessionName);
    const QString row = remote + QString::fromStdString("/environments/demo-w01/sessions/" + session.sessionName);
    QVERIFY(waitUntil([&] { return modelOf<WorkshopSessionDetails>(lookup.request("GET", row)).started.has_value(); }));
    QCOMPARE(lookup.request("POST", row + QStringLiteral("/extend")).status, 200);
    QCOMPARE(lookup.request("DELETE", row).status, 202);
    QVERIFY(waitUntil([&] { return lookup.request("GET", row).status == 404; }));
    QCOMPARE(lookup.request("DELETE", remote).status, 202);
    QCOMPARE(lookup.request("GET", remote).status, 404);
    qunsetenv("PORTOLAN_PORTALS_ALLOW_INTERNAL");
    qunsetenv("PORTOLAN_PORTALS_POLL_EVERY");
}

QTEST_GUILESS_MAIN(PortalApiTest)
#include "portal_api_test.moc"
