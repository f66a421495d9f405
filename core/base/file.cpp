// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <format>

namespace portolan {

namespace {

Result<void> writeAll(int descriptor, std::string_view bytes, const std::string &what)
{
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR)
                continue;
            return failFromErrno("writing " + what, errno);
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return {};
}

Result<void> writeAndSync(const std::filesystem::path &path, std::string_view bytes, mode_t mode)
{
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode));
    if (!file)
        return failFromErrno("making " + path.string(), errno);
    if (auto written = writeAll(file.get(), bytes, path.string()); !written)
        return written;
    // The mode of open() is subject to the umask.
    if (::fchmod(file.get(), mode) != 0)
        return failFromErrno("setting the mode of " + path.string(), errno);
    if (::fsync(file.get()) != 0)
        return failFromErrno("syncing " + path.string(), errno);
    return {};
}

std::filesystem::path folderOf(const std::filesystem::path &path)
{
    return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

} // namespace

Result<std::string> readFile(const std::filesystem::path &path, std::size_t limit)
{
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file)
        return failFromErrno("opening " + path.string(), errno);
    std::string content;
    std::array<char, 16 * 1024> buffer;
    for (;;) {
        // One byte past the limit tells that there is more.
        const std::size_t room = std::min(buffer.size(), limit - content.size() + 1);
        const ssize_t count = ::read(file.get(), buffer.data(), room);
        if (count < 0) {
            if (errno == EINTR)
                continue;
            return failFromErrno("reading " + path.string(), errno);
        }
        if (count == 0)
            return content;
        content.append(buffer.data(), static_cast<std::size_t>(count));
        if (content.size() > limit)
            return fail(ErrorCode::TooLarge, std::format("{} is larger than {} bytes", path.string(), limit));
    }
}

Result<void> writeFileAtomically(const std::filesystem::path &path, std::string_view bytes, mode_t mode)
{
    // One fixed name: what a crash leaves behind is swept away by the next write.
    auto temporary = path;
    temporary += ".new";
    if (::unlink(temporary.c_str()) != 0 && errno != ENOENT)
        return failFromErrno("removing " + temporary.string(), errno);
    if (auto written = writeAndSync(temporary, bytes, mode); !written) {
        ::unlink(temporary.c_str());
        return written;
    }
    if (::rename(temporary.c_str(), path.c_str()) != 0) {
        const int error = errno;
        ::unlink(temporary.c_str());
        return failFromErrno("replacing " + path.string(), error);
    }
    return syncPath(folderOf(path));
}

Result<void> removeFile(const std::filesystem::path &path)
{
    if (::unlink(path.c_str()) != 0) {
        if (errno == ENOENT)
            return {};
        return failFromErrno("removing " + path.string(), errno);
    }
    return syncPath(folderOf(path));
}

Result<void> syncPath(const std::filesystem::path &path)
{
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file)
        return failFromErrno("opening " + path.string(), errno);
    if (::fsync(file.get()) != 0)
        return failFromErrno("syncing " + path.string(), errno);
    return {};
}

} // namespace portolan
