// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/exchange.h"
#include "server/http/output_buffer.h"
#include "server/http/request_parser.h"
#include "server/http/response.h"
#include "server/http/transport.h"
#include "server/http/websocket_session.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace portolan::http {

class Worker;

/// One client's connection: reads requests, hands each to the handler, writes the answers in order. One request is with
/// the handler at a time; what the client pipelines meanwhile waits in a bounded buffer, and then in the socket.
///
/// Coroutines are resumed only from the event loop (settle(), sweep()), never from within a call that one of them made.
class Connection final : public Transport::Listener,
                         public WebSocketSession::Channel,
                         public std::enable_shared_from_this<Connection>
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    Connection(Worker &worker, std::unique_ptr<Transport> transport);
    ~Connection();

    void start();
    /// Answers so without reading a request, and closes.
    void refuse(int status, std::string detail);
    /// Looks at every deadline.
    void sweep(TimePoint now);
    /// No further request; streams are told to end.
    void drain();
    /// Ends it now. Whoever waits for it is woken from the event loop.
    void cut();

    [[nodiscard]] const Peer &peer() const { return m_peer; }
    [[nodiscard]] Worker &worker() const { return m_worker; }
    std::size_t index = 0; ///< where the worker keeps it

    // For the bodies:
    void bodyWanted(IncomingBody &body);
    void bodyTaken();
    [[nodiscard]] bool queueChunk(std::string bytes); ///< false when the connection is gone
    [[nodiscard]] bool closed() const { return m_mode == Mode::Closed; }
    [[nodiscard]] bool mustWait() override;
    [[nodiscard]] Waiter &writable() { return m_writer; }
    void setHeartbeat(std::chrono::milliseconds every, std::function<std::string()> bytes);

private:
    enum class Mode : std::uint8_t {
        Http,
        WebSocket,
        Closing, ///< what is left to write, then the end of our side
        Lingering, ///< until the client has closed: a reset could take the answer from it (RFC 9112 section 9.6)
        Closed,
    };
    struct Stream {
        std::uint64_t left = 0; ///< of an announced length
        bool chunked = false;
        bool counted = false;
        std::chrono::milliseconds heartbeat{0};
        std::function<std::string()> heartbeatBytes;
        TimePoint lastWrite;
    };

    void onReadable() override;
    void onWritable() override;
    void onFailed() override { cut(); }
    [[nodiscard]] OutputBuffer &output() override { return m_out; }
    void flushOutput() override;
    void inputTaken() override;
    void endConnection() override { beginClose(); }
    void cutConnection() override;

    void receive(std::string_view bytes);
    void parse(std::string_view bytes);
    void parseHeld();
    void onInputEnded();
    void startExchange();
    static Task<void> serve(std::shared_ptr<Connection> self, std::shared_ptr<Exchange> exchange);
    [[nodiscard]] static Task<void> stream(std::shared_ptr<Connection> self, std::shared_ptr<Exchange> exchange,
                                           Response *response);
    [[nodiscard]] static Task<void> upgrade(std::shared_ptr<Connection> self, std::shared_ptr<Exchange> exchange,
                                            Response *response);
    void answer(Exchange &exchange, Response response);
    void writeHead(Exchange &exchange, const Response &response, std::optional<std::uint64_t> length, bool chunked);
    void refuseInput(int status, std::string detail);
    void endAnswer(Exchange &exchange);
    void endExchangeIfDone();
    void closeIfEnded();
    [[nodiscard]] bool mustClose(const Exchange &exchange) const;
    void beginClose();
    void flush();
    void settle();
    void settleAgain();
    void settleSoon();
    [[nodiscard]] bool wantsInput() const;
    void updateReading();
    void account();
    void sweepHttp(TimePoint now);
    void sweepHeartbeat(TimePoint now);
    [[nodiscard]] bool isCurrent(const Exchange &exchange) const { return m_exchange.get() == &exchange; }

    Worker &m_worker;
    std::unique_ptr<Transport> m_transport;
    const Peer m_peer;
    RequestParser m_parser;
    std::shared_ptr<Exchange> m_exchange; ///< the message that is being read or answered
    std::unique_ptr<Stream> m_stream;
    std::shared_ptr<WebSocketSession> m_webSocket;
    OutputBuffer m_out;
    std::string m_held; ///< pipelined requests
    Waiter m_writer;
    TimePoint m_readDeadline; ///< head, idle or linger, by what goes on
    TimePoint m_writeDeadline; ///< while m_blocked
    TimePoint m_bodyWaitStart;
    std::chrono::nanoseconds m_bodyWaited{0};
    std::size_t m_bodyBytes = 0; ///< received in the current window of Limits::bodyRead
    std::size_t m_discarded = 0;
    std::size_t m_accounted = 0;
    std::size_t m_turnBytes = 0; ///< sent since the loop last came here
    Mode m_mode = Mode::Http;
    bool m_parsing = false;
    bool m_blocked = false;
    bool m_readEnded = false;
    bool m_draining = false;
    bool m_closeAfter = false;
    bool m_continuePending = false;
    bool m_settlingSoon = false;
};

} // namespace portolan::http
