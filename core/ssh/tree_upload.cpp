// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/sftp.h"
#include "core/ssh/tree.h"

#include <cerrno>
#include <climits>
#include <dirent.h>
#include <fcntl.h>
#include <ranges>
#include <sys/stat.h>
#include <unistd.h>

namespace portolan::ssh {

using wire::Type;
using wire::Writer;

namespace {

struct LocalEntry {
    std::string name;
    struct stat status{};
};

Result<std::vector<LocalEntry>> listLocal(const std::string &path)
{
    const std::unique_ptr<DIR, int (*)(DIR *)> folder(::opendir(path.c_str()), ::closedir);
    if (!folder)
        return failFromErrno(std::format("reading the folder {}", path), errno);
    std::vector<LocalEntry> entries;
    for (errno = 0; const dirent *entry = ::readdir(folder.get()); errno = 0) {
        LocalEntry found{.name = entry->d_name};
        if (found.name == "." || found.name == "..")
            continue;
        if (::fstatat(::dirfd(folder.get()), entry->d_name, &found.status, AT_SYMLINK_NOFOLLOW) != 0)
            return failFromErrno(std::format("reading {}/{}", path, found.name), errno);
        entries.push_back(std::move(found));
    }
    if (errno != 0)
        return failFromErrno(std::format("reading the folder {}", path), errno);
    return entries;
}

wire::Attributes folderAttributes(const struct stat &status)
{
    constexpr std::uint32_t permissionBits = 07777;
    const auto modified = static_cast<std::uint32_t>(std::max<time_t>(status.st_mtime, 0));
    return {.mode = status.st_mode & permissionBits, .accessed = modified, .modified = modified};
}

class TreeUpload final : public TreeCopy
{
public:
    using TreeCopy::TreeCopy;

    Task<Result<TransferSummary>> run(std::string localPath, std::string path)
    {
        struct stat status{};
        if (::stat(localPath.c_str(), &status) != 0)
            co_return failFromErrno(std::format("uploading {}", localPath), errno);
        m_jobs.onFoldersDone([this] { m_context.meter->allFound(); });
        if (S_ISDIR(status.st_mode)) {
            addFolder(std::move(localPath), std::move(path), status);
        } else if (S_ISREG(status.st_mode)) {
            const auto target = co_await resolveTarget(m_context, path);
            if (!target)
                co_return std::unexpected(target.error());
            m_context.meter->allFound();
            addFile(std::move(localPath), target->path, status, O_CLOEXEC);
        } else {
            co_return fail(ErrorCode::InvalidArgument,
                           std::format("uploading {}: it is neither a file nor a folder", localPath));
        }
        auto summary = co_await finish();
        if (const auto done = co_await finishFolders(); summary && !done)
            co_return std::unexpected(done.error());
        co_return summary;
    }

private:
    void addFolder(std::string localPath, std::string path, const struct stat &status)
    {
        m_jobs.addFolder([this, localPath = std::move(localPath), path = std::move(path), status] {
            return copyFolder(localPath, path, status);
        });
    }

    void addFile(std::string localPath, std::string path, const struct stat &status, int flags)
    {
        m_context.meter->found(static_cast<std::uint64_t>(status.st_size));
        m_jobs.addFile([this, localPath = std::move(localPath), path = std::move(path), flags] {
            return copyFile(localPath, path, flags);
        });
    }

    Task<void> copyFolder(std::string localPath, std::string path, struct stat status)
    {
        if (isOver())
            co_return;
        if (auto made = co_await makeFolder(path, status); !made) {
            failed(std::move(made.error()));
            co_return;
        }
        ++m_summary.folders;
        auto entries = listLocal(localPath);
        if (!entries) {
            failed(std::move(entries.error()));
            co_return;
        }
        for (auto &[name, found] : *entries) {
            auto local = std::format("{}/{}", localPath, name);
            auto remote = std::format("{}/{}", path, name);
            if (S_ISDIR(found.st_mode))
                addFolder(std::move(local), std::move(remote), found);
            else if (S_ISREG(found.st_mode))
                addFile(std::move(local), std::move(remote), found, O_CLOEXEC | O_NOFOLLOW);
            else if (S_ISLNK(found.st_mode))
                m_jobs.addFile([this, local, remote] { return copyLink(local, remote); });
            else
                failed({ErrorCode::InvalidArgument,
                        std::format("uploading {}: it is neither a file, a folder nor a link", local)});
        }
    }

    Task<Result<void>> makeFolder(std::string path, const struct stat &status)
    {
        auto &client = *m_context.client;
        const auto what = std::format("making the folder {}", path);
        // Open to its owner until everything is in; then it gets its own permissions.
        auto made = co_await doneOf(client.send(Type::Mkdir, Writer().string(path).attributes({.mode = 0700})),
                                    m_context.cancel, what);
        if (made) {
            m_made.push_back({path, folderAttributes(status)});
            co_return {};
        }
        const auto reply = co_await answerOf(client.send(Type::Stat, Writer().string(path)), m_context.cancel);
        if (reply && reply->type == Type::Attrs && kindOf(wire::Reader(reply->body).attributes()) == FileKind::Folder)
            co_return {};
        co_return made;
    }

    Task<void> copyFile(std::string localPath, std::string path, int flags)
    {
        if (isOver())
            co_return;
        Descriptor file(::open(localPath.c_str(), O_RDONLY | flags));
        if (!file) {
            failed(failFromErrno(std::format("reading {}", localPath), errno).error());
            co_return;
        }
        auto source = makeFileSource(std::move(file), localPath);
        if (!source) {
            failed(std::move(source.error()));
            co_return;
        }
        const auto stored = co_await storeFile(m_context, std::move(*source), path);
        if (stored)
            fileDone(*stored);
        else
            failed(stored.error());
    }

    Task<void> copyLink(std::string localPath, std::string path)
    {
        if (isOver())
            co_return;
        std::string target(PATH_MAX, '\0');
        const auto length = ::readlink(localPath.c_str(), target.data(), target.size());
        if (length < 0) {
            failed(failFromErrno(std::format("reading the link {}", localPath), errno).error());
            co_return;
        }
        target.resize(static_cast<std::size_t>(length));
        // OpenSSH takes the two in this order, against the draft (its file PROTOCOL, section 4.1).
        const auto temporary = temporaryName(path);
        auto &client = *m_context.client;
        auto made = co_await doneOf(client.send(Type::Symlink, Writer().string(target).string(temporary)),
                                    m_context.cancel, std::format("making the link {}", path));
        if (made)
            made = co_await client.replace(temporary, path);
        if (made)
            ++m_summary.links;
        else
            failed(std::move(made.error()));
    }

    /// Innermost last: a folder's time changes when something is put into it.
    Task<Result<void>> finishFolders()
    {
        std::vector<SftpClient::Answer> answers;
        for (const auto &[path, attributes] : std::views::reverse(m_made))
            answers.push_back(m_context.client->send(Type::Setstat, Writer().string(path).attributes(attributes)));
        Result<void> result;
        for (const auto &answer : answers)
            if (auto done = co_await doneOf(answer, {}, "setting the permissions of a folder"); !done && result)
                result = std::move(done);
        co_return result;
    }

    struct MadeFolder {
        std::string path;
        wire::Attributes attributes;
    };
    std::vector<MadeFolder> m_made;
};

} // namespace

Task<Result<TransferSummary>> uploadTree(CopyContext context, std::string localPath, std::string path)
{
    TreeUpload upload(std::move(context));
    co_return co_await upload.run(std::move(localPath), std::move(path));
}

} // namespace portolan::ssh
