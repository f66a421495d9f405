// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/certificate.h"
#include "tests/support/files.h"
#include "tests/support/program.h"
#include "tests/support/server/server_process.h"

#include <QFile>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <unistd.h>

using namespace portolan;
using namespace portolan::test;
using namespace Qt::StringLiterals;

/// portolan-server as it is configured.
class ConfigurationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void saysThatAFileIsFine();
    void refusesWithoutStarting_data();
    void refusesWithoutStarting();
    void findsItsFile();
    void printsWhatItReads();
    void letsTheCommandLineWin();
    void readsAgainOnHangup();
    void appliesLimitsToOpenServers();
    void appliesTheWorkspacesOfAnOwner();
    void logsRequestsWhereItIsAsked();
    void endsWithItsTerminal();

private:
    [[nodiscard]] QString file(const QString &name) const { return m_folder.filePath(name); }
    void write(const QString &name, const QByteArray &text) const
    {
        writeFile(file(name).toStdString(), text.toStdString());
    }
    [[nodiscard]] Outcome server(const QStringList &arguments, const QStringList &environment = {}) const
    {
        return runProgram(u"portolan-server"_s, arguments,
                          {.environment = QStringList{u"XDG_CONFIG_HOME="_s + m_folder.path(),
                                                      u"XDG_DATA_HOME="_s + m_folder.path()}
                                          + environment});
    }

    QTemporaryDir m_folder;
};

void ConfigurationTest::saysThatAFileIsFine()
{
    write(u"good.yaml"_s, "http:\n  idle_timeout: 30s\n");
    const auto outcome = server({u"--config"_s, file(u"good.yaml"_s), u"--check-config"_s});
    QCOMPARE(outcome.status, 0);
    QCOMPARE(outcome.output, file(u"good.yaml"_s).toUtf8() + ": ok\n");
    QCOMPARE(outcome.errors, "");
    QVERIFY(!QFile::exists(file(u"portolan/portolan.db"_s)));
}

void ConfigurationTest::refusesWithoutStarting_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QStringList>("environment");
    QTest::addColumn<QString>("errors");
    write(u"bad.yaml"_s, "http:\n  idel_timeout: 30s\n  threads: x\n");
    const QStringList bad{u"--config"_s, file(u"bad.yaml"_s)};
    const QString told = file(u"bad.yaml"_s)
                         + u":2:3: http.idel_timeout: is not known; did you mean \"idle_timeout\"?\n"_s
                         + file(u"bad.yaml"_s) + u":3:3: http.threads: must be a whole number, not a string\n"_s;
    QTest::newRow("start") << bad << QStringList() << told;
    QTest::newRow("check") << bad + QStringList{u"--check-config"_s} << QStringList() << told;
    QTest::newRow("print") << bad + QStringList{u"--print-config"_s} << QStringList() << told;
    QTest::newRow("environment") << QStringList() << QStringList{u"PORTOLAN_LISTN=127.0.0.1:0"_s}
                                 << u"PORTOLAN_LISTN: is not known; did you mean \"PORTOLAN_LISTEN\"?\n"_s;
    QTest::newRow("option") << QStringList{u"--threads"_s, u"many"_s} << QStringList()
                            << u"--threads: must be a whole number, not a string\n"_s;
    QTest::newRow("no file") << QStringList{u"--config"_s, file(u"missing.yaml"_s)} << QStringList()
                             << u"reading the configuration: opening %1: No such file or directory\n"_s.arg(
                                    file(u"missing.yaml"_s));
    QTest::newRow("development identity")
        << QStringList{u"--listen"_s, u"0.0.0.0:0"_s} << QStringList{u"PORTOLAN_IDENTITY_DEVELOPMENT_IDENTITY=ada"_s}
        << u"PORTOLAN_IDENTITY_DEVELOPMENT_IDENTITY: lets everybody in who reaches the server, so listen must be loopback "
           "or a Unix socket\n"_s;
}

void ConfigurationTest::refusesWithoutStarting()
{
    QFETCH(const QStringList, arguments);
    QFETCH(const QStringList, environment);
    QFETCH(const QString, errors);
    const auto outcome = server(arguments, environment);
    QCOMPARE(outcome.status, 2);
    QCOMPARE(QString::fromUtf8(outcome.errors), errors);
    QCOMPARE(outcome.output, "");
}

void ConfigurationTest::findsItsFile()
{
    QVERIFY(QDir(m_folder.path()).mkpath(u"portolan"_s));
    write(u"portolan/server.yaml"_s, "workspaces: {per_owner: 7}\n");
    write(u"other.yaml"_s, "workspaces: {per_owner: 8}\n");
    const auto shows = [&](const QByteArray &count, const QStringList &arguments, const QStringList &environment = {}) {
        return server(arguments + QStringList{u"--print-config"_s}, environment)
            .output.contains("\n  per_owner: " + count + "\n");
    };
    QVERIFY(shows("7", {}));
    QVERIFY(shows("50", {u"--config="_s}));
    QVERIFY(shows("8", {u"--config"_s, file(u"other.yaml"_s)}));
    QVERIFY(shows("8", {}, {u"PORTOLAN_CONFIG="_s + file(u"other.yaml"_s)}));
    QVERIFY(shows("9", {}, {u"PORTOLAN_WORKSPACES_PER_OWNER=9"_s}));
    QVERIFY(QFile::remove(file(u"portolan/server.yaml"_s)));
    QVERIFY(shows("50", {}));
}

void ConfigurationTest::printsWhatItReads()
{
    const auto printed = server({u"--listen"_s, u"[::1]:0"_s, u"--idle-timeout"_s, u"90"_s, u"--print-config"_s});
    QCOMPARE(printed.status, 0);
    QVERIFY(printed.output.contains("\nlisten: \"[::1]:0\"\n") && printed.output.contains("\n  idle_timeout: 1m30s\n"));
    write(u"printed.yaml"_s, printed.output);
    const auto again = server({u"--config"_s, file(u"printed.yaml"_s), u"--print-config"_s});
    QCOMPARE(again.output, printed.output);
}

void ConfigurationTest::letsTheCommandLineWin()
{
    write(u"three.yaml"_s, "listen: 127.0.0.1:1\ndata: /nowhere\nhttp: {max_body: 2000}\n");
    ServerProcess running({u"--config"_s, file(u"three.yaml"_s)}); // with --listen and --data
    VERIFY_RESULT(running.start());
    QCOMPARE(running.request("GET", u"/api/v1/workspaces"_s).status, 200);
    QCOMPARE(running.request("POST", u"/api/v1/workspaces"_s, QByteArray(3000, ' ')).status, 413);
}

void ConfigurationTest::readsAgainOnHangup()
{
    const auto configure = [&](const QByteArray &text) { write(u"running.yaml"_s, text); };
    configure("workspaces: {per_owner: 2}\n");
    ServerProcess running({u"--config"_s, file(u"running.yaml"_s)});
    VERIFY_RESULT(running.start());
    const auto hangUp = [&] { return ::kill(static_cast<pid_t>(running.processId()), SIGHUP) == 0; };

    configure("workspaces: {per_owner: 3}\nhttp: {threads: 3}\ncheck_credentials: 1s\n");
    QVERIFY(hangUp());
    QVERIFY(running.says("portolan-server: changed and applied: workspaces.per_owner, check_credentials\n"
                         "portolan-server: changed, needs a restart: http.threads\n"));

    configure("workspaces: {per_owner: 4}\nhttp: {threds: 3}\n");
    QVERIFY(hangUp());
    QVERIFY(running.says(file(u"running.yaml"_s).toUtf8()
                         + ":2:8: http.threds: is not known; did you mean \"threads\"?\n"
                           "portolan-server: the configuration was not read again, nothing has changed\n"));

    // What waits for a restart still does; what was refused was not taken over.
    configure("workspaces: {per_owner: 3}\nhttp: {threads: 3}\ncheck_credentials: 1s\n");
    QVERIFY(hangUp());
    QVERIFY(running.says("portolan-server: changed, needs a restart: http.threads\n"));

    configure("workspaces: {per_owner: 3}\ncheck_credentials: 1s\n");
    QVERIFY(hangUp());
    QVERIFY(running.says("portolan-server: the configuration was read again, nothing has changed\n"));
    QCOMPARE(running.request("GET", u"/api/v1/workspaces"_s).status, 200);
    QCOMPARE(running.stop(), 0);
}

void ConfigurationTest::appliesLimitsToOpenServers()
{
    const auto post = [](const ServerProcess &running) {
        return running.request("POST", u"/api/v1/workspaces"_s, QByteArray(3000, ' ')).status;
    };
    write(u"limits.yaml"_s, "http: {max_body: 4000, max_connections: 10}\n");
    ServerProcess running({u"--config"_s, file(u"limits.yaml"_s)});
    VERIFY_RESULT(running.start());
    QCOMPARE(post(running), 400);
    write(u"limits.yaml"_s, "http: {max_body: 2000, max_connections: 10}\n");
    QVERIFY(::kill(static_cast<pid_t>(running.processId()), SIGHUP) == 0);
    QVERIFY(running.says("changed and applied: http.max_body\n"));
    QTRY_COMPARE(post(running), 413);
}

void ConfigurationTest::appliesTheWorkspacesOfAnOwner()
{
    write(u"owner.yaml"_s, "workspaces: {per_owner: 1}\n");
    ServerProcess running({u"--config"_s, file(u"owner.yaml"_s)});
    VERIFY_RESULT(running.start());
    VERIFY_RESULT(running.createWorkspace({.blueprint = "shell", .name = "one"}));
    QVERIFY(!running.createWorkspace({.blueprint = "shell", .name = "two"}));
    write(u"owner.yaml"_s, "workspaces: {per_owner: 2}\n");
    QVERIFY(::kill(static_cast<pid_t>(running.processId()), SIGHUP) == 0);
    QVERIFY(running.says("changed and applied: workspaces.per_owner\n"));
    VERIFY_RESULT(running.createWorkspace({.blueprint = "shell", .name = "two"}));
}

void ConfigurationTest::logsRequestsWhereItIsAsked()
{
    write(u"access.yaml"_s, "http: {access_log: false}\n");
    ServerProcess running({u"--config"_s, file(u"access.yaml"_s)});
    VERIFY_RESULT(running.start());
    QCOMPARE(running.request("GET", u"/api/v1/users"_s, {}, {{"X-Request-Id", "not-told"}}).status, 200);
    write(u"access.yaml"_s, "http: {access_log: true}\n");
    QVERIFY(::kill(static_cast<pid_t>(running.processId()), SIGHUP) == 0);
    QVERIFY(running.says("changed and applied: http.access_log\n"));
    QCOMPARE(running.request("GET", u"/api/v1/users/x%20y/profile?secret=1"_s, {}, {{"X-Request-Id", "told-1"}}).status,
             404);
    QVERIFY(running.says("portolan.access request=told-1 method=GET path=/api/v1/users/x%20y/profile status=404 "
                         "user=admin from=127.0.0.1 ms="));
    QCOMPARE(running.request("GET", u"/nowhere"_s, {}, {{"X-Request-Id", "told-2"}}).status, 404);
    QVERIFY(running.says("request=told-2 method=GET path=/nowhere status=404 user=- "));
}

void ConfigurationTest::endsWithItsTerminal()
{
    const int terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    QVERIFY(terminal >= 0 && grantpt(terminal) == 0 && unlockpt(terminal) == 0);
    const std::string name = ptsname(terminal);
    TestProcess running;
    running.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    running.setChildProcessModifier([&] {
        setsid();
        dup2(open(name.c_str(), O_RDWR), STDERR_FILENO); // the first that a session opens controls it
    });
    running.start(u"portolan-server"_s,
                  {u"--config="_s, u"--data"_s, file(u"terminal"_s), u"--listen"_s, u"127.0.0.1:0"_s});
    QByteArray output;
    while (!output.contains("Listening on") && running.waitForReadyRead())
        output += running.readAllStandardOutput();
    QVERIFY(output.contains("Listening on"));
    close(terminal);
    QVERIFY(running.waitForFinished());
    QCOMPARE(running.exitStatus(), QProcess::NormalExit);
    QCOMPARE(running.exitCode(), 0);
}

QTEST_GUILESS_MAIN(ConfigurationTest)
#include "configuration_test.moc"
