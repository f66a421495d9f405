// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/ssh_server.h"

#include <QProcess>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <format>
#include <fstream>
#include <iterator>
#include <pwd.h>
#include <random>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace portolan::test {

namespace {

[[noreturn]] void giveUp(const std::string &what)
{
    qFatal("test peer: %s", what.c_str());
}

void makeKey(const std::string &path)
{
    const int status = QProcess::execute(QStringLiteral("ssh-keygen"),
                                         {QStringLiteral("-q"), QStringLiteral("-t"), QStringLiteral("ed25519"),
                                          QStringLiteral("-N"), QString(), QStringLiteral("-C"), QString(),
                                          QStringLiteral("-f"), QString::fromStdString(path)});
    if (status != 0)
        giveUp("ssh-keygen failed");
}

} // namespace

std::string noise(std::size_t size, unsigned seed)
{
    std::mt19937_64 engine(seed);
    std::string bytes;
    bytes.reserve(size + sizeof(std::uint64_t));
    while (bytes.size() < size) {
        const std::uint64_t value = engine();
        bytes.append(reinterpret_cast<const char *>(&value), sizeof value);
    }
    bytes.resize(size);
    return bytes;
}

SshServer::SshServer(const std::string &configuration)
{
    makeKey(folder() + "/host_key");
    makeKey(privateKeyPath());
    m_hostKey = readFile(folder() + "/host_key.pub");
    m_hostKey.erase(m_hostKey.find_last_not_of(" \n") + 1);
    writeFile(folder() + "/authorized_keys", readFile(privateKeyPath() + ".pub"));
    writeFile(folder() + "/sshd_config",
              configuration
                  + std::format("\nHostKey {0}/host_key\nAuthorizedKeysFile {0}/authorized_keys\nStrictModes no\n"
                                "UsePAM no\nPermitRootLogin yes\nPasswordAuthentication no\n"
                                "KbdInteractiveAuthentication no\nPidFile none\nPrintMotd no\nPrintLastLog no\n"
                                "AcceptEnv LANG LC_* PORTOLAN_*\nSubsystem sftp internal-sftp\nMaxStartups 100\n",
                                folder()));
    if (::geteuid() == 0)
        ::mkdir("/run/sshd", 0755); // sshd insists on it
}

SshServer::~SshServer()
{
    killAll();
    // QTemporaryDir leaves names that are not UTF-8.
    std::filesystem::remove_all(folder());
}

void SshServer::authorize(const std::string &publicKeyLine)
{
    const auto path = folder() + "/authorized_keys";
    writeFile(path, readFile(path) + publicKeyLine + "\n");
}

int SshServer::connect()
{
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        giveUp("no socket pair");
    serve(ends[1]);
    return ends[0];
}

void SshServer::serve(int socket, const std::vector<std::string> &wrapper)
{
    ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) & ~O_NONBLOCK);
    std::vector<std::string> command = wrapper;
    for (const auto &word : {std::string("/usr/sbin/sshd"), std::string("-i"), std::string("-f"),
                             folder() + "/sshd_config", std::string("-E"), folder() + "/log"})
        command.push_back(word);
    std::vector<char *> arguments;
    for (auto &word : command)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, socket, STDOUT_FILENO);
    ::posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, (folder() + "/log").c_str(),
                                       O_WRONLY | O_CREAT | O_APPEND, 0600);
    posix_spawnattr_t attributes;
    ::posix_spawnattr_init(&attributes);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    pid_t pid = 0;
    const int error = ::posix_spawnp(&pid, arguments[0], &actions, &attributes, arguments.data(), environ);
    ::posix_spawnattr_destroy(&attributes);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(socket);
    if (error != 0)
        giveUp(std::format("starting {}: error {}", command[0], error));
    m_servers.push_back(pid);
}

void SshServer::signalAll(int signal)
{
    for (const pid_t pid : m_servers)
        ::kill(-pid, signal);
}

void SshServer::killAll()
{
    signalAll(SIGKILL);
    for (const pid_t pid : std::exchange(m_servers, {}))
        ::waitpid(pid, nullptr, 0);
}

std::string SshServer::user()
{
    const passwd *entry = ::getpwuid(::geteuid());
    return entry ? entry->pw_name : "nobody";
}

std::string SshServer::log() const
{
    std::ifstream file(folder() + "/log");
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace portolan::test
