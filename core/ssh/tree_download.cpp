// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/folder_reader.h"
#include "core/ssh/sftp.h"
#include "core/ssh/tree.h"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <ranges>
#include <sys/stat.h>
#include <unistd.h>

namespace portolan::ssh {

using wire::Type;
using wire::Writer;

namespace {

constexpr std::uint32_t permissionBits = 07777;

std::array<timespec, 2> timesOf(const wire::Attributes &attributes)
{
    const timespec modified{.tv_sec = attributes.modified.value_or(0), .tv_nsec = attributes.modified ? 0 : UTIME_OMIT};
    return {modified, modified};
}

/// A local file under a temporary name, removed unless it gets its own.
class LocalFile
{
public:
    explicit LocalFile(std::string path) : m_path(std::move(path)), m_temporary(temporaryName(m_path)) {}
    ~LocalFile()
    {
        if (m_made)
            ::unlink(m_temporary.c_str());
    }
    Q_DISABLE_COPY_MOVE(LocalFile)

    Result<std::shared_ptr<Sink>> make()
    {
        Descriptor file(::open(m_temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
        if (!file)
            return failFromErrno(std::format("making {}", m_path), errno);
        m_made = true;
        m_fd = file.get();
        return m_sink = makeFileSink(std::move(file), m_path);
    }

    Result<void> commit(const wire::Attributes &attributes, std::uint64_t size)
    {
        const auto what = std::format("downloading {}", m_path);
        struct stat status{};
        if (::fstat(m_fd, &status) != 0)
            return failFromErrno(what, errno);
        if (static_cast<std::uint64_t>(status.st_size) != size)
            return fail(ErrorCode::Internal,
                        std::format("{}: {} bytes came and {} are there", what, size, status.st_size));
        const auto times = timesOf(attributes);
        if (::fchmod(m_fd, attributes.mode.value_or(0644) & permissionBits) != 0 || ::futimens(m_fd, times.data()) != 0
            || ::rename(m_temporary.c_str(), m_path.c_str()) != 0)
            return failFromErrno(what, errno);
        m_made = false;
        return {};
    }

private:
    std::string m_path;
    std::string m_temporary;
    bool m_made = false;
    int m_fd = -1;
    std::shared_ptr<Sink> m_sink;
};

class TreeDownload final : public TreeCopy
{
public:
    using TreeCopy::TreeCopy;

    Task<Result<TransferSummary>> run(std::string path, std::string localPath)
    {
        auto &client = *m_context.client;
        const auto attributes = co_await client.expectAttributes(client.send(Type::Stat, Writer().string(path)),
                                                                 std::format("downloading {}", path));
        if (!attributes)
            co_return std::unexpected(attributes.error());
        m_jobs.onFoldersDone([this] { m_context.meter->allFound(); });
        // The root may be a link of the user's own making; nothing below it may.
        std::error_code ignored;
        if (auto real = std::filesystem::canonical(localPath, ignored); !ignored)
            localPath = real.string();
        switch (kindOf(*attributes)) {
        case FileKind::Folder:
            addFolder(std::move(path), std::move(localPath), *attributes);
            break;
        case FileKind::File:
            m_context.meter->allFound();
            addFile(std::move(path), std::move(localPath), *attributes);
            break;
        default:
            co_return fail(ErrorCode::InvalidArgument,
                           std::format("downloading {}: it is neither a file nor a folder", path));
        }
        auto summary = co_await finish();
        makeLinks();
        finishFolders();
        if (summary && m_failures > 0)
            co_return co_await finish();
        if (summary)
            summary->links = m_summary.links;
        co_return summary;
    }

private:
    void addFolder(std::string path, std::string localPath, const wire::Attributes &attributes)
    {
        m_jobs.addFolder([this, path = std::move(path), localPath = std::move(localPath), attributes] {
            return copyFolder(path, localPath, attributes);
        });
    }

    void addFile(std::string path, std::string localPath, const wire::Attributes &attributes)
    {
        m_context.meter->found(attributes.size.value_or(0));
        m_jobs.addFile([this, path = std::move(path), localPath = std::move(localPath), attributes] {
            return copyFile(path, localPath, attributes);
        });
    }

    Result<void> makeFolder(const std::string &localPath, const wire::Attributes &attributes)
    {
        const auto what = std::format("making the folder {}", localPath);
        if (::mkdir(localPath.c_str(), 0700) == 0) {
            m_made.push_back({localPath, attributes});
            return {};
        }
        if (errno != EEXIST)
            return failFromErrno(what, errno);
        // A link here could lead whatever the other side sends to anywhere on this computer.
        struct stat status{};
        if (::lstat(localPath.c_str(), &status) != 0)
            return failFromErrno(what, errno);
        if (!S_ISDIR(status.st_mode))
            return fail(ErrorCode::Conflict, what + ": something else has this name");
        return {};
    }

    Task<void> copyFolder(std::string path, std::string localPath, wire::Attributes attributes)
    {
        if (isOver())
            co_return;
        if (auto made = makeFolder(localPath, attributes); !made) {
            failed(std::move(made.error()));
            co_return;
        }
        ++m_summary.folders;
        FolderReader reader(m_context.client, path, m_context.cancel);
        for (;;) {
            auto page = co_await reader.next();
            if (!page) {
                failed(std::move(page.error()));
                co_return;
            }
            if (page->empty())
                co_return;
            for (auto &entry : *page)
                co_await add(path, localPath, std::move(entry));
        }
    }

    Task<void> add(const std::string &path, const std::string &localPath, FolderEntry entry)
    {
        auto remote = std::format("{}/{}", path, entry.name);
        auto local = std::format("{}/{}", localPath, entry.name);
        if (!entry.attributes.mode) {
            auto &client = *m_context.client;
            const auto reply = co_await client.expectAttributes(client.send(Type::Lstat, Writer().string(remote)),
                                                                std::format("downloading {}", remote));
            if (!reply) {
                failed(reply.error());
                co_return;
            }
            entry.attributes = *reply;
        }
        switch (kindOf(entry.attributes)) {
        case FileKind::Folder:
            addFolder(std::move(remote), std::move(local), entry.attributes);
            break;
        case FileKind::File:
            addFile(std::move(remote), std::move(local), entry.attributes);
            break;
        case FileKind::Link:
            m_jobs.addFile([this, remote, local] { return readLink(remote, local); });
            break;
        case FileKind::Other:
            failed({ErrorCode::InvalidArgument,
                    std::format("downloading {}: it is neither a file, a folder nor a link", remote)});
        }
    }

    Task<void> copyFile(std::string path, std::string localPath, wire::Attributes attributes)
    {
        if (isOver())
            co_return;
        LocalFile file(localPath);
        auto sink = file.make();
        if (!sink) {
            failed(std::move(sink.error()));
            co_return;
        }
        const auto received = co_await fetchFile(m_context, path, std::move(*sink), attributes.size);
        if (!received) {
            failed(received.error());
            co_return;
        }
        if (auto committed = file.commit(attributes, *received); !committed)
            failed(std::move(committed.error()));
        else
            fileDone(*received);
    }

    Task<void> readLink(std::string path, std::string localPath)
    {
        if (isOver())
            co_return;
        auto &client = *m_context.client;
        auto target = co_await client.expectName(client.send(Type::Readlink, Writer().string(path)),
                                                 std::format("reading the link {}", path));
        if (target)
            m_links.push_back({std::move(localPath), std::move(*target)});
        else
            failed(std::move(target.error()));
    }

    /// Last of all, so that nothing that comes from the other side is ever written through one of them.
    void makeLinks()
    {
        for (const auto &[path, target] : m_links) {
            const auto temporary = temporaryName(path);
            if (::symlink(target.c_str(), temporary.c_str()) == 0 && ::rename(temporary.c_str(), path.c_str()) == 0) {
                ++m_summary.links;
                continue;
            }
            failed(failFromErrno(std::format("making the link {}", path), errno).error());
            ::unlink(temporary.c_str());
        }
        m_links.clear();
    }

    void finishFolders()
    {
        for (const auto &[path, attributes] : std::views::reverse(m_made)) {
            const auto times = timesOf(attributes);
            if ((attributes.mode && ::chmod(path.c_str(), *attributes.mode & permissionBits) != 0)
                || ::utimensat(AT_FDCWD, path.c_str(), times.data(), 0) != 0)
                failed(failFromErrno(std::format("setting the permissions of {}", path), errno).error());
        }
        m_made.clear();
    }

    struct MadeFolder {
        std::string path;
        wire::Attributes attributes;
    };
    struct FoundLink {
        std::string path;
        std::string target;
    };
    std::vector<MadeFolder> m_made;
    std::vector<FoundLink> m_links;
};

} // namespace

Task<Result<TransferSummary>> downloadTree(CopyContext context, std::string path, std::string localPath)
{
    TreeDownload download(std::move(context));
    co_return co_await download.run(std::move(path), std::move(localPath));
}

} // namespace portolan::ssh
