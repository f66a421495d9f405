// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/session/session.h"

#include "tests/support/run.h"
#include "tests/support/server/server_process.h"

#include <QSignalSpy>

using namespace portolan;
using namespace portolan::ui;

namespace {

FindControlPlane at(test::ServerProcess &server, std::string token)
{
    return [&server, token](std::stop_token) -> Task<Result<ControlPlaneAddress>> {
        co_return ControlPlaneAddress{.url = server.url(), .token = token};
    };
}

} // namespace

class SessionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QVERIFY(test::allTasksEnd()); }
    void showsWhatIsAndWhatChanges();
    void comesBackWhenTheServerDoes();
    void waitsForSomebodyWhenTheTokenIsWrong();
    void mayBeClosedAndDroppedAtAnyTime();
};

void SessionTest::showsWhatIsAndWhatChanges()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    const auto before = server.createWorkspace({.blueprint = "shell", .name = "before"});
    VERIFY_RESULT(before);

    Session session(at(server, server.adminToken()));
    QSignalSpy changed(&session, &Session::workspacesChanged);
    session.open();
    QTRY_VERIFY(session.isLive());
    QVERIFY(session.workspace("before"));
    QCOMPARE(session.workspace("before")->status, "Running");
    QVERIFY(!session.blueprints().empty());
    QVERIFY(!session.profile().username.empty());

    VERIFY_RESULT(server.createWorkspace({.blueprint = "shell", .name = "after"}));
    QTRY_VERIFY(session.workspace("after") && session.workspace("after")->status == "Running");
    QTRY_COMPARE(session.workspace("after")->blueprint, "shell"); // details that no event carries
    QTRY_VERIFY(!changed.isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(session.usage("after") && session.usage("after")->memoryBytes, 10'000);

    VERIFY_RESULT(test::run(session.client()->deleteWorkspace("before")));
    QTRY_VERIFY_WITH_TIMEOUT(!session.workspace("before"), 10'000);
    QVERIFY(session.workspace("after"));
}

void SessionTest::comesBackWhenTheServerDoes()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    VERIFY_RESULT(server.createWorkspace({.blueprint = "shell", .name = "kept"}));
    Session session(at(server, server.adminToken()));
    session.open();
    QTRY_VERIFY(session.isLive());

    server.kill();
    QTRY_COMPARE(session.state(), ConnectionState::Lost);
    QVERIFY(!session.trouble().detail.empty());
    QVERIFY(session.nextAttempt().isValid());
    QVERIFY(session.workspace("kept")); // what was known stays, with its age
    QVERIFY(session.asOf().isValid());

    VERIFY_RESULT(server.start());
    session.retry();
    QTRY_VERIFY_WITH_TIMEOUT(session.isLive(), 40'000);
    QVERIFY(session.workspace("kept"));
}

void SessionTest::waitsForSomebodyWhenTheTokenIsWrong()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    std::string token = "wrong";
    Session session([&](std::stop_token) -> Task<Result<ControlPlaneAddress>> {
        co_return ControlPlaneAddress{.url = server.url(), .token = token};
    });
    session.open();
    QTRY_COMPARE(session.state(), ConnectionState::Refused);
    QCOMPARE(session.trouble().code, ErrorCode::Unauthenticated);
    token = server.adminToken();
    session.retry();
    QTRY_VERIFY(session.isLive());
}

void SessionTest::mayBeClosedAndDroppedAtAnyTime()
{
    test::ServerProcess server;
    VERIFY_RESULT(server.start());
    for (int steps = 0; steps < 12; ++steps) {
        Session session(at(server, server.adminToken()));
        session.open();
        for (int step = 0; step < steps; ++step)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        if (steps % 2) {
            session.close();
            QCOMPARE(session.state(), ConnectionState::Idle);
        }
    }
    Session session(at(server, server.adminToken()));
    session.open();
    session.close();
    session.open();
    QTRY_VERIFY(session.isLive());
}

QTEST_GUILESS_MAIN(SessionTest)
#include "session_test.moc"
