// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace portolan {

/// IPv4 in dots or IPv6, without brackets, port or zone.
[[nodiscard]] bool isIpAddress(std::string_view text);
/// 127.0.0.0/8, ::1, and the first within IPv6 (::ffff:127.0.0.1).
[[nodiscard]] bool isLoopback(std::string_view address);

/// A range of IP addresses in CIDR notation (RFC 4632, RFC 4291 section 2.3): "10.0.0.0/8", "fd00::/8". An address without
/// a prefix is a range of one.
class Network
{
public:
    /// InvalidArgument where it is no such range, or its address has bits behind the prefix.
    [[nodiscard]] static Result<Network> parse(std::string_view text);

    /// IPv4 and its form within IPv6 are the same address. False for what is no address.
    [[nodiscard]] bool contains(std::string_view address) const;

    bool operator==(const Network &) const = default;

private:
    using Bytes = std::array<std::uint8_t, 16>; ///< IPv4 within IPv6 (::ffff:0:0/96)

    Network(const Bytes &bytes, int bits) : m_bytes(bytes), m_bits(bits) {}

    Bytes m_bytes;
    int m_bits;
};

} // namespace portolan
