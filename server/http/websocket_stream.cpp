// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/websocket.h"

#include <algorithm>

namespace portolan::http {

namespace {

class WebSocketStream final : public Stream
{
public:
    explicit WebSocketStream(WebSocket &socket) : m_socket(socket) {}

    Task<Result<std::string>> read(std::size_t limit) override
    {
        while (m_left.empty()) {
            auto message = co_await m_socket.receive();
            if (!message) {
                // An orderly close is the end of the bytes.
                const auto code = m_socket.closeCode();
                if (code == close_code::normal || code == close_code::goingAway || code == close_code::none)
                    co_return std::string();
                co_return std::unexpected(std::move(message.error()));
            }
            if (message->text) {
                m_socket.close(close_code::unsupportedData, "binary messages only");
                co_return fail(ErrorCode::InvalidArgument, "the client sent a text message into a stream of bytes");
            }
            m_left = std::move(message->data);
        }
        if (m_left.size() <= limit)
            co_return std::exchange(m_left, {});
        auto part = m_left.substr(0, limit);
        m_left.erase(0, limit);
        co_return part;
    }

    Task<Result<void>> write(std::string bytes) override { return m_socket.sendBinary(std::move(bytes)); }

    // WebSocket has no half-close (RFC 6455 section 7.1): the close frame ends our side, reading goes on to the peer's.
    void closeWrite() override { m_socket.close(close_code::normal); }
    // A reset would overtake the close frame, and with it the reason that the peer is told. One that does not answer it
    // is cut off after Limits::linger.
    void close() override { m_socket.close(close_code::goingAway); }

private:
    WebSocket &m_socket;
    std::string m_left;
};

} // namespace

std::unique_ptr<Stream> makeStream(WebSocket &socket)
{
    return std::make_unique<WebSocketStream>(socket);
}

} // namespace portolan::http
