// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/agent/program/files.h"

#include "server/runtime/agent/program/handlers.h"

#include <algorithm>
#include <cerrno>
#include <format>
#include <vector>

#include <fcntl.h>
#include <sys/sendfile.h>
#include <unistd.h>

namespace portolan::runtime::agent {

namespace {

/// A path to what the descriptor has open, whatever happens to its name.
std::string pathOf(int fd)
{
    return std::format("/proc/self/fd/{}", fd);
}

/// Opened by O_PATH first: the open of a pipe or device could hang or do something, and is never tried.
Result<Descriptor> openRegular(const std::string &path, struct stat &info)
{
    const Descriptor place(::open(path.c_str(), O_PATH | O_CLOEXEC));
    if (!place || ::fstat(place.get(), &info) != 0)
        return failHere("opening", path);
    if (const auto regular = checkRegular(path, info); !regular)
        return std::unexpected(regular.error());
    Descriptor file(::open(pathOf(place.get()).c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
    if (!file || ::fstat(file.get(), &info) != 0)
        return failHere("opening", path);
    return file;
}

/// False: the peer is gone, or the file has become shorter and cannot keep the promise; the peer sees that bytes are
/// missing.
bool send(int socket, int file, off_t at, std::int64_t left)
{
    constexpr std::int64_t most = 1 << 20;
    std::vector<char> buffer; // for file systems without splice()
    while (left > 0) {
        const auto wanted = static_cast<std::size_t>(std::min(left, most));
        ssize_t sent = buffer.empty() ? ::sendfile(socket, file, &at, wanted) : 0;
        if (sent < 0 && errno == EINVAL)
            buffer.resize(most);
        if (!buffer.empty()) {
            sent = ::pread(file, buffer.data(), wanted, at);
            if (sent > 0 && !writeAll(socket, {buffer.data(), static_cast<std::size_t>(sent)}))
                return false;
            at += std::max<ssize_t>(sent, 0);
        }
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        left -= sent;
    }
    return true;
}

} // namespace

std::string resolved(const Config &config, const std::string &path)
{
    const std::string full = path.starts_with('/') ? path : config.home + "/" + path;
    // "." and doubled slashes mean nothing; ".." stays, because only the kernel knows what is above a link.
    std::string clean;
    for (std::size_t at = 0; at < full.size();) {
        const std::size_t end = std::min(full.find('/', at), full.size());
        const std::string_view part = std::string_view(full).substr(at, end - at);
        if (!part.empty() && part != ".")
            clean.append("/").append(part);
        at = end + 1;
    }
    return clean.empty() || full.ends_with('/') ? clean + "/" : clean;
}

Result<void> makeFolders(const std::string &path, mode_t mode)
{
    for (auto end = path.find('/', 1);; end = path.find('/', end + 1)) {
        const std::string folder = path.substr(0, end);
        if (::mkdir(folder.c_str(), mode) != 0) {
            // What is there already may be a folder, or a link to one; mkdir alone cannot tell.
            const int why = errno;
            struct stat info{};
            if (::stat(folder.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) {
                errno = why == EEXIST ? ENOTDIR : why;
                return failHere("making the folder", folder);
            }
        }
        if (end == std::string::npos)
            return {};
    }
}

Result<void> checkRegular(const std::string &path, const struct stat &info)
{
    if (S_ISREG(info.st_mode))
        return {};
    return fail(ErrorCode::InvalidArgument,
                std::format("\"{}\" is {}, not a file", path,
                            S_ISDIR(info.st_mode) ? "a folder" : "a device, pipe or socket"));
}

std::string etagOf(const struct stat &info)
{
    return std::format("{:x}-{:x}-{:x}{:08x}", info.st_ino, info.st_size, info.st_mtim.tv_sec,
                       static_cast<std::uint32_t>(info.st_mtim.tv_nsec));
}

std::int64_t microseconds(const timespec &time)
{
    return static_cast<std::int64_t>(time.tv_sec) * 1'000'000 + time.tv_nsec / 1000;
}

Json::Object fileInfo(const std::string &path, const struct stat &info)
{
    return {{"path", toUtf8(path)},
            {"size", info.st_size},
            {"mode", info.st_mode & 07777},
            {"mtime", microseconds(info.st_mtim)},
            {"etag", etagOf(info)}};
}

int handleRead(const Situation &situation, Fields &head, int socket)
{
    const std::string path = resolved(situation.config, head.text("path"));
    const std::int64_t offset = head.number("offset", INT64_MIN, INT64_MAX).value_or(0);
    const std::int64_t length = head.number("length", 0, INT64_MAX).value_or(INT64_MAX);
    if (const auto read = head.finish(); !read)
        return refuse(socket, read.error());
    struct stat info{};
    const auto file = openRegular(path, info);
    if (!file)
        return refuse(socket, file.error());

    off_t at = offset < 0 ? std::max<off_t>(0, info.st_size + std::max<std::int64_t>(offset, -info.st_size))
                          : std::min<off_t>(offset, info.st_size);
    std::int64_t left = std::min<std::int64_t>(length, info.st_size - at);
    Json::Object members = fileInfo(path, info);
    members.push_back({"offset", at});
    members.push_back({"length", left});
    if (!answer(socket, std::move(members)))
        return 1;
    return send(socket, file->get(), at, left) ? 0 : 1;
}

} // namespace portolan::runtime::agent
