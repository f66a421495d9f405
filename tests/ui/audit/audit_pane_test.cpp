// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/audit/audit_pane.h"

#include "core/model/audit/audit_chain.h"
#include "core/schema/codec.h"
#include "server/state/state.h"
#include "server/store/database.h"
#include "tests/support/run.h"
#include "tests/support/server/server_process.h"
#include "tests/support/ui/find_server.h"
#include "tests/support/ui/window.h"

#include <QApplication>
#include <QClipboard>
#include <QToolButton>

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
    [[nodiscard]] TableCell cell(int row, QStringView column) const
    {
        return model().rowAt(row).cells[std::size_t(model().columnOf(column))];
    }
    /// Until it said what came of verifying.
    [[nodiscard]] QString verified(const QString &word)
    {
        if (!test::waitUntil([this] { return pane.verify()->isEnabled() && !pane.isVerifying(); }))
            return {};
        pane.verify()->trigger();
        return test::waitUntil([this, &word] { return test::seenText(pane).contains(word); }) ? test::seenText(pane)
                                                                                              : QString();
    }

    Session session;
    AuditPane pane;
};

/// What the server tells of its log.
AuditHistory historyOf(test::ServerProcess &server)
{
    ControlPlaneClient client(server.address());
    const auto text = test::run(client.auditPage({.limit = 1000, .newestFirst = true}));
    return text ? schema::decode<AuditHistory>(*text).value_or(AuditHistory()) : AuditHistory();
}

/// Only while the server does not run.
void addRecords(const test::ServerProcess &server, int count)
{
    SystemClock clock;
    const auto state = State::open(server.data() + "/portolan.db", clock);
    VERIFY_RESULT(state);
    store::Change change;
    for (int number = 0; number < count; ++number)
        change.audit({.actor = "ann", .action = "test:past", .subject = std::format("past-{}", number)});
    VERIFY_RESULT(test::run((*state)->ledger().commit(std::move(change))));
    (*state)->close();
}

} // namespace

/// The audit log of a real server in a real window.
class AuditPaneTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QVERIFY(test::allTasksEnd()); }
    void tellsWhoDidWhat();
    void verifiesTheChain();
    void goesBackByPages();
    void isForThoseWhoMay();
};

void AuditPaneTest::tellsWhoDidWhat()
{
    test::ServerProcess server;
    const std::string bert = server.addUser("bert", {Role::User});
    VERIFY_RESULT(server.start());
    QCOMPARE(server.requestAs(bert, "POST", u"/api/v1/users"_s, R"({"username":"eve"})").status, 403);
    Console console(server);
    QTRY_VERIFY_WITH_TIMEOUT(console.model().rowCount() > 0, patience);
    const QString nameless = test::namelessControls(console.pane);
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless));
    QCOMPARE(console.cell(0, u"actor"), TableCell(std::string("bert")));
    QCOMPARE(console.cell(0, u"result"), TableCell(std::string("denied")));
    QCOMPARE(console.cell(0, u"status"), TableCell(std::int64_t(403)));
    console.pane.table().view().selectRow(0);
    const AuditRecord denied = historyOf(server).records.front();
    QTRY_VERIFY(test::seenText(console.pane).remove(u' ').contains(QString::fromStdString(denied.hash)));
    QVERIFY(test::seenText(console.pane).contains(QString::fromStdString(denied.requestId)));
    QVERIFY(test::seenText(console.pane).contains(u"POST /api/v1/users"_s));
    console.pane.commands().back()->trigger();
    const auto copied = schema::decode<AuditRecord>(QApplication::clipboard()->text().toStdString());
    QVERIFY(copied && *copied == denied);

    QCOMPARE(server.request("POST", u"/api/v1/users"_s, R"({"username":"carl"})").status, 201); // an event tells of it
    QTRY_COMPARE_WITH_TIMEOUT(console.cell(0, u"subject"), TableCell(std::string("carl")), patience);
    QCOMPARE(console.cell(0, u"result"), TableCell(std::string("allowed")));
    QCOMPARE(server.requestAs(bert, "POST", u"/api/v1/users"_s, R"({"username":"eve"})").status,
             403); // none does of it
    console.pane.refresh()->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(console.cell(0, u"actor"), TableCell(std::string("bert")), patience);
}

void AuditPaneTest::verifiesTheChain()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    for (const auto *name : {"ann", "ben", "cay", "dan"})
        QCOMPARE(server.request("POST", u"/api/v1/users"_s, QByteArray("{\"username\":\"") + name + "\"}").status, 201);
    Console console(server);
    QString said = console.verified(u"Head "_s);
    const AuditHistory history = historyOf(server);
    const AuditAnchor head{.seq = history.last, .hash = history.records.front().hash};
    QVERIFY2(QString(said).remove(u' ').contains(QString::fromStdString(head.text())), qPrintable(said));
    QVERIFY2(said.contains(u"%1 records, from number 1 on"_s.arg(history.last)), qPrintable(said));
    const QString nameless = test::namelessControls(console.pane);
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless));
    QTest::mouseClick(test::named<QToolButton>(console.pane, u"Copy the head"_s), Qt::LeftButton);
    QCOMPARE(QApplication::clipboard()->text().toStdString(), head.text());

    QCOMPARE(server.stop(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(!console.session.isLive(), patience);
    {
        auto database = store::Database::open(server.data() + "/portolan.db");
        VERIFY_RESULT(database);
        VERIFY_RESULT(
            database->execute("UPDATE audit SET json = replace(json, '\"status\":', '\"status\":1') WHERE seq = 3"));
    }
    VERIFY_RESULT(server.start());
    QTRY_VERIFY_WITH_TIMEOUT((console.session.retry(), console.session.isLive()), patience);
    said = console.verified(u"not as it was written"_s);
    QVERIFY2(said.contains(u"ecord 3 was changed"_s), qPrintable(said));
    QVERIFY2(said.contains(u"2 records before that are whole"_s), qPrintable(said));
    QVERIFY(!said.contains(u"Head "_s));
}

void AuditPaneTest::goesBackByPages()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    QCOMPARE(server.stop(), 0);
    addRecords(server, 1500);
    VERIFY_RESULT(server.start());
    const std::int64_t last = historyOf(server).last;
    QVERIFY(last >= 1500);
    Console console(server);
    QTRY_COMPARE_WITH_TIMEOUT(console.model().totalCount(), 1000, patience);
    QTRY_VERIFY(console.pane.older()->isEnabled());
    console.pane.older()->trigger();
    QTRY_COMPARE_WITH_TIMEOUT(console.model().totalCount(), int(last), patience);
    QTRY_COMPARE(console.pane.older()->toolTip(), u"Nothing older is kept."_s);
    QVERIFY(!console.pane.older()->isEnabled());

    console.pane.verify()->trigger(); // and takes it back
    QVERIFY(console.pane.isVerifying());
    QCOMPARE(console.pane.verify()->text(), u"Stop verifying"_s);
    console.pane.verify()->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(!console.pane.isVerifying(), patience);
    QVERIFY(!test::seenText(console.pane).contains(u"Head "_s));
    const QString said = console.verified(u"Head "_s);
    QVERIFY2(said.contains(QStringLiteral("%1:").arg(last)), qPrintable(said));
}

void AuditPaneTest::isForThoseWhoMay()
{
    test::ServerProcess server;
    const std::string bert = server.addUser("bert", {Role::User});
    VERIFY_RESULT(server.start());
    Console console(server, bert);
    QTRY_VERIFY_WITH_TIMEOUT(test::seenText(console.pane).contains(u"Not for your role"_s), patience);
    for (const QAction *action : {console.pane.refresh(), console.pane.older(), console.pane.verify()}) {
        QVERIFY(!action->isEnabled());
        QCOMPARE(action->toolTip(), u"Your role may not read this."_s);
    }
    QCOMPARE(console.model().totalCount(), 0);
}

QTEST_MAIN(AuditPaneTest)
#include "audit_pane_test.moc"
