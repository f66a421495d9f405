// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/ssh/key.h"

#include <chrono>
#include <string>
#include <vector>

namespace portolan::ssh {

/// Who comes, to whom, and how long it may take.
struct ConnectionOptions {
    std::string user = {}; ///< where empty, the transport names it
    /// The only host keys that are believed, besides those that the transport vouches for. With none at all every host
    /// is refused as unknown, with its key in Error::args "hostKey": nothing is ever trusted on first use silently.
    std::vector<PublicKey> hostKeys = {};
    /// Tried in this order, after the connection's own fresh key where `offerFreshKey` is set.
    std::vector<KeyPair> keys = {};
    /// Offer the key that was made for this connection, which its Connector has told the server.
    bool offerFreshKey = false;
    /// Ask the agent of SSH_AUTH_SOCK last. It may make the user confirm.
    bool useAgent = false;
    /// From the start to the end of authentication.
    std::chrono::milliseconds timeout = std::chrono::seconds(20);
    /// A silent peer is asked after this long, and given up after three times as long.
    std::chrono::milliseconds keepAlive = std::chrono::seconds(15);
};

} // namespace portolan::ssh
