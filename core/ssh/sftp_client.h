// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/ssh/channel.h"
#include "core/ssh/sftp_wire.h"

#include <unordered_map>

namespace portolan::ssh {

/// The protocol's client, in the connection's thread: any number of requests under way, each answered by itself.
///
/// Not libssh's own: its stat, open, list, rename... block their thread until the answer is there, and with it every
/// other channel of the connection; only its reads and writes of one file can be many at a time, which leaves a tree of
/// small files at one round trip for each step.
class SftpClient : public std::enable_shared_from_this<SftpClient>
{
public:
    /// An answer of the server: its type, and what follows it and the id.
    struct Reply {
        wire::Type type{};
        std::string body;
    };
    using Answer = OneShot<Result<Reply>>;

    [[nodiscard]] static Task<Result<std::shared_ptr<SftpClient>>> open(std::shared_ptr<Session> session,
                                                                        std::stop_token cancel);
    ~SftpClient();

    /// Sends a request at once. Requests are answered in their order by OpenSSH, by others in any.
    [[nodiscard]] Answer send(wire::Type type, const wire::Writer &payload);

    // One round trip each. `what` is for the error: "removing /x".
    [[nodiscard]] Task<Result<void>> expectOk(Answer answer, std::string what);
    [[nodiscard]] Task<Result<std::string>> expectHandle(Answer answer, std::string what);
    [[nodiscard]] Task<Result<wire::Attributes>> expectAttributes(Answer answer, std::string what);
    [[nodiscard]] Task<Result<std::string>> expectName(Answer answer, std::string what);

    /// Rename that replaces, in one step, where the server can (posix-rename@openssh.com); otherwise the target is
    /// removed first.
    [[nodiscard]] Task<Result<void>> replace(std::string from, std::string to);

    [[nodiscard]] bool hasExtension(std::string_view name) const;
    [[nodiscard]] Channel &channel() const { return *m_channel; }
    /// Places for reads and writes of file content: bounds what is under way on the session.
    [[nodiscard]] Slots &dataSlots() { return m_dataSlots; }
    /// How many bytes one read or write should carry.
    [[nodiscard]] std::size_t chunkBytes() const { return m_chunkBytes; }

    void close(Error why);
    /// Why nothing works any more, if so.
    [[nodiscard]] const std::optional<Error> &failure() const { return m_failure; }

private:
    explicit SftpClient(std::shared_ptr<Channel> channel);

    [[nodiscard]] Task<Result<void>> start(std::stop_token cancel);
    [[nodiscard]] Task<Result<void>> askLimits();
    void onBytes(std::string_view bytes);
    void onPacket(wire::Packet packet);
    void failAll(const Error &why);
    [[nodiscard]] static Task<void> watch(std::weak_ptr<SftpClient> client, std::shared_ptr<Channel> channel);

    std::shared_ptr<Channel> m_channel;
    std::uint32_t m_nextId = 1;
    std::unordered_map<std::uint32_t, Answer> m_pending;
    std::optional<Error> m_failure;
    wire::PacketAssembler m_assembler;
    OneShot<Result<std::vector<std::string>>> m_version;
    std::vector<std::string> m_extensions;
    Slots m_dataSlots;
    std::size_t m_chunkBytes;
};

/// What a status that is not Ok means: NotFound, PermissionDenied, NotImplemented... with `what` in front.
[[nodiscard]] Error errorOf(const SftpClient::Reply &reply, std::string_view what);

} // namespace portolan::ssh
