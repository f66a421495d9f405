// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/websocket_session.h"

#include "core/base/encoding.h"

#include <QByteArray>
#include <QCryptographicHash>

#include <algorithm>
#include <array>
#include <cstring>
#include <format>

#include <wslay/wslay.h>

namespace portolan::http {

namespace {

constexpr std::string_view handshakeSalt = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455 section 1.3

// Server frames are not masked: two bytes, and the length in two or eight more where it is larger (section 5.2).
std::string frameHeader(std::uint8_t opcode, std::uint64_t size)
{
    std::string header(1, static_cast<char>(0x80 | opcode));
    int lengthBytes = 0;
    if (size < 126) {
        header += static_cast<char>(size);
    } else if (size <= 0xffff) {
        header += static_cast<char>(126);
        lengthBytes = 2;
    } else {
        header += static_cast<char>(127);
        lengthBytes = 8;
    }
    for (int shift = (lengthBytes - 1) * 8; shift >= 0; shift -= 8)
        header += static_cast<char>((size >> shift) & 0xff);
    return header;
}

bool isHandshakeKey(std::string_view key)
{
    const auto decoded = QByteArray::fromBase64Encoding(QByteArray::fromRawData(key.data(), std::ssize(key)),
                                                        QByteArray::AbortOnBase64DecodingErrors);
    return decoded && decoded.decoded.size() == 16;
}

} // namespace

std::expected<std::string, HandshakeRefusal> acceptHandshake(const Request &request, const WebSocketOptions &options)
{
    const auto refuse = [](int status, std::string detail) {
        return std::unexpected(HandshakeRefusal{status, std::move(detail)});
    };
    if (!hasToken(request.headerList("Upgrade"), "websocket") || !hasToken(request.headerList("Connection"), "upgrade"))
        return refuse(426, "this address speaks WebSocket only");
    if (request.method() != Method::Get)
        return refuse(400, "a WebSocket handshake is a GET");
    if (request.header("Sec-WebSocket-Version") != "13")
        return refuse(426, "this server speaks version 13 of WebSocket");
    const auto key = request.header("Sec-WebSocket-Key").value_or("");
    if (!isHandshakeKey(key))
        return refuse(400, "Sec-WebSocket-Key is not 16 bytes of base64");
    const auto offered = request.offeredSubprotocols();
    if (!options.subprotocol.empty() && !std::ranges::contains(offered, options.subprotocol))
        return refuse(400, std::format("the subprotocol \"{}\" was not offered", options.subprotocol));
    QCryptographicHash hash(QCryptographicHash::Sha1);
    hash.addData(QByteArrayView(key.data(), std::ssize(key)));
    hash.addData(QByteArrayView(handshakeSalt.data(), std::ssize(handshakeSalt)));
    return hash.result().toBase64().toStdString();
}

struct WebSocketSession::Callbacks {
    static WebSocketSession &of(void *user) { return *static_cast<WebSocketSession *>(user); }

    static ssize_t recv(wslay_event_context_ptr context, std::uint8_t *buffer, std::size_t length, int, void *user)
    {
        auto &self = of(user);
        const auto count = std::min(length, self.m_input.size() - self.m_inputOffset);
        if (count == 0 || self.m_queuedBytes >= self.m_limits.readBuffer) {
            wslay_event_set_error(context, WSLAY_ERR_WOULDBLOCK);
            return -1;
        }
        std::memcpy(buffer, self.m_input.data() + self.m_inputOffset, count);
        self.m_inputOffset += count;
        return static_cast<ssize_t>(count);
    }

    static ssize_t send(wslay_event_context_ptr context, const std::uint8_t *data, std::size_t length, int, void *user)
    {
        auto &self = of(user);
        if (!self.m_channel) {
            wslay_event_set_error(context, WSLAY_ERR_CALLBACK_FAILURE);
            return -1;
        }
        self.m_channel->output().append(std::string_view(reinterpret_cast<const char *>(data), length));
        return static_cast<ssize_t>(length);
    }

    static void message(wslay_event_context_ptr, const wslay_event_on_msg_recv_arg *arg, void *user)
    {
        auto &self = of(user);
        // wslay takes half a code for none (RFC 6455 section 5.5.1).
        self.m_violation = self.m_violation || (arg->opcode == WSLAY_CONNECTION_CLOSE && arg->msg_length == 1);
        if (wslay_is_ctrl_frame(arg->opcode) || self.m_finished)
            return;
        self.m_messages.push_back({.text = arg->opcode == WSLAY_TEXT_FRAME,
                                   .data = std::string(reinterpret_cast<const char *>(arg->msg), arg->msg_length)});
        self.m_queuedBytes += arg->msg_length + sizeof(Message);
    }
};

WebSocketSession::WebSocketSession(Channel &channel, const Limits &limits, const WebSocketOptions &options)
    : m_channel(&channel),
      m_limits(limits),
      m_pingInterval(options.ping.value_or(limits.webSocketPing)),
      m_lastHeard(std::chrono::steady_clock::now())
{
    static constexpr wslay_event_callbacks callbacks{
        .recv_callback = Callbacks::recv,
        .send_callback = Callbacks::send,
        .genmask_callback = nullptr,
        .on_frame_recv_start_callback = nullptr,
        .on_frame_recv_chunk_callback = nullptr,
        .on_frame_recv_end_callback = nullptr,
        .on_msg_recv_callback = Callbacks::message,
    };
    if (wslay_event_context_server_init(&m_context, &callbacks, this) != 0)
        throw std::bad_alloc();
    wslay_event_config_set_max_recv_msg_length(m_context, options.messageLimit.value_or(limits.webSocketMessage));
}

WebSocketSession::~WebSocketSession()
{
    wslay_event_context_free(m_context);
}

bool WebSocketSession::open() const
{
    return m_channel && !m_ending && !wslay_event_get_close_sent(m_context)
           && !wslay_event_get_close_received(m_context);
}

std::unexpected<Error> WebSocketSession::gone() const
{
    return fail(ErrorCode::Cancelled, std::format("the WebSocket is closed ({})", closeCode()));
}

std::uint16_t WebSocketSession::closeCode() const
{
    if (!wslay_event_get_close_received(m_context))
        return close_code::abnormal;
    const auto code = wslay_event_get_status_code_received(m_context);
    return code == 0 ? close_code::none : code;
}

Task<Result<WebSocket::Message>> WebSocketSession::receive()
{
    const auto self = shared_from_this();
    if (m_messages.empty() && m_channel && !wslay_event_get_close_received(m_context) && !m_ending)
        co_await m_receiver.wait();
    if (m_messages.empty())
        co_return gone();
    auto message = std::move(m_messages.front());
    m_messages.pop_front();
    m_queuedBytes -= message.data.size() + sizeof(Message);
    if (m_channel && m_inputOffset < m_input.size() && m_queuedBytes < m_limits.readBuffer)
        parse();
    if (m_channel)
        m_channel->inputTaken();
    co_return message;
}

Task<Result<void>> WebSocketSession::sendText(std::string text)
{
    return send(WSLAY_TEXT_FRAME, std::move(text));
}

Task<Result<void>> WebSocketSession::sendBinary(std::string bytes)
{
    return send(WSLAY_BINARY_FRAME, std::move(bytes));
}

Task<Result<void>> WebSocketSession::send(std::uint8_t opcode, std::string payload)
{
    const auto self = shared_from_this();
    if (!open())
        co_return gone();
    m_channel->output().append(std::string_view(frameHeader(opcode, payload.size())));
    m_channel->output().append(std::move(payload));
    m_channel->flushOutput();
    if (m_channel && m_channel->mustWait())
        co_await m_sender.wait();
    if (!m_channel)
        co_return gone();
    co_return {};
}

void WebSocketSession::close(std::uint16_t code, std::string reason)
{
    if (!open())
        return;
    reason.resize(std::min<std::size_t>(reason.size(), 123)); // what a control frame holds (section 5.5)
    while (!isUtf8(reason))
        reason.pop_back();
    wslay_event_queue_close(m_context, code, reinterpret_cast<const std::uint8_t *>(reason.data()), reason.size());
    m_closeSent = std::chrono::steady_clock::now();
    flushControl();
    if (m_channel)
        m_channel->inputTaken(); // the peer's own close frame may be waiting
}

void WebSocketSession::abort()
{
    if (m_channel)
        m_channel->cutConnection();
}

void WebSocketSession::finish()
{
    m_finished = true;
    m_messages.clear();
    m_queuedBytes = 0;
    close(close_code::normal, {});
    if (!m_channel)
        return;
    parse();
    if (m_channel)
        m_channel->inputTaken();
}

void WebSocketSession::detach()
{
    m_channel = nullptr;
}

void WebSocketSession::feed(std::string_view bytes)
{
    m_lastHeard = std::chrono::steady_clock::now();
    m_pinged = false;
    m_input.append(bytes);
    parse();
}

void WebSocketSession::parse()
{
    m_violation = wslay_event_recv(m_context) != 0 || m_violation;
    if (m_inputOffset == m_input.size()) {
        std::string().swap(m_input);
        m_inputOffset = 0;
    } else if (m_inputOffset >= m_limits.readBuffer) {
        m_input.erase(0, m_inputOffset);
        m_inputOffset = 0;
    }
    if (m_violation && m_channel && !wslay_event_get_close_sent(m_context)) {
        // A malformed frame, to which wslay would answer with a close without a code.
        wslay_event_shutdown_write(m_context);
        m_channel->output().append(frameHeader(WSLAY_CONNECTION_CLOSE, 2) + "\x03\xea"); // 1002
        m_channel->flushOutput();
    } else {
        flushControl(); // for other violations wslay has queued the close frame that the RFC asks for
    }
    const bool over = m_violation || wslay_event_get_close_received(m_context)
                      || !wslay_event_get_read_enabled(m_context);
    if (over && m_channel && !m_ending) {
        m_ending = true;
        m_channel->endConnection();
    }
}

void WebSocketSession::flushControl()
{
    if (!m_channel)
        return;
    wslay_event_send(m_context);
    m_channel->flushOutput();
}

bool WebSocketSession::wantsInput() const
{
    return m_queuedBytes < m_limits.readBuffer && m_input.size() - m_inputOffset < m_limits.readBuffer;
}

void WebSocketSession::wake()
{
    const auto self = shared_from_this();
    if (!m_messages.empty() || !m_channel || m_ending)
        m_receiver.wake();
    if (!m_channel || m_channel->output().size() <= m_limits.writeBuffer / 2)
        m_sender.wake();
    if (!m_channel || m_ending)
        closing.close();
}

void WebSocketSession::sweep(std::chrono::steady_clock::time_point now)
{
    if (!m_channel)
        return;
    if (wslay_event_get_close_sent(m_context)) {
        // The peer has this long to send its own close frame.
        if (now - m_closeSent >= m_limits.linger && !std::exchange(m_ending, true))
            m_channel->endConnection();
        return;
    }
    if (!wantsInput()) { // we do not listen, so silence says nothing
        m_lastHeard = now;
        return;
    }
    if (now - m_lastHeard >= 2 * m_pingInterval) {
        m_channel->cutConnection();
    } else if (!m_pinged && now - m_lastHeard >= m_pingInterval) {
        m_pinged = true;
        const wslay_event_msg ping{.opcode = WSLAY_PING, .msg = nullptr, .msg_length = 0};
        wslay_event_queue_msg(m_context, &ping);
        flushControl();
    }
}

} // namespace portolan::http
