// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/agent/client.h"
#include "server/runtime/agent/protocol.h"
#include "tests/support/agent_process.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <csignal>
#include <filesystem>
#include <format>

#include <sys/wait.h>

using namespace portolan;
using namespace portolan::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
namespace agent = portolan::runtime::agent;
namespace fs = std::filesystem;

namespace {

QJsonObject script(const QString &name, const QString &text)
{
    return {{u"name"_s, name}, {u"script"_s, text}};
}

std::string head(std::string_view json)
{
    const std::size_t size = json.size();
    return std::string{static_cast<char>(size >> 24), static_cast<char>(size >> 16), static_cast<char>(size >> 8),
                       static_cast<char>(size)}
           + std::string(json);
}

/// Everything that comes until the agent closes, without the length in front.
std::string answerTo(const AgentProcess &process, std::string bytes)
{
    const auto stream = process.open();
    if (!bytes.empty() && !run(stream->write(std::move(bytes))))
        return "could not be sent";
    std::string all;
    while (true) {
        const auto some = run(stream->read());
        if (!some || some->empty())
            return all.substr(std::min<std::size_t>(all.size(), 4));
        all += *some;
    }
}

/// Runs a command in a terminal of the workspace; gives its output.
std::string inside(const AgentProcess &process, const std::string &command)
{
    const auto terminal = run(agent::terminal(process.open(), {.command = command}));
    if (!terminal)
        return terminal.error().detail;
    std::string all;
    while (true) {
        const auto some = run((*terminal)->read());
        if (!some || some->empty())
            return all;
        all += *some;
    }
}

agent::AgentInfo waitForScripts(const AgentProcess &process)
{
    agent::AgentInfo info;
    const bool done = waitUntil([&] {
        info = run(agent::ping(process.open())).value();
        return info.scripts == agent::AgentInfo::Scripts::Done;
    });
    if (!done)
        qFatal("the init scripts do not end");
    return info;
}

} // namespace

class LifeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answersPings();
    void reportsItsLife();
    void refusesToStartWithNonsense_data();
    void refusesToStartWithNonsense();
    void refusesMalformedHeads_data();
    void refusesMalformedHeads();
    void understandsAllOfJson();
    void endsHeadsThatDoNotCome();
    void boundsConnections();
    void runsInitScriptsOnce();
    void reapsOrphans();
    void killsWhatOutlivesItsPeer();
    void endsAllAtSigterm();
    void stopsWhenAsked();
    void givesFigures();
    void cannotBeHarmedFromInside();
    void stopsFromOutside();
};

void LifeTest::answersPings()
{
    const AgentProcess process;
    const auto info = run(agent::ping(process.open()));
    VERIFY_RESULT(info);
    QCOMPARE(info->protocol, agent::protocolVersion);
    QVERIFY(std::chrono::abs(info->started - SystemClock().now()) < 1min);
    QCOMPARE(info->scripts, agent::AgentInfo::Scripts::None);
}

void LifeTest::reportsItsLife()
{
    AgentProcess process;
    VERIFY_RESULT(run(agent::ping(process.open())));
    QCOMPARE(process.status().size(), 1);
    process.kill(SIGTERM);
    QCOMPARE(process.wait(), 0);
    const auto lines = process.status();
    QCOMPARE(lines.size(), 2);
    const auto started = QJsonDocument::fromJson(QByteArray::fromStdString(lines[0])).object();
    const auto ended = QJsonDocument::fromJson(QByteArray::fromStdString(lines[1])).object();
    QCOMPARE(started[u"event"_s].toString(), u"started"_s);
    QCOMPARE(ended[u"event"_s].toString(), u"ended"_s);
    QCOMPARE(ended[u"status"_s].toInt(-1), 0);
    QVERIFY(ended[u"time"_s].toInteger() >= started[u"time"_s].toInteger());
}

void LifeTest::refusesToStartWithNonsense_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QByteArray>("config");
    const QString good = u"--listen-fd 3 --status-fd 4 --config-fd 5"_s;
    const QByteArray config = R"({"user":"u","home":"/tmp","shell":"/bin/sh","runDir":"/tmp/x")";
    QTest::newRow("nothing") << QString() << QByteArray();
    QTest::newRow("unknown option") << good + u" --port 22"_s << config + "}";
    QTest::newRow("no number") << u"--listen-fd x --status-fd 4 --config-fd 5"_s << config + "}";
    QTest::newRow("standard output") << u"--listen-fd 1 --status-fd 4 --config-fd 5"_s << config + "}";
    QTest::newRow("negative grace") << good + u" --grace -1"_s << config + "}";
    QTest::newRow("no value") << good + u" --grace"_s << config + "}";
    QTest::newRow("empty") << good << QByteArray();
    QTest::newRow("no JSON") << good << QByteArray("user=u");
    QTest::newRow("unknown key") << good << config + R"(,"extra":1})";
    QTest::newRow("missing key") << good << QByteArray(R"({"user":"u","home":"/tmp"})");
    QTest::newRow("relative home") << good << QByteArray(config).replace("/tmp\"", "tmp\"") + "}";
    QTest::newRow("bad variable") << good << config + R"(,"environment":{"A B":"x"}})";
    QTest::newRow("bad script") << good << config + R"(,"initScripts":[{"name":"x"}]})";
    QTest::newRow("too large") << good << config + ",\"hostKey\":\"" + QByteArray(5 << 20, 'x') + "\"}";
}

void LifeTest::refusesToStartWithNonsense()
{
    QFETCH(QString, arguments);
    QFETCH(QByteArray, config);
    const QTemporaryDir folder;
    writeFile(folder.filePath(u"config"_s).toStdString(), config.toStdString());
    const QString program = QCoreApplication::applicationDirPath() + u"/../bin/portolan-agent"_s;
    const auto outcome = runProgram(
        u"sh"_s, {u"-c"_s, u"exec '%1' %2 3</dev/null 4>/dev/null 5<config"_s.arg(program, arguments)},
        {.folder = folder.path()});
    QCOMPARE(outcome.status, 2);
    QVERIFY2(outcome.errors.startsWith("portolan-agent: "), outcome.errors.constData());
}

void LifeTest::refusesMalformedHeads_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("code");
    const auto add = [](const char *row, std::string_view json, const char *code) {
        QTest::newRow(row) << QByteArray::fromStdString(head(json)) << QByteArray(code);
    };
    const char *const invalid = "invalid-argument";
    for (const char *json : {"",
                             " ",
                             "{",
                             "}",
                             "[]",
                             "null",
                             "{\"op\"}",
                             "{\"op\":}",
                             "{\"op\":\"ping\",}",
                             "{\"op\":\"ping\"}x",
                             "{'op':'ping'}",
                             "{\"op\":\"ping\",\"op\":\"ping\"}",
                             "{\"op\":7}",
                             "{\"op\":\"\"}",
                             "{}",
                             "{\"op\":\"pi\\qng\"}",
                             "{\"op\":\"\\ud800\"}",
                             "{\"op\":\"\\udc00\"}",
                             "{\"op\":\"\\ud800\\u0041\"}",
                             "{\"op\":\"\\u12\"}",
                             "{\"op\":\"pi\nng\"}",
                             "{\"op\":\"ping\",\"x\":01}",
                             "{\"op\":\"ping\",\"x\":1.}",
                             "{\"op\":\"ping\",\"x\":-}",
                             "{\"op\":\"ping\",\"x\":1e}",
                             "{\"op\":\"ping\",\"x\":tru}",
                             "{\"op\":\"ping\",\"x\":99999999999999999999}",
                             "{\"op\":\"ping\",\"unknown\":1}",
                             "\xef\xbb\xbf{}",
                             "{\"op\":\"pi\xffng\"}",
                             "{\"op\":\"read\",\"path\":\"a\\u0000b\"}",
                             "{\"op\":\"read\"}",
                             "{\"op\":\"read\",\"path\":\"a\",\"offset\":\"1\"}",
                             "{\"op\":\"read\",\"path\":\"a\",\"length\":-1}",
                             "{\"op\":\"write\",\"path\":\"a\",\"mode\":9999}",
                             "{\"op\":\"write\",\"path\":\"a\",\"parents\":1}",
                             "{\"op\":\"pty\",\"cols\":0}",
                             "{\"op\":\"pty\",\"environment\":[]}",
                             "{\"op\":\"list\",\"path\":[]}"})
        add(json, json, invalid);
    const std::string deep = "{\"op\":\"ping\",\"x\":" + std::string(100'000, '[') + std::string(100'000, ']') + "}";
    add("deep", deep, invalid);
    add("unknown", "{\"op\":\"fly\"}", "not-implemented");
    QTest::newRow("huge") << QByteArray("\xff\xff\xff\xff{}", 6) << QByteArray("too-large");
    QTest::newRow("a little too large") << QByteArray("\x00\x04\x00\x01", 4) << QByteArray("too-large");
}

void LifeTest::refusesMalformedHeads()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, code);
    static const AgentProcess process; // one for all rows: none of them may harm it
    const std::string answer = answerTo(process, bytes.toStdString());
    const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(answer)).object();
    QVERIFY2(json[u"ok"_s].isBool() && !json[u"ok"_s].toBool(), answer.c_str());
    QCOMPARE(json[u"error"_s][u"code"_s].toString(), QString::fromLatin1(code));
    VERIFY_RESULT(run(agent::ping(process.open())));
}

void LifeTest::understandsAllOfJson()
{
    const AgentProcess process;
    const std::string answer = answerTo(
        process, head(" { \"\\u006fp\" : "
                      "\"\\u006c\\u0069st\",\r\n\t\"path\":\"\\/\\u00fc\\u20ac\\ud83d\\ude00\\n\\t\\\"\\\\\" } "));
    const auto json = QJsonDocument::fromJson(QByteArray::fromStdString(answer)).object();
    const QString detail = json[u"error"_s][u"detail"_s].toString();
    QCOMPARE(json[u"error"_s][u"code"_s].toString(), u"not-found"_s);
    QVERIFY2(detail.contains(u"\"/ü€😀\n\t\"\\\""_s), answer.c_str());
}

void LifeTest::endsHeadsThatDoNotCome()
{
    const AgentProcess process({.config = {{u"headTimeoutMs"_s, 100}}});
    for (const std::string &beginning :
         {std::string(), std::string("\0\0", 2), head("{\"op\":\"ping\"}").substr(0, 9)}) {
        const std::string answer = answerTo(process, beginning);
        QVERIFY2(answer.contains("\"timeout\""), answer.c_str());
    }
    VERIFY_RESULT(run(agent::ping(process.open())));
}

void LifeTest::boundsConnections()
{
    const AgentProcess process({.config = {{u"headTimeoutMs"_s, 60'000}}});
    std::vector<std::unique_ptr<Stream>> idle;
    for (int i = 0; i < agent::defaultMaxConnections - 1; ++i)
        idle.push_back(process.open());
    auto terminal = run(agent::terminal(process.open(), {.command = "sleep 100"})); // counts as well
    VERIFY_RESULT(terminal);
    const auto refused = run(agent::ping(process.open()));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::TooMany);
    terminal->reset();
    QVERIFY(waitUntil([&] { return run(agent::ping(process.open())).has_value(); }));
    idle.push_back(process.open());
    QCOMPARE(run(agent::ping(process.open())).error().code, ErrorCode::TooMany);
    idle.clear();
    QVERIFY(waitUntil([&] { return run(agent::ping(process.open())).has_value(); }));
}

void LifeTest::runsInitScriptsOnce()
{
    AgentProcess process(
        {.config = {{u"environment"_s, QJsonObject{{u"WORKSPACE"_s, u"lab"_s}}},
                    {u"initScripts"_s,
                     QJsonArray{script(u"first one/../x"_s, u"echo 1$WORKSPACE >>order; pwd"_s),
                                script(u"bad"_s, u"echo 2 >>order; echo oops >&2; exit 3"_s),
                                script(u"bad"_s, u"echo 3 >>order"_s),
                                script(u"own"_s, u"#!/bin/sh\necho 4 >>order; echo $0"_s),
                                script(u".."_s, u"echo 5 >>order"_s), script(u"killed"_s, u"kill -9 $$"_s)}}}});
    auto info = waitForScripts(process);
    std::vector<std::string> states;
    for (const auto &one : info.initScripts)
        states.push_back(one.name + "=" + one.state + (one.status ? std::to_string(*one.status) : ""));
    QCOMPARE(states, (std::vector<std::string>{"first one/../x=succeeded", "bad=failed3", "bad=succeeded",
                                               "own=succeeded", "..=succeeded", "killed=failed137"}));
    QCOMPARE(readFile(process.home() + "/order"), "1lab\n2\n3\n4\n5\n");
    QCOMPARE(readFile(process.home() + "/.portolan/log/init-bad.log"), "oops\nportolan: ended with status 3\n");
    QCOMPARE(readFile(process.home() + "/.portolan/log/init-first%20one%2F..%2Fx.log"), process.home() + "\n");
    QVERIFY(fs::exists(process.home() + "/.portolan/flags/bad~2"));
    QVERIFY(!fs::exists(process.home() + "/.portolan/flags/bad"));

    process.kill(SIGTERM);
    QCOMPARE(process.wait(), 0);
    process.restart();
    info = waitForScripts(process);
    QCOMPARE(info.initScripts[0].state, "done-before");
    QCOMPARE(info.initScripts[1].state, "failed");
    QCOMPARE(readFile(process.home() + "/order"), "1lab\n2\n3\n4\n5\n2\n");
}

void LifeTest::reapsOrphans()
{
    const AgentProcess process;
    const std::string output = inside(process, "for i in $(seq 1000); do (sleep 0.0$((i % 10)) &); done; echo made");
    QVERIFY(output.contains("made"));
    QVERIFY(waitUntil([&] { return processesBelow(process.pid()).empty(); }));
    const auto figures = run(agent::systemInfo(process.open()));
    VERIFY_RESULT(figures);
    QCOMPARE(figures->processes, 2); // the agent, and who answers
    QVERIFY(figures->cpuTime > 0us);
}

void LifeTest::killsWhatOutlivesItsPeer()
{
    const AgentProcess process({.config = {{u"hangUpGraceMs"_s, 100}}});
    auto terminal = run(agent::terminal(process.open(), {.command = "sleep 100"}));
    VERIFY_RESULT(terminal);
    pid_t handler = 0;
    for (const SeenProcess &seen : processesBelow(process.pid()))
        handler = seen.name == "portolan-agent" && seen.parent == process.pid() ? seen.pid : handler;
    QVERIFY(handler > 0);
    ::kill(handler, SIGSTOP);
    terminal->reset();
    QVERIFY(waitUntil([&] { return processesBelow(process.pid()).empty(); }));
}

void LifeTest::endsAllAtSigterm()
{
    AgentProcess process({.graceMs = 300});
    const auto stubborn = run(agent::terminal(process.open(),
                                              {.command = "trap '' TERM HUP; echo ready; while :; do sleep 1; done"}));
    VERIFY_RESULT(stubborn);
    VERIFY_RESULT(run((*stubborn)->read()));
    const auto stopped = run(agent::terminal(process.open(), {.command = "kill -STOP $$"}));
    VERIFY_RESULT(stopped);
    const auto idle = process.open();
    const auto before = processesBelow(process.pid());
    QVERIFY(before.size() >= 4);
    process.kill(SIGTERM);
    QCOMPARE(process.wait(), 0);
    for (const SeenProcess &seen : before)
        QVERIFY(!test::process(seen.pid) || test::process(seen.pid)->parent != process.pid());
    QCOMPARE(process.status().size(), 2);
    QVERIFY(!run(connectUnix(process.socketPath())));
}

void LifeTest::stopsWhenAsked()
{
    AgentProcess process({.graceMs = 600'000});
    const auto stubborn = run(agent::terminal(process.open(), {.command = "trap '' TERM HUP; echo ready; sleep 1000"}));
    VERIFY_RESULT(stubborn);
    VERIFY_RESULT(run((*stubborn)->read()));
    VERIFY_RESULT(run(agent::stop(process.open(), 100ms)));
    QCOMPARE(process.wait(), 0);
    QVERIFY(process.status().back().contains("\"ended\""));
}

void LifeTest::givesFigures()
{
    const AgentProcess process({.sandboxed = true});
    const auto terminal = run(agent::terminal(process.open(), {.command = "echo ready; sleep 100"}));
    VERIFY_RESULT(terminal);
    VERIFY_RESULT(run((*terminal)->read()));
    const auto figures = run(agent::systemInfo(process.open()));
    VERIFY_RESULT(figures);
    QCOMPARE(figures->users, 1);
    // The agent, the handlers of both requests, the shell, and its sleep unless the shell became it.
    QVERIFY2(figures->processes >= 4 && figures->processes <= 5, std::to_string(figures->processes).c_str());
    QVERIFY(figures->residentBytes > 100'000);
    QVERIFY(std::chrono::abs(figures->started - SystemClock().now()) < 1min);
    const auto home = std::ranges::find(figures->mounts, "/home/alice", &agent::Mount::mountPoint);
    QVERIFY(home != figures->mounts.end());
    QVERIFY(home->totalBytes > 0 && home->usedBytes <= home->totalBytes && !home->readOnly);
    const auto small = std::ranges::find(figures->mounts, "/small", &agent::Mount::mountPoint);
    QVERIFY(small != figures->mounts.end());
    QVERIFY(small->likelyTemporary);
    QCOMPARE(small->totalBytes, 1 << 20);
    QVERIFY(std::ranges::find(figures->mounts, "/usr", &agent::Mount::mountPoint)->readOnly);
    QVERIFY(!std::ranges::contains(figures->mounts, "/proc", &agent::Mount::mountPoint));
}

void LifeTest::cannotBeHarmedFromInside()
{
    const AgentProcess process({.sandboxed = true});
    inside(process, "for s in TERM INT HUP QUIT KILL STOP USR1 SEGV; do kill -$s 1; done");
    // Both have one uid, and yet the workload learns nothing of the agent and cannot take its descriptors.
    for (const char *probe : {"readlink -v /proc/1/fd/3", "readlink -v /proc/1/cwd", "head -c 1 /proc/1/mem",
                              "cat /proc/1/environ", "cat /proc/1/maps"}) {
        const std::string output = inside(process, probe);
        QVERIFY2(output.contains("ermission denied"), (probe + (": " + output)).c_str());
    }
    const std::string traced = inside(process, "python3 -c 'import ctypes; "
                                               "print(ctypes.CDLL(None, use_errno=True).ptrace(16, 1, 0, 0))'");
    QCOMPARE(traced, "-1\r\n");
    VERIFY_RESULT(run(agent::ping(process.open())));
}

void LifeTest::stopsFromOutside()
{
    AgentProcess process({.sandboxed = true, .graceMs = 100});
    const auto stubborn = run(agent::terminal(process.open(),
                                              {.command = "trap '' TERM HUP; echo ready; while :; do sleep 1; done"}));
    VERIFY_RESULT(stubborn);
    VERIFY_RESULT(run((*stubborn)->read()));
    process.kill(SIGTERM);
    QCOMPARE(process.wait(), 0);
    QVERIFY(process.status().back().contains("\"ended\""));
}

QTEST_GUILESS_MAIN(LifeTest)
#include "life_test.moc"
