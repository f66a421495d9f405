// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/agent/client.h"

#include "server/runtime/agent/exchange.h"

#include <algorithm>
#include <format>

namespace portolan::runtime::agent {

namespace {

constexpr int maxCount = 1 << 30;
/// For what grows with the number of files.
constexpr std::chrono::minutes treePatience(10);

/// Asks for what has no more to its answer than that it was done.
Task<Result<void>> askToDo(Connection connection, Head head, std::chrono::milliseconds patience = defaultPatience)
{
    const auto answer = co_await ask(*connection, std::move(head), patience);
    if (!answer)
        co_return std::unexpected(answer.error());
    co_return Result<void>();
}

Result<AgentInfo::Scripts> scriptsState(const std::string &state)
{
    if (state == "none")
        return AgentInfo::Scripts::None;
    if (state == "running")
        return AgentInfo::Scripts::Running;
    if (state == "done")
        return AgentInfo::Scripts::Done;
    return nonsense("a state of init scripts that is not known");
}

Result<AgentInfo> decodeInfo(Answer answer)
{
    AgentInfo info{.protocol = static_cast<int>(answer.number("protocol", 1, maxCount)),
                   .started = answer.time("started")};
    Answer scripts = answer.object("initScripts");
    if (const auto complete = answer.finish(); !complete)
        return std::unexpected(complete.error());
    const auto state = scriptsState(scripts.text("state"));
    if (!state)
        return std::unexpected(state.error());
    info.scripts = *state;
    for (Answer &item : scripts.objects("scripts")) {
        AgentInfo::Script script{.name = item.text("name"), .state = item.text("state"), .status = {}};
        if (item.has("status"))
            script.status = static_cast<int>(item.number("status", 0, 255));
        if (const auto complete = item.finish(); !complete)
            return std::unexpected(complete.error());
        info.initScripts.push_back(std::move(script));
    }
    if (const auto complete = scripts.finish(); !complete)
        return std::unexpected(complete.error());
    return info;
}

Result<Entry> decodeEntry(Answer item, const std::string &folder)
{
    Entry entry{.name = item.text("name"),
                .path = {},
                .size = item.number("size"),
                .mode = item.text("mode"),
                .isFolder = item.flag("isDir"),
                .modified = item.time("mtime"),
                .target = {},
                .lossy = item.has("lossy")};
    if (item.has("target"))
        entry.target = item.text("target");
    if (const auto complete = item.finish(); !complete)
        return std::unexpected(complete.error());
    // It goes into paths and pages: what a folder cannot hold is not taken for a name.
    if (entry.name.empty() || entry.name == "." || entry.name == ".." || entry.name.contains('/')
        || entry.name.contains('\0'))
        return nonsense("an entry whose name is none");
    entry.path = folder + (folder.ends_with('/') ? "" : "/") + entry.name;
    return entry;
}

Result<Mount> decodeMount(Answer item)
{
    Mount mount{.mountPoint = item.text("mountPoint"),
                .source = item.text("source"),
                .type = item.text("fsType"),
                .options = item.texts("options"),
                .readOnly = item.flag("readOnly"),
                .likelyTemporary = item.flag("isLikelyTemp"),
                .totalBytes = item.number("totalBytes"),
                .usedBytes = item.number("usedBytes"),
                .freeBytes = item.number("freeBytes"),
                .availableBytes = item.number("availableBytes"),
                .totalInodes = item.number("totalInodes"),
                .freeInodes = item.number("freeInodes")};
    if (const auto complete = item.finish(); !complete)
        return std::unexpected(complete.error());
    return mount;
}

Result<SystemInfo> decodeSystemInfo(Answer answer)
{
    SystemInfo info{.started = answer.time("started"),
                    .cpuTime = std::chrono::microseconds(answer.number("cpuTimeMicroseconds")),
                    .residentBytes = answer.number("residentBytes"),
                    .processes = static_cast<int>(answer.number("processes", 0, maxCount)),
                    .users = static_cast<int>(answer.number("users", 0, maxCount))};
    const auto load = answer.reals("load");
    for (Answer &item : answer.objects("mounts")) {
        auto mount = decodeMount(std::move(item));
        if (!mount)
            return std::unexpected(mount.error());
        info.mounts.push_back(std::move(*mount));
    }
    if (const auto complete = answer.finish(); !complete)
        return std::unexpected(complete.error());
    if (load.size() != info.load.size())
        return nonsense("a load that is not three numbers");
    std::ranges::copy(load, info.load.begin());
    return info;
}

/// Adds the entries of one frame; true when there are no more.
Result<bool> takeEntries(Folder &folder, FrameType type, std::string_view payload, std::size_t limit)
{
    if (type == FrameType::End)
        return true;
    if (type != FrameType::Entries)
        return nonsense("a frame that does not belong into a listing");
    auto items = Answer::parseArray(payload);
    if (!items)
        return std::unexpected(items.error());
    for (Answer &item : *items) {
        if (folder.entries.size() == limit) {
            folder.truncated = true;
            return true;
        }
        auto entry = decodeEntry(std::move(item), folder.path);
        if (!entry)
            return std::unexpected(entry.error());
        folder.entries.push_back(std::move(*entry));
    }
    return false;
}

} // namespace

Task<Result<AgentInfo>> ping(Connection connection, std::chrono::milliseconds patience)
{
    auto answer = co_await ask(*connection, Head("ping"), patience);
    if (!answer)
        co_return std::unexpected(answer.error());
    co_return decodeInfo(std::move(*answer));
}

Task<Result<void>> stop(Connection connection, std::chrono::milliseconds grace)
{
    Head head("stop");
    head.add("graceMs", std::int64_t(grace.count()));
    return askToDo(std::move(connection), std::move(head));
}

Task<Result<Connection>> ssh(Connection connection, std::string authorizedKey,
                             std::map<std::string, std::string> environment)
{
    Head head("ssh");
    head.add("authorizedKey", std::string_view(authorizedKey));
    head.add("environment", environment);
    const auto answer = co_await ask(*connection, std::move(head), defaultPatience);
    if (!answer)
        co_return std::unexpected(answer.error());
    co_return std::move(connection);
}

Task<Result<std::string>> cwd(Connection connection, std::string session)
{
    Head head("cwd");
    head.add("session", std::string_view(session));
    auto answer = co_await ask(*connection, std::move(head), defaultPatience);
    if (!answer)
        co_return std::unexpected(answer.error());
    std::string path = answer->text("path");
    if (const auto complete = answer->finish(); !complete)
        co_return std::unexpected(complete.error());
    co_return path;
}

Task<Result<Folder>> list(Connection connection, std::string path, bool showHidden, std::size_t limit)
{
    Head head("list");
    head.add("path", std::string_view(path));
    head.add("showHidden", showHidden);
    auto answer = co_await ask(*connection, std::move(head), defaultPatience);
    if (!answer)
        co_return std::unexpected(answer.error());
    Folder folder{.path = answer->text("path")};
    if (const auto complete = answer->finish(); !complete)
        co_return std::unexpected(complete.error());
    const Deadline deadline(*connection, treePatience);
    while (true) {
        const auto header = co_await readExactly(*connection, frameHeaderSize);
        if (!header)
            co_return std::unexpected(deadline.explain(header.error()));
        const std::uint32_t size = readBigEndian32(std::string_view(*header).substr(1));
        if (size > maxFrame)
            co_return nonsense("a frame that is too large");
        const auto payload = co_await readExactly(*connection, size);
        if (!payload)
            co_return std::unexpected(deadline.explain(payload.error()));
        const auto done = takeEntries(folder, static_cast<FrameType>(header->front()), *payload, limit);
        if (!done)
            co_return std::unexpected(done.error());
        if (*done)
            co_return folder;
    }
}

Task<Result<void>> makeFolder(Connection connection, std::string path, bool parents)
{
    Head head("mkdir");
    head.add("path", std::string_view(path));
    head.add("parents", parents);
    return askToDo(std::move(connection), std::move(head));
}

Task<Result<void>> remove(Connection connection, std::string path)
{
    Head head("remove");
    head.add("path", std::string_view(path));
    return askToDo(std::move(connection), std::move(head), treePatience);
}

Task<Result<SystemInfo>> systemInfo(Connection connection)
{
    auto answer = co_await ask(*connection, Head("sysinfo"), defaultPatience);
    if (!answer)
        co_return std::unexpected(answer.error());
    co_return decodeSystemInfo(std::move(*answer));
}

} // namespace portolan::runtime::agent
