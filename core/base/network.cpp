// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/network.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <cstring>
#include <format>
#include <optional>

namespace portolan {

namespace {

using AddressBytes = std::array<std::uint8_t, 16>;

struct IpAddress {
    AddressBytes bytes{};
    bool isIpv4 = false;
};

std::optional<IpAddress> parseIpAddress(std::string_view text)
{
    const std::string terminated(text);
    if (terminated.size() != std::strlen(terminated.c_str()))
        return std::nullopt;
    IpAddress address;
    if (inet_pton(AF_INET6, terminated.c_str(), address.bytes.data()) == 1)
        return address;
    if (inet_pton(AF_INET, terminated.c_str(), address.bytes.data() + 12) != 1)
        return std::nullopt;
    address.bytes[10] = address.bytes[11] = 0xff;
    address.isIpv4 = true;
    return address;
}

bool equalUpTo(const AddressBytes &left, const AddressBytes &right, int bits)
{
    const auto whole = static_cast<std::size_t>(bits / 8);
    if (!std::equal(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(whole), right.begin()))
        return false;
    const int rest = bits % 8;
    return rest == 0 || ((left[whole] ^ right[whole]) >> (8 - rest)) == 0;
}

} // namespace

bool isIpAddress(std::string_view text)
{
    return parseIpAddress(text).has_value();
}

bool isLoopback(std::string_view address)
{
    static const std::array networks{*Network::parse("127.0.0.0/8"), *Network::parse("::1")};
    return std::ranges::any_of(networks, [&](const Network &network) { return network.contains(address); });
}

Result<Network> Network::parse(std::string_view text)
{
    const auto wrong = [&](std::string_view why) {
        return fail(ErrorCode::InvalidArgument,
                    std::format("\"{}\" is not a network such as 10.0.0.0/8 or fd00::/8{}", text, why));
    };
    const auto slash = text.find('/');
    const auto address = parseIpAddress(text.substr(0, slash));
    if (!address)
        return wrong("");
    const int width = address->isIpv4 ? 32 : 128;
    int bits = width;
    if (slash != text.npos) {
        const auto digits = text.substr(slash + 1);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
        if (error != std::errc{} || end != digits.data() + digits.size() || bits < 0 || bits > width)
            return wrong(std::format(": the prefix must be 0 to {}", width));
    }
    bits += 128 - width;
    for (int bit = bits; bit < 128; ++bit)
        if ((address->bytes[static_cast<std::size_t>(bit / 8)] & (0x80 >> (bit % 8))) != 0)
            return wrong(": the address has bits behind the prefix");
    return Network(address->bytes, bits);
}

bool Network::contains(std::string_view address) const
{
    const auto parsed = parseIpAddress(address);
    return parsed && equalUpTo(parsed->bytes, m_bytes, m_bits);
}

} // namespace portolan
