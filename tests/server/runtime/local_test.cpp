// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/server/runtime/local_contract.h"
#include "tests/support/program.h"

#include <QProcess>

#include <fstream>

#include <sys/stat.h>
#include <sys/syscall.h>

#include <array>

using namespace portolan;
using namespace portolan::runtime;
using namespace portolan::test;

namespace {

/// A network beside this computer: a pair of interfaces, the far end in a network namespace of its own, with programs
/// on both ends that say who they are on port 7001. Needs root.
class Neighbour
{
public:
    static constexpr const char *hostAddress4 = "10.213.77.1";
    static constexpr const char *address4 = "10.213.77.2";
    static constexpr const char *hostAddress6 = "fd12:3456:789a::1";
    static constexpr const char *address6 = "fd12:3456:789a::2";

    Neighbour()
    {
        m_far.start(QStringLiteral("unshare"),
                    {QStringLiteral("--net"), QStringLiteral("python3"), QStringLiteral("-c"), server("FAR", true)});
        m_far.waitForStarted();
        m_far.waitForReadyRead();
        const auto pid = QString::number(m_far.processId());
        ip(QStringLiteral("link add %1 type veth peer name far0 netns %2").arg(name(), pid));
        ip(QStringLiteral("addr add %1/30 dev %2").arg(QString::fromUtf8(hostAddress4), name()));
        ip(QStringLiteral("addr add %1/64 dev %2 nodad").arg(QString::fromUtf8(hostAddress6), name()));
        ip(QStringLiteral("link set %1 addrgenmode none").arg(name()));
        ip(QStringLiteral("addr add fe80::8/64 dev %1 nodad").arg(name()));
        ip(QStringLiteral("link set %1 up").arg(name()));
        ip(QStringLiteral("route add 169.254.169.254/32 dev %1").arg(name()));
        const auto inFar = QStringLiteral("-n -t %1 ip ").arg(pid);
        for (const auto &command :
             {QStringLiteral("addr add %1/30 dev far0").arg(QString::fromUtf8(address4)),
              QStringLiteral("addr add %1/64 dev far0 nodad").arg(QString::fromUtf8(address6)),
              QStringLiteral("addr add 169.254.169.254/32 dev far0"),
              QStringLiteral("addr add fe80::7/64 dev far0 nodad"), QStringLiteral("link set far0 up")})
            execute(QStringLiteral("nsenter"), inFar + command);
        m_near.start(QStringLiteral("python3"), {QStringLiteral("-c"), server("HOST", false)});
        m_near.waitForStarted();
        m_near.waitForReadyRead();
    }

    ~Neighbour()
    {
        ip(QStringLiteral("link del %1").arg(name()));
        for (auto *process : {&m_far, &m_near}) {
            process->kill();
            process->waitForFinished();
        }
    }

    [[nodiscard]] static QString name() { return QStringLiteral("pt%1").arg(getpid()); }
    static void ip(const QString &arguments) { execute(QStringLiteral("ip"), arguments); }

private:
    static void execute(const QString &program, const QString &arguments)
    {
        QCOMPARE(QProcess::execute(program, arguments.split(u' ', Qt::SkipEmptyParts)), 0);
    }

    /// Answers on all addresses, over TCP and UDP.
    static QString server(const char *word, bool own)
    {
        return QStringLiteral(
                   "import socket, threading, os\n"
                   "word = b'%1'\n"
                   "if %2: os.system('ip link set lo up')\n"
                   "u = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)\n"
                   "u.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)\n"
                   "u.bind(('', 7001))\n"
                   "def udp():\n"
                   "    while True:\n"
                   "        _, peer = u.recvfrom(100)\n"
                   "        u.sendto(word, peer)\n"
                   "threading.Thread(target=udp, daemon=True).start()\n"
                   "t = socket.create_server(('', 7001), family=socket.AF_INET6, dualstack_ipv6=True, backlog=50)\n"
                   "print('ready', flush=True)\n"
                   "while True:\n"
                   "    c, _ = t.accept()\n"
                   "    c.sendall(word)\n"
                   "    c.close()\n")
            .arg(QString::fromUtf8(word), own ? QStringLiteral("True") : QStringLiteral("False"));
    }

    TestProcess m_far;
    TestProcess m_near;
};

/// Prints for each address what answers there on port 7001, over TCP and UDP.
std::string asking(const std::vector<std::string> &addresses)
{
    std::string command = "cat > /tmp/ask.py <<'END'\n"
                          "import socket, sys\n"
                          "def ask(kind, place):\n"
                          "    try:\n"
                          "        family, _, _, _, address = socket.getaddrinfo(place, 7001, type=kind)[0]\n"
                          "        s = socket.socket(family, kind)\n"
                          "        s.settimeout(1)\n"
                          "        s.connect(address)\n"
                          "        if kind == socket.SOCK_DGRAM: s.send(b'?')\n"
                          "        return s.recv(10).decode() or 'nothing'\n"
                          "    except OSError as error:\n"
                          "        return 'closed'\n"
                          "for place in sys.argv[1:]:\n"
                          "    print(place, ask(socket.SOCK_STREAM, place), ask(socket.SOCK_DGRAM, place))\n"
                          "END\npython3 /tmp/ask.py";
    for (const auto &address : addresses)
        command += " '" + address + "'";
    return command;
}

std::string closed(const std::vector<std::string> &addresses)
{
    std::string lines;
    for (const auto &address : addresses)
        lines += (lines.empty() ? "" : "\n") + address + " closed closed";
    return lines;
}

} // namespace

class LocalTest : public LocalContract
{
    Q_OBJECT

private:
    /// Addresses of this computer other than on the loopback interface, as seen from inside ("%eth0" for link-local).
    static std::vector<std::string> addressesOfHost()
    {
        QProcess ip;
        ip.start(QStringLiteral("sh"),
                 {QStringLiteral("-c"), QStringLiteral("ip -o addr show up | awk '$2 != \"lo\" {print $4}'")});
        ip.waitForFinished();
        std::vector<std::string> addresses;
        for (const auto &line : ip.readAllStandardOutput().split('\n')) {
            auto address = line.left(line.indexOf('/')).toStdString();
            if (address.starts_with("fe80"))
                address += "%eth0";
            if (!address.empty())
                addresses.push_back(address);
        }
        return addresses;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(geteuid() == 0, "this test needs root; local_unprivileged_test is for other users");
    }

    void enforcesAllHere()
    {
        for (const auto &enforcement : runtime().enforcement())
            QVERIFY2(enforcement.enforced, (enforcement.what + ": " + enforcement.reason).c_str());
    }

    void givesEachOwnerAUser()
    {
        VERIFY_RESULT(start(spec("a1", 0)));
        VERIFY_RESULT(start(spec("b1", 7)));
        for (const auto &[id, number] : {std::pair("a1", 0u), {"b1", 7u}}) {
            struct stat home{};
            QCOMPARE(stat((folder(id) / "home").c_str(), &home), 0);
            QCOMPARE(home.st_uid, config.firstUid + number);
            QCOMPARE(home.st_gid, config.firstUid + number);
            QCOMPARE(home.st_mode & 07777, 0700u);
            struct stat process{};
            QCOMPARE(stat(procPath(initOf(id)).c_str(), &process), 0);
            struct stat around{};
            QCOMPARE(stat(folder(id).c_str(), &around), 0);
            QCOMPARE(around.st_uid, 0u);
            QCOMPARE(around.st_mode & 07777, 0700u);
            QVERIFY(readFile(procPath(initOf(id)) + "status")
                        .contains("\nUid:\t" + std::to_string(config.firstUid + number) + "\t"));
            QVERIFY(readFile(procPath(networkOf(id)) + "status")
                        .contains("\nUid:\t" + std::to_string(config.firstUid + number) + "\t"));
        }
    }

    void givesNoPowers()
    {
        VERIFY_RESULT(start(spec("a1")));
        QCOMPARE(
            inside("a1", "grep -E '^(Cap(Prm|Eff|Bnd|Amb)|NoNewPrivs)' /proc/self/status | cut -f2 | sort -u").output,
            std::string("0000000000000000\n1"));
        QVERIFY(inside("a1", "unshare --user true").status != 0);
        QVERIFY(inside("a1", "mount -t tmpfs none /tmp").status != 0);
        for (const char *const place : {"/", "/etc", "/usr", "/dev", "/run", "/run/portolan", "/home", "/var/lib"})
            QVERIFY2(inside("a1", std::string("touch ") + place + "/x").status != 0, place);
        QCOMPARE(inside("a1", "ls -A /root /mnt /srv | grep -v :").output, std::string());
        // What the first process holds: the way in, the status, the key.
        QVERIFY(inside("a1", "ls /proc/1/fd /proc/1/environ && cat /proc/1/environ").status != 0);
        QCOMPARE(inside("a1", "ls /proc/self/fd | wc -l").output, std::string("4"));
        QVERIFY(inside("a1", "python3 -c 'import pty, os; pty.spawn([\"tty\"])'").output.starts_with("/dev/pts/"));
        QVERIFY(inside("a1", "echo > /dev/null; head -c 4 /dev/urandom | wc -c; getent passwd user0")
                    .output.starts_with("4\nuser0:x:1000:"));
        QVERIFY(inside("a1", "getent group tty").status != 0);
    }

    void keepsSecretsOutOfProcessLists()
    {
        auto wanted = spec("a1");
        wanted.environment = {{"TOKEN", "verysecretvalue"}};
        wanted.initScripts = {{.name = "s", .script = "true verysecretvalue"}};
        VERIFY_RESULT(start(wanted));
        QCOMPARE(inside("a1", "echo ${#TOKEN}").output, std::string("15"));
        for (const auto &[pid, arguments] : processes())
            QVERIFY(!arguments.contains("verysecretvalue"));
    }

    void keepsTheHostOutOfReach()
    {
        const Neighbour neighbour;
        VERIFY_RESULT(start(spec("a1")));
        QVERIFY(networkOf("a1") > 0);
        std::vector<std::string> addresses = addressesOfHost();
        QVERIFY(std::ranges::contains(addresses, std::string(Neighbour::hostAddress4)));
        for (const char *const more : {"127.0.0.1", "127.0.0.53", "::1", "0.0.0.0", "localhost", "198.18.0.2",
                                       "fd6f:7274:6f6c::1", "fd6f:7274:6f6c::2", "169.254.169.254", "169.254.1.1",
                                       "fd00:ec2::254", "255.255.255.255", "224.0.0.1", "ff02::1%eth0", "fe80::1%eth0"})
            addresses.emplace_back(more);
        // They are there: the host itself reaches them.
        QProcess host;
        host.start(QStringLiteral("sh"),
                   {QStringLiteral("-c"),
                    QString::fromStdString(asking({"127.0.0.1", Neighbour::hostAddress4, Neighbour::hostAddress6}))});
        host.waitForFinished();
        QCOMPARE(host.readAllStandardOutput().count("HOST HOST"), 3);

        const auto asked = inside("a1", asking(addresses));
        QVERIFY2(!asked.output.contains("HOST"), asked.output.c_str());
        QCOMPARE(asked.output, closed(addresses));
        // Whatever answers behind the gateway's address, it is not this computer.
        QVERIFY(!inside("a1", asking({"198.18.0.1"})).output.contains("HOST"));
    }

    void leadsOutAndStaysClosedToNewAddresses()
    {
        const Neighbour neighbour;
        config.outboundInterface = Neighbour::name().toStdString();
        restart();
        VERIFY_RESULT(start(spec("a1")));
        const auto far = [](const char *address) { return std::string(address) + " FAR FAR"; };
        QCOMPARE(inside("a1", asking({Neighbour::address4, Neighbour::address6})).output,
                 far(Neighbour::address4) + "\n" + far(Neighbour::address6));
        QCOMPARE(inside("a1", asking({Neighbour::hostAddress4})).output, closed({Neighbour::hostAddress4}));

        // What clouds and links offer there, this computer reaches, and the workspace does not.
        QProcess host;
        host.start(QStringLiteral("sh"),
                   {QStringLiteral("-c"),
                    QString::fromStdString(asking({"169.254.169.254", "fe80::7%" + Neighbour::name().toStdString()}))});
        host.waitForFinished();
        const auto seen = host.readAllStandardOutput();
        QVERIFY2(seen.count(" FAR ") == 2, seen); // over TCP; UDP would answer from another address
        QCOMPARE(inside("a1", asking({"169.254.169.254", "fe80::7%eth0"})).output,
                 closed({"169.254.169.254", "fe80::7%eth0"}));

        Neighbour::ip(QStringLiteral("addr add 10.213.78.1/32 dev ") + Neighbour::name());
        QVERIFY(waitUntil([this] { return inside("a1", asking({"10.213.78.1"})).output == closed({"10.213.78.1"}); }));
        QCOMPARE(inside("a1", asking({Neighbour::address4})).output, far(Neighbour::address4));

        kill(networkOf("a1"), SIGKILL);
        QVERIFY(waitUntil([this, &far] {
            return inside("a1", asking({Neighbour::address4})).output == far(Neighbour::address4);
        }));
        // Nobody turns the old runtime's event loop between these, so it is the new one that has to see it.
        const auto network = networkOf("a1");
        Neighbour::ip(QStringLiteral("addr add 10.213.79.1/32 dev ") + Neighbour::name());
        restart();
        VERIFY_RESULT(run(runtime().discover()));
        QCOMPARE(inside("a1", asking({"10.213.79.1"})).output, closed({"10.213.79.1"}));
        QCOMPARE(inside("a1", asking({Neighbour::address4})).output, far(Neighbour::address4));
        QCOMPARE(networkOf("a1"), network); // its connections live on
        kill(networkOf("a1"), SIGKILL);
        QVERIFY(waitUntil([this, &far] {
            return inside("a1", asking({Neighbour::address4})).output == far(Neighbour::address4);
        }));
        QCOMPARE(inside("a1", asking({Neighbour::hostAddress4, "10.213.78.1"})).output,
                 closed({Neighbour::hostAddress4, "10.213.78.1"}));
        config.outboundInterface.clear();
    }

    void deniesSystemCalls_data()
    {
        QTest::addColumn<QString>("call");
        QTest::addColumn<int>("error");
        // Each would fail otherwise with another error, or not at all.
        const auto number = [](const char *name, long call, const char *arguments) {
            QTest::newRow(name) << QStringLiteral("syscall(%1, %2)").arg(call).arg(QString::fromLatin1(arguments))
                                << EPERM;
        };
        number("add_key", SYS_add_key, "None, None, None, 0, 0");
        number("keyctl", SYS_keyctl, "0, -4, 0");
        number("request_key", SYS_request_key, "None, None, None, 0");
        number("perf_event_open", SYS_perf_event_open, "None, 0, 0, 0, 0");
        number("userfaultfd", SYS_userfaultfd, "-1");
        number("io_uring_setup", SYS_io_uring_setup, "0, None");
        number("bpf", SYS_bpf, "-1, None, 0");
        number("mount", SYS_mount, "None, None, None, 0, None");
        number("mount_setattr", SYS_mount_setattr, "-1, None, 0, None, 0");
        number("setns", SYS_setns, "-1, 0");
        number("kexec_load", SYS_kexec_load, "0, 0, None, 0");
        number("init_module", SYS_init_module, "None, 0, None");
        number("TIOCSTI", SYS_ioctl, "-1, 0x5412, None");
        number("TIOCLINUX with a high half", SYS_ioctl, "-1, 0x10000541c, None");
        QTest::newRow("AF_VSOCK") << QStringLiteral("syscall(%1, 40, 1, 0)").arg(SYS_socket) << EAFNOSUPPORT;
        QTest::newRow("AF_ALG") << QStringLiteral("syscall(%1, 38, 5, 0)").arg(SYS_socket) << EAFNOSUPPORT;
    }

    void deniesSystemCalls()
    {
        QFETCH(const QString, call);
        QFETCH(const int, error);
        VERIFY_RESULT(start(spec("a1")));
        const auto code = QStringLiteral("import ctypes; c = ctypes.CDLL(None, use_errno=True); "
                                         "r = c.%1; print(r, ctypes.get_errno())")
                              .arg(QString(call).replace(QStringLiteral("0x10000541c"),
                                                         QStringLiteral("ctypes.c_ulong(0x10000541c)")));
        QCOMPARE(inside("a1", "python3 -c '" + code.toStdString() + "'").output, "-1 " + std::to_string(error));
    }

    void leavesOtherSystemCallsAlone()
    {
        VERIFY_RESULT(start(spec("a1")));
        QCOMPARE(inside("a1", "grep Seccomp: /proc/self/status").output, "Seccomp:\t2");
        // A debugger in its own tree, as gdb(1) and strace(1) are.
        QCOMPARE(inside("a1", "python3 -c '\n"
                              "import ctypes, os, signal\n"
                              "c = ctypes.CDLL(None, use_errno=True)\n"
                              "child = os.fork()\n"
                              "if child == 0:\n"
                              "    signal.pause()\n"
                              "seize, detach = 0x4206, 17\n"
                              "print(c.ptrace(seize, child, None, None), end=\" \")\n"
                              "os.kill(child, signal.SIGSTOP)\n"
                              "os.waitpid(child, 0)\n"
                              "print(c.ptrace(detach, child, None, None))\n"
                              "os.kill(child, signal.SIGKILL)\n'")
                     .output,
                 std::string("0 0"));
        QCOMPARE(inside("a1", "python3 -c '\n"
                              "import socket, asyncio, multiprocessing, subprocess, tempfile\n"
                              "for family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK):\n"
                              "    socket.socket(family, socket.SOCK_DGRAM).close()\n"
                              "asyncio.run(asyncio.sleep(0))\n"
                              "multiprocessing.Queue().close()\n"
                              "print(subprocess.check_output([\"id\", \"-u\"]).decode().strip())\n'")
                     .output,
                 std::string("1000"));
    }

    void endsWhatAHalfMadeStartLeft()
    {
        VERIFY_RESULT(start(spec("a1")));
        inside("a1", "echo kept > file");
        // As it is between starting the first process and writing down which it is.
        const Folder files(folder("a1"));
        auto state = files.readState();
        state.phase = State::Phase::Starting;
        state.init = state.monitor = state.network = {};
        restart();
        VERIFY_RESULT(files.writeState(state));
        const auto found = run(runtime().discover());
        VERIFY_RESULT(found);
        QCOMPARE(found->size(), std::size_t(1));
        QVERIFY(!found->front().running);
        QVERIFY(waitUntil([this] { return runningTraces("a1").empty(); }));
        VERIFY_RESULT(start(spec("a1")));
        QCOMPARE(inside("a1", "cat file").output, std::string("kept"));
    }

    void removesControlGroupsOfTheForgotten()
    {
        VERIFY_RESULT(start(spec("a1")));
        std::filesystem::path group;
        for (const auto &candidate : groups())
            group = candidate.filename() == "a1" ? candidate : group;
        const auto forgotten = group.parent_path() / "zz";
        QVERIFY(std::filesystem::create_directory(forgotten));
        restart();
        VERIFY_RESULT(run(runtime().discover()));
        QVERIFY(!std::filesystem::exists(forgotten));
        VERIFY_RESULT(ping("a1"));
    }

    void finishesAnInterruptedWipe()
    {
        VERIFY_RESULT(start(spec("a1")));
        inside("a1", "touch file");
        VERIFY_RESULT(stop("a1"));
        const Folder files(folder("a1"));
        auto state = files.readState();
        state.phase = State::Phase::Wiping;
        VERIFY_RESULT(files.writeState(state));
        restart();
        const auto found = run(runtime().discover());
        VERIFY_RESULT(found);
        QCOMPARE(found->size(), std::size_t(1));
        QCOMPARE(start(spec("a1")).error().code, ErrorCode::Conflict);
        VERIFY_RESULT(run(runtime().wipe("a1")));
        QVERIFY2(allTraces("a1").empty(), joined(allTraces("a1")));
    }

    void wipesAsTheOwner()
    {
        VERIFY_RESULT(start(spec("a1")));
        VERIFY_RESULT(stop("a1"));
        // What the owner could not have made the owner's rights cannot remove, and root's are not used.
        std::filesystem::create_directory(folder("a1") / "home" / "of-root");
        std::ofstream(folder("a1") / "home" / "of-root" / "file") << "text";
        const auto refused = run(runtime().wipe("a1"));
        QVERIFY(!refused);
        QVERIFY2(refused.error().detail.contains("of-root"), refused.error().detail.c_str());
        QVERIFY(std::filesystem::exists(folder("a1") / "home" / "of-root" / "file"));
        std::filesystem::remove_all(folder("a1") / "home" / "of-root");
    }

    void leavesNothingOfAFailedStart_data()
    {
        QTest::addColumn<QString>("agent");
        QTest::addColumn<QString>("bubblewrap");
        QTest::addColumn<QString>("problem");
        const auto agent = QString::fromStdString(program("portolan-agent"));
        QTest::newRow("no bubblewrap") << agent << QStringLiteral("/usr/bin/no-bwrap") << QStringLiteral("no-bwrap");
        QTest::newRow("bubblewrap fails") << agent << QStringLiteral("/usr/bin/false") << QStringLiteral("sandbox");
        QTest::newRow("the agent ends at once")
            << QStringLiteral("/usr/bin/false") << QStringLiteral("/usr/bin/bwrap") << QStringLiteral("ended at once");
    }

    void leavesNothingOfAFailedStart()
    {
        QFETCH(const QString, agent);
        QFETCH(const QString, bubblewrap);
        QFETCH(const QString, problem);
        const auto good = config;
        config.agent = agent.toStdString();
        config.bubblewrap = bubblewrap.toStdString();
        restart();
        config = good;
        const auto started = start(spec("a1"));
        QVERIFY(!started);
        QVERIFY2(QString::fromStdString(started.error().detail).contains(problem), started.error().detail.c_str());
        QVERIFY2(runningTraces("a1").empty(), joined(runningTraces("a1")));
        restart();
        VERIFY_RESULT(start(spec("a1")));
    }

    void tellsOfAPoliteEnd()
    {
        VERIFY_RESULT(start(spec("a1")));
        QCOMPARE(kill(initOf("a1"), SIGTERM), 0);
        QVERIFY(waitUntil([this] { return !ends.empty(); }));
        QCOMPARE(ends[0].second.status, std::optional(0));
        QVERIFY2(runningTraces("a1").empty(), joined(runningTraces("a1")));
    }

    void tellsWhatItLacks()
    {
        QTemporaryDir programs;
        const auto copy = programs.filePath(QStringLiteral("portolan-agent"));
        QVERIFY(QFile::copy(QString::fromStdString(program("portolan-agent")), copy));
        QTemporaryDir data;
        auto wanted = config;
        wanted.data = data.path().toStdString();
        wanted.agent = copy.toStdString();
        const auto made = run(runtime::LocalRuntime::create(wanted));
        VERIFY_RESULT(made);
        VERIFY_RESULT((*made)->usable());
        QVERIFY(QFile::remove(copy));
        const auto usable = (*made)->usable();
        QVERIFY(!usable);
        QVERIFY2(usable.error().detail.contains(copy.toStdString()), usable.error().detail.c_str());
    }

    void refusesTheHomeOfAnother()
    {
        VERIFY_RESULT(start(spec("a1", 0)));
        VERIFY_RESULT(stop("a1"));
        const auto refused = start(spec("a1", 1));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Conflict);
    }
};

QTEST_GUILESS_MAIN(LocalTest)
#include "local_test.moc"
#include "moc_runtime_contract.cpp"
