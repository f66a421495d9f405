// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/random.h"
#include "server/runtime/agent/program/files.h"
#include "server/runtime/agent/program/handlers.h"

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <format>
#include <memory>
#include <optional>
#include <vector>

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

namespace portolan::runtime::agent {

namespace {

struct UploadRequest {
    std::string path;
    std::optional<std::int64_t> mode;
    std::optional<std::int64_t> size;
    bool parents = false;
    std::optional<std::string> ifMatch;
    bool onlyNew = false;
};

/// Replaces a file, or does nothing: bytes go to a temporary one beside it, which takes its name at the end. A link in
/// ~/.portolan/uploads names the temporary file until then, so that whatever happens somebody can remove it.
class Upload
{
public:
    static Result<std::unique_ptr<Upload>> begin(const Config &config, UploadRequest request);

    Upload(const Upload &) = delete;
    Upload &operator=(const Upload &) = delete;
    ~Upload() { discard(); }

    [[nodiscard]] Result<void> write(std::string_view bytes);
    /// All bytes are here: makes them durable and visible, in this order.
    [[nodiscard]] Result<Json::Object> finish();
    /// Removes what there is of it; done before the peer is told of a failure, so that it finds nothing then.
    void discard();
    /// What the upload replaces; nothing when the file is new.
    [[nodiscard]] Json::Object replaced() const
    {
        return m_before ? fileInfo(m_request.path, *m_before) : Json::Object{};
    }

private:
    explicit Upload(UploadRequest request) : m_request(std::move(request)) {}

    [[nodiscard]] Result<void> findTarget();
    [[nodiscard]] Result<void> checkPreconditions(const std::optional<struct stat> &now) const;
    [[nodiscard]] Result<void> openTemporary(const Config &config);
    [[nodiscard]] Result<void> takeName();

    UploadRequest m_request;
    std::string m_folder;
    std::optional<struct stat> m_before;
    std::string m_temporary;
    std::string m_link;
    Descriptor m_file;
    std::int64_t m_written = 0;
};

std::string folderOf(const std::string &path)
{
    const auto slash = path.rfind('/');
    return slash == 0 ? "/" : path.substr(0, slash);
}

std::optional<struct stat> statusOf(const std::string &path)
{
    struct stat info{};
    return ::stat(path.c_str(), &info) == 0 ? std::optional(info) : std::nullopt;
}

Result<std::unique_ptr<Upload>> Upload::begin(const Config &config, UploadRequest request)
{
    std::unique_ptr<Upload> upload(new Upload(std::move(request)));
    if (auto found = upload->findTarget(); !found)
        return std::unexpected(std::move(found.error()));
    if (auto allowed = upload->checkPreconditions(upload->m_before); !allowed)
        return std::unexpected(std::move(allowed.error()));
    if (auto opened = upload->openTemporary(config); !opened)
        return std::unexpected(std::move(opened.error()));
    return upload;
}

Result<void> Upload::findTarget()
{
    std::string &path = m_request.path;
    if (path.ends_with('/'))
        return fail(ErrorCode::InvalidArgument, std::format("\"{}\" names a folder, not a file", path));
    // Through a link the file that it points to is replaced, not the link.
    struct stat info{};
    if (::lstat(path.c_str(), &info) == 0 && S_ISLNK(info.st_mode)) {
        char target[PATH_MAX];
        if (!::realpath(path.c_str(), target))
            return failHere("following the link", path);
        path = target;
    }
    m_folder = folderOf(path);
    if (m_request.parents) {
        if (auto made = makeFolders(m_folder, 0777); !made)
            return made;
    }
    m_before = statusOf(path);
    if (!m_before && errno != ENOENT)
        return failHere("looking at", path);
    if (m_before) {
        if (auto regular = checkRegular(path, *m_before); !regular)
            return regular;
        if (::access(path.c_str(), W_OK) != 0)
            return failHere("writing", path);
    } else if (const auto folder = statusOf(m_folder); !folder) {
        return fail(ErrorCode::NotFound,
                    std::format("the folder \"{}\" does not exist; ask for \"parents\" to make it", m_folder));
    }
    return {};
}

Result<void> Upload::checkPreconditions(const std::optional<struct stat> &now) const
{
    if (m_request.onlyNew && now)
        return fail(ErrorCode::PreconditionFailed, std::format("\"{}\" exists already", m_request.path));
    if (m_request.ifMatch && (!now || etagOf(*now) != *m_request.ifMatch))
        return fail(ErrorCode::PreconditionFailed,
                    std::format("\"{}\" is not the version that was asked for; it was changed or removed meanwhile",
                                m_request.path));
    return {};
}

Result<void> Upload::openTemporary(const Config &config)
{
    const std::string uploads = config.inHome(uploadFolder);
    if (auto made = makeFolders(uploads, 0700); !made)
        return made;
    SystemRandom random;
    const std::string name = randomToken(random, 8);
    const std::string temporary = (m_folder == "/" ? "" : m_folder) + "/" + std::string(temporaryPrefix) + name;
    const std::string link = std::format("{}/{}-{}", uploads, ::getpid(), name);
    if (::symlink(temporary.c_str(), link.c_str()) != 0)
        return failHere("noting an upload in", uploads);
    m_link = link;
    m_temporary = temporary;
    m_file = Descriptor(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!m_file)
        return failHere("making a file in", m_folder);
    // Better told now than after gigabytes. File systems that cannot reserve find out later.
    if (m_request.size && *m_request.size > 0 && ::fallocate(m_file.get(), FALLOC_FL_KEEP_SIZE, 0, *m_request.size) != 0
        && (errno == ENOSPC || errno == EDQUOT || errno == EFBIG))
        return failHere("reserving space for", m_request.path);
    return {};
}

Result<void> Upload::write(std::string_view bytes)
{
    m_written += static_cast<std::int64_t>(bytes.size());
    if (m_request.size && m_written > *m_request.size)
        return fail(ErrorCode::InvalidArgument, std::format("more than the {} bytes that were announced for \"{}\"",
                                                            *m_request.size, m_request.path));
    if (!writeAll(m_file.get(), bytes))
        return failHere("writing", m_request.path);
    return {};
}

Result<Json::Object> Upload::finish()
{
    if (m_request.size && m_written != *m_request.size)
        return fail(ErrorCode::InvalidArgument, std::format("{} bytes came for \"{}\" where {} were announced",
                                                            m_written, m_request.path, *m_request.size));
    const mode_t mode = m_request.mode ? static_cast<mode_t>(*m_request.mode)
                        : m_before     ? m_before->st_mode & 07777
                                       : 0644;
    if (::fchmod(m_file.get(), mode) != 0 || ::fsync(m_file.get()) != 0)
        return failHere("saving", m_request.path);
    if (const auto taken = takeName(); !taken)
        return std::unexpected(taken.error());
    m_temporary.clear();
    discard();
    const Descriptor folder(::open(m_folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // A folder that may be written but not read cannot be synced by its owner either.
    if (folder && ::fsync(folder.get()) != 0)
        return failHere("saving the folder", m_folder);
    struct stat info{};
    if (::fstat(m_file.get(), &info) != 0)
        return failHere("looking at", m_request.path);
    return fileInfo(m_request.path, info);
}

Result<void> Upload::takeName()
{
    if (auto allowed = checkPreconditions(statusOf(m_request.path)); !allowed)
        return allowed;
    // Two uploads that both want to be the first: the kernel lets one of them win.
    const unsigned flags = m_request.onlyNew ? RENAME_NOREPLACE : 0;
    if (::renameat2(AT_FDCWD, m_temporary.c_str(), AT_FDCWD, m_request.path.c_str(), flags) == 0)
        return {};
    if (errno == EEXIST)
        return fail(ErrorCode::PreconditionFailed, std::format("\"{}\" exists already", m_request.path));
    return failHere("giving its name to", m_request.path);
}

void Upload::discard()
{
    for (std::string *const name : {&m_temporary, &m_link}) {
        if (!name->empty())
            ::unlink(name->c_str());
        name->clear();
    }
}

UploadRequest readRequest(const Situation &situation, Fields &head)
{
    UploadRequest request;
    request.path = resolved(situation.config, head.text("path"));
    request.mode = head.number("mode", 0, 07777);
    request.size = head.number("size", 0, INT64_MAX);
    request.parents = head.flag("parents");
    request.ifMatch = head.optionalText("ifMatch");
    request.onlyNew = head.flag("onlyNew");
    return request;
}

/// True: End came, and all is written. False: the peer went away. An error: nothing of it counts.
Result<bool> receive(int socket, Upload &upload)
{
    std::vector<char> buffer(maxFrame);
    while (true) {
        char header[frameHeaderSize];
        if (!readExactly(socket, header, sizeof header))
            return false;
        const auto type = static_cast<FrameType>(header[0]);
        const std::uint32_t size = readBigEndian32(header + 1);
        if (type == FrameType::End && size == 0)
            return true;
        if (type != FrameType::Data || size > maxFrame)
            return fail(ErrorCode::InvalidArgument, "a frame that does not belong into an upload");
        if (!readExactly(socket, buffer.data(), size))
            return false;
        if (auto written = upload.write({buffer.data(), size}); !written)
            return std::unexpected(std::move(written.error()));
    }
}

} // namespace

int handleWrite(const Situation &situation, Fields &head, int socket)
{
    UploadRequest request = readRequest(situation, head);
    if (const auto read = head.finish(); !read)
        return refuse(socket, read.error());
    const auto begun = Upload::begin(situation.config, std::move(request));
    if (!begun)
        return refuse(socket, begun.error());
    Upload &upload = **begun;
    if (!answer(socket, upload.replaced()))
        return 1;
    const auto complete = receive(socket, upload);
    if (complete && !*complete)
        return 1;
    auto info = complete ? upload.finish() : std::unexpected(complete.error());
    if (!info) {
        upload.discard();
        return refuse(socket, info.error());
    }
    return answer(socket, std::move(*info)) ? 0 : 1;
}

void removeUploads(const Config &config, pid_t pid)
{
    const std::string folder = config.inHome(uploadFolder);
    DIR *const links = ::opendir(folder.c_str());
    if (!links)
        return;
    const std::string mine = pid > 0 ? std::format("{}-", pid) : "";
    while (const dirent *entry = ::readdir(links)) {
        const std::string link = folder + "/" + entry->d_name;
        char target[PATH_MAX];
        const ssize_t size = ::readlink(link.c_str(), target, sizeof target);
        if (size <= 0 || !std::string_view(entry->d_name).starts_with(mine))
            continue;
        // The folder is the owner's, who may have put anything there: only what an upload made is removed.
        const std::string temporary(target, static_cast<std::size_t>(size));
        if (std::string_view(temporary).substr(temporary.rfind('/') + 1).starts_with(temporaryPrefix))
            ::unlink(temporary.c_str());
        ::unlink(link.c_str());
    }
    ::closedir(links);
}

} // namespace portolan::runtime::agent
