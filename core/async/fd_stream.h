// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/stream.h"
#include "core/base/descriptor.h"

#include <chrono>
#include <memory>
#include <string>
#include <utility>

namespace portolan {

/// A stream over a descriptor that poll(2) can wait for (a socket, a pipe, a terminal), used from the calling thread.
/// Nothing is buffered here: read() takes what the kernel has, write() ends when the kernel has taken all. A long
/// transfer gives the event loop its turn. Makes the descriptor non-blocking.
[[nodiscard]] std::unique_ptr<Stream> makeFdStream(Descriptor fd);
/// The same with one descriptor for each direction, such as standard input and output.
[[nodiscard]] std::unique_ptr<Stream> makeFdStream(Descriptor input, Descriptor output);

/// A connected pair of stream sockets, non-blocking, closed on exec.
[[nodiscard]] Result<std::pair<Descriptor, Descriptor>> socketPair();

/// Connects to a Unix socket. The path may be longer than the 107 bytes that a socket address holds; its last part may
/// have up to 80. NotFound: no such socket; Unavailable: nobody listens; Timeout: its queue stayed full until `limit`.
[[nodiscard]] Task<Result<std::unique_ptr<Stream>>> connectUnix(
    std::string path, std::chrono::milliseconds limit = std::chrono::seconds(5));

/// A listening, non-blocking, close-on-exec Unix socket at a path of any length, with a last part as above. Replaces
/// what is there. Peers do not learn where the folder is: the address they see names only the last part.
[[nodiscard]] Result<Descriptor> listenUnix(const std::string &path, unsigned mode = 0600, int backlog = 128);

} // namespace portolan
