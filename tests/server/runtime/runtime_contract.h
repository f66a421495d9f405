// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/runtime/agent/client.h"
#include "server/runtime/runtime.h"
#include "tests/support/run.h"

#include <QTest>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace portolan::test {

/// What every Runtime promises, with real workspaces. A driver's test derives from this class, says how a runtime is
/// made and where the traces of workspaces are, and adds what only that driver does:
///
///     class LocalTest : public RuntimeContract { Q_OBJECT ... };
///     QTEST_GUILESS_MAIN(LocalTest)
///     #include "local_test.moc"
///     #include "moc_runtime_contract.cpp"
class RuntimeContract : public QObject
{
    Q_OBJECT

protected:
    struct Ran {
        int status = -1;
        std::string output;
    };

    /// Makes a runtime over what earlier ones of this test have left, as a restarted server does.
    virtual Result<std::unique_ptr<runtime::Runtime>> makeRuntime() = 0;
    /// All that can be seen of a workspace from the host while it runs: processes, mounts, control groups, sockets.
    virtual std::vector<std::string> runningTraces(const std::string &id) = 0;
    /// Files, too: what is left after a stop, and must not be after a wipe.
    virtual std::vector<std::string> allTraces(const std::string &id) = 0;
    /// What is left of anything that this test has made, when all its workspaces are wiped.
    virtual std::vector<std::string> strayTraces() = 0;
    /// SIGKILL for PID 1 of the workspace, from outside.
    /// Returns when it is dead.
    virtual void killFromOutside(const std::string &id) = 0;

    [[nodiscard]] runtime::Runtime &runtime() { return *m_runtime; }

    /// Makes the runtime, or makes it anew; ends are kept in `ends`.
    void restart()
    {
        m_runtime.reset();
        auto made = makeRuntime();
        VERIFY_RESULT(made);
        m_runtime = std::move(*made);
        m_runtime->onExit([this](std::string id, runtime::Exit exit) {
            ends.emplace_back(std::move(id), std::move(exit));
        });
    }

    /// Wiped at the end of the test.
    runtime::Spec spec(const std::string &id, std::uint32_t owner = 0)
    {
        if (!std::ranges::contains(m_ids, id))
            m_ids.push_back(id);
        runtime::Spec result;
        result.id = id;
        result.hostname = "box-" + id;
        result.owner = "user" + std::to_string(owner);
        result.ownerNumber = owner;
        return result;
    }

    Result<void> start(runtime::Spec wanted) { return run(m_runtime->start(std::move(wanted), {})); }
    Result<void> stop(const std::string &id, std::chrono::milliseconds grace = std::chrono::seconds(5))
    {
        return run(m_runtime->stop(id, grace));
    }

    Result<runtime::agent::AgentInfo> ping(const std::string &id)
    {
        auto connection = run(m_runtime->open(id));
        if (!connection)
            return std::unexpected(connection.error());
        return run(runtime::agent::ping(std::move(*connection), std::chrono::seconds(10)));
    }

    /// Runs a command of the shell in the workspace.
    Ran inside(const std::string &id, const std::string &command)
    {
        return run(runInside(m_runtime.get(), id, command));
    }

    bool enforces(std::string_view what) const
    {
        return std::ranges::any_of(m_runtime->enforcement(), [&](const runtime::Enforcement &enforcement) {
            return enforcement.what == what && enforcement.enforced;
        });
    }

    /// A command that starts so many processes, which stay, and prints how many it could.
    static std::string forking(int count)
    {
        return "python3 -c '\n"
               "import os, signal, time\n"
               "signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
               "made = 0\n"
               "try:\n"
               "    for _ in range("
               + std::to_string(count)
               + "):\n"
                 "        if os.fork() == 0:\n"
                 "            for fd in (0, 1, 2): os.close(fd)\n"
                 "            time.sleep(1000)\n"
                 "        made += 1\n"
                 "except BlockingIOError: pass\n"
                 "print(made)\n'";
    }

    static QByteArray joined(const std::vector<std::string> &lines)
    {
        QByteArray text;
        for (const auto &line : lines)
            text += QByteArray::fromStdString(line) + '\n';
        return text;
    }

    std::vector<std::pair<std::string, runtime::Exit>> ends;

private:
    static Task<void> startOne(runtime::Runtime *runtime, runtime::Spec wanted, int *up, int *failed, QByteArray *why)
    {
        const auto started = co_await runtime->start(std::move(wanted), {});
        ++*(started ? up : failed);
        if (!started)
            *why += QByteArray::fromStdString(started.error().detail) + '\n';
    }

    static Task<Ran> runInside(runtime::Runtime *runtime, std::string id, std::string command)
    {
        auto connection = co_await runtime->open(id);
        if (!connection)
            co_return Ran{.status = -1, .output = connection.error().detail};
        runtime::agent::TerminalRequest request;
        request.command = command;
        auto terminal = co_await runtime::agent::terminal(std::move(*connection), request);
        if (!terminal)
            co_return Ran{.status = -1, .output = terminal.error().detail};
        Ran ran;
        for (;;) {
            const auto bytes = co_await (*terminal)->read();
            if (!bytes)
                co_return Ran{.status = -1, .output = ran.output + bytes.error().detail};
            if (bytes->empty())
                break;
            ran.output += *bytes;
        }
        ran.status = (*terminal)->exitStatus().value_or(-1);
        std::erase(ran.output, '\r');
        while (ran.output.ends_with('\n'))
            ran.output.pop_back();
        co_return ran;
    }

    std::unique_ptr<runtime::Runtime> m_runtime;
    std::vector<std::string> m_ids;

private Q_SLOTS:
    void init()
    {
        ends.clear();
        m_ids.clear();
        restart();
        const auto found = run(runtime().discover());
        VERIFY_RESULT(found);
        QVERIFY(found->empty());
    }

    void cleanup()
    {
        for (const auto &id : m_ids) {
            const auto wiped = run(runtime().wipe(id));
            VERIFY_RESULT(wiped);
            const auto left = allTraces(id);
            QVERIFY2(left.empty(), joined(left));
        }
        m_runtime.reset();
        QVERIFY2(strayTraces().empty(), joined(strayTraces()));
    }

    void saysWhatItEnforces()
    {
        std::vector<std::string> names;
        for (const auto &enforcement : runtime().enforcement()) {
            names.push_back(enforcement.what);
            QVERIFY2(enforcement.enforced || !enforcement.reason.empty(), enforcement.what.c_str());
        }
        for (const char *const what : {"cpu", "memory", "processes", "network", "uid"})
            QVERIFY2(std::ranges::count(names, what) == 1, what);
    }

    void startsStopsAndKeepsTheHome()
    {
        std::vector<int> percents;
        std::vector<std::string> messages;
        VERIFY_RESULT(run(runtime().start(spec("a1"), [&](int percent, std::string message) {
            percents.push_back(percent);
            messages.push_back(message);
        })));
        QVERIFY(std::ranges::is_sorted(percents));
        QCOMPARE(percents.back(), 100);
        QVERIFY(!std::ranges::contains(messages, std::string()));
        VERIFY_RESULT(ping("a1"));
        QCOMPARE(inside("a1", "hostname; id -un; pwd; echo kept > file").output,
                 std::string("box-a1\nuser0\n/home/user0"));
        QVERIFY(!runningTraces("a1").empty());

        VERIFY_RESULT(stop("a1"));
        QVERIFY2(runningTraces("a1").empty(), joined(runningTraces("a1")));
        QVERIFY(!allTraces("a1").empty());
        QCOMPARE(run(runtime().open("a1")).error().code, ErrorCode::NotFound);

        VERIFY_RESULT(start(spec("a1")));
        QCOMPARE(inside("a1", "cat file").output, std::string("kept"));
        QVERIFY(ends.empty());
    }

    void startsOnceOnly()
    {
        VERIFY_RESULT(start(spec("a1")));
        const auto again = start(spec("a1"));
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::Conflict);
        VERIFY_RESULT(ping("a1"));
    }

    void stopsAndWipesWhatIsNotThere()
    {
        VERIFY_RESULT(stop("nothere"));
        VERIFY_RESULT(run(runtime().wipe("nothere")));
        VERIFY_RESULT(start(spec("a1")));
        VERIFY_RESULT(stop("a1"));
        VERIFY_RESULT(stop("a1"));
        VERIFY_RESULT(run(runtime().wipe("a1")));
        VERIFY_RESULT(run(runtime().wipe("a1")));
        QVERIFY2(allTraces("a1").empty(), joined(allTraces("a1")));
    }

    void refusesWhatCannotBe()
    {
        auto wrong = spec("a1");
        m_ids.clear();
        wrong.id = "../a1";
        QCOMPARE(start(wrong).error().code, ErrorCode::InvalidArgument);
        QCOMPARE(run(runtime().wipe("../a1")).error().code, ErrorCode::InvalidArgument);
        QVERIFY(!run(runtime().open("../a1")));
        wrong = spec("a1");
        wrong.owner = "a:b";
        QCOMPARE(start(wrong).error().code, ErrorCode::InvalidArgument);
        wrong = spec("a1");
        wrong.hostname = "a b";
        QCOMPARE(start(wrong).error().code, ErrorCode::InvalidArgument);
        wrong = spec("a1");
        wrong.shell = "/usr/bin/no-such-shell";
        const auto refused = start(wrong);
        QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
        QVERIFY(refused.error().detail.contains("no-such-shell"));
        QVERIFY2(runningTraces("a1").empty(), joined(runningTraces("a1")));
    }

    void stopsWhatDoesNotWantTo()
    {
        VERIFY_RESULT(start(spec("a1")));
        QCOMPARE(inside("a1", "trap '' TERM HUP; (sleep 1000; sleep 1000) >/dev/null 2>&1 & echo on").status, 0);
        VERIFY_RESULT(stop("a1", std::chrono::milliseconds(300)));
        QVERIFY2(runningTraces("a1").empty(), joined(runningTraces("a1")));
        VERIFY_RESULT(start(spec("a1")));
        VERIFY_RESULT(stop("a1", std::chrono::milliseconds(0)));
        QVERIFY2(runningTraces("a1").empty(), joined(runningTraces("a1")));
        QVERIFY(ends.empty());
    }

    void survivesItsWorkload()
    {
        VERIFY_RESULT(start(spec("a1")));
        QVERIFY(inside("a1", "kill -9 1; kill -15 1; true").status == 0);
        VERIFY_RESULT(ping("a1"));
        inside("a1", "kill -9 -1");
        QCOMPARE(inside("a1", "echo still here").output, std::string("still here"));
        QVERIFY(ends.empty());
    }

    void wipesTheWorstOfHomes()
    {
        VERIFY_RESULT(start(spec("a1")));
        const auto made = inside("a1",
                                 "mkdir -p secret/inner && touch secret/inner/file && chmod 000 secret/inner secret "
                                 "&& ln -s /etc/passwd link && ln -s / root && touch -- '-rf' \"$(printf 'a\\nb')\" "
                                 "&& i=0; while [ $i -lt 300 ]; do mkdir -p deeeeeeeeeeeeeeeeeeeep && cd "
                                 "deeeeeeeeeeeeeeeeeeeep && i=$((i+1)) || exit 1; done; touch bottom; cd; mkfifo pipe; "
                                 "chmod 500 . && echo made");
        QVERIFY2(made.output.ends_with("made"), made.output.c_str());
        VERIFY_RESULT(run(runtime().wipe("a1")));
        QVERIFY2(allTraces("a1").empty(), joined(allTraces("a1")));
        QVERIFY(ends.empty());
    }

    void tellsOfAnEndOnce()
    {
        VERIFY_RESULT(start(spec("a1")));
        killFromOutside("a1");
        QVERIFY(waitUntil([this] { return !ends.empty(); }));
        QTest::qWait(100);
        QCOMPARE(ends.size(), std::size_t(1));
        QCOMPARE(ends[0].first, std::string("a1"));
        QCOMPARE(ends[0].second.status, std::optional(137));
        QVERIFY(!ends[0].second.reason.empty());
        QVERIFY2(runningTraces("a1").empty(), joined(runningTraces("a1")));
        QVERIFY(!run(runtime().open("a1")));
        VERIFY_RESULT(start(spec("a1")));
        VERIFY_RESULT(ping("a1"));
    }

    void takesBackWhatRuns()
    {
        VERIFY_RESULT(start(spec("a1")));
        VERIFY_RESULT(start(spec("b1", 1)));
        inside("a1", "trap '' HUP; sleep 1000 >/dev/null 2>&1 & echo $! > pid");
        VERIFY_RESULT(stop("b1"));
        restart();
        const auto found = run(runtime().discover());
        VERIFY_RESULT(found);
        QCOMPARE(found->size(), std::size_t(2));
        for (const auto &one : *found)
            QCOMPARE(one.running, one.id == "a1");
        QCOMPARE(inside("a1", "kill -0 $(cat pid) && echo lives").output, std::string("lives"));
        QCOMPARE(start(spec("a1")).error().code, ErrorCode::Conflict);

        killFromOutside("a1");
        QVERIFY(waitUntil([this] { return !ends.empty(); }));
        QCOMPARE(ends.size(), std::size_t(1));
        QVERIFY2(runningTraces("a1").empty(), joined(runningTraces("a1")));

        VERIFY_RESULT(start(spec("b1", 1)));
        restart();
        VERIFY_RESULT(run(runtime().discover()));
        VERIFY_RESULT(stop("b1"));
        QVERIFY2(runningTraces("b1").empty(), joined(runningTraces("b1")));
        QCOMPARE(ends.size(), std::size_t(1));
    }

    void findsWhatDiedMeanwhile()
    {
        VERIFY_RESULT(start(spec("a1")));
        restart();
        killFromOutside("a1");
        const auto found = run(runtime().discover());
        VERIFY_RESULT(found);
        QCOMPARE(found->size(), std::size_t(1));
        QVERIFY(!found->front().running);
        QVERIFY(!found->front().exit.reason.empty());
        QVERIFY2(runningTraces("a1").empty(), joined(runningTraces("a1")));
        VERIFY_RESULT(start(spec("a1")));
        VERIFY_RESULT(ping("a1"));
    }

    void keepsTheHostKey()
    {
        QCOMPARE(runtime().hostKey("a1").error().code, ErrorCode::NotFound);
        VERIFY_RESULT(start(spec("a1")));
        const auto key = runtime().hostKey("a1");
        VERIFY_RESULT(key);
        QVERIFY(key->starts_with("ssh-ed25519 AAAA"));
        VERIFY_RESULT(stop("a1"));
        VERIFY_RESULT(start(spec("a1")));
        QCOMPARE(*runtime().hostKey("a1"), *key);
        VERIFY_RESULT(start(spec("b1")));
        QVERIFY(*runtime().hostKey("b1") != *key);
    }

    void givesItsEnvironmentAndRunsInitScripts()
    {
        auto wanted = spec("a1");
        wanted.environment = {{"COLOUR", "blue \"green\" $red"}, {"LD_PRELOAD", ""}};
        wanted.initScripts = {{.name = "one", .script = "echo \"$COLOUR\" > made"}};
        VERIFY_RESULT(start(wanted));
        QVERIFY(waitUntil([this] {
            const auto info = ping("a1");
            return info && info->scripts == runtime::agent::AgentInfo::Scripts::Done;
        }));
        QCOMPARE(inside("a1", "cat made; echo \"$COLOUR\"").output,
                 std::string("blue \"green\" $red\nblue \"green\" $red"));
    }

    void keepsOwnersApart()
    {
        VERIFY_RESULT(start(spec("a1", 0)));
        VERIFY_RESULT(start(spec("b1", 1)));
        QCOMPARE(inside("b1", "trap '' HUP; (exec -a needle sleep 1000) >/dev/null 2>&1 & echo on").status, 0);
        // Not by name, not by process, not by anything that two workspaces could share.
        QCOMPARE(inside("a1", "ls /home").output, std::string("user0"));
        const std::string search = "grep -ls '[n]eedle' /proc/[0-9]*/cmdline | wc -l";
        QCOMPARE(inside("b1", search).output, std::string("1"));
        QCOMPARE(inside("a1", search).output, std::string("0"));
        QCOMPARE(inside("a1", "ls /tmp /dev/shm | grep -v :").output, std::string());
        QCOMPARE(inside("b1", "touch /tmp/b /dev/shm/b; echo ok").output, std::string("ok"));
        QCOMPARE(inside("a1", "ls /tmp /dev/shm | grep -v :").output, std::string());
        QVERIFY(inside("a1", "id -G").output == "1000");
    }

    void startsManyAtOnce()
    {
        constexpr int count = 20;
        int up = 0;
        int failed = 0;
        QByteArray why;
        for (int index = 0; index < count; ++index) {
            detach(startOne(m_runtime.get(), spec("m" + std::to_string(index), static_cast<std::uint32_t>(index % 3)),
                            &up, &failed, &why));
        }
        QVERIFY2(waitUntil([&] { return up + failed == count; }, std::chrono::seconds(60)), why);
        QVERIFY2(failed == 0, why);
        for (int index = 0; index < count; ++index)
            QCOMPARE(inside("m" + std::to_string(index), "hostname").output, "box-m" + std::to_string(index));
    }

    void boundsTheNumberOfProcesses()
    {
        auto wanted = spec("a1");
        wanted.limits.processes = 40;
        VERIFY_RESULT(start(wanted));
        QVERIFY(enforces("processes"));
        VERIFY_RESULT(start(spec("b1")));
        const auto ran = inside("a1", forking(100));
        QVERIFY2(ran.status == 0, ran.output.c_str());
        QVERIFY2(std::stoi(ran.output) >= 30 && std::stoi(ran.output) <= 40, ran.output.c_str());
        VERIFY_RESULT(ping("a1"));
        // Another workspace of the same owner has its own.
        QCOMPARE(inside("b1", forking(60)).output, std::string("60"));
        VERIFY_RESULT(stop("a1", std::chrono::milliseconds(500)));
        QVERIFY2(runningTraces("a1").empty(), joined(runningTraces("a1")));
    }

    void boundsMemory()
    {
        auto wanted = spec("a1");
        wanted.limits.memoryBytes = std::int64_t(96) << 20;
        VERIFY_RESULT(start(wanted));
        if (!enforces("memory"))
            return;
        const auto ran = inside("a1", "python3 -c 'x = bytearray(300 << 20); print(len(x))'; echo $?");
        QVERIFY2(ran.output.ends_with("137"), ran.output.c_str());
        // What is in /tmp is memory, too; full, it must not shut out its owner.
        const auto filled = inside("a1", "head -c 300M /dev/zero > /tmp/big; head -c 300M /dev/zero > /dev/shm/big");
        QVERIFY2(filled.output.contains("No space left"), filled.output.c_str());
        VERIFY_RESULT(ping("a1"));
        QCOMPARE(inside("a1", "echo still here").output, std::string("still here"));
        QVERIFY(ends.empty());
    }

    void boundsProcessorTime()
    {
        auto wanted = spec("a1");
        wanted.limits.millicores = 200;
        VERIFY_RESULT(start(wanted));
        if (!enforces("cpu"))
            return;
        const auto before = runtime().usage("a1");
        VERIFY_RESULT(before);
        QCOMPARE(inside("a1", "timeout 2 sh -c 'while :; do :; done'").status, 124);
        const auto after = runtime().usage("a1");
        VERIFY_RESULT(after);
        // However busy this machine is: 200 millicores of two seconds are 0.4 s, and without the limit it would be up
        // to 2.
        QVERIFY(*after->cpuTime - *before->cpuTime < std::chrono::milliseconds(1000));
        QVERIFY(*after->cpuTime > *before->cpuTime);
    }

    void measures()
    {
        QVERIFY(!runtime().usage("a1"));
        VERIFY_RESULT(start(spec("a1")));
        QCOMPARE(inside("a1", "trap '' HUP; for i in 1 2 3 4 5; do sleep 1000 & done >/dev/null 2>&1").status, 0);
        const auto usage = runtime().usage("a1");
        VERIFY_RESULT(usage);
        QVERIFY(usage->started.has_value());
        // Five, and PID 1; the shell that started them may take its time to go.
        QVERIFY(!usage->processes || waitUntil([this] { return runtime().usage("a1")->processes == 6; }));
        QVERIFY(!enforces("memory") || usage->memoryBytes.value_or(0) > 0);
        QVERIFY(!enforces("cpu") || usage->cpuTime.value_or(std::chrono::microseconds(0)).count() > 0);
        VERIFY_RESULT(stop("a1"));
        QVERIFY(!runtime().usage("a1"));
    }

    void isClosedToTheOutsideWithoutNetwork()
    {
        auto wanted = spec("a1");
        wanted.network = false;
        VERIFY_RESULT(start(wanted));
        QCOMPARE(inside("a1", "tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '").output, std::string("lo"));
    }
};

} // namespace portolan::test
