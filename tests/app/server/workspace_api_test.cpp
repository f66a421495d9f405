// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/random.h"
#include "core/protocol/cloudshell_v1.pb.h"
#include "core/schema/codec.h"
#include "tests/support/server/server_process.h"

#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

using namespace portolan;
using namespace portolan::test;

/// The workspace API of a real server, with real sandboxes.
class WorkspaceApiTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void healthNeedsNoCredential();
    void everythingElseDoes();
    void tellsWhoIsCalling();
    void derivesTheNameAndRefusesItTwice();
    void takesANameOfOnesOwn();
    void refusesBadBodies_data();
    void refusesBadBodies();
    void listsWhatTheCallerMaySee();
    void hidesOtherPeoplesWorkspaces();
    void keepsFilesWholeAndExact();
    void servesRangesAndConditions();
    void keepsPathsInside();
    void tellsSystemInformation();
    void jobsAreTwoThings();
    void terminalSpeaksCloudshell();
    void terminalIsComeBackTo();
    void stopKeepsTheHomeAndDeleteDoesNot();
    void eventsHaveNoGapAndResume();

private:
    [[nodiscard]] QString path(const QString &rest = {}) const
    {
        return QStringLiteral("/api/v1/workspaces/") + QString::fromStdString(m_name) + rest;
    }
    [[nodiscard]] std::unique_ptr<QWebSocket> openTerminal(const QString &query, const std::string &token) const;

    ServerProcess m_server;
    std::string m_alice;
    std::string m_olga;
    std::string m_tenant;
    std::string m_name;
};

namespace {

JsonDocument parsed(const QByteArray &body)
{
    auto document = JsonDocument::parse(body.toStdString());
    if (!document)
        qFatal("not JSON: %s", body.constData());
    return std::move(*document);
}

std::string textAt(const QByteArray &body, std::string_view key)
{
    const auto document = parsed(body);
    const auto member = document.root().find(key);
    return std::string(member ? member->toString().value_or("") : "");
}

/// Sends messages of cloudshell-v1 and gathers what comes.
class Shell
{
public:
    explicit Shell(QWebSocket &socket) : m_socket(socket)
    {
        QObject::connect(&socket, &QWebSocket::binaryMessageReceived, &socket, [this](const QByteArray &bytes) {
            cloudshell::v1::CloudshellMessage message;
            parseable = parseable && message.ParseFromArray(bytes.constData(), static_cast<int>(bytes.size()));
            output += message.terminal_output().data();
            errors += message.terminal_error().data();
            pongs += message.has_pong() ? 1 : 0;
            if (message.has_file_explorer())
                explored = message.file_explorer();
        });
    }

    void send(const cloudshell::v1::CloudshellMessage &message)
    {
        m_socket.sendBinaryMessage(QByteArray::fromStdString(message.SerializeAsString()));
    }
    void type(const std::string &text)
    {
        cloudshell::v1::CloudshellMessage message;
        message.mutable_terminal_input()->set_data(text);
        send(message);
    }
    bool sees(const std::string &text)
    {
        return waitUntil([&] { return output.contains(text); });
    }

    std::string output;
    std::string errors;
    int pongs = 0;
    bool parseable = true;
    std::optional<cloudshell::v1::FileExplorer> explored;

private:
    QWebSocket &m_socket;
};

} // namespace

void WorkspaceApiTest::initTestCase()
{
    // The administrator comes with the first start.
    VERIFY_RESULT(m_server.start());
    QCOMPARE(m_server.stop(), 0);
    m_alice = m_server.addUser("alice", {Role::User});
    m_olga = m_server.addUser("olga", {Role::Operator});
    m_tenant = m_server.addUser("tina", {Role::Tenant});
    VERIFY_RESULT(m_server.start());
    const auto name = m_server.createWorkspace({.username = "alice", .blueprint = "shell"});
    VERIFY_RESULT(name);
    m_name = *name;
}

void WorkspaceApiTest::healthNeedsNoCredential()
{
    const auto health = m_server.request("GET", QStringLiteral("/api/v1/healthcheck"), {}, {{"Authorization", ""}});
    QCOMPARE(health.status, 200);
    QCOMPARE(textAt(health.body, "status"), "ok");
    const auto ready = m_server.request("GET", QStringLiteral("/api/diagnostics/ready"), {}, {{"Authorization", ""}});
    QCOMPARE(ready.status, 200);
    QCOMPARE(textAt(ready.body, "status"), "ready");
    QCOMPARE(m_server.request("GET", QStringLiteral("/api/diagnostics/health/")).status, 200);
}

void WorkspaceApiTest::everythingElseDoes()
{
    for (const char *credential : {"", "Bearer", "Bearer wrong", "Basic YTpi"}) {
        for (const char *route : {"/api/v1/workspaces", "/api/v1/me/profile", "/api/events", "/api/v1/jobs/x"}) {
            const auto answer = m_server.request("GET", QString::fromLatin1(route), {},
                                                 {{"Authorization", credential}});
            QCOMPARE(answer.status, 401);
            QVERIFY(answer.header("www-authenticate").startsWith("Bearer"));
            QCOMPARE(answer.header("content-type"), "application/problem+json");
            QVERIFY(!textAt(answer.body, "msg").empty());
            QCOMPARE(*parsed(answer.body).root().find("status")->toInteger(), 401);
        }
    }
    QCOMPARE(m_server.request("GET", QStringLiteral("/api/v1/nothing")).status, 404);
    const auto wrongMethod = m_server.request("PUT", QStringLiteral("/api/v1/workspaces"));
    QCOMPARE(wrongMethod.status, 405);
    QVERIFY(wrongMethod.header("allow").contains("POST"));
}

void WorkspaceApiTest::tellsWhoIsCalling()
{
    const auto profile = m_server.requestAs(m_alice, "GET", QStringLiteral("/api/v1/me/profile"));
    QCOMPARE(profile.status, 200);
    const auto document = parsed(profile.body);
    QCOMPARE(*document.root().find("username")->toString(), "alice");
    // Both generations of clients find their member.
    QCOMPARE(document.root().find("isValid")->toBool(), true);
    QCOMPARE(document.root().find("is_valid")->toBool(), true);
    QCOMPARE(document.root().find("roles")->toJson(), "[\"user\"]");
    const auto blueprints = m_server.requestAs(m_alice, "GET", QStringLiteral("/api/v1/me/blueprints"));
    QCOMPARE(blueprints.body, "[\"python\",\"shell\"]");
}

void WorkspaceApiTest::derivesTheNameAndRefusesItTwice()
{
    QCOMPARE(m_name.substr(0, 6), "alice-");
    const auto again = m_server.requestAs(m_alice, "POST", QStringLiteral("/api/v1/workspaces"),
                                          R"({"blueprint":"shell"})");
    QCOMPARE(again.status, 409);
    QVERIFY(textAt(again.body, "detail").contains("running"));
}

void WorkspaceApiTest::takesANameOfOnesOwn()
{
    const auto made = m_server.requestAs(m_alice, "POST", QStringLiteral("/api/v1/workspaces/"),
                                         R"({"blueprint":"shell","name":"second"})");
    QCOMPARE(made.status, 202);
    QCOMPARE(textAt(made.body, "workspace"), "second");
    QCOMPARE(textAt(made.body, "monitorUrl"), "/api/v1/jobs/" + textAt(made.body, "jobId"));
    ControlPlaneClient client(m_server.address());
    VERIFY_RESULT(run(client.waitForJob(textAt(made.body, "jobId"), {})));
    // The name is taken, for everybody.
    const auto taken = m_server.request("POST", QStringLiteral("/api/v1/workspaces"),
                                        R"({"blueprint":"shell","name":"second"})");
    QCOMPARE(taken.status, 409);
    const auto deleted = run(client.deleteWorkspace("second"));
    VERIFY_RESULT(deleted);
    VERIFY_RESULT(run(client.waitForJob(deleted->jobId, {})));
    QCOMPARE(run(client.workspace("second")).error().code, ErrorCode::NotFound);
}

void WorkspaceApiTest::refusesBadBodies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("pointer");
    QTest::newRow("no JSON") << QByteArray("{") << 400 << QByteArray();
    QTest::newRow("nothing") << QByteArray("") << 400 << QByteArray();
    QTest::newRow("type") << QByteArray(R"({"blueprint":5})") << 422 << QByteArray("/blueprint");
    QTest::newRow("name") << QByteArray(R"({"blueprint":"shell","name":"A b"})") << 422 << QByteArray("/name");
    QTest::newRow("derived name") << QByteArray(R"({"blueprint":"shell","name":"bob-0123abc"})") << 422
                                  << QByteArray("/name");
    QTest::newRow("neither") << QByteArray("{}") << 400 << QByteArray();
    QTest::newRow("both") << QByteArray(R"({"blueprint":"shell","repoOwner":"o","repoName":"r"})") << 400
                          << QByteArray();
    QTest::newRow("unknown blueprint") << QByteArray(R"({"blueprint":"nope"})") << 404 << QByteArray();
    QTest::newRow("for another") << QByteArray(R"({"blueprint":"shell","username":"olga"})") << 403 << QByteArray();
}

void WorkspaceApiTest::refusesBadBodies()
{
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(QByteArray, pointer);
    const auto answer = m_server.requestAs(m_alice, "POST", QStringLiteral("/api/v1/workspaces"), body);
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.header("content-type"), "application/problem+json");
    if (!pointer.isEmpty())
        QVERIFY2(answer.body.contains("\"pointer\":\"" + pointer + "\""), answer.body.constData());
    const auto mine = m_server.requestAs(m_alice, "GET", QStringLiteral("/api/v1/workspaces?all=true"));
    QCOMPARE(parsed(mine.body).root().size(), 1U);
}

void WorkspaceApiTest::listsWhatTheCallerMaySee()
{
    const QString list = QStringLiteral("/api/v1/workspaces");
    const auto alices = m_server.requestAs(m_alice, "GET", list);
    QCOMPARE(alices.status, 200);
    QCOMPARE(alices.header("x-total-count"), "1");
    const auto details = schema::decode<std::vector<WorkspaceDetails>>(alices.body.toStdString());
    VERIFY_RESULT(details);
    QCOMPARE(details->front().name, m_name);
    QCOMPARE(details->front().status, "Running");
    QCOMPARE(details->front().username, "alice");
    QCOMPARE(details->front().cpu, "1");
    QCOMPARE(details->front().memory, "1Gi");

    QCOMPARE(m_server.request("GET", list).body, "[]"); // the administrator's own
    QCOMPARE(parsed(m_server.request("GET", list + QStringLiteral("?all=true")).body).root().size(), 1U);
    QCOMPARE(parsed(m_server.requestAs(m_olga, "GET", list + QStringLiteral("?username=alice")).body).root().size(),
             1U);
    QCOMPARE(m_server.requestAs(m_alice, "GET", list + QStringLiteral("?username=olga")).status, 403);
    QCOMPARE(m_server.requestAs(m_tenant, "GET", list).status, 403);
    QCOMPARE(m_server.request("GET", list + QStringLiteral("?limit=0")).status, 400);
    QCOMPARE(m_server.request("GET", list + QStringLiteral("?all=perhaps")).status, 400);
}

void WorkspaceApiTest::hidesOtherPeoplesWorkspaces()
{
    VERIFY_RESULT(m_server.createWorkspace({.blueprint = "shell", .name = "of-admin"}));
    const QString others = QStringLiteral("/api/v1/workspaces/of-admin");
    const QString missing = QStringLiteral("/api/v1/workspaces/of-nobody");
    for (const char *rest : {"", "/sysinfo", "/files?path=x", "/tunnel", "/interactive"}) {
        const auto hidden = m_server.requestAs(m_alice, "GET", others + QString::fromLatin1(rest));
        QCOMPARE(hidden.status, 404);
        QByteArray same = m_server.requestAs(m_alice, "GET", missing + QString::fromLatin1(rest)).body;
        QCOMPARE(hidden.body, same.replace("of-nobody", "of-admin"));
    }
    QCOMPARE(m_server.requestAs(m_alice, "DELETE", others + QStringLiteral("?delete=true")).status, 404);
    QCOMPARE(m_server.requestAs(m_alice, "POST", others + QStringLiteral("/start")).status, 404);
    // An operator sees it, and may not enter it.
    QCOMPARE(m_server.requestAs(m_olga, "GET", others).status, 200);
    QCOMPARE(m_server.requestAs(m_olga, "GET", others + QStringLiteral("/files?path=x")).status, 403);
    QCOMPARE(m_server.requestAs(m_tenant, "GET", others).status, 403);
    QCOMPARE(m_server.request("DELETE", others + QStringLiteral("?delete=true")).status, 202);
}

void WorkspaceApiTest::keepsFilesWholeAndExact()
{
    SeededRandom random(3);
    QByteArray content(20 * 1024 * 1024 + 7, '\0');
    random.fill(std::as_writable_bytes(std::span(content.data(), static_cast<std::size_t>(content.size()))));
    const QString file = path(QStringLiteral("/files?path=data%20%C3%A4.bin"));
    const auto put = m_server.request("PUT", file, content);
    QCOMPARE(put.status, 201);
    const auto get = m_server.request("GET", file);
    QCOMPARE(get.status, 200);
    QVERIFY(get.body == content);
    QCOMPARE(get.header("content-type"), "application/octet-stream");
    QVERIFY(get.header("content-disposition").contains("data%20%C3%A4.bin"));
    QCOMPARE(get.header("etag"), put.header("etag"));
    QCOMPARE(m_server.request("PUT", file, "small").status, 200);
    QCOMPARE(m_server.request("GET", file).body, "small");
    QCOMPARE(m_server.request("PUT", path(QStringLiteral("/files?path=empty")), "").status, 201);
    QCOMPARE(m_server.request("GET", path(QStringLiteral("/files?path=empty"))).body, "");
}

void WorkspaceApiTest::servesRangesAndConditions()
{
    const QString file = path(QStringLiteral("/files?path=digits"));
    QCOMPARE(m_server.request("PUT", file, "0123456789").status, 201);
    const auto part = m_server.request("GET", file, {}, {{"Range", "bytes=2-4"}});
    QCOMPARE(part.status, 206);
    QCOMPARE(part.body, "234");
    QCOMPARE(part.header("content-range"), "bytes 2-4/10");
    QCOMPARE(m_server.request("GET", file, {}, {{"Range", "bytes=-3"}}).body, "789");
    const auto beyond = m_server.request("GET", file, {}, {{"Range", "bytes=10-"}});
    QCOMPARE(beyond.status, 416);
    QCOMPARE(beyond.header("content-range"), "bytes */10");
    const QByteArray etag = m_server.request("GET", file).header("etag");
    QCOMPARE(m_server.request("GET", file, {}, {{"If-None-Match", etag}}).status, 304);
    QCOMPARE(m_server.request("PUT", file, "new", {{"If-Match", "\"other\""}}).status, 412);
    QCOMPARE(m_server.request("PUT", file, "new", {{"If-None-Match", "*"}}).status, 412);
    QCOMPARE(m_server.request("GET", file).body, "0123456789");
    QCOMPARE(m_server.request("PUT", file, "new", {{"If-Match", etag}}).status, 200);
    const auto head = m_server.request("HEAD", file);
    QCOMPARE(head.status, 200);
    QCOMPARE(head.header("content-length"), "3");
}

void WorkspaceApiTest::keepsPathsInside()
{
    QCOMPARE(m_server.request("GET", path(QStringLiteral("/files"))).status, 400);
    QCOMPARE(m_server.request("GET", path(QStringLiteral("/files?path=missing"))).status, 404);
    QVERIFY(m_server.request("GET", path(QStringLiteral("/files?path=/"))).status >= 400);
    QCOMPARE(m_server.request("PUT", path(QStringLiteral("/files?path=a/b/c")), "x").status, 404);
    QCOMPARE(m_server.request("PUT", path(QStringLiteral("/files?path=a/b/c&parents=true")), "x").status, 201);
    // The host's files are not there, whatever the path; the sandbox has its own of that name.
    const auto passwd = m_server.request("GET", path(QStringLiteral("/files?path=../../../etc/passwd")));
    QVERIFY(passwd.status != 200 || passwd.body.contains("alice"));
    const std::string database = "/files?path=" + m_server.data() + "/portolan.db";
    QCOMPARE(m_server.request("GET", path(QString::fromStdString(database))).status, 404);
    QVERIFY(m_server.request("PUT", path(QStringLiteral("/files?path=/usr/bin/ls")), "x").status >= 400);
}

void WorkspaceApiTest::tellsSystemInformation()
{
    const auto answer = m_server.requestAs(m_alice, "GET", path(QStringLiteral("/sysinfo")));
    QCOMPARE(answer.status, 200);
    const auto info = schema::decode<Sysinfo>(answer.body.toStdString());
    VERIFY_RESULT(info);
    QCOMPARE(info->system.cpuLimitMillicores, 1000);
    QCOMPARE(info->system.memLimitMiB, 1024);
    QVERIFY(info->system.uptime <= info->time);
    QVERIFY(std::ranges::any_of(info->mounts, [](const auto &mount) { return mount.totalBytes > 0; }));
}

void WorkspaceApiTest::jobsAreTwoThings()
{
    const auto details = m_server.requestAs(m_alice, "GET", path());
    const QString job = QStringLiteral("/api/v1/jobs/") + QString::fromStdString(textAt(details.body, "jobId"));
    const auto json = m_server.requestAs(m_alice, "GET", job);
    QCOMPARE(json.status, 200);
    QCOMPARE(textAt(json.body, "status"), "completed");
    QCOMPARE(textAt(json.body, "outcome"), "succeeded");
    const auto stream = m_server.request("GET", job, {}, {{"Accept", "text/event-stream"}});
    QCOMPARE(stream.header("content-type"), "text/event-stream");
    SseParser parser;
    const auto messages = parser.push(stream.body.toStdString());
    VERIFY_RESULT(messages);
    QVERIFY(messages->size() >= 4);
    std::int64_t number = 0;
    for (const auto &message : *messages) {
        const auto step = schema::decode<JobProgress>(message.data);
        VERIFY_RESULT(step);
        QCOMPARE(step->id, ++number);
    }
    const auto last = schema::decode<JobProgress>(messages->back().data);
    QCOMPARE(last->type, "status");
    QCOMPARE(last->status, "Running");
    QCOMPARE(m_server.requestAs(m_olga, "GET", job).status, 200);
    QCOMPARE(m_server.request("GET", QStringLiteral("/api/v1/jobs/none")).status, 404);
}

std::unique_ptr<QWebSocket> WorkspaceApiTest::openTerminal(const QString &query, const std::string &token) const
{
    auto socket = std::make_unique<QWebSocket>();
    QNetworkRequest request(
        QUrl(QString::fromStdString(m_server.url()).replace(QStringLiteral("http"), QStringLiteral("ws"))
             + path(QStringLiteral("/interactive")) + query));
    request.setRawHeader("Authorization", QByteArray::fromStdString("Bearer " + token));
    QWebSocketHandshakeOptions options;
    options.setSubprotocols({QStringLiteral("cloudshell-v1")});
    socket->open(request, options);
    return socket;
}

void WorkspaceApiTest::terminalSpeaksCloudshell()
{
    const auto socket = openTerminal({}, m_alice);
    Shell shell(*socket);
    QVERIFY(waitUntil([&] { return socket->state() == QAbstractSocket::ConnectedState; }));
    QCOMPARE(socket->subprotocol(), QStringLiteral("cloudshell-v1"));
    cloudshell::v1::CloudshellMessage message;
    message.mutable_terminal_resize()->set_cols(101);
    message.mutable_terminal_resize()->set_rows(33);
    shell.send(message);
    shell.type("cd /tmp; stty size; echo $((6*7))-'\u20ac'\n");
    QVERIFY(shell.sees("33 101"));
    QVERIFY(shell.sees("42-\u20ac"));
    message.mutable_ping();
    shell.send(message);
    QVERIFY(waitUntil([&] { return shell.pongs == 1; }));

    message.mutable_file_explorer()->set_id("one");
    message.mutable_file_explorer()->mutable_command()->mutable_get_cwd();
    shell.send(message);
    QVERIFY(waitUntil([&] { return shell.explored.has_value(); }));
    QCOMPARE(shell.explored->id(), "one");
    QCOMPARE(shell.explored->response().get_cwd().path(), "/tmp");
    shell.explored.reset();
    message.mutable_file_explorer()->mutable_command()->mutable_make_directory()->set_path("/tmp");
    message.mutable_file_explorer()->mutable_command()->mutable_make_directory()->set_name("made");
    shell.send(message);
    QVERIFY(waitUntil([&] { return shell.explored.has_value(); }));
    QVERIFY(!shell.explored->response().make_directory().has_error());
    shell.explored.reset();
    message.mutable_file_explorer()->mutable_command()->mutable_list_files()->set_path("/tmp");
    shell.send(message);
    QVERIFY(waitUntil([&] { return shell.explored.has_value(); }));
    const auto &files = shell.explored->response().list_files().files();
    QVERIFY(std::ranges::any_of(files, [](const auto &file) { return file.name() == "made" && file.is_dir(); }));

    shell.type("exit 3\n");
    QVERIFY(waitUntil([&] { return socket->state() == QAbstractSocket::UnconnectedState; }));
    QCOMPARE(shell.errors, "exited with status 3");
    QCOMPARE(socket->closeCode(), QWebSocketProtocol::CloseCodeNormal);
    QVERIFY(shell.parseable);
}

void WorkspaceApiTest::terminalIsComeBackTo()
{
    {
        const auto socket = openTerminal(QStringLiteral("?tab=t1"), m_alice);
        Shell shell(*socket);
        QVERIFY(waitUntil([&] { return socket->state() == QAbstractSocket::ConnectedState; }));
        shell.type("secret=kept-$((40+2)); echo $secret\n");
        QVERIFY(shell.sees("kept-42"));
        // One viewer at a time.
        QCOMPARE(m_server.requestAs(m_alice, "GET", path(QStringLiteral("/interactive?tab=t1"))).status, 409);
        socket->close();
        QVERIFY(waitUntil([&] { return socket->state() == QAbstractSocket::UnconnectedState; }));
    }
    const auto socket = openTerminal(QStringLiteral("?tab=t1"), m_alice);
    Shell shell(*socket);
    QVERIFY(waitUntil([&] { return socket->state() == QAbstractSocket::ConnectedState; }));
    QVERIFY(shell.sees("kept-42")); // what was on the screen
    shell.type("echo again-$secret\n");
    QVERIFY(shell.sees("again-kept-42")); // the same shell
    shell.type("exit\n");
    QVERIFY(waitUntil([&] { return socket->state() == QAbstractSocket::UnconnectedState; }));
}

void WorkspaceApiTest::stopKeepsTheHomeAndDeleteDoesNot()
{
    const auto name = m_server.createWorkspace({.blueprint = "shell", .name = "kept"});
    VERIFY_RESULT(name);
    const QString base = QStringLiteral("/api/v1/workspaces/kept");
    QCOMPARE(m_server.request("PUT", base + QStringLiteral("/files?path=note"), "here").status, 201);
    ControlPlaneClient client(m_server.address());
    const auto stopped = run(client.stopWorkspace("kept"));
    VERIFY_RESULT(stopped);
    VERIFY_RESULT(run(client.waitForJob(stopped->jobId, {})));
    QCOMPARE(run(client.workspace("kept"))->status, "Stopped");
    QCOMPARE(m_server.request("GET", base + QStringLiteral("/files?path=note")).status, 409);
    QVERIFY(run(client.stopWorkspace("kept")).has_value());
    const auto listed = run(client.workspaces({}));
    VERIFY_RESULT(listed);
    QVERIFY(listed->empty());
    const auto started = run(client.startWorkspace("kept"));
    VERIFY_RESULT(started);
    VERIFY_RESULT(run(client.waitForJob(started->jobId, {})));
    QCOMPARE(m_server.request("GET", base + QStringLiteral("/files?path=note")).body, "here");
    QCOMPARE(run(client.startWorkspace("kept")).error().code, ErrorCode::Conflict);
    QCOMPARE(run(client.workspace("kept"))->restarts, 1);

    // A new one of the same name, asked for while the old one goes, has nothing of it.
    QVERIFY(run(client.deleteWorkspace("kept")).has_value());
    VERIFY_RESULT(m_server.createWorkspace({.blueprint = "shell", .name = "kept"}));
    QCOMPARE(m_server.request("GET", base + QStringLiteral("/files?path=note")).status, 404);
    const auto deleted = run(client.deleteWorkspace("kept"));
    VERIFY_RESULT(deleted);
    VERIFY_RESULT(run(client.waitForJob(deleted->jobId, {})));
    QCOMPARE(m_server.request("GET", base).status, 404);
}

void WorkspaceApiTest::eventsHaveNoGapAndResume()
{
    ControlPlaneClient client(m_server.address());
    const auto history = run(client.events({.filter = {}, .after = 0, .limit = 1000}));
    VERIFY_RESULT(history);
    QVERIFY(history->events.size() > 10);
    for (std::size_t at = 0; at < history->events.size(); ++at)
        QCOMPARE(history->events[at].seq, static_cast<std::int64_t>(at) + 1);

    const auto middle = history->events[history->events.size() / 2].seq;
    std::vector<std::int64_t> seen;
    const std::size_t wanted = history->events.size() - static_cast<std::size_t>(middle);
    VERIFY_RESULT(run(client.followEvents(
        {}, middle,
        [&](const Event &event) {
            seen.push_back(event.seq);
            return seen.size() < wanted;
        },
        [] {})));
    for (std::size_t at = 0; at < seen.size(); ++at)
        QCOMPARE(seen[at], middle + 1 + static_cast<std::int64_t>(at));

    const auto alices = m_server.requestAs(m_alice, "GET", QStringLiteral("/api/events?limit=1000"));
    const auto page = schema::decode<EventHistory>(alices.body.toStdString());
    VERIFY_RESULT(page);
    QVERIFY(!page->events.empty());
    for (const Event &event : page->events)
        QCOMPARE(event.owner, "alice");
    QCOMPARE(m_server.requestAs(m_alice, "GET", QStringLiteral("/api/events?owner=olga")).status, 403);
    QCOMPARE(m_server.request("GET", QStringLiteral("/api/events?limit=0")).status, 400);
    QCOMPARE(m_server.request("GET", QStringLiteral("/api/events?since=yesterday")).status, 400);
}

QTEST_GUILESS_MAIN(WorkspaceApiTest)
#include "workspace_api_test.moc"
