// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workshops/manifest_dialog.h"

#include "tests/ui/workshops/console.h"
#include "ui/pane/form_dialog.h"

#include <QListWidget>
#include <QPlainTextEdit>

using namespace portolan;
using namespace portolan::ui;
using test::Console;
using test::patience;
using test::press;
using namespace Qt::StringLiterals;

namespace {

/// Waits until there is something to edit; null where there is not.
ManifestDialog *editing()
{
    const auto dialog = [] { return test::visibleWidget<ManifestDialog>(); };
    const bool ready = QTest::qWaitFor(
        [&] { return dialog() && !dialog()->editor().isReadOnly() && !dialog()->editor().toPlainText().isEmpty(); },
        patience);
    return ready ? dialog() : nullptr;
}

void replace(const ManifestDialog &dialog, const QString &what, const QString &with)
{
    const QString text = dialog.editor().toPlainText();
    QVERIFY2(text.contains(what), qPrintable(text));
    dialog.editor().setPlainText(QString(text).replace(what, with));
}

QString problemsOf(const ManifestDialog &dialog)
{
    QStringList lines;
    for (int row = 0; row < dialog.problems().count(); ++row)
        lines << dialog.problems().item(row)->text();
    return lines.join(u'\n');
}

} // namespace

/// Single objects of a real server, changed as their manifests.
class ManifestDialogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void editsAPortalByKeyboard();
    void tellsWhereSomethingIsRefused();
    void asksBeforeItLosesChanges();
    void doesNotOverwriteOthersUnasked();
    void keepsToWhatItHasOpened();
    void makesATenant();
    void editsTheTextOfAWorkshop();

private:
    void put(std::string_view text) const { test::putManifests(*m_server, text); }
    [[nodiscard]] ControlPlaneClient client() const { return ControlPlaneClient(m_server->address()); }

    std::optional<test::ServerProcess> m_server;
};

void ManifestDialogTest::init()
{
    m_server.emplace();
    VERIFY_RESULT(m_server->start());
    put({});
}

void ManifestDialogTest::cleanup()
{
    QVERIFY(test::allTasksEnd());
    m_server.reset();
}

void ManifestDialogTest::editsAPortalByKeyboard()
{
    const ControlPlaneClient::PortalPath path{.cluster = "local", .portal = "portal-1"};
    auto asked = client();
    const auto before = test::run(asked.portalCredentials(path));
    VERIFY_RESULT(before);
    Console console(*m_server);
    console.pane.showTab(&console.pane.portals());
    QTRY_VERIFY_WITH_TIMEOUT(console.portals().setCurrentId("local/portal-1"), patience);
    QTRY_VERIFY(console.pane.portals().edit()->isEnabled());
    console.portals().setFocus();
    QTest::keyClick(&console.portals(), Qt::Key_F2);
    ManifestDialog *dialog = editing();
    QVERIFY(dialog);
    QCOMPARE(test::namelessControls(*dialog), QString());
    const QString text = dialog->editor().toPlainText();
    QVERIFY2(text.contains(u"title: First portal"_s) && text.contains(u"expires: 1h"_s), qPrintable(text));
    QVERIFY(!text.contains(QString::fromStdString(before->clients.robot.secret)));
    QVERIFY(!text.contains(QString::fromStdString(before->credentials.robot.password)));
    replace(*dialog, u"maximum: 10"_s, u"maximum: 11"_s);
    dialog->editor().setFocus();
    QTest::keyClick(&dialog->editor(), Qt::Key_Return, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!test::visibleWidget<ManifestDialog>(), patience);
    QCOMPARE(test::run(asked.portalSpec(path)).value().portal.sessions.maximum, 11);
    const auto after = test::run(asked.portalCredentials(path));
    VERIFY_RESULT(after);
    QVERIFY(after->clients.robot == before->clients.robot && after->credentials.robot == before->credentials.robot);
    QTRY_COMPARE_WITH_TIMEOUT(std::get<Capacity>(Console::cell(console.portals(), "local/portal-1", u"sessions")).limit,
                              11.0, patience);
}

void ManifestDialogTest::tellsWhereSomethingIsRefused()
{
    Console console(*m_server);
    console.pane.showTab(&console.pane.portals());
    QTRY_VERIFY_WITH_TIMEOUT(console.portals().setCurrentId("local/portal-1"), patience);
    QTRY_VERIFY(console.pane.portals().edit()->isEnabled());
    console.pane.portals().edit()->trigger();
    ManifestDialog *dialog = editing();
    QVERIFY(dialog);
    // By the server.
    replace(*dialog, u"maximum: 10"_s, u"maximum: -1"_s);
    const QString refused = dialog->editor().toPlainText();
    const qsizetype line = refused.left(refused.indexOf(u"maximum: -1"_s)).count(u'\n') + 1;
    QTest::mouseClick(dialog->applyButton(), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(dialog->problems().count(), 1, patience);
    QCOMPARE(problemsOf(*dialog),
             u"Line %1: /spec/portal/sessions/maximum: Must be at least 0."_s.arg(QString::number(line)));
    QCOMPARE(dialog->editor().toPlainText(), refused);
    QVERIFY(dialog->editor().textCursor().selectedText().contains(u"maximum: -1"_s));
    QCOMPARE(dialog->editor().extraSelections().size(), 1);
    QVERIFY(test::seenText(*dialog).contains(u"Nothing was changed"_s));
    QCOMPARE(test::namelessControls(*dialog), QString());
    // It is no YAML.
    replace(*dialog, u"maximum: -1"_s, u"maximum: [10"_s);
    QTest::mouseClick(dialog->applyButton(), Qt::LeftButton);
    QTRY_VERIFY2(problemsOf(*dialog).startsWith(u"Line "_s), qPrintable(problemsOf(*dialog)));
    // A slip of the pen, which the server would ignore.
    replace(*dialog, u"maximum: [10"_s, u"maximun: 10"_s);
    QTest::mouseClick(dialog->applyButton(), Qt::LeftButton);
    QTRY_VERIFY2(problemsOf(*dialog).contains(u"Line %1: /spec/portal/sessions/maximun: "_s.arg(QString::number(line))),
                 qPrintable(problemsOf(*dialog)));
    QVERIFY(problemsOf(*dialog).contains(u"maximum"_s)); // what is meant
    QCOMPARE(dialog->applyButton()->text(), u"Apply anyway"_s);
    auto asked = client();
    const ControlPlaneClient::PortalPath path{.cluster = "local", .portal = "portal-1"};
    QCOMPARE(test::run(asked.portalSpec(path)).value().portal.sessions.maximum, 10);
    replace(*dialog, u"maximun: 10"_s, u"maximum: 12"_s);
    QCOMPARE(dialog->applyButton()->text(), u"Apply"_s);
    QTest::mouseClick(dialog->applyButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!test::visibleWidget<ManifestDialog>(), patience);
    QCOMPARE(test::run(asked.portalSpec(path)).value().portal.sessions.maximum, 12);
}

void ManifestDialogTest::asksBeforeItLosesChanges()
{
    Console console(*m_server);
    console.pane.showTab(&console.pane.tenants());
    QTRY_VERIFY_WITH_TIMEOUT(console.tenants().setCurrentId("tenant-1"), patience);
    QTRY_VERIFY(console.pane.tenants().edit()->isEnabled());
    console.pane.tenants().edit()->trigger();
    ManifestDialog *dialog = editing();
    QVERIFY(dialog);
    QTest::keyClick(&dialog->editor(), Qt::Key_Escape); // nothing was changed
    QTRY_VERIFY(!test::visibleWidget<ManifestDialog>());
    console.pane.tenants().edit()->trigger();
    dialog = editing();
    QVERIFY(dialog);
    dialog->editor().moveCursor(QTextCursor::End);
    QTest::keyClicks(&dialog->editor(), u"# mine"_s);
    QTest::keyClick(&dialog->editor(), Qt::Key_Escape);
    auto *question = test::visibleWidget<FormDialog>();
    QVERIFY(question);
    QVERIFY(test::seenText(*question).contains(u"Discard what you have changed?"_s));
    QTest::keyClick(question, Qt::Key_Escape);
    QTRY_VERIFY(!test::visibleWidget<FormDialog>());
    QVERIFY(dialog->isVisible());
    QVERIFY(dialog->editor().toPlainText().endsWith(u"# mine"_s));
    dialog->close(); // as the window's button
    press(u"Discard changes"_s);
    QTRY_VERIFY(!test::visibleWidget<ManifestDialog>());
}

void ManifestDialogTest::doesNotOverwriteOthersUnasked()
{
    Console console(*m_server);
    console.pane.showTab(&console.pane.tenants());
    QTRY_VERIFY_WITH_TIMEOUT(console.tenants().setCurrentId("tenant-1"), patience);
    QTRY_VERIFY(console.pane.tenants().edit()->isEnabled());
    console.pane.tenants().edit()->trigger();
    ManifestDialog *dialog = editing();
    QVERIFY(dialog);
    put("kind: TenantConfig\nmetadata: {name: tenant-1}\nspec: {portals: {nameSelector: {matchNames: [theirs]}}}\n");
    replace(*dialog, u"portal-*"_s, u"mine-*"_s);
    QTest::mouseClick(dialog->applyButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(test::seenText(*dialog).contains(u"somebody has changed it"_s), patience);
    auto asked = client();
    const auto names = [&asked] {
        return test::run(asked.tenantSpec("tenant-1")).value_or(TenantSpec()).portals.nameSelector.matchNames;
    };
    QCOMPARE(names(), std::vector<std::string>{"theirs"});
    QVERIFY(dialog->editor().toPlainText().contains(u"mine-*"_s));
    press(u"Apply anyway"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!test::visibleWidget<ManifestDialog>(), patience);
    QCOMPARE(names(), std::vector<std::string>{"mine-*"});
    // Gone meanwhile: it is made anew only when somebody insists.
    console.pane.tenants().edit()->trigger();
    dialog = editing();
    QVERIFY(dialog);
    VERIFY_RESULT(test::run(asked.deleteTenant("tenant-1")));
    QTest::mouseClick(dialog->applyButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(test::seenText(*dialog).contains(u"it was deleted meanwhile"_s), patience);
    QVERIFY(test::run(asked.tenants()).value().empty());
    press(u"Apply anyway"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!test::visibleWidget<ManifestDialog>(), patience);
    QCOMPARE(names(), std::vector<std::string>{"mine-*"});
}

void ManifestDialogTest::keepsToWhatItHasOpened()
{
    Console console(*m_server);
    console.pane.showTab(&console.pane.portals());
    QTRY_VERIFY_WITH_TIMEOUT(console.portals().setCurrentId("local/portal-2"), patience);
    QTRY_VERIFY(console.pane.portals().edit()->isEnabled());
    console.pane.portals().edit()->trigger();
    ManifestDialog *dialog = editing();
    QVERIFY(dialog);
    const QString original = dialog->editor().toPlainText();
    const auto refuses = [dialog, &original](const QString &what, const QString &with, const QString &said) {
        dialog->editor().setPlainText(QString(original).replace(what, with));
        QTest::mouseClick(dialog->applyButton(), Qt::LeftButton);
        QTRY_VERIFY2(problemsOf(*dialog).contains(said), qPrintable(problemsOf(*dialog)));
        QVERIFY(dialog->isVisible());
    };
    refuses(u"name: portal-2"_s, u"name: portal-1"_s, u"/metadata/name: With another name"_s);
    refuses(u"cluster: local"_s, u"cluster: other"_s, u"With another name or cluster"_s);
    refuses(u"kind: TrainingPortal"_s, u"kind: TenantConfig"_s, u"/kind: The kind is TrainingPortal"_s);
    refuses(u"kind: TrainingPortal"_s, u"kind: Nonsense"_s, u""_s);
    dialog->editor().setPlainText(original + u"---\n"_s + original);
    QTest::mouseClick(dialog->applyButton(), Qt::LeftButton);
    QTRY_VERIFY(problemsOf(*dialog).contains(u"There are 2 manifests"_s));
    dialog->editor().setPlainText(original);
    dialog->reject();
    QTRY_VERIFY(!test::visibleWidget<ManifestDialog>());
}

void ManifestDialogTest::makesATenant()
{
    Console console(*m_server);
    console.pane.showTab(&console.pane.tenants());
    QTRY_VERIFY_WITH_TIMEOUT(console.tenants().setCurrentId("tenant-1"), patience);
    QTRY_VERIFY(console.pane.tenants().create()->isEnabled());
    console.tenants().setFocus();
    QTest::keyClick(&console.tenants(), Qt::Key_N, Qt::ControlModifier);
    ManifestDialog *dialog = editing();
    QVERIFY(dialog);
    QTest::mouseClick(dialog->applyButton(), Qt::LeftButton); // it has no name yet
    QTRY_VERIFY2(problemsOf(*dialog).contains(u"/metadata/name"_s), qPrintable(problemsOf(*dialog)));
    QTextCursor cursor = dialog->editor().document()->find(u"name: "_s);
    cursor.clearSelection();
    dialog->editor().setTextCursor(cursor);
    QTest::keyClicks(&dialog->editor(), u"tenant-1"_s);
    QTest::mouseClick(dialog->applyButton(), Qt::LeftButton);
    QTRY_VERIFY2(problemsOf(*dialog).contains(u"is taken"_s, Qt::CaseInsensitive), qPrintable(problemsOf(*dialog)));
    replace(*dialog, u"tenant-1"_s, u"tenant-2"_s);
    QTest::mouseClick(dialog->applyButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!test::visibleWidget<ManifestDialog>(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(console.tenants().selectedIds(), std::vector<std::string>{"tenant-2"}, patience);
    QCOMPARE(Console::cell(console.tenants(), "tenant-2", u"reach"), TableCell(std::string("some")));
}

void ManifestDialogTest::editsTheTextOfAWorkshop()
{
    Console console(*m_server);
    console.pane.showTab(&console.pane.definitions());
    QTRY_VERIFY_WITH_TIMEOUT(console.definitions().setCurrentId("lab-shell-basics"), patience);
    QTRY_VERIFY(console.pane.definitions().edit()->isEnabled());
    auto asked = client();
    const auto before = test::run(asked.workshopDefinition("lab-shell-basics"));
    VERIFY_RESULT(before);
    console.pane.definitions().edit()->trigger();
    ManifestDialog *dialog = editing();
    QVERIFY(dialog);
    QVERIFY(dialog->editor().toPlainText().contains(u"\n        ```terminal:execute\n        command: ls -la\n"_s));
    // A line begins where the one above it does.
    QTextCursor cursor = dialog->editor().document()->find(u"Make a file in the second terminal:"_s);
    cursor.clearSelection();
    cursor.movePosition(QTextCursor::EndOfBlock);
    dialog->editor().setTextCursor(cursor);
    QTest::keyClick(&dialog->editor(), Qt::Key_Return);
    QTest::keyClicks(&dialog->editor(), u"(the lower one)"_s);
    QTest::mouseClick(dialog->applyButton(), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!test::visibleWidget<ManifestDialog>(), patience);
    const auto after = test::run(asked.workshopDefinition("lab-shell-basics"));
    VERIFY_RESULT(after);
    WorkshopSpec expected = before->spec;
    std::string &text = expected.instructions.at(1).text;
    const std::string_view line = "Make a file in the second terminal:\n";
    text.insert(text.find(line) + line.size(), "(the lower one)\n");
    QVERIFY(after->spec == expected);
    QVERIFY(after->updated > before->updated);
}

QTEST_MAIN(ManifestDialogTest)
#include "manifest_dialog_test.moc"
