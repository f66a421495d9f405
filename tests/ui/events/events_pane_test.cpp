// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/events/events_pane.h"

#include "tests/support/run.h"
#include "tests/support/server/server_process.h"
#include "tests/support/ui/event_loop_watchdog.h"
#include "tests/support/ui/window.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPlainTextEdit>
#include <QSignalSpy>

using namespace portolan;
using namespace portolan::ui;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 30'000;

struct Console {
    explicit Console(test::ServerProcess &server)
        : session([&server](std::stop_token) -> Task<Result<ControlPlaneAddress>> { co_return server.address(); }),
          pane(session, nullptr)
    {
        pane.resize(1200, 700);
        pane.show();
        session.open();
    }

    [[nodiscard]] const TableModel &rows() const { return pane.table().view().tableModel(); }
    /// The id of the newest row of this kind; empty where there is none.
    [[nodiscard]] std::string newest(const std::string &kind) const
    {
        const int column = rows().columnOf(u"what");
        for (int row = 0; row < rows().rowCount(); ++row)
            if (std::get<std::string>(rows().cell(rows().index(row, column))) == kind)
                return rows().rowAt(row).id;
        return {};
    }

    Session session;
    EventsPane pane;
};

void makeUser(const test::ServerProcess &server, const QByteArray &name)
{
    QCOMPARE(server.request("POST", u"/api/v1/users"_s, "{\"username\":\"" + name + "\"}").status, 201);
}

QAction *actionOf(const EventsPane &pane, const QString &text)
{
    for (QAction *action : pane.commands())
        if (action->text() == text)
            return action;
    qFatal("no action is called \"%s\"", qPrintable(text));
}

} // namespace

class EventsPaneTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QVERIFY(test::allTasksEnd()); }
    void showsWhatHappenedAndWhatHappens();
    void leadsToWhatItHappenedTo();
    void keepsStillWhilePaused();
    void loadsOlderOnesOnDemand();
    void missesNothingThroughALostConnection();
    void staysQuickAndBounded();
};

void EventsPaneTest::showsWhatHappenedAndWhatHappens()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    makeUser(server, "anna");
    Console console(server);
    QTRY_VERIFY_WITH_TIMEOUT(!console.newest("user.created").empty(), patience);
    QCOMPARE(test::namelessControls(console.pane), QString());
    makeUser(server, "bert"); // while it is looked at
    QTRY_COMPARE(console.rows().find(console.newest("user.created"))->cells[4], TableCell(std::string("bert")));
    QVERIFY(console.pane.table().view().setCurrentId(console.newest("user.created")));
    QTRY_VERIFY(test::seenText(console.pane).contains(u"user.created"_s));
    auto *data = test::named<QPlainTextEdit>(console.pane, u"Data"_s);
    QVERIFY(data->isVisible() && data->toPlainText().contains(u"\"roles\": ["_s));
    QVERIFY(data->toPlainText().contains(u'\n')); // for people

    actionOf(console.pane, u"Copy as JSON"_s)->trigger();
    const QString copied = QApplication::clipboard()->text();
    QVERIFY2(copied.contains(u"\"subject\": \"bert\""_s), qPrintable(copied));

    console.pane.table().setFilterText(u"subject:anna"_s);
    QCOMPARE(console.rows().rowCount(), 1);
    console.pane.table().setFilterText(u"type:user.* actor:admin"_s);
    QCOMPARE(console.rows().rowCount(), 2);
}

void EventsPaneTest::leadsToWhatItHappenedTo()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    makeUser(server, "anna");
    QCOMPARE(server.request("DELETE", u"/api/v1/users/anna"_s).status, 204);
    Console console(server);
    QTRY_VERIFY_WITH_TIMEOUT(!console.newest("user.deleted").empty(), patience);
    QSignalSpy requested(&console.pane, &EventsPane::subjectRequested);
    QAction *go = actionOf(console.pane, u"Go to the subject"_s);
    QVERIFY(!go->isEnabled());
    QCOMPARE(go->toolTip(), u"Nothing is selected."_s);
    console.pane.table().view().setCurrentId(console.newest("user.deleted"));
    QVERIFY(!go->isEnabled());
    QCOMPARE(go->toolTip(), u"What it happened to is gone."_s);
    console.pane.table().view().setCurrentId(console.newest("user.created"));
    QVERIFY(go->isEnabled());
    console.pane.table().view().setFocus();
    QTest::keyClick(&console.pane.table().view(), Qt::Key_Return);
    QCOMPARE(requested.size(), 1);
    QCOMPARE(requested[0][0].toString(), u"user"_s);
    QCOMPARE(requested[0][1].toString(), u"anna"_s);
}

void EventsPaneTest::keepsStillWhilePaused()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    Console console(server);
    QTRY_VERIFY_WITH_TIMEOUT(!console.newest("user.created").empty(), patience); // the administrator's
    QTest::mouseClick(test::visibleButton(u"Pause"_s), Qt::LeftButton);
    QVERIFY(console.pane.isPaused());
    const int before = console.rows().totalCount();
    makeUser(server, "anna");
    QTRY_COMPARE(console.pane.waiting(), 1U);
    QVERIFY(test::seenText(console.pane).contains(u"Paused. 1 new"_s));
    QCOMPARE(console.rows().totalCount(), before);
    QTest::mouseClick(test::visibleButton(u"Follow"_s), Qt::LeftButton);
    QTRY_COMPARE(console.rows().totalCount(), before + 1);
    QCOMPARE(console.pane.waiting(), 0U);
    makeUser(server, "bert");
    QTRY_COMPARE(console.rows().totalCount(), before + 2);
}

void EventsPaneTest::loadsOlderOnesOnDemand()
{
    test::ServerProcess server;
    server.addEvents(1800);
    VERIFY_RESULT(server.start());
    Console console(server);
    QTRY_COMPARE_WITH_TIMEOUT(console.pane.size(), 500U, patience);
    QAction *older = actionOf(console.pane, u"Load older"_s);
    QTRY_VERIFY(older->isEnabled());
    older->trigger();
    QVERIFY(!older->isEnabled()); // they are under way
    QTRY_COMPARE_WITH_TIMEOUT(console.pane.size(), 1500U, patience);
    QTRY_VERIFY(older->isEnabled());
    older->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(console.pane.size() > 1800U, patience);
    QVERIFY(console.rows().find("1"));
    QTRY_COMPARE(older->toolTip(), u"Nothing older is kept."_s);
    QVERIFY(!older->isEnabled());
}

void EventsPaneTest::missesNothingThroughALostConnection()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    Console console(server);
    QTRY_VERIFY_WITH_TIMEOUT(!console.newest("user.created").empty(), patience);
    const std::size_t before = console.pane.size();
    server.kill();
    QTRY_VERIFY_WITH_TIMEOUT(!console.session.isLive(), patience);
    server.addEvents(600); // more than a page: what is shown does not join on to it
    VERIFY_RESULT(server.start());
    console.session.retry();
    QTRY_VERIFY_WITH_TIMEOUT(console.session.isLive(), patience);
    QTRY_COMPARE_WITH_TIMEOUT(console.pane.size(), 500U, patience);
    actionOf(console.pane, u"Load older"_s)->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(console.pane.size() >= before + 600, patience);
    std::int64_t last = 0;
    for (const auto &row : console.rows().rows(true)) { // newest first
        const std::int64_t seq = std::stoll(row->id);
        QVERIFY(last == 0 || seq == last - 1);
        last = seq;
    }
}

void EventsPaneTest::staysQuickAndBounded()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    Console console(server);
    QTRY_VERIFY_WITH_TIMEOUT(!console.newest("user.created").empty(), patience);
    constexpr int all = 100'000;
    constexpr int slice = 100;
    Event event{.seq = 1'000'000,
                .time = SystemClock().now(),
                .type = "workspace.state",
                .subjectKind = "workspace",
                .owner = "anna",
                .actor = "anna",
                .data = {R"({"state":"Running","message":"running"})"}};
    test::EventLoopWatchdog watchdog;
    int sent = 0;
    QTimer feed;
    connect(&feed, &QTimer::timeout, this, [&] {
        for (int number = 0; number < slice && sent < all; ++number, ++sent) {
            ++event.seq;
            event.subject = std::format("w-{}", sent % 500);
            Q_EMIT console.session.eventHappened(event);
        }
    });
    feed.start(5); // twenty times as many as a server may tell
    QTRY_COMPARE_WITH_TIMEOUT(sent, all, patience);
    feed.stop();
    QCOMPARE(console.pane.size(), EventsPane::usualRoom);
    QTRY_COMPARE(console.rows().rowAt(0).id, std::to_string(event.seq));
    QCOMPARE(console.rows().totalCount(), int(EventsPane::usualRoom));
    VERIFY_NEVER_STALLED(watchdog);
}

QTEST_MAIN(EventsPaneTest)
#include "events_pane_test.moc"
