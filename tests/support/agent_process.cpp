// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/agent_process.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QProcess>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <unordered_set>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace portolan::test {

namespace {

using namespace Qt::StringLiterals;

constexpr int programLimitMs = 60'000;

[[noreturn]] void die(const std::string &why)
{
    qFatal("%s: %s", why.c_str(), std::strerror(errno));
}

QString agentProgram()
{
    return QCoreApplication::applicationDirPath() + u"/../bin/portolan-agent"_s;
}

std::vector<std::string> sandboxCommand(const AgentProcess &agent)
{
    std::vector<std::string> words{"bwrap",      "--unshare-all",     "--uid",      "1000",       "--gid", "1000",
                                   "--as-pid-1", "--die-with-parent", "--clearenv", "--cap-drop", "ALL"};
    const auto add = [&](std::initializer_list<std::string> more) { words.insert(words.end(), more); };
    add({"--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib"});
    add({"--symlink", "usr/lib64", "/lib64", "--symlink", "usr/sbin", "/sbin", "--proc", "/proc", "--dev", "/dev"});
    add({"--tmpfs", "/tmp", "--tmpfs", "/run", "--dir", "/etc", "--ro-bind-try", "/etc/alternatives"});
    add({"/etc/alternatives", "--ro-bind", agent.path("passwd"), "/etc/passwd", "--ro-bind", agent.path("group")});
    add({"/etc/group", "--bind", agent.home(), "/home/alice", "--size", "1048576", "--tmpfs", "/small"});
    add({"--ro-bind", agentProgram().toStdString(), "/opt/portolan-agent", "--", "/opt/portolan-agent"});
    return words;
}

} // namespace

std::optional<SeenProcess> process(pid_t pid)
{
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string line;
    if (!std::getline(file, line))
        return std::nullopt;
    const auto open = line.find('(');
    const auto close = line.rfind(')');
    if (open == std::string::npos || close == std::string::npos)
        return std::nullopt;
    SeenProcess seen{.pid = pid, .name = line.substr(open + 1, close - open - 1)};
    std::istringstream rest(line.substr(close + 1));
    rest >> seen.state >> seen.parent;
    std::string skipped;
    for (int field = 5; field < 24; ++field)
        rest >> skipped;
    rest >> seen.residentBytes;
    seen.residentBytes *= ::sysconf(_SC_PAGESIZE);
    return seen;
}

std::vector<SeenProcess> processesBelow(pid_t root)
{
    std::vector<SeenProcess> all;
    for (const auto &entry : std::filesystem::directory_iterator("/proc")) {
        const std::string name = entry.path().filename();
        if (name.front() < '1' || name.front() > '9')
            continue;
        if (auto seen = process(std::atoi(name.c_str())))
            all.push_back(*seen);
    }
    std::unordered_set<pid_t> below{root};
    for (bool grown = true; grown;) {
        grown = false;
        for (const SeenProcess &seen : all)
            grown |= below.contains(seen.parent) && below.insert(seen.pid).second;
    }
    std::erase_if(all, [&](const SeenProcess &seen) { return seen.pid == root || !below.contains(seen.pid); });
    return all;
}

AgentProcess::AgentProcess(Options options) : m_options(std::move(options))
{
    for (const char *name : {"home", "door", "run"}) {
        if (!std::filesystem::create_directory(path(name)))
            die("making folders");
    }
    writeFile(path("passwd"), "root:x:0:0::/root:/bin/sh\nalice:x:1000:1000::/home/alice:/bin/bash\n");
    writeFile(path("group"), "root:x:0:\nalice:x:1000:\n");
    start();
}

void AgentProcess::start()
{
    QJsonObject config{{u"user"_s, u"alice"_s},
                       {u"home"_s, m_options.sandboxed ? u"/home/alice"_s : QString::fromStdString(home())},
                       {u"shell"_s, u"/bin/bash"_s},
                       {u"runDir"_s, m_options.sandboxed ? u"/run/portolan"_s : QString::fromStdString(path("run"))}};
    for (auto item = m_options.config.begin(); item != m_options.config.end(); ++item)
        config[item.key()] = item.value();

    auto listener = listenUnix(socketPath());
    if (!listener)
        qFatal("%s", listener.error().detail.c_str());
    const Descriptor statusFile(::open(path("status").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600));
    const Descriptor configFile(::memfd_create("config", 0));
    const QByteArray json = QJsonDocument(config).toJson();
    if (!statusFile || ::write(configFile.get(), json.data(), static_cast<std::size_t>(json.size())) != json.size()
        || ::lseek(configFile.get(), 0, SEEK_SET) != 0)
        die("preparing the agent");

    std::vector<std::string> words = m_options.sandboxed ? sandboxCommand(*this)
                                                         : std::vector{agentProgram().toStdString()};
    for (const auto &[name, value] : {std::pair("--listen-fd", listener->get()),
                                      {"--status-fd", statusFile.get()},
                                      {"--config-fd", configFile.get()},
                                      {"--grace", m_options.graceMs}}) {
        words.emplace_back(name);
        words.push_back(std::to_string(value));
    }
    std::vector<char *> pointers;
    for (std::string &word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);

    const std::size_t before = status().size();
    m_child = ::fork();
    if (m_child == 0) {
        ::fcntl(listener->get(), F_SETFD, 0);
        ::prctl(PR_SET_PDEATHSIG, SIGKILL); // a test that is killed leaves no agent
        ::execvp(pointers.front(), pointers.data());
        die("starting " + words.front());
    }
    m_agent = m_child;
    if (!waitUntil([&] { return status().size() > before; }))
        qFatal("the agent did not start");
    if (!m_options.sandboxed)
        return;
    // Bubblewrap stays outside; its child is the agent once that has come to its own program.
    const bool found = waitUntil([this] {
        for (const SeenProcess &seen : processesBelow(m_child)) {
            if (seen.name == "portolan-agent" && seen.parent == m_child)
                m_agent = seen.pid;
        }
        return m_agent != m_child;
    });
    if (!found)
        qFatal("bubblewrap did not start the agent");
}

AgentProcess::~AgentProcess()
{
    if (m_child <= 0)
        return;
    // Also what has left the agent's tree would stay behind; killing from the leaves up leaves nothing to adopt.
    for (const SeenProcess &seen : processesBelow(m_child))
        ::kill(seen.pid, SIGKILL);
    ::kill(m_child, SIGKILL);
    ::waitpid(m_child, nullptr, 0);
}

std::unique_ptr<Stream> AgentProcess::open() const
{
    auto stream = run(connectUnix(socketPath()));
    if (!stream)
        qFatal("%s", stream.error().detail.c_str());
    return std::move(*stream);
}

std::vector<std::string> AgentProcess::status() const
{
    std::ifstream file(path("status"));
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);)
        lines.push_back(line);
    return lines;
}

void AgentProcess::kill(int signal) const
{
    ::kill(m_agent, signal);
}

int AgentProcess::wait()
{
    int status = -1;
    const bool ended = waitUntil([&] { return ::waitpid(m_child, &status, WNOHANG) == m_child; });
    if (ended)
        m_child = -1;
    return status;
}

void AgentProcess::restart()
{
    start();
}

} // namespace portolan::test
