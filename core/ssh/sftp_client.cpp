// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/sftp_client.h"

#include <libssh/libssh.h>

namespace portolan::ssh {

namespace {

constexpr int requestsInFlight = 64;
constexpr std::size_t defaultChunk = 32 * 1024; // what every server takes (section 3 of the draft)

std::string_view statusText(wire::Status status)
{
    switch (status) {
    case wire::Status::Ok:
        return "an answer that does not fit";
    case wire::Status::Eof:
        return "end of file";
    case wire::Status::NoSuchFile:
        return "no such file or folder";
    case wire::Status::PermissionDenied:
        return "permission denied";
    case wire::Status::Failure:
        return "the server says only that it failed (it exists already, it is not empty, or its disk is full)";
    case wire::Status::BadMessage:
        return "the server did not understand the request";
    case wire::Status::NoConnection:
    case wire::Status::ConnectionLost:
        return "the server has lost what is behind it";
    case wire::Status::Unsupported:
        return "the server cannot do it";
    }
    return "the server gives an unknown reason";
}

ErrorCode codeOf(wire::Status status)
{
    switch (status) {
    case wire::Status::NoSuchFile:
        return ErrorCode::NotFound;
    case wire::Status::PermissionDenied:
        return ErrorCode::PermissionDenied;
    case wire::Status::Failure:
        return ErrorCode::Conflict;
    case wire::Status::Unsupported:
        return ErrorCode::NotImplemented;
    default:
        return ErrorCode::BadGateway;
    }
}

} // namespace

Error errorOf(const SftpClient::Reply &reply, std::string_view what)
{
    if (reply.type != wire::Type::Status)
        return {ErrorCode::BadGateway, std::format("{}: the SFTP server answered with the wrong kind of packet ({})",
                                                   what, static_cast<int>(reply.type))};
    const auto status = static_cast<wire::Status>(wire::Reader(reply.body).u32());
    return {codeOf(status), std::format("{}: {}", what, statusText(status))};
}

SftpClient::SftpClient(std::shared_ptr<Channel> channel)
    : m_channel(std::move(channel)), m_dataSlots(requestsInFlight), m_chunkBytes(defaultChunk)
{}

SftpClient::~SftpClient()
{
    m_channel->consume(nullptr);
    close({ErrorCode::Cancelled, "the file session was closed on this side"});
}

Task<Result<std::shared_ptr<SftpClient>>> SftpClient::open(std::shared_ptr<Session> session, std::stop_token cancel)
{
    auto channel = co_await session->openChannel(cancel);
    if (!channel)
        co_return std::unexpected(channel.error());
    const std::shared_ptr<SftpClient> client(new SftpClient(std::move(*channel)));
    if (const auto started = co_await client->start(cancel); !started)
        co_return std::unexpected(started.error());
    co_return client;
}

Task<Result<void>> SftpClient::start(std::stop_token cancel)
{
    const std::stop_callback onCancel(cancel, [loop = Loop::current(), weak = weak_from_this()] {
        loop->post([weak] {
            if (const auto client = weak.lock())
                client->close({ErrorCode::Cancelled, "opening the file session was cancelled"});
        });
    });
    m_channel->consume([this](std::string_view bytes) { onBytes(bytes); });
    const auto accepted = co_await m_channel->request([](ssh_channel channel) {
        return ssh_channel_request_sftp(channel);
    });
    if (!accepted)
        co_return std::unexpected(accepted.error());
    if (!*accepted)
        co_return fail(ErrorCode::NotImplemented, "the SSH server offers no SFTP");
    detach(watch(weak_from_this(), m_channel));

    constexpr std::uint32_t protocolVersion = 3;
    std::string init;
    wire::appendPacket(init, wire::Type::Init, protocolVersion, {});
    if (auto sent = m_channel->send(init); !sent)
        co_return sent;
    auto extensions = co_await m_version;
    if (!extensions)
        co_return std::unexpected(extensions.error());
    m_extensions = std::move(*extensions);
    co_return co_await askLimits();
}

Task<Result<void>> SftpClient::askLimits()
{
    if (!hasExtension("limits@openssh.com"))
        co_return {};
    const auto reply = co_await send(wire::Type::Extended, wire::Writer().string("limits@openssh.com"));
    if (!reply)
        co_return std::unexpected(reply.error());
    if (reply->type != wire::Type::ExtendedReply)
        co_return {};
    wire::Reader reader(reply->body);
    static_cast<void>(reader.u64()); // of a whole packet
    const auto most = std::min(reader.u64(), reader.u64());
    // Longer requests cost less each, and hold up others longer; past this nothing is won.
    constexpr std::size_t worthwhile = 64 * 1024;
    if (reader.isIntact() && most >= defaultChunk)
        m_chunkBytes = std::min<std::size_t>(most, worthwhile);
    co_return {};
}

/// A channel that ends fails what is under way; an SFTP server never ends by itself.
Task<void> SftpClient::watch(std::weak_ptr<SftpClient> client, std::shared_ptr<Channel> channel)
{
    const auto ended = co_await channel->exit();
    if (const auto strong = client.lock())
        strong->close(ended ? Error{ErrorCode::BadGateway, "the SFTP server has ended"} : ended.error());
}

SftpClient::Answer SftpClient::send(wire::Type type, const wire::Writer &payload)
{
    Answer answer;
    if (m_failure) {
        answer.set(std::unexpected(*m_failure));
        return answer;
    }
    const auto id = m_nextId++;
    std::string packet;
    packet.reserve(payload.bytes().size() + 9);
    wire::appendPacket(packet, type, id, payload.bytes());
    if (auto sent = m_channel->send(packet); !sent)
        answer.set(std::unexpected(std::move(sent.error())));
    else
        m_pending.emplace(id, answer);
    return answer;
}

void SftpClient::onBytes(std::string_view bytes)
{
    while (!m_failure && !bytes.empty()) {
        auto packet = m_assembler.next(bytes);
        if (!packet)
            failAll(packet.error());
        else if (*packet)
            onPacket(std::move(**packet));
    }
}

void SftpClient::onPacket(wire::Packet packet)
{
    if (packet.type == wire::Type::Version) {
        wire::Reader reader(packet.body);
        std::vector<std::string> extensions;
        while (reader.isIntact() && !reader.isAtEnd()) {
            extensions.emplace_back(reader.string());
            static_cast<void>(reader.string());
        }
        m_version.set(std::move(extensions));
        return;
    }
    const auto found = m_pending.find(packet.id);
    if (found == m_pending.end()) {
        failAll({ErrorCode::BadGateway, "the SFTP server answered what nobody has asked"});
        return;
    }
    auto answer = std::move(found->second);
    m_pending.erase(found);
    answer.set(Reply{.type = packet.type, .body = std::move(packet.body)});
}

void SftpClient::failAll(const Error &why)
{
    if (!m_failure)
        m_failure = why;
    m_version.set(std::unexpected(*m_failure));
    for (auto &[id, answer] : std::exchange(m_pending, {}))
        answer.set(std::unexpected(*m_failure));
}

void SftpClient::close(Error why)
{
    failAll(why);
    m_channel->close(std::move(why));
}

bool SftpClient::hasExtension(std::string_view name) const
{
    return std::ranges::find(m_extensions, name) != m_extensions.end();
}

Task<Result<void>> SftpClient::expectOk(Answer answer, std::string what)
{
    const auto reply = co_await answer;
    if (!reply)
        co_return std::unexpected(reply.error());
    if (reply->type == wire::Type::Status && wire::Reader(reply->body).u32() == 0)
        co_return {};
    co_return std::unexpected(errorOf(*reply, what));
}

Task<Result<std::string>> SftpClient::expectHandle(Answer answer, std::string what)
{
    const auto reply = co_await answer;
    if (!reply)
        co_return std::unexpected(reply.error());
    if (reply->type != wire::Type::Handle)
        co_return std::unexpected(errorOf(*reply, what));
    co_return std::string(wire::Reader(reply->body).string());
}

Task<Result<wire::Attributes>> SftpClient::expectAttributes(Answer answer, std::string what)
{
    const auto reply = co_await answer;
    if (!reply)
        co_return std::unexpected(reply.error());
    if (reply->type != wire::Type::Attrs)
        co_return std::unexpected(errorOf(*reply, what));
    co_return wire::Reader(reply->body).attributes();
}

Task<Result<std::string>> SftpClient::expectName(Answer answer, std::string what)
{
    const auto reply = co_await answer;
    if (!reply)
        co_return std::unexpected(reply.error());
    if (reply->type != wire::Type::Name)
        co_return std::unexpected(errorOf(*reply, what));
    wire::Reader reader(reply->body);
    if (reader.u32() != 1)
        co_return fail(ErrorCode::BadGateway, what + ": the SFTP server gave more names than one");
    co_return std::string(reader.string());
}

Task<Result<void>> SftpClient::replace(std::string from, std::string to)
{
    const auto what = std::format("renaming {} to {}", from, to);
    if (hasExtension("posix-rename@openssh.com"))
        co_return co_await expectOk(send(wire::Type::Extended,
                                         wire::Writer().string("posix-rename@openssh.com").string(from).string(to)),
                                    what);
    // Version 3's own rename fails where the target exists (section 6.5 of the draft).
    auto renamed = co_await expectOk(send(wire::Type::Rename, wire::Writer().string(from).string(to)), what);
    if (renamed)
        co_return renamed;
    if (auto removed = co_await expectOk(send(wire::Type::Remove, wire::Writer().string(to)), what); !removed)
        co_return renamed;
    co_return co_await expectOk(send(wire::Type::Rename, wire::Writer().string(from).string(to)), what);
}

} // namespace portolan::ssh
