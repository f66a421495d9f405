// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/file.h"
#include "core/model/event/event_history.h"
#include "core/model/workspace/ssh_session.h"
#include "core/schema/codec.h"
#include "tests/support/program.h"
#include "tests/support/raw_client.h"
#include "tests/support/server/server_process.h"

#include <QJsonDocument>
#include <QTemporaryDir>
#include <QWebSocket>
#include <QWebSocketHandshakeOptions>

using namespace portolan;
using namespace portolan::test;
using namespace Qt::StringLiterals;

/// Who is in which workspace, and was: by the doors of a real server.
class SshSessionsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void whoWasInsideIsKnown();
    void whoIsInsideIsKnown();
    void aTerminalOfTheBrowserCounts();
    void aDoorThatStaysShutIsNoSession();
    void aCrashEndsWhatItInterrupted();
    void listsAreCutDownToWhatOneMaySee();
    void theNextOfANameIsAnother();
    void cleanupTestCase() { m_server.reset(); }

private:
    [[nodiscard]] std::vector<SshSession> sessions(const QString &path) const
    {
        const auto answer = m_server->request("GET", path);
        return schema::decode<std::vector<SshSession>>(answer.body.toStdString()).value_or(std::vector<SshSession>());
    }
    [[nodiscard]] QStringList ssh(const QString &command) const
    {
        return {u"--data"_s, QString::fromStdString(m_server->data()), u"workspace"_s,
                u"ssh"_s,    QString::fromStdString(m_workspace),      u"--"_s,
                command};
    }

    std::unique_ptr<ServerProcess> m_server;
    std::string m_workspace;
    std::string m_alice;
};

void SshSessionsTest::initTestCase()
{
    m_server = std::make_unique<ServerProcess>();
    m_alice = m_server->addUser("alice", {Role::User});
    VERIFY_RESULT(m_server->start());
    const auto made = m_server->createWorkspace({.blueprint = "shell"});
    VERIFY_RESULT(made);
    m_workspace = *made;
}

void SshSessionsTest::whoWasInsideIsKnown()
{
    const auto done = runProgram(u"portolanctl"_s, ssh(u"head -c 100000 /dev/zero"_s));
    QCOMPARE(done.status, 0);
    QTRY_VERIFY(sessions(u"/api/v1/me/sessions"_s).empty());
    const auto all = sessions(u"/api/v1/me/sessions?all=true"_s);
    QCOMPARE(all.size(), 1);
    const SshSession &session = all.front();
    QVERIFY2(session.sessionId.starts_with("sh-"), session.sessionId.c_str());
    QCOMPARE(session.username, "admin");
    QCOMPARE(session.workspace, m_workspace);
    QCOMPARE(session.blueprint, "shell");
    QCOMPARE(session.clientIp, "127.0.0.1");
    QVERIFY(session.end && *session.end >= session.start);
    QVERIFY2(session.bytesOut > 100'000, std::to_string(session.bytesOut).c_str());
    QVERIFY(session.bytesIn > 1000);
    const auto events = m_server->request("GET", u"/api/events?type=workspace.entered&type=workspace.left"_s);
    QVERIFY2(events.body.contains(QByteArray::fromStdString(session.sessionId)), events.body.constData());
    QVERIFY(events.body.contains("workspace.left"));
}

void SshSessionsTest::whoIsInsideIsKnown()
{
    TestProcess inside;
    inside.start(u"portolanctl"_s, ssh(u"echo here; sleep 1000"_s));
    QVERIFY(inside.waitForReadyRead(20'000));
    const auto active = sessions(u"/api/v1/me/sessions"_s);
    QCOMPARE(active.size(), 1);
    QVERIFY(!active.front().end);
    QCOMPARE(sessions(u"/api/v1/sessions?workspace="_s + QString::fromStdString(m_workspace)).size(), 1);
    QCOMPARE(sessions(u"/api/v1/sessions?workspace=other"_s).size(), 0);
    inside.kill();
    QVERIFY(inside.waitForFinished());
    QTRY_VERIFY(sessions(u"/api/v1/me/sessions"_s).empty());
}

void SshSessionsTest::aTerminalOfTheBrowserCounts()
{
    QWebSocket socket;
    QNetworkRequest request(QUrl(QString::fromStdString("ws" + m_server->url().substr(4)) + u"/api/v1/workspaces/"_s
                                 + QString::fromStdString(m_workspace) + u"/interactive"_s));
    request.setRawHeader("Authorization", QByteArray::fromStdString("Bearer " + m_server->adminToken()));
    QWebSocketHandshakeOptions options;
    options.setSubprotocols({u"cloudshell-v1"_s});
    socket.open(request, options);
    QTRY_COMPARE(sessions(u"/api/v1/me/sessions"_s).size(), 1);
    const SshSession session = sessions(u"/api/v1/me/sessions"_s).front();
    QVERIFY2(session.sessionId.starts_with("ws-"), session.sessionId.c_str());
    QCOMPARE(session.operations, (std::vector<std::string>{"sh", "pt"}));
    socket.close();
    QTRY_VERIFY(sessions(u"/api/v1/me/sessions"_s).empty());
    const auto all = sessions(u"/api/v1/me/sessions?all=true&reverse=true"_s);
    QCOMPARE(all.front().sessionId, session.sessionId);
    QCOMPARE(sessions(u"/api/v1/me/sessions?all=true&last_n=1"_s).front().sessionId, session.sessionId);
    QCOMPARE(sessions(u"/api/v1/me/sessions?all=true&limit=1"_s).front().sessionId, all.back().sessionId);
}

void SshSessionsTest::aDoorThatStaysShutIsNoSession()
{
    const std::size_t before = sessions(u"/api/v1/me/sessions?all=true"_s).size();
    const QString path = u"/api/v1/workspaces/"_s + QString::fromStdString(m_workspace);
    QCOMPARE(m_server->request("GET", path + u"/interactive"_s).status, 426);
    QCOMPARE(m_server->request("GET", path + u"/tunnel"_s).status, 400);
    QCOMPARE(sessions(u"/api/v1/me/sessions?all=true"_s).size(), before);
}

void SshSessionsTest::aCrashEndsWhatItInterrupted()
{
    TestProcess inside;
    inside.start(u"portolanctl"_s, ssh(u"echo here; sleep 1000"_s));
    QVERIFY(inside.waitForReadyRead(20'000));
    const auto active = sessions(u"/api/v1/me/sessions"_s);
    QCOMPARE(active.size(), 1);
    m_server->kill();
    inside.kill();
    QVERIFY(inside.waitForFinished());
    VERIFY_RESULT(m_server->start());
    QVERIFY(sessions(u"/api/v1/me/sessions"_s).empty());
    const auto all = sessions(u"/api/v1/me/sessions?all=true&reverse=true"_s);
    QCOMPARE(all.front().sessionId, active.front().sessionId);
    QVERIFY(all.front().end && *all.front().end >= all.front().start);
}

void SshSessionsTest::listsAreCutDownToWhatOneMaySee()
{
    QCOMPARE(m_server->requestAs(m_alice, "GET", u"/api/v1/sessions?all=true"_s).body, "[]");
    QCOMPARE(m_server->requestAs(m_alice, "GET", u"/api/v1/sessions?username=admin"_s).status, 403);
    QCOMPARE(m_server->requestAs(m_alice, "GET", u"/api/v1/users/admin/sessions"_s).status, 404);
    QVERIFY(sessions(u"/api/v1/users/admin/sessions?all=true"_s).size() > 2);
    const QString here = u"/api/v1/sessions?all=true&limit=1&workspace="_s;
    QCOMPARE(sessions(here + QString::fromStdString(m_workspace)).size(), 1);
    QVERIFY(m_server->request("GET", here + QString::fromStdString(m_workspace)).header("x-total-count").toInt() > 2);
    QCOMPARE(m_server->request("GET", here + u"other"_s).header("x-total-count"), "0");
    QCOMPARE(m_server->request("GET", u"/api/v1/sessions?last_n=0"_s).status, 400);
}

/// What somebody did is not told to whoever is given the name later.
void SshSessionsTest::theNextOfANameIsAnother()
{
    const auto begin = [this] {
        const QByteArray login = R"({"username":"dora","password":"a good password"})";
        if (m_server->request("POST", u"/api/v1/users"_s, login).status != 201)
            return std::string();
        const auto answer = m_server->request("POST", u"/login"_s, login, {{"Authorization", {}}});
        return QJsonDocument::fromJson(answer.body)[u"access_token"_s].toString().toStdString();
    };
    const std::string first = begin();
    QVERIFY(!first.empty());
    const auto workspace = m_server->createWorkspace({.username = "dora", .blueprint = "shell"});
    VERIFY_RESULT(workspace);
    const QTemporaryDir folder;
    const QString tokenFile = folder.filePath(u"token"_s);
    VERIFY_RESULT(writeFileAtomically(tokenFile.toStdString(), first + "\n"));
    const auto inside = runProgram(u"portolanctl"_s, {u"--server"_s, QString::fromStdString(m_server->url()),
                                                      u"--token-file"_s, tokenFile, u"workspace"_s, u"ssh"_s,
                                                      QString::fromStdString(*workspace), u"--"_s, u"true"_s});
    QVERIFY2(inside.status == 0, inside.errors.constData());
    const auto list = u"/api/v1/me/sessions?all=true"_s;
    QTRY_COMPARE(m_server->requestAs(first, "GET", list).header("x-total-count"), "1");
    const auto seen = [this](const std::string &token) {
        const auto answer = m_server->requestAs(token, "GET", u"/api/events?limit=1000"_s);
        return schema::decode<EventHistory>(answer.body.toStdString()).value_or(EventHistory()).events;
    };
    const auto before = seen(first);
    QVERIFY(std::ranges::contains(before, "workspace.created", &Event::type));
    const auto path = u"/api/v1/workspaces/%1?delete=true"_s.arg(QString::fromStdString(*workspace));
    QCOMPARE(m_server->request("DELETE", path).status, 202);
    QVERIFY(waitUntil([this] { return m_server->request("DELETE", u"/api/v1/users/dora"_s).status == 204; }));

    const std::string second = begin();
    QVERIFY(!second.empty());
    QCOMPARE(m_server->requestAs(second, "GET", list).body, "[]");
    QCOMPARE(m_server->request("GET", u"/api/v1/users/dora/sessions?all=true"_s).header("x-total-count"), "0");
    const auto after = seen(second);
    QVERIFY(!after.empty());
    QVERIFY(after.front().seq > before.back().seq);
    QCOMPARE(after.front().type, "user.created");
    // The stream as well, from wherever one asks for it.
    RawClient stream(m_server->port());
    stream.send(std::format("GET /api/events/stream?after=0 HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {}\r\n\r\n",
                            second));
    const std::string text = stream.until(std::format("id: {}\n", after.back().seq));
    QCOMPARE(text.find("id: "), text.find(std::format("id: {}\n", after.front().seq)));
}

QTEST_GUILESS_MAIN(SshSessionsTest)
#include "ssh_sessions_test.moc"
