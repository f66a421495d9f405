// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/digest.h"
#include "server/runtime/local/files.h"
#include "server/runtime/local/local_runtime.h"
#include "tests/server/runtime/runtime_contract.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <filesystem>

#include <signal.h>
#include <unistd.h>

namespace portolan::test {

/// The contract for workspaces on this computer, and what it needs to know of them.
class LocalContract : public RuntimeContract
{
protected:
    LocalContract()
    {
        config.data = m_data.path().toStdString();
        config.agent = program("portolan-agent");
        config.launcher = program("portolan-launch");
        // Nobody else's, so that every process and file of this test shows by its number.
        config.firstUid = 1'000'000 + static_cast<std::uint32_t>(getpid()) * 64;
        config.uidCount = 64;
    }

    static std::string program(const char *name)
    {
        return QStandardPaths::findExecutable(QString::fromUtf8(name)).toStdString();
    }

    Result<std::unique_ptr<runtime::Runtime>> makeRuntime() override
    {
        auto made = run(runtime::LocalRuntime::create(config));
        if (!made)
            return std::unexpected(made.error());
        return std::unique_ptr<runtime::Runtime>(std::move(*made));
    }

    std::vector<std::string> runningTraces(const std::string &id) override
    {
        std::vector<std::string> traces;
        const auto mark = token(id);
        for (const auto &[pid, arguments] : processes()) {
            const auto target = targetOf(arguments);
            const bool lost = target != 0 && isOurs(pid) && runtime::readFile(procPath(target) + "cmdline").empty();
            if (arguments.contains(mark) || lost
                || (target != 0 && runtime::readFile(procPath(target) + "cmdline").contains(mark)))
                traces.push_back("process " + std::to_string(pid) + " " + arguments);
            if (runtime::readFile(procPath(pid) + "mountinfo").contains(folder(id).string() + "/"))
                traces.push_back("mounted for process " + std::to_string(pid));
        }
        for (const auto &group : groups()) {
            if (group.filename() == id)
                traces.push_back(group.string());
        }
        if (std::filesystem::exists(folder(id) / "agent"))
            traces.push_back((folder(id) / "agent").string());
        return traces;
    }

    std::vector<std::string> allTraces(const std::string &id) override
    {
        auto traces = runningTraces(id);
        if (std::filesystem::exists(folder(id)))
            traces.push_back(folder(id).string());
        return traces;
    }

    std::vector<std::string> strayTraces() override
    {
        std::vector<std::string> traces;
        for (const auto &[pid, arguments] : processes()) {
            if (pid != getpid() && isOurs(pid))
                traces.push_back("process " + std::to_string(pid) + " " + arguments);
        }
        for (const auto &group : groups())
            traces.push_back(group.string());
        for (const auto &entry : std::filesystem::directory_iterator(config.data))
            traces.push_back(entry.path().string());
        return traces;
    }

    void killFromOutside(const std::string &id) override
    {
        const auto pid = initOf(id);
        QVERIFY(pid > 0);
        QCOMPARE(kill(pid, SIGKILL), 0);
        QVERIFY(waitUntil([&] { return kill(pid, 0) != 0; })); // reaped; its name goes earlier
    }

    std::filesystem::path folder(const std::string &id) const { return config.data / "workspaces" / id; }

    static std::string procPath(pid_t pid) { return "/proc/" + std::to_string(pid) + "/"; }

    /// The first argument of PID 1, and a later one of what started it.
    std::string token(const std::string &id) const { return "portolan/" + instance() + "/" + id + "/"; }

    std::string instance() const { return sha256Hex(config.data.string()).substr(0, 12); }

    /// Seen from the host; 0 when it does not run.
    pid_t initOf(const std::string &id) const
    {
        for (const auto &[pid, arguments] : processes()) {
            // What PID 1 forks bears its name until it becomes something else.
            if (arguments.starts_with(token(id)) && runtime::readFile(procPath(pid) + "status").contains("\t1\nNSpgid"))
                return pid;
        }
        return 0;
    }

    /// The process of the network of a workspace; 0 when there is none.
    pid_t networkOf(const std::string &id) const
    {
        for (const auto &[pid, arguments] : processes()) {
            const auto target = targetOf(arguments);
            if (target != 0 && runtime::readFile(procPath(target) + "cmdline").contains(token(id)))
                return pid;
        }
        return 0;
    }

    static std::vector<std::pair<pid_t, std::string>> processes()
    {
        std::vector<std::pair<pid_t, std::string>> all;
        for (const auto &name : runtime::foldersIn("/proc")) {
            const pid_t pid = std::atoi(name.c_str());
            auto arguments = pid > 0 ? runtime::readFile(procPath(pid) + "cmdline") : std::string();
            std::ranges::replace(arguments, '\0', ' ');
            if (!arguments.empty())
                all.emplace_back(pid, std::move(arguments));
        }
        return all;
    }

    /// Control groups of this test's runtime, in all hierarchies.
    std::vector<std::filesystem::path> groups() const
    {
        // find(1) does not mind that groups of others come and go meanwhile.
        const auto name = "portolan-" + instance();
        QProcess find;
        find.start(QStringLiteral("find"),
                   {QStringLiteral("/sys/fs/cgroup"), QStringLiteral("-type"), QStringLiteral("d"),
                    QStringLiteral("-path"), QString::fromStdString("*/" + name + "*")});
        find.waitForFinished();
        std::vector<std::filesystem::path> found;
        for (const auto &line : find.readAllStandardOutput().split('\n')) {
            if (!line.isEmpty())
                found.emplace_back(line.toStdString());
        }
        return found;
    }

    runtime::LocalConfig config;

private:
    /// Whose namespaces a pasta serves; 0 for other programs.
    static pid_t targetOf(const std::string &arguments)
    {
        constexpr std::string_view option = "--netns /proc/";
        const auto place = arguments.find(option);
        if (place == std::string::npos || !arguments.contains("pasta"))
            return 0;
        return std::atoi(arguments.c_str() + place + option.size());
    }

    /// Whether one of this test's owners has the process, or, without such, whether it is in a namespace of this
    /// user's.
    bool isOurs(pid_t pid) const
    {
        const auto status = runtime::readFile(procPath(pid) + "status");
        const auto place = status.find("\nUid:\t");
        if (place == std::string::npos)
            return false;
        const auto uid = static_cast<uid_t>(std::strtoul(status.c_str() + place + 6, nullptr, 10));
        if (geteuid() == 0)
            return uid >= config.firstUid && uid < config.firstUid + config.uidCount;
        std::error_code error;
        return uid == geteuid()
               && std::filesystem::read_symlink(procPath(pid) + "ns/user", error)
                      != std::filesystem::read_symlink("/proc/self/ns/user");
    }

    QTemporaryDir m_data;
};

} // namespace portolan::test
