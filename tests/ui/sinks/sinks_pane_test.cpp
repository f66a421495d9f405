// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/sinks/sinks_pane.h"

#include "core/base/file.h"
#include "tests/support/run.h"
#include "tests/support/server/event_receiver.h"
#include "tests/support/server/server_process.h"
#include "tests/support/ui/find_server.h"
#include "tests/support/ui/window.h"
#include "ui/sinks/dead_letters_dialog.h"
#include "ui/sinks/sink_dialog.h"
#include "ui/widgets/table/cell_text.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpression>

using namespace portolan;
using namespace portolan::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000;

struct Console {
    explicit Console(test::ServerProcess &server, std::string token = {})
        : session(test::findServer(server, std::move(token))), pane(session, nullptr)
    {
        pane.resize(1400, 700);
        pane.show();
        session.open();
    }

    [[nodiscard]] const TableModel &model() const { return pane.table().view().tableModel(); }
    [[nodiscard]] std::string id(const std::string &name) const
    {
        for (const auto &row : model().rows(true))
            if (row->cells[std::size_t(model().columnOf(u"name"))] == TableCell(name))
                return row->id;
        return {};
    }
    [[nodiscard]] TableCell cell(const std::string &name, QStringView column) const
    {
        const auto row = model().find(id(name));
        return row ? row->cells[std::size_t(model().columnOf(column))] : TableCell();
    }
    [[nodiscard]] std::string stateOf(const std::string &name) const
    {
        return std::string(textOf(cell(name, u"state")));
    }
    void select(const std::string &name)
    {
        QTRY_VERIFY_WITH_TIMEOUT(pane.table().view().setCurrentId(id(name)), patience);
    }
    [[nodiscard]] QString seen() const { return test::seenText(pane); }

    Session session;
    SinksPane pane;
};

void press(const QString &button)
{
    QTRY_VERIFY(test::visibleButton(button));
    QTest::mouseClick(test::visibleButton(button), Qt::LeftButton);
}

} // namespace

/// The sinks of a real server in a real window, and a receiver of events that others have written.
class SinksPaneTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void makesASinkThatDelivers();
    void tellsWhatWaitsAndGoesOn();
    void sendsDeadLettersAgain();
    void changesAndDeletes();
    void isForThoseWhoMay();

private:
    [[nodiscard]] std::string add(const std::string &name, std::string secret = "the secret");
    /// Makes an event of the type "user.created".
    void makeUser(const QByteArray &name) const;
    [[nodiscard]] SinkDetails sink(const std::string &name) const;

    QTemporaryDir m_folder;
    std::optional<test::ServerProcess> m_server;
    std::optional<test::EventReceiver> m_receiver;
    std::string m_operator;
    std::string m_user;
};

void SinksPaneTest::init()
{
    const QString configuration = m_folder.filePath(u"server.yaml"_s);
    VERIFY_RESULT(writeFileAtomically(configuration.toStdString(), "sinks: {allow_internal: [127.0.0.1]}\n"));
    m_receiver.emplace(u"the secret"_s);
    m_server.emplace(QStringList{u"--config"_s, configuration});
    m_operator = m_server->addUser("olga", {Role::Operator});
    m_user = m_server->addUser("bert", {Role::User});
    VERIFY_RESULT(m_server->start());
}

void SinksPaneTest::cleanup()
{
    QVERIFY(test::allTasksEnd());
    m_server.reset();
    m_receiver.reset();
}

std::string SinksPaneTest::add(const std::string &name, std::string secret)
{
    ControlPlaneClient client(m_server->address());
    const auto made = test::run(client.createSink(
        {.name = name, .url = m_receiver->url(), .types = {"user.*"}, .owner = {}, .secret = std::move(secret)}));
    return made ? made->id : std::string();
}

void SinksPaneTest::makeUser(const QByteArray &name) const
{
    QCOMPARE(m_server->request("POST", u"/api/v1/users"_s, R"({"username":")" + name + R"("})").status, 201);
}

SinkDetails SinksPaneTest::sink(const std::string &name) const
{
    ControlPlaneClient client(m_server->address());
    for (const SinkDetails &one : test::run(client.sinks()).value_or(std::vector<SinkDetails>()))
        if (one.name == name)
            return one;
    return {};
}

void SinksPaneTest::makesASinkThatDelivers()
{
    Console console(*m_server);
    QTRY_VERIFY_WITH_TIMEOUT(console.seen().contains(u"No sinks"_s), patience);
    QCOMPARE(test::namelessControls(console.pane), QString());
    console.pane.newSink()->trigger();
    auto *dialog = test::visibleWidget<SinkDialog>();
    QVERIFY(dialog);
    QCOMPARE(test::namelessControls(*dialog), QString());
    const auto line = [&dialog](const QString &name) { return test::named<QLineEdit>(*dialog, name); };
    QVERIFY(!test::visibleButton(u"Create sink"_s)->isEnabled());
    line(u"Name"_s)->setText(u"ledger"_s);
    line(u"URL"_s)->setText(u"ftp://example.org"_s);
    QVERIFY(test::seenText(*dialog).contains(u"Must begin with http"_s));
    line(u"URL"_s)->setText(QString::fromStdString(m_receiver->url()));
    const QString types = u"Types of events (all, where it is empty)"_s;
    line(types)->setText(u"user.*, Token"_s);
    QVERIFY(test::seenText(*dialog).contains(u"“Token”"_s));
    QVERIFY(!test::visibleButton(u"Create sink"_s)->isEnabled());
    line(types)->setText(u"user.*, token.created"_s);
    QCOMPARE(line(u"Secret that signs the requests (optional)"_s)->echoMode(), QLineEdit::Password);
    line(u"Secret that signs the requests (optional)"_s)->setText(u"the secret"_s);
    auto *mode = test::named<QComboBox>(*dialog, u"Mode"_s);
    mode->setCurrentIndex(mode->findText(u"Binary"_s, Qt::MatchStartsWith));
    press(u"Create sink"_s);
    QTRY_COMPARE_WITH_TIMEOUT(console.pane.table().view().selectedIds(), std::vector{sink("ledger").id}, patience);
    QCOMPARE(sink("ledger").types, (std::vector<std::string>{"user.*", "token.created"}));

    makeUser("ann");
    QTRY_COMPARE_WITH_TIMEOUT(m_receiver->received().size(), 1U, patience);
    QCOMPARE(test::memberOf(m_receiver->received().front(), "mode"), "binary");
    QTRY_VERIFY_WITH_TIMEOUT(!std::holds_alternative<std::monostate>(console.cell("ledger", u"lastDelivery")),
                             patience); // nobody has asked the pane to look
    QTRY_COMPARE_WITH_TIMEOUT(console.stateOf("ledger"), "current", patience);
    for (const QString &said : {u"Signed with a secret"_s, u"user.*, token.created"_s, u"Binary: "_s})
        QVERIFY2(console.seen().contains(said), qPrintable(console.seen()));
    QVERIFY(!console.seen().contains(u"the secret"_s));

    console.pane.newSink()->trigger(); // the name is taken
    dialog = test::visibleWidget<SinkDialog>();
    line(u"Name"_s)->setText(u"ledger"_s);
    line(u"URL"_s)->setText(u"http://example.org/"_s);
    press(u"Create sink"_s);
    QTRY_VERIFY_WITH_TIMEOUT(test::seenText(*dialog).contains(u"already"_s), patience);
    dialog->reject();
    QTRY_VERIFY(!test::visibleWidget<SinkDialog>());
}

void SinksPaneTest::tellsWhatWaitsAndGoesOn()
{
    m_receiver->behave(R"({"status":503,"times":-1,"delay":0,"retryAfter":600})");
    QVERIFY(!add("slow").empty());
    Console console(*m_server);
    console.select("slow");
    QTRY_VERIFY(console.seen().contains(u"Structured: "_s));
    makeUser("ann");
    QTRY_COMPARE_WITH_TIMEOUT(console.stateOf("slow"), "retrying", patience);
    QCOMPARE(console.cell("slow", u"failures"), TableCell(std::int64_t(1)));
    QVERIFY(textOf(console.cell("slow", u"lastError")).contains("503"));
    const auto pending = console.cell("slow", u"pending");
    QVERIFY(std::get<std::int64_t>(pending) > 0);
    for (const QString &said : {u"Those after it wait"_s, u"It answered 503"_s, u"1 in a row"_s})
        QVERIFY2(console.seen().contains(said), qPrintable(console.seen()));
    static const QRegularExpression later(u"Next try\nin \\d+ min "_s); // as Retry-After wants it
    QVERIFY2(later.match(console.seen()).hasMatch(), qPrintable(console.seen()));

    QVERIFY(!console.pane.action(SinkAction::Enable)->isEnabled());
    QCOMPARE(console.pane.action(SinkAction::Enable)->toolTip(), u"It is not disabled."_s);
    console.pane.action(SinkAction::Disable)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(console.stateOf("slow"), "disabled", patience);
    QVERIFY(!sink("slow").enabled);
    QTRY_VERIFY(console.seen().contains(u"Nothing is sent."_s));
    m_receiver->behave(R"({"times":0})");
    QTRY_VERIFY(console.pane.action(SinkAction::Enable)->isEnabled());
    console.pane.action(SinkAction::Enable)->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(m_receiver->received().size(), 1U, patience);
    QTRY_COMPARE_WITH_TIMEOUT(console.stateOf("slow"), "current", patience);
    QCOMPARE(console.cell("slow", u"lastError"), TableCell(std::string()));
}

void SinksPaneTest::sendsDeadLettersAgain()
{
    m_receiver->behave(R"({"status":410,"times":3,"delay":0})");
    QVERIFY(!add("strict").empty());
    Console console(*m_server);
    console.select("strict");
    QCOMPARE(console.pane.action(SinkAction::DeadLetters)->toolTip(), u"It has taken everything that it was sent."_s);
    for (const char *name : {"ann", "ben", "cay"})
        makeUser(name);
    QTRY_COMPARE_WITH_TIMEOUT(console.cell("strict", u"deadLetters"), TableCell(std::int64_t(3)), patience);
    QTRY_COMPARE_WITH_TIMEOUT(console.stateOf("strict"), "refused", patience);
    QTRY_VERIFY(console.pane.action(SinkAction::DeadLetters)->isEnabled());
    console.pane.action(SinkAction::DeadLetters)->trigger();
    auto *dialog = test::visibleWidget<DeadLettersDialog>();
    QVERIFY(dialog);
    TableView &view = dialog->table().view();
    QTRY_COMPARE_WITH_TIMEOUT(view.tableModel().rowCount(), 3, patience);
    QCOMPARE(test::namelessControls(*dialog), QString());
    auto *event = test::named<QPlainTextEdit>(*dialog, u"Event"_s);
    QTRY_VERIFY(event->toPlainText().contains(u"\"ann\""_s));
    view.selectRow(1);
    QTRY_VERIFY(event->toPlainText().contains(u"\"ben\""_s));

    m_receiver->behave(R"({"status":500,"times":1,"delay":0})");
    press(u"Send again"_s);
    QTRY_VERIFY_WITH_TIMEOUT(test::seenText(*dialog).contains(u"was not taken. It answered 500"_s), patience);
    QTRY_VERIFY(dialog->sendAgain()->isEnabled());
    QCOMPARE(view.tableModel().rowCount(), 3);
    press(u"Send again"_s);
    QTRY_COMPARE_WITH_TIMEOUT(view.tableModel().rowCount(), 2, patience);
    QCOMPARE(test::memberOf(m_receiver->received().back(), "subject"), "user/ben");

    m_receiver->behave(R"({"status":500,"times":1,"delay":0})"); // the second is not sent where the first is not taken
    press(u"Send all again"_s);
    QTRY_VERIFY_WITH_TIMEOUT(test::seenText(*dialog).contains(u"was not taken"_s), patience);
    QTRY_VERIFY(dialog->sendAllAgain()->isEnabled());
    QCOMPARE(m_receiver->received(500).size(), 2U);
    QCOMPARE(m_receiver->received().size(), 1U);
    view.selectRow(0);
    QTRY_VERIFY(dialog->forget()->isEnabled());
    press(u"Forget"_s);
    QTRY_COMPARE_WITH_TIMEOUT(view.tableModel().rowCount(), 1, patience);
    QCOMPARE(sink("strict").deadLetters, 1);
    press(u"Send all again"_s);
    QTRY_VERIFY_WITH_TIMEOUT(test::seenText(*dialog).contains(u"No dead letters"_s), patience);
    QCOMPARE(test::memberOf(m_receiver->received().back(), "subject"), "user/cay");
    QVERIFY(!dialog->sendAllAgain()->isEnabled());
    QTRY_COMPARE_WITH_TIMEOUT(console.cell("strict", u"deadLetters"), TableCell(std::int64_t(0)), patience);
    dialog->reject();
    QTRY_VERIFY(!test::visibleWidget<DeadLettersDialog>());
}

void SinksPaneTest::changesAndDeletes()
{
    QVERIFY(!add("old").empty());
    Console console(*m_server);
    console.select("old");
    QTRY_VERIFY(console.pane.action(SinkAction::Edit)->isEnabled());
    const auto pressKey = [&console](Qt::Key key) {
        TableView &view = console.pane.table().view();
        console.pane.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&console.pane));
        view.setFocus();
        QTest::keyClick(&view, key);
    };
    const auto edit = [&pressKey] {
        pressKey(Qt::Key_F2);
        return test::visibleWidget<SinkDialog>();
    };
    SinkDialog *dialog = edit();
    QVERIFY(dialog);
    QCOMPARE(test::namelessControls(*dialog), QString());
    auto *secret = test::named<QLineEdit>(*dialog, u"New secret that signs the requests"_s);
    QCOMPARE(secret->text(), QString()); // what it is now is not known here
    QCOMPARE(secret->placeholderText(), u"Stays as it is"_s);
    test::named<QLineEdit>(*dialog, u"Name"_s)->setText(u"new"_s);
    test::named<QLineEdit>(*dialog, u"Types of events (all, where it is empty)"_s)->setText(u"sink.*"_s);
    press(u"Save"_s);
    QTRY_COMPARE_WITH_TIMEOUT(sink("new").types, std::vector<std::string>{"sink.*"}, patience);
    QVERIFY(sink("new").isSigned);
    console.select("new");
    QTRY_VERIFY(console.pane.action(SinkAction::Test)->isEnabled());
    press(u"Send a test event"_s); // signed as before, or the receiver complains
    QTRY_VERIFY_WITH_TIMEOUT(console.seen().contains(u"Taken: it answered 204."_s), patience);
    QCOMPARE(test::memberOf(m_receiver->received().back(), "type"), "io.portolan.sink.test");

    dialog = edit();
    QVERIFY(dialog);
    test::named<QLineEdit>(*dialog, u"URL"_s)->setText(u"http://127.0.0.1:1/"_s);
    test::named<QCheckBox>(*dialog, u"Sign no more"_s)->setChecked(true);
    QVERIFY(!test::named<QLineEdit>(*dialog, u"New secret that signs the requests"_s)->isEnabled());
    press(u"Save"_s);
    QTRY_VERIFY_WITH_TIMEOUT(console.seen().contains(u"Not signed"_s), patience);
    QVERIFY(!sink("new").isSigned);
    press(u"Send a test event"_s);
    QTRY_VERIFY_WITH_TIMEOUT(console.seen().contains(u"Not taken. "_s), patience);

    pressKey(Qt::Key_Delete);
    QVERIFY(test::visibleWidget<FormDialog>());
    QTest::keyClick(test::visibleWidget<FormDialog>(), Qt::Key_Return); // is no yes
    QTRY_VERIFY(!test::visibleWidget<FormDialog>());
    QVERIFY(!sink("new").id.empty());
    console.pane.action(SinkAction::Delete)->trigger();
    press(u"Delete sink"_s);
    QTRY_COMPARE_WITH_TIMEOUT(console.model().totalCount(), 0, patience);
    QVERIFY(sink("new").id.empty());
}

void SinksPaneTest::isForThoseWhoMay()
{
    m_receiver->behave(R"({"status":410,"times":1,"delay":0})");
    QVERIFY(!add("theirs").empty());
    makeUser("ann");
    const QString why = u"Only an administrator decides where events are sent."_s;
    Console looking(*m_server, m_operator);
    looking.select("theirs");
    QTRY_VERIFY_WITH_TIMEOUT(looking.pane.action(SinkAction::DeadLetters)->isEnabled(), patience);
    for (const SinkAction which : {SinkAction::Edit, SinkAction::Test, SinkAction::Disable, SinkAction::Delete}) {
        QVERIFY(!looking.pane.action(which)->isEnabled());
        QCOMPARE(looking.pane.action(which)->toolTip(), why);
    }
    QVERIFY(!looking.pane.newSink()->isEnabled());
    looking.pane.action(SinkAction::DeadLetters)->trigger();
    auto *dialog = test::visibleWidget<DeadLettersDialog>();
    QVERIFY(dialog);
    QTRY_COMPARE_WITH_TIMEOUT(dialog->table().view().tableModel().rowCount(), 1, patience);
    dialog->table().view().selectRow(0);
    for (const QAction *action : {dialog->sendAgain(), dialog->sendAllAgain(), dialog->forget()}) {
        QTRY_COMPARE(action->toolTip(), why);
        QVERIFY(!action->isEnabled());
    }
    dialog->reject();
    QTRY_VERIFY(!test::visibleWidget<DeadLettersDialog>());

    Console outside(*m_server, m_user);
    QTRY_VERIFY_WITH_TIMEOUT(outside.seen().contains(u"Not for your role"_s), patience);
    QVERIFY(!outside.pane.newSink()->isEnabled());
    QCOMPARE(outside.pane.newSink()->toolTip(), why);
    QCOMPARE(outside.model().totalCount(), 0);
}

QTEST_MAIN(SinksPaneTest)
#include "sinks_pane_test.moc"
