// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workshops/workshops_pane.h"

#include "tests/ui/workshops/console.h"
#include "ui/widgets/table/cell_text.h"
#include "ui/workshops/apply_dialog.h"
#include "ui/workshops/explain_dialog.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>

using namespace portolan;
using namespace portolan::ui;
using test::Console;
using test::patience;
using test::press;
using namespace Qt::StringLiterals;

namespace {

/// A session's time is short enough to be extended, and nothing is kept warm.
constexpr auto shortPortal = R"(
kind: TrainingPortal
metadata: {name: brief}
spec:
  portal:
    sessions: {maximum: 3}
    workshop: {defaults: {expires: 4m, overtime: 30m, deadline: 2h, reserved: 0}}
  workshops: [{name: lab-shell-basics, capacity: 2}]
---
kind: TenantConfig
metadata: {name: everybody}
spec: {}
)";

} // namespace

/// Portals, sessions and tenants of a real server in a real window.
class WorkshopsPaneTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void showsHowFullPortalsAre();
    void endsSeveralSessionsAtOnce();
    void extendsASession();
    void warnsOfTenantsThatMayUseEveryPortal();
    void saysWhereASessionWouldGo();
    void appliesManifestsOnceSomebodyAgrees();
    void appliesNothingOfAFaultyFile();
    void deletesPortalsAndTenants();
    void isForThoseWhoMay();

private:
    void put(std::string_view text) const { test::putManifests(*m_server, text); }
    [[nodiscard]] WorkshopGranted request(const std::string &user, const std::string &tenant) const;
    void activate(const WorkshopGranted &granted) const;
    [[nodiscard]] QString file(const QString &name, const QByteArray &text) const;
    [[nodiscard]] static std::string idOf(const WorkshopGranted &granted)
    {
        return WorkshopSession::idOf(WorkshopEnvironment::idOf(granted.clusterName, granted.portalName,
                                                               granted.environmentName),
                                     granted.sessionName);
    }

    QTemporaryDir m_folder;
    std::optional<test::ServerProcess> m_server;
    std::string m_author;
    std::string m_user;
};

void WorkshopsPaneTest::init()
{
    m_server.emplace();
    m_author = m_server->addUser("carla", {Role::Author});
    m_user = m_server->addUser("bert", {Role::User});
    VERIFY_RESULT(m_server->start());
}

void WorkshopsPaneTest::cleanup()
{
    QVERIFY(test::allTasksEnd());
    m_server.reset();
}

WorkshopGranted WorkshopsPaneTest::request(const std::string &user, const std::string &tenant) const
{
    ControlPlaneClient client(m_server->address());
    const auto granted = test::run(client.requestWorkshop(
        {.tenantName = tenant, .workshopName = "lab-shell-basics", .clientIndexUrl = {}, .clientUserId = user}));
    if (!granted)
        qWarning("%s", granted.error().detail.c_str());
    return granted.value_or(WorkshopGranted());
}

void WorkshopsPaneTest::activate(const WorkshopGranted &granted) const
{
    const QUrl url(QString::fromStdString(granted.sessionActivationUrl));
    const auto answer = m_server->requestAt(m_server->url(), "GET", url.path() + u'?' + url.query());
    QVERIFY2(answer.status < 400, answer.body.constData());
}

QString WorkshopsPaneTest::file(const QString &name, const QByteArray &text) const
{
    const QString path = m_folder.filePath(name);
    if (!writeFileAtomically(path.toStdString(), text.toStdString()))
        qFatal("cannot write %s", qPrintable(path));
    return path;
}

void WorkshopsPaneTest::showsHowFullPortalsAre()
{
    Console console(*m_server);
    console.pane.showTab(&console.pane.portals());
    QTRY_VERIFY_WITH_TIMEOUT(console.seen().contains(u"No portals"_s), patience);
    QCOMPARE(test::namelessControls(console.pane), QString());
    put({}); // nobody has asked the pane to look
    const std::string portal = "local/portal-1";
    QTRY_COMPARE_WITH_TIMEOUT(Console::model(console.portals()).totalCount(), 2, patience);
    QTRY_VERIFY(console.portals().setCurrentId(portal));
    const TableView &environments = console.pane.portals().environments();
    QTRY_COMPARE_WITH_TIMEOUT(Console::model(environments).totalCount(), 2, patience);
    const std::string basics = "local/portal-1/portal-1-w01";
    QTRY_COMPARE_WITH_TIMEOUT(Console::cell(environments, basics, u"warm"), TableCell(std::int64_t(1)), patience);
    QCOMPARE(Console::cell(environments, basics, u"sessions"),
             TableCell(Capacity{.used = 0, .limit = 6, .reserved = 1}));
    QCOMPARE(Console::cell(console.portals(), portal, u"sessions"),
             TableCell(Capacity{.used = 0, .limit = 10, .reserved = 1}));
    QCOMPARE(Console::cell(console.portals(), portal, u"workshops"), TableCell(std::int64_t(2)));
    for (const QString &said : {u"In this control plane"_s, u"tenant-1"_s, u"/portals/portal-1"_s})
        QVERIFY2(console.seen().contains(said), qPrintable(console.seen()));
    QCOMPARE(test::namelessControls(console.pane), QString());

    QSignalSpy counted(&console.pane, &WorkshopsPane::countChanged);
    const auto granted = request("anna", "tenant-1");
    QCOMPARE(granted.portalName, "portal-1");
    QTRY_COMPARE_WITH_TIMEOUT(Console::cell(console.portals(), portal, u"free"), TableCell(std::int64_t(9)), patience);
    QTRY_COMPARE_WITH_TIMEOUT(std::get<Capacity>(Console::cell(environments, basics, u"sessions")).used, 1.0, patience);
    QCOMPARE(console.portals().selectedIds(), std::vector{portal}); // what arrives leaves it
    QTRY_VERIFY(!counted.isEmpty());
    QCOMPARE(counted.last().first(), QVariant(1));

    console.pane.portals().showSessions()->trigger();
    QTRY_VERIFY(console.sessions().isVisible());
    QCOMPARE(console.pane.sessions().table().filterText(), u"portal=\"portal-1\""_s);
    QTRY_VERIFY_WITH_TIMEOUT(console.stateOf(idOf(granted)) == "waiting", patience);
    QVERIFY(console.sessions().setCurrentId(idOf(granted)));
    QTRY_VERIFY(console.seen().contains(u"Its user has not opened it yet"_s));
    QSignalSpy terminal(&console.pane, &WorkshopsPane::terminalRequested);
    QTRY_VERIFY_WITH_TIMEOUT(console.action(WorkshopSessionAction::OpenTerminal).isEnabled(), patience);
    console.action(WorkshopSessionAction::OpenTerminal).trigger();
    QCOMPARE(terminal.size(), 1);
    QVERIFY(console.session.workspace(terminal.first().first().toString().toStdString()));
}

void WorkshopsPaneTest::endsSeveralSessionsAtOnce()
{
    put({});
    put(shortPortal);
    const auto anna = request("anna", "tenant-1");
    const auto bert = request("bert", "tenant-1");
    const auto cleo = request("cleo", "tenant-1");
    Console console(*m_server);
    QTRY_VERIFY_WITH_TIMEOUT(console.stateOf(idOf(cleo)) == "waiting", patience);
    QTRY_VERIFY_WITH_TIMEOUT(console.stateOf(idOf(anna)) == "waiting", patience);
    QCOMPARE(Console::cell(console.sessions(), idOf(anna), u"user"), TableCell(std::string("anna")));
    QCOMPARE(Console::cell(console.sessions(), idOf(anna), u"tenant"), TableCell(std::string("tenant-1")));
    QAction &end = console.action(WorkshopSessionAction::End);
    QVERIFY(!end.isEnabled());
    console.pane.sessions().table().setFilterText(u"user:anna,bert"_s);
    QTRY_COMPARE(Console::model(console.sessions()).rowCount(), 2);
    console.sessions().selectAll();
    QTRY_COMPARE(end.text(), u"End 2 sessions…"_s);
    QVERIFY(console.seen().contains(u"2 sessions"_s));
    end.trigger();
    auto *dialog = test::visibleWidget<FormDialog>();
    QVERIFY(dialog);
    QCOMPARE(test::namelessControls(*dialog), QString());
    const QString asked = test::seenText(*dialog);
    for (const QString &said : {u"End these 2 sessions?"_s, u"anna: lab-shell-basics"_s, u"bert: lab-shell-basics"_s,
                                QString::fromStdString(anna.sessionName)})
        QVERIFY2(asked.contains(said), qPrintable(asked));
    QVERIFY(!asked.contains(u"cleo"_s));
    QTest::keyClick(dialog, Qt::Key_Return); // is no yes
    QTRY_VERIFY(!test::visibleWidget<FormDialog>());
    QCOMPARE(console.stateOf(idOf(anna)), "waiting");
    end.trigger();
    press(u"End 2 sessions"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!Console::model(console.sessions()).find(idOf(anna)), patience);
    QTRY_VERIFY_WITH_TIMEOUT(!Console::model(console.sessions()).find(idOf(bert)), patience);
    QCOMPARE(console.stateOf(idOf(cleo)), "waiting");
    ControlPlaneClient client(m_server->address());
    const auto left = test::run(client.workshopSessions({.user = "anna"}));
    VERIFY_RESULT(left);
    QVERIFY(left->empty());
}

void WorkshopsPaneTest::extendsASession()
{
    put({});
    put(shortPortal);
    Console console(*m_server);
    put("kind: TenantConfig\nmetadata: {name: hurried}\nspec: {portals: {nameSelector: {matchNames: [brief]}}}\n");
    const auto granted = request("anna", "hurried");
    QCOMPARE(granted.portalName, "brief");
    const std::string id = idOf(granted);
    QTRY_VERIFY_WITH_TIMEOUT(console.stateOf(id) == "waiting", patience);
    QVERIFY(console.sessions().setCurrentId(id));
    QAction &extend = console.action(WorkshopSessionAction::Extend);
    QVERIFY(!extend.isEnabled());
    QCOMPARE(extend.toolTip(), u"Its user has not opened it: its time has not begun."_s);
    activate(granted);
    QTRY_COMPARE_WITH_TIMEOUT(console.stateOf(id), "running", patience);
    const auto before = Console::cell(console.sessions(), id, u"expires");
    QVERIFY(std::holds_alternative<Time>(before));
    QTRY_VERIFY(extend.isEnabled());
    extend.trigger();
    QTRY_VERIFY_WITH_TIMEOUT(Console::cell(console.sessions(), id, u"expires") != before, patience);
    const auto more = std::get<Time>(Console::cell(console.sessions(), id, u"expires")) - std::get<Time>(before);
    QCOMPARE(std::chrono::duration_cast<std::chrono::minutes>(more).count(), 30);
    QTRY_VERIFY(extend.isEnabled());
    extend.trigger(); // it has time enough now
    QTRY_VERIFY_WITH_TIMEOUT(console.seen().contains(u"was not extended"_s), patience);
    QCOMPARE(console.sessions().selectedIds(), std::vector{id});
}

void WorkshopsPaneTest::warnsOfTenantsThatMayUseEveryPortal()
{
    put({});
    put(shortPortal);
    put("kind: TenantConfig\nmetadata: {name: nowhere}\nspec: {portals: {nameSelector: {matchNames: [none]}}}\n");
    Console console(*m_server);
    console.pane.showTab(&console.pane.tenants());
    const auto reach = [&console](const std::string &name) {
        return std::string(textOf(Console::cell(console.tenants(), name, u"reach")));
    };
    QTRY_COMPARE_WITH_TIMEOUT(reach("everybody"), "every", patience);
    QCOMPARE(lookOfReach("every").shape, Shape::Triangle);
    QCOMPARE(lookOfReach("every").tone, Tone::Warn);
    QCOMPARE(reach("tenant-1"), "some");
    QCOMPARE(reach("nowhere"), "none");
    QCOMPARE(Console::cell(console.tenants(), "tenant-1", u"portals"), TableCell(std::string("portal-1, portal-2")));
    QVERIFY(textOf(Console::cell(console.tenants(), "tenant-1", u"clients")).contains("custom-portal"));
    QVERIFY(console.tenants().setCurrentId("everybody"));
    QTRY_VERIFY(console.seen().contains(u"every portal is open to its clients"_s));
    // A selector that matches all there is now is another thing.
    put("kind: TenantConfig\nmetadata: {name: everybody}\nspec: {portals: {nameSelector: {matchNames: ['*']}}}\n");
    QTRY_COMPARE_WITH_TIMEOUT(reach("everybody"), "some", patience);
    QCOMPARE(console.tenants().selectedIds(), std::vector<std::string>{"everybody"});
}

void WorkshopsPaneTest::saysWhereASessionWouldGo()
{
    put({});
    Console console(*m_server);
    QTRY_VERIFY_WITH_TIMEOUT(console.pane.explainAction()->isEnabled(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(Console::model(console.tenants()).totalCount(), 1, patience);
    console.pane.explain(u"tenant-1"_s, u"lab-shell-basics"_s);
    auto *dialog = test::visibleWidget<ExplainDialog>();
    QVERIFY(dialog);
    const TableView &candidates = dialog->candidates();
    const QAbstractItemModelTester tester(&Console::model(candidates),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    QTRY_COMPARE_WITH_TIMEOUT(Console::model(candidates).totalCount(), 2, patience);
    QCOMPARE(test::namelessControls(*dialog), QString());
    QCOMPARE(test::named<QComboBox>(*dialog, u"Workshop"_s)->currentText(), u"lab-shell-basics"_s);
    const std::string first = "local/portal-1/portal-1-w01";
    QTRY_COMPARE_WITH_TIMEOUT(Console::cell(candidates, first, u"state"), TableCell(std::string("next")), patience);
    QCOMPARE(Console::cell(candidates, first, u"rank"), TableCell(std::int64_t(1)));
    QVERIFY(test::seenText(*dialog).contains(u"would go to portal-1-w01"_s));
    QCOMPARE(textOf(Console::cell(candidates, first, u"why")), "Nothing ranks higher.");
    const std::string why(textOf(Console::cell(candidates, "local/portal-2/portal-2-w01", u"why")));
    QVERIFY2(why.starts_with("Its portal has ") && why.contains("that of portal-1-w01 has"), why.c_str());
    // It goes with what happens: portal-1 is taken away.
    ControlPlaneClient client(m_server->address());
    VERIFY_RESULT(test::run(client.deletePortal({.cluster = "local", .portal = "portal-1"})));
    QTRY_VERIFY_WITH_TIMEOUT(test::seenText(*dialog).contains(u"would go to portal-2-w01"_s), patience);
    test::named<QComboBox>(*dialog, u"Workshop"_s)->setCurrentText(u"lab-k8s-fundamentals"_s);
    QTRY_VERIFY_WITH_TIMEOUT(test::seenText(*dialog).contains(u"would go to portal-2-w02"_s), patience);
    dialog->reject();
    QTRY_VERIFY(!test::visibleWidget<ExplainDialog>());
}

void WorkshopsPaneTest::appliesManifestsOnceSomebodyAgrees()
{
    put("kind: TenantConfig\nmetadata: {name: everybody}\nspec: {}\n");
    Console console(*m_server);
    QTRY_VERIFY_WITH_TIMEOUT(console.pane.applyAction()->isEnabled(), patience);
    const QString path = file(u"portals.yaml"_s, shortPortal);
    console.pane.applyManifests({path});
    auto *dialog = test::visibleWidget<ApplyDialog>();
    QVERIFY(dialog);
    const TableView &manifests = dialog->manifests();
    QTRY_VERIFY_WITH_TIMEOUT(dialog->applyButton()->isEnabled(), patience);
    QCOMPARE(test::namelessControls(*dialog), QString());
    const auto outcome = [&manifests](const std::string &row) {
        return std::string(textOf(Console::cell(manifests, row, u"outcome")));
    };
    QTRY_COMPARE(outcome("0"), "same"); // the tenant goes first
    QTRY_COMPARE(outcome("1"), "new");
    QCOMPARE(Console::cell(manifests, "1", u"line"), TableCell(std::int64_t(1)));
    QVERIFY(test::seenText(*dialog).contains(u"To be created: 1, to be updated: 0, unchanged: 1"_s));
    ControlPlaneClient client(m_server->address());
    QVERIFY(test::run(client.portals()).value().empty()); // only looked at
    QTest::mouseClick(dialog->applyButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(outcome("1") == "created", patience);
    QCOMPARE(outcome("0"), "same");
    QTRY_VERIFY_WITH_TIMEOUT(console.pane.portals().table().view().tableModel().find("local/brief"), patience);
    press(u"Close"_s);
    QTRY_VERIFY(!test::visibleWidget<ApplyDialog>());
    // Once more: there is nothing to be done. And what is another is updated.
    console.pane.applyManifests({path});
    dialog = test::visibleWidget<ApplyDialog>();
    QTRY_VERIFY_WITH_TIMEOUT(test::seenText(*dialog).contains(u"there is nothing to apply"_s), patience);
    QVERIFY(!dialog->applyButton()->isEnabled());
    press(u"Close"_s);
    QTRY_VERIFY(!test::visibleWidget<ApplyDialog>());
    QByteArray longer = shortPortal;
    QVERIFY(longer.contains("capacity: "));
    longer.replace("capacity: ", "capacity: 1");
    console.pane.applyManifests({file(u"longer.yaml"_s, longer)});
    dialog = test::visibleWidget<ApplyDialog>();
    QTRY_VERIFY_WITH_TIMEOUT(test::seenText(*dialog).contains(u"to be updated: 1, unchanged: 1"_s), patience);
    press(u"Cancel"_s);
    QTRY_VERIFY(!test::visibleWidget<ApplyDialog>());
}

void WorkshopsPaneTest::appliesNothingOfAFaultyFile()
{
    Console console(*m_server);
    QTRY_VERIFY_WITH_TIMEOUT(console.pane.applyAction()->isEnabled(), patience);
    const auto look = [&](const QByteArray &text, const QString &said) {
        console.pane.applyManifests({file(u"faulty.yaml"_s, text)});
        auto *dialog = test::visibleWidget<ApplyDialog>();
        QVERIFY(dialog);
        QTRY_VERIFY_WITH_TIMEOUT(test::seenText(*dialog).contains(u"Nothing was changed"_s), patience);
        const QString seen = test::seenText(*dialog);
        QVERIFY2(seen.contains(said), qPrintable(seen));
        QVERIFY(!dialog->applyButton()->isEnabled());
        press(u"Cancel"_s);
        QTRY_VERIFY(!test::visibleWidget<ApplyDialog>());
    };
    const QByteArray good = "kind: TenantConfig\nmetadata: {name: good}\nspec: {}\n";
    look(good + "---\nkind: TrainingPortal\nmetadata: {name: p}\nspec: {portal: {sessions: {maximum: -1}}}\n---\n"
             + good,
         u"line 4"_s);
    look(good + "---\nkind: Nonsense\nmetadata: {name: p}\n", u"faulty.yaml: The manifest at line 4"_s);
    console.pane.applyManifests({u"/nowhere/at.yaml"_s});
    QTRY_VERIFY_WITH_TIMEOUT(test::seenText(*test::visibleWidget<ApplyDialog>()).contains(u"/nowhere/at.yaml"_s),
                             patience);
    press(u"Cancel"_s);
    ControlPlaneClient client(m_server->address());
    QVERIFY(test::run(client.tenants()).value().empty());
}

void WorkshopsPaneTest::deletesPortalsAndTenants()
{
    put({});
    put(shortPortal);
    Console console(*m_server);
    console.pane.showTab(&console.pane.portals());
    QTRY_VERIFY_WITH_TIMEOUT(console.portals().setCurrentId("local/brief"), patience);
    QTRY_VERIFY(console.pane.portals().remove()->isEnabled());
    console.pane.portals().remove()->trigger();
    auto *dialog = test::visibleWidget<FormDialog>();
    QVERIFY(dialog);
    QVERIFY(!dialog->submitButton()->isEnabled());
    test::named<QLineEdit>(*dialog, u"Type brief to confirm"_s)->setText(u"brief"_s);
    press(u"Delete portal"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!Console::model(console.portals()).find("local/brief"), patience);
    QCOMPARE(Console::model(console.portals()).totalCount(), 2);

    console.pane.showTab(&console.pane.tenants());
    QTRY_VERIFY_WITH_TIMEOUT(console.tenants().setCurrentId("everybody"), patience);
    QTRY_VERIFY(console.pane.tenants().remove()->isEnabled());
    console.pane.tenants().remove()->trigger();
    dialog = test::visibleWidget<FormDialog>();
    QVERIFY(dialog);
    test::named<QLineEdit>(*dialog, u"Type everybody to confirm"_s)->setText(u"everybody"_s);
    press(u"Delete tenant"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!Console::model(console.tenants()).find("everybody"), patience);
    QVERIFY(Console::model(console.tenants()).find("tenant-1"));
}

void WorkshopsPaneTest::isForThoseWhoMay()
{
    put(shortPortal);
    Console author(*m_server, m_author);
    QTRY_VERIFY_WITH_TIMEOUT(author.seen().contains(u"Not for your role"_s), patience);
    author.pane.showTab(&author.pane.portals());
    QTRY_VERIFY_WITH_TIMEOUT(author.portals().setCurrentId("local/brief"), patience);
    QVERIFY(!author.pane.portals().remove()->isEnabled());
    QCOMPARE(author.pane.portals().remove()->toolTip(), u"Your role may not change portals and tenants."_s);
    QVERIFY(author.pane.applyAction()->isEnabled()); // workshops are theirs
    QVERIFY(!author.pane.explainAction()->isEnabled());
    QVERIFY(!author.pane.portals().edit()->isEnabled());
    QVERIFY(!author.pane.portals().create()->isEnabled());
    QCOMPARE(author.pane.portals().create()->toolTip(), u"Your role may not change portals and tenants."_s);
    QVERIFY(author.pane.definitions().create()->isEnabled());

    Console outside(*m_server, m_user);
    for (QWidget *tab :
         {static_cast<QWidget *>(&outside.pane.sessions()), static_cast<QWidget *>(&outside.pane.portals()),
          static_cast<QWidget *>(&outside.pane.tenants()), static_cast<QWidget *>(&outside.pane.definitions())}) {
        outside.pane.showTab(tab);
        QTRY_VERIFY_WITH_TIMEOUT(outside.seen().contains(u"Not for your role"_s), patience);
    }
    QVERIFY(!outside.pane.applyAction()->isEnabled());
    QCOMPARE(outside.pane.applyAction()->toolTip(), u"Your role may not change workshops and portals."_s);
}

QTEST_MAIN(WorkshopsPaneTest)
#include "workshops_pane_test.moc"
