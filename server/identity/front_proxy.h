// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/request.h"

#include <string>

namespace portolan::identity {

/// How a proxy in front is told from other clients. Neither: nobody is one.
struct ProxyProof {
    std::string secretHeader = {}; ///< in which the proxy sends the secret
    std::string secret = {}; ///< empty: none proves anything
    bool overUnixSocket = false; ///< whoever can connect to the server's Unix socket is the proxy

    [[nodiscard]] bool isWanted() const { return !secret.empty() || overUnixSocket; }
};

/// Believes what proxies in front say of a request, once they have proved that they are such, and nobody else. Immutable;
/// for any thread.
class FrontProxy
{
public:
    struct Options {
        ProxyProof addresses = {}; ///< whose X-Forwarded-For and X-Forwarded-Proto are believed
        ProxyProof users = {}; ///< whose `userHeader` is believed
        std::string userHeader = {};
        std::string groupsHeader = {}; ///< by commas; empty: there is none
    };

    FrontProxy() = default;
    explicit FrontProxy(Options options) : m_options(std::move(options)) {}

    /// Before anything else reads the request: notes what a proven proxy says of it (Request::forwarded()), and takes the
    /// secrets away, whoever sent them.
    void receive(http::Request &request) const;

private:
    Options m_options;
};

} // namespace portolan::identity
