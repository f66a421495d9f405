// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/limits.h"
#include "server/http/output_buffer.h"
#include "server/http/request.h"
#include "server/http/waiter.h"
#include "server/http/websocket.h"

#include <chrono>
#include <deque>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

struct wslay_event_context;

namespace portolan::http {

/// Checks an opening handshake (RFC 6455 section 4.2.1) and gives Sec-WebSocket-Accept, or what is wrong: 426 or 400.
struct HandshakeRefusal {
    int status;
    std::string detail;
};
[[nodiscard]] std::expected<std::string, HandshakeRefusal> acceptHandshake(const Request &request,
                                                                           const WebSocketOptions &options);

/// The WebSocket on a connection that has been upgraded.
class WebSocketSession final : public WebSocket, public std::enable_shared_from_this<WebSocketSession>
{
public:
    /// What the session needs of its connection.
    class Channel
    {
    public:
        [[nodiscard]] virtual OutputBuffer &output() = 0;
        /// Sends what output() holds, as far as the socket takes it; the session may be detached then.
        virtual void flushOutput() = 0;
        /// Whether a sender must wait before it goes on: for the peer, or for other connections of the loop. It is
        /// woken.
        [[nodiscard]] virtual bool mustWait() = 0;
        /// The session's wantsInput() may have changed.
        virtual void inputTaken() = 0;
        /// Closes the connection after what was written.
        virtual void endConnection() = 0;
        virtual void cutConnection() = 0;

    protected:
        ~Channel() = default;
    };

    WebSocketSession(Channel &channel, const Limits &limits, const WebSocketOptions &options);
    ~WebSocketSession();

    [[nodiscard]] Task<Result<Message>> receive() override;
    [[nodiscard]] Task<Result<void>> sendText(std::string text) override;
    [[nodiscard]] Task<Result<void>> sendBinary(std::string bytes) override;
    void close(std::uint16_t code, std::string reason) override;
    void abort() override;
    [[nodiscard]] std::uint16_t closeCode() const override;

    // For the connection:
    void feed(std::string_view bytes);
    [[nodiscard]] bool wantsInput() const;
    [[nodiscard]] bool sending() const { return m_sender.waiting(); }
    [[nodiscard]] std::size_t buffered() const { return m_input.size() + m_queuedBytes; }
    /// Wakes whoever waits for what has happened. Called last, with no handler on the stack.
    void wake();
    void sweep(std::chrono::steady_clock::time_point now);
    /// The handler has returned: nothing is received any more.
    void finish();
    /// The connection is gone.
    void detach();

private:
    struct Callbacks;
    friend struct Callbacks;

    [[nodiscard]] Task<Result<void>> send(std::uint8_t opcode, std::string payload);
    [[nodiscard]] std::unexpected<Error> gone() const;
    [[nodiscard]] bool open() const;
    void parse();
    void flushControl();

    Channel *m_channel;
    const Limits &m_limits;
    wslay_event_context *m_context = nullptr;
    std::chrono::milliseconds m_pingInterval;
    std::string m_input; ///< received, not parsed
    std::size_t m_inputOffset = 0;
    std::deque<Message> m_messages; ///< parsed, not taken
    std::size_t m_queuedBytes = 0;
    Waiter m_receiver;
    Waiter m_sender;
    std::chrono::steady_clock::time_point m_lastHeard;
    std::chrono::steady_clock::time_point m_closeSent;
    bool m_pinged = false;
    bool m_finished = false;
    bool m_violation = false;
    bool m_ending = false;
};

} // namespace portolan::http
