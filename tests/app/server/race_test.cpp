// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/schema/codec.h"
#include "server/state/state.h"
#include "tests/support/raw_client.h"
#include "tests/support/server/server_process.h"

#include <set>

using namespace portolan;
using namespace portolan::test;

namespace {

constexpr int racers = 32;
constexpr int quota = 5;

struct RaceRequest {
    std::string token;
    std::string method;
    std::string path;
    std::string body = {};
};

/// How many answered with each status, and what they said.
struct Outcomes {
    std::map<int, int> count;
    std::map<int, std::set<std::string>> details; ///< by status
    std::vector<std::string> accepted;            ///< bodies of 202
};

std::string memberOf(const std::string &body, std::string_view name)
{
    const auto document = JsonDocument::parse(body);
    const auto member = document ? document->root().find(name) : std::nullopt;
    return std::string(member ? member->toString().value_or("") : "");
}

/// Sends all of them at the same time, each on a connection of its own.
Outcomes race(std::uint16_t port, const std::vector<RaceRequest> &requests)
{
    std::vector<RawClient> clients;
    for (std::size_t i = 0; i < requests.size(); ++i)
        clients.emplace_back(port);
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const auto &[token, method, path, body] = requests[i];
        clients[i].send(std::format("{} {} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer {}\r\nContent-Type: "
                                    "application/json\r\nContent-Length: {}\r\n\r\n{}",
                                    method, path, token, body.size(), body));
    }
    Outcomes outcomes;
    for (auto &client : clients) {
        const auto response = client.response();
        const int status = response ? response->status : 0;
        ++outcomes.count[status];
        if (status == 202)
            outcomes.accepted.push_back(response->body);
        else if (response)
            outcomes.details[status].insert(memberOf(response->body, "detail"));
    }
    return outcomes;
}

} // namespace

/// Many ask for the same at the same moment: as many get it as may, and the others are told why not.
class RaceTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void oneGetsTheName_data();
    void oneGetsTheName();
    void asManyAsTheQuotaAllows();
    void oneStarts();
    void allDeleteTheSame();
    void leavesNothingHalf();

private:
    [[nodiscard]] std::vector<Event> eventsOf(const std::string &workspace) const;
    [[nodiscard]] Result<void> wipe(const std::string &workspace) const;
    [[nodiscard]] Result<ProvisionJob> finish(const std::string &acceptedBody) const;

    ServerProcess m_server{{QStringLiteral("--workspaces-per-owner"), QString::number(quota)}};
    std::string m_alice;
    std::string m_bob;
    std::map<std::string, int> m_jobsOf; ///< how many the store must have
};

void RaceTest::initTestCase()
{
    VERIFY_RESULT(m_server.start());
    QCOMPARE(m_server.stop(), 0);
    m_alice = m_server.addUser("alice", {Role::User});
    m_bob = m_server.addUser("bob", {Role::User});
    VERIFY_RESULT(m_server.start());
}

std::vector<Event> RaceTest::eventsOf(const std::string &workspace) const
{
    ControlPlaneClient client(m_server.address());
    auto history = run(client.events({.filter = {.subject = workspace}, .after = 0, .limit = 1000}));
    if (!history)
        qFatal("%s", history.error().detail.c_str());
    return std::move(history->events);
}

Result<ProvisionJob> RaceTest::finish(const std::string &acceptedBody) const
{
    ControlPlaneClient client(m_server.address());
    return run(client.waitForJob(memberOf(acceptedBody, "jobId"), {}));
}

Result<void> RaceTest::wipe(const std::string &workspace) const
{
    ControlPlaneClient client(m_server.address());
    const auto accepted = run(client.deleteWorkspace(workspace));
    if (!accepted)
        return std::unexpected(accepted.error());
    if (const auto job = run(client.waitForJob(accepted->jobId, {})); !job)
        return std::unexpected(job.error());
    return {};
}

void RaceTest::oneGetsTheName_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("twoOwners");
    QTest::newRow("a name of one's own") << QByteArray(R"({"blueprint":"shell","name":"mine"})") << false;
    QTest::newRow("the derived name") << QByteArray(R"({"blueprint":"shell"})") << false;
    QTest::newRow("two owners") << QByteArray(R"({"blueprint":"shell","name":"ours"})") << true;
}

void RaceTest::oneGetsTheName()
{
    QFETCH(QByteArray, body);
    QFETCH(bool, twoOwners);
    std::vector<RaceRequest> requests;
    for (int i = 0; i < racers; ++i)
        requests.push_back({.token = twoOwners && i % 2 == 1 ? m_bob : m_alice,
                            .method = "POST",
                            .path = "/api/v1/workspaces",
                            .body = body.toStdString()});
    const auto outcomes = race(m_server.port(), requests);
    QCOMPARE(outcomes.count, (std::map<int, int>{{202, 1}, {409, racers - 1}}));
    const auto name = memberOf(outcomes.accepted.front(), "workspace");
    for (const auto &detail : outcomes.details.at(409))
        QVERIFY2(detail.contains(name), detail.c_str());
    const auto job = finish(outcomes.accepted.front());
    VERIFY_RESULT(job);
    QCOMPARE(job->outcome, "succeeded");

    ControlPlaneClient client(m_server.address());
    const auto all = run(client.workspaces({.all = true}));
    VERIFY_RESULT(all);
    QCOMPARE(all->size(), 1U);
    QCOMPARE(all->front().name, name);
    QCOMPARE(all->front().status, "Running");
    // It was made once and came up once, whoever else asked.
    std::map<std::string, int> told;
    for (const Event &event : eventsOf(name))
        ++told[event.type == "workspace.state" ? memberOf(event.data.text, "state") : event.type];
    QCOMPARE(told, (std::map<std::string, int>{{"workspace.created", 1}, {"Running", 1}}));
    VERIFY_RESULT(wipe(name));
    m_jobsOf[name] = 2; // the creation and the wipe
}

void RaceTest::asManyAsTheQuotaAllows()
{
    std::vector<RaceRequest> requests;
    for (int i = 0; i < racers; ++i)
        requests.push_back({.token = m_alice,
                            .method = "POST",
                            .path = "/api/v1/workspaces",
                            .body = std::format(R"({{"blueprint":"shell","name":"lab{}"}})", i)});
    // Somebody else has a quota of their own.
    requests.push_back({.token = m_bob,
                        .method = "POST",
                        .path = "/api/v1/workspaces",
                        .body = R"({"blueprint":"shell","name":"bobs"})"});
    const auto outcomes = race(m_server.port(), requests);
    QCOMPARE(outcomes.count, (std::map<int, int>{{202, quota + 1}, {409, racers - quota}}));
    QCOMPARE(outcomes.details.at(409),
             (std::set<std::string>{"alice has 5 workspaces, and more are not allowed; delete one first"}));
    ControlPlaneClient client(m_server.address());
    const auto hers = run(client.workspaces({.all = true, .username = "alice"}));
    VERIFY_RESULT(hers);
    QCOMPARE(hers->size(), std::size_t(quota));
    std::set<std::string> names;
    for (const auto &body : outcomes.accepted) {
        VERIFY_RESULT(finish(body));
        names.insert(memberOf(body, "workspace"));
    }
    QCOMPARE(names.size(), std::size_t(quota + 1)); // nobody was told of another's
    for (const auto &workspace : *hers)
        QVERIFY(names.contains(workspace.name));

    // One goes, and one of all that ask gets its place.
    VERIFY_RESULT(wipe(hers->front().name));
    std::erase_if(requests, [&](const RaceRequest &request) {
        return std::ranges::any_of(*hers, [&](const auto &workspace) {
            return request.body.contains(std::format("\"{}\"", workspace.name));
        });
    });
    const auto second = race(m_server.port(), requests);
    QCOMPARE(second.count.at(202), 1);
    VERIFY_RESULT(finish(second.accepted.front()));
    const auto left = run(client.workspaces({.all = true}));
    VERIFY_RESULT(left);
    for (const auto &workspace : *left)
        VERIFY_RESULT(wipe(workspace.name));
}

void RaceTest::oneStarts()
{
    const auto name = m_server.createWorkspace({.username = "alice", .blueprint = "shell", .name = "again"});
    VERIFY_RESULT(name);
    ControlPlaneClient client(m_server.address());
    const auto stopped = run(client.stopWorkspace(*name));
    VERIFY_RESULT(stopped);
    VERIFY_RESULT(run(client.waitForJob(stopped->jobId, {})));
    const auto outcomes = race(m_server.port(), std::vector<RaceRequest>(racers, {.token = m_alice,
                                                                                  .method = "POST",
                                                                                  .path = "/api/v1/workspaces/again/"
                                                                                          "start"}));
    QCOMPARE(outcomes.count, (std::map<int, int>{{202, 1}, {409, racers - 1}}));
    QCOMPARE(outcomes.details.at(409), (std::set<std::string>{"the workspace again is running already"}));
    VERIFY_RESULT(finish(outcomes.accepted.front()));
    QCOMPARE(run(client.workspace(*name))->restarts, 1);
    m_jobsOf[*name] = 3;
}

void RaceTest::allDeleteTheSame()
{
    const auto outcomes = race(m_server.port(),
                               std::vector<RaceRequest>(racers, {.token = m_alice,
                                                                 .method = "DELETE",
                                                                 .path = "/api/v1/workspaces/again?delete=true"}));
    // Deleting is joined; who comes when it is gone is told so.
    std::set<std::string> jobs;
    for (const auto &body : outcomes.accepted)
        jobs.insert(memberOf(body, "jobId"));
    QCOMPARE(jobs.size(), 1U);
    for (const auto &[status, count] : outcomes.count)
        QVERIFY2(status == 202 || status == 404, std::to_string(status).c_str());
    VERIFY_RESULT(finish(outcomes.accepted.front()));
    QCOMPARE(run(ControlPlaneClient(m_server.address()).workspace("again")).error().code, ErrorCode::NotFound);
    ++m_jobsOf["again"];
}

void RaceTest::leavesNothingHalf()
{
    ControlPlaneClient client(m_server.address());
    const auto history = run(client.events({.filter = {}, .after = 0, .limit = 1000}));
    VERIFY_RESULT(history);
    for (std::size_t at = 0; at < history->events.size(); ++at)
        QCOMPARE(history->events[at].seq, static_cast<std::int64_t>(at) + 1);
    QCOMPARE(m_server.stop(), 0);
    SystemClock clock;
    const auto state = State::open(m_server.data() + "/portolan.db", clock);
    VERIFY_RESULT(state);
    QCOMPARE((*state)->workspaces.size(), 0U);
    std::map<std::string, int> jobs;
    for (const auto &job : (*state)->jobs.all())
        ++jobs[job->value.workspace];
    for (const auto &[workspace, count] : m_jobsOf)
        QCOMPARE(jobs[workspace], count);
    (*state)->close();
}

QTEST_GUILESS_MAIN(RaceTest)
#include "race_test.moc"
