// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/builtin/builtin_portal.h"

#include "server/portals/registry.h"
#include "tests/server/portals/portal_contract.h"

#include <QTemporaryDir>
#include <QUrl>
#include <QUrlQuery>

using namespace portolan;
using namespace portolan::portals;
using namespace portolan::test;

namespace {

/// A store with a portal of this server, without controllers: nothing runs, and nothing needs to.
struct World {
    explicit World(std::int64_t places)
    {
        state = std::move(*State::open(folder.filePath(QStringLiteral("p.db")).toStdString(), clock));
        vault = std::move(*vault::Vault::open(folder.filePath(QStringLiteral("keys")).toStdString(), random));
        blueprints.emplace(std::move(*control::Blueprints::load()));
        const auto ignore = [](const std::string &) {};
        analytics.emplace(*state, Analytics::Options{.base = [] { return std::string("https://labs.example.org"); }});
        builtin.emplace(*state, *blueprints, *analytics, random, BuiltinPortal::Wake{ignore, ignore, ignore},
                        BuiltinPortal::Options{});
        registry.emplace(*state, *vault, *blueprints, *analytics, random, ignore, Registry::Policies{});
        TrainingPortalSpec spec;
        PortalWorkshop offered;
        offered.name = "lab";
        offered.capacity = places;
        offered.reserved = 0;
        offered.expires = std::chrono::minutes(4);
        offered.deadline = std::chrono::minutes(20);
        spec.workshops.push_back(offered);
        if (!run(registry->putWorkshop("lab", {.title = "Lab", .description = "About it"}, admin))
            || !run(registry->putPortal("local", "demo", spec, admin)))
            qFatal("no portal could be made");
    }
    ~World() { state->close(); }
    Q_DISABLE_COPY_MOVE(World)

    QTemporaryDir folder;
    SystemClock clock;
    SystemRandom random;
    std::unique_ptr<State> state;
    std::unique_ptr<vault::Vault> vault;
    std::optional<control::Blueprints> blueprints;
    std::optional<Analytics> analytics;
    std::optional<BuiltinPortal> builtin;
    std::optional<Registry> registry;
    identity::Principal admin{.username = "root", .roles = {Role::Admin}};
};

} // namespace

/// The portals of this server.
class BuiltinPortalTest final : public PortalContract
{
    Q_OBJECT

protected:
    void open(std::int64_t places) override { m_world.emplace(places); }
    void close() override { m_world.reset(); }
    PortalDriver &driver() override { return *m_world->builtin; }
    PortalPtr portal() override { return m_world->state->portals.find("local/demo"); }
    std::string environment() override { return "demo-w01"; }
    std::optional<WorkshopSession> session(const std::string &name) override
    {
        const auto item = m_world->state->workshopSessions.find("local/demo/demo-w01/" + name);
        return item ? std::optional(item->value) : std::nullopt;
    }
    Fill fill() override
    {
        return fillOf(*m_world->state, m_world->state->environments.find("local/demo/demo-w01")->value);
    }
    void catchUp() override {}
    bool activate(const SessionGrant &grant) override
    {
        const QUrl url(QString::fromStdString("http://here" + grant.url));
        const auto token = QUrlQuery(url).queryItemValue(QStringLiteral("token")).toStdString();
        return run(m_world->builtin->activate("local/demo/demo-w01/" + grant.session, token)).has_value();
    }

private Q_SLOTS:
    void aServerWithoutNumbersIsFull();
    void valuesAreMadeForEachSession();

private:
    std::optional<World> m_world;
};

/// Each session's workspace has a number of its own, and there are not more of them than users of the computer.
void BuiltinPortalTest::aServerWithoutNumbersIsFull()
{
    open(0);
    constexpr std::uint32_t left = firstSessionNumber + 7;
    store::Change change;
    for (std::uint32_t number = firstSessionNumber; number < firstSessionNumber + sessionNumbers; ++number) {
        const std::string name = std::format("other-{}", number);
        if (number != left)
            change.put(Workspace{.name = name, .runtimeId = name, .owner = "other", .number = number}, store::absent);
    }
    VERIFY_RESULT(run(m_world->state->ledger().commit(std::move(change))));
    const auto grant = request("ann");
    VERIFY_RESULT(grant);
    QCOMPARE(m_world->state->workspaces.find(grant->session)->value.number, left);
    const auto refused = request("bob");
    COMPARE_ERROR(refused, ErrorCode::Conflict);
    QVERIFY(std::ranges::contains(refused.error().args, std::pair<std::string, std::string>("reason", "no-capacity")));
    close();
}

void BuiltinPortalTest::valuesAreMadeForEachSession()
{
    open(0);
    using Parameters = std::vector<WorkshopParameterRule>;
    const auto rule = [](std::string name, std::string value, std::string generate, std::string from) {
        WorkshopParameterRule made;
        made.name = std::move(name);
        made.value = std::move(value);
        made.generate = std::move(generate);
        made.from = std::move(from);
        return made;
    };
    WorkshopSpec spec{.title = "Lab", .description = "About it"};
    spec.request.parameters = Parameters{rule("PLAIN", "red", "", ""), rule("MADE", "", "expression", "[a-f0-9]{16}"),
                                         rule("FIXED", "blue", "expression", "[0-9]"),
                                         rule("SAID", "", "expression", "x")};
    VERIFY_RESULT(run(m_world->registry->putWorkshop("lab", spec, m_world->admin)));
    std::set<std::string> made;
    for (const char *user : {"ann", "bob"}) {
        const auto grant = run(m_world->builtin->request(
            portal(), {.environment = "demo-w01",
                       .user = user,
                       .parameters = {{.name = "SAID", .value = "this"}, {.name = "UNKNOWN", .value = "y"}}}));
        VERIFY_RESULT(grant);
        const auto parameters = session(grant->session)->parameters;
        QCOMPARE(parameters.size(), 4U);
        QCOMPARE(parameters[0].value, "red");
        QCOMPARE(parameters[1].value.size(), 16U);
        QCOMPARE(parameters[2].value, "blue");
        QCOMPARE(parameters[3].value, "this");
        made.insert(parameters[1].value);
    }
    QCOMPARE(made.size(), 2U); // another one for each
    close();
}

QTEST_GUILESS_MAIN(BuiltinPortalTest)
#include "builtin_portal_test.moc"
#include "moc_portal_contract.cpp"
