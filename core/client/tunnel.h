// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/stream.h"
#include "core/ssh/transport.h"

#include <QSslConfiguration>

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace portolan {

/// The way into a workspace through the server: a WebSocket (RFC 6455) that carries one SSH connection end to end.
///
///   GET /api/v1/workspaces/NAME/tunnel        Upgrade: websocket
///   Authorization: Bearer TOKEN
///   Portolan-Public-Key: ssh-ed25519 AAAA...  the one key that this connection may log in with
///
/// After the upgrade the server's first message, a text, is the greeting:
///
///   {"hostKey": "ssh-ed25519 AAAA...", "user": "NAME"}
///
/// the host key to pin and the name to log in with. Every later message, both ways, is binary: bytes of the SSH
/// connection, at most 1 MiB in one message, cut wherever. A close with code 1000 is the end of the SSH connection; any
/// other code is a failure, its reason a sentence for people ("the workspace was stopped").
///
/// The greeting is a message, and not a header of the 101 answer, because QWebSocket shows no headers. For the same
/// reason a refused upgrade is asked again as a plain GET of the same address with the same headers: the server checks
/// everything before it looks at Upgrade, so the answer is the problem (RFC 9457), or 426 when nothing is wrong with
/// the request itself.
struct TunnelRequest {
    std::string url; ///< of the tunnel: http, https, ws or wss
    std::string token; ///< the bearer token; never logged
    std::string publicKey; ///< "ssh-ed25519 AAAA..."
    std::optional<QSslConfiguration> tls = {};
    std::chrono::milliseconds timeout = std::chrono::seconds(20);
    /// How often it is made sure that the server is there; below the idle limits of usual proxies.
    std::chrono::milliseconds pingInterval = std::chrono::seconds(25);
};

struct Tunnel {
    /// A WebSocket cannot end one direction alone: closeWrite() ends both, once what was written has gone.
    std::unique_ptr<Stream> stream;
    ssh::PublicKey hostKey;
    std::string user;
};

/// Errors: the server's own (Unauthenticated, PermissionDenied, NotFound, Conflict...), Unavailable when nobody
/// answers, Timeout, BadGateway for an answer that makes no sense, Cancelled. The stream belongs to the calling thread.
///
/// Writing waits while 64 KiB wait to be sent. Reading cannot hold QWebSocket back: what it buffers is bounded by the
/// windows of the SSH channels inside (2 MiB each), and a server that sends 64 MiB that nobody reads is cut off.
[[nodiscard]] Task<Result<Tunnel>> openTunnel(TunnelRequest request, std::stop_token cancel = {});

/// Connects an SSH connection through the tunnel, with the connection's fresh key (ConnectionOptions::offerFreshKey) in
/// place of `request.publicKey`; it need not know the user or the host key before.
[[nodiscard]] ssh::Connector connectTunnel(TunnelRequest request);

} // namespace portolan
