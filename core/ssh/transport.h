// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/fd_stream.h"
#include "core/async/pipe.h"
#include "core/ssh/key.h"

#include <functional>
#include <stop_token>
#include <variant>
#include <vector>

namespace portolan::ssh {

/// What carries the bytes of one SSH connection.
struct Transport {
    /// A connected socket is the faster of the two: a stream is pumped through a pair of sockets.
    std::variant<Descriptor, std::unique_ptr<Stream>> bytes;
    /// Host keys that whoever made the transport vouches for, such as the tunnel's server; they are pinned besides
    /// those of the options.
    std::vector<PublicKey> hostKeys = {};
    /// The name to log in with, where ConnectionOptions::user says none.
    std::string user = {};
};

/// Makes the transport, in the connection's own thread. `publicKey` is the line of the connection's fresh key, for
/// servers that let it in by that. Ends with Cancelled soon after `cancel` asks for it.
using Connector = std::move_only_function<Task<Result<Transport>>(std::string publicKey, std::stop_token cancel)>;

/// TCP with TCP_NODELAY. Tries the addresses of the name in turn.
[[nodiscard]] Connector connectTcp(std::string host, std::uint16_t port);
/// A Unix socket. The path has at most 107 bytes (unix(7)).
[[nodiscard]] Connector connectUnix(std::string path);
/// A socket that is connected already; for one connection only.
[[nodiscard]] Connector useSocket(Descriptor socket);

} // namespace portolan::ssh
