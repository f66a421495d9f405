// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// The packets of the SSH File Transfer Protocol, version 3 (draft-ietf-secsh-filexfer-02), and of OpenSSH's extensions
/// to it (its file PROTOCOL, section 4). Pure functions of bytes.
namespace portolan::ssh::wire {

enum class Type : std::uint8_t {
    Init = 1,
    Version = 2,
    Open = 3,
    Close = 4,
    Read = 5,
    Write = 6,
    Lstat = 7,
    Fstat = 8,
    Setstat = 9,
    Fsetstat = 10,
    Opendir = 11,
    Readdir = 12,
    Remove = 13,
    Mkdir = 14,
    Rmdir = 15,
    Realpath = 16,
    Stat = 17,
    Rename = 18,
    Readlink = 19,
    Symlink = 20,
    Status = 101,
    Handle = 102,
    Data = 103,
    Name = 104,
    Attrs = 105,
    Extended = 200,
    ExtendedReply = 201,
};

/// Section 7 of the draft.
enum class Status : std::uint32_t {
    Ok = 0,
    Eof = 1,
    NoSuchFile = 2,
    PermissionDenied = 3,
    Failure = 4,
    BadMessage = 5,
    NoConnection = 6,
    ConnectionLost = 7,
    Unsupported = 8,
};

/// Section 6.3 of the draft.
enum OpenFlag : std::uint32_t {
    OpenRead = 0x01,
    OpenWrite = 0x02,
    OpenCreate = 0x08,
    OpenTruncate = 0x10,
    OpenExclusive = 0x20,
};

/// Section 5 of the draft; what is not there is not known, or not to be changed.
struct Attributes {
    std::optional<std::uint64_t> size = {};
    std::optional<std::uint32_t> uid = {}; ///< with gid
    std::optional<std::uint32_t> gid = {};
    std::optional<std::uint32_t> mode = {}; ///< type and permissions, as in stat(2)
    std::optional<std::uint32_t> accessed = {}; ///< seconds since 1970, with modified
    std::optional<std::uint32_t> modified = {};

    bool operator==(const Attributes &) const = default;
};

/// Builds the payload of one packet.
class Writer
{
public:
    Writer &u32(std::uint32_t value);
    Writer &u64(std::uint64_t value);
    Writer &string(std::string_view bytes);
    Writer &attributes(const Attributes &attributes);

    [[nodiscard]] const std::string &bytes() const { return m_bytes; }

private:
    std::string m_bytes;
};

/// Takes a payload apart. What is not there reads as zero or nothing, and isIntact() says so at the end.
class Reader
{
public:
    explicit Reader(std::string_view bytes) : m_left(bytes) {}

    [[nodiscard]] std::uint8_t u8();
    [[nodiscard]] std::uint32_t u32();
    [[nodiscard]] std::uint64_t u64();
    [[nodiscard]] std::string_view string();
    [[nodiscard]] Attributes attributes();

    [[nodiscard]] bool isIntact() const { return m_intact; }
    [[nodiscard]] bool isAtEnd() const { return m_left.empty(); }

private:
    [[nodiscard]] std::string_view take(std::size_t count);
    [[nodiscard]] std::uint64_t number(std::size_t width);

    std::string_view m_left;
    bool m_intact = true;
};

/// Appends a packet: length, type, id, payload. `id` is the version for Init.
void appendPacket(std::string &out, Type type, std::uint32_t id, std::string_view payload);

struct Packet {
    Type type{};
    std::uint32_t id = 0; ///< the version in a Version
    std::string body = {}; ///< what follows the id
};

/// Puts packets together from bytes that come in any pieces, each byte copied once.
class PacketAssembler
{
public:
    /// Takes bytes from the front of `bytes` and gives the packet that they complete; nothing when all were taken and
    /// none is complete. BadGateway for a length that no packet may have; what follows makes no sense then.
    [[nodiscard]] Result<std::optional<Packet>> next(std::string_view &bytes);

private:
    std::string m_head;
    Packet m_packet;
    std::size_t m_missing = 0; ///< of the body
};

} // namespace portolan::ssh::wire
