// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/sftp.h"

#include "core/ssh/copy.h"
#include "core/ssh/folder_reader.h"
#include "core/ssh/tree.h"

#include <sys/stat.h>

namespace portolan::ssh {

using wire::Type;
using wire::Writer;

namespace {

using ClientPtr = std::shared_ptr<SftpClient>;

Task<Result<void>> listPages(ClientPtr client, std::string path, std::shared_ptr<Loop> loop,
                             std::shared_ptr<std::function<void(std::vector<FolderEntry>)>> onPage,
                             std::stop_token cancel)
{
    FolderReader reader(std::move(client), std::move(path), std::move(cancel));
    for (;;) {
        auto page = co_await reader.next();
        if (!page)
            co_return std::unexpected(std::move(page.error()));
        if (page->empty())
            co_return {};
        loop->post([onPage, entries = std::move(*page)]() mutable { (*onPage)(std::move(entries)); });
    }
}

Task<Result<std::vector<FolderEntry>>> listAll(ClientPtr client, std::string path, std::stop_token cancel)
{
    FolderReader reader(std::move(client), std::move(path), std::move(cancel));
    std::vector<FolderEntry> entries;
    for (;;) {
        auto page = co_await reader.next();
        if (!page)
            co_return std::unexpected(std::move(page.error()));
        if (page->empty())
            co_return entries;
        std::ranges::move(*page, std::back_inserter(entries));
    }
}

Task<Result<std::uint64_t>> downloadOne(CopyContext context, std::string path, std::shared_ptr<Sink> sink)
{
    const auto meter = context.meter;
    meter->found(0);
    auto received = co_await fetchFile(std::move(context), std::move(path), std::move(sink), std::nullopt);
    if (received)
        meter->finish();
    co_return received;
}

/// A source that has no permissions of its own takes those of the file that it replaces.
class SourceWithMode final : public Source
{
public:
    SourceWithMode(std::shared_ptr<Source> source, std::uint32_t mode) : m_source(std::move(source)), m_mode(mode) {}

    Result<std::string> read(std::size_t limit) override { return m_source->read(limit); }
    std::optional<std::uint64_t> size() const override { return m_source->size(); }
    std::optional<std::uint32_t> mode() const override { return m_mode; }
    std::optional<std::uint32_t> modified() const override { return m_source->modified(); }

private:
    std::shared_ptr<Source> m_source;
    std::uint32_t m_mode;
};

Task<Result<std::uint64_t>> uploadOne(CopyContext context, std::shared_ptr<Source> source, std::string path)
{
    auto target = co_await resolveTarget(context, std::move(path));
    if (!target)
        co_return std::unexpected(std::move(target.error()));
    if (!source->mode() && target->mode)
        source = std::make_shared<SourceWithMode>(std::move(source), *target->mode);
    const auto meter = context.meter;
    meter->found(source->size().value_or(0));
    if (source->size())
        meter->allFound();
    auto stored = co_await storeFile(std::move(context), std::move(source), std::move(target->path));
    if (stored)
        meter->finish();
    co_return stored;
}

/// Called in the caller's thread, to be used in the connection's.
CopyContext contextFor(const ClientPtr &client, TransferOptions options)
{
    return {.client = client,
            .meter = std::make_shared<Meter>(Loop::current(), std::move(options.onProgress)),
            .cancel = std::move(options.cancel),
            .sync = options.sync};
}

} // namespace

FileKind kindOf(const FileAttributes &attributes)
{
    switch (attributes.mode.value_or(0) & S_IFMT) {
    case S_IFREG:
        return FileKind::File;
    case S_IFDIR:
        return FileKind::Folder;
    case S_IFLNK:
        return FileKind::Link;
    default:
        return FileKind::Other;
    }
}

SftpSession::SftpSession(std::shared_ptr<Engine> engine, std::shared_ptr<SftpClient> client)
    : m_engine(std::move(engine)), m_client(std::move(client))
{}

SftpSession::~SftpSession()
{
    close();
    m_engine->post([client = std::move(m_client)]() mutable { client.reset(); });
}

void SftpSession::close()
{
    m_engine->post([client = m_client] {
        client->close({ErrorCode::Cancelled, "the file session was closed on this side"});
    });
}

Task<Result<FileAttributes>> SftpSession::stat(std::string path)
{
    return m_engine->call<FileAttributes>([client = m_client, path = std::move(path)] {
        return client->expectAttributes(client->send(Type::Stat, Writer().string(path)), "looking at " + path);
    });
}

Task<Result<FileAttributes>> SftpSession::lstat(std::string path)
{
    return m_engine->call<FileAttributes>([client = m_client, path = std::move(path)] {
        return client->expectAttributes(client->send(Type::Lstat, Writer().string(path)), "looking at " + path);
    });
}

Task<Result<std::vector<FolderEntry>>> SftpSession::list(std::string path, std::stop_token cancel)
{
    return m_engine->call<std::vector<FolderEntry>>([client = m_client, path = std::move(path), cancel] {
        return listAll(client, path, cancel);
    });
}

Task<Result<void>> SftpSession::list(std::string path, std::function<void(std::vector<FolderEntry>)> onPage,
                                     std::stop_token cancel)
{
    auto shared = std::make_shared<std::function<void(std::vector<FolderEntry>)>>(std::move(onPage));
    return m_engine->call<void>([client = m_client, path = std::move(path), loop = Loop::current(), shared, cancel] {
        return listPages(client, path, loop, shared, cancel);
    });
}

Task<Result<void>> SftpSession::makeFolder(std::string path, std::uint32_t mode)
{
    return m_engine->call<void>([client = m_client, path = std::move(path), mode] {
        return client->expectOk(client->send(Type::Mkdir, Writer().string(path).attributes({.mode = mode})),
                                "making the folder " + path);
    });
}

Task<Result<void>> SftpSession::rename(std::string from, std::string to)
{
    return m_engine->call<void>([client = m_client, from = std::move(from), to = std::move(to)] {
        return client->replace(from, to);
    });
}

Task<Result<void>> SftpSession::removeFile(std::string path)
{
    return m_engine->call<void>([client = m_client, path = std::move(path)] {
        return client->expectOk(client->send(Type::Remove, Writer().string(path)), "removing " + path);
    });
}

Task<Result<void>> SftpSession::removeFolder(std::string path)
{
    return m_engine->call<void>([client = m_client, path = std::move(path)] {
        return client->expectOk(client->send(Type::Rmdir, Writer().string(path)), "removing the folder " + path);
    });
}

Task<Result<void>> SftpSession::setAttributes(std::string path, FileAttributes attributes)
{
    return m_engine->call<void>([client = m_client, path = std::move(path), attributes] {
        return client->expectOk(client->send(Type::Setstat, Writer().string(path).attributes(attributes)),
                                "changing " + path);
    });
}

Task<Result<std::string>> SftpSession::readLink(std::string path)
{
    return m_engine->call<std::string>([client = m_client, path = std::move(path)] {
        return client->expectName(client->send(Type::Readlink, Writer().string(path)), "reading the link " + path);
    });
}

Task<Result<void>> SftpSession::makeLink(std::string target, std::string path)
{
    return m_engine->call<void>([client = m_client, target = std::move(target), path = std::move(path)] {
        return client->expectOk(client->send(Type::Symlink, Writer().string(target).string(path)),
                                "making the link " + path);
    });
}

Task<Result<std::string>> SftpSession::realPath(std::string path)
{
    return m_engine->call<std::string>([client = m_client, path = std::move(path)] {
        return client->expectName(client->send(Type::Realpath, Writer().string(path)), "resolving " + path);
    });
}

Task<Result<std::uint64_t>> SftpSession::download(std::string path, std::shared_ptr<Sink> sink, TransferOptions options)
{
    return m_engine->call<std::uint64_t>([context = contextFor(m_client, std::move(options)), path = std::move(path),
                                          sink = std::move(sink)] { return downloadOne(context, path, sink); });
}

Task<Result<std::uint64_t>> SftpSession::upload(std::shared_ptr<Source> source, std::string path,
                                                TransferOptions options)
{
    return m_engine->call<std::uint64_t>([context = contextFor(m_client, std::move(options)),
                                          source = std::move(source),
                                          path = std::move(path)] { return uploadOne(context, source, path); });
}

Task<Result<TransferSummary>> SftpSession::uploadTree(std::string localPath, std::string path, TransferOptions options)
{
    return m_engine->call<TransferSummary>([context = contextFor(m_client, std::move(options)),
                                            localPath = std::move(localPath), path = std::move(path)] {
        return ssh::uploadTree(context, localPath, path);
    });
}

Task<Result<TransferSummary>> SftpSession::downloadTree(std::string path, std::string localPath,
                                                        TransferOptions options)
{
    return m_engine->call<TransferSummary>([context = contextFor(m_client, std::move(options)), path = std::move(path),
                                            localPath = std::move(localPath)] {
        return ssh::downloadTree(context, path, localPath);
    });
}

} // namespace portolan::ssh
