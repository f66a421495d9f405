// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/stream.h"
#include "core/async/task.h"
#include "core/base/error.h"
#include "server/http/closing.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace portolan::http {

/// Why a WebSocket ends: RFC 6455 section 7.4.1, and from 4000 the status that HTTP would have answered.
namespace close_code {
inline constexpr std::uint16_t normal = 1000;
inline constexpr std::uint16_t goingAway = 1001;
inline constexpr std::uint16_t unsupportedData = 1003;
inline constexpr std::uint16_t none = 1005;     ///< the close frame had no code
inline constexpr std::uint16_t abnormal = 1006; ///< there was no close frame
inline constexpr std::uint16_t invalidData = 1007;
inline constexpr std::uint16_t serverError = 1011;
inline constexpr std::uint16_t unauthenticated = 4401;
inline constexpr std::uint16_t conflict = 4409;
inline constexpr std::uint16_t tooManyRequests = 4429;
} // namespace close_code

/// What one WebSocket does otherwise than its server.
struct WebSocketOptions {
    std::string subprotocol = {}; ///< one of Request::offeredSubprotocols(), or none; 400 where it was not offered
    std::optional<std::size_t> messageLimit = {};       ///< default Limits::webSocketMessage
    std::optional<std::chrono::milliseconds> ping = {}; ///< default Limits::webSocketPing
};

/// The server's end of a WebSocket (RFC 6455). Pings are answered and sent by themselves; violations close with the
/// code that the RFC gives (1002, 1007, 1009). A handler that does not receive() stops the peer: nothing is read ahead
/// past Limits::readBuffer. Belongs to one loop.
class WebSocket
{
public:
    struct Message {
        bool text = false;
        std::string data;
    };

    virtual ~WebSocket() = default;

    /// The next whole message. Cancelled when the socket has closed, see closeCode(). One at a time.
    [[nodiscard]] virtual Task<Result<Message>> receive() = 0;

    /// Wait while the peer is slow (Limits::writeBuffer); Cancelled when it is gone. One at a time.
    [[nodiscard]] virtual Task<Result<void>> sendText(std::string text) = 0;
    [[nodiscard]] virtual Task<Result<void>> sendBinary(std::string bytes) = 0;

    /// Sends a close frame; receive() goes on to the peer's own. `reason` is cut to 123 bytes. Idempotent.
    virtual void close(std::uint16_t code = close_code::normal, std::string reason = {}) = 0;
    /// Drops the connection at once.
    virtual void abort() = 0;

    /// What the peer's close frame said: 1005 for no code, 1006 while there was none.
    [[nodiscard]] virtual std::uint16_t closeCode() const = 0;

    /// Closed when the peer is gone or closing, or when the server shuts down.
    Closing closing;
};

using WebSocketHandler = std::function<Task<void>(WebSocket &)>;

/// A WebSocket as a stream of bytes: each binary message is the next bytes. A text message is a violation (1003).
/// `socket` must outlive it, which it does inside the WebSocketHandler.
[[nodiscard]] std::unique_ptr<Stream> makeStream(WebSocket &socket);

} // namespace portolan::http
