// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/config/listen.h"

#include "core/base/network.h"

#include <charconv>

namespace portolan::config {

bool ListenAddress::isLocal() const
{
    return isUnixSocket() || isLoopback(address);
}

Result<ListenAddress> parseListen(std::string_view text)
{
    if (text.starts_with("unix:/"))
        return ListenAddress{.address = std::string(text)};
    const auto colon = text.rfind(':');
    const auto digits = colon == text.npos ? std::string_view() : text.substr(colon + 1);
    unsigned port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    auto address = text.substr(0, colon == text.npos ? 0 : colon);
    const bool bracketed = address.starts_with('[') && address.ends_with(']');
    if (bracketed)
        address = address.substr(1, address.size() - 2);
    if (error != std::errc{} || end != digits.data() + digits.size() || port > 65535 || !isIpAddress(address)
        || bracketed != address.contains(':'))
        return fail(
            ErrorCode::InvalidArgument,
            "must be ADDRESS:PORT, such as 127.0.0.1:8080 or [::1]:8080 (port 0 takes a free one), or unix:/PATH");
    return ListenAddress{.address = std::string(address), .port = static_cast<std::uint16_t>(port)};
}

} // namespace portolan::config
