// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workshops/definitions_pane.h"

#include "core/schema/codec.h"
#include "tests/support/server/portals.h"
#include "tests/ui/workshops/console.h"
#include "ui/pane/form_dialog.h"
#include "ui/workshops/explain_dialog.h"
#include "ui/workshops/request_dialog.h"

#include <QClipboard>
#include <QComboBox>
#include <QDesktopServices>
#include <QLineEdit>
#include <QPlainTextEdit>

using namespace portolan;
using namespace portolan::ui;
using test::Console;
using test::patience;
using test::press;
using namespace Qt::StringLiterals;

namespace {

/// Not by the button's text: the pane below has one that is called the same.
void submit(const RequestDialog &dialog)
{
    QTRY_VERIFY_WITH_TIMEOUT(dialog.submitButton()->isEnabled(), patience);
    QTest::mouseClick(dialog.submitButton(), Qt::LeftButton);
}

} // namespace

/// What workshops are, and sessions of them that somebody asks for, of a real server in a real window.
class DefinitionsTest : public QObject
{
    Q_OBJECT

public:
    Q_INVOKABLE void browse(const QUrl &url) { m_browsed = url; }

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void readsParameters();
    void showsWhatWorkshopsAre();
    void deletesWhatNobodyOffers();
    void asksForASession();
    void saysWhyThereIsNone();
    void saysWhatCannotBeReached();

private:
    void put(std::string_view text) const { test::putManifests(*m_server, text); }

    std::optional<test::ServerProcess> m_server;
    QUrl m_browsed;
};

void DefinitionsTest::initTestCase()
{
    qputenv("PORTOLAN_PORTALS_ALLOW_INTERNAL", "127.0.0.0/8");
    qputenv("PORTOLAN_PORTALS_POLL_EVERY", "200ms");
}

void DefinitionsTest::init()
{
    m_server.emplace();
    VERIFY_RESULT(m_server->start());
    put({});
}

void DefinitionsTest::cleanup()
{
    QVERIFY(test::allTasksEnd());
    m_server.reset();
}

void DefinitionsTest::readsParameters()
{
    const auto parameters = parametersOf(u" A =1=2\n\nB=\n"_s);
    QVERIFY(parameters);
    QVERIFY((*parameters == std::vector<WorkshopParameter>{{.name = "A", .value = "1=2"}, {.name = "B", .value = ""}}));
    QCOMPARE(parametersOf(u"A=1\nB"_s).error_or(0), 2);
    QCOMPARE(parametersOf(u"=1"_s).error_or(0), 1);
}

void DefinitionsTest::showsWhatWorkshopsAre()
{
    // Offered under another name.
    put("kind: TrainingPortal\nmetadata: {name: aliased}\nspec: {portal: {sessions: {maximum: 1}}, workshops: [{name: "
        "lab-pipelines, alias: pipes, reserved: 0}]}\n");
    Console console(*m_server);
    console.pane.showTab(&console.pane.definitions());
    QTRY_COMPARE_WITH_TIMEOUT(Console::model(console.definitions()).totalCount(), 3, patience);
    const auto portals = [&console](const std::string &name) {
        return Console::cell(console.definitions(), name, u"portals");
    };
    QTRY_COMPARE_WITH_TIMEOUT(portals("lab-pipelines"), TableCell(std::int64_t(2)), patience);
    QCOMPARE(portals("lab-shell-basics"), TableCell(std::int64_t(2)));
    QCOMPARE(portals("lab-k8s-fundamentals"), TableCell(std::int64_t(1)));
    QCOMPARE(Console::cell(console.definitions(), "lab-shell-basics", u"pages"), TableCell(std::int64_t(2)));
    QVERIFY(console.definitions().setCurrentId("lab-shell-basics"));
    for (const QString &said : {u"Find your way around a Linux shell"_s, u"portal-1, portal-2"_s, u"GREETING=Hello"_s,
                                u"2: Look around, Files"_s, u"Offered"_s})
        QTRY_VERIFY2(console.seen().contains(said), qPrintable(console.seen()));
    QCOMPARE(test::namelessControls(console.pane), QString());
    QVERIFY(console.pane.showSubject(u"workshop"_s, u"lab-pipelines"_s));
    QCOMPARE(console.definitions().selectedIds(), std::vector<std::string>{"lab-pipelines"});
    // It goes with what happens.
    put("kind: Workshop\nmetadata: {name: lab-new}\nspec: {title: New, description: d, request: {parameters: "
        "[{name: PIN, generate: expression, from: '[0-9]{4}'}]}}\n");
    QTRY_VERIFY_WITH_TIMEOUT(Console::model(console.definitions()).find("lab-new"), patience);
    QCOMPARE(portals("lab-new"), TableCell(std::int64_t(0)));
    QVERIFY(std::holds_alternative<Time>(Console::cell(console.definitions(), "lab-new", u"updated")));
    QVERIFY(console.definitions().setCurrentId("lab-new"));
    QTRY_VERIFY(console.seen().contains(u"No portal of this server"_s));
    QVERIFY2(console.seen().contains(u"PIN ~ [0-9]{4}"_s), qPrintable(console.seen()));
    QVERIFY(!console.pane.definitions().request()->isEnabled());
    QCOMPARE(console.pane.definitions().request()->toolTip(), u"No portal offers it."_s);
}

void DefinitionsTest::deletesWhatNobodyOffers()
{
    Console console(*m_server);
    console.pane.showTab(&console.pane.definitions());
    QTRY_VERIFY_WITH_TIMEOUT(console.definitions().setCurrentId("lab-k8s-fundamentals"), patience);
    QAction *remove = console.pane.definitions().remove();
    QTRY_COMPARE(remove->toolTip(), u"Portals offer it: portal-2. Take it out there first."_s);
    QVERIFY(!remove->isEnabled());
    put("kind: TrainingPortal\nmetadata: {name: portal-2}\nspec: {workshops: [{name: lab-shell-basics, reserved: "
        "0}]}\n");
    QTRY_VERIFY_WITH_TIMEOUT(remove->isEnabled(), patience);
    console.definitions().setFocus();
    QTest::keyClick(&console.definitions(), Qt::Key_Delete);
    auto *dialog = test::visibleWidget<FormDialog>();
    QVERIFY(dialog);
    test::named<QLineEdit>(*dialog, u"Type lab-k8s-fundamentals to confirm"_s)->setText(u"lab-k8s-fundamentals"_s);
    press(u"Delete workshop"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!Console::model(console.definitions()).find("lab-k8s-fundamentals"), patience);
}

void DefinitionsTest::asksForASession()
{
    put("kind: TenantConfig\nmetadata: {name: a-closed-one}\nspec: {portals: {nameSelector: {matchNames: [none]}}}\n");
    Console console(*m_server);
    console.pane.showTab(&console.pane.definitions());
    QTRY_VERIFY_WITH_TIMEOUT(console.definitions().setCurrentId("lab-shell-basics"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(console.pane.definitions().request()->isEnabled(), patience);
    console.definitions().setFocus();
    QTest::keyClick(&console.definitions(), Qt::Key_F8);
    auto *dialog = test::visibleWidget<RequestDialog>();
    QVERIFY(dialog);
    QCOMPARE(test::namelessControls(*dialog), QString());
    QCOMPARE(test::named<QComboBox>(*dialog, u"Tenant"_s)->currentText(), u"tenant-1"_s); // the other has none
    QTRY_COMPARE_WITH_TIMEOUT(test::named<QComboBox>(*dialog, u"Workshop"_s)->currentText(), u"lab-shell-basics"_s,
                              patience);
    auto *parameters = test::named<QPlainTextEdit>(*dialog, u"Parameters, one a line: name=value"_s);
    QCOMPARE(parameters->placeholderText(), u"GREETING=Hello"_s);
    parameters->setPlainText(u"GREETING"_s);
    QVERIFY(!dialog->submitButton()->isEnabled());
    QVERIFY(test::seenText(*dialog).contains(u"Line 1 is not of the form name=value."_s));
    parameters->setPlainText(u"GREETING=Good morning"_s);
    QTRY_VERIFY(dialog->submitButton()->isEnabled());
    test::named<QLineEdit>(*dialog, u"User id (the same user gets the same session again)"_s)->setText(u"anna"_s);
    submit(*dialog);
    QTRY_VERIFY_WITH_TIMEOUT(test::visibleWidget<GrantedDialog>(), patience);
    QTRY_VERIFY(!test::visibleWidget<RequestDialog>());
    auto *granted = test::visibleWidget<GrantedDialog>();
    QCOMPARE(test::namelessControls(*granted), QString());
    const QString seen = test::seenText(*granted);
    for (const QString &said : {u"portal-1"_s, u"portal-1-w01"_s, u"portal-1-w01-s001"_s, u"anna"_s})
        QVERIFY2(seen.contains(said), qPrintable(seen));
    const QString address = test::named<QLineEdit>(*granted, u"Address of the session"_s)->text();
    press(u"Copy"_s);
    QCOMPARE(QApplication::clipboard()->text(), address);
    QDesktopServices::setUrlHandler(u"http"_s, this, "browse");
    press(u"Open in browser"_s);
    QDesktopServices::unsetUrlHandler(u"http"_s);
    QCOMPARE(m_browsed, QUrl(address));
    QVERIFY(m_server->requestAt(m_server->url(), "GET", m_browsed.path() + u'?' + m_browsed.query()).status < 400);
    press(u"Close"_s);
    QTRY_VERIFY(!test::visibleWidget<GrantedDialog>());
    ControlPlaneClient client(m_server->address());
    const auto sessions = test::run(client.workshopSessions({.user = "anna"}));
    VERIFY_RESULT(sessions);
    QCOMPARE(sessions->size(), std::size_t(1));
}

void DefinitionsTest::saysWhyThereIsNone()
{
    put("kind: TrainingPortal\nmetadata: {name: small}\nspec: {portal: {sessions: {maximum: 1}}, workshops: [{name: "
        "lab-pipelines, reserved: 0}]}\n---\nkind: TenantConfig\nmetadata: {name: crowded}\nspec: {portals: "
        "{nameSelector: {matchNames: [small]}}}\n");
    ControlPlaneClient client(m_server->address());
    VERIFY_RESULT(test::run(client.requestWorkshop(
        {.tenantName = "crowded", .workshopName = "lab-pipelines", .clientIndexUrl = {}, .clientUserId = "first"})));
    Console console(*m_server);
    console.pane.showTab(&console.pane.tenants());
    QTRY_VERIFY_WITH_TIMEOUT(console.tenants().setCurrentId("crowded"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(console.pane.tenants().request()->isEnabled(), patience);
    console.pane.tenants().request()->trigger();
    auto *dialog = test::visibleWidget<RequestDialog>();
    QVERIFY(dialog);
    QCOMPARE(test::named<QComboBox>(*dialog, u"Tenant"_s)->currentText(), u"crowded"_s);
    submit(*dialog);
    QTRY_VERIFY2_WITH_TIMEOUT(test::seenText(*dialog).contains(u"has room for it now"_s),
                              qPrintable(test::seenText(*dialog)), patience);
    press(u"Where would it go?…"_s);
    QTRY_VERIFY(test::visibleWidget<ExplainDialog>());
    QTRY_VERIFY_WITH_TIMEOUT(test::seenText(*test::visibleWidget<ExplainDialog>()).contains(u"There is no room"_s),
                             patience);
    test::visibleWidget<ExplainDialog>()->reject();
    QTRY_VERIFY(!test::visibleWidget<ExplainDialog>());
    // The portal goes while the dialog is open.
    VERIFY_RESULT(test::run(client.deletePortal({.cluster = "local", .portal = "small"})));
    QTRY_VERIFY_WITH_TIMEOUT(!Console::model(console.portals()).find("local/small"), patience);
    submit(*dialog);
    QTRY_VERIFY_WITH_TIMEOUT(test::seenText(*dialog).contains(u"offers it any more"_s), patience);
    dialog->reject();
    QTRY_VERIFY(!test::visibleWidget<RequestDialog>());
}

void DefinitionsTest::saysWhatCannotBeReached()
{
    test::ServerProcess other;
    VERIFY_RESULT(other.start());
    test::putManifests(other, {});
    QCOMPARE(m_server
                 ->request("PUT", u"/api/v1/clusters/local/portals/away"_s,
                           QByteArray::fromStdString(schema::encode(test::remotePortal(other, "portal-1"))))
                 .status,
             201);
    put("kind: TenantConfig\nmetadata: {name: remote}\nspec: {portals: {nameSelector: {matchNames: [away]}}}\n");
    ControlPlaneClient client(m_server->address());
    QVERIFY(test::waitUntil([&] {
        const auto offered = test::run(client.workshops("remote"));
        return offered && !offered->empty();
    }));
    Console console(*m_server);
    console.pane.showTab(&console.pane.tenants());
    QTRY_VERIFY_WITH_TIMEOUT(console.tenants().setCurrentId("remote"), patience);
    QTRY_VERIFY_WITH_TIMEOUT(console.pane.tenants().request()->isEnabled(), patience);
    console.pane.tenants().request()->trigger();
    auto *dialog = test::visibleWidget<RequestDialog>();
    QVERIFY(dialog);
    QTRY_VERIFY_WITH_TIMEOUT(dialog->submitButton()->isEnabled(), patience);
    other.kill();
    submit(*dialog);
    QTRY_VERIFY2_WITH_TIMEOUT(test::seenText(*dialog).contains(u"do not answer"_s), qPrintable(test::seenText(*dialog)),
                              patience);
    VERIFY_RESULT(test::run(client.deleteTenant("remote")));
    submit(*dialog);
    QTRY_VERIFY2_WITH_TIMEOUT(test::seenText(*dialog).contains(u"no such tenant any more"_s),
                              qPrintable(test::seenText(*dialog)), patience);
    QVERIFY(test::named<QComboBox>(*dialog, u"Tenant"_s)->accessibleDescription().contains(u"no such tenant"_s));
    dialog->reject();
    QTRY_VERIFY(!test::visibleWidget<RequestDialog>());
}

QTEST_MAIN(DefinitionsTest)
#include "definitions_test.moc"
