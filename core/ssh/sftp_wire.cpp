// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/sftp_wire.h"

#include <algorithm>
#include <format>
#include <utility>

namespace portolan::ssh::wire {

namespace {

enum AttributeFlag : std::uint32_t {
    HasSize = 0x01,
    HasOwner = 0x02,
    HasMode = 0x04,
    HasTimes = 0x08,
    HasExtended = 0x80000000,
};

void appendNumber(std::string &out, std::uint64_t value, int width)
{
    for (int shift = 8 * (width - 1); shift >= 0; shift -= 8)
        out += static_cast<char>(value >> shift);
}

} // namespace

Writer &Writer::u32(std::uint32_t value)
{
    appendNumber(m_bytes, value, 4);
    return *this;
}

Writer &Writer::u64(std::uint64_t value)
{
    appendNumber(m_bytes, value, 8);
    return *this;
}

Writer &Writer::string(std::string_view bytes)
{
    u32(static_cast<std::uint32_t>(bytes.size()));
    m_bytes += bytes;
    return *this;
}

Writer &Writer::attributes(const Attributes &attributes)
{
    const bool owner = attributes.uid && attributes.gid;
    const bool times = attributes.accessed && attributes.modified;
    u32((attributes.size ? HasSize : 0u) | (owner ? HasOwner : 0u) | (attributes.mode ? HasMode : 0u)
        | (times ? HasTimes : 0u));
    if (attributes.size)
        u64(*attributes.size);
    if (owner)
        u32(*attributes.uid).u32(*attributes.gid);
    if (attributes.mode)
        u32(*attributes.mode);
    if (times)
        u32(*attributes.accessed).u32(*attributes.modified);
    return *this;
}

std::string_view Reader::take(std::size_t count)
{
    if (count > m_left.size()) {
        m_intact = false;
        m_left = {};
        return {};
    }
    const auto bytes = m_left.substr(0, count);
    m_left.remove_prefix(count);
    return bytes;
}

std::uint64_t Reader::number(std::size_t width)
{
    std::uint64_t value = 0;
    for (const char byte : take(width))
        value = value << 8 | static_cast<unsigned char>(byte);
    return value;
}

std::uint8_t Reader::u8()
{
    return static_cast<std::uint8_t>(number(1));
}

std::uint32_t Reader::u32()
{
    return static_cast<std::uint32_t>(number(4));
}

std::uint64_t Reader::u64()
{
    return number(8);
}

std::string_view Reader::string()
{
    return take(u32());
}

Attributes Reader::attributes()
{
    Attributes attributes;
    const auto flags = u32();
    if (flags & HasSize)
        attributes.size = u64();
    if (flags & HasOwner) {
        attributes.uid = u32();
        attributes.gid = u32();
    }
    if (flags & HasMode)
        attributes.mode = u32();
    if (flags & HasTimes) {
        attributes.accessed = u32();
        attributes.modified = u32();
    }
    if (flags & HasExtended)
        for (auto count = u32(); count > 0 && m_intact; --count) {
            static_cast<void>(string());
            static_cast<void>(string());
        }
    return attributes;
}

void appendPacket(std::string &out, Type type, std::uint32_t id, std::string_view payload)
{
    appendNumber(out, 1 + 4 + payload.size(), 4);
    out += static_cast<char>(type);
    appendNumber(out, id, 4);
    out += payload;
}

Result<std::optional<Packet>> PacketAssembler::next(std::string_view &bytes)
{
    constexpr std::size_t lengthBytes = 4;
    constexpr std::size_t afterLength = 5; // type and id
    constexpr std::size_t headBytes = lengthBytes + afterLength;
    // OpenSSH's own limit for one packet is 256 KiB (SFTP_MAX_MSG_LENGTH).
    constexpr std::size_t most = 512 * 1024;
    if (m_head.size() < headBytes) {
        const auto taken = std::min(bytes.size(), headBytes - m_head.size());
        m_head += bytes.substr(0, taken);
        bytes.remove_prefix(taken);
        if (m_head.size() < headBytes)
            return std::nullopt;
        Reader head(m_head);
        const auto length = head.u32();
        if (length < afterLength || length > most)
            return fail(ErrorCode::BadGateway,
                        std::format("the SFTP server sent a packet of {} bytes, which none may have", length));
        m_packet.type = static_cast<Type>(head.u8());
        m_packet.id = head.u32();
        m_missing = length - afterLength;
        m_packet.body.reserve(m_missing);
    }
    const auto taken = std::min(bytes.size(), m_missing);
    m_packet.body += bytes.substr(0, taken);
    bytes.remove_prefix(taken);
    m_missing -= taken;
    if (m_missing > 0)
        return std::nullopt;
    m_head.clear();
    return std::exchange(m_packet, {});
}

} // namespace portolan::ssh::wire
