// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/agent/program/process.h"

#include "server/runtime/agent/program/wire.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <format>
#include <unordered_set>

#include <dirent.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace portolan::runtime::agent {

namespace {

constexpr const char *oomFile = "/proc/self/oom_score_adj";

rlimit originalFileLimit{};
bool oomScoreLowered = false;
pid_t agent = 0;

/// Files of /proc are short; nothing of them is needed past 4 KiB.
std::optional<std::string> readSmallFile(const std::string &path)
{
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file)
        return std::nullopt;
    std::string text(4096, '\0');
    const ssize_t count = ::read(file.get(), text.data(), text.size());
    if (count < 0)
        return std::nullopt;
    text.resize(static_cast<std::size_t>(count));
    return text;
}

bool writeSmallFile(const char *path, std::string_view text)
{
    const Descriptor file(::open(path, O_WRONLY | O_CLOEXEC));
    return file && writeAll(file.get(), text);
}

} // namespace

void closeFrom(unsigned first)
{
    // glibc's wrapper would do as well; the agent may run on kernels and libraries where it is missing.
    if (::syscall(SYS_close_range, first, ~0U, 0U) == 0)
        return;
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    for (rlim_t fd = first; fd < limit.rlim_cur; ++fd)
        ::close(static_cast<int>(fd));
}

void hardenSelf()
{
    agent = ::getpid();
    // Lowered before the process becomes unreadable: after that the file belongs to root.
    const int before = std::atoi(readSmallFile(oomFile).value_or("0").c_str());
    oomScoreLowered = before < 0 || writeSmallFile(oomFile, "-900");
    ::prctl(PR_SET_DUMPABLE, 0);
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    ::getrlimit(RLIMIT_NOFILE, &originalFileLimit);
    const rlimit raised{.rlim_cur = originalFileLimit.rlim_max, .rlim_max = originalFileLimit.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &raised);
    std::signal(SIGPIPE, SIG_IGN);
    ::umask(022);
}

int becomeHandler(int keep)
{
    ::setsid();
    constexpr int socket = 3;
    if (keep != socket)
        ::dup2(keep, socket);
    closeFrom(socket + 1);
    ::fcntl(socket, F_SETFD, FD_CLOEXEC);
    ::fcntl(socket, F_SETFL, ::fcntl(socket, F_GETFL) & ~O_NONBLOCK);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    return socket;
}

void becomeProgram(const std::vector<std::string> &arguments, const std::map<std::string, std::string> &environment,
                   const std::string &folder, const std::string &programName)
{
    closeFrom(3);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    std::signal(SIGPIPE, SIG_DFL);
    ::setrlimit(RLIMIT_NOFILE, &originalFileLimit);
    if (oomScoreLowered) {
        // Nothing of the agent is left in the descriptors, so the workload may look now.
        ::prctl(PR_SET_DUMPABLE, 1);
        static_cast<void>(writeSmallFile(oomFile, "0"));
    }
    if (::chdir(folder.c_str()) != 0 && ::chdir("/") != 0)
        std::fprintf(stderr, "portolan-agent: %s: %s\n", folder.c_str(), std::strerror(errno));

    std::vector<std::string> variables;
    for (const auto &[name, value] : environment)
        variables.push_back(name + "=" + value);
    std::vector<char *> environmentPointers;
    for (std::string &variable : variables)
        environmentPointers.push_back(variable.data());
    environmentPointers.push_back(nullptr);
    std::vector<std::string> words = arguments;
    if (!programName.empty())
        words.front() = programName;
    std::vector<char *> wordPointers;
    for (std::string &word : words)
        wordPointers.push_back(word.data());
    wordPointers.push_back(nullptr);

    ::execve(arguments.front().c_str(), wordPointers.data(), environmentPointers.data());
    const int error = errno;
    std::fprintf(stderr, "portolan-agent: %s: %s\n", arguments.front().c_str(), std::strerror(error));
    ::_exit(error == ENOENT ? 127 : 126);
}

std::map<std::string, std::string> environmentOf(const Config &config, const std::map<std::string, std::string> &more)
{
    std::map<std::string, std::string> environment = more;
    environment.insert(config.environment.begin(), config.environment.end());
    environment.insert({{"HOME", config.home},
                        {"USER", config.user},
                        {"LOGNAME", config.user},
                        {"SHELL", config.shell},
                        {"PATH", "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin"},
                        {"LANG", "C.UTF-8"}});
    return environment;
}

std::optional<ProcessInfo> processInfo(pid_t pid)
{
    const auto text = readSmallFile(std::format("/proc/{}/stat", pid));
    // The name stands in parentheses and may hold any byte, parentheses included.
    const auto nameEnd = text ? text->rfind(')') : std::string::npos;
    if (nameEnd == std::string::npos)
        return std::nullopt;
    ProcessInfo info{.pid = pid};
    int field = 3; // proc_pid_stat(5) counts from 1; the first after the name is the state
    const char *at = text->data() + nameEnd + 1;
    const char *const end = text->data() + text->size();
    for (; at < end && field <= 24; ++field) {
        at = std::find_if(at, end, [](char c) { return c != ' '; });
        const char *const wordEnd = std::find(at, end, ' ');
        std::int64_t number = 0;
        std::from_chars(at, wordEnd, number);
        if (field == 3 && at < end)
            info.state = *at;
        else if (field == 4)
            info.parent = static_cast<pid_t>(number);
        else if (field >= 14 && field <= 17)
            info.ticks += static_cast<std::uint64_t>(number);
        else if (field == 22)
            info.started = static_cast<std::uint64_t>(number);
        else if (field == 24)
            info.residentPages = number;
        at = wordEnd;
    }
    return field > 24 ? std::optional(info) : std::nullopt;
}

std::vector<ProcessInfo> sandboxProcesses()
{
    std::vector<ProcessInfo> all;
    DIR *const proc = ::opendir("/proc");
    if (!proc)
        return all;
    while (const dirent *entry = ::readdir(proc)) {
        if (entry->d_name[0] < '1' || entry->d_name[0] > '9')
            continue;
        if (const auto info = processInfo(std::atoi(entry->d_name)))
            all.push_back(*info);
    }
    ::closedir(proc);
    if (isInit())
        return all;

    std::unordered_set<pid_t> below{agent};
    for (bool grown = true; grown;) {
        grown = false;
        for (const ProcessInfo &info : all)
            grown |= below.contains(info.parent) && below.insert(info.pid).second;
    }
    std::erase_if(all, [&](const ProcessInfo &info) { return !below.contains(info.pid); });
    return all;
}

int shellStatus(int waitStatus)
{
    return WIFEXITED(waitStatus) ? WEXITSTATUS(waitStatus) : 128 + WTERMSIG(waitStatus);
}

bool isInit()
{
    return agent == 1;
}

} // namespace portolan::runtime::agent
