// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/network.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::outbound {

/// Where a request of the server may go besides public addresses.
struct OutboundPolicy {
    std::vector<Network> allowed = {}; ///< networks that are allowed although they are not public
    std::string key = {}; ///< of the configuration where `allowed` comes from, told in refusals
    /// The one where OutboundRequest::authorities come from, told where a certificate lacks one.
    std::string authoritiesKey = {};
};

/// Whether an address is one of the public Internet (IANA's registries of special addresses, RFC 6890): not loopback,
/// private, link-local, shared (RFC 6598), multicast, unspecified, for documentation, or where clouds tell machines
/// their secrets. An IPv4 address within IPv6 (mapped, NAT64, 6to4, translated) counts as the IPv4 address. False for
/// what is no address.
[[nodiscard]] bool isPublicAddress(std::string_view address);

/// Whether a connection to the address may be made: it is public, or among those that are allowed.
[[nodiscard]] bool isPermitted(std::string_view address, const OutboundPolicy &policy);

/// Why a request may not go to a URL, as far as it can be told without asking for names: its host is an address that is not
/// permitted, or this computer. What passes is looked at again when it is connected to.
[[nodiscard]] std::optional<std::string> refuseTarget(std::string_view url, const OutboundPolicy &policy);

} // namespace portolan::outbound
