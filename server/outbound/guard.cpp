// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/outbound/guard.h"

#include <QHostAddress>
#include <QUrl>

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdint>
#include <format>
#include <span>

namespace portolan::outbound {

namespace {

std::vector<Network> networks(std::span<const char *const> texts)
{
    std::vector<Network> parsed;
    for (const char *text : texts)
        parsed.push_back(*Network::parse(text));
    return parsed;
}

bool isWithin(std::string_view address, const std::vector<Network> &ranges)
{
    return std::ranges::any_of(ranges, [address](const Network &network) { return network.contains(address); });
}

/// Where an IPv6 address leads to an IPv4 one, that one; else the address itself.
std::string withoutTranslation(std::string_view address)
{
    struct Form {
        Network network;
        std::size_t at; ///< where the four bytes are
    };
    static const std::array forms{
        Form{*Network::parse("64:ff9b::/96"), 12},    // NAT64 (RFC 6052)
        Form{*Network::parse("::ffff:0:0:0/96"), 12}, // SIIT (RFC 2765)
        Form{*Network::parse("2002::/16"), 2},        // 6to4 (RFC 3056)
    };
    const std::string text(address);
    std::array<std::uint8_t, 16> bytes{};
    if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1)
        return text;
    for (const Form &form : forms)
        if (form.network.contains(text))
            return std::format("{}.{}.{}.{}", bytes[form.at], bytes[form.at + 1], bytes[form.at + 2],
                               bytes[form.at + 3]);
    return text;
}

} // namespace

bool isPublicAddress(std::string_view address)
{
    static const auto special = [] {
        constexpr std::array texts{
            "0.0.0.0/8",     "10.0.0.0/8",      "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16",
            "172.16.0.0/12", "192.0.0.0/24",    "192.0.2.0/24",   "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4",
            "168.63.129.16", // Azure's host, which is public by its number only
            "2001::/23",     // of protocols, Teredo among them
            "2001:db8::/32", "3fff::/20",
        };
        return networks(texts);
    }();
    static const auto unicast = [] {
        // Of IPv6 nothing else is given to hosts of the Internet (RFC 4291 section 2.4). The second is all of IPv4.
        constexpr std::array texts{"2000::/3", "::ffff:0:0/96"};
        return networks(texts);
    }();
    const std::string end = withoutTranslation(address);
    return isWithin(end, unicast) && !isWithin(end, special);
}

bool isPermitted(std::string_view address, const OutboundPolicy &policy)
{
    return isPublicAddress(address) || isWithin(address, policy.allowed)
           || isWithin(withoutTranslation(address), policy.allowed);
}

std::optional<std::string> refuseTarget(std::string_view url, const OutboundPolicy &policy)
{
    const QString host = QUrl(QString::fromUtf8(url.data(), qsizetype(url.size()))).host();
    const std::string name = host.toStdString();
    const bool isHere = host == QLatin1String("localhost") || host.endsWith(QLatin1String(".localhost"));
    const std::string address = isHere ? "127.0.0.1" : name;
    if (!isHere && QHostAddress(host).isNull())
        return std::nullopt;
    if (isPermitted(address, policy))
        return std::nullopt;
    return std::format("is at {}, which is not public; {} allows more networks", name, policy.key);
}

} // namespace portolan::outbound
