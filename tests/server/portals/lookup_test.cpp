// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/async/timer.h"
#include "server/portals/builtin/builtin_portal.h"
#include "server/portals/environments.h"
#include "server/portals/lookup.h"
#include "server/portals/registry.h"
#include "tests/support/run.h"

#include <QEventLoop>
#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <set>
#include <thread>

using namespace portolan;
using namespace portolan::portals;
using namespace portolan::test;
using namespace std::chrono_literals;

/// How sessions are handed out over a real store, by the portals of this server or by one that fails on purpose.
class LookupTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exactlyAsManyAsThereArePlaces_data();
    void exactlyAsManyAsThereArePlaces();
    void burstsAreSpreadAsTheRankingSays();
    void sessionsCountOnceHoweverLateTheAnswerIs();
    void oneUserGetsOneSession();
    void usersComeBackToTheirSessionWithinTheirTenants();
    void aPortalThatFailsIsPassedOverAndRests();
    void thoseWhoWaitedTooLongAskNobody();
    void aUserHasNoMoreThanThePortalAllows();
    void refusalsSayWhy();
    void workshopsAreListedOnce();
    void listsFollowWhatIsThere();
    void candidatesFollowWhatIsThere();
    void aReserveElsewhereGivesWay();
    void registrationIsWhole();
};

namespace {

/// The portals of this server without its controllers: nothing runs, and nothing needs to.
struct World {
    QTemporaryDir folder;
    SystemClock clock;
    SystemRandom random;
    std::unique_ptr<State> state;
    std::unique_ptr<vault::Vault> vault;
    std::optional<control::Blueprints> blueprints;
    std::optional<Analytics> analytics;
    std::optional<BuiltinPortal> builtin;
    std::optional<Registry> registry;

    World()
    {
        auto opened = State::open(folder.filePath(QStringLiteral("portolan.db")).toStdString(), clock);
        auto vaultOpened = vault::Vault::open(folder.filePath(QStringLiteral("keys")).toStdString(), random);
        auto loaded = control::Blueprints::load();
        if (!opened || !vaultOpened || !loaded)
            qFatal("the store, the vault or the blueprints cannot be opened");
        state = std::move(*opened);
        vault = std::move(*vaultOpened);
        blueprints.emplace(std::move(*loaded));
        const auto ignore = [](const std::string &) {};
        analytics.emplace(*state, Analytics::Options{.base = [] { return std::string("https://labs.example.org"); }});
        builtin.emplace(*state, *blueprints, *analytics, random, BuiltinPortal::Wake{ignore, ignore, ignore},
                        BuiltinPortal::Options{});
        registry.emplace(*state, *vault, *blueprints, *analytics, random, ignore, Registry::Policies{});
        addClient("client", {"t-*"});
        if (!run(registry->putTenant("t-1", {}, admin)))
            qFatal("no tenant could be made");
    }
    ~World() { state->close(); }

    void addClient(std::string name, std::vector<std::string> tenants) const
    {
        store::Change change;
        change.put(User{.username = std::move(name),
                        .roles = {Role::Tenant},
                        .number = static_cast<std::uint32_t>(state->users.size() + 1),
                        .tenants = std::move(tenants),
                        .created = clock.now()},
                   store::absent);
        if (!run(state->ledger().commit(std::move(change))))
            qFatal("no client could be made");
    }

    void addWorkshop(const std::string &name)
    {
        if (!run(registry->putWorkshop(name, {.title = "The " + name, .description = "About it"}, admin)))
            qFatal("no workshop could be made");
    }

    /// A portal of so many places for each of the workshops.
    void addPortal(const std::string &name, const std::vector<std::string> &workshops, std::int64_t each,
                   std::int64_t maximum = 0, std::int64_t reserved = 0)
    {
        TrainingPortalSpec spec;
        spec.portal.sessions.maximum = maximum;
        for (const std::string &workshop : workshops) {
            PortalWorkshop offered;
            offered.name = workshop;
            offered.capacity = each;
            offered.reserved = reserved;
            spec.workshops.push_back(std::move(offered));
        }
        if (const auto put = run(registry->putPortal("local", name, spec, admin)); !put)
            qFatal("%s", put.error().detail.c_str());
    }

    identity::Principal admin{.username = "root", .roles = {Role::Admin}};
    identity::Principal client{.username = "client", .roles = {Role::Tenant}};
};

/// Fails, or keeps its answers to itself, while it is told to, and passes on otherwise.
struct Moody final : PortalDriver {
    PortalDriver &honest;
    std::set<std::string> failing;
    std::set<std::string> late;
    std::map<std::string, int> asked;

    explicit Moody(PortalDriver &driver) : honest(driver) {}

    Task<Result<SessionGrant>> request(PortalPtr portal, SessionRequest wanted) override
    {
        ++asked[portal->value.name];
        if (failing.contains(portal->value.name))
            co_return fail(ErrorCode::Timeout, "it does not answer");
        const std::string name = portal->value.name;
        auto granted = co_await honest.request(std::move(portal), std::move(wanted));
        while (late.contains(name))
            co_await sleepFor(1ms);
        co_return granted;
    }
    Task<Result<schedule::SessionClock>> clock(PortalPtr portal, WorkshopSession session) override
    {
        return honest.clock(std::move(portal), std::move(session));
    }
    Task<Result<Extended>> extend(PortalPtr portal, WorkshopSession session) override
    {
        return honest.extend(std::move(portal), std::move(session));
    }
    Task<Result<void>> terminate(PortalPtr portal, WorkshopSession session, SessionEnding ending) override
    {
        return honest.terminate(std::move(portal), std::move(session), std::move(ending));
    }
};

WorkshopRequest wish(std::string workshop, std::string user = {})
{
    return {.tenantName = "t-1", .workshopName = std::move(workshop), .clientUserId = std::move(user)};
}

std::string reasonOf(const Error &error)
{
    const auto found = std::ranges::find(error.args, "reason", &Error::Args::value_type::first);
    return found == error.args.end() ? std::string() : found->second;
}

Task<void> ask(Lookup &lookup, WorkshopRequest wanted, identity::Principal client,
               std::vector<Result<WorkshopGranted>> &answers)
{
    answers.push_back(co_await lookup.request(std::move(wanted), std::move(client), "http://here"));
}

} // namespace

void LookupTest::exactlyAsManyAsThereArePlaces_data()
{
    QTest::addColumn<bool>("countInFlight");
    QTest::newRow("those in flight count") << true;
    QTest::newRow("as upstream") << false;
}

/// 200 clients in four threads for 150 places: 15 environments in 5 portals, three workshops.
void LookupTest::exactlyAsManyAsThereArePlaces()
{
    QFETCH(bool, countInFlight);
    World world;
    const std::vector<std::string> workshops{"w-a", "w-b", "w-c"};
    for (const std::string &workshop : workshops)
        world.addWorkshop(workshop);
    for (int portal = 1; portal <= 5; ++portal)
        world.addPortal(std::format("p-{}", portal), workshops, 10, 30);
    QCOMPARE(world.state->environments.size(), 15);
    Lookup lookup(*world.state, world.random, *world.builtin, {.countInFlight = countInFlight});
    std::array<std::vector<Result<WorkshopGranted>>, 4> answers;
    {
        std::vector<std::jthread> threads;
        for (std::size_t thread = 0; thread < answers.size(); ++thread)
            threads.emplace_back([&, thread] {
                const QEventLoop dispatcher; // which a thread that is not Qt's has from then on
                for (int number = 0; number < 50; ++number)
                    detach(ask(lookup,
                               wish(workshops[static_cast<std::size_t>(number) % 3],
                                    number % 2 == 0 ? std::format("user-{}-{}", thread, number) : ""),
                               world.client, answers[thread]));
                if (!waitUntil([&] { return answers[thread].size() == 50; }))
                    qFatal("not everybody was answered");
            });
    }
    std::set<std::string> sessions;
    std::map<std::string, int> byEnvironment;
    int refused = 0;
    for (const auto &part : answers)
        for (const auto &answer : part) {
            if (!answer) {
                QCOMPARE(reasonOf(answer.error()), "no-capacity");
                ++refused;
                continue;
            }
            QVERIFY2(sessions.insert(answer->sessionName).second, answer->sessionName.c_str());
            ++byEnvironment[answer->environmentName];
        }
    QCOMPARE(sessions.size(), 150);
    QCOMPARE(refused, 50);
    QCOMPARE(byEnvironment.size(), 15);
    for (const auto &[environment, count] : byEnvironment)
        QCOMPARE(count, 10);
    for (const auto &item : world.state->environments.all())
        QCOMPARE(fillOf(*world.state, item->value).allocated, 10);
}

void LookupTest::burstsAreSpreadAsTheRankingSays()
{
    World world;
    world.addWorkshop("w-a");
    for (int portal = 1; portal <= 5; ++portal)
        world.addPortal(std::format("p-{}", portal), {"w-a"}, 20, 20);
    Lookup lookup(*world.state, world.random, *world.builtin, {});
    std::vector<Result<WorkshopGranted>> answers;
    for (int number = 0; number < 50; ++number)
        detach(ask(lookup, wish("w-a"), world.client, answers));
    QVERIFY(waitUntil([&] { return answers.size() == 50; }));
    std::map<std::string, int> byPortal;
    for (const auto &answer : answers) {
        VERIFY_RESULT(answer);
        ++byPortal[answer->portalName];
    }
    for (const auto &[portal, count] : byPortal)
        QVERIFY2(count == 10, std::format("{}: {}", portal, count).c_str()); // each time where there is most room
    QCOMPARE(byPortal.size(), 5);
}

void LookupTest::sessionsCountOnceHoweverLateTheAnswerIs()
{
    World world;
    world.addWorkshop("w-a");
    for (const std::string name : {"p-1", "p-2"})
        world.addPortal(name, {"w-a"}, 20, 20);
    Moody driver(*world.builtin);
    driver.late = {"p-1"};
    Lookup lookup(*world.state, world.random, driver, {});
    std::vector<Result<WorkshopGranted>> answers;
    for (std::size_t number = 1; number <= 10; ++number) {
        detach(ask(lookup, wish("w-a", std::format("user-{}", number)), world.client, answers));
        QVERIFY(waitUntil([&] { return world.state->workshopSessions.size() == number; }));
    }
    QCOMPARE(driver.asked["p-1"], 5);
    QCOMPARE(driver.asked["p-2"], 5);
    QVERIFY(waitUntil([&] { return answers.size() == 5; }));
    const auto explained = lookup.explain("t-1", "w-a");
    VERIFY_RESULT(explained);
    for (const auto &candidate : explained->candidates) {
        QCOMPARE(candidate.inFlight, 0);
        QCOMPARE(candidate.environmentRoom, 15);
        QCOMPARE(candidate.portalRoom, 15);
    }
    driver.late.clear();
    QVERIFY(waitUntil([&] { return answers.size() == 10; }));
}

void LookupTest::oneUserGetsOneSession()
{
    World world;
    world.addWorkshop("w-a");
    for (int portal = 1; portal <= 3; ++portal)
        world.addPortal(std::format("p-{}", portal), {"w-a"}, 5);
    Lookup lookup(*world.state, world.random, *world.builtin, {});
    std::vector<Result<WorkshopGranted>> answers;
    for (int number = 0; number < 20; ++number)
        detach(ask(lookup, wish("w-a", "ann"), world.client, answers));
    QVERIFY(waitUntil([&] { return answers.size() == 20; }));
    std::set<std::string> sessions;
    std::set<std::string> addresses;
    for (const auto &answer : answers) {
        VERIFY_RESULT(answer);
        sessions.insert(answer->sessionName);
        addresses.insert(answer->sessionActivationUrl);
    }
    QCOMPARE(sessions.size(), 1);
    QCOMPARE(addresses.size(), 20); // a token of its own for each
    QCOMPARE(world.state->workshopSessions.size(), 1);
    // Without a name everybody is somebody else.
    VERIFY_RESULT(run(lookup.request(wish("w-a"), world.client, "")));
    const auto anonymous = run(lookup.request(wish("w-a"), world.client, ""));
    VERIFY_RESULT(anonymous);
    QCOMPARE(anonymous->clientUserId, "");
    QCOMPARE(world.state->workshopSessions.size(), 3);
}

void LookupTest::usersComeBackToTheirSessionWithinTheirTenants()
{
    World world;
    world.addWorkshop("w-a");
    world.addPortal("p-1", {"w-a"}, 5);
    world.addPortal("p-2", {"w-a"}, 5);
    Selector first;
    first.nameSelector.matchNames = {"p-1"};
    Selector second;
    second.nameSelector.matchNames = {"p-2"};
    VERIFY_RESULT(run(world.registry->putTenant("t-1", {.portals = first}, world.admin)));
    VERIFY_RESULT(run(world.registry->putTenant("other", {.portals = second}, world.admin)));
    world.addClient("stranger", {"other"});
    const identity::Principal stranger{.username = "stranger", .roles = {Role::Tenant}};
    Lookup lookup(*world.state, world.random, *world.builtin, {});
    const auto mine = run(lookup.request(wish("w-a", "ann"), world.client, ""));
    VERIFY_RESULT(mine);
    QCOMPARE(mine->portalName, "p-1");
    // The same name at another client's tenants is somebody else.
    auto elsewhere = wish("w-a", "ann");
    elsewhere.tenantName = "other";
    const auto theirs = run(lookup.request(elsewhere, stranger, ""));
    VERIFY_RESULT(theirs);
    QCOMPARE(theirs->portalName, "p-2");
    COMPARE_ERROR(run(lookup.request(wish("w-a", "ann"), stranger, "")), ErrorCode::PermissionDenied);
    // Before the tenant is looked at, as upstream: it may have been taken away meanwhile.
    VERIFY_RESULT(run(world.registry->putTenant("t-2", {.portals = first}, world.admin)));
    VERIFY_RESULT(run(world.registry->removeTenant("t-1", world.admin)));
    const auto again = run(lookup.request(wish("w-a", "ann"), world.client, ""));
    VERIFY_RESULT(again);
    QCOMPARE(again->sessionName, mine->sessionName);
    QCOMPARE(reasonOf(run(lookup.request(wish("w-a", "bob"), world.client, "")).error()), "tenant-unknown");
    // No tenant has the portal any more: whoever is there stays, for the client who brought them.
    VERIFY_RESULT(run(world.registry->removeTenant("t-2", world.admin)));
    const auto drained = run(lookup.request(wish("w-a", "ann"), world.client, ""));
    VERIFY_RESULT(drained);
    QCOMPARE(drained->sessionName, mine->sessionName);
    world.addClient("other-client", {"t-*"});
    const identity::Principal another{.username = "other-client", .roles = {Role::Tenant}};
    QCOMPARE(reasonOf(run(lookup.request(wish("w-a", "ann"), another, "")).error()), "tenant-unknown");
}

void LookupTest::aPortalThatFailsIsPassedOverAndRests()
{
    World world;
    world.addWorkshop("w-a");
    world.addPortal("p-1", {"w-a"}, 100, 100);
    world.addPortal("p-2", {"w-a"}, 50, 50);
    Moody driver(*world.builtin);
    driver.failing = {"p-1"};
    Lookup lookup(*world.state, world.random, driver, {.failuresToRest = 3, .firstRest = 50ms});
    for (int number = 0; number < 10; ++number) {
        const auto granted = run(lookup.request(wish("w-a"), world.client, ""));
        VERIFY_RESULT(granted);
        QCOMPARE(granted->portalName, "p-2");
    }
    QVERIFY2(driver.asked["p-1"] < 10, std::to_string(driver.asked["p-1"]).c_str()); // it rests
    QVERIFY(driver.asked["p-1"] >= 3);
    driver.failing = {"p-1", "p-2"};
    const auto none = run(lookup.request(wish("w-a"), world.client, ""));
    QCOMPARE(reasonOf(none.error()), "portals-unreachable");
    // It recovers by itself.
    driver.failing.clear();
    QVERIFY(waitUntil([&] {
        const auto granted = run(lookup.request(wish("w-a"), world.client, ""));
        return granted && granted->portalName == "p-1";
    }));
}

void LookupTest::thoseWhoWaitedTooLongAskNobody()
{
    World world;
    world.addWorkshop("w-a");
    world.addPortal("p-1", {"w-a"}, 5);
    Moody driver(*world.builtin);
    driver.late = {"p-1"};
    Lookup lookup(*world.state, world.random, driver, {.deadline = 200ms});
    std::vector<Result<WorkshopGranted>> answers;
    for (int number = 0; number < 3; ++number) // who take turns
        detach(ask(lookup, wish("w-a", "ann"), world.client, answers));
    QVERIFY(waitUntil([&] { return driver.asked["p-1"] == 1; }));
    QTest::qWait(300);
    QCOMPARE(answers.size(), 0);
    driver.late.clear();
    QVERIFY(waitUntil([&] { return answers.size() == 3; }));
    VERIFY_RESULT(answers[0]);
    QCOMPARE(reasonOf(answers[1].error()), "portals-unreachable");
    QCOMPARE(reasonOf(answers[2].error()), "portals-unreachable");
    QCOMPARE(driver.asked["p-1"], 1);
}

void LookupTest::aUserHasNoMoreThanThePortalAllows()
{
    World world;
    for (const std::string name : {"w-a", "w-b"})
        world.addWorkshop(name);
    TrainingPortalSpec spec;
    spec.portal.sessions.registered = 1;
    for (const std::string name : {"w-a", "w-b"}) {
        PortalWorkshop offered;
        offered.name = name;
        offered.capacity = 5;
        offered.reserved = 0;
        spec.workshops.push_back(std::move(offered));
    }
    VERIFY_RESULT(run(world.registry->putPortal("local", "p-1", spec, world.admin)));
    Lookup lookup(*world.state, world.random, *world.builtin, {});
    std::vector<Result<WorkshopGranted>> answers;
    for (const std::string workshop : {"w-a", "w-b"}) // at once
        detach(ask(lookup, wish(workshop, "ann"), world.client, answers));
    QVERIFY(waitUntil([&] { return answers.size() == 2; }));
    QCOMPARE(std::ranges::count_if(answers, &Result<WorkshopGranted>::has_value), 1);
    QCOMPARE(world.state->workshopSessions.size(), 1);
    // What is said of users whom clients name holds for them, 0 too: no limit.
    spec.portal.sessions.anonymous = 2;
    VERIFY_RESULT(run(world.registry->putPortal("local", "p-1", spec, world.admin)));
    VERIFY_RESULT(run(lookup.request(wish("w-b", "ann"), world.client, "")));
    VERIFY_RESULT(run(lookup.request(wish("w-a", "ann"), world.client, "")));
    QCOMPARE(world.state->workshopSessions.size(), 2);
    spec.portal.sessions.anonymous = 0;
    VERIFY_RESULT(run(world.registry->putPortal("local", "p-1", spec, world.admin)));
    for (const std::string workshop : {"w-a", "w-b"})
        VERIFY_RESULT(run(lookup.request(wish(workshop, "bob"), world.client, "")));
    QCOMPARE(world.state->workshopSessions.size(), 4);
}

void LookupTest::refusalsSayWhy()
{
    World world;
    world.addWorkshop("w-a");
    world.addPortal("p-1", {"w-a", "w-later"}, 1);
    Lookup lookup(*world.state, world.random, *world.builtin, {});
    const auto refused = [&](const std::string &workshop) {
        const auto answer = run(lookup.request(wish(workshop), world.client, ""));
        return answer ? std::string("granted") : reasonOf(answer.error());
    };
    QCOMPARE(refused("w-none"), "workshop-unknown");
    QCOMPARE(refused("w-later"), "no-capacity"); // offered, and not there yet
    QCOMPARE(refused("w-a"), "granted");
    QCOMPARE(refused("w-a"), "no-capacity");
    const auto explained = lookup.explain("t-1", "w-a");
    VERIFY_RESULT(explained);
    QCOMPARE(explained->candidates.size(), 1);
    QVERIFY(!explained->candidates[0].environmentHasRoom);
    COMPARE_ERROR(lookup.explain("nobody", "w-a"), ErrorCode::NotFound);
}

void LookupTest::workshopsAreListedOnce()
{
    World world;
    world.addWorkshop("w-a");
    world.addWorkshop("w-b");
    world.addPortal("p-1", {"w-b", "w-a"}, 1);
    world.addPortal("p-2", {"w-a", "w-none"}, 1);
    Lookup lookup(*world.state, world.random, *world.builtin, {});
    const auto list = lookup.workshopsFor(nullptr)->list;
    QCOMPARE(list.workshops.size(), 2);
    QCOMPARE(list.workshops[0].name, "w-b"); // where it was seen first
    QCOMPARE(list.workshops[1].name, "w-a");
    QCOMPARE(list.workshops[1].title, "The w-a");
}

void LookupTest::listsFollowWhatIsThere()
{
    World world;
    world.addWorkshop("w-a");
    world.addWorkshop("w-b");
    world.addPortal("p-1", {"w-a"}, 1);
    Lookup lookup(*world.state, world.random, *world.builtin, {});
    const auto namesFor = [&](const std::string &tenant) {
        std::vector<std::string> names;
        for (const auto &workshop :
             lookup.workshopsFor(tenant.empty() ? nullptr : &world.state->tenants.find(tenant)->value)->list.workshops)
            names.push_back(workshop.name);
        return names;
    };
    using Names = std::vector<std::string>;
    QCOMPARE(namesFor("t-1"), Names{"w-a"});
    const auto before = lookup.workshopsFor(nullptr);
    VERIFY_RESULT(run(lookup.request(wish("w-a"), world.client, "")));
    QCOMPARE(lookup.workshopsFor(nullptr), before); // Sessions change nothing of it.
    world.addPortal("p-2", {"w-b"}, 1);
    QCOMPARE(namesFor("t-1"), (Names{"w-a", "w-b"}));
    QCOMPARE(namesFor(""), (Names{"w-a", "w-b"}));
    TenantSpec narrow;
    narrow.portals.nameSelector.matchNames = {"p-2"};
    VERIFY_RESULT(run(world.registry->putTenant("t-1", narrow, world.admin)));
    QCOMPARE(namesFor("t-1"), Names{"w-b"});
    QCOMPARE(namesFor(""), (Names{"w-a", "w-b"}));
    VERIFY_RESULT(run(world.registry->putWorkshop("w-b", {.title = "Another", .description = "About it"},
                                                  world.admin)));
    QCOMPARE(lookup.workshopsFor(nullptr)->list.workshops[1].title, "Another");
    world.addPortal("p-1", {"w-b"}, 1);
    QCOMPARE(namesFor(""), Names{"w-b"});
}

void LookupTest::candidatesFollowWhatIsThere()
{
    World world;
    world.addWorkshop("w-a");
    world.addPortal("p-1", {"w-a"}, 2, 4);
    Lookup lookup(*world.state, world.random, *world.builtin, {});
    // Those of each environment: its name, its places free, and those of its portal.
    const auto rooms = [&] {
        std::vector<std::tuple<std::string, std::int64_t, std::int64_t>> found;
        const auto explained = lookup.explain("t-1", "w-a");
        for (const auto &candidate : explained ? explained->candidates : std::vector<AllocationCandidate>())
            found.emplace_back(candidate.environment, candidate.environmentRoom, candidate.portalRoom);
        return found;
    };
    using Rooms = decltype(rooms());
    QCOMPARE(rooms(), (Rooms{{"p-1-w01", 2, 4}}));
    const auto granted = run(lookup.request(wish("w-a"), world.client, ""));
    VERIFY_RESULT(granted);
    QCOMPARE(rooms(), (Rooms{{"p-1-w01", 1, 3}}));
    const auto session = world.builtin->find("p-1", granted->sessionName)->value;
    VERIFY_RESULT(run(world.builtin->terminate({}, session, {SessionEnd::Ended, "root"})));
    QCOMPARE(rooms(), (Rooms{{"p-1-w01", 2, 4}}));
    world.addPortal("p-1", {"w-a"}, 3, 9);
    QCOMPARE(rooms(), (Rooms{{"p-1-w01", 3, 9}}));
    world.addPortal("p-2", {"w-a"}, 1, 2);
    QCOMPARE(rooms(), (Rooms{{"p-1-w01", 3, 9}, {"p-2-w01", 1, 2}}));
    TenantSpec narrow;
    narrow.portals.nameSelector.matchNames = {"p-2"};
    VERIFY_RESULT(run(world.registry->putTenant("t-1", narrow, world.admin)));
    QCOMPARE(rooms(), (Rooms{{"p-2-w01", 1, 2}}));
    QCOMPARE(run(lookup.request(wish("w-a"), world.client, ""))->portalName, "p-2");
    QCOMPARE(rooms(), (Rooms{{"p-2-w01", 0, 1}}));
}

void LookupTest::aReserveElsewhereGivesWay()
{
    World world;
    world.addWorkshop("w-a");
    world.addWorkshop("w-b");
    world.addPortal("p-1", {"w-a", "w-b"}, 2, 2, 1);
    for (const auto &environment : world.state->environments.all())
        QVERIFY(*run(world.builtin->reserve(environment->id)));
    QCOMPARE(*run(world.builtin->reserve("local/p-1/p-1-w01")), false); // one is enough, and the portal is full
    Lookup lookup(*world.state, world.random, *world.builtin, {});
    const auto first = run(lookup.request(wish("w-a"), world.client, ""));
    VERIFY_RESULT(first);
    QCOMPARE(first->sessionName, "p-1-w01-s001"); // the one that was warm
    const auto second = run(lookup.request(wish("w-a"), world.client, ""));
    VERIFY_RESULT(second);
    QCOMPARE(second->sessionName, "p-1-w01-s002");
    const auto gone = world.builtin->find("p-1", "p-1-w02-s001");
    QVERIFY(gone);
    QCOMPARE(gone->value.state, WorkshopSessionState::Stopping);
    QCOMPARE(reasonOf(run(lookup.request(wish("w-b"), world.client, "")).error()), "no-capacity");
}

void LookupTest::registrationIsWhole()
{
    World world;
    world.addWorkshop("w-a");
    world.addPortal("p-1", {"w-a"}, 3);
    const auto environment = world.state->environments.find("local/p-1/p-1-w01");
    QVERIFY(environment);
    QCOMPARE(environment->value.phase, EnvironmentPhase::Running);
    // Put again it stays as it is, generation and secrets included.
    const auto before = world.state->portals.find("local/p-1");
    world.addPortal("p-1", {"w-a"}, 3);
    QCOMPARE(world.state->portals.find("local/p-1")->version, before->version);
    const auto robot = world.registry->robotOf(before->value);
    VERIFY_RESULT(robot);
    QVERIFY(robot->credentials.robot.password.size() >= 32 && robot->clients.robot.secret.size() >= 32);
    QVERIFY(before->value.spec.portal.credentials.robot.password != robot->credentials.robot.password); // sealed
    // A workshop that another one takes the place of ends with its environment; what there was is not renamed.
    world.addWorkshop("w-b");
    world.addPortal("p-1", {"w-b"}, 3);
    QCOMPARE(world.state->environments.find("local/p-1/p-1-w01")->value.phase, EnvironmentPhase::Stopping);
    QCOMPARE(world.state->environments.find("local/p-1/p-1-w02")->value.workshop, "w-b");
    // What is in use is not taken away.
    COMPARE_ERROR(run(world.registry->removeWorkshop("w-b", world.admin)), ErrorCode::Conflict);
    COMPARE_ERROR(run(world.registry->removeCluster("local", world.admin)), ErrorCode::Conflict);
    COMPARE_ERROR(run(world.registry->putPortal("nowhere", "p-2", {}, world.admin)), ErrorCode::NotFound);
    // A changed workshop is told by the environments that have it.
    VERIFY_RESULT(run(world.registry->putWorkshop("w-b", {.title = "Another", .description = "x"}, world.admin)));
    QCOMPARE(world.state->environments.find("local/p-1/p-1-w02")->value.title, "Another");
    QCOMPARE(world.state->environments.find("local/p-1/p-1-w02")->value.generation, 2);
}

QTEST_GUILESS_MAIN(LookupTest)
#include "lookup_test.moc"
