// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/control/workspace_controller.h"
#include "server/portals/builtin/session_controller.h"
#include "server/portals/environments.h"
#include "server/portals/registry.h"
#include "server/runtime/null/null_runtime.h"
#include "tests/support/run.h"

#include <QTemporaryDir>
#include <QTest>

using namespace portolan;
using namespace portolan::portals;
using namespace portolan::test;
using namespace std::chrono_literals;

/// What becomes of sessions as time goes by, with the controllers of a server and a runtime that runs nothing. The clock
/// is moved by hand.
class SessionControllerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void reservesAreKeptWarm();
    void aSessionThatNobodyOpensEnds();
    void aTokenOpensOnceAndInTime();
    void sessionsEndWhenTheirTimeIsUp();
    void sessionsThatNobodyLooksAtEnd();
    void aWorkspaceThatDiesTakesItsSession();
    void takenAwayPortalsEndTheirSessions();
    void aRestartGoesOn();
    void endedSessionsAreForgottenLater();

private:
    void startControllers();
    void stopControllers();
    void offer(EnvironmentRules rules, std::int64_t maximum = 0);
    [[nodiscard]] WorkshopSession sessionFor(const std::string &user);
    [[nodiscard]] store::ItemPtr<WorkshopSession> now(const WorkshopSession &session) const;
    [[nodiscard]] bool becomes(const WorkshopSession &session, WorkshopSessionState state) const;
    [[nodiscard]] std::size_t warm() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ManualClock> m_clock;
    SystemRandom m_random;
    std::unique_ptr<State> m_state;
    std::unique_ptr<vault::Vault> m_vault;
    std::optional<control::Blueprints> m_blueprints;
    std::optional<control::JobBoard> m_jobs;
    std::unique_ptr<runtime::NullRuntime> m_runtime;
    std::optional<control::WorkspaceController> m_workspaceController;
    std::optional<control::WorkspaceService> m_workspaces;
    std::optional<SessionController> m_controller;
    std::optional<BuiltinPortal> m_portal;
    std::optional<Registry> m_registry;
    std::map<std::string, std::string> m_tokens; ///< of the last grant, by session
    const identity::Principal m_admin{.username = "root", .roles = {Role::Admin}};
};

void SessionControllerTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_clock = std::make_unique<ManualClock>(Time(1'000'000'000s));
    auto opened = State::open(m_folder->filePath(QStringLiteral("portolan.db")).toStdString(), *m_clock);
    VERIFY_RESULT(opened);
    m_state = std::move(*opened);
    auto vaultOpened = vault::Vault::open(m_folder->filePath(QStringLiteral("keys")).toStdString(), m_random);
    VERIFY_RESULT(vaultOpened);
    m_vault = std::move(*vaultOpened);
    auto loaded = control::Blueprints::load();
    VERIFY_RESULT(loaded);
    m_blueprints.emplace(std::move(*loaded));
    m_jobs.emplace(*m_clock);
    m_runtime = std::make_unique<runtime::NullRuntime>();
    startControllers();
    VERIFY_RESULT(run(m_registry->putWorkshop("w-a", {.title = "A", .description = "About it"}, m_admin)));
}

void SessionControllerTest::startControllers()
{
    m_workspaceController.emplace(*m_state, *m_runtime, *m_blueprints, *m_jobs,
                                  control::WorkspaceController::Options{});
    m_workspaces.emplace(
        *m_state, *m_blueprints, *m_jobs, m_random,
        [this](const std::string &name) { m_workspaceController->wake(name); }, control::WorkspaceService::Options{});
    m_controller.emplace(*m_state, *m_workspaces, SessionController::Options{.lookEvery = 5ms});
    m_portal.emplace(*m_state, *m_blueprints, m_random,
                     BuiltinPortal::Wake{
                         .session = [this](const std::string &id) { m_controller->wakeSession(id); },
                         .environment = [this](const std::string &id) { m_controller->wakeEnvironment(id); },
                         .workspace = [this](const std::string &name) { m_workspaceController->wake(name); }},
                     BuiltinPortal::Options{.runtime = "null"});
    m_controller->setPortal(*m_portal);
    m_registry.emplace(*m_state, *m_vault, *m_blueprints, m_random,
                       [this](const std::string &id) { m_controller->wakePortal(id); });
    VERIFY_RESULT(run(m_workspaceController->start()));
    m_controller->start();
}

void SessionControllerTest::stopControllers()
{
    run(m_controller->stop());
    run(m_workspaceController->stop());
    m_registry.reset();
    m_portal.reset();
    m_controller.reset();
    m_workspaces.reset();
    m_workspaceController.reset();
}

void SessionControllerTest::cleanup()
{
    stopControllers();
    m_state->close();
}

void SessionControllerTest::offer(EnvironmentRules rules, std::int64_t maximum)
{
    TrainingPortalSpec spec;
    spec.portal.sessions.maximum = maximum;
    PortalWorkshop offered;
    static_cast<EnvironmentRules &>(offered) = rules;
    offered.name = "w-a";
    spec.workshops = {offered};
    VERIFY_RESULT(run(m_registry->putPortal("local", "p", spec, m_admin)));
}

WorkshopSession SessionControllerTest::sessionFor(const std::string &user)
{
    const auto portal = m_state->portals.find("local/p");
    const auto grant = run(m_portal->request(portal->value, {.environment = "p-w01", .user = user}));
    if (!grant)
        qFatal("%s", grant.error().detail.c_str());
    const auto token = grant->url.find("token=") + 6;
    m_tokens[grant->session] = grant->url.substr(token, grant->url.find('&', token) - token);
    return m_portal->find("p", grant->session)->value;
}

store::ItemPtr<WorkshopSession> SessionControllerTest::now(const WorkshopSession &session) const
{
    return m_state->workshopSessions.find(session.id());
}

bool SessionControllerTest::becomes(const WorkshopSession &session, WorkshopSessionState state) const
{
    return waitUntil([&] {
        const auto item = now(session);
        return item && item->value.state == state;
    });
}

std::size_t SessionControllerTest::warm() const
{
    using Sessions = store::Stored<WorkshopSession>;
    return m_state->workshopSessions.count(Sessions::byEnvironmentPhase,
                                           Sessions::groupOf("local/p/p-w01", SessionPhase::Available));
}

void SessionControllerTest::reservesAreKeptWarm()
{
    offer({.capacity = 4, .reserved = 2});
    QVERIFY(waitUntil([&] { return warm() == 2; }));
    const auto first = sessionFor("ann");
    QCOMPARE(first.name, "p-w01-s001"); // the oldest of them
    QVERIFY(waitUntil([&] { return warm() == 2; })); // and another one takes its place
    static_cast<void>(sessionFor("bob"));
    QVERIFY(waitUntil([&] { return warm() == 2; })); // four in all: there is room for no more
    static_cast<void>(sessionFor("cat"));
    static_cast<void>(sessionFor("dan"));
    QCOMPARE(warm(), 0);
    const auto refused = run(m_portal->request(m_state->portals.find("local/p")->value,
                                               {.environment = "p-w01", .user = "eve"}));
    COMPARE_ERROR(refused, ErrorCode::Conflict);
    // Fewer are wanted: what is too much ends, what is somebody's stays.
    VERIFY_RESULT(run(m_portal->terminate({}, first, "enough")));
    QVERIFY(waitUntil([&] { return warm() == 1; }));
    offer({.capacity = 4, .reserved = 0});
    QVERIFY(waitUntil([&] { return warm() == 0; }));
    QCOMPARE(fillOf(*m_state, m_state->environments.find("local/p/p-w01")->value).allocated, 3);
}

void SessionControllerTest::aSessionThatNobodyOpensEnds()
{
    offer({.capacity = 1, .reserved = 0});
    const auto session = sessionFor("ann");
    QVERIFY(becomes(session, WorkshopSessionState::Waiting));
    m_clock->advance(59s);
    QTest::qWait(30);
    QVERIFY(now(session)->value.isAlive());
    // Whoever asks again has another minute.
    const auto again = sessionFor("ann");
    QCOMPARE(again.name, session.name);
    m_clock->advance(59s);
    QTest::qWait(30);
    QVERIFY(now(session)->value.isAlive());
    m_clock->advance(2s);
    QVERIFY(becomes(session, WorkshopSessionState::Stopped));
    QCOMPARE(now(session)->value.reason, "its user did not come in time");
    QVERIFY(!m_state->workspaces.find(session.workspace));
    static_cast<void>(sessionFor("bob")); // its place is free
}

void SessionControllerTest::aTokenOpensOnceAndInTime()
{
    offer({.capacity = 1, .reserved = 0, .expires = 1h});
    auto session = sessionFor("ann");
    const std::string late = m_tokens[session.name];
    m_clock->advance(50s);
    session = sessionFor("ann");
    const std::string token = m_tokens[session.name];
    m_clock->advance(11s); // the first one is 61 seconds old
    COMPARE_ERROR(run(m_portal->activate(session.id(), late)), ErrorCode::InvalidArgument);
    COMPARE_ERROR(run(m_portal->activate(session.id(), "guess")), ErrorCode::InvalidArgument);
    const auto opened = run(m_portal->activate(session.id(), token));
    VERIFY_RESULT(opened);
    QCOMPARE(opened->session.state, WorkshopSessionState::Running);
    QCOMPARE(*opened->session.expires, m_clock->now() + 1h);
    QVERIFY(!opened->session.activateBy);
    COMPARE_ERROR(run(m_portal->activate(session.id(), token)), ErrorCode::InvalidArgument); // used
    const auto row = now(session)->value;
    QVERIFY(BuiltinPortal::isOpenFor(row, opened->cookie));
    QVERIFY(!BuiltinPortal::isOpenFor(row, opened->cookie + "x"));
    QVERIFY(!BuiltinPortal::isOpenFor(row, ""));
    // The secrets themselves are not kept.
    const std::string stored = store::Stored<WorkshopSession>::encode(row);
    QVERIFY(!stored.contains(token) && !stored.contains(opened->cookie));
}

void SessionControllerTest::sessionsEndWhenTheirTimeIsUp()
{
    offer({.capacity = 2, .reserved = 0, .expires = 60min, .overtime = 30min, .deadline = 90min});
    const auto session = sessionFor("ann");
    VERIFY_RESULT(run(m_portal->activate(session.id(), m_tokens[session.name])));
    m_clock->advance(31min);
    const auto extended = run(m_portal->extend({}, session));
    VERIFY_RESULT(extended);
    QVERIFY(extended->extended);
    QCOMPARE(*extended->clock.left, 59min);
    const auto once = run(m_portal->extend({}, session));
    VERIFY_RESULT(once);
    QVERIFY(!once->extended);
    m_clock->advance(58min);
    QTest::qWait(30);
    QVERIFY(now(session)->value.isAlive());
    m_clock->advance(1min);
    QVERIFY(becomes(session, WorkshopSessionState::Stopped));
    QCOMPARE(now(session)->value.reason, "its time was up");
}

void SessionControllerTest::sessionsThatNobodyLooksAtEnd()
{
    offer({.capacity = 2, .reserved = 0, .orphaned = 10min});
    const auto session = sessionFor("ann");
    VERIFY_RESULT(run(m_portal->activate(session.id(), m_tokens[session.name])));
    m_controller->seen(session.id());
    m_clock->advance(9min);
    m_controller->seen(session.id());
    m_clock->advance(9min);
    QTest::qWait(30);
    QVERIFY(now(session)->value.isAlive());
    m_clock->advance(1min);
    QVERIFY(becomes(session, WorkshopSessionState::Stopped));
    QCOMPARE(now(session)->value.reason, "nobody looked at it any more");
}

void SessionControllerTest::aWorkspaceThatDiesTakesItsSession()
{
    offer({.capacity = 2, .reserved = 0});
    const auto session = sessionFor("ann");
    QVERIFY(becomes(session, WorkshopSessionState::Waiting));
    VERIFY_RESULT(run(m_workspaces->stop(session.workspace, m_admin)));
    QVERIFY(becomes(session, WorkshopSessionState::Stopped));
    QVERIFY(now(session)->value.reason.starts_with("its workspace is Stop"));
    QVERIFY(!m_state->workspaces.find(session.workspace));
}

void SessionControllerTest::takenAwayPortalsEndTheirSessions()
{
    offer({.capacity = 5, .reserved = 2});
    QVERIFY(waitUntil([&] { return warm() == 2; }));
    const auto session = sessionFor("ann");
    VERIFY_RESULT(run(m_registry->removePortal("local", "p", m_admin)));
    COMPARE_ERROR(run(m_portal->request(m_state->portals.find("local/p")->value,
                                        {.environment = "p-w01", .user = "bob"})),
                  ErrorCode::Conflict);
    QVERIFY(waitUntil([&] { return m_state->portals.size() == 0; }));
    QCOMPARE(m_state->environments.size(), 0);
    QCOMPARE(m_state->workshopSessions.size(), 0);
    QCOMPARE(m_state->workspaces.size(), 0);
}

void SessionControllerTest::aRestartGoesOn()
{
    offer({.capacity = 5, .reserved = 1});
    QVERIFY(waitUntil([&] { return warm() == 1; }));
    const auto session = sessionFor("ann");
    stopControllers();
    m_clock->advance(61s); // while nobody looks
    startControllers();
    QVERIFY(becomes(session, WorkshopSessionState::Stopped));
    QCOMPARE(now(session)->value.reason, "its user did not come in time");
    QVERIFY(waitUntil([&] { return warm() == 1; }));
}

void SessionControllerTest::endedSessionsAreForgottenLater()
{
    offer({.capacity = 5, .reserved = 0});
    const auto session = sessionFor("ann");
    VERIFY_RESULT(run(m_portal->terminate({}, session, "done")));
    QVERIFY(becomes(session, WorkshopSessionState::Stopped));
    m_clock->advance(35h);
    QTest::qWait(30);
    QVERIFY(now(session));
    m_clock->advance(2h);
    QVERIFY(waitUntil([&] { return !now(session); }));
    // Its number is not given again.
    QCOMPARE(sessionFor("bob").name, "p-w01-s002");
}

QTEST_GUILESS_MAIN(SessionControllerTest)
#include "session_controller_test.moc"
