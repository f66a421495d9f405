// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/folder_reader.h"

#include "core/ssh/copy.h"

namespace portolan::ssh {

using wire::Type;
using wire::Writer;

FolderReader::FolderReader(std::shared_ptr<SftpClient> client, std::string path, std::stop_token cancel)
    : m_client(std::move(client)), m_path(std::move(path)), m_cancel(std::move(cancel))
{}

FolderReader::~FolderReader()
{
    if (m_handle)
        static_cast<void>(m_client->send(Type::Close, Writer().string(*m_handle)));
}

Task<Result<std::vector<FolderEntry>>> FolderReader::next()
{
    const auto what = std::format("reading the folder {}", m_path);
    if (!m_handle) {
        const auto reply = co_await answerOf(m_client->send(Type::Opendir, Writer().string(m_path)), m_cancel);
        if (!reply)
            co_return std::unexpected(reply.error());
        if (reply->type != Type::Handle)
            co_return std::unexpected(errorOf(*reply, what));
        m_handle = std::string(wire::Reader(reply->body).string());
    }
    for (;;) {
        const auto reply = co_await answerOf(m_client->send(Type::Readdir, Writer().string(*m_handle)), m_cancel);
        if (!reply)
            co_return std::unexpected(reply.error());
        if (reply->type == Type::Status
            && wire::Reader(reply->body).u32() == static_cast<std::uint32_t>(wire::Status::Eof))
            co_return std::vector<FolderEntry>();
        if (reply->type != Type::Name)
            co_return std::unexpected(errorOf(*reply, what));
        auto page = readPage(*reply);
        if (!page || !page->empty()) // a page of only "." and ".." is not the end
            co_return page;
    }
}

Result<std::vector<FolderEntry>> FolderReader::readPage(const SftpClient::Reply &reply) const
{
    wire::Reader reader(reply.body);
    std::vector<FolderEntry> entries;
    for (auto count = reader.u32(); count > 0 && reader.isIntact(); --count) {
        FolderEntry entry{.name = std::string(reader.string())};
        static_cast<void>(reader.string()); // a line as of "ls -l"
        entry.attributes = reader.attributes();
        if (entry.name == "." || entry.name == "..")
            continue;
        if (entry.name.empty() || entry.name.find('/') != std::string::npos
            || entry.name.find('\0') != std::string::npos)
            return fail(ErrorCode::BadGateway,
                        std::format("reading the folder {}: the server gave \"{}\", which is no name", m_path,
                                    entry.name));
        entries.push_back(std::move(entry));
    }
    if (!reader.isIntact())
        return fail(ErrorCode::BadGateway,
                    std::format("reading the folder {}: the server's answer is not complete", m_path));
    return entries;
}

} // namespace portolan::ssh
