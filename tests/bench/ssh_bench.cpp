// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Carries files over SSH with core/ssh and with OpenSSH's sftp, in turn, against the same sshd, and prints one line for
// each case: ours, the reference, the ratio. Usage: bench.ssh [megabytes] [files] [rounds] [round trip in ms].
//
// The round trip is made by a relay in this process, which holds every byte back and limits no rate: it needs neither
// privileges nor netem, which not every kernel has. TMPDIR=/dev/shm takes the disk out of the picture.

#include "core/ssh/connection.h"
#include "core/ssh/sftp.h"
#include "tests/support/run.h"
#include "tests/support/ssh_server.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>

#include <condition_variable>
#include <cstdio>
#include <deque>
#include <fcntl.h>
#include <filesystem>
#include <mutex>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace portolan;
using namespace portolan::test;
namespace fs = std::filesystem;

namespace {

using Seconds = double;

/// Carries bytes one way, each as much later as is asked for, on two threads of its own that end with their peers.
class Delay : public std::enable_shared_from_this<Delay>
{
public:
    using Clock = std::chrono::steady_clock;

    Delay(int from, int to, std::chrono::microseconds delay)
        : m_from(from)
        , m_to(to)
        , m_delay(delay)
    {
    }

    void start()
    {
        std::thread([self = shared_from_this()] { self->receive(); }).detach();
        std::thread([self = shared_from_this()] { self->deliver(); }).detach();
    }

private:
    void receive()
    {
        for (;;) {
            std::string bytes(256 * 1024, '\0');
            const auto count = ::read(m_from, bytes.data(), bytes.size());
            bytes.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
            const std::lock_guard lock(m_mutex);
            m_queue.emplace_back(Clock::now() + m_delay, std::move(bytes));
            m_arrived.notify_one();
            if (count <= 0)
                return;
        }
    }

    void deliver()
    {
        for (;;) {
            std::unique_lock lock(m_mutex);
            m_arrived.wait(lock, [this] { return !m_queue.empty(); });
            const auto [due, bytes] = std::move(m_queue.front());
            m_queue.pop_front();
            lock.unlock();
            std::this_thread::sleep_until(due);
            if (bytes.empty()) {
                ::shutdown(m_to, SHUT_WR);
                return;
            }
            for (std::string_view left = bytes; !left.empty();) {
                const auto count = ::send(m_to, left.data(), left.size(), MSG_NOSIGNAL);
                if (count <= 0)
                    return;
                left.remove_prefix(static_cast<std::size_t>(count));
            }
        }
    }

    int m_from;
    int m_to;
    std::chrono::microseconds m_delay;
    std::mutex m_mutex;
    std::condition_variable m_arrived;
    std::deque<std::pair<Clock::time_point, std::string>> m_queue;
};

/// The same server for both: "sshd -i" for each connection to a port of the loopback.
class Port
{
public:
    Port(SshServer &server, std::chrono::milliseconds roundTrip)
    {
        if (!m_listener.listen(QHostAddress::LocalHost))
            qFatal("no port");
        QObject::connect(&m_listener, &QTcpServer::newConnection, &m_listener, [this, &server, roundTrip] {
            const std::unique_ptr<QTcpSocket> socket(m_listener.nextPendingConnection());
            socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
            const int fd = ::fcntl(static_cast<int>(socket->socketDescriptor()), F_DUPFD_CLOEXEC, 0);
            if (roundTrip.count() == 0) {
                server.serve(fd);
                return;
            }
            ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) & ~O_NONBLOCK);
            const int inner = server.connect();
            for (const auto &[from, to] : {std::pair(fd, inner), std::pair(inner, fd)})
                std::make_shared<Delay>(from, to, roundTrip / 2)->start();
        });
    }
    [[nodiscard]] std::uint16_t number() const { return m_listener.serverPort(); }

private:
    QTcpServer m_listener;
};

Seconds timed(const std::function<void()> &work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return static_cast<double>(timer.nsecsElapsed()) / 1e9;
}

class Bench
{
public:
    Bench(std::size_t bytes, int files, int rounds, std::chrono::milliseconds roundTrip)
        : m_rounds(rounds)
        , m_port(m_server, roundTrip)
    {
        m_local = m_server.folder() + "/local";
        m_remote = m_server.folder() + "/remote";
        fs::create_directories(m_local + "/tree");
        fs::create_directories(m_remote + "/tree");
        writeFile(m_local + "/large", noise(bytes));
        fs::copy(m_local + "/large", m_remote + "/large");
        for (int i = 0; i < files; ++i) {
            const auto content = noise(4096, static_cast<unsigned>(i));
            writeFile(std::format("{}/tree/f{}", m_local, i), content);
            writeFile(std::format("{}/tree/f{}", m_remote, i), content);
        }
    }

    void run()
    {
        std::printf("%-28s %10s %10s %7s\n", "case", "ours", "sftp", "ratio");
        const auto size = static_cast<double>(fs::file_size(m_local + "/large")) / 1e6;
        compare("get, MB/s", size, m_local + "/got", m_remote + "/large", false, true);
        compare("put, MB/s", size, m_remote + "/put", m_local + "/large", true, true);
        compare("put and sync, MB/s", size, m_remote + "/put", m_local + "/large", true, true, true);
        const auto count = static_cast<double>(std::distance(fs::directory_iterator(m_local + "/tree"), {}));
        compare("get -r of 4 KiB, files/s", count, m_local + "/gotten", m_remote + "/tree", false, false);
        compare("put -r of 4 KiB, files/s", count, m_remote + "/putten", m_local + "/tree", true, false);
    }

private:
    void compare(const char *name, double amount, const std::string &to, const std::string &from, bool up, bool isFile,
                 bool sync = false)
    {
        Seconds ours = 1e9;
        Seconds theirs = 1e9;
        for (int round = 0; round < m_rounds; ++round) {
            // Always a new name, and nothing is removed before the end: ext4 looks long for a free inode among those
            // that were freed lately.
            const auto target = std::format("{}-{}-{}", to, sync, round);
            ours = std::min(ours, copyWithOurs(target, from, up, sync));
            check(target, from, isFile);
            theirs = std::min(theirs, copyWithSftp(target + "-sftp", from, up, isFile, sync));
            check(target + "-sftp", from, isFile);
        }
        std::printf("%-28s %10.1f %10.1f %7.2f\n", name, amount / ours, amount / theirs, theirs / ours);
        std::fflush(stdout);
    }

    static void check(const std::string &to, const std::string &from, bool isFile)
    {
        if (isFile && readFile(to) != readFile(from))
            qFatal("%s is not what was sent", to.c_str());
        if (!isFile && std::distance(fs::directory_iterator(to), {}) != std::distance(fs::directory_iterator(from), {}))
            qFatal("%s is not complete", to.c_str());
    }

    Seconds copyWithOurs(const std::string &to, const std::string &from, bool up, bool sync)
    {
        return timed([&] {
            // With connecting and leaving, as sftp has it.
            auto connection =
                test::run(ssh::SshConnection::open({.user = SshServer::user(),
                                                    .hostKeys = {*ssh::PublicKey::parse(m_server.hostKey())},
                                                    .keys = {*ssh::KeyPair::load(m_server.privateKeyPath())}},
                                                   ssh::connectTcp("127.0.0.1", m_port.number())));
            if (!connection)
                qFatal("%s", connection.error().detail.c_str());
            auto sftp = test::run((*connection)->openSftp());
            if (!sftp)
                qFatal("%s", sftp.error().detail.c_str());
            const auto copied = test::run(up ? (*sftp)->uploadTree(from, to, {.sync = sync})
                                             : (*sftp)->downloadTree(from, to, {.sync = sync}));
            if (!copied)
                qFatal("%s", copied.error().detail.c_str());
        });
    }

    Seconds copyWithSftp(const std::string &to, const std::string &from, bool up, bool isFile, bool sync)
    {
        const auto batch = m_server.folder() + "/batch";
        writeFile(batch,
                  std::format("{} {} {} {} {}\n", up ? "put" : "get", isFile ? "" : "-r", sync ? "-f" : "", from, to));
        const QStringList arguments = {QStringLiteral("-R"),
                                       QStringLiteral("256"),
                                       QStringLiteral("-q"),
                                       QStringLiteral("-b"),
                                       QString::fromStdString(batch),
                                       QStringLiteral("-P"),
                                       QString::number(m_port.number()),
                                       QStringLiteral("-i"),
                                       QString::fromStdString(m_server.privateKeyPath()),
                                       QStringLiteral("-o"),
                                       QStringLiteral("StrictHostKeyChecking=no"),
                                       QStringLiteral("-o"),
                                       QStringLiteral("UserKnownHostsFile=/dev/null"),
                                       QStringLiteral("-o"),
                                       QStringLiteral("LogLevel=ERROR"),
                                       QString::fromStdString(SshServer::user() + "@127.0.0.1")};
        return timed([&] {
            QProcess sftp;
            sftp.setProcessChannelMode(QProcess::ForwardedErrorChannel);
            bool done = false;
            QObject::connect(&sftp, &QProcess::finished, &sftp, [&done] { done = true; });
            sftp.start(QStringLiteral("sftp"), arguments);
            while (!done) // the port is served by this loop
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
            if (sftp.exitCode() != 0)
                qFatal("sftp failed");
        });
    }

    int m_rounds;
    SshServer m_server;
    Port m_port;
    std::string m_local;
    std::string m_remote;
};

int argument(int index, int otherwise)
{
    const auto arguments = QCoreApplication::arguments();
    return arguments.size() > index ? arguments[index].toInt() : otherwise;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    constexpr std::size_t megabyte = 1'000'000;
    Bench(static_cast<std::size_t>(argument(1, 200)) * megabyte, argument(2, 10'000), argument(3, 3),
          std::chrono::milliseconds(argument(4, 0)))
        .run();
    return 0;
}
