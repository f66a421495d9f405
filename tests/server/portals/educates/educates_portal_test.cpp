// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/educates/educates_portal.h"

#include "tests/server/portals/educates/remote.h"
#include "tests/server/portals/portal_contract.h"

using namespace portolan;
using namespace portolan::portals;
using namespace portolan::test;
using namespace std::chrono_literals;

/// Portals that are somewhere else: a second Portolan, over real sockets.
class EducatesPortalTest final : public PortalContract
{
    Q_OBJECT

protected:
    void open(std::int64_t places) override
    {
        m_other.offer(places);
        m_here.emplace(m_other, m_other.server().port(), EducatesPortal::Options{.deadline = 20s});
        catchUp();
    }
    void close() override
    {
        m_here.reset();
        m_other.withdraw();
        QVERIFY(allTasksEnd());
    }
    PortalDriver &driver() override { return *m_here->driver; }
    PortalPtr portal() override { return m_here->portal(); }
    std::string environment() override { return "demo-w01"; }
    std::optional<WorkshopSession> session(const std::string &name) override { return m_here->session(name); }
    Fill fill() override { return m_here->fill(); }
    void catchUp() override
    {
        // A session that ends is counted by the portal until all of it is gone.
        VERIFY_RESULT(m_here->poll());
        QVERIFY(waitUntil([this] {
            return m_here->poll()
                   && fillOf(*m_here->state, m_here->environment()->value).allocated
                          == static_cast<std::int64_t>(m_other.sessions().size());
        }));
    }
    bool activate(const SessionGrant &grant) override
    {
        const auto answer = m_other.server().requestAt(grant.url, "GET", QString());
        // It leads to the page, or back to where its user came from.
        return answer.status == 302
               && answer.header("location")
                      == QByteArray::fromStdString("/portals/demo/workshops/session/" + grant.session + "/");
    }

private:
    void setPassword(const std::string &password)
    {
        const auto body = QByteArray::fromStdString(
            std::format(R"({{"portal":{{"sessions":{{"maximum":3}},"credentials":{{"robot":{{"password":"{}"}}}}}},)"
                        R"("workshops":[{{"name":"lab","capacity":3,"reserved":0,"expires":"4m","deadline":"20m"}}]}})",
                        password));
        QCOMPARE(m_other.server().request("PUT", QStringLiteral("/api/v1/clusters/local/portals/demo"), body).status,
                 200);
    }

    OtherServer m_other;
    std::optional<Here> m_here;

private Q_SLOTS:
    void mirrorsWhatThePortalTells()
    {
        open(3);
        const auto before = m_here->environment();
        QVERIFY(before);
        QCOMPARE(before->value.workshop, "lab");
        QCOMPARE(before->value.resource, "lab");
        QCOMPARE(before->value.title, "Lab");
        QCOMPARE(before->value.capacity(), 3);
        QCOMPARE(before->value.phase, EnvironmentPhase::Running);
        QVERIFY(labelOf(before->value.labels, "topic") == "x");
        QCOMPARE(portal()->value.phase, PortalPhase::Running);
        QCOMPARE(portal()->value.maximum(), 3);
        VERIFY_RESULT(m_here->poll());
        QCOMPARE(m_here->environment()->version, before->version); // nothing was new
        // A session that somebody else was given there is known here with the next look, and goes with it.
        Here others(m_other, m_other.server().port(), EducatesPortal::Options{.deadline = 20s});
        VERIFY_RESULT(others.poll());
        const auto grant = run(others.driver->request(others.portal(), {.environment = "demo-w01", .user = "zoe"}));
        VERIFY_RESULT(grant);
        QVERIFY(!m_here->session(grant->session));
        VERIFY_RESULT(m_here->poll());
        QCOMPARE(m_here->session(grant->session)->user, "zoe");
        QCOMPARE(m_here->session(grant->session)->workshop, "lab");
        QCOMPARE(m_here->fill().allocated, 1);
        VERIFY_RESULT(run(others.driver->terminate(others.portal(), *others.session(grant->session),
                                                   {SessionEnd::Ended, "root"})));
        QVERIFY(waitUntil([&] { return m_here->poll() && !m_here->session(grant->session); }));
        QCOMPARE(m_here->fill().allocated, 0);
    }

    void parametersReachTheSession()
    {
        open(1);
        const auto grant = run(driver().request(portal(),
                                                {.environment = environment(),
                                                 .user = "ann",
                                                 .parameters = {{.name = "COLOUR", .value = "blue & green"}}}));
        VERIFY_RESULT(grant);
        QVERIFY2(grant->url.starts_with(m_other.server().url() + "/portals/demo/workshops/session/"),
                 grant->url.c_str());
    }

    void usersAreSentToThePublicAddress()
    {
        open(2);
        // Of which this server knows nothing but its name: all calls go to the other one.
        auto spec = m_here->spec;
        spec.remote = {.url = "https://labs.invalid/portals/demo/",
                       .internalUrl = m_other.server().url() + "/portals/demo/"};
        VERIFY_RESULT(run(m_here->registry->putPortal("local", "away", spec, m_here->admin)));
        catchUp();
        const auto grant = request("ann");
        VERIFY_RESULT(grant);
        const std::string page = "/portals/demo/workshops/session/" + grant->session + "/activate/?token=";
        QVERIFY2(grant->url.starts_with("https://labs.invalid" + page), grant->url.c_str());
        const auto again = request("ann", grant->session);
        VERIFY_RESULT(again);
        QVERIFY2(again->url.starts_with("https://labs.invalid" + page), again->url.c_str());
        VERIFY_RESULT(clock(grant->session));
        VERIFY_RESULT(run(driver().extend(portal(), named(grant->session))));
        VERIFY_RESULT(terminate(grant->session));
        QVERIFY(waitUntil([this] { return m_other.sessions().empty(); }));
    }

    void theRobotLogsInAgainWhenItsTokenIsNoLongerGood()
    {
        open(3);
        VERIFY_RESULT(request("ann"));
        // Another password ends the tokens that the old one gave, also where it is the old one again.
        const std::string old = m_other.robot().credentials.robot.password;
        setPassword("another one");
        setPassword(old);
        VERIFY_RESULT(request("bob"));
        setPassword("another one");
        const auto refused = request("cid");
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::BadGateway);
        QCOMPARE(m_here->state->sessionIntents.size(), 1U); // It may have been made, for all that is known.
        auto spec = m_here->spec;
        spec.portal.credentials.robot.password = "another one";
        VERIFY_RESULT(run(m_here->registry->putPortal("local", "away", spec, m_here->admin)));
        VERIFY_RESULT(request("cid"));
        QCOMPARE(m_here->fill().allocated, 3);
    }

    void whatIsLeftBehindIsSettled()
    {
        open(3);
        // As after a crash between the answer and its commit: the sessions are there, and only the intents tell of them.
        const auto leave = [this](const std::string &user, bool isMadeUp) {
            Here crashed(m_other, m_other.server().port(), EducatesPortal::Options{.deadline = 20s});
            QVERIFY(crashed.poll());
            QVERIFY(run(crashed.driver->request(crashed.portal(), {.environment = "demo-w01", .user = user})));
            store::Change change;
            change.put(SessionIntent{.id = "of-" + user,
                                     .cluster = "local",
                                     .portal = "away",
                                     .environment = "demo-w01",
                                     .user = user,
                                     .userIsMadeUp = isMadeUp,
                                     .tenant = "t",
                                     .client = "c",
                                     .asked = m_here->clock.now()},
                       store::absent);
            VERIFY_RESULT(run(m_here->state->ledger().commit(std::move(change))));
        };
        leave("ann", false);
        leave("made-up", true);
        QCOMPARE(m_other.sessions().size(), 2U);
        catchUp();
        QCOMPARE(m_here->state->sessionIntents.size(), 0U);
        const auto left = m_other.sessions();
        QCOMPARE(left.size(), 1U);
        QCOMPARE(left.front().user, "ann");
        QCOMPARE(m_here->session(left.front().name)->tenant, "t");
        QCOMPARE(m_here->session(left.front().name)->client, "c");
        QCOMPARE(m_here->fill().allocated, 1);
    }

    void polledAsLongAsItIsThere()
    {
        open(2);
        m_here->startPolling({.every = 20ms, .longest = 80ms});
        VERIFY_RESULT(request("ann"));
        QVERIFY(waitUntil([this] { return m_here->environment()->value.toldAllocated == 1; }));
        m_other.server().kill();
        QVERIFY(waitUntil([this] { return portal()->value.phase == PortalPhase::Unreachable; }));
        QVERIFY(portal()->value.message.contains("away"));
        QCOMPARE(m_here->environment()->value.phase, EnvironmentPhase::Running); // as it was told last
        VERIFY_RESULT(m_other.server().start());
        // It has another port now, and another address for all that is known of it.
        auto spec = m_here->spec;
        spec.remote->url = m_other.server().url() + "/portals/demo";
        VERIFY_RESULT(run(m_here->registry->putPortal("local", "away", spec, m_here->admin)));
        QVERIFY(waitUntil([this] { return portal()->value.phase == PortalPhase::Running; }));
        QVERIFY(portal()->value.message.empty());
        VERIFY_RESULT(run(m_here->registry->removePortal("local", "away", m_here->admin)));
        QCOMPARE(m_here->state->portals.size(), 0U);
        QCOMPARE(m_here->state->environments.size(), 0U);
        QCOMPARE(m_here->state->workshopSessions.size(), 0U);
    }

    void addressesThatAreNotAllowedAreNotCalled()
    {
        open(1);
        auto spec = m_here->spec;
        Registry strict(*m_here->state, *m_here->vault, *m_here->blueprints, *m_here->analytics, m_here->random,
                        [](const std::string &) {},
                        {.portals = {.allowed = {}, .key = "portals.allow_internal"},
                         .webhooks = {.allowed = {}, .key = "sinks.allow_internal"}});
        const auto refused = run(strict.putPortal("local", "other", spec, m_here->admin));
        QVERIFY(!refused);
        QCOMPARE(refused.error().fields.front().pointer, "/remote/url");
        QVERIFY(refused.error().fields.front().detail.contains("portals.allow_internal"));
        spec.remote = {.url = "https://example.org", .internalUrl = "http://10.0.0.1/"};
        QCOMPARE(run(strict.putPortal("local", "other", spec, m_here->admin)).error().fields.front().pointer,
                 "/remote/internalUrl");
        spec.remote = {.url = "https://example.org"};
        spec.portal.clients.robot.secret.clear();
        spec.portal.credentials.robot = {};
        const auto lacking = run(strict.putPortal("local", "other", spec, m_here->admin));
        QVERIFY(!lacking);
        QCOMPARE(lacking.error().fields.size(), 3U);
        QCOMPARE(lacking.error().fields.front().pointer, "/portal/clients/robot/secret");
    }
};

QTEST_GUILESS_MAIN(EducatesPortalTest)
#include "educates_portal_test.moc"
#include "moc_portal_contract.cpp"
