// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/educates/mirror.h"

#include "tests/support/run.h"

#include <QTemporaryDir>
#include <QTest>

#include <cstring>

using namespace portolan;
using namespace portolan::portals;
using namespace portolan::test;

/// What a remote portal says becomes rows, and only what can be one.
class MirrorTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void namesThatCannotBe_data();
    void namesThatCannotBe();
    void onlyWhatIsNew();
    void statesOfOthers();
    void whatWasChangedMeanwhileStays();
    void numbersOfNames();

private:
    [[nodiscard]] static EnvironmentCatalog catalog(const std::string &environment, std::vector<std::string> sessions)
    {
        CatalogEnvironment item;
        item.name = environment;
        item.state = "RUNNING";
        item.capacity = 5;
        item.allocated = static_cast<std::int64_t>(sessions.size());
        item.workshop.name = "lab";
        item.sessions.emplace();
        for (const std::string &name : sessions)
            item.sessions->push_back({.name = name, .state = "WAITING", .user = "u"});
        return {.portal = {.name = "p"}, .environments = {item}};
    }
    [[nodiscard]] bool apply(const EnvironmentCatalog &told) { return apply(told, versionsOf(*m_state, m_portal)); }
    /// Whether something was new.
    [[nodiscard]] bool apply(const EnvironmentCatalog &told, const RowVersions &before)
    {
        auto change = mirrored(*m_state, m_portal, told, before, m_random);
        if (!change)
            qFatal("%s", change.error().detail.c_str());
        if (!*change)
            return false;
        if (const auto committed = run(m_state->ledger().commit(std::move(**change))); !committed)
            qFatal("%s", committed.error().detail.c_str());
        return true;
    }
    [[nodiscard]] store::ItemPtr<WorkshopSession> session(const std::string &name) const
    {
        return m_state->workshopSessions.find("local/p/p-w01/" + name);
    }

    std::optional<QTemporaryDir> m_folder;
    SystemClock m_clock;
    SeededRandom m_random{1};
    std::unique_ptr<State> m_state;
    TrainingPortal m_portal;
};

void MirrorTest::init()
{
    m_folder.emplace();
    m_state = std::move(*State::open(m_folder->filePath(QStringLiteral("p.db")).toStdString(), m_clock));
    m_portal = {.name = "p", .cluster = "local", .uid = "1", .created = m_clock.now()};
    m_portal.spec.remote = {.url = "https://example.org"};
    store::Change change;
    change.put(TrainingPortal(m_portal), store::absent);
    VERIFY_RESULT(run(m_state->ledger().commit(std::move(change))));
}

void MirrorTest::cleanup()
{
    m_state->close();
    m_state.reset();
}

void MirrorTest::namesThatCannotBe_data()
{
    QTest::addColumn<QString>("name");
    for (const char *name : {"", "..", "a/b", "a b", "a\nb", "a?b", "\xc3\xa4"})
        QTest::addRow("name of %zu bytes, %s", std::strlen(name), name) << QString::fromUtf8(name);
    QTest::newRow("long") << QString(300, u'a');
}

void MirrorTest::namesThatCannotBe()
{
    QFETCH(const QString, name);
    const std::string bad = name.toStdString();
    for (const auto &told : {catalog(bad, {}), catalog("p-w01", {"p-w01-s001", bad}), catalog("p-w01", {"s1", "s1"})}) {
        const auto change = mirrored(*m_state, m_portal, told, {}, m_random);
        QVERIFY(!change);
        QCOMPARE(change.error().code, ErrorCode::InvalidArgument);
    }
    auto twice = catalog("p-w01", {});
    twice.environments.push_back(twice.environments.front());
    QVERIFY(!mirrored(*m_state, m_portal, twice, {}, m_random));
}

void MirrorTest::onlyWhatIsNew()
{
    QVERIFY(apply(catalog("p-w01", {"p-w01-s001", "p-w01-s002"})));
    QCOMPARE(m_state->workshopSessions.size(), 2U);
    QVERIFY(!apply(catalog("p-w01", {"p-w01-s001", "p-w01-s002"})));
    const auto stays = session("p-w01-s001")->version;
    QVERIFY(apply(catalog("p-w01", {"p-w01-s001"})));
    QVERIFY(!session("p-w01-s002"));
    QCOMPARE(session("p-w01-s001")->version, stays);
    QVERIFY(apply(catalog("p-w02", {})));
    QCOMPARE(m_state->environments.size(), 1U);
    QCOMPARE(m_state->environments.all().front()->value.name, "p-w02");
    QCOMPARE(m_state->workshopSessions.size(), 0U);
}

void MirrorTest::statesOfOthers()
{
    auto told = catalog("p-w01", {"p-w01-s001", "p-w01-s002"});
    told.environments.front().state = "SOMETHING NEW";
    told.environments.front().sessions->front().state = "SOMETHING NEW";
    told.environments.front().sessions->back().state = "STOPPING";
    told.environments.front().allocated = -7;
    QVERIFY(apply(told));
    const auto environment = m_state->environments.find("local/p/p-w01");
    QCOMPARE(environment->value.phase, EnvironmentPhase::Stopping); // nobody is sent there
    QCOMPARE(environment->value.toldAllocated.value_or(-1), 0);
    QCOMPARE(session("p-w01-s001")->value.state, WorkshopSessionState::Running);
    QCOMPARE(session("p-w01-s002")->value.state, WorkshopSessionState::Stopping);
}

void MirrorTest::whatWasChangedMeanwhileStays()
{
    QVERIFY(apply(catalog("p-w01", {"p-w01-s001", "p-w01-s002", "p-w01-s003"})));
    const RowVersions before = versionsOf(*m_state, m_portal);
    // While the portal answers, one session ends here, one is forgotten, and one is won.
    WorkshopSession ended = session("p-w01-s001")->value;
    ended.state = WorkshopSessionState::Stopping;
    WorkshopSession won = session("p-w01-s003")->value;
    won.name = "p-w01-s004";
    store::Change change;
    change.put(std::move(ended), session("p-w01-s001")->version);
    change.remove<WorkshopSession>(session("p-w01-s002")->id);
    change.put(std::move(won), store::absent);
    VERIFY_RESULT(run(m_state->ledger().commit(std::move(change))));
    (void)apply(catalog("p-w01", {"p-w01-s001", "p-w01-s002"}), before);
    QCOMPARE(session("p-w01-s001")->value.state, WorkshopSessionState::Stopping);
    QVERIFY(!session("p-w01-s002"));
    QVERIFY(!session("p-w01-s003")); // which is gone there
    QVERIFY(session("p-w01-s004"));
}

void MirrorTest::numbersOfNames()
{
    QCOMPARE(numberOfName("lab-w01-s017"), 17);
    QCOMPARE(numberOfName("lab"), 0);
    QCOMPARE(numberOfName("s99999999999999999999999"), 0);
    QCOMPARE(numberOfName(""), 0);
}

QTEST_GUILESS_MAIN(MirrorTest)
#include "mirror_test.moc"
