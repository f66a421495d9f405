// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/data_folder.h"

#include "core/client/endpoint.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <format>
#include <thread>

namespace portolan::store {

namespace {

constexpr auto leftoverPatience = std::chrono::seconds(5);

Result<void> makePrivateFolder(const std::filesystem::path &path)
{
    std::error_code error;
    if (path.has_parent_path())
        std::filesystem::create_directories(path.parent_path(), error);
    if (error)
        return failFromErrno("making " + path.parent_path().string(), error.value());
    if (::mkdir(path.c_str(), 0700) != 0) {
        if (errno != EEXIST)
            return failFromErrno("making " + path.string(), errno);
        if (::chmod(path.c_str(), 0700) != 0)
            return failFromErrno("making " + path.string() + " private", errno);
    }
    return {};
}

/// The lock belongs to an open file, and so for an instant to the child that a process has just forked: one that is
/// killed then leaves it held until the child has become another program.
bool isHeldByALeftover(const std::filesystem::path &path)
{
    const auto holder = folderHolder(path);
    return holder && *holder && **holder != 0 && ::kill(**holder, 0) != 0 && errno == ESRCH;
}

std::unexpected<Error> failHeld(const std::filesystem::path &path)
{
    Error::Args args{{"folder", path.string()}};
    std::string who = "another process";
    if (const auto holder = folderHolder(path); holder && *holder && **holder != 0) {
        who = std::format("process {}", **holder);
        args.emplace_back("pid", std::to_string(**holder));
    }
    if (const auto endpoint = readEndpoint(path)) {
        who += " at " + endpoint->url;
        args.emplace_back("url", endpoint->url);
    }
    return fail(ErrorCode::Conflict,
                std::format("the data folder {} is in use by {}: connect to that server, or stop it first",
                            path.string(), who),
                std::move(args));
}

} // namespace

Result<DataFolder> DataFolder::open(const std::filesystem::path &path)
{
    const auto folder = std::filesystem::absolute(path).lexically_normal();
    if (auto made = makePrivateFolder(folder); !made)
        return std::unexpected(std::move(made.error()));

    const auto lockPath = folder / "lock";
    Descriptor file(::open(lockPath.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file)
        return failFromErrno("opening " + lockPath.string(), errno);
    struct flock lock = {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    const auto deadline = std::chrono::steady_clock::now() + leftoverPatience;
    while (::fcntl(file.get(), F_OFD_SETLK, &lock) != 0) {
        if (errno != EAGAIN && errno != EACCES)
            return failFromErrno("locking " + lockPath.string(), errno);
        if (std::chrono::steady_clock::now() > deadline || !isHeldByALeftover(folder))
            return failHeld(folder);
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }

    const std::string pid = std::to_string(::getpid());
    if (::ftruncate(file.get(), 0) != 0
        || ::pwrite(file.get(), pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size()))
        return failFromErrno("writing " + lockPath.string(), errno);
    DataFolder held(folder, std::move(file));
    if (auto removed = held.withdraw(); !removed)
        return std::unexpected(std::move(removed.error()));
    return held;
}

DataFolder::DataFolder(std::filesystem::path path, Descriptor lock) : m_path(std::move(path)), m_lock(std::move(lock))
{}

DataFolder::~DataFolder()
{
    // What stays behind after an error is recognised as stale by the lock that is gone.
    if (m_lock)
        std::ignore = withdraw();
}

Result<void> DataFolder::announce(const std::string &url, const std::string &version) const
{
    const Endpoint endpoint{.url = url, .pid = ::getpid(), .version = version};
    return writeFileAtomically(m_path / "endpoint", encodeEndpoint(endpoint) + "\n", 0600);
}

Result<void> DataFolder::withdraw() const
{
    return removeFile(m_path / "endpoint");
}

} // namespace portolan::store
