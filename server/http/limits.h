// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <chrono>
#include <cstddef>

namespace portolan::http {

/// What one client may cost. All can be configured; the defaults are those of `portolan-server`. Sizes are in bytes.
struct Limits {
    std::size_t head = 32 * 1024;        ///< request line and all header fields: 431 past it
    std::size_t target = 8 * 1024;       ///< the request target: 414 past it
    std::size_t headers = 100;           ///< header fields of one request: 431 past it
    std::size_t body = 1024 * 1024; ///< what BodyReader::readAll() takes unless it is told otherwise: 413 past it
    std::size_t discard = 256 * 1024; ///< unread body that is read and dropped to keep a connection; past it: closed
    std::size_t readBuffer = 64 * 1024; ///< received and not yet taken by the handler (body, pipelined requests)
    std::size_t writeBuffer = 64 * 1024; ///< write() waits while more than this is not yet taken by the system
    std::size_t webSocketMessage = 1024 * 1024; ///< one WebSocket message: closed with 1009 past it

    std::chrono::milliseconds headRead{10'000}; ///< from the first byte of a request to the end of its head: 408
    std::chrono::milliseconds bodyRead{
        10'000}; ///< while a handler waits for body bytes: bodyMinimum in this time, else 408
    std::size_t bodyMinimum = 1024; ///< see bodyRead
    std::chrono::milliseconds writeStall{30'000}; ///< a peer that takes nothing for so long is cut off
    std::chrono::milliseconds idle{75'000}; ///< between requests, and before the first
    std::chrono::milliseconds linger{2'000}; ///< after a refusal, so that the client can read it before the close
    std::chrono::milliseconds webSocketPing{
        25'000}; ///< silence after which a WebSocket peer is asked; as long again: cut

    std::size_t connections = 20'000; ///< in all: 503 past it
    std::size_t connectionsPerAddress = 5'000; ///< from one IP address: 429 past it; Unix sockets do not count
};

} // namespace portolan::http
