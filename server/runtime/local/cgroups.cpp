// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/local/cgroups.h"

#include "core/async/timer.h"
#include "server/runtime/local/files.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <map>
#include <ranges>
#include <sstream>

namespace portolan::runtime {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view serverGroup = "portolan-server";
constexpr std::int64_t period = 100'000; // microseconds
constexpr std::int64_t leastQuota = 1'000;

Result<void> writeValue(const fs::path &file, const std::string &value)
{
    const int descriptor = open(file.c_str(), O_WRONLY | O_CLOEXEC);
    if (descriptor < 0)
        return failFromErrno("opening " + file.string(), errno);
    const auto written = write(descriptor, value.data(), value.size());
    const int error = errno;
    close(descriptor);
    if (written != static_cast<ssize_t>(value.size()))
        return failFromErrno("writing " + value + " to " + file.string(), error);
    return {};
}

std::optional<std::int64_t> number(std::string_view text)
{
    std::int64_t value = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec != std::errc{})
        return std::nullopt;
    return value;
}

/// The value of `key` in a file of lines "key value".
std::optional<std::int64_t> keyed(const fs::path &file, const std::string &key)
{
    std::istringstream lines(readFile(file));
    for (std::string name, value; lines >> name >> value;) {
        if (name == key)
            return number(value);
    }
    return std::nullopt;
}

bool hasWord(const std::string &text, const std::string &word, char separator)
{
    for (const auto part : text | std::views::split(separator)) {
        if (std::string_view(part) == word)
            return true;
    }
    return false;
}

/// One mounted hierarchy: proc_pid_mountinfo(5).
struct Mount {
    std::string root;
    std::string place;
    std::string type;
    std::string options;
};

std::vector<Mount> cgroupMounts(const fs::path &mountInfo)
{
    std::vector<Mount> mounts;
    std::istringstream lines(readFile(mountInfo));
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        std::string skipped;
        Mount mount;
        fields >> skipped >> skipped >> skipped >> mount.root >> mount.place;
        while (fields >> skipped && skipped != "-") {
        }
        fields >> mount.type >> skipped >> mount.options;
        if (mount.type == "cgroup" || mount.type == "cgroup2")
            mounts.push_back(std::move(mount));
    }
    return mounts;
}

/// The folder of this process's group in a hierarchy; `controller` is empty for version 2. proc(5), cgroups(7).
std::optional<fs::path> ownFolder(const Cgroups::Kernel &kernel, const Mount &mount, const std::string &controller)
{
    std::istringstream lines(readFile(kernel.ownGroups));
    for (std::string line; std::getline(lines, line);) {
        const auto first = line.find(':');
        const auto second = line.find(':', first + 1);
        if (second == std::string::npos)
            continue;
        const auto controllers = line.substr(first + 1, second - first - 1);
        if (controller.empty() ? !controllers.empty() : !hasWord(controllers, controller, ','))
            continue;
        auto path = line.substr(second + 1);
        // A container sees its part of the hierarchy only, under the names of the whole.
        if (mount.root != "/" && path.starts_with(mount.root))
            path.erase(0, mount.root.size());
        return fs::path(mount.place) / fs::path(path).relative_path();
    }
    return std::nullopt;
}

Result<void> makeFolder(const fs::path &folder)
{
    if (mkdir(folder.c_str(), 0755) != 0 && errno != EEXIST)
        return failFromErrno("making the control group " + folder.string(), errno);
    return {};
}

void removeFolder(const fs::path &folder)
{
    rmdir(folder.c_str());
}

/// Lets `base` share out `controller`; moves this process out of the way where it is the one that hinders it.
Result<void> shareOut(const fs::path &base, const fs::path &own, const std::string &controller)
{
    const auto control = base / "cgroup.subtree_control";
    if (hasWord(readFile(control).substr(0, readFile(control).find('\n')), controller, ' '))
        return {};
    auto shared = writeValue(control, "+" + controller);
    if (shared || base != own)
        return shared;
    const auto group = base / serverGroup;
    if (auto made = makeFolder(group); !made)
        return made;
    if (auto moved = writeValue(group / "cgroup.procs", "0"); !moved) {
        removeFolder(group);
        return moved;
    }
    shared = writeValue(control, "+" + controller);
    if (!shared) {
        // Others are in the group as well: it is not ours to divide.
        if (writeValue(own / "cgroup.procs", "0"))
            removeFolder(group);
    }
    return shared;
}

} // namespace

Cgroups Cgroups::none(std::string reason)
{
    Cgroups groups;
    for (auto *enforcement : {&groups.m_cpu, &groups.m_memory, &groups.m_processes})
        enforcement->reason = reason;
    return groups;
}

Cgroups Cgroups::detect(const Kernel &kernel, const std::string &instance)
{
    const auto mounts = cgroupMounts(kernel.mountInfo);
    auto groups = none("this kernel shows no control groups");
    std::map<std::string, std::string> problems;
    const auto name = "portolan-" + instance;

    const auto two = std::ranges::find(mounts, "cgroup2", &Mount::type);
    if (const auto own = two == mounts.end() ? std::nullopt : ownFolder(kernel, *two, "")) {
        const auto base = own->filename() == serverGroup ? own->parent_path() : *own;
        const auto offered = readFile(base / "cgroup.controllers");
        bool any = false;
        for (const std::string controller : {"cpu", "memory", "pids"}) {
            if (!hasWord(offered.substr(0, offered.find('\n')), controller, ' '))
                continue;
            if (const auto shared = shareOut(base, *own, controller); shared)
                any = true;
            else
                problems[controller] = shared.error().detail;
        }
        if (any) {
            groups.m_version = Version::Two;
            groups.m_folders.push_back({.controller = {}, .base = base / name});
        }
    }
    if (groups.m_version == Version::None) {
        for (const std::string controller : {"cpu", "cpuacct", "memory", "pids"}) {
            const auto one = std::ranges::find_if(mounts, [&](const Mount &mount) {
                return mount.type == "cgroup" && hasWord(mount.options, controller, ',');
            });
            if (const auto own = one == mounts.end() ? std::nullopt : ownFolder(kernel, *one, controller)) {
                groups.m_version = Version::One;
                groups.m_folders.push_back({.controller = controller, .base = *own / name});
            }
        }
    }

    // What may be used shows by using it.
    std::erase_if(groups.m_folders, [&](const Folder &folder) {
        const auto probe = folder.base / "probe";
        auto made = makeFolder(folder.base).and_then([&] { return makeFolder(probe); });
        if (!made && !folder.controller.empty())
            problems[folder.controller] = made.error().detail;
        removeFolder(probe);
        removeFolder(folder.base);
        return !made.has_value();
    });
    for (const auto &[controller, enforcement] :
         {std::pair("cpu", &groups.m_cpu), {"memory", &groups.m_memory}, {"pids", &groups.m_processes}})
        groups.report(controller, *enforcement, problems.contains(controller) ? problems[controller] : std::string());
    return groups;
}

void Cgroups::report(const std::string &controller, Enforcement &enforcement, const std::string &why) const
{
    const Limits sample{.millicores = 1000, .memoryBytes = std::int64_t(64) << 20, .processes = 64};
    std::string reason = why.empty() ? "the controller \"" + controller + "\" is not available to the server" : why;
    for (const auto &folder : m_folders) {
        if (!folder.controller.empty() && folder.controller != controller)
            continue;
        const auto probe = folder.base / "probe";
        const auto limited = makeFolder(folder.base).and_then([&] { return makeFolder(probe); }).and_then([&] {
            return limit(probe, m_version, controller, sample);
        });
        removeFolder(probe);
        removeFolder(folder.base);
        if (limited) {
            enforcement.enforced = true;
            enforcement.reason.clear();
            return;
        }
        if (why.empty())
            reason = limited.error().detail;
    }
    enforcement.reason =
        reason
        + "; run the server as a systemd service with Delegate=cpu memory pids and DelegateSubgroup=portolan-server";
}

Result<void> Cgroups::limit(const fs::path &group, Version version, const std::string &controller, const Limits &limits)
{
    const bool two = version == Version::Two;
    if (controller == "cpu" && limits.millicores > 0) {
        const auto quota = std::to_string(std::max(limits.millicores * period / 1000, leastQuota));
        if (two)
            return writeValue(group / "cpu.max", quota + " " + std::to_string(period));
        return writeValue(group / "cpu.cfs_period_us", std::to_string(period)).and_then([&] {
            return writeValue(group / "cpu.cfs_quota_us", quota);
        });
    }
    if (controller == "memory" && limits.memoryBytes > 0) {
        const auto bytes = std::to_string(limits.memoryBytes + ownMemory);
        // Without a limit on swap a limit on memory only moves the trouble; not every kernel has one.
        const auto swap = group / (two ? "memory.swap.max" : "memory.memsw.limit_in_bytes");
        return writeValue(group / (two ? "memory.max" : "memory.limit_in_bytes"), bytes)
            .and_then([&]() -> Result<void> {
                std::error_code error;
                return fs::exists(swap, error) ? writeValue(swap, two ? "0" : bytes) : Result<void>();
            });
    }
    if (controller == "pids" && limits.processes > 0)
        return writeValue(group / "pids.max", std::to_string(limits.processes + ownProcesses));
    return {};
}

Result<std::vector<std::string>> Cgroups::create(const std::string &workspace, const Limits &limits) const
{
    std::vector<std::string> made;
    const auto undo = [&made](Error error) -> Result<std::vector<std::string>> {
        for (const auto &folder : made)
            removeFolder(folder);
        return std::unexpected(std::move(error));
    };
    for (const auto &[controller, base] : m_folders) {
        const auto group = base / workspace;
        if (std::ranges::contains(made, group.string()))
            continue;
        if (auto done = makeFolder(base).and_then([&] { return makeFolder(group); }); !done)
            return undo(done.error());
        made.push_back(group.string());
    }
    for (const auto &[controller, enforcement] :
         {std::pair("cpu", &m_cpu), {"memory", &m_memory}, {"pids", &m_processes}}) {
        if (!enforcement->enforced)
            continue;
        const auto folder = std::ranges::find_if(m_folders, [&](const Folder &candidate) {
            return candidate.controller.empty() || candidate.controller == controller;
        });
        if (auto done = limit(folder->base / workspace, m_version, controller, limits); !done)
            return undo(done.error());
    }
    return made;
}

std::vector<std::string> Cgroups::strangers(const std::vector<std::string> &known) const
{
    std::vector<std::string> folders;
    for (const auto &folder : m_folders) {
        for (const auto &name : foldersIn(folder.base)) {
            if (!std::ranges::contains(known, name))
                folders.push_back(folder.base / name);
        }
    }
    return folders;
}

Runtime::Usage cgroupUsage(const std::vector<std::string> &folders)
{
    Runtime::Usage usage;
    for (const fs::path folder : folders) {
        if (const auto nanoseconds = number(readFile(folder / "cpuacct.usage")))
            usage.cpuTime = std::chrono::microseconds(*nanoseconds / 1000);
        if (const auto microseconds = keyed(folder / "cpu.stat", "usage_usec"))
            usage.cpuTime = std::chrono::microseconds(*microseconds);
        const auto two = number(readFile(folder / "memory.current"));
        if (const auto bytes = two ? two : number(readFile(folder / "memory.usage_in_bytes"))) {
            // The cache that is given back on demand is not what anybody means by memory in use.
            const auto cache = keyed(folder / "memory.stat", two ? "inactive_file" : "total_inactive_file");
            usage.memoryBytes = std::max<std::int64_t>(*bytes - cache.value_or(0), 0);
        }
        if (const auto count = number(readFile(folder / "pids.current")))
            usage.processes = static_cast<int>(*count);
    }
    return usage;
}

bool ranOutOfMemory(const std::vector<std::string> &folders)
{
    return std::ranges::any_of(folders, [](const fs::path folder) {
        return keyed(folder / "memory.oom_control", "oom_kill").value_or(0) > 0
               || keyed(folder / "memory.events", "oom_kill").value_or(0) > 0;
    });
}

Task<Result<void>> removeCgroups(std::vector<std::string> folders)
{
    constexpr int attempts = 100;
    for (const fs::path folder : folders) {
        for (int attempt = 0; rmdir(folder.c_str()) != 0 && errno != ENOENT; ++attempt) {
            if (attempt == attempts)
                co_return failFromErrno("removing the control group " + folder.string(), errno);
            std::istringstream processes(readFile(folder / "cgroup.procs"));
            for (pid_t pid = 0; processes >> pid;) {
                // 0 is a process of another PID namespace, and to kill(2) our own group.
                if (pid > 0)
                    kill(pid, SIGKILL);
            }
            co_await sleepFor(std::chrono::milliseconds(10));
        }
        removeFolder(folder.parent_path());
    }
    co_return {};
}

} // namespace portolan::runtime
