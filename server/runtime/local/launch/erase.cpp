// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/local/launch/steps.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

namespace portolan::launch {

namespace {

struct CloseFolder {
    void operator()(DIR *folder) const { closedir(folder); }
};
using Folder = std::unique_ptr<DIR, CloseFolder>;

Folder openFolder(int parent, const char *name)
{
    const int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *const entries = folder < 0 ? nullptr : fdopendir(folder);
    if (!entries && folder >= 0)
        close(folder);
    return Folder(entries);
}

/// Opens a folder inside `parent` for emptying. fchmodat() follows links, so a link is told from a folder before; that
/// it could be exchanged in between gives nobody anything, as all here happens with the owner's own rights.
std::expected<Folder, std::string> enter(int parent, const char *name)
{
    struct statx status{};
    if (statx(parent, name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, STATX_TYPE | STATX_MODE, &status) != 0)
        return failed(std::string("looking at ") + name);
    if (!S_ISDIR(status.stx_mode))
        return std::unexpected("removing " + std::string(name) + ": " + std::strerror(EACCES));
    if (status.stx_attributes & STATX_ATTR_MOUNT_ROOT)
        return std::unexpected("something is mounted on " + std::string(name) + "; unmount it, then try again");
    if ((status.stx_mode & S_IRWXU) != S_IRWXU && fchmodat(parent, name, S_IRWXU, 0) != 0)
        return failed(std::string("getting access to ") + name);
    auto folder = openFolder(parent, name);
    if (!folder)
        return failed(std::string("opening ") + name);
    return folder;
}

/// Removes entries until one is a folder with something in it, and gives its name; an empty name when all are gone.
std::expected<std::string, std::string> eraseUntilFolder(DIR *folder)
{
    rewinddir(folder);
    for (;;) {
        errno = 0;
        const dirent *const entry = readdir(folder);
        if (!entry) {
            if (errno != 0)
                return failed("reading a folder");
            return std::string();
        }
        const std::string_view name = entry->d_name;
        if (name == "." || name == "..")
            continue;
        if (unlinkat(dirfd(folder), entry->d_name, 0) == 0 || errno == ENOENT)
            continue;
        const int error = errno;
        if (unlinkat(dirfd(folder), entry->d_name, AT_REMOVEDIR) == 0 || errno == ENOENT)
            continue;
        if (errno == ENOTDIR) {
            errno = error;
            return failed(std::string("removing ") + entry->d_name);
        }
        return std::string(name);
    }
}

/// The error with where it happened in front; a deep place by its beginning.
std::string placed(const std::string &error, const std::vector<std::string> &descent)
{
    constexpr std::size_t enough = 10;
    std::string place;
    for (std::size_t depth = 0; depth < descent.size() && depth < enough; ++depth)
        place += descent[depth] + "/";
    return place.empty() ? error : "in " + place + ": " + error;
}

} // namespace

Step eraseContents(const std::string &path)
{
    struct stat top{};
    Folder folder = openFolder(AT_FDCWD, path.c_str());
    if (!folder && errno == EACCES && chmod(path.c_str(), S_IRWXU) == 0)
        folder = openFolder(AT_FDCWD, path.c_str());
    if (!folder || fstat(dirfd(folder.get()), &top) != 0)
        return failed("opening " + path);
    if ((top.st_mode & S_IRWXU) != S_IRWXU && fchmod(dirfd(folder.get()), S_IRWXU) != 0)
        return failed("getting access to " + path);

    // One descriptor at any depth: a tree may be deeper than descriptors, the stack and PATH_MAX allow.
    std::vector<std::string> descent;
    for (;;) {
        const auto next = eraseUntilFolder(folder.get());
        if (!next)
            return std::unexpected(placed(next.error(), descent));
        if (!next->empty()) {
            auto child = enter(dirfd(folder.get()), next->c_str());
            if (!child)
                return std::unexpected(placed(child.error(), descent));
            folder = std::move(*child);
            descent.push_back(*next);
            continue;
        }
        if (descent.empty())
            return {};
        auto parent = openFolder(dirfd(folder.get()), "..");
        if (!parent)
            return failed("going back to the folder of " + descent.back());
        folder = std::move(parent);
        if (unlinkat(dirfd(folder.get()), descent.back().c_str(), AT_REMOVEDIR) != 0)
            return failed("removing " + descent.back());
        descent.pop_back();
    }
}

} // namespace portolan::launch
