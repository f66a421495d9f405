// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/connection.h"

#include "tests/core/ssh/peer.h"

#include <QCryptographicHash>
#include <QFile>
#include <QLocalServer>
#include <QLocalSocket>
#include <QTcpServer>
#include <QTcpSocket>

#include <atomic>
#include <cerrno>
#include <csignal>
#include <dirent.h>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

using namespace portolan;
using namespace portolan::ssh;
using namespace portolan::test;
using namespace std::chrono_literals;

namespace {

std::atomic<int> strayCloses = 0;

} // namespace

/// In place of the C library's, for libssh too: closing what is not open may hit what another thread has just opened.
extern "C" int close(int fd)
{
    const auto result = static_cast<int>(::syscall(SYS_close, fd));
    if (result != 0 && errno == EBADF)
        ++strayCloses;
    return result;
}

namespace {

std::shared_ptr<RemoteProcess> exec(SshConnection &connection, const std::string &command,
                                    SshConnection::Environment environment = {})
{
    auto process = run(connection.exec(command, std::move(environment)));
    if (!process)
        qFatal("%s: %s", command.c_str(), process.error().detail.c_str());
    return std::move(*process);
}

std::size_t residentKiB()
{
#if defined(__SANITIZE_ADDRESS__)
    return 0; // freed memory stays resident there, to catch its use
#endif
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const auto &line : file.readAll().split('\n'))
        if (line.startsWith("VmRSS:"))
            return line.simplified().split(' ').at(1).toULongLong();
    return 0;
}

std::size_t openFiles()
{
    std::size_t count = 0;
    DIR *folder = ::opendir("/proc/self/fd");
    while (::readdir(folder))
        ++count;
    ::closedir(folder);
    return count;
}

/// How many files are open when threads that are about to end have ended.
std::size_t openFilesAtRest()
{
    std::size_t before = 0;
    std::size_t now = openFiles();
    do {
        before = now;
        QTest::qWait(50);
        now = openFiles();
    } while (now != before);
    return now;
}

std::string argument(const Error &error, std::string_view name)
{
    for (const auto &[key, value] : error.args)
        if (key == name)
            return value;
    return {};
}

/// Reads a terminal until `text` has come; gives all that came.
Task<std::string> readUntil(std::shared_ptr<RemoteProcess> process, std::string text)
{
    std::string seen;
    while (!seen.contains(text)) {
        const auto bytes = co_await process->read();
        if (!bytes || bytes->empty())
            break;
        seen += *bytes;
    }
    co_return seen;
}

} // namespace

class ConnectionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesExitStatusOutputAndErrorsApart();
    void tellsASignalFromAStatus();
    void pipesInput();
    void boundsWhatWaitsToBeWritten();
    void boundsWhatAStalledReaderLeaves();
    void passesTheEnvironmentThatIsAccepted();
    void runsAShellThatIsResized();
    void sharesOneConnectionAmongMany();
    void endsAProcessThatIsDropped();
    void cancelsAnOpenThatHangs();
    void cancelsAReadByClosing();
    void failsClearlyWhenTheServerDies();
    void closesItsSocketOnceWhenTheServerSaysGoodbye();
    void closesItsSocketOnceWhenTheServerDies();
    void givesUpASilentServer();
    void refusesAnotherHostKey();
    void refusesAnUnknownHost();
    void refusesAKeyTypeThatIsNotPinned();
    void saysWhoIsNotLetIn();
    void logsInWithItsFreshKey();
    void goesOverTcpUnixAndStreams();
    void saysWhyItCannotConnect();
    void survivesRekeying();
    void leavesNothingOpen();
};

void ConnectionTest::givesExitStatusOutputAndErrorsApart()
{
    SshServer server;
    const auto connection = connectTo(server);
    const auto process = exec(*connection, "echo out; echo err >&2; exit 7");
    QCOMPARE(run(readAll(process)).value(), "out\n");
    QCOMPARE(run(readAll(process, true)).value(), "err\n");
    const auto exit = run(process->wait());
    VERIFY_RESULT(exit);
    QCOMPARE(*exit, (ExitStatus{.status = 7}));
    QVERIFY(!exit->isSuccess());
    // The status stays to be asked for.
    QCOMPARE(run(process->wait())->status, 7);
}

void ConnectionTest::tellsASignalFromAStatus()
{
    SshServer server;
    const auto connection = connectTo(server);
    const auto process = exec(*connection, "kill -KILL $$");
    const auto exit = run(process->wait());
    VERIFY_RESULT(exit);
    QCOMPARE(exit->signal, "KILL");
    QVERIFY(!exit->isSuccess());

    const auto sleeper = exec(*connection, "echo ready; exec sleep 1000");
    QCOMPARE(run(sleeper->read()).value(), "ready\n"); // before that sshd has nothing to send it to
    VERIFY_RESULT(run(sleeper->signal("TERM")));
    const auto ended = run(sleeper->wait());
    VERIFY_RESULT(ended);
    QCOMPARE(ended->signal, "TERM");
}

void ConnectionTest::pipesInput()
{
    SshServer server;
    const auto connection = connectTo(server);
    const auto bytes = noise(10'000'000);
    const auto process = exec(*connection, "sha256sum");
    const auto feed = [](std::shared_ptr<RemoteProcess> to, std::string all) -> Task<Result<void>> {
        for (std::size_t at = 0; at < all.size(); at += 100'000)
            if (auto written = co_await to->write(all.substr(at, 100'000)); !written)
                co_return written;
        to->closeWrite();
        co_return {};
    };
    VERIFY_RESULT(run(feed(process, bytes)));
    const auto expected = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().toStdString();
    QCOMPARE(run(readAll(process)).value(), expected + "  -\n");
    QVERIFY(run(process->wait())->isSuccess());
}

void ConnectionTest::boundsWhatWaitsToBeWritten()
{
    SshServer server;
    const auto connection = connectTo(server);
    // Nobody reads: pipe, sshd and window take some megabytes, then writing has to wait.
    const auto process = exec(*connection, "sleep 1000");
    int written = 0;
    bool failed = false;
    constexpr int most = 1000;
    const auto flood = [](std::shared_ptr<RemoteProcess> to, int *count, bool *ended) -> Task<void> {
        for (; *count < most; ++*count)
            if (!co_await to->write(std::string(100'000, 'x')))
                break;
        *ended = true;
    };
    auto task = flood(process, &written, &failed);
    int before = -1;
    QVERIFY(waitUntil([&] {
        // It stands still when a while has brought nothing.
        const bool still = before == written;
        before = written;
        QTest::qWait(200);
        return still;
    }));
    QVERIFY(!failed);
    QVERIFY2(written < 100, std::to_string(written).c_str());
    process->close();
    QVERIFY(waitUntil([&] { return failed; }));
    QVERIFY(written < most);
}

void ConnectionTest::boundsWhatAStalledReaderLeaves()
{
    SshServer server;
    const auto connection = connectTo(server);
    constexpr std::size_t size = 100 * 1024 * 1024;
    const auto before = residentKiB();
    const auto process = exec(*connection, "yes 0123456789abcde | head -c 104857600");
    // Nothing is read: the window stops the remote process, and the connection goes on serving others.
    for (int i = 0; i < 5; ++i) {
        const auto other = exec(*connection, "echo alive");
        QCOMPARE(run(readAll(other)).value(), "alive\n");
        QTest::qWait(100);
    }
    QVERIFY2(residentKiB() < before + 16 * 1024, std::to_string(residentKiB() - before).c_str());

    const auto count = [](std::shared_ptr<RemoteProcess> from) -> Task<std::pair<std::size_t, bool>> {
        const std::string line = "0123456789abcde\n";
        std::size_t total = 0;
        bool intact = true;
        for (;;) {
            const auto bytes = co_await from->read();
            if (!bytes || bytes->empty())
                co_return std::pair(total, intact && bytes);
            for (const char byte : *bytes)
                intact = intact && byte == line[total++ % line.size()];
        }
    };
    const auto [total, intact] = run(count(process));
    QCOMPARE(total, size);
    QVERIFY(intact);
    QVERIFY(run(process->wait())->isSuccess());
    QVERIFY2(residentKiB() < before + 32 * 1024, std::to_string(residentKiB() - before).c_str());
}

void ConnectionTest::passesTheEnvironmentThatIsAccepted()
{
    SshServer server;
    const auto connection = connectTo(server);
    const auto process = exec(*connection, "echo \"$PORTOLAN_A|$SECRET_B|\"",
                              {{"PORTOLAN_A", "with space 'and' \"quotes\""}, {"SECRET_B", "no"}});
    QCOMPARE(run(readAll(process)).value(), "with space 'and' \"quotes\"||\n");
    QCOMPARE(process->refusedVariables(), std::vector<std::string>{"SECRET_B"});
}

void ConnectionTest::runsAShellThatIsResized()
{
    SshServer server;
    const auto connection = connectTo(server);
    auto opened = run(connection->openShell(
        {.terminal = "vt100", .columns = 91, .rows = 33, .environment = {{"PORTOLAN_X", "y"}}, .command = "/bin/sh"}));
    VERIFY_RESULT(opened);
    const std::shared_ptr<RemoteProcess> shell = std::move(*opened);
    VERIFY_RESULT(run(shell->write("stty size; echo $TERM-$PORTOLAN_X-$((40+2))\n")));
    auto seen = run(readUntil(shell, "vt100-y-42"));
    QVERIFY2(seen.contains("33 91"), seen.c_str());
    VERIFY_RESULT(run(shell->resize(132, 50)));
    VERIFY_RESULT(run(shell->write("stty size; echo $((50+2))!\n")));
    seen = run(readUntil(shell, "52!"));
    QVERIFY2(seen.contains("50 132"), seen.c_str());
    VERIFY_RESULT(run(shell->write("exit 3\n")));
    const auto exit = run(shell->wait());
    VERIFY_RESULT(exit);
    QCOMPARE(exit->status, 3);
    run(readUntil(shell, "never")); // to its end
    const auto late = run(shell->write("x"));
    QVERIFY(!late);
    QCOMPARE(late.error().code, ErrorCode::BadGateway);
}

void ConnectionTest::sharesOneConnectionAmongMany()
{
    SshServer server("MaxSessions 20");
    const auto connection = connectTo(server);
    std::vector<Task<Result<std::string>>> outputs;
    const auto echo = [](std::shared_ptr<SshConnection> over, int number) -> Task<Result<std::string>> {
        auto process = co_await over->exec(std::format("echo {}; sleep 0.1; echo {}", number, number * 2));
        if (!process)
            co_return std::unexpected(process.error());
        co_return co_await readAll(std::move(*process));
    };
    for (int i = 0; i < 10; ++i)
        outputs.push_back(echo(connection, i));
    for (int i = 0; i < 10; ++i)
        QCOMPARE(run(std::move(outputs[i])).value(), std::format("{}\n{}\n", i, i * 2));
    // One more than allowed is refused, and nothing else is harmed. On another connection: there sshd may still count
    // those that have just ended.
    const auto crowded = connectTo(server);
    std::vector<std::shared_ptr<RemoteProcess>> many;
    for (int i = 0; i < 20; ++i)
        many.push_back(exec(*crowded, "cat"));
    const auto refused = run(crowded->exec("cat"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::TooMany);
    VERIFY_RESULT(run(many[3]->write("still\n")));
    QCOMPARE(run(many[3]->read()).value(), "still\n");
}

void ConnectionTest::endsAProcessThatIsDropped()
{
    SshServer server;
    const auto connection = connectTo(server);
    const auto pidFile = server.folder() + "/pid";
    exec(*connection, std::format("echo $$ > {0}.new; mv {0}.new {0}; exec cat", pidFile)).reset();
    auto shell = run(connection->openShell({.command = std::format("echo $$ > {}; sleep 1000", pidFile + "2")}));
    VERIFY_RESULT(shell);
    QVERIFY(waitUntil([&] { return QFile::exists(QString::fromStdString(pidFile + "2")); }));
    shell->reset();
    QVERIFY(waitUntil([&] {
        const auto pid = std::atoi(readFile(pidFile + "2").c_str());
        return pid > 0 && ::kill(pid, 0) != 0;
    }));
    QCOMPARE(run(readAll(exec(*connection, "echo on"))).value(), "on\n");
}

void ConnectionTest::cancelsAnOpenThatHangs()
{
    int ends[2];
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    const Descriptor silent(ends[1]);
    std::stop_source cancel;
    auto opening = SshConnection::open({.user = "x"}, useSocket(Descriptor(ends[0])), cancel.get_token());
    QTimer::singleShot(100ms, [&] { cancel.request_stop(); });
    const auto result = run(std::move(opening));
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Cancelled);

    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    const Descriptor alsoSilent(ends[1]);
    const auto late = run(SshConnection::open({.user = "x", .timeout = 200ms}, useSocket(Descriptor(ends[0]))));
    QVERIFY(!late);
    QCOMPARE(late.error().code, ErrorCode::Timeout);
}

void ConnectionTest::cancelsAReadByClosing()
{
    SshServer server;
    const auto connection = connectTo(server);
    const auto process = exec(*connection, "cat");
    auto reading = process->read();
    auto waiting = process->wait();
    process->close();
    const auto read = run(std::move(reading));
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::Cancelled);
    QCOMPARE(run(std::move(waiting)).error().code, ErrorCode::Cancelled);

    const auto other = exec(*connection, "cat");
    auto reading2 = other->read();
    auto ended = connection->ended();
    connection->close();
    QCOMPARE(run(std::move(reading2)).error().code, ErrorCode::Cancelled);
    QCOMPARE(run(std::move(ended)).code, ErrorCode::Cancelled);
    QCOMPARE(run(connection->exec("true")).error().code, ErrorCode::Cancelled);
}

void ConnectionTest::failsClearlyWhenTheServerDies()
{
    SshServer server;
    const auto connection = connectTo(server);
    const auto process = exec(*connection, "cat");
    auto reading = process->read();
    auto waiting = process->wait();
    auto ended = connection->ended();
    server.killAll();
    for (const auto &error :
         {run(std::move(reading)).error(), run(std::move(waiting)).error(), run(std::move(ended))}) {
        QCOMPARE(error.code, ErrorCode::BadGateway);
        QVERIFY2(error.detail.contains("connection was lost"), error.detail.c_str());
    }
    QCOMPARE(run(connection->exec("true")).error().code, ErrorCode::BadGateway);
    QCOMPARE(run(process->write("x")).error().code, ErrorCode::BadGateway);
}

void ConnectionTest::givesUpASilentServer()
{
    SshServer server;
    auto options = optionsFor(server);
    options.keepAlive = 400ms;
    const auto opened = run(SshConnection::open(options, useSocket(Descriptor(server.connect()))));
    VERIFY_RESULT(opened);
    // While it answers, being idle is no reason to end.
    QTest::qWait(2000);
    QCOMPARE(run(readAll(exec(**opened, "echo here"))).value(), "here\n");
    server.signalAll(SIGSTOP);
    const auto error = run((*opened)->ended());
    QCOMPARE(error.code, ErrorCode::Timeout);
    server.signalAll(SIGCONT);
}

void ConnectionTest::closesItsSocketOnceWhenTheServerSaysGoodbye()
{
    // Before the key exchange packets are plain (RFC 4253, sections 6 and 11.1): length, padding, SSH_MSG_DISCONNECT.
    using namespace std::string_view_literals;
    constexpr auto goodbye = "SSH-2.0-test\r\n"
                             "\0\0\0\x1c\x0a\x01\0\0\0\x0b\0\0\0\4full\0\0\0\0"
                             "paddingpad"sv;
    const SshServer server;
    const auto before = openFiles();
    {
        auto pair = socketPair();
        VERIFY_RESULT(pair);
        QCOMPARE(::write(pair->second.get(), goodbye.data(), goodbye.size()), static_cast<ssize_t>(goodbye.size()));
        strayCloses = 0;
        const auto result = run(SshConnection::open(optionsFor(server), useSocket(std::move(pair->first))));
        COMPARE_ERROR(result, ErrorCode::BadGateway);
        QVERIFY2(result.error().detail.contains("full"), result.error().detail.c_str());

        QCOMPARE(strayCloses.load(), 0);
    }
    QTRY_VERIFY(openFiles() <= before); // those of a test before may go meanwhile
}

void ConnectionTest::closesItsSocketOnceWhenTheServerDies()
{
    const auto flood = [](std::shared_ptr<RemoteProcess> to) -> Task<Result<void>> {
        Result<void> written;
        while (written)
            written = co_await to->write(std::string(100'000, 'x'));
        co_return written;
    };
    {
        SshServer server; // what libraries open once and keep
        const auto connection = connectTo(server);
    }
    const auto before = openFilesAtRest();
    strayCloses = 0;
    for (int round = 0; round < 10; ++round) {
        SshServer server;
        const auto connection = connectTo(server);
        auto flooding = flood(exec(*connection, "cat > /dev/null"));
        QTest::qWait(20);
        server.killAll(); // so that writing fails, and not only reading
        COMPARE_ERROR(run(std::move(flooding)), ErrorCode::BadGateway);
    }
    QTRY_VERIFY(openFiles() <= before); // those of a test before may go meanwhile
    QCOMPARE(strayCloses.load(), 0);
}

void ConnectionTest::refusesAnotherHostKey()
{
    SshServer server;
    auto options = optionsFor(server);
    const auto other = KeyPair::generate()->publicKey();
    options.hostKeys = {other};
    const auto result = run(SshConnection::open(options, useSocket(Descriptor(server.connect()))));
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::PermissionDenied);
    QCOMPARE(argument(result.error(), "reason"), "host-key-changed");
    QVERIFY(result.error().detail.contains(other.fingerprint()));
    QVERIFY(result.error().detail.contains(PublicKey::parse(server.hostKey())->fingerprint()));
    // One of several is enough.
    options.hostKeys.push_back(*PublicKey::parse(server.hostKey()));
    VERIFY_RESULT(run(SshConnection::open(options, useSocket(Descriptor(server.connect())))));
}

void ConnectionTest::refusesAnUnknownHost()
{
    SshServer server;
    auto options = optionsFor(server);
    options.hostKeys.clear();
    const auto result = run(SshConnection::open(options, useSocket(Descriptor(server.connect()))));
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::PermissionDenied);
    QCOMPARE(argument(result.error(), "reason"), "host-key-unknown");
    QCOMPARE(argument(result.error(), "hostKey"), server.hostKey());
}

void ConnectionTest::refusesAKeyTypeThatIsNotPinned()
{
    SshServer server;
    auto options = optionsFor(server);
    options.hostKeys = {
        *PublicKey::parse("ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBEmKSENjQEezOmxkZMy7"
                          "opKgwFB9nkt5YRrYMjNuG5N87uRgg6CLrbo5wAdT/y6v0mKV0U2w0WZ2YB/++Tpockg=")};
    const auto result = run(SshConnection::open(options, useSocket(Descriptor(server.connect()))));
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::PermissionDenied);
    QCOMPARE(argument(result.error(), "reason"), "host-key-changed");
}

void ConnectionTest::saysWhoIsNotLetIn()
{
    SshServer server;
    auto options = optionsFor(server);
    options.keys = {*KeyPair::generate()};
    auto result = run(SshConnection::open(options, useSocket(Descriptor(server.connect()))));
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Unauthenticated);
    QVERIFY2(result.error().detail.contains(options.keys[0].publicKey().fingerprint()), result.error().detail.c_str());
    options.keys.clear();
    result = run(SshConnection::open(options, useSocket(Descriptor(server.connect()))));
    QCOMPARE(result.error().code, ErrorCode::Unauthenticated);
}

void ConnectionTest::logsInWithItsFreshKey()
{
    SshServer server;
    auto options = optionsFor(server);
    options.keys.clear();
    options.hostKeys.clear();
    options.offerFreshKey = true;
    // As the tunnel does: the server is told the key, and the door vouches for the host.
    const auto vouch = [](SshServer *peer, std::string publicKey) -> Task<Result<Transport>> {
        peer->authorize(publicKey);
        co_return Transport{.bytes = Descriptor(peer->connect()), .hostKeys = {*PublicKey::parse(peer->hostKey())}};
    };
    const auto connection = run(SshConnection::open(options, [&](std::string publicKey, std::stop_token) {
        return vouch(&server, std::move(publicKey));
    }));
    VERIFY_RESULT(connection);
    QCOMPARE(run(readAll(exec(**connection, "echo in"))).value(), "in\n");
}

void ConnectionTest::goesOverTcpUnixAndStreams()
{
    SshServer server;
    const auto options = optionsFor(server);
    const auto check = [&](Connector connector) {
        const auto connection = run(SshConnection::open(options, std::move(connector)));
        VERIFY_RESULT(connection);
        const auto process = exec(**connection, "head -c 5000000 /dev/zero; cat");
        VERIFY_RESULT(run(process->write("end")));
        process->closeWrite();
        std::string expected(5'000'000, '\0');
        expected += "end";
        QVERIFY(run(readAll(process)).value() == expected);
    };

    QTcpServer tcp;
    QVERIFY(tcp.listen(QHostAddress::LocalHost));
    QObject::connect(&tcp, &QTcpServer::newConnection, [&] {
        const std::unique_ptr<QTcpSocket> socket(tcp.nextPendingConnection());
        server.serve(::fcntl(static_cast<int>(socket->socketDescriptor()), F_DUPFD_CLOEXEC, 0));
    });
    check(connectTcp("localhost", tcp.serverPort()));

    QLocalServer local;
    QVERIFY(local.listen(QString::fromStdString(server.folder() + "/s")));
    QObject::connect(&local, &QLocalServer::newConnection, [&] {
        const std::unique_ptr<QLocalSocket> socket(local.nextPendingConnection());
        server.serve(::fcntl(static_cast<int>(socket->socketDescriptor()), F_DUPFD_CLOEXEC, 0));
    });
    check(ssh::connectUnix(server.folder() + "/s"));

    const auto overStream = [](int fd) -> Task<Result<Transport>> {
        co_return Transport{.bytes = makeFdStream(Descriptor(fd))};
    };
    check([&](std::string, std::stop_token) { return overStream(server.connect()); });
}

void ConnectionTest::saysWhyItCannotConnect()
{
    QTcpServer closed;
    QVERIFY(closed.listen(QHostAddress::LocalHost));
    const auto port = closed.serverPort();
    closed.close();
    auto result = run(SshConnection::open({.user = "x"}, connectTcp("127.0.0.1", port)));
    QCOMPARE(result.error().code, ErrorCode::Unavailable);
    QVERIFY(result.error().detail.contains(std::format("127.0.0.1 port {}", port)));
    result = run(SshConnection::open({.user = "x"}, ssh::connectUnix("/nonexistent/socket")));
    QCOMPARE(result.error().code, ErrorCode::NotFound);
    result = run(SshConnection::open({.user = "x"}, ssh::connectUnix("/" + std::string(200, 'x'))));
    QCOMPARE(result.error().code, ErrorCode::InvalidArgument);

    // Whoever answers is no SSH server.
    int ends[2];
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    const Descriptor peer(ends[1]);
    const std::string nonsense = "HTTP/1.1 400 Bad Request\r\n\r\n";
    QCOMPARE(::write(peer.get(), nonsense.data(), nonsense.size()), ssize_t(nonsense.size()));
    ::shutdown(peer.get(), SHUT_WR);
    result = run(SshConnection::open({.user = "x"}, useSocket(Descriptor(ends[0]))));
    QCOMPARE(result.error().code, ErrorCode::BadGateway);
}

void ConnectionTest::survivesRekeying()
{
    SshServer server("RekeyLimit 1M");
    const auto connection = connectTo(server);
    const auto bytes = noise(8'000'000);
    const auto process = exec(*connection, "cat");
    const auto feed = [](std::shared_ptr<RemoteProcess> to, std::string all) -> Task<Result<void>> {
        for (std::size_t at = 0; at < all.size(); at += 100'000)
            if (auto written = co_await to->write(all.substr(at, 100'000)); !written)
                co_return written;
        to->closeWrite();
        co_return {};
    };
    auto feeding = feed(process, bytes);
    const auto back = run(readAll(process));
    VERIFY_RESULT(run(std::move(feeding)));
    VERIFY_RESULT(back);
    QVERIFY(*back == bytes);
}

void ConnectionTest::leavesNothingOpen()
{
    SshServer server;
    { // what libraries open once and keep
        const auto connection = connectTo(server);
        QCOMPARE(run(readAll(exec(*connection, "echo 1"))).value(), "1\n");
    }
    const auto before = openFilesAtRest();
    for (int i = 0; i < 5; ++i) {
        const auto connection = connectTo(server);
        const auto process = exec(*connection, "cat");
        auto sftp = openSftp(*connection);
        VERIFY_RESULT(run(process->write("x")));
    }
    QTRY_VERIFY(openFiles() <= before); // those of a test before may go meanwhile
}

QTEST_GUILESS_MAIN(ConnectionTest)
#include "connection_test.moc"
