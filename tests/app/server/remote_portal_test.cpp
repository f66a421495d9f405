// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/async/oneshot.h"
#include "core/client/manifest.h"
#include "core/model/workshop/lists.h"
#include "core/model/workshop/workshop_request.h"
#include "tests/support/certificate.h"
#include "tests/support/files.h"
#include "tests/support/http_peer.h"
#include "tests/support/server/answers.h"
#include "tests/support/server/fault_proxy.h"
#include "tests/support/server/portals.h"
#include "tests/support/server/workshop_visitor.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTest>

using namespace portolan;
using namespace portolan::test;
using namespace Qt::StringLiterals;

/// Two servers: one has the portal, the other is asked for sessions and knows the portal as a remote one.
class RemotePortalTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aParticipantWorksInABrowser();
    void aCrashLosesNoSession_data();
    void aCrashLosesNoSession();
    void speaksTls();
    void sendsNothingToWhomItDoesNotTrust_data();
    void sendsNothingToWhomItDoesNotTrust();
    void startsWithGoodAuthoritiesOnly();

private:
    /// A server with a portal in whose workspaces nothing runs.
    [[nodiscard]] QStringList simulated() const
    {
        writeFile(file(u"simulated.yaml"_s).toStdString(), "workspaces: {runtime: none}\n");
        return {u"--config"_s, file(u"simulated.yaml"_s)};
    }
    [[nodiscard]] QString file(const QString &name) const { return m_folder.filePath(name); }
    /// Arguments of the server that is asked; `authorities` is a name of a certificate, or nothing.
    [[nodiscard]] QStringList asked(const QString &authorities = {}) const;

    QTemporaryDir m_folder;
};

namespace {

const QString away = u"/api/v1/clusters/local/portals/away"_s;

void apply(const ServerProcess &server, const std::string &manifests)
{
    const auto read = readManifests(manifests);
    VERIFY_RESULT(read);
    ControlPlaneClient client(server.address());
    for (const Manifest &manifest : *read)
        VERIFY_RESULT(run(client.putManifest(manifest)));
}

/// A workshop, and the portal "demo" that offers it.
void offer(const ServerProcess &server)
{
    apply(server, R"(
apiVersion: training.educates.dev/v1beta1
kind: Workshop
metadata: {name: lab}
spec:
  title: A lab
  description: About it
  blueprint: shell
  instructions: [{name: begin, title: Begin, text: Type what you like.}]
---
apiVersion: training.educates.dev/v1beta1
kind: TrainingPortal
metadata: {name: demo}
spec:
  portal: {sessions: {maximum: 2}}
  workshops: [{name: lab, capacity: 2, reserved: 0, expires: 4m, overtime: 5m, deadline: 20m}]
)");
}

/// A tenant, a client of it, and a remote portal.
void know(const ServerProcess &server, const TrainingPortalSpec &portal)
{
    apply(server, R"(
apiVersion: lookup.educates.dev/v1beta1
kind: ClientConfig
metadata: {name: school}
spec: {client: {password: a long password}, roles: [tenant], tenants: [pupils]}
---
apiVersion: lookup.educates.dev/v1beta1
kind: TenantConfig
metadata: {name: pupils}
spec: {portals: {nameSelector: {matchNames: [away]}}}
---
apiVersion: training.educates.dev/v1beta1
kind: TrainingPortal
metadata: {name: away}
spec: )" + schema::encode(portal));
}

TrainingPortalDetails portalOf(const ServerProcess &server)
{
    return modelOf<TrainingPortalDetails>(server.request("GET", away));
}

bool runs(const ServerProcess &server)
{
    return waitUntil([&] { return portalOf(server).phase == PortalPhase::Running; });
}

/// What a portal of pupils asks for.
WorkshopGranted grantedTo(const ServerProcess &server, const char *user)
{
    const auto login = server.request("POST", u"/login"_s, R"({"username":"school","password":"a long password"})");
    return modelOf<WorkshopGranted>(
        server.requestAs(memberOf(login.body.toStdString(), "access_token"), "POST", u"/api/v1/workshops"_s,
                         QByteArray(R"({"tenantName":"pupils","workshopName":"lab","clientUserId":")") + user
                             + R"(","clientIndexUrl":"https://school.example.com/"})"));
}

std::vector<WorkshopSessionDetails> sessionsOf(const ServerProcess &server)
{
    return modelOf<WorkshopSessionList>(server.request("GET", u"/api/v1/workshop-sessions"_s)).sessions;
}

} // namespace

QStringList RemotePortalTest::asked(const QString &authorities) const
{
    std::string configuration = "workspaces: {runtime: none}\n"
                                "portals:\n  allow_internal: [127.0.0.0/8]\n  poll_every: 200ms\n";
    if (!authorities.isEmpty())
        configuration += "  ca_file: " + file(authorities + u".crt"_s).toStdString() + '\n';
    writeFile(file(u"asked.yaml"_s).toStdString(), configuration);
    return {u"--config"_s, file(u"asked.yaml"_s)};
}

void RemotePortalTest::aParticipantWorksInABrowser()
{
    ServerProcess other;
    VERIFY_RESULT(other.start());
    offer(other);
    ServerProcess server(asked());
    VERIFY_RESULT(server.start());
    know(server, remotePortal(other, "demo"));
    QVERIFY(runs(server));
    const auto granted = grantedTo(server, "ann");
    QCOMPARE(granted.portalName, "away");
    QVERIFY2(granted.sessionActivationUrl.starts_with(other.url() + "/portals/demo/workshops/session/"),
             granted.sessionActivationUrl.c_str());
    const QString path = away
                         + QString::fromStdString(std::format("/environments/{}/sessions/{}", granted.environmentName,
                                                              granted.sessionName));
    const auto row = [&] { return modelOf<WorkshopSessionDetails>(server.request("GET", path)); };
    QVERIFY(!row().started);
    QVERIFY(waitUntil([&] { return sessionsOf(other).front().state == WorkshopSessionState::Waiting; }));

    WorkshopVisitor visitor(granted.sessionActivationUrl, WorkshopVisitor::Until::Ended);
    QVERIFY2(visitor.reaches("typed"), visitor.all().c_str());
    QVERIFY2((visitor.steps() == std::vector<std::string>{"opened", "typed"}), visitor.all().c_str());
    QVERIFY2(visitor.told("typed", "text").contains("typed-42"), visitor.all().c_str());

    QVERIFY(waitUntil([&] { return row().started.has_value(); }));
    QCOMPARE(row().state, WorkshopSessionState::Running);
    QCOMPARE(row().user, "ann");
    QCOMPARE(row().tenant, "pupils");
    QCOMPARE(sessionsOf(other).size(), 1);
    const auto there = sessionsOf(other).front();
    QCOMPARE(there.name, granted.sessionName);
    QVERIFY(row().expires == there.expires);
    const auto environment = modelOf<EnvironmentList>(server.request("GET", away + u"/environments"_s)).environments;
    QCOMPARE(environment.size(), 1);
    QCOMPARE(environment.front().allocated, 1);

    QCOMPARE(server.request("POST", path + u"/extend"_s).status, 200);
    const auto extended = sessionsOf(other).front();
    QVERIFY(*extended.expires > *there.expires);
    QVERIFY(row().expires == extended.expires);

    QCOMPARE(server.request("DELETE", path).status, 202);
    QVERIFY2(visitor.reaches("ended"), visitor.all().c_str());
    QCOMPARE(visitor.told("ended", "back"), "https://school.example.com/?notification=session-deleted");
    QVERIFY(waitUntil([&] { return sessionsOf(other).empty(); }));
    QVERIFY(waitUntil([&] { return server.request("GET", path).status == 404; }));
    ControlPlaneClient client(other.address());
    QVERIFY(waitUntil([&] { return run(client.workspaces({.all = true}))->empty(); })); // what it ran in, too
}

void RemotePortalTest::aCrashLosesNoSession_data()
{
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<std::size_t>("left");
    QTest::newRow("of a user") << QByteArray(R"(,"clientUserId":"ann")") << std::size_t(1);
    QTest::newRow("of nobody") << QByteArray() << std::size_t(0);
}

void RemotePortalTest::aCrashLosesNoSession()
{
    QFETCH(const QByteArray, user);
    QFETCH(const std::size_t, left);
    ServerProcess other(simulated());
    VERIFY_RESULT(other.start());
    offer(other);
    FaultProxy proxy(other.port());
    auto portal = remotePortal(other, "demo");
    portal.remote->internalUrl = std::format("http://127.0.0.1:{}/portals/demo", proxy.port());
    ServerProcess server(asked());
    VERIFY_RESULT(server.start());
    know(server, portal);
    QVERIFY(runs(server));
    proxy.set(FaultProxy::Fault::LoseAnswer, "/request/");
    constexpr auto ask = [](const ServerProcess *at, QByteArray wish) -> Task<void> {
        QNetworkAccessManager network;
        QNetworkRequest request(QUrl(QString::fromStdString(at->url()) + u"/api/v1/workshops"_s));
        request.setRawHeader("Authorization", QByteArray::fromStdString("Bearer " + at->adminToken()));
        request.setRawHeader("Content-Type", "application/json");
        const std::unique_ptr<QNetworkReply> reply(network.post(request, wish));
        OneShot<bool> done;
        QObject::connect(reply.get(), &QNetworkReply::finished, [done]() mutable { done.set(true); });
        co_await done;
    };
    detach(ask(&server, R"({"tenantName":"pupils","workshopName":"lab")" + user + "}"));
    QVERIFY(waitUntil([&] { return proxy.happened() >= 1 && sessionsOf(other).size() == 1; }));
    server.kill();
    proxy.set(FaultProxy::Fault::None, {});
    VERIFY_RESULT(server.start());
    // It is taken over by whoever it was asked for, or nobody has it.
    QVERIFY(waitUntil([&] {
        const auto here = sessionsOf(server);
        return here.size() == left && sessionsOf(other).size() == left
               && (left == 0 || here.front().tenant == "pupils");
    }));
    QVERIFY(allTasksEnd());
}

void RemotePortalTest::speaksTls()
{
    makeCertificate(file(u"other"_s), u"IP:127.0.0.1"_s);
    ServerProcess other(simulated()
                        + QStringList{u"--tls-cert"_s, file(u"other.crt"_s), u"--tls-key"_s, file(u"other.key"_s)});
    other.trust(readFile(file(u"other.crt"_s).toStdString()));
    VERIFY_RESULT(other.start());
    offer(other);
    ServerProcess server(asked(u"other"_s));
    VERIFY_RESULT(server.start());
    know(server, remotePortal(other, "demo"));
    QVERIFY(runs(server));
    const auto granted = grantedTo(server, "ann");
    QVERIFY2(granted.sessionActivationUrl.starts_with("https://127.0.0.1:"), granted.sessionActivationUrl.c_str());
    QCOMPARE(other.requestAt(granted.sessionActivationUrl, "GET", {}).status, 302);
    QVERIFY(waitUntil([&] { return sessionsOf(server).front().started.has_value(); }));
    const QString path = away
                         + QString::fromStdString(std::format("/environments/{}/sessions/{}", granted.environmentName,
                                                              granted.sessionName));
    QCOMPARE(server.request("DELETE", path).status, 202);
    QVERIFY(waitUntil([&] { return sessionsOf(other).empty(); }));
}

void RemotePortalTest::sendsNothingToWhomItDoesNotTrust_data()
{
    QTest::addColumn<QString>("host"); // that the certificate is for
    QTest::addColumn<QString>("authority");
    QTest::addColumn<QByteArray>("reason"); // none: it is trusted
    const QByteArray hint("; if it is meant, add who vouches for it to portals.ca_file");
    QTest::newRow("nothing is trusted") << u"IP:127.0.0.1"_s << QString() << hint;
    QTest::newRow("another is trusted") << u"IP:127.0.0.1"_s << u"another"_s << hint;
    QTest::newRow("it is for another host") << u"DNS:labs.example.org"_s << u"peer"_s << QByteArray("host name");
    QTest::newRow("it is trusted") << u"IP:127.0.0.1"_s << u"peer"_s << QByteArray();
}

void RemotePortalTest::sendsNothingToWhomItDoesNotTrust()
{
    QFETCH(const QString, host);
    QFETCH(const QString, authority);
    QFETCH(const QByteArray, reason);
    makeCertificate(file(u"another"_s), u"IP:127.0.0.1"_s);
    makeCertificate(file(u"peer"_s), host);
    const HttpPeer peer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", HttpPeer::After::Close,
                        makeTlsServer(file(u"peer"_s)));
    ServerProcess server(asked(authority));
    VERIFY_RESULT(server.start());
    TrainingPortalSpec portal;
    portal.portal.clients.robot = {.id = "an-id", .secret = "a-secret"};
    portal.portal.credentials.robot = {.username = "a-robot", .password = "a-password"};
    portal.remote = {.url = "https://labs.example.com", .internalUrl = peer.url("/portals/demo")};
    know(server, portal);
    const auto message = [&] { return QByteArray::fromStdString(portalOf(server).message); };
    QVERIFY(waitUntil([&] { return message().startsWith("the portal away"); }));
    QCOMPARE(portalOf(server).phase, PortalPhase::Unreachable);
    if (reason.isEmpty()) { // It was told all that the others must not know.
        QVERIFY2(message().contains("no token where its robot logs in"), message().constData());
        QVERIFY2(peer.heads().front().startsWith("POST /portals/demo/oauth2/token/ "),
                 peer.heads().front().constData());
        QVERIFY(peer.heads().front().contains("Basic " + QByteArray("an-id:a-secret").toBase64()));
        return;
    }
    const auto address = QByteArray::fromStdString(peer.url("")).mid(8);
    QVERIFY2(message().startsWith("the portal away: the certificate of " + address + " is not trusted: ")
                 && message().contains(reason),
             message().constData());
    QCOMPARE(message().contains("portals.ca_file"), reason.contains("portals.ca_file"));
    QCOMPARE(peer.received(), 0);
}

void RemotePortalTest::startsWithGoodAuthoritiesOnly()
{
    writeFile(file(u"empty.crt"_s).toStdString(), "");
    const auto refused = runProgram(u"portolan-server"_s, asked(u"empty"_s) + QStringList{u"--check-config"_s});
    QCOMPARE(refused.status, 2);
    QVERIFY2(refused.errors.contains("asked.yaml:5:3: portals.ca_file: " + file(u"empty.crt"_s).toUtf8()
                                     + " has no certificate in PEM form"),
             refused.errors.constData());
}

QTEST_GUILESS_MAIN(RemotePortalTest)
#include "remote_portal_test.moc"
