// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace portolan::config {

/// What `listen` says.
struct ListenAddress {
    std::string address; ///< an IP address without brackets, or "unix:/PATH", as http::ServerOptions::address
    std::uint16_t port = 0;

    [[nodiscard]] bool isUnixSocket() const { return address.starts_with("unix:"); }
    /// Only processes of this computer reach it.
    [[nodiscard]] bool isLocal() const;
};

/// "127.0.0.1:8080", "[::1]:8080", "unix:/run/portolan.sock". InvalidArgument with what it must be.
[[nodiscard]] Result<ListenAddress> parseListen(std::string_view text);

} // namespace portolan::config
