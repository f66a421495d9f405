// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/portals/environments.h"
#include "server/portals/portal_driver.h"
#include "tests/support/run.h"

#include <QTest>

#include <optional>
#include <string>

namespace portolan::test {

/// What every PortalDriver promises. A driver's test derives from this class, and says how a portal is made:
///
///     class BuiltinPortalTest : public PortalContract { Q_OBJECT ... };
///     QTEST_GUILESS_MAIN(BuiltinPortalTest)
///     #include "builtin_portal_test.moc"
///     #include "moc_portal_contract.cpp"
class PortalContract : public QObject
{
    Q_OBJECT

protected:
    /// A portal that offers one workshop, with so many places and nothing kept warm. A session is 4 minutes, 20 with all
    /// extensions.
    virtual void open(std::int64_t places) = 0;
    virtual void close() = 0;
    [[nodiscard]] virtual portals::PortalDriver &driver() = 0;
    /// As it is in the store.
    [[nodiscard]] virtual portals::PortalPtr portal() = 0;
    [[nodiscard]] virtual std::string environment() = 0;
    /// Nothing where the store has none of that name.
    [[nodiscard]] virtual std::optional<WorkshopSession> session(const std::string &name) = 0;
    /// How full the environment is for whoever hands its sessions out.
    [[nodiscard]] virtual portals::Fill fill() = 0;
    /// What the store follows by itself, is followed now.
    virtual void catchUp() = 0;
    /// Opens the address, as a browser does; whether it could.
    [[nodiscard]] virtual bool activate(const portals::SessionGrant &grant) = 0;

    Result<portals::SessionGrant> request(const std::string &user, const std::string &wanted = {})
    {
        return run(driver().request(portal(), {.environment = environment(),
                                               .user = user,
                                               .session = wanted,
                                               .tenant = "t",
                                               .client = "c",
                                               .indexUrl = "https://example.org/done"}));
    }
    Result<schedule::SessionClock> clock(const std::string &name) { return run(driver().clock(portal(), named(name))); }
    Result<void> terminate(const std::string &name)
    {
        return run(driver().terminate(portal(), named(name), {SessionEnd::Ended, "a test"}));
    }

    /// A session of that name in the portal, whether it is there or not.
    WorkshopSession named(const std::string &name)
    {
        return session(name).value_or(WorkshopSession{.name = name,
                                                      .environment = environment(),
                                                      .portal = portal()->value.name,
                                                      .cluster = portal()->value.cluster});
    }

private Q_SLOTS:
    void cleanup() { close(); }

    void givesASessionThatOpensOnce()
    {
        open(3);
        const auto grant = request("ann");
        VERIFY_RESULT(grant);
        QVERIFY2(grant->session.starts_with(environment()), grant->session.c_str());
        const auto row = session(grant->session);
        QVERIFY(row);
        QCOMPARE(row->user, "ann");
        QCOMPARE(row->tenant, "t");
        QCOMPARE(row->client, "c");
        QCOMPARE(row->environment, environment());
        QCOMPARE(row->phase(), SessionPhase::Allocated);
        QCOMPARE(fill().allocated, 1);
        QVERIFY(activate(*grant));
        QVERIFY(!activate(*grant));
    }

    void theSameUserGetsTheSameSession()
    {
        open(3);
        const auto first = request("ann");
        const auto second = request("ann");
        const auto other = request("bob");
        VERIFY_RESULT(first);
        VERIFY_RESULT(second);
        VERIFY_RESULT(other);
        QCOMPARE(second->session, first->session);
        QVERIFY(other->session != first->session);
        QCOMPARE(fill().allocated, 2);
        QVERIFY(activate(*second));
    }

    void usersComeBackToTheirSession()
    {
        open(3);
        const auto first = request("ann");
        VERIFY_RESULT(first);
        QVERIFY(activate(*first));
        const auto again = request("ann", first->session);
        VERIFY_RESULT(again);
        QCOMPARE(again->session, first->session);
        QVERIFY(activate(*again));
        QCOMPARE(fill().allocated, 1);
    }

    void nobodyGetsAnothersSession()
    {
        open(3);
        const auto first = request("ann");
        VERIFY_RESULT(first);
        QCOMPARE(request("bob", first->session).error().code, ErrorCode::Conflict);
        QCOMPARE(request("ann", environment() + "-s999").error().code, ErrorCode::Conflict);
        QCOMPARE(fill().allocated, 1);
        catchUp();
        QCOMPARE(fill().allocated, 1);
    }

    void saysWhenThereIsNoRoom()
    {
        open(2);
        const auto first = request("ann");
        VERIFY_RESULT(first);
        VERIFY_RESULT(request("bob"));
        const auto refused = request("cid");
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Conflict);
        QVERIFY(std::ranges::contains(refused.error().args,
                                      std::pair<std::string, std::string>("reason", "no-capacity")));
        QCOMPARE(fill().allocated, 2);
        VERIFY_RESULT(terminate(first->session));
        VERIFY_RESULT(request("cid"));
        catchUp();
        QCOMPARE(fill().allocated, 2);
    }

    void knowsNoOtherEnvironment()
    {
        open(2);
        const auto refused = run(driver().request(portal(), {.environment = "elsewhere-w01", .user = "ann"}));
        QCOMPARE(refused.error().code, ErrorCode::NotFound);
    }

    void theClockRunsFromTheFirstVisit()
    {
        open(2);
        const auto grant = request("ann");
        VERIFY_RESULT(grant);
        const auto before = clock(grant->session);
        VERIFY_RESULT(before);
        QVERIFY(before->left && *before->left <= std::chrono::minutes(1)); // for coming
        QVERIFY(!before->extendable);
        QVERIFY(activate(*grant));
        const auto after = clock(grant->session);
        VERIFY_RESULT(after);
        QVERIFY(after->left);
        QVERIFY(*after->left > std::chrono::seconds(0) && *after->left <= std::chrono::minutes(4));
        QVERIFY(after->expiring);
        QVERIFY(after->extendable);
        QCOMPARE(clock(environment() + "-s999").error().code, ErrorCode::NotFound);
    }

    void extendsWhatMayBeExtended()
    {
        open(2);
        const auto grant = request("ann");
        VERIFY_RESULT(grant);
        const auto early = run(driver().extend(portal(), named(grant->session)));
        VERIFY_RESULT(early);
        QVERIFY(!early->extended);
        QVERIFY(activate(*grant));
        const auto extended = run(driver().extend(portal(), named(grant->session)));
        VERIFY_RESULT(extended);
        QVERIFY(extended->extended);
        QVERIFY(extended->clock.left && *extended->clock.left > std::chrono::minutes(4));
        QVERIFY(!extended->clock.extendable);
        QVERIFY(session(grant->session)->expires == extended->clock.expires);
        const auto again = run(driver().extend(portal(), named(grant->session)));
        VERIFY_RESULT(again);
        QVERIFY(!again->extended);
        QVERIFY(again->clock.expires == extended->clock.expires);
        QCOMPARE(run(driver().extend(portal(), named(environment() + "-s999"))).error().code, ErrorCode::NotFound);
    }

    void endsASessionOnce()
    {
        open(2);
        const auto grant = request("ann");
        VERIFY_RESULT(grant);
        VERIFY_RESULT(terminate(grant->session));
        QVERIFY(!session(grant->session)->isAlive());
        QCOMPARE(toText(session(grant->session)->ending()), "ended by a test");
        VERIFY_RESULT(terminate(grant->session));
        QVERIFY(!activate(*grant));
        QCOMPARE(request("ann", grant->session).error().code, ErrorCode::Conflict);
        const auto next = request("ann");
        VERIFY_RESULT(next);
        QVERIFY(next->session != grant->session);
        catchUp();
        QCOMPARE(fill().allocated, 1);
    }
};

} // namespace portolan::test
