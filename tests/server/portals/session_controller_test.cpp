// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/environments.h"
#include "tests/server/portals/running_portal.h"

using namespace portolan;
using namespace portolan::portals;
using namespace portolan::test;
using namespace std::chrono_literals;

namespace {

/// Starts nothing until it is let go.
class HeldRuntime final : public runtime::NullRuntime
{
public:
    [[nodiscard]] Task<Result<void>> start(runtime::Spec spec, runtime::Progress progress) override
    {
        if (!m_isFree) {
            const OneShot<bool> turn;
            m_waiting.push_back(turn);
            co_await turn;
        }
        co_return co_await NullRuntime::start(std::move(spec), std::move(progress));
    }
    void letGo()
    {
        m_isFree = true;
        for (OneShot<bool> &turn : std::exchange(m_waiting, {}))
            turn.set(true);
    }

private:
    std::vector<OneShot<bool>> m_waiting;
    bool m_isFree = false;
};

} // namespace

/// What becomes of sessions as time goes by.
class SessionControllerTest : public QObject, private RunningPortal
{
    Q_OBJECT

private Q_SLOTS:
    void init() { open(); }
    void aSessionIsReadyWithItsWorkspace_data();
    void aSessionIsReadyWithItsWorkspace();
    void whatDoesNotStartEnds();
    void cleanup() { close(); }
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
    [[nodiscard]] std::unique_ptr<runtime::Runtime> makeRuntime() override
    {
        auto held = std::make_unique<HeldRuntime>();
        m_held = held.get();
        const QByteArrayView test = QTest::currentTestFunction();
        if (test != "whatDoesNotStartEnds" && test != "aSessionIsReadyWithItsWorkspace")
            m_held->letGo();
        return held;
    }
    [[nodiscard]] std::size_t warm() const;

    HeldRuntime *m_held = nullptr;
};

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
    const auto refused = run(m_portal->request(m_state->portals.find("local/p"),
                                               {.environment = "p-w01", .user = "eve"}));
    COMPARE_ERROR(refused, ErrorCode::Conflict);
    // Fewer are wanted: what is too much ends, what is somebody's stays.
    VERIFY_RESULT(run(m_portal->terminate({}, first, {SessionEnd::Ended, "root"})));
    QVERIFY(waitUntil([&] { return warm() == 1; }));
    offer({.capacity = 4, .reserved = 0});
    QVERIFY(waitUntil([&] { return warm() == 0; }));
    QCOMPARE(fillOf(*m_state, m_state->environments.find("local/p/p-w01")->value).allocated, 3);
}

void SessionControllerTest::aSessionIsReadyWithItsWorkspace_data()
{
    QTest::addColumn<bool>("together");
    QTest::addColumn<std::uint64_t>("changes");
    QTest::newRow("in one change") << true << std::uint64_t(1);
    QTest::newRow("after it") << false << std::uint64_t(2);
}

void SessionControllerTest::aSessionIsReadyWithItsWorkspace()
{
    QFETCH(const bool, together);
    QFETCH(const std::uint64_t, changes);
    stopControllers();
    m_readyWithWorkspace = together;
    startControllers();
    offer({.capacity = 1, .reserved = 0});
    const auto session = sessionFor("ann");
    QTest::qWait(30);
    QCOMPARE(now(session)->value.state, WorkshopSessionState::Starting);
    const auto before = m_state->ledger().counters().committed;
    m_held->letGo();
    QVERIFY(becomes(session, WorkshopSessionState::Waiting));
    QCOMPARE(m_state->workspaces.find(session.workspace)->value.state, WorkspaceState::Running);
    QCOMPARE(m_state->ledger().counters().committed - before, changes);
    m_readyWithWorkspace = true;
}

void SessionControllerTest::whatDoesNotStartEnds()
{
    offer({.capacity = 2, .reserved = 1, .overdue = 90s});
    const auto only = [this]() -> store::ItemPtr<WorkshopSession> {
        const auto all = m_state->workshopSessions.all();
        return all.empty() ? nullptr : all.front();
    };
    QVERIFY(waitUntil([&] { return only() != nullptr; }));
    const auto session = only()->value; // kept warm: nobody asks what it does
    QVERIFY(session.user.empty());
    m_clock->advance(89s);
    QTest::qWait(30);
    QCOMPARE(now(session)->value.state, WorkshopSessionState::Starting);
    m_clock->advance(1s);
    QVERIFY(becomes(session, WorkshopSessionState::Stopping));
    QCOMPARE(now(session)->value.end, SessionEnd::NotReady);
    m_held->letGo();
    QVERIFY(becomes(session, WorkshopSessionState::Stopped));
    QVERIFY(waitUntil([&] { return warm() == 1; })); // another one takes its place
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
    QCOMPARE(now(session)->value.end, SessionEnd::NotActivated);
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
    QCOMPARE(now(session)->value.end, SessionEnd::Expired);
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
    QCOMPARE(now(session)->value.end, SessionEnd::Orphaned);
}

void SessionControllerTest::aWorkspaceThatDiesTakesItsSession()
{
    offer({.capacity = 2, .reserved = 0});
    const auto session = sessionFor("ann");
    QVERIFY(becomes(session, WorkshopSessionState::Waiting));
    VERIFY_RESULT(run(m_workspaces->stop(session.workspace, m_admin)));
    QVERIFY(becomes(session, WorkshopSessionState::Stopped));
    QCOMPARE(now(session)->value.end, SessionEnd::Vanished);
    QVERIFY(now(session)->value.endDetail.starts_with("Stop"));
    QVERIFY(!m_state->workspaces.find(session.workspace));
}

void SessionControllerTest::takenAwayPortalsEndTheirSessions()
{
    offer({.capacity = 5, .reserved = 2});
    QVERIFY(waitUntil([&] { return warm() == 2; }));
    const auto session = sessionFor("ann");
    VERIFY_RESULT(run(m_registry->removePortal("local", "p", m_admin)));
    COMPARE_ERROR(run(m_portal->request(m_state->portals.find("local/p"), {.environment = "p-w01", .user = "bob"})),
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
    QCOMPARE(now(session)->value.end, SessionEnd::NotActivated);
    QVERIFY(waitUntil([&] { return warm() == 1; }));
}

void SessionControllerTest::endedSessionsAreForgottenLater()
{
    offer({.capacity = 5, .reserved = 0});
    const auto session = sessionFor("ann");
    VERIFY_RESULT(run(m_portal->terminate({}, session, {SessionEnd::Ended, "root"})));
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
