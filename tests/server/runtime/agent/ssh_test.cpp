// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/agent/client.h"
#include "tests/support/agent_process.h"
#include "tests/support/program.h"

#include <QFile>
#include <QProcess>

#include <csignal>
#include <filesystem>

using namespace portolan;
using namespace portolan::test;
using namespace Qt::StringLiterals;
namespace agent = portolan::runtime::agent;

namespace {

/// Sends the head for a key, then carries bytes between a Unix socket and its own standard input and output: what
/// `ssh -o ProxyCommand` needs. Arguments: socket, file of the public key, environment as JSON.
constexpr const char *proxyScript = R"(
import json, os, socket, struct, sys, threading
s = socket.socket(socket.AF_UNIX)
s.connect(sys.argv[1])
head = json.dumps({"op": "ssh", "authorizedKey": open(sys.argv[2]).read().strip(),
                   "environment": json.loads(sys.argv[3])}).encode()
s.sendall(struct.pack(">I", len(head)) + head)
def exactly(n):
    data = b""
    while len(data) < n:
        more = s.recv(n - len(data))
        if not more: sys.exit("the agent went away")
        data += more
    return data
answer = json.loads(exactly(struct.unpack(">I", exactly(4))[0]))
if not answer["ok"]: sys.exit(answer["error"]["detail"])
def up():
    while data := os.read(0, 65536): s.sendall(data)
    s.shutdown(socket.SHUT_WR)
threading.Thread(target=up, daemon=True).start()
while data := s.recv(65536): os.write(1, data)
os._exit(0)
)";

/// A sandbox with an SSH host key, and a user with a key of their own.
class Door
{
public:
    Door()
    {
        makeKey(u"host"_s);
        makeKey(u"user"_s);
        makeKey(u"stranger"_s);
        writeFile(path("proxy.py"), proxyScript);
        process.emplace(AgentProcess::Options{
            .sandboxed = true,
            .config = {{u"hostKey"_s, QString::fromStdString(readFile(path("host")))},
                       {u"environment"_s,
                        QJsonObject{{u"WORKSPACE"_s, u"lab \"one\" \\ $HOME '#'"_s}, {u"LINES2"_s, u"a\nb"_s}}}}});
        const std::string key = readFile(path("host.pub"));
        writeFile(path("known_hosts"), "workspace " + key);
    }

    /// Options for ssh, scp and sftp; `key` signs, `announced` is the one the agent was told of.
    QStringList options(const QString &key = u"user"_s, const QString &announced = u"user"_s) const
    {
        const QString proxy = u"python3 '%1' '%2' '%3' '{\"SESSION\":\"s-1\"}'"_s.arg(
            file("proxy.py"), QString::fromStdString(process->socketPath()), file(announced.toStdString() + ".pub"));
        return {u"-F"_s, u"none"_s,
                u"-o"_s, u"ProxyCommand="_s + proxy,
                u"-o"_s, u"BatchMode=yes"_s,
                u"-o"_s, u"IdentitiesOnly=yes"_s,
                u"-o"_s, u"IdentityAgent=none"_s,
                u"-o"_s, u"UserKnownHostsFile="_s + file("known_hosts"),
                u"-o"_s, u"StrictHostKeyChecking=yes"_s,
                u"-i"_s, file(key.toStdString())};
    }

    Outcome ssh(const QStringList &more, const QByteArray &input = {}) const
    {
        return runProgram(u"ssh"_s, options() + QStringList{u"alice@workspace"_s} + more, {.input = input});
    }

    std::string path(const std::string &name) const { return m_folder.path().toStdString() + "/" + name; }
    QString file(const std::string &name) const { return QString::fromStdString(path(name)); }

    std::optional<AgentProcess> process;

private:
    void makeKey(const QString &name)
    {
        const auto made = runProgram(u"ssh-keygen"_s, {u"-q"_s, u"-t"_s, u"ed25519"_s, u"-N"_s, QString(), u"-f"_s,
                                                       file(name.toStdString())});
        if (made.status != 0)
            qFatal("ssh-keygen: %s", made.errors.constData());
    }

    QTemporaryDir m_folder;
};

} // namespace

class SshTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_door = std::make_unique<Door>(); }
    void cleanup() { m_door.reset(); }

    void runsCommands();
    void givesATerminal();
    void refusesAnotherKey();
    void refusesWhatIsNoKey_data();
    void refusesWhatIsNoKey();
    void isNotThereWithoutAHostKey();
    void setsTheEnvironment();
    void carriesFilesBySftpAndScp();
    void carriesFilesByRsync();
    void forwardsPorts();
    void endsWithTheConnection();
    void leavesNoSecretsBehind();

private:
    std::unique_ptr<Door> m_door;
};

void SshTest::runsCommands()
{
    const auto done = m_door->ssh({u"cat; echo out; echo err >&2; exit 7"_s}, "input\n");
    QCOMPARE(done.output, "input\nout\n");
    QVERIFY2(done.errors.endsWith("err\n"), done.errors.constData());
    QCOMPARE(done.status, 7);
    QCOMPARE(m_door->ssh({u"kill -9 $$"_s}).status, 255); // as OpenSSH says "killed by a signal"
    QCOMPARE(m_door->ssh({u"id -un; pwd"_s}).output, "alice\n/home/alice\n");
}

void SshTest::givesATerminal()
{
    const auto done = m_door->ssh({u"-tt"_s, u"test -t 0 && tty; exit 5"_s});
    QVERIFY2(done.output.contains("/dev/pts/"), done.errors.constData());
    QCOMPARE(done.status, 5);
}

void SshTest::refusesAnotherKey()
{
    const auto refused = runProgram(u"ssh"_s, m_door->options(u"stranger"_s, u"user"_s)
                                                  + QStringList{u"alice@workspace"_s, u"true"_s});
    QCOMPARE(refused.status, 255);
    QVERIFY2(refused.errors.contains("Permission denied"), refused.errors.constData());
    // Each connection has its own key: another one's does not open this one.
    QCOMPARE(m_door->ssh({u"true"_s}).status, 0);
    const auto other = runProgram(u"ssh"_s, m_door->options(u"user"_s, u"stranger"_s)
                                                + QStringList{u"alice@workspace"_s, u"true"_s});
    QCOMPARE(other.status, 255);
    const auto root = runProgram(u"ssh"_s, m_door->options() + QStringList{u"root@workspace"_s, u"true"_s});
    QCOMPARE(root.status, 255);
}

void SshTest::refusesWhatIsNoKey_data()
{
    QTest::addColumn<QString>("key");
    const QString good = u"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEmVqUs5V0e3OCs6dGUq5t4nQ8XyGHxT9Gm8G1rjXvzQ"_s;
    QTest::newRow("nothing") << QString();
    QTest::newRow("word") << u"hello"_s;
    QTest::newRow("options") << u"command=\"id\" "_s + good;
    QTest::newRow("two lines") << good + u'\n' + good;
    QTest::newRow("another type") << QString(good).replace(u"ssh-ed25519"_s, u"ssh-rsa"_s);
    QTest::newRow("unknown type") << QString(good).replace(u"ssh-ed25519"_s, u"ssh-dss"_s);
    QTest::newRow("no blob") << u"ssh-ed25519 "_s;
    QTest::newRow("no base64") << good + u"!!!!"_s;
}

void SshTest::refusesWhatIsNoKey()
{
    QFETCH(QString, key);
    const auto refused = run(agent::ssh(m_door->process->open(), key.toStdString()));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::InvalidArgument);
}

void SshTest::isNotThereWithoutAHostKey()
{
    const AgentProcess process;
    const std::string key = readFile(m_door->path("user.pub"));
    QCOMPARE(run(agent::ssh(process.open(), key)).error().code, ErrorCode::Unavailable);
}

void SshTest::setsTheEnvironment()
{
    const auto done = m_door->ssh(
        {u"printf '%s\\n' \"$WORKSPACE\" \"$SESSION\" \"${LINES2-unset}\"; ls /proc/self/fd"_s});
    QCOMPARE(done.output, "lab \"one\" \\ $HOME '#'\ns-1\nunset\n0\n1\n2\n3\n");
    const auto connection = m_door->ssh({u"echo $SSH_CONNECTION"_s});
    QVERIFY2(!connection.output.contains(m_door->process->path("").c_str()), connection.output.constData());
}

void SshTest::carriesFilesBySftpAndScp()
{
    const std::string text(3'000'000, 'x');
    writeFile(m_door->path("up"), text);
    writeFile(m_door->path("batch"), "mkdir folder\nput " + m_door->path("up") + " folder/a\nrename folder/a folder/b\n"
                                         + "get folder/b " + m_door->path("down") + "\nls -l folder\n");
    const auto sftp = runProgram(u"sftp"_s,
                                 m_door->options() + QStringList{u"-b"_s, m_door->file("batch"), u"alice@workspace"_s});
    QVERIFY2(sftp.status == 0, sftp.errors.constData());
    QVERIFY(readFile(m_door->process->home() + "/folder/b") == text);
    QVERIFY(readFile(m_door->path("down")) == text);

    for (const QString &protocol : {u"-s"_s, u"-O"_s}) {
        const auto up = runProgram(
            u"scp"_s, m_door->options() + QStringList{protocol, m_door->file("up"), u"alice@workspace:scp-up"_s});
        QVERIFY2(up.status == 0, up.errors.constData());
        QVERIFY(readFile(m_door->process->home() + "/scp-up") == text);
        std::filesystem::remove(m_door->process->home() + "/scp-up");
    }
}

void SshTest::carriesFilesByRsync()
{
    std::filesystem::create_directories(m_door->path("tree/deep"));
    writeFile(m_door->path("tree/deep/a"), "one");
    writeFile(m_door->path("tree/b"), "two");
    QStringList words;
    for (const QString &word : QStringList{u"ssh"_s} + m_door->options())
        words += u'"' + QString(word).replace(u'"', u"\"\""_s) + u'"'; // rsync's own quoting
    const auto done = runProgram(u"rsync"_s, {u"-a"_s, u"-e"_s, words.join(u' '), m_door->file("tree/"),
                                              u"alice@workspace:copy/"_s});
    QVERIFY2(done.status == 0, done.errors.constData());
    QCOMPARE(readFile(m_door->process->home() + "/copy/deep/a"), "one");
    QCOMPARE(readFile(m_door->process->home() + "/copy/b"), "two");
}

void SshTest::forwardsPorts()
{
    // A server inside, reached by way of -W, which is what a local forward does for one connection.
    const auto server = u"import socket,sys\ns=socket.create_server(('127.0.0.1',8123))\nprint('ready',flush=True)\n"
                        "c,_=s.accept()\nc.sendall(b'from inside\\n')\nc.close()\n"_s;
    writeFile(m_door->process->home() + "/server.py", server.toStdString());
    TestProcess running;
    running.start(u"ssh"_s, m_door->options() + QStringList{u"alice@workspace"_s, u"python3 server.py"_s});
    QVERIFY(waitUntil([&] { return running.readAllStandardOutput().contains("ready"); }));
    const auto through = runProgram(u"ssh"_s, m_door->options()
                                                  + QStringList{u"-W"_s, u"127.0.0.1:8123"_s, u"alice@workspace"_s});
    QCOMPARE(through.output, "from inside\n");
    QVERIFY(running.waitForFinished());
    QCOMPARE(running.exitCode(), 0);
}

void SshTest::endsWithTheConnection()
{
    QProcess client;
    client.start(u"ssh"_s, m_door->options()
                               + QStringList{u"alice@workspace"_s,
                                             u"setsid sleep 4321 >/dev/null 2>&1 </dev/null & echo started; cat"_s});
    QVERIFY(waitUntil([&] { return client.readAllStandardOutput().contains("started"); }));
    QVERIFY(processesBelow(m_door->process->pid()).size() >= 3);
    client.kill();
    QVERIFY(client.waitForFinished());
    // sshd and what it ran are gone; what left its session stays, as on any host.
    QVERIFY(waitUntil([&] {
        const auto left = processesBelow(m_door->process->pid());
        return left.size() == 1 && left.front().name == "sleep" && left.front().parent == m_door->process->pid();
    }));
}

void SshTest::leavesNoSecretsBehind()
{
    const auto seen = m_door->ssh({u"ls /run/portolan; cat /proc/*/cmdline | tr '\\0' ' '"_s});
    QVERIFY2(seen.output.contains("host_key"), seen.output.constData());
    QVERIFY(!seen.output.contains("WORKSPACE"));
    const auto files = [&] { return run(agent::list(m_door->process->open(), "/run/portolan", true)).value().entries; };
    QVERIFY(waitUntil([&] { return files().size() == 1; }));
    QCOMPARE(files().front().name, "host_key");
    QCOMPARE(files().front().mode, "-rw-------");
}

QTEST_GUILESS_MAIN(SshTest)
#include "ssh_test.moc"
