// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/async/timer.h"
#include "server/runtime/agent/client.h"
#include "tests/support/agent_process.h"

#include <csignal>
#include <filesystem>
#include <format>

using namespace portolan;
using namespace portolan::test;
using namespace std::chrono_literals;
namespace agent = portolan::runtime::agent;

namespace {

std::unique_ptr<agent::Terminal> open(const AgentProcess &process, agent::TerminalRequest request)
{
    auto terminal = run(agent::terminal(process.open(), std::move(request)));
    if (!terminal)
        qFatal("%s", terminal.error().detail.c_str());
    return std::move(*terminal);
}

std::string readToEnd(agent::Terminal &terminal)
{
    std::string all;
    while (true) {
        const auto some = run(terminal.read());
        if (!some || some->empty())
            return some ? all : all + " [" + some.error().detail + "]";
        all += *some;
    }
}

/// Reads until `text` was seen; gives all that came, or nothing where the terminal ended before.
std::string readUntil(agent::Terminal &terminal, std::string_view text)
{
    std::string all;
    while (!all.contains(text)) {
        const auto some = run(terminal.read());
        if (!some || some->empty())
            return {};
        all += *some;
    }
    return all;
}

std::int64_t residentOfHandlers(const AgentProcess &process)
{
    std::int64_t sum = 0;
    for (const SeenProcess &seen : processesBelow(process.pid())) {
        if (seen.name == "portolan-agent")
            sum += seen.residentBytes;
    }
    return sum;
}

} // namespace

class TerminalTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsACommandToItsStatus_data();
    void runsACommandToItsStatus();
    void isALoginShellInATerminal();
    void hasTheEnvironment();
    void startsInAFolder();
    void resizes();
    void sendsSignals();
    void tellsWhereTheShellIs();
    void readsAllThatWasWrittenBeforeTheEnd();
    void endsThoughABackgroundJobHoldsTheTerminal();
    void hangsUpWhenClosed();
    void keepsWhatAskedToSurvive();
    void aStalledReaderStopsTheWriter();
    void aStalledShellStopsTheTyping();
    void writesMayOverlap();
    void refusesNonsense();
};

void TerminalTest::runsACommandToItsStatus_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<int>("status");
    QTest::newRow("success") << QStringLiteral("true") << 0;
    QTest::newRow("failure") << QStringLiteral("exit 7") << 7;
    QTest::newRow("signal") << QStringLiteral("kill -KILL $$") << 137;
    QTest::newRow("missing") << QStringLiteral("/no/such/program") << 127;
}

void TerminalTest::runsACommandToItsStatus()
{
    QFETCH(QString, command);
    QFETCH(int, status);
    const AgentProcess process;
    const auto terminal = open(process, {.command = command.toStdString()});
    QVERIFY(!terminal->exitStatus());
    const std::string output = readToEnd(*terminal);
    QCOMPARE(terminal->exitStatus(), status);
    QCOMPARE(run(terminal->read()).value(), ""); // the end stays the end
    QVERIFY(waitUntil([&] { return processesBelow(process.pid()).empty(); }));
}

void TerminalTest::isALoginShellInATerminal()
{
    const AgentProcess process({.sandboxed = true});
    const auto terminal = open(process, {.columns = 97, .rows = 31});
    VERIFY_RESULT(run(terminal->write("stty size; tty; echo name=$0; id -un; exit 3\n")));
    const std::string output = readToEnd(*terminal);
    QVERIFY2(output.contains("31 97\r\n"), output.c_str());
    QVERIFY2(output.contains("/dev/pts/0\r\n"), output.c_str());
    QVERIFY2(output.contains("name=-bash\r\n"), output.c_str());
    QVERIFY2(output.contains("alice\r\n"), output.c_str());
    QCOMPARE(terminal->exitStatus(), 3);
}

void TerminalTest::hasTheEnvironment()
{
    const AgentProcess process({.config = {{QStringLiteral("environment"),
                                            QJsonObject{{QStringLiteral("ONE"), QStringLiteral("workspace")},
                                                        {QStringLiteral("TWO"), QStringLiteral("a\nb'\"$x")}}}}});
    const auto terminal = open(process, {.command = "env -0 | tr '\\n\\0' '|\\n'; ls /proc/self/fd | wc -l",
                                         .term = "vt220",
                                         .environment = {{"ONE", "request"}, {"THREE", ""}}});
    const std::string output = readToEnd(*terminal);
    for (const std::string &line :
         {std::string("ONE=request"), std::string("TWO=a|b'\"$x"), std::string("THREE="), std::string("TERM=vt220"),
          std::string("USER=alice"), std::string("SHELL=/bin/bash"), "HOME=" + process.home(),
          std::string("LANG=C.UTF-8")})
        QVERIFY2(output.contains(line + "\r\n"), (line + " is not in " + output).c_str());
    // 0, 1, 2 and the folder that ls reads: nothing of the agent's.
    QVERIFY2(output.ends_with("\n4\r\n"), output.c_str());
}

void TerminalTest::startsInAFolder()
{
    const AgentProcess process;
    std::filesystem::create_directory(process.home() + "/here");
    QCOMPARE(readToEnd(*open(process, {.command = "pwd"})), process.home() + "\r\n");
    QCOMPARE(readToEnd(*open(process, {.command = "pwd", .folder = process.home() + "/here"})),
             process.home() + "/here\r\n");
    QCOMPARE(readToEnd(*open(process, {.command = "pwd", .folder = "/missing"})), "/\r\n");
    QCOMPARE(readToEnd(*open(process, {.command = "pwd", .folder = "here"})), process.home() + "/here\r\n");
}

void TerminalTest::resizes()
{
    const AgentProcess process;
    const auto terminal = open(process,
                               {.command = "trap 'stty size; exit 0' WINCH; echo ready; while :; do sleep 0.05; done"});
    QVERIFY(!readUntil(*terminal, "ready").empty());
    VERIFY_RESULT(run(terminal->resize(123, 45)));
    QVERIFY(readToEnd(*terminal).ends_with("45 123\r\n"));
    QCOMPARE(terminal->exitStatus(), 0);
}

void TerminalTest::sendsSignals()
{
    const AgentProcess process;
    const auto terminal = open(process,
                               {.command = "trap 'echo got; exit 9' USR1; echo ready; while :; do sleep 0.05; done"});
    QVERIFY(!readUntil(*terminal, "ready").empty());
    VERIFY_RESULT(run(terminal->signal(SIGUSR1)));
    QVERIFY(readToEnd(*terminal).contains("got"));

    const auto interrupted = open(process, {.command = "echo ready; sleep 100"});
    QVERIFY(!readUntil(*interrupted, "ready").empty());
    VERIFY_RESULT(run(interrupted->write("\x03")));
    QVERIFY(readToEnd(*interrupted).contains("^C"));
    QCOMPARE(interrupted->exitStatus(), 130);
}

void TerminalTest::tellsWhereTheShellIs()
{
    const AgentProcess process;
    std::filesystem::create_directory(process.home() + "/here");
    const auto terminal = open(process, {});
    VERIFY_RESULT(run(terminal->write("cd here; echo mo''ved\n")));
    QVERIFY(!readUntil(*terminal, "moved").empty());
    QCOMPARE(run(agent::cwd(process.open(), terminal->session())).value(), process.home() + "/here");
    VERIFY_RESULT(run(terminal->write("exit\n")));
    readToEnd(*terminal);
    QCOMPARE(run(agent::cwd(process.open(), terminal->session())).error().code, ErrorCode::NotFound);
    for (const char *session : {"1", "1-", "-1", "1-0", "x-y", "99999999999999-1", "-1--1"})
        QCOMPARE(run(agent::cwd(process.open(), session)).error().code, ErrorCode::NotFound);
}

void TerminalTest::readsAllThatWasWrittenBeforeTheEnd()
{
    const AgentProcess process;
    const auto terminal = open(process, {.command = "seq 100000"});
    const std::string output = readToEnd(*terminal);
    std::string expected;
    for (int i = 1; i <= 100'000; ++i)
        expected += std::format("{}\r\n", i);
    QVERIFY(output == expected);
    QCOMPARE(terminal->exitStatus(), 0);
}

void TerminalTest::endsThoughABackgroundJobHoldsTheTerminal()
{
    const AgentProcess process;
    const auto terminal = open(process, {.command = "trap '' HUP; sleep 30 & echo started"});
    QCOMPARE(readToEnd(*terminal), "started\r\n");
    QCOMPARE(terminal->exitStatus(), 0);
    const auto writing = open(process, {.command = "trap '' HUP; yes & exit 4"});
    readToEnd(*writing);
    QCOMPARE(writing->exitStatus(), 4);
}

void TerminalTest::hangsUpWhenClosed()
{
    const AgentProcess process;
    auto terminal = open(process, {.command = "echo ready; sleep 100"});
    QVERIFY(!readUntil(*terminal, "ready").empty());
    QVERIFY(!processesBelow(process.pid()).empty());
    terminal.reset();
    QVERIFY(waitUntil([&] { return processesBelow(process.pid()).empty(); }));
}

void TerminalTest::keepsWhatAskedToSurvive()
{
    const AgentProcess process;
    auto terminal = open(process, {});
    VERIFY_RESULT(run(terminal->write("nohup sleep 1234 >/dev/null 2>&1 &\n setsid sleep 4321 & echo star''ted\n")));
    QVERIFY(!readUntil(*terminal, "started").empty());
    const auto sleepers = [&] {
        return std::ranges::count(processesBelow(process.pid()), "sleep", &SeenProcess::name);
    };
    QVERIFY(waitUntil([&] { return sleepers() == 2; }));
    terminal.reset();
    // The shell and the handler go, the two stay, and belong to the agent now.
    QVERIFY(waitUntil([&] {
        const auto left = processesBelow(process.pid());
        return left.size() == 2 && std::ranges::all_of(left, [&](const SeenProcess &seen) {
                   return seen.name == "sleep" && seen.parent == process.pid();
               });
    }));
}

void TerminalTest::aStalledReaderStopsTheWriter()
{
    const AgentProcess process;
    const auto terminal = open(process, {.command = "yes 'a line that is repeated without end'"});
    QVERIFY(!readUntil(*terminal, "repeated").empty());
    // Nobody reads from here on. Once all buffers are full, `yes` sleeps in the kernel.
    const auto yes = [&] {
        for (const SeenProcess &seen : processesBelow(process.pid())) {
            if (seen.name == "yes")
                return seen;
        }
        return SeenProcess{};
    };
    QVERIFY(yes().pid > 0);
    int sleeping = 0;
    QVERIFY(waitUntil([&] { return (sleeping = yes().state == 'S' ? sleeping + 1 : 0) >= 20; }));
    const std::int64_t stalled = residentOfHandlers(process);
    QVERIFY2(stalled < (64 << 20), std::to_string(stalled).c_str());
    // And goes on when somebody does.
    std::size_t count = 0;
    while (count < (8U << 20)) {
        const auto some = run(terminal->read());
        VERIFY_RESULT(some);
        QVERIFY(!some->empty());
        count += some->size();
    }
    qInfo("memory of the handler: %lld KiB", static_cast<long long>(stalled / 1024));
}

void TerminalTest::aStalledShellStopsTheTyping()
{
    const AgentProcess process;
    const std::shared_ptr<agent::Terminal> terminal = open(process,
                                                           {.command = "stty raw -echo; echo ready; sleep 1000"});
    QVERIFY(!readUntil(*terminal, "ready").empty());
    const auto written = std::make_shared<bool>(false);
    detach([](std::shared_ptr<agent::Terminal> typing, std::shared_ptr<bool> done) -> Task<void> {
        static_cast<void>(co_await typing->write(std::string(16 << 20, 'x')));
        *done = true;
    }(terminal, written));
    run(sleepFor(200ms));
    QVERIFY(!*written);
    QVERIFY(residentOfHandlers(process) < (64 << 20));
    terminal->close();
    QVERIFY(waitUntil([&] { return *written; }));
    QVERIFY(waitUntil([&] { return processesBelow(process.pid()).empty(); }));
}

void TerminalTest::writesMayOverlap()
{
    const AgentProcess process;
    const std::shared_ptr<agent::Terminal> terminal = open(
        process, {.command = "stty raw -echo; echo ready; head -c 400000 | md5sum"});
    QVERIFY(!readUntil(*terminal, "ready").empty());
    for (int i = 0; i < 4; ++i) {
        detach([](std::shared_ptr<agent::Terminal> typing, char letter) -> Task<void> {
            static_cast<void>(co_await typing->write(std::string(100'000, letter)));
        }(terminal, static_cast<char>('a' + i)));
        detach([](std::shared_ptr<agent::Terminal> typing) -> Task<void> {
            static_cast<void>(co_await typing->resize(50, 50));
        }(terminal));
    }
    const std::string output = readToEnd(*terminal);
    const auto expected = runProgram(QStringLiteral("md5sum"), {},
                                     {.input = QByteArray(100'000, 'a') + QByteArray(100'000, 'b')
                                               + QByteArray(100'000, 'c') + QByteArray(100'000, 'd')});
    QVERIFY2(output.contains(expected.output.first(32).toStdString()), output.c_str());
}

void TerminalTest::refusesNonsense()
{
    const AgentProcess process;
    agent::TerminalRequest request;
    request.environment = {{"NOT A NAME", "x"}};
    const auto refused = run(agent::terminal(process.open(), request));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
    QVERIFY(waitUntil([&] { return processesBelow(process.pid()).empty(); }));
}

QTEST_GUILESS_MAIN(TerminalTest)
#include "terminal_test.moc"
