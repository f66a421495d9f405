// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/schema/codec.h"
#include "tests/support/program.h"
#include "tests/support/server/server_process.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QNetworkReply>

#include <csignal>
#include <filesystem>
#include <set>

using namespace portolan;
using namespace portolan::test;

/// The server is killed, again and again, while it works. What it acknowledged is there, nothing is there twice or by
/// half, and its workspaces go on.
class CrashTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void acknowledgedChangesSurvive();
    void workspacesAreTakenBack();
    void deadWorkspacesAreFound();
    void halfAStartIsFinished();

private:
    void checkEvents(std::int64_t &last);

    ServerProcess m_server;
};

void CrashTest::initTestCase()
{
    VERIFY_RESULT(m_server.start());
}

/// seq has no gap from the first event on, and never goes back over a crash.
void CrashTest::checkEvents(std::int64_t &last)
{
    ControlPlaneClient client(m_server.address());
    std::int64_t after = 0;
    while (true) {
        const auto page = run(client.events({.filter = {}, .after = after, .limit = 1000}));
        VERIFY_RESULT(page);
        if (page->events.empty())
            break;
        for (const Event &event : page->events)
            QCOMPARE(event.seq, ++after);
    }
    QVERIFY(after >= last);
    last = after;
}

void CrashTest::acknowledgedChangesSurvive()
{
    const int rounds = qEnvironmentVariableIntValue("PORTOLAN_CRASH_ROUNDS") > 0
                           ? qEnvironmentVariableIntValue("PORTOLAN_CRASH_ROUNDS")
                           : 6;
    SeededRandom random(17);
    std::set<std::string> acknowledged;
    std::int64_t lastSeq = 0;
    int number = 0;
    for (int round = 0; round < rounds; ++round) {
        QNetworkAccessManager network;
        std::set<std::string> answered;
        std::vector<std::unique_ptr<QNetworkReply>> replies;
        for (int request = 0; request < 12; ++request) {
            QNetworkRequest wanted(QUrl(QString::fromStdString(m_server.url() + "/api/v1/workspaces")));
            wanted.setRawHeader("Authorization", QByteArray::fromStdString("Bearer " + m_server.adminToken()));
            const std::string name = std::format("load-{}", number++);
            replies.emplace_back(
                network.post(wanted, QByteArray::fromStdString(R"({"blueprint":"shell","name":")" + name + "\"}")));
            QObject::connect(replies.back().get(), &QNetworkReply::finished,
                             [&answered, name, reply = replies.back().get()] {
                                 if (reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() == 202)
                                     answered.insert(name);
                             });
        }
        QTest::qWait(static_cast<int>(random.below(400)));
        m_server.kill();
        QVERIFY(waitUntil([&] {
            return std::ranges::all_of(replies, [](const auto &reply) { return reply->isFinished(); });
        }));
        acknowledged.merge(answered);
        VERIFY_RESULT(m_server.start());
        checkEvents(lastSeq);

        ControlPlaneClient client(m_server.address());
        const auto listed = run(client.workspaces({.all = true}));
        VERIFY_RESULT(listed);
        std::set<std::string> there;
        for (const WorkspaceDetails &workspace : *listed)
            QVERIFY(there.insert(workspace.name).second);
        for (const std::string &name : acknowledged)
            QVERIFY2(there.contains(name), name.c_str());
        // Everything that was asked for comes to run, whatever the moment was at which the server died.
        for (const WorkspaceDetails &workspace : *listed) {
            QVERIFY(waitUntil(
                [&] {
                    const auto now = run(client.workspace(workspace.name));
                    return now && now->status == "Running";
                },
                std::chrono::seconds(60)));
            const auto deleted = run(client.deleteWorkspace(workspace.name));
            VERIFY_RESULT(deleted);
            VERIFY_RESULT(run(client.waitForJob(deleted->jobId, {})));
            acknowledged.erase(workspace.name);
        }
    }
    QVERIFY(lastSeq > 0);
}

void CrashTest::workspacesAreTakenBack()
{
    const auto name = m_server.createWorkspace({.blueprint = "shell", .name = "survivor"});
    VERIFY_RESULT(name);
    const auto ssh = [&](const QString &command) {
        return runProgram(QStringLiteral("portolanctl"),
                          {QStringLiteral("--data"), QString::fromStdString(m_server.data()),
                           QStringLiteral("workspace"), QStringLiteral("ssh"), QStringLiteral("survivor"),
                           QStringLiteral("--"), command});
    };
    const auto begun = ssh(QStringLiteral("nohup sleep 1000 >/dev/null 2>&1 & echo $!"));
    QCOMPARE(begun.status, 0);
    m_server.kill();
    VERIFY_RESULT(m_server.start());
    ControlPlaneClient client(m_server.address());
    QCOMPARE(run(client.workspace("survivor"))->status, "Running");
    const auto still = ssh(QStringLiteral("kill -0 ") + QString::fromUtf8(begun.output.trimmed())
                           + QStringLiteral(" && echo alive"));
    QCOMPARE(still.output, "alive\n");
    // An orderly end leaves them running as well.
    QCOMPARE(m_server.stop(), 0);
    VERIFY_RESULT(m_server.start());
    QCOMPARE(ssh(QStringLiteral("echo here")).output, "here\n");
}

namespace {

/// The processes that are PID 1 of this server's workspaces, as seen from here: what the runtime has written down.
std::vector<pid_t> agentsOf(const std::string &data)
{
    std::vector<pid_t> agents;
    for (const auto &folder : std::filesystem::directory_iterator(data + "/workspaces")) {
        const auto text = readFile(folder.path() / "state.json", 64 * 1024);
        const auto state = JsonDocument::parse(text.value_or(""));
        const auto init = state ? state->root().find("init") : std::nullopt;
        const auto pid = init ? init->find("pid") : std::nullopt;
        if (const auto number = pid ? pid->toInteger() : std::nullopt)
            agents.push_back(static_cast<pid_t>(*number));
    }
    return agents;
}

} // namespace

void CrashTest::deadWorkspacesAreFound()
{
    ControlPlaneClient client(m_server.address());
    const auto waitFor = [&](std::string_view status) {
        return waitUntil([&] {
            const auto now = run(client.workspace("survivor"));
            return now && now->status == status;
        });
    };
    QVERIFY(waitFor("Running"));
    const auto agents = agentsOf(m_server.data());
    QCOMPARE(agents.size(), 1U);
    QCOMPARE(::kill(agents.front(), SIGKILL), 0);
    QVERIFY(waitFor("Error"));
    QVERIFY(run(client.workspace("survivor"))->message.contains("ended"));

    const auto started = run(client.startWorkspace("survivor"));
    VERIFY_RESULT(started);
    VERIFY_RESULT(run(client.waitForJob(started->jobId, {})));
    m_server.kill();
    const auto restarted = agentsOf(m_server.data());
    QCOMPARE(restarted.size(), 1U);
    QCOMPARE(::kill(restarted.front(), SIGKILL), 0);
    VERIFY_RESULT(m_server.start());
    ControlPlaneClient again(m_server.address());
    QVERIFY(waitUntil([&] { return run(again.workspace("survivor"))->status == "Error"; }));
}

void CrashTest::halfAStartIsFinished()
{
    ControlPlaneClient client(m_server.address());
    const auto started = run(client.startWorkspace("survivor"));
    VERIFY_RESULT(started);
    m_server.kill();
    VERIFY_RESULT(m_server.start());
    ControlPlaneClient again(m_server.address());
    const auto job = run(again.waitForJob(started->jobId, {}));
    VERIFY_RESULT(job);
    QCOMPARE(job->outcome, "succeeded");
    QCOMPARE(run(again.workspace("survivor"))->status, "Running");
}

QTEST_GUILESS_MAIN(CrashTest)
#include "crash_test.moc"
