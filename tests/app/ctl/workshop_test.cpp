// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/file.h"
#include "core/schema/codec.h"
#include "tests/support/program.h"
#include "tests/support/server/server_process.h"

using namespace portolan;
using namespace portolan::test;
using namespace Qt::StringLiterals;

/// Workshops, portals and tenants from the command line.
class WorkshopCommandsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { VERIFY_RESULT(m_server.start()); }
    void aDryRunChangesNothing();
    void aFaultInTheMiddleLeavesNothingChanged();
    void appliesAnExample();
    void listsPortalsAndShowsOne();
    void asksForSessions();
    void findsExtendsAndEndsSessions();
    void listsShowsAndDeletesDefinitions();
    void keepsSecretsOfClusters();
    void deletesTenantsAndPortals();
    void exitCodesTellFailuresApart_data();
    void exitCodesTellFailuresApart();

private:
    [[nodiscard]] Outcome ctl(const QString &words, const QByteArray &input = {}) const
    {
        return runProgram(u"portolanctl"_s,
                          QStringList{u"--data"_s, QString::fromStdString(m_server.data())} + words.split(u' '),
                          {.input = input});
    }
    template <class Model>
    [[nodiscard]] Model told(const QString &words) const
    {
        const auto run = ctl(u"--json "_s + words);
        const auto model = schema::decode<Model>(run.output.toStdString());
        if (run.status != 0 || !model)
            qWarning("%s: %s", qPrintable(words), run.errors.constData());
        return model.value_or(Model());
    }
    [[nodiscard]] bool isEmpty() const
    {
        return told<std::vector<TrainingPortalDetails>>(u"portal list"_s).empty()
               && told<std::vector<TenantDetails>>(u"tenant list"_s).empty();
    }

    ServerProcess m_server;
};

namespace {

const QString example = QStringLiteral(PORTOLAN_SOURCE_DIR "/docs/examples/lookup.yaml");

} // namespace

void WorkshopCommandsTest::aDryRunChangesNothing()
{
    const auto run = ctl(u"apply --dry-run -f "_s + example);
    QVERIFY2(run.status == 0, run.errors.constData());
    QVERIFY2(run.output.contains("TrainingPortal/portal-1 created (dry run)"), run.output.constData());
    QVERIFY(run.output.indexOf("Workshop/") < run.output.indexOf("TrainingPortal/"));
    QVERIFY(isEmpty());
    QVERIFY(told<std::vector<UserProfile>>(u"user list"_s).size() == 1);
}

void WorkshopCommandsTest::aFaultInTheMiddleLeavesNothingChanged()
{
    const auto tenant = [](const char *name) {
        return QByteArray("kind: TenantConfig\nmetadata: {name: ") + name + "}\nspec: {}\n---\n";
    };
    const auto run = ctl(u"apply -f -"_s, tenant("first")
                                              + "kind: TrainingPortal\nmetadata: {name: p}\n"
                                                "spec: {portal: {sessions: {maximum: many}}}\n---\n"
                                              + tenant("last"));
    QCOMPARE(run.status, 7);
    QVERIFY2(run.errors.contains("TrainingPortal p (line 4)") && run.errors.contains("maximum"),
             run.errors.constData());
    const auto unknown = ctl(u"apply -f -"_s, tenant("first") + "kind: Nonsense\nmetadata: {name: p}\n");
    QCOMPARE(unknown.status, 7);
    QVERIFY2(unknown.errors.contains("line 4"), unknown.errors.constData());
    QVERIFY(isEmpty());
}

void WorkshopCommandsTest::appliesAnExample()
{
    const auto run = ctl(u"apply -f "_s + example);
    QVERIFY2(run.status == 0, run.errors.constData());
    QCOMPARE(run.output.count("created"), 7);
    const auto again = ctl(u"apply --dry-run -f "_s + example);
    QCOMPARE(again.output.count("unchanged (dry run)"), 7);
    const QByteArray
        other = "kind: TenantConfig\nmetadata: {name: tenant-1}\nspec: {portals: {nameSelector: {matchNames: "
                "[portal-1]}}}\n";
    QCOMPARE(ctl(u"apply --dry-run -f -"_s, other).output, "TenantConfig/tenant-1 configured (dry run)\n");
    QCOMPARE(ctl(u"apply --dry-run -f "_s + example).output.count("unchanged"), 7); // it was only tried
    QCOMPARE(ctl(u"apply -f -"_s, other).output, "TenantConfig/tenant-1 configured\n");
    const auto back = ctl(u"apply -f "_s + example);
    QCOMPARE(back.output.count("unchanged"), 6);
    QCOMPARE(back.output.count("configured"), 1);
}

void WorkshopCommandsTest::listsPortalsAndShowsOne()
{
    const auto portals = told<std::vector<TrainingPortalDetails>>(u"portal list"_s);
    QCOMPARE(portals.size(), 2U);
    QCOMPARE(portals[0].name, "portal-1");
    QCOMPARE(portals[0].capacity, 10);
    const auto table = ctl(u"portal list"_s);
    QVERIFY(table.output.startsWith("PORTAL"));
    QVERIFY(table.output.contains("portal-2"));
    const auto shown = ctl(u"portal show portal-1"_s);
    QVERIFY2(shown.status == 0, shown.errors.constData());
    for (const char *text : {"/portals/portal-1", "ENVIRONMENT", "lab-pipelines", "portal-1-w02"})
        QVERIFY2(shown.output.contains(text), shown.output.constData());
    const auto json = JsonDocument::parse(ctl(u"--json portal show portal-1"_s).output.toStdString());
    VERIFY_RESULT(json);
    QCOMPARE(json->root().find("environments")->size(), 2U);
    const auto credentials = told<PortalCredentials>(u"portal credentials portal-1"_s);
    QVERIFY(!credentials.clients.robot.secret.empty() && !credentials.credentials.robot.password.empty());
    QVERIFY(ctl(u"portal credentials portal-1"_s)
                .output.contains(QByteArray::fromStdString(credentials.clients.robot.secret)));
    QCOMPARE(ctl(u"portal show portal-1 --cluster far"_s).status, 3);
}

void WorkshopCommandsTest::asksForSessions()
{
    QCOMPARE(told<std::vector<WorkshopSummary>>(u"workshop list"_s).size(), 3U);
    QCOMPARE(told<std::vector<WorkshopSummary>>(u"workshop list --tenant tenant-1"_s).size(), 3U);
    QVERIFY(ctl(u"workshop list"_s).output.contains("Shell basics"));
    const auto explained = told<AllocationExplanation>(u"workshop explain tenant-1 lab-shell-basics"_s);
    QCOMPARE(explained.candidates.size(), 2U);
    const auto table = ctl(u"workshop explain tenant-1 lab-shell-basics"_s);
    QVERIFY2(table.output.contains("portal-1-w01") && table.output.contains("WHY"), table.output.constData());
    QVERIFY(ctl(u"workshop explain tenant-1 none"_s).output.contains("no portal of tenant-1 offers none"));

    const auto asked = ctl(u"workshop request tenant-1 lab-k8s-fundamentals --user anna --index-url "
                           u"https://courses.example.org/after"_s);
    QVERIFY2(asked.status == 0, asked.errors.constData());
    QVERIFY2(asked.output.startsWith(QByteArray::fromStdString(m_server.url() + "/portals/portal-2/")),
             asked.output.constData());
    QCOMPARE(asked.output.count('\n'), 1); // the address alone, for scripts
    QVERIFY(asked.errors.contains("portal-2-w02-s001"));
    const auto granted = told<WorkshopGranted>(
        u"workshop request tenant-1 lab-shell-basics --user bert --param GREETING=Hi=there"_s);
    QCOMPARE(granted.portalName, "portal-1");
    QCOMPARE(ctl(u"workshop request tenant-1 lab-shell-basics --param GREETING"_s).status, 7);
}

void WorkshopCommandsTest::findsExtendsAndEndsSessions()
{
    const auto all = told<std::vector<WorkshopSessionDetails>>(u"workshop session list"_s);
    QVERIFY(all.size() >= 2);
    const auto annas = told<std::vector<WorkshopSessionDetails>>(u"workshop session list --user anna"_s);
    QCOMPARE(annas.size(), 1U);
    QCOMPARE(annas[0].workshop, "lab-k8s-fundamentals");
    const auto inPortal = told<std::vector<WorkshopSessionDetails>>(u"workshop session list --portal portal-1"_s);
    QVERIFY(!inPortal.empty());
    QVERIFY(std::ranges::none_of(inPortal, [](const auto &session) { return session.user == "anna"; }));
    const auto table = ctl(u"workshop session list --user bert"_s);
    QVERIFY(table.output.startsWith("SESSION") && table.output.contains("lab-shell-basics"));

    const QString name = QString::fromStdString(annas[0].name);
    QCOMPARE(ctl(u"workshop session extend "_s + name).status, 4); // nobody has opened it
    QVERIFY(ctl(u"workshop session end "_s + name).output.contains("is ending"));
    QVERIFY(waitUntil([this] {
        return told<std::vector<WorkshopSessionDetails>>(u"workshop session list --user anna"_s).empty();
    }));
    const QString path = u"local/portal-1/portal-1-w01/"_s;
    const auto berts = told<std::vector<WorkshopSessionDetails>>(u"workshop session list --user bert"_s);
    QCOMPARE(berts.size(), 1U);
    QCOMPARE(ctl(u"workshop session end "_s + path + QString::fromStdString(berts[0].name)).status, 0);
}

void WorkshopCommandsTest::listsShowsAndDeletesDefinitions()
{
    const auto definitions = told<std::vector<Workshop>>(u"workshop definition list"_s);
    QCOMPARE(definitions.size(), 3U);
    const auto table = ctl(u"workshop definition list"_s);
    for (const char *text : {"WORKSHOP", "BLUEPRINT", "lab-shell-basics", "Shell basics"})
        QVERIFY2(table.output.contains(text), table.output.constData());
    const auto basics = told<Workshop>(u"workshop definition show lab-shell-basics"_s);
    QVERIFY(!basics.spec.instructions.empty());
    const auto shown = ctl(u"workshop definition show lab-shell-basics"_s);
    QVERIFY2(shown.status == 0, shown.errors.constData());
    for (const char *text : {"lab-shell-basics", "Shell basics", "GREETING=", "Terminals"})
        QVERIFY2(shown.output.contains(text), shown.output.constData());

    const auto offered = ctl(u"workshop definition delete lab-shell-basics"_s);
    QCOMPARE(offered.status, 4);
    QVERIFY2(offered.errors.contains("portal-1"), offered.errors.constData());
    QCOMPARE(ctl(u"apply -f -"_s, "kind: Workshop\nmetadata: {name: spare}\nspec: {title: Spare, description: none}\n")
                 .status,
             0);
    QCOMPARE(told<std::vector<Workshop>>(u"workshop definition list"_s).size(), 4U);
    QCOMPARE(ctl(u"workshop definition delete spare"_s).output, QByteArray("spare is deleted\n"));
    QCOMPARE(told<std::vector<Workshop>>(u"workshop definition list"_s).size(), 3U);
}

void WorkshopCommandsTest::keepsSecretsOfClusters()
{
    const QByteArray manifests = "kind: ClusterConfig\nmetadata: {name: far}\n"
                                 "spec: {credentials: {kubeconfig: {secretRef: {name: access}}}}\n---\n"
                                 "kind: Secret\nmetadata: {name: access}\nstringData:\n  config: |\n"
                                 "    {apiVersion: v1, kind: Config, current-context: x,\n"
                                 "     clusters: [{name: c, cluster: {server: 'https://far.example',\n"
                                 "                                    certificate-authority-data: Y2E=}}],\n"
                                 "     contexts: [{name: x, context: {cluster: c, user: u}}],\n"
                                 "     users: [{name: u, user: {token: not-in-lists}}]}\n";
    const auto run = ctl(u"apply -f -"_s, manifests);
    QVERIFY2(run.status == 0, run.errors.constData());
    QVERIFY(run.output.contains("Secret/access created") && run.output.contains("ClusterConfig/far created"));
    QCOMPARE(told<std::vector<ClusterDetails>>(u"cluster list"_s).size(), 2U);
    QVERIFY(ctl(u"cluster list"_s).output.contains("far"));
    const auto kubeconfig = ctl(u"cluster kubeconfig far"_s);
    QVERIFY2(kubeconfig.output.startsWith("apiVersion: v1\n") && kubeconfig.output.contains("token: not-in-lists\n"),
             kubeconfig.output.constData());
    QVERIFY(ctl(u"--json cluster kubeconfig far"_s).output.contains("\"kubeconfig\""));
    const auto secrets = ctl(u"secret list"_s);
    QVERIFY2(secrets.output.contains("access") && secrets.output.contains("config")
                 && !secrets.output.contains("not-in-lists"),
             secrets.output.constData());
    QCOMPARE(told<std::vector<SecretDetails>>(u"secret list"_s).size(), 1U);
    QCOMPARE(ctl(u"secret delete access"_s).status, 4); // the cluster refers to it
    QCOMPARE(ctl(u"cluster delete far"_s).status, 0);
    QCOMPARE(ctl(u"secret delete access"_s).status, 0);
    QVERIFY(told<std::vector<SecretDetails>>(u"secret list"_s).empty());
}

void WorkshopCommandsTest::deletesTenantsAndPortals()
{
    const auto tenants = told<std::vector<TenantDetails>>(u"tenant list"_s);
    QCOMPARE(tenants.size(), 1U);
    QVERIFY(!tenants[0].selectsAll);
    QCOMPARE(ctl(u"apply -f -"_s, "kind: TenantConfig\nmetadata: {name: open}\n").status, 0);
    QVERIFY(told<std::vector<TenantDetails>>(u"tenant list"_s)[1].selectsAll);
    QCOMPARE(ctl(u"tenant delete tenant-1"_s).status, 0);
    QCOMPARE(told<std::vector<TenantDetails>>(u"tenant list"_s).size(), 1U);
    QCOMPARE(ctl(u"portal delete portal-1"_s).status, 0);
    QVERIFY(waitUntil([this] { return told<std::vector<TrainingPortalDetails>>(u"portal list"_s).size() == 1; }));
}

void WorkshopCommandsTest::exitCodesTellFailuresApart_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("status");
    QTest::newRow("no command") << u"workshop"_s << 2;
    QTest::newRow("no workshop") << u"workshop request open"_s << 2;
    QTest::newRow("no such session") << u"workshop session end none"_s << 3;
    QTest::newRow("no such portal") << u"portal show none"_s << 3;
    QTest::newRow("no such tenant") << u"tenant delete none"_s << 3;
    QTest::newRow("no such definition") << u"workshop definition show none"_s << 3;
    QTest::newRow("no such definition to delete") << u"workshop definition delete none"_s << 3;
    QTest::newRow("no definition") << u"workshop definition delete"_s << 2;
    QTest::newRow("no such secret") << u"secret delete none"_s << 3;
    QTest::newRow("no such cluster") << u"cluster kubeconfig none"_s << 3;
    QTest::newRow("a cluster without one") << u"cluster kubeconfig local"_s << 3;
    QTest::newRow("no tenant to explain") << u"workshop explain none lab-shell-basics"_s << 3;
    QTest::newRow("no such workshop") << u"workshop request open none"_s << 6;
    QTest::newRow("no such file") << u"apply -f /nowhere/at.yaml"_s << 3;
}

void WorkshopCommandsTest::exitCodesTellFailuresApart()
{
    QFETCH(QString, words);
    QFETCH(int, status);
    const auto run = ctl(words);
    QVERIFY2(run.status == status, (run.output + run.errors).constData());
    QVERIFY(!(run.errors + run.output).isEmpty());
}

QTEST_GUILESS_MAIN(WorkshopCommandsTest)
#include "workshop_test.moc"
