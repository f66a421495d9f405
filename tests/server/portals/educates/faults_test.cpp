// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/portals/educates/remote.h"

#include <QTest>

using namespace portolan;
using namespace portolan::portals;
using namespace portolan::test;
using namespace std::chrono_literals;
using Fault = FaultProxy::Fault;

/// What is between this server and a remote portal breaks, at each of the calls: nobody waits for ever, no session is left
/// that nobody knows of, and what is known is true afterwards.
class FaultsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void noSessionIsLost_data();
    void noSessionIsLost();
    void whatIsAskedForIsCommittedFirst();
    void whatComesLateIsFound();
    void aPollThatFailsChangesNothing_data();
    void aPollThatFailsChangesNothing();
    void oneThatCannotBeSettledHoldsNobodyUp();
    void whatIsToldAboutSessionsIsNotMadeUp();
    void manyWaitForOneToken();

private:
    [[nodiscard]] static SessionRequest wish(const std::string &user, bool isMadeUp, std::chrono::milliseconds limit)
    {
        return {.environment = "demo-w01",
                .user = user,
                .userIsMadeUp = isMadeUp,
                .tenant = "t",
                .client = "c",
                .deadline = std::chrono::steady_clock::now() + limit};
    }
    /// Polls until what was lost is settled; then the portal and this server know of the same sessions.
    void agree(Here &here)
    {
        QVERIFY(waitUntil([&] { return here.poll() && here.state->sessionIntents.size() == 0; }));
        QVERIFY(waitUntil([&] {
            return here.poll() && here.fill().allocated == static_cast<std::int64_t>(m_other.sessions().size())
                   && here.state->workshopSessions.size() == m_other.sessions().size();
        }));
    }

    OtherServer m_other;
};

namespace {

constexpr std::chrono::milliseconds settleFor = 2s;

struct Case {
    const char *name;
    Fault fault;
};

constexpr auto faults = std::to_array<Case>({
    {"swallow", Fault::Swallow},
    {"lose the answer", Fault::LoseAnswer},
    {"reset", Fault::Reset},
    {"reset the answer", Fault::ResetAnswer},
    {"cut the answer", Fault::CutAnswer},
    {"not HTTP", Fault::NotHttp},
    {"not JSON", Fault::NotJson},
    {"redirect", Fault::Redirect},
    {"fail", Fault::Fail},
});

bool isAnswer(Fault fault)
{
    return fault == Fault::NotJson || fault == Fault::Redirect || fault == Fault::Fail;
}

bool isFault(ErrorCode code)
{
    return code == ErrorCode::Timeout || code == ErrorCode::Unavailable || code == ErrorCode::BadGateway;
}

} // namespace

void FaultsTest::cleanup()
{
    m_other.withdraw();
    QVERIFY(allTasksEnd());
}

void FaultsTest::noSessionIsLost_data()
{
    QTest::addColumn<int>("fault");
    QTest::addColumn<QString>("call");
    QTest::addColumn<bool>("isMadeUp");
    for (const Case &one : faults)
        for (const char *call : {"/oauth2/token/", "/request/"})
            for (const bool isMadeUp : {false, true})
                QTest::addRow("%s at %s for %s", one.name, call, isMadeUp ? "nobody" : "a user")
                    << static_cast<int>(one.fault) << QString::fromLatin1(call) << isMadeUp;
}

void FaultsTest::noSessionIsLost()
{
    QFETCH(const int, fault);
    QFETCH(const QString, call);
    QFETCH(const bool, isMadeUp);
    m_other.offer(5);
    FaultProxy proxy(m_other.server().port());
    {
        Here here(m_other, proxy.port(), {.deadline = 20s, .settleFor = settleFor});
        VERIFY_RESULT(here.poll());
        if (call.contains(QStringLiteral("token"))) { // which is asked for once only
            auto spec = here.spec;
            spec.portal.title = "another generation";
            VERIFY_RESULT(run(here.registry->putPortal("local", "away", spec, here.admin)));
        }
        proxy.set(static_cast<Fault>(fault), call.toStdString());
        // Where the connection breaks, Qt sends it once more; where the disk is slow, it is not sent in time.
        while (proxy.happened() == 0) {
            const auto failed = run(here.driver->request(here.portal(), wish("ann-1", isMadeUp, 400ms)));
            QVERIFY(!failed);
            QVERIFY2(isFault(failed.error().code), failed.error().detail.c_str());
        }
        proxy.set(Fault::None, {});
        agree(here);
        if (isMadeUp)
            QCOMPARE(m_other.sessions().size(), 0U);
        for (const WorkshopSessionDetails &known : m_other.sessions()) {
            const auto row = here.session(known.name);
            QVERIFY(row);
            QCOMPARE(row->user, "ann-1");
            QCOMPARE(row->tenant, "t");
        }
        // Whoever asks again has one session, and all places are there.
        for (const char *user : {"ann-1", "b", "c", "d", "e"})
            VERIFY_RESULT(run(here.driver->request(here.portal(), wish(user, false, 20s))));
        QCOMPARE(run(here.driver->request(here.portal(), wish("f", false, 20s))).error().code, ErrorCode::Conflict);
        QCOMPARE(here.fill().allocated, 5);
    }
}

void FaultsTest::whatIsAskedForIsCommittedFirst()
{
    m_other.offer(2);
    FaultProxy proxy(m_other.server().port());
    {
        Here here(m_other, proxy.port(), {.deadline = 20s, .settleFor = settleFor});
        VERIFY_RESULT(here.poll());
        proxy.set(Fault::Swallow, "/request/");
        bool isOver = false;
        constexpr auto ask = [](Here *asked, bool *over) -> Task<void> {
            const auto failed = co_await asked->driver->request(asked->portal(), wish("ann", true, 3s));
            *over = !failed && failed.error().code == ErrorCode::Timeout;
        };
        detach(ask(&here, &isOver));
        QVERIFY(waitUntil([&] { return proxy.happened() == 1; }));
        QCOMPARE(here.state->sessionIntents.size(), 1U); // A crash would be found out.
        const auto intent = here.state->sessionIntents.all().front()->value;
        QCOMPARE(intent.user, "ann");
        QVERIFY(intent.userIsMadeUp);
        QCOMPARE(intent.environment, "demo-w01");
        VERIFY_RESULT(here.poll()); // Nothing is settled that is under way.
        QCOMPARE(here.state->sessionIntents.size(), 1U);
        QVERIFY(!isOver);
        QVERIFY(waitUntil([&] { return isOver; }));
        proxy.set(Fault::None, {});
        agree(here);
    }
}

void FaultsTest::whatComesLateIsFound()
{
    m_other.offer(2);
    FaultProxy proxy(m_other.server().port());
    {
        Here here(m_other, proxy.port(), {.deadline = 20s, .settleFor = 20s});
        VERIFY_RESULT(here.poll());
        proxy.set(Fault::Delay, "/request/", 1, 3s);
        const auto failed = run(here.driver->request(here.portal(), wish("late", true, 1s)));
        QCOMPARE(failed.error().code, ErrorCode::Timeout);
        VERIFY_RESULT(here.poll()); // finds nothing yet, and does not forget
        QCOMPARE(here.state->sessionIntents.size(), 1U);
        QVERIFY(waitUntil([&] { return !m_other.sessions().empty(); }));
        agree(here);
        QCOMPARE(m_other.sessions().size(), 0U);
    }
}

void FaultsTest::aPollThatFailsChangesNothing_data()
{
    QTest::addColumn<int>("fault");
    QTest::addColumn<QString>("call");
    for (const Case &one : faults)
        for (const char *call : {"/oauth2/token/", "/catalog/environments/", "/sessions/"})
            QTest::addRow("%s at %s", one.name, call) << static_cast<int>(one.fault) << QString::fromLatin1(call);
}

void FaultsTest::aPollThatFailsChangesNothing()
{
    QFETCH(const int, fault);
    QFETCH(const QString, call);
    m_other.offer(2);
    FaultProxy proxy(m_other.server().port());
    {
        Here here(m_other, proxy.port(), {.deadline = 300ms, .settleFor = settleFor});
        QVERIFY(waitUntil([&] { return here.poll().has_value(); }));
        VERIFY_RESULT(run(here.driver->request(here.portal(), wish("ann", false, 20s))));
        proxy.set(Fault::LoseAnswer, "/request/", 1); // something to settle
        QVERIFY(!run(here.driver->request(here.portal(), wish("nobody", true, 100ms))));
        auto spec = here.spec; // and a new token to be asked for
        spec.portal.title = "another generation";
        VERIFY_RESULT(run(here.registry->putPortal("local", "away", spec, here.admin)));
        proxy.set(static_cast<Fault>(fault), call.toStdString());
        const auto polled = here.poll();
        // What is answered for one user alone says nothing of the portal.
        const bool isOfOneUser = call == QStringLiteral("/sessions/");
        QVERIFY(!polled || isOfOneUser);
        QVERIFY(polled || !isOfOneUser || !isAnswer(static_cast<Fault>(fault)));
        QVERIFY2(polled || isFault(polled.error().code), polled ? "" : polled.error().detail.c_str());
        QCOMPARE(here.portal()->value.phase, polled ? PortalPhase::Running : PortalPhase::Unreachable);
        QVERIFY(polled || !here.portal()->value.message.empty());
        QVERIFY(here.environment());
        QVERIFY(here.state->workshopSessions.size() >= 1);
        QCOMPARE(here.state->sessionIntents.size(), 1U);
        proxy.set(Fault::None, {});
        agree(here);
        QCOMPARE(here.portal()->value.phase, PortalPhase::Running);
        QCOMPARE(m_other.sessions().size(), 1U);
    }
}

void FaultsTest::oneThatCannotBeSettledHoldsNobodyUp()
{
    m_other.offer(3);
    FaultProxy proxy(m_other.server().port());
    {
        Here here(m_other, proxy.port(), {.deadline = 20s, .settleFor = settleFor});
        VERIFY_RESULT(here.poll());
        for (const char *user : {"a", "b", "c"}) {
            proxy.set(Fault::LoseAnswer, "/request/", 1);
            QVERIFY(!run(here.driver->request(here.portal(), wish(user, false, 400ms))));
        }
        QCOMPARE(here.state->sessionIntents.size(), 3U);
        proxy.set(Fault::Fail, "/workshops/user/b/");
        QVERIFY(waitUntil([&] { return here.poll() && here.state->sessionIntents.size() == 1; }));
        QCOMPARE(here.state->sessionIntents.all().front()->value.user, "b");
        QCOMPARE(here.portal()->value.phase, PortalPhase::Running);
        // Its row says so, as long as it is so.
        QVERIFY2(here.portal()->value.message.starts_with("what became of a request is not known yet: "),
                 here.portal()->value.message.c_str());
        proxy.set(Fault::None, {});
        agree(here);
        QCOMPARE(here.portal()->value.message, "");
        QCOMPARE(m_other.sessions().size(), 3U);
    }
}

void FaultsTest::whatIsToldAboutSessionsIsNotMadeUp()
{
    m_other.offer(2);
    FaultProxy proxy(m_other.server().port());
    {
        Here here(m_other, proxy.port(), {.deadline = 300ms, .settleFor = settleFor});
        QVERIFY(waitUntil([&] { return here.poll().has_value(); }));
        const auto grant = run(here.driver->request(here.portal(), wish("ann", false, 20s)));
        VERIFY_RESULT(grant);
        const auto row = here.session(grant->session);
        for (const Case &one : faults) {
            proxy.set(one.fault, "/workshops/session/");
            const auto clock = run(here.driver->clock(here.portal(), *row));
            QVERIFY2(!clock && isFault(clock.error().code), one.name);
            const auto extended = run(here.driver->extend(here.portal(), *row));
            QVERIFY2(!extended && isFault(extended.error().code), one.name);
        }
        proxy.set(Fault::Reset, "/terminate/");
        QVERIFY(!run(here.driver->terminate(here.portal(), *row, {SessionEnd::Ended, "root"})));
        QVERIFY(here.session(grant->session)->isAlive());
        QCOMPARE(m_other.sessions().size(), 1U);
        proxy.set(Fault::LoseAnswer, "/terminate/");
        QVERIFY(!run(here.driver->terminate(here.portal(), *row, {SessionEnd::Ended, "root"})));
        proxy.set(Fault::None, {});
        // It has ended already.
        QVERIFY(waitUntil([&] {
            return run(here.driver->terminate(here.portal(), *row, {SessionEnd::Ended, "root"})).has_value();
        }));
        agree(here);
        QCOMPARE(m_other.sessions().size(), 0U);
    }
}

void FaultsTest::manyWaitForOneToken()
{
    m_other.offer(8);
    FaultProxy proxy(m_other.server().port());
    {
        Here here(m_other, proxy.port(), {.deadline = 20s, .settleFor = settleFor});
        VERIFY_RESULT(here.poll());
        auto spec = here.spec;
        spec.portal.title = "another generation";
        VERIFY_RESULT(run(here.registry->putPortal("local", "away", spec, here.admin)));
        const int before = proxy.passed();
        int granted = 0;
        constexpr auto ask = [](Here *asked, std::string user, int *count) -> Task<void> {
            const auto grant = co_await asked->driver->request(asked->portal(), wish(user, false, 20s));
            *count += grant ? 1 : -100;
        };
        for (int user = 0; user < 8; ++user)
            detach(ask(&here, std::format("u{}", user), &granted));
        QVERIFY(waitUntil([&] { return granted == 8; }));
        QCOMPARE(proxy.passed() - before, 9);
        // Nobody waits longer than for its own, whoever asks for it.
        spec.portal.title = "one more";
        VERIFY_RESULT(run(here.registry->putPortal("local", "away", spec, here.admin)));
        proxy.set(Fault::Swallow, "/oauth2/token/");
        int refused = 0;
        constexpr auto askInVain = [](Here *asked, std::chrono::milliseconds limit, int *count) -> Task<void> {
            const auto grant = co_await asked->driver->request(asked->portal(), wish("late", true, limit));
            *count += !grant && grant.error().code == ErrorCode::Timeout ? 1 : -100;
        };
        detach(askInVain(&here, 3s, &refused));
        detach(askInVain(&here, 50ms, &refused));
        QVERIFY(waitUntil([&] { return refused == 1; })); // the second, while the first waits
        QVERIFY(waitUntil([&] { return refused == 2; }));
        QCOMPARE(proxy.happened(), 1);
        QCOMPARE(here.state->sessionIntents.size(), 0U); // Nothing was asked for.
    }
}

QTEST_GUILESS_MAIN(FaultsTest)
#include "faults_test.moc"
