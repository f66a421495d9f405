// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/file.h"
#include "core/client/manifest.h"
#include "core/model/audit/audit_record.h"
#include "core/model/workshop/lists.h"
#include "core/model/workshop/portal_credentials.h"
#include "core/model/workshop/session_page.h"
#include "core/model/workshop/workshop_request.h"
#include "core/schema/codec.h"
#include "tests/support/server/answers.h"
#include "tests/support/server/workshop_visitor.h"
#include "tests/support/webhook_receiver.h"

#include <QFile>
#include <QTest>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

#include <set>

using namespace portolan;
using namespace portolan::test;
using namespace Qt::StringLiterals;

namespace {

const QString listOfTenant = u"/api/v1/workshops?tenant=tenant-1"_s;

} // namespace

/// Workshops of a real server, from docs/examples/lookup.yaml to a browser in a session, in the words of the lookup API's
/// pages.
class WorkshopTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void theExampleIsApplied();
    void whatWasPutIsToldWithoutSecrets();
    void clientsSeeTheirTenantsOnly();
    void wrongRequestsAreToldApart();
    void aSessionIsOpenedOnce();
    void onlyThePageMayUseItsSession();
    void itsTerminalIsComeBackTo();
    void aParticipantWorksInABrowser();
    void sessionsAreListedByWhoAndWhere();
    void administratorsSeeAndEndSessions();
    void whatHappensIsTold();
    void requestsAreAuditedWithTheirSessions();
    void theRequestOfTheirPageIsGranted();
    void portalsGoWithTheirSessions();

private:
    struct Opened {
        WorkshopGranted granted;
        QString path; ///< of its page
        QByteArray cookie;
    };
    [[nodiscard]] HttpAnswer ask(const QByteArray &body) const
    {
        return m_server.requestAs(m_client, "POST", u"/api/v1/workshops"_s, body);
    }
    [[nodiscard]] WorkshopGranted grantedTo(const QByteArray &user, const std::string &webhook = {}) const;
    [[nodiscard]] Opened openFor(const QByteArray &user) const;
    template <class Model>
    [[nodiscard]] Model get(const QString &path) const;

    WebhookReceiver m_webhook;
    ServerProcess m_server;
    std::string m_client; ///< token of the example's client
    std::string m_author;
};

void WorkshopTest::initTestCase()
{
    static_cast<void>(m_server.addUser("ursula", {Role::User}));
    m_author = m_server.addUser("otto", {Role::Author});
    qputenv("PORTOLAN_SINKS_ALLOW_INTERNAL", "127.0.0.0/8");
    VERIFY_RESULT(m_server.start());
    qunsetenv("PORTOLAN_SINKS_ALLOW_INTERNAL");
}

template <class Model>
Model WorkshopTest::get(const QString &path) const
{
    const auto answer = m_server.request("GET", path);
    if (answer.status != 200)
        qFatal("%s: %d %s", qPrintable(path), answer.status, answer.body.constData());
    return modelOf<Model>(answer);
}

void WorkshopTest::theExampleIsApplied()
{
    const auto text = readFile(PORTOLAN_SOURCE_DIR "/docs/examples/lookup.yaml", 1024 * 1024);
    VERIFY_RESULT(text);
    const auto manifests = readManifests(*text);
    VERIFY_RESULT(manifests);
    ControlPlaneClient client(m_server.address());
    for (const Manifest &manifest : *manifests) {
        QCOMPARE(run(client.putManifest(manifest, true)).value_or(PutOutcome::Unchanged), PutOutcome::Created);
        const auto outcome = run(client.putManifest(manifest));
        VERIFY_RESULT(outcome);
        QCOMPARE(*outcome, PutOutcome::Created);
    }
    for (const Manifest &manifest : *manifests) {
        for (const bool dryRun : {true, false})
            QCOMPARE(run(client.putManifest(manifest, dryRun)).value_or(PutOutcome::Created), PutOutcome::Unchanged);
    }
    const auto portals = get<TrainingPortalList>(u"/api/v1/portals"_s).portals;
    QCOMPARE(portals.size(), 2);
    QCOMPARE(portals[0].name, "portal-1");
    QCOMPARE(portals[0].generation, 1); // applied twice, changed once
    QCOMPARE(portals[0].capacity, 10);
    QCOMPARE(get<EnvironmentList>(u"/api/v1/clusters/local/portals/portal-1/environments"_s).environments.size(), 2);
    QCOMPARE(get<TenantDetails>(u"/api/v1/tenants/tenant-1"_s).clients, std::vector<std::string>{"custom-portal"});

    // Trying another password is no login that fails: nobody is locked out.
    for (int attempt = 0; attempt < 7; ++attempt)
        QCOMPARE(
            modelOf<ClientDetails>(
                m_server.request("PUT", u"/api/v1/clients/custom-portal?dry_run=true"_s,
                                 R"({"client":{"password":"another-one"},"roles":["tenant"],"tenants":["tenant-1"]})"))
                .name,
            "custom-portal");
    const auto login = m_server.request("POST", u"/login"_s,
                                        R"({"username":"custom-portal","password":"change-me-soon"})");
    QCOMPARE(login.status, 200);
    m_client = memberOf(login.body.toStdString(), "access_token");
    QVERIFY(m_client.size() > 100);
}

void WorkshopTest::whatWasPutIsToldWithoutSecrets()
{
    const QString path = u"/api/v1/clusters/local/portals/portal-1"_s;
    const auto account = get<PortalCredentials>(path + u"/credentials"_s);
    const auto told = m_server.request("GET", path + u"/spec"_s);
    QCOMPARE(told.status, 200);
    QVERIFY(!account.clients.robot.secret.empty() && !account.credentials.robot.password.empty());
    for (const std::string &secret : {account.clients.robot.secret, account.credentials.robot.password})
        QVERIFY(!told.body.contains(secret.c_str()));
    const auto spec = schema::decode<TrainingPortalSpec>(told.body.toStdString());
    VERIFY_RESULT(spec);
    QCOMPARE(spec->workshops.size(), 2);
    QCOMPARE(spec->portal.clients.robot.id, account.clients.robot.id);
    QVERIFY(spec->portal.clients.robot.secret.empty() && spec->portal.credentials.robot.password.empty());
    // Put as it was told, nothing is another.
    QCOMPARE(m_server.request("PUT", path, told.body).status, 200);
    QCOMPARE(get<TrainingPortalDetails>(path).generation, 1);
    QVERIFY(get<PortalCredentials>(path + u"/credentials"_s).clients.robot == account.clients.robot);

    // The address of a webhook may be secret too.
    TrainingPortalSpec posting = *spec;
    posting.analytics.webhook.url = m_webhook.url();
    QCOMPARE(m_server.request("PUT", path, QByteArray::fromStdString(schema::encode(posting))).status, 200);
    QCOMPARE(get<TrainingPortalSpec>(path + u"/spec"_s).analytics.webhook.url, m_webhook.url());
    const auto toldAuthors = m_server.requestAs(m_author, "GET", path + u"/spec"_s);
    QCOMPARE(toldAuthors.status, 200);
    QVERIFY(toldAuthors.body.contains("lab-shell-basics"));
    QVERIFY(!toldAuthors.body.contains(m_webhook.url().c_str()));
    QCOMPARE(m_server.request("PUT", path, told.body).status, 200); // as it was

    const QString tenant = u"/api/v1/tenants/tenant-1"_s;
    QCOMPARE(get<TenantSpec>(tenant + u"/spec"_s).portals.nameSelector.matchNames,
             std::vector<std::string>{"portal-*"});
    QCOMPARE(m_server.request("GET", u"/api/v1/tenants/none/spec"_s).status, 404);
    QCOMPARE(m_server.request("GET", u"/api/v1/clusters/local/portals/none/spec"_s).status, 404);
    QCOMPARE(m_server.requestAs(m_client, "GET", tenant + u"/spec"_s).status, 403);
    const auto made = get<Workshop>(u"/api/v1/workshop-definitions/lab-pipelines"_s);
    QVERIFY(made.updated && *made.updated >= made.created);
}

void WorkshopTest::clientsSeeTheirTenantsOnly()
{
    const auto list = m_server.requestAs(m_client, "GET", listOfTenant);
    QCOMPARE(list.status, 200);
    const auto workshops = schema::decode<WorkshopList>(list.body.toStdString());
    VERIFY_RESULT(workshops);
    QCOMPARE(workshops->workshops.size(), 3);
    QCOMPARE(workshops->workshops[0].name, "lab-shell-basics");
    QCOMPARE(list.header("x-total-count"), "3");
    // Who has it is not sent it again.
    const QByteArray tag = list.header("etag");
    const auto known = m_server.request("GET", listOfTenant, {}, {{"If-None-Match", tag}});
    QCOMPARE(known.status, 304);
    QVERIFY(known.body.isEmpty());
    QCOMPARE(m_server.request("GET", listOfTenant + u"&limit=1"_s, {}, {{"If-None-Match", tag}}).status, 200);
    QCOMPARE(m_server.requestAs(m_client, "GET", u"/api/v1/workshops"_s).status, 400);
    QCOMPARE(m_server.requestAs(m_client, "GET", u"/api/v1/workshops?tenant=tenant-2"_s).status, 403);
    QCOMPARE(m_server.requestAs(m_client, "GET", u"/api/v1/tenants/tenant-1/workshops"_s).status, 200);
    QCOMPARE(m_server.requestAs(m_client, "GET", u"/api/v1/tenants"_s).status, 403);
    QCOMPARE(m_server.requestAs(m_client, "GET", u"/api/v1/clients/custom-portal"_s).status, 200);
    QCOMPARE(m_server.requestAs(m_client, "GET", u"/api/v1/clients/admin"_s).status, 404);
    QCOMPARE(m_server.requestAs(m_client, "PUT", u"/api/v1/tenants/mine"_s, "{}").status, 403);
    QCOMPARE(m_server.request("GET", u"/api/v1/workshops"_s).status, 200); // an administrator sees all of them
}

void WorkshopTest::wrongRequestsAreToldApart()
{
    const auto reason = [](const HttpAnswer &answer) {
        return QByteArray::fromStdString(memberOf(answer.body.toStdString(), "reason"));
    };
    QCOMPARE(ask("{").status, 400);
    QCOMPARE(ask("[]").status, 422);
    QCOMPARE(ask("{}").status, 400);
    QCOMPARE(ask(R"({"tenantName":"tenant-1"})").status, 400);
    const auto wrongType = ask(R"({"tenantName":"tenant-1","workshopName":"lab-pipelines","clientUserId":7})");
    QCOMPARE(wrongType.status, 422);
    QVERIFY(wrongType.body.contains("\"pointer\":\"/clientUserId\""));
    for (const char *url : {"javascript:alert(1)", "//evil.example", "ftp://x", "https://a@b/"})
        QCOMPARE(ask(QByteArray(R"({"tenantName":"tenant-1","workshopName":"lab-pipelines","clientIndexUrl":")") + url
                     + "\"}")
                     .status,
                 422);
    const auto inside = ask(R"({"tenantName":"tenant-1","workshopName":"lab-pipelines",)"
                            R"("analyticsWebhookUrl":"http://169.254.169.254/latest"})");
    QCOMPARE(inside.status, 422);
    QVERIFY(inside.body.contains("/analyticsWebhookUrl"));
    QCOMPARE(ask(R"({"tenantName":"tenant-9","workshopName":"lab-pipelines"})").status, 403);
    const auto unknown = ask(R"({"tenantName":"tenant-1","workshopName":"lab-nothing"})");
    QCOMPARE(unknown.status, 503);
    QCOMPARE(reason(unknown), "workshop-unknown");
    QVERIFY(unknown.header("retry-after").toInt() > 0);
    const auto noTenant = m_server.request("POST", u"/api/v1/workshops"_s,
                                           R"({"tenantName":"tenant-9","workshopName":"lab-pipelines"})");
    QCOMPARE(noTenant.status, 503);
    QCOMPARE(reason(noTenant), "tenant-unknown");
    QCOMPARE(m_server
                 .request("PUT", u"/api/v1/workshop-definitions/lab-x"_s,
                          R"({"title":"x","description":"y","blueprint":"no-such"})")
                 .status,
             422);
    QCOMPARE(m_server.request("PUT", u"/api/v1/tenants/Not_A_Name"_s, "{}").status, 400);
    QCOMPARE(m_server.request("PUT", u"/api/v1/tenants/tried?dry_run=perhaps"_s, "{}").status, 400);
    QCOMPARE(m_server.request("GET", u"/api/v1/tenants/tried"_s).status, 404);
    QCOMPARE(get<WorkshopSessionList>(u"/api/v1/workshop-sessions?user=7"_s).sessions.size(), 0);
}

WorkshopGranted WorkshopTest::grantedTo(const QByteArray &user, const std::string &webhook) const
{
    const auto answer = ask(R"({"tenantName":"tenant-1","workshopName":"lab-shell-basics",)"
                            R"("clientIndexUrl":"https://portal.example.com/","clientUserId":")"
                            + user + R"(","analyticsWebhookUrl":")" + QByteArray::fromStdString(webhook)
                            + R"(","workshopParams":[{"name":"GREETING","value":"Moin <b>"},)"
                              R"({"name":"UNKNOWN","value":"x"}]})");
    auto granted = schema::decode<WorkshopGranted>(answer.body.toStdString());
    if (!granted)
        qFatal("%d %s", answer.status, answer.body.constData());
    return std::move(*granted);
}

WorkshopTest::Opened WorkshopTest::openFor(const QByteArray &user) const
{
    Opened opened{.granted = grantedTo(user)};
    const QUrl url(QString::fromStdString(opened.granted.sessionActivationUrl));
    const auto answer = m_server.request("GET", url.path() + u'?' + url.query());
    if (answer.status != 302)
        qFatal("%d %s", answer.status, answer.body.constData());
    opened.path = QString::fromUtf8(answer.header("location"));
    const QByteArray cookie = answer.header("set-cookie");
    opened.cookie = cookie.left(cookie.indexOf(';'));
    return opened;
}

void WorkshopTest::aSessionIsOpenedOnce()
{
    const auto granted = grantedTo("ann");
    QCOMPARE(granted.tenantName, "tenant-1");
    QCOMPARE(granted.clusterName, "local");
    QCOMPARE(granted.clientUserId, "ann");
    QVERIFY(granted.sessionName.starts_with(granted.environmentName + "-s"));
    const QUrl url(QString::fromStdString(granted.sessionActivationUrl));
    const QString address = url.path() + u'?' + url.query();
    QCOMPARE(m_server.request("GET", url.path()).status, 400);
    QCOMPARE(m_server.request("GET", url.path() + u"?token=guess"_s).status, 400);
    QCOMPARE(m_server.request("HEAD", address).status, 400); // as those do who look whether a link is alive
    const auto opened = m_server.request("GET", address);
    QCOMPARE(opened.status, 302);
    const QByteArray cookie = opened.header("set-cookie");
    QVERIFY2(cookie.contains("; HttpOnly; SameSite=Lax")
                 && cookie.contains("; Path=/portals/" + QByteArray::fromStdString(granted.portalName)
                                    + "/workshops/session/" + QByteArray::fromStdString(granted.sessionName) + "/"),
             cookie.constData());
    QCOMPARE(m_server.request("GET", address).status, 400);
    // The same user gets the same session, and an address of its own.
    const auto again = grantedTo("ann");
    QCOMPARE(again.sessionName, granted.sessionName);
    QVERIFY(again.sessionActivationUrl != granted.sessionActivationUrl);
    QVERIFY(grantedTo("bob").sessionName != granted.sessionName);
}

void WorkshopTest::onlyThePageMayUseItsSession()
{
    const auto mine = openFor("cat");
    const auto other = openFor("dan");
    const ServerProcess::Headers with{{"Cookie", mine.cookie}, {"Authorization", {}}};
    const QByteArray here = QByteArray::fromStdString(m_server.url());
    const auto content = m_server.request("GET", mine.path + u"page/"_s, {}, with);
    QCOMPARE(content.status, 200);
    const auto page = schema::decode<SessionPageContent>(content.body.toStdString());
    VERIFY_RESULT(page);
    QCOMPARE(page->user, "cat");
    QCOMPARE(page->indexUrl, "https://portal.example.com/?notification=session-deleted");
    QCOMPARE(page->pages.size(), 2);
    QVERIFY2(page->pages[0].html.contains("Moin &lt;b&gt;"), page->pages[0].html.c_str());
    QCOMPARE(page->schedule.status, "RUNNING");
    QVERIFY(*page->schedule.countdown > 3590);
    QCOMPARE(m_server.request("GET", mine.path + u"page/"_s).status, 401);
    QCOMPARE(m_server.request("GET", other.path + u"page/"_s, {}, with).status, 401);
    QCOMPARE(m_server.request("GET", u"/portals/portal-1/workshops/session/none-w01-s001/page/"_s, {}, with).status,
             404);
    // What changes something must come from the page itself, and not from another site that the browser has open.
    for (const auto &headers :
         {with,
          ServerProcess::Headers{{"Cookie", mine.cookie}, {"Authorization", {}}, {"Origin", "https://evil.example"}}})
        for (const auto &what : {u"extend/"_s, u"terminate/"_s})
            QCOMPARE(m_server.request("POST", mine.path + what, {}, headers).status, 403);
    const ServerProcess::Headers page1{{"Cookie", mine.cookie}, {"Authorization", {}}, {"Origin", here}};
    QCOMPARE(m_server.request("POST", mine.path + u"event/"_s, R"({"event":{"name":""}})", page1).status, 422);
    QCOMPARE(m_server
                 .request("POST", mine.path + u"event/"_s,
                          R"({"event":{"name":"x","data":")" + QByteArray(5000, 'x') + "\"}}", page1)
                 .status,
             413);
    const auto extended = m_server.request("POST", mine.path + u"extend/"_s, {}, page1);
    QCOMPARE(extended.status, 200);
    QVERIFY(extended.body.contains("\"extended\":false")); // there is time enough
    QCOMPARE(m_server.request("POST", mine.path + u"terminate/"_s, {}, page1).status, 200);
    QCOMPARE(m_server.request("GET", mine.path + u"page/"_s, {}, with).status, 404);
    QCOMPARE(m_server.request("GET", other.path + u"schedule/"_s, {}, {{"Cookie", other.cookie}, {"Authorization", {}}})
                 .status,
             200);
    // Whoever comes late is sent back to where they came from.
    QVERIFY(waitUntil([&] {
        return get<WorkshopSessionList>(u"/api/v1/workshop-sessions?user=cat"_s).sessions.empty();
    }));
    const auto late = m_server.request("GET", mine.path + u"activate/?token=x"_s);
    QCOMPARE(late.status, 302);
    QCOMPARE(late.header("location"), "https://portal.example.com/?notification=session-deleted");
}

void WorkshopTest::itsTerminalIsComeBackTo()
{
    const auto opened = openFor("eve");
    const auto connect = [&](const QByteArray &origin, const QString &terminal) {
        auto socket = std::make_unique<QWebSocket>(QString::fromUtf8(origin));
        QNetworkRequest request(QUrl(QString::fromStdString(m_server.url()).replace(u"http"_s, u"ws"_s) + opened.path
                                     + u"terminal/"_s + terminal));
        request.setRawHeader("Cookie", opened.cookie);
        QWebSocketHandshakeOptions options;
        options.setSubprotocols({u"portolan.terminal"_s});
        socket->open(request, options);
        return socket;
    };
    const auto refused = [&](const QByteArray &origin, const QString &terminal) {
        const auto socket = connect(origin, terminal);
        bool failed = false;
        QObject::connect(socket.get(), &QWebSocket::errorOccurred, socket.get(), [&failed] { failed = true; });
        return waitUntil([&] { return failed; });
    };
    const QByteArray here = QByteArray::fromStdString(m_server.url());
    QVERIFY(refused("https://evil.example", u"1"_s));
    QVERIFY(refused(here, u"3"_s)); // the workshop has two
    QByteArray shown;
    const auto open = [&] {
        auto socket = connect(here, u"1"_s);
        QObject::connect(socket.get(), &QWebSocket::binaryMessageReceived, socket.get(),
                         [&shown](const QByteArray &bytes) { shown += bytes; });
        return waitUntil([&] { return socket->state() == QAbstractSocket::ConnectedState; }) ? std::move(socket)
                                                                                             : nullptr;
    };
    QVERIFY(waitUntil([&] { // the workspace of a session that was not warm needs a moment
        const auto socket = open();
        return socket != nullptr && waitUntil([&] { return shown.contains("$"); });
    }));
    shown.clear();
    auto socket = open();
    QVERIFY(socket);
    socket->sendTextMessage(uR"({"columns":100,"rows":30})"_s);
    socket->sendBinaryMessage("stty size; echo left-$((6 * 7))\n");
    QVERIFY2(waitUntil([&] { return shown.contains("left-42") && shown.contains("30 100"); }), shown.constData());
    socket.reset();
    shown.clear();
    socket = open();
    QVERIFY(socket);
    QVERIFY2(waitUntil([&] { return shown.contains("left-42"); }), shown.constData()); // what was said before
    // A second window takes over, and the first says so.
    auto second = open();
    QVERIFY(second);
    QVERIFY(waitUntil([&] { return socket->state() == QAbstractSocket::UnconnectedState; }));
    QCOMPARE(static_cast<int>(socket->closeCode()), 4409);
    QCOMPARE(socket->closeReason(), u"another window shows this terminal"_s);
    shown.clear();
    second->sendBinaryMessage("echo second-$((6 * 7))\n");
    QVERIFY2(waitUntil([&] { return shown.contains("second-42"); }), shown.constData());
    socket = std::move(second);
    QByteArray said;
    QObject::connect(socket.get(), &QWebSocket::textMessageReceived, socket.get(),
                     [&said](const QString &text) { said += text.toUtf8(); });
    socket->sendBinaryMessage("exit 3\n");
    QVERIFY(waitUntil([&] { return said.contains("{\"exited\":3}"); }));
}

void WorkshopTest::aParticipantWorksInABrowser()
{
    const auto granted = grantedTo("fay", m_webhook.url());
    QVERIFY(waitUntil([&] {
        return get<WorkshopSessionList>(u"/api/v1/workshop-sessions?user=fay"_s).sessions.front().state
               == WorkshopSessionState::Waiting;
    }));
    WorkshopVisitor visitor(granted.sessionActivationUrl, WorkshopVisitor::Until::Finished);
    QVERIFY2(visitor.reaches("finished"), visitor.all().c_str());
    QVERIFY2((visitor.steps() == std::vector<std::string>{"opened", "typed", "clicked", "reloaded", "finished"}),
             visitor.all().c_str());
    QCOMPARE(visitor.told("finished", "url"), "https://portal.example.com/?notification=session-deleted");
    QVERIFY(waitUntil([&] {
        return get<WorkshopSessionList>(u"/api/v1/workshop-sessions?user=fay"_s).sessions.empty();
    }));
    // Whoever was named for this session was told of it, as long as it was there.
    QVERIFY(waitUntil([&] { return m_webhook.has("Session/Deleted"); }));
    for (const char *name : {"Session/Pending", "Session/Started", "Workshop/Load", "Workshop/Start", "Workshop/First",
                             "Workshop/View", "Terminal/Connect", "Action/Event", "Workshop/Finish"})
        QVERIFY2(m_webhook.has(name), name);
    const auto names = m_webhook.names();
    QCOMPARE(std::ranges::count(names, "Workshop/Start"), 1); // though the page was loaded twice
    QCOMPARE(std::ranges::count(names, "Workshop/Load"), 2);
    QCOMPARE((std::vector(names.end() - 2, names.end())),
             (std::vector<std::string>{"Session/Stopping", "Session/Deleted"}));
}

void WorkshopTest::sessionsAreListedByWhoAndWhere()
{
    const auto names = [&](const QString &query, const std::string &token = {}) {
        const QString path = u"/api/v1/workshop-sessions?"_s + query;
        const auto answer = token.empty() ? m_server.request("GET", path) : m_server.requestAs(token, "GET", path);
        const auto list = schema::decode<WorkshopSessionList>(answer.body.toStdString());
        if (answer.status != 200 || !list)
            qFatal("%s: %d %s", qPrintable(path), answer.status, answer.body.constData());
        std::vector<std::string> found;
        for (const auto &session : list->sessions)
            found.push_back(session.name);
        return found;
    };
    using Names = std::vector<std::string>;
    const auto ann = get<WorkshopSessionList>(u"/api/v1/workshop-sessions?user=ann"_s).sessions;
    QCOMPARE(ann.size(), 1);
    const QString where = QString::fromStdString(ann[0].portal);
    const QString elsewhere = where == u"portal-1"_s ? u"portal-2"_s : u"portal-1"_s;
    QCOMPARE(names(u"user=ann&portal="_s + where), Names{ann[0].name});
    QCOMPARE(names(u"user=ann&portal="_s + elsewhere), Names());
    QCOMPARE(names(u"user=ann"_s, m_client), Names{ann[0].name});
    // Those that are kept warm were asked for by nobody, and only operators see them.
    auto all = names({});
    const auto mine = names({}, m_client);
    QVERIFY(std::ranges::contains(mine, ann[0].name));
    QVERIFY(mine.size() < all.size());
    const auto here = names(u"portal="_s + where);
    QCOMPARE(here.size() + names(u"portal="_s + elsewhere).size(), all.size());
    QVERIFY(std::ranges::all_of(here, [&](const auto &name) { return name.starts_with(where.toStdString()); }));
    QVERIFY(names(u"portal="_s + where, m_client).size() < here.size());
    const auto second = m_server.request("GET", u"/api/v1/workshop-sessions?limit=1&offset=1"_s);
    QVERIFY2(second.body.contains(QByteArray::fromStdString(all[1])), second.body.constData());
    QCOMPARE(second.header("x-total-count"), QByteArray::number(all.size()));
    std::ranges::reverse(all);
    QCOMPARE(names(u"order=desc"_s), all);
}

void WorkshopTest::administratorsSeeAndEndSessions()
{
    const auto granted = grantedTo("gil");
    const QString session = QString::fromStdString(
        std::format("/api/v1/clusters/{}/portals/{}/environments/{}/sessions/{}", granted.clusterName,
                    granted.portalName, granted.environmentName, granted.sessionName));
    QCOMPARE(get<WorkshopSessionDetails>(session).user, "gil");
    QCOMPARE(m_server.requestAs(m_client, "GET", session).status, 200); // whoever has asked for it
    const QString environment = session.left(session.indexOf(u"/sessions"_s));
    const auto users = get<SessionUserList>(environment + u"/users"_s).users;
    QVERIFY(std::ranges::contains(users, std::optional<std::string>("gil")));
    QCOMPARE(get<WorkshopSessionList>(environment + u"/users/gil/sessions"_s).sessions.size(), 1);
    QCOMPARE(m_server.request("POST", session + u"/extend"_s).status, 409);
    QCOMPARE(m_server.request("DELETE", session).status, 202);
    QVERIFY(waitUntil([&] {
        return get<WorkshopSessionList>(environment + u"/users/gil/sessions"_s).sessions.empty();
    }));
    const auto explained = m_server.request("GET",
                                            u"/api/v1/workshops/explain?tenant=tenant-1&workshop=lab-shell-basics"_s);
    QCOMPARE(explained.status, 200);
    QVERIFY(explained.body.contains("\"because\":"));
    const auto credentials = m_server.request("GET", u"/api/v1/clusters/local/portals/portal-1/credentials"_s);
    QCOMPARE(credentials.status, 200);
    QVERIFY(credentials.body.contains("robot@educates"));
}

void WorkshopTest::whatHappensIsTold()
{
    ControlPlaneClient client(m_server.address());
    const auto history = run(client.events({.filter = {.subjectKind = "workshop-session"}, .limit = 1000}));
    VERIFY_RESULT(history);
    std::set<std::string> types;
    std::string actions;
    for (const Event &event : history->events) {
        types.insert(event.type);
        if (event.type == "workshop-session.action")
            actions += event.data.text;
    }
    // By the page itself: what its user did.
    for (const char *action : {"Workshop/Load", "Workshop/Finish", "Action/Event"})
        QVERIFY2(actions.contains(action), actions.c_str());
    for (const char *type : {"workshop-session.created", "workshop-session.ready", "workshop-session.allocated",
                             "workshop-session.started", "workshop-session.stopping", "workshop-session.deleted"})
        QVERIFY2(types.contains(type), type);
    const auto audit = m_server.request("GET", u"/api/v1/audit?action=workshop:request"_s);
    QVERIFY2(audit.body.contains("custom-portal") && audit.body.contains("\"subjectKind\":\"workshop-session\""),
             audit.body.constData());
}

void WorkshopTest::requestsAreAuditedWithTheirSessions()
{
    const auto granted = grantedTo("audrey");
    const auto again = grantedTo("audrey");
    QCOMPARE(again.sessionName, granted.sessionName);
    const std::string session = WorkshopSession::idOf(WorkshopEnvironment::idOf(granted.clusterName, granted.portalName,
                                                                                granted.environmentName),
                                                      granted.sessionName);
    const QString about = QString::fromStdString(session);
    const auto history = get<AuditHistory>(u"/api/v1/audit?order=asc&subject="_s + about);
    QCOMPARE(history.records.size(), 2); // once each
    for (const AuditRecord &record : history.records) {
        QCOMPARE(record.actor, "custom-portal");
        QCOMPARE(record.action, "workshop:request");
        QCOMPARE(record.subjectKind, "workshop-session");
        QCOMPARE(record.path, "/api/v1/workshops");
        QCOMPARE(record.result, AuditResult::Allowed);
        QCOMPARE(record.status, 200);
        QVERIFY(!record.requestId.empty());
    }
    // Committed with the session: each change has one time.
    ControlPlaneClient client(m_server.address());
    const auto events = run(client.events({.filter = {.subjectKind = "workshop-session", .subject = session}}));
    VERIFY_RESULT(events);
    QVERIFY(std::ranges::any_of(events->events, [&](const Event &event) {
        const bool isGiven = event.type == "workshop-session.allocated" || event.type == "workshop-session.created";
        return isGiven && event.time == history.records.front().time;
    }));

    QCOMPARE(ask(R"({"tenantName":"tenant-1","workshopName":"none"})").status, 503);
    const auto last = get<AuditHistory>(u"/api/v1/audit?limit=1"_s).records.front();
    QCOMPARE(last.action, "workshop:request");
    QCOMPARE(last.result, AuditResult::Failed);
    QCOMPARE(last.status, 503);
    QVERIFY(last.subject.empty());
}

void WorkshopTest::theRequestOfTheirPageIsGranted()
{
    // Word for word as the page of the lookup API has it.
    const auto answer = ask(R"({
"tenantName": "tenant-1",
"workshopName": "lab-k8s-fundamentals",
"clientIndexUrl": "https://portal.example.com/",
"clientUserId": "user-12345"
})");
    QCOMPARE(answer.status, 200);
    const auto granted = schema::decode<WorkshopGranted>(answer.body.toStdString());
    VERIFY_RESULT(granted);
    QCOMPARE(granted->tenantName, "tenant-1");
    QCOMPARE(granted->portalName, "portal-2");
    QCOMPARE(granted->clientUserId, "user-12345");
    const QUrl address(QString::fromStdString(granted->sessionActivationUrl));
    QCOMPARE(m_server.request("GET", address.path() + u'?' + address.query(QUrl::FullyEncoded)).status, 302);
}

void WorkshopTest::portalsGoWithTheirSessions()
{
    const QByteArray listed = m_server.request("GET", listOfTenant).header("etag");
    QCOMPARE(m_server.request("GET", listOfTenant, {}, {{"If-None-Match", listed}}).status, 304);
    QCOMPARE(m_server.request("DELETE", u"/api/v1/workshop-definitions/lab-pipelines"_s).status, 409);
    QCOMPARE(m_server.request("DELETE", u"/api/v1/clusters/local"_s).status, 409);
    for (const auto &portal : {u"portal-1"_s, u"portal-2"_s})
        QCOMPARE(m_server.request("DELETE", u"/api/v1/clusters/local/portals/"_s + portal).status, 202);
    QVERIFY(waitUntil([&] { return get<TrainingPortalList>(u"/api/v1/portals"_s).portals.empty(); },
                      std::chrono::seconds(60)));
    QCOMPARE(m_server.request("GET", listOfTenant, {}, {{"If-None-Match", listed}}).status, 200);
    QCOMPARE(m_server.request("DELETE", u"/api/v1/workshop-definitions/lab-pipelines"_s).status, 204);
    QCOMPARE(m_server.request("DELETE", u"/api/v1/clusters/local"_s).status, 204);
    QCOMPARE(m_server.request("DELETE", u"/api/v1/tenants/tenant-1"_s).status, 204);
}

QTEST_GUILESS_MAIN(WorkshopTest)
#include "workshop_test.moc"
