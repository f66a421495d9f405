// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/local/folder.h"

#include "core/base/random.h"
#include "server/runtime/local/files.h"
#include "server/runtime/local/host_key.h"

#include <yyjson.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <memory>

namespace portolan::runtime {

namespace fs = std::filesystem;

namespace {

using Document = std::unique_ptr<yyjson_doc, decltype([](yyjson_doc *document) { yyjson_doc_free(document); })>;
using MutableDocument = std::unique_ptr<yyjson_mut_doc,
                                        decltype([](yyjson_mut_doc *document) { yyjson_mut_doc_free(document); })>;

constexpr std::array<const char *, 4> phaseNames{"starting", "running", "stopped", "wiping"};
constexpr std::size_t logTailSize = 2048;

/// Whoever reads the file sees all of it or what was there before.
Result<void> replaceFile(const fs::path &path, const std::string &text)
{
    const auto temporary = path.string() + ".new";
    const Descriptor file(open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (!file)
        return failFromErrno("making " + temporary, errno);
    if (write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        return failFromErrno("writing " + temporary, errno);
    if (rename(temporary.c_str(), path.c_str()) != 0)
        return failFromErrno("writing " + path.string(), errno);
    return {};
}

std::string textOf(yyjson_val *object, const char *name)
{
    const char *const text = yyjson_get_str(yyjson_obj_get(object, name));
    return text ? text : "";
}

ProcessIdentity identityOf(yyjson_val *object, const char *name)
{
    yyjson_val *const process = yyjson_obj_get(object, name);
    return {.pid = static_cast<pid_t>(yyjson_get_sint(yyjson_obj_get(process, "pid"))),
            .startTime = yyjson_get_uint(yyjson_obj_get(process, "startTime"))};
}

void addIdentity(yyjson_mut_doc *document, yyjson_mut_val *object, const char *name, const ProcessIdentity &identity)
{
    yyjson_mut_val *const process = yyjson_mut_obj_add_obj(document, object, name);
    yyjson_mut_obj_add_sint(document, process, "pid", identity.pid);
    yyjson_mut_obj_add_uint(document, process, "startTime", identity.startTime);
}

void addText(yyjson_mut_doc *document, yyjson_mut_val *object, const char *name, const std::string &text)
{
    yyjson_mut_obj_add_strncpy(document, object, name, text.data(), text.size());
}

Result<std::string> encode(const State &state)
{
    const MutableDocument owner(yyjson_mut_doc_new(nullptr));
    yyjson_mut_doc *const document = owner.get();
    yyjson_mut_val *const root = yyjson_mut_obj(document);
    yyjson_mut_doc_set_root(document, root);
    addText(document, root, "phase", phaseNames[static_cast<std::size_t>(state.phase)]);
    addText(document, root, "token", state.token);
    addText(document, root, "bootId", state.bootId);
    addIdentity(document, root, "init", state.init);
    addIdentity(document, root, "monitor", state.monitor);
    addIdentity(document, root, "network", state.network);
    yyjson_mut_obj_add_bool(document, root, "wantsNetwork", state.wantsNetwork);
    yyjson_mut_val *const cgroups = yyjson_mut_obj_add_arr(document, root, "cgroups");
    for (const auto &cgroup : state.cgroups)
        yyjson_mut_arr_add_strncpy(document, cgroups, cgroup.data(), cgroup.size());
    if (state.started)
        yyjson_mut_obj_add_sint(document, root, "started", state.started->time_since_epoch().count());
    if (state.exit.status)
        yyjson_mut_obj_add_int(document, root, "exitStatus", *state.exit.status);
    addText(document, root, "exitReason", state.exit.reason);
    const std::unique_ptr<char, decltype([](char *text) { std::free(text); })> text(
        yyjson_mut_write(document, YYJSON_WRITE_PRETTY | YYJSON_WRITE_NEWLINE_AT_END, nullptr));
    if (!text)
        return fail(ErrorCode::Internal, "the state of a workspace cannot be written as JSON");
    return std::string(text.get());
}

} // namespace

bool isWorkspaceId(const std::string &id)
{
    constexpr std::size_t longest = 16;
    return !id.empty() && id.size() <= longest
           && std::ranges::all_of(id, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

std::unexpected<Error> noSuchId(const std::string &id)
{
    return fail(ErrorCode::InvalidArgument, "\"" + id + "\" is no id of a workspace: up to 16 of a-z and 0-9");
}

bool Folder::exists() const
{
    struct stat status{};
    return lstat(m_path.c_str(), &status) == 0;
}

Result<void> Folder::prepare(uid_t owner) const
{
    for (const auto &folder : {m_path.parent_path(), m_path}) {
        if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST)
            return failFromErrno("making " + folder.string(), errno);
    }
    const auto path = home();
    if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
        return failFromErrno("making " + path.string(), errno);
    const auto current = homeOwner();
    // A server that ended between the two left a home that is root's: nothing is in it yet.
    std::error_code error;
    if (current == 0u && owner != 0 && fs::is_empty(path, error)) {
        if (lchown(path.c_str(), owner, owner) != 0)
            return failFromErrno("giving " + path.string() + " to its owner", errno);
        return {};
    }
    if (current != owner)
        return fail(ErrorCode::Conflict, path.string() + " belongs to user " + std::to_string(current.value_or(0))
                                             + " and not to " + std::to_string(owner)
                                             + "; give it back to its owner, or to the range of users it came from");
    return {};
}

std::optional<uid_t> Folder::homeOwner() const
{
    struct stat status{};
    if (lstat(home().c_str(), &status) != 0)
        return std::nullopt;
    return status.st_uid;
}

State Folder::readState() const
{
    State state;
    auto text = readFile(m_path / "state.json");
    const Document document(yyjson_read(text.data(), text.size(), 0));
    yyjson_val *const root = yyjson_doc_get_root(document.get());
    const auto phase = textOf(root, "phase");
    for (std::size_t index = 0; index < phaseNames.size(); ++index) {
        if (phase == phaseNames[index])
            state.phase = static_cast<State::Phase>(index);
    }
    state.token = textOf(root, "token");
    state.bootId = textOf(root, "bootId");
    state.init = identityOf(root, "init");
    state.monitor = identityOf(root, "monitor");
    state.network = identityOf(root, "network");
    state.wantsNetwork = yyjson_get_bool(yyjson_obj_get(root, "wantsNetwork"));
    yyjson_val *cgroup = nullptr;
    std::size_t index = 0;
    std::size_t count = 0;
    yyjson_arr_foreach(yyjson_obj_get(root, "cgroups"), index, count, cgroup)
    {
        if (const char *const path = yyjson_get_str(cgroup))
            state.cgroups.emplace_back(path);
    }
    if (yyjson_val *const started = yyjson_obj_get(root, "started"))
        state.started = Time(std::chrono::microseconds(yyjson_get_sint(started)));
    if (yyjson_val *const status = yyjson_obj_get(root, "exitStatus"))
        state.exit.status = yyjson_get_int(status);
    state.exit.reason = textOf(root, "exitReason");
    return state;
}

Result<void> Folder::writeState(const State &state) const
{
    return encode(state).and_then([this](const std::string &text) { return replaceFile(m_path / "state.json", text); });
}

Result<std::string> Folder::hostKeySecret() const
{
    const auto secret = m_path / "host_key";
    const auto publicKey = m_path / "host_key.pub";
    if (access(secret.c_str(), F_OK) != 0 || access(publicKey.c_str(), F_OK) != 0) {
        SystemRandom random;
        const auto key = makeHostKey(random);
        if (!key)
            return std::unexpected(key.error());
        if (auto written = replaceFile(publicKey, key->publicKey + "\n"); !written)
            return std::unexpected(written.error());
        if (auto written = replaceFile(secret, key->secret); !written)
            return std::unexpected(written.error());
    }
    return readFile(secret);
}

Result<std::string> Folder::publicHostKey() const
{
    auto text = readFile(m_path / "host_key.pub");
    std::erase(text, '\n');
    if (text.empty())
        return fail(ErrorCode::NotFound, "the workspace has no host key yet; it gets one when it is started first");
    return text;
}

void Folder::removeSocket() const
{
    unlink(socket().c_str());
}

Result<Descriptor> Folder::openStatus() const
{
    const auto path = m_path / "status";
    Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600));
    if (!file)
        return failFromErrno("making " + path.string(), errno);
    return file;
}

std::optional<Exit> Folder::readStatus() const
{
    auto text = readFile(m_path / "status");
    if (text.ends_with('\n'))
        text.pop_back();
    text.erase(0, text.rfind('\n') + 1);
    const Document document(yyjson_read(text.data(), text.size(), 0));
    yyjson_val *const root = yyjson_doc_get_root(document.get());
    if (textOf(root, "event") != "ended")
        return std::nullopt;
    return Exit{.status = yyjson_get_int(yyjson_obj_get(root, "status")), .reason = textOf(root, "reason")};
}

Result<Descriptor> Folder::openLog(Log log) const
{
    const auto path = m_path / "log";
    const int mode = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | (log == Log::New ? O_TRUNC : 0);
    Descriptor file(open(path.c_str(), mode, 0600));
    if (!file)
        return failFromErrno("making " + path.string(), errno);
    return file;
}

std::string Folder::logTail() const
{
    auto text = readFile(m_path / "log");
    if (text.size() > logTailSize)
        text.erase(0, text.size() - logTailSize);
    while (text.ends_with('\n'))
        text.pop_back();
    return text;
}

Result<void> Folder::remove() const
{
    for (const char *const name : {"agent", "host_key", "host_key.new", "host_key.pub", "host_key.pub.new", "status",
                                   "log", "state.json.new", "state.json"}) {
        const auto path = m_path / name;
        if (unlink(path.c_str()) != 0 && errno != ENOENT && errno != ENOTDIR)
            return failFromErrno("removing " + path.string(), errno);
    }
    if (rmdir(m_path.c_str()) != 0 && errno != ENOENT)
        return failFromErrno("removing " + m_path.string(), errno);
    return {};
}

} // namespace portolan::runtime
