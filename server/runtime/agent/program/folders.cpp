// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/agent/program/files.h"
#include "server/runtime/agent/program/handlers.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <filesystem>
#include <format>

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

namespace portolan::runtime::agent {

namespace {

/// "drwxr-xr-x", as ls writes it.
std::string modeText(mode_t mode)
{
    const auto kind = [mode] {
        switch (mode & S_IFMT) {
        case S_IFDIR:
            return 'd';
        case S_IFLNK:
            return 'l';
        case S_IFIFO:
            return 'p';
        case S_IFSOCK:
            return 's';
        case S_IFBLK:
            return 'b';
        case S_IFCHR:
            return 'c';
        default:
            return '-';
        }
    };
    std::string text(1, kind());
    for (int bit = 8; bit >= 0; --bit)
        text += mode & (1U << bit) ? "xwr"[bit % 3] : '-';
    const auto special = [&](mode_t flag, std::size_t at, char executable, char plain) {
        if (mode & flag)
            text[at] = text[at] == 'x' ? executable : plain;
    };
    special(S_ISUID, 3, 's', 'S');
    special(S_ISGID, 6, 's', 'S');
    special(S_ISVTX, 9, 't', 'T');
    return text;
}

Json::Object entry(int folder, const char *entryName)
{
    struct stat info{};
    if (::fstatat(folder, entryName, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return {}; // removed since it was read
    bool isFolder = S_ISDIR(info.st_mode);
    const std::string clean = toUtf8(entryName);
    Json::Object members{{"name", clean},
                         {"size", info.st_size},
                         {"mode", modeText(info.st_mode)},
                         {"mtime", microseconds(info.st_mtim)}};
    if (S_ISLNK(info.st_mode)) {
        char target[PATH_MAX];
        const ssize_t size = ::readlinkat(folder, entryName, target, sizeof target);
        members.push_back({"target", toUtf8({target, static_cast<std::size_t>(std::max<ssize_t>(size, 0))})});
        struct stat followed{};
        isFolder = ::fstatat(folder, entryName, &followed, 0) == 0 && S_ISDIR(followed.st_mode);
    }
    members.push_back({"isDir", isFolder});
    if (clean != entryName)
        members.push_back({"lossy", true});
    return members;
}

bool sendEntries(int socket, DIR *folder, bool showHidden)
{
    std::string payload = "[";
    while (const dirent *found = ::readdir(folder)) {
        const std::string_view name = found->d_name;
        const bool hidden = name.starts_with('.');
        if (name == "." || name == ".." || (hidden && !showHidden) || name.starts_with(temporaryPrefix))
            continue;
        Json::Object members = entry(::dirfd(folder), found->d_name);
        if (members.empty())
            continue;
        const std::string text = Json(std::move(members)).toText();
        if (payload.size() + text.size() + 2 > maxFrame) {
            if (!writeFrame(socket, FrameType::Entries, payload + "]"))
                return false;
            payload = "[";
        }
        payload += (payload.size() > 1 ? "," : "") + text;
    }
    return (payload == "[" || writeFrame(socket, FrameType::Entries, payload + "]"))
           && writeFrame(socket, FrameType::End, "");
}

} // namespace

int handleList(const Situation &situation, Fields &head, int socket)
{
    const std::string path = resolved(situation.config, head.text("path"));
    const bool showHidden = head.flag("showHidden");
    if (const auto read = head.finish(); !read)
        return refuse(socket, read.error());
    DIR *const folder = ::opendir(path.c_str());
    if (!folder)
        return refuse(socket, failHere("listing", path).error());
    const bool sent = answer(socket, {{"path", toUtf8(path)}}) && sendEntries(socket, folder, showHidden);
    ::closedir(folder);
    return sent ? 0 : 1;
}

int handleMkdir(const Situation &situation, Fields &head, int socket)
{
    const std::string path = resolved(situation.config, head.text("path"));
    const bool parents = head.flag("parents");
    const auto mode = static_cast<mode_t>(head.number("mode", 0, 07777).value_or(0755));
    if (const auto read = head.finish(); !read)
        return refuse(socket, read.error());
    if (parents) {
        if (const auto made = makeFolders(path, mode); !made)
            return refuse(socket, made.error());
    } else if (::mkdir(path.c_str(), mode) != 0) {
        return refuse(socket, failHere("making the folder", path).error());
    }
    return answer(socket) ? 0 : 1;
}

int handleRemove(const Situation &situation, Fields &head, int socket)
{
    std::string path = resolved(situation.config, head.text("path"));
    if (const auto read = head.finish(); !read)
        return refuse(socket, read.error());
    // With a slash at the end the kernel would follow a link.
    while (path.size() > 1 && path.ends_with('/'))
        path.pop_back();
    struct stat info{};
    struct stat home{};
    if (::lstat(path.c_str(), &info) != 0)
        return refuse(socket, failHere("removing", path).error());
    const bool isHome = ::stat(situation.config.home.c_str(), &home) == 0 && home.st_dev == info.st_dev
                        && home.st_ino == info.st_ino;
    if (isHome || path == "/")
        return refuse(socket, {.code = ErrorCode::InvalidArgument,
                               .detail = std::format("\"{}\" itself cannot be removed, only what is in it", path)});
    std::error_code error;
    std::filesystem::remove_all(path, error);
    if (error)
        return refuse(socket, failFromErrno(std::format("removing \"{}\"", path), error.value()).error());
    return answer(socket) ? 0 : 1;
}

} // namespace portolan::runtime::agent
