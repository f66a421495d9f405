// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/agent/program/files.h"
#include "server/runtime/agent/program/handlers.h"
#include "server/runtime/agent/program/process.h"
#include "server/runtime/agent/program/wire.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <climits>
#include <cstdio>
#include <format>
#include <fstream>
#include <sstream>

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace portolan::runtime::agent {

namespace {

constexpr std::size_t maxMounts = 256;

/// Spaces and the like are written as three octal digits there (proc_pid_mountinfo(5)).
std::string unescaped(std::string_view text)
{
    std::string result;
    while (!text.empty()) {
        int code = 0;
        const bool escaped = text.front() == '\\' && text.size() >= 4
                             && std::from_chars(text.data() + 1, text.data() + 4, code, 8).ptr == text.data() + 4;
        result += escaped ? static_cast<char>(code) : text.front();
        text.remove_prefix(escaped ? 4 : 1);
    }
    return result;
}

Json::Array splitOptions(const std::string &options)
{
    Json::Array items;
    std::istringstream stream(options);
    for (std::string item; std::getline(stream, item, ',');)
        items.push_back(toUtf8(item));
    return items;
}

/// What holds files: folders of file systems that have a size.
bool isOfInterest(const std::string &mountPoint, const struct statvfs &space)
{
    for (const std::string_view system : {"/proc", "/sys", "/dev"}) {
        if (mountPoint == system || mountPoint.starts_with(std::string(system) + "/"))
            return false;
    }
    struct stat info{};
    return space.f_blocks > 0 && ::stat(mountPoint.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

Json::Array mounts()
{
    Json::Array items;
    std::ifstream table("/proc/self/mountinfo");
    for (std::string line; std::getline(table, line) && items.size() < maxMounts;) {
        // id parent device root MOUNTPOINT OPTIONS optional... - TYPE SOURCE superOptions
        std::istringstream words(line);
        std::string skip, mountPoint, options, type, source;
        words >> skip >> skip >> skip >> skip >> mountPoint >> options;
        while (words >> skip && skip != "-")
            ;
        words >> type >> source;
        mountPoint = unescaped(mountPoint);
        struct statvfs space{};
        if (!words || ::statvfs(mountPoint.c_str(), &space) != 0 || !isOfInterest(mountPoint, space))
            continue;
        const auto bytes = [&](fsblkcnt_t blocks) { return static_cast<std::int64_t>(blocks * space.f_frsize); };
        items.push_back(Json::Object{{"mountPoint", toUtf8(mountPoint)},
                                     {"source", toUtf8(unescaped(source))},
                                     {"fsType", toUtf8(type)},
                                     {"options", splitOptions(options)},
                                     {"readOnly", (space.f_flag & ST_RDONLY) != 0},
                                     {"isLikelyTemp", type == "tmpfs"},
                                     {"totalBytes", bytes(space.f_blocks)},
                                     {"usedBytes", bytes(space.f_blocks - space.f_bfree)},
                                     {"freeBytes", bytes(space.f_bfree)},
                                     {"availableBytes", bytes(space.f_bavail)},
                                     {"totalInodes", static_cast<std::int64_t>(space.f_files)},
                                     {"freeInodes", static_cast<std::int64_t>(space.f_ffree)}});
    }
    return items;
}

} // namespace

int handleSysinfo(const Situation &situation, Fields &head, int socket)
{
    if (const auto read = head.finish(); !read)
        return refuse(socket, read.error());
    const auto processes = sandboxProcesses();
    std::uint64_t ticks = 0;
    std::int64_t pages = 0;
    for (const ProcessInfo &process : processes) {
        ticks += process.ticks;
        pages += process.residentPages;
    }
    const auto started = std::chrono::duration_cast<std::chrono::microseconds>(situation.started.time_since_epoch())
                             .count();
    const auto perTick = 1'000'000 / static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK));
    const bool sent = answer(socket, {{"started", started},
                                      {"cpuTimeMicroseconds", static_cast<std::int64_t>(ticks * perTick)},
                                      {"residentBytes", pages * ::sysconf(_SC_PAGESIZE)},
                                      {"processes", processes.size()},
                                      {"users", situation.sessions},
                                      {"load", Json::Array{situation.load[0], situation.load[1], situation.load[2]}},
                                      {"mounts", mounts()}});
    return sent ? 0 : 1;
}

int handleCwd(const Situation &, Fields &head, int socket)
{
    const std::string session = head.text("session");
    if (const auto read = head.finish(); !read)
        return refuse(socket, read.error());
    pid_t pid = 0;
    std::uint64_t started = 0;
    const char *const end = session.data() + session.size();
    const auto [dash, pidError] = std::from_chars(session.data(), end, pid);
    const bool parsed = pidError == std::errc() && dash < end && *dash == '-'
                        && std::from_chars(dash + 1, end, started).ptr == end;
    const auto process = parsed && pid > 0 ? processInfo(pid) : std::nullopt;
    if (!process || process->started != started)
        return refuse(socket, {.code = ErrorCode::NotFound,
                               .detail = std::format("no terminal session is called \"{}\"", session)});
    char path[PATH_MAX];
    const std::string link = std::format("/proc/{}/cwd", pid);
    const ssize_t size = ::readlink(link.c_str(), path, sizeof path);
    if (size < 0)
        return refuse(socket, failHere("reading", link).error());
    return answer(socket, {{"path", toUtf8({path, static_cast<std::size_t>(size)})}}) ? 0 : 1;
}

} // namespace portolan::runtime::agent
