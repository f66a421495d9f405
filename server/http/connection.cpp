// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/connection.h"

#include "server/http/worker.h"

#include <algorithm>
#include <format>

namespace portolan::http {

namespace {

constexpr int readsPerEvent = 4;
constexpr std::size_t bytesPerTurn = 1024 * 1024; // that a producer writes before other connections have their turn

} // namespace

Connection::Connection(Worker &worker, std::unique_ptr<Transport> transport)
    : m_worker(worker), m_transport(std::move(transport)), m_peer(m_transport->peer()), m_parser(worker.limits())
{}

Connection::~Connection() = default;

void Connection::start()
{
    m_readDeadline = m_worker.now() + m_worker.limits().idle;
    m_transport->setListener(this);
}

void Connection::refuse(int status, std::string detail)
{
    start();
    m_exchange = std::make_shared<Exchange>(this, m_peer);
    refuseInput(status, std::move(detail));
}

// --- Input ---------------------------------------------------------------------------------------------------------

void Connection::onReadable()
{
    const auto self = shared_from_this();
    const auto scratch = m_worker.scratch();
    for (int i = 0; i < readsPerEvent && m_transport; ++i) {
        const auto io = m_transport->read(scratch);
        if (io.state == Transport::Io::State::Failed) {
            cut();
            return;
        }
        if (io.state == Transport::Io::State::Ended) {
            onInputEnded();
            break;
        }
        if (io.state == Transport::Io::State::Blocked)
            break;
        receive({scratch.data(), io.bytes});
        if (io.bytes < scratch.size() || !wantsInput())
            break;
    }
    settle();
}

void Connection::receive(std::string_view bytes)
{
    switch (m_mode) {
    case Mode::Http:
        if (!m_held.empty() || (m_exchange && m_parser.messageComplete()))
            m_held.append(bytes);
        else
            parse(bytes);
        break;
    case Mode::WebSocket:
        m_webSocket->feed(bytes);
        break;
    case Mode::Closing:
    case Mode::Lingering:
        m_discarded += bytes.size();
        if (m_discarded > m_worker.limits().discard)
            cut();
        break;
    case Mode::Closed:
        break;
    }
}

void Connection::parse(std::string_view bytes)
{
    m_parsing = true;
    while (!bytes.empty() && m_mode == Mode::Http) {
        if (!m_exchange) {
            if (m_out.size() > m_worker.limits().writeBuffer)
                flush();
            if (m_mode != Mode::Http || m_out.size() > m_worker.limits().writeBuffer)
                break; // the client takes no answers, so it gets no more
            m_exchange = std::make_shared<Exchange>(this, m_peer);
            m_parser.begin(&m_exchange->request, &m_exchange->body.buffered);
            m_readDeadline = m_worker.now() + m_worker.limits().headRead;
        } else if (m_parser.messageComplete()) {
            break; // one request at a time
        }
        const auto exchange = m_exchange;
        const auto before = exchange->body.buffered.size();
        bytes.remove_prefix(std::min(m_parser.feed(bytes), bytes.size()));
        if (const auto received = exchange->body.buffered.size() - before; received > 0) {
            m_bodyBytes += received;
            m_continuePending = false; // it did not wait
        }
        exchange->body.complete = m_parser.messageComplete() && !m_parser.refusal();
        if (const auto &refusal = m_parser.refusal()) {
            refuseInput(refusal->status, refusal->detail);
            bytes = {};
        } else if (exchange->answered) {
            m_discarded += std::exchange(exchange->body.buffered, {}).size();
            if (m_discarded > m_worker.limits().discard)
                m_closeAfter = true;
            endExchangeIfDone();
        } else if (m_parser.headComplete() && !exchange->started) {
            startExchange();
        }
    }
    m_parsing = false;
    if (m_mode == Mode::Http)
        m_held.assign(bytes);
    else if (m_mode == Mode::WebSocket && !bytes.empty())
        m_webSocket->feed(bytes);
}

void Connection::parseHeld()
{
    if (m_parsing || m_held.empty() || m_mode != Mode::Http || (m_exchange && m_parser.messageComplete()))
        return;
    const auto bytes = std::exchange(m_held, {});
    parse(bytes);
}

void Connection::onInputEnded()
{
    m_readEnded = true;
    m_transport->wantRead(false);
    switch (m_mode) {
    case Mode::Http:
        if (!m_exchange || !m_exchange->started) {
            beginClose();
            return;
        }
        // A client may end its side and still wait for the answer; a handler that waits for something may give up.
        if (!m_parser.messageComplete())
            m_exchange->body.fail(ErrorCode::Cancelled, "the client ended the connection within the body");
        if (const auto exchange = m_exchange)
            exchange->request.closing.close();
        break;
    case Mode::WebSocket:
    case Mode::Lingering:
        cut();
        break;
    case Mode::Closing:
    case Mode::Closed:
        break;
    }
}

void Connection::bodyWanted(IncomingBody &body)
{
    m_bodyWaitStart = m_worker.now();
    if (!std::exchange(m_continuePending, false) || body.complete)
        return;
    m_out.append(std::string_view("HTTP/1.1 100 Continue\r\n\r\n"));
    flush();
}

void Connection::bodyTaken()
{
    updateReading();
    account();
}

void Connection::inputTaken()
{
    updateReading();
    account();
}

bool Connection::wantsInput() const
{
    const auto limit = m_worker.limits().readBuffer;
    switch (m_mode) {
    case Mode::Http:
        return m_held.size() < limit && (!m_exchange || m_exchange->body.buffered.size() < limit);
    case Mode::WebSocket:
        return m_webSocket->wantsInput();
    case Mode::Closing:
    case Mode::Lingering:
    case Mode::Closed:
        break;
    }
    return true;
}

void Connection::updateReading()
{
    if (m_transport && !m_readEnded)
        m_transport->wantRead(wantsInput());
}

// --- Output and end ------------------------------------------------------------------------------------------------

void Connection::onWritable()
{
    const auto self = shared_from_this();
    flush();
    parseHeld();
    closeIfEnded();
    settle();
}

void Connection::flush()
{
    OutputBuffer::Parts storage;
    while (!m_out.empty() && m_transport) {
        const auto io = m_transport->write(m_out.front(storage));
        if (io.state == Transport::Io::State::Failed) {
            cut();
            return;
        }
        if (io.state == Transport::Io::State::Blocked) {
            if (!std::exchange(m_blocked, true)) {
                m_transport->wantWrite(true);
                m_writeDeadline = m_worker.now() + m_worker.limits().writeStall;
            }
            return;
        }
        m_out.consume(io.bytes);
        m_turnBytes += io.bytes;
        if (m_blocked)
            m_writeDeadline = m_worker.now() + m_worker.limits().writeStall;
    }
    if (!m_transport)
        return;
    if (std::exchange(m_blocked, false))
        m_transport->wantWrite(false);
    if (m_mode == Mode::Closing) {
        m_mode = Mode::Lingering;
        m_readDeadline = m_worker.now() + m_worker.limits().linger;
        m_transport->shutdownWrite(m_exchange && !m_parser.messageComplete());
        if (m_readEnded)
            cut();
    }
}

void Connection::flushOutput()
{
    flush();
    account();
}

bool Connection::mustWait()
{
    if (m_out.size() > m_worker.limits().writeBuffer)
        return true; // onWritable() follows
    if (m_turnBytes <= bytesPerTurn)
        return false;
    settleSoon();
    return true;
}

void Connection::beginClose()
{
    if (m_mode == Mode::Closing || m_mode == Mode::Lingering || m_mode == Mode::Closed)
        return;
    m_mode = Mode::Closing;
    m_held = {};
    m_discarded = 0;
    if (!m_parsing)
        flush();
}

void Connection::settle()
{
    m_turnBytes = 0;
    // Each wake may end the connection, or begin the next exchange.
    if (const auto exchange = m_exchange; exchange && exchange->body.canWake()) {
        m_bodyWaited += m_worker.now() - m_bodyWaitStart;
        exchange->body.wake();
    }
    if (m_out.size() <= m_worker.limits().writeBuffer / 2)
        m_writer.wake();
    if (const auto socket = m_webSocket)
        socket->wake();
    flush();
    updateReading();
    account();
    settleAgain();
}

void Connection::settleAgain()
{
    // What was flushed after its writer was looked at makes no event of its own.
    const bool drained = m_out.size() <= m_worker.limits().writeBuffer / 2;
    if (drained
        && (m_writer.waiting() || (m_webSocket && m_webSocket->sending())
            || (!m_held.empty() && m_mode == Mode::Http && !(m_exchange && m_parser.messageComplete()))))
        settleSoon();
}

void Connection::settleSoon()
{
    if (m_mode == Mode::Closed || std::exchange(m_settlingSoon, true))
        return;
    m_worker.post([self = shared_from_this()] {
        self->m_settlingSoon = false;
        self->parseHeld();
        self->closeIfEnded();
        self->settle();
    });
}

void Connection::account()
{
    const auto held = m_out.size() + m_held.size() + (m_exchange ? m_exchange->body.buffered.size() : 0)
                      + (m_webSocket ? m_webSocket->buffered() : 0);
    m_worker.countBuffered(static_cast<std::int64_t>(held) - static_cast<std::int64_t>(m_accounted));
    m_accounted = held;
}

void Connection::cutConnection()
{
    if (m_transport)
        m_transport->abort();
    cut();
}

void Connection::cut()
{
    if (m_mode == Mode::Closed)
        return;
    m_mode = Mode::Closed;
    m_out.clear();
    m_held = {};
    // This may be called from within a call of the transport's, so it ends later.
    std::shared_ptr<Transport> transport = std::move(m_transport);
    const auto exchange = std::exchange(m_exchange, {});
    const auto socket = std::exchange(m_webSocket, {});
    if (exchange) {
        exchange->body.fail(ErrorCode::Cancelled, "the client has closed the connection");
        exchange->body.detach();
    }
    if (socket)
        socket->detach();
    account();
    m_worker.post([self = shared_from_this(), transport = std::move(transport), exchange, socket]() mutable {
        transport.reset();
        self->m_writer.wake();
        if (exchange) {
            exchange->body.wake();
            exchange->request.closing.close();
        }
        if (socket)
            socket->wake();
    });
    m_worker.remove(*this);
}

void Connection::drain()
{
    m_draining = true;
    switch (m_mode) {
    case Mode::Http:
        if (!m_exchange || !m_exchange->started)
            beginClose();
        else if (const auto exchange = m_exchange; exchange->headWritten)
            exchange->request.closing.close();
        break;
    case Mode::WebSocket: {
        const auto socket = m_webSocket;
        socket->closing.close();
        socket->close(close_code::goingAway, "the server shuts down");
        break;
    }
    case Mode::Closing:
    case Mode::Lingering:
    case Mode::Closed:
        break;
    }
}

// --- Deadlines -----------------------------------------------------------------------------------------------------

void Connection::sweep(TimePoint now)
{
    const auto self = shared_from_this();
    if (m_blocked && now >= m_writeDeadline) {
        cutConnection();
        return;
    }
    switch (m_mode) {
    case Mode::Http:
        sweepHttp(now);
        break;
    case Mode::WebSocket:
        if (const auto socket = m_webSocket)
            socket->sweep(now);
        break;
    case Mode::Lingering:
        if (now >= m_readDeadline)
            cut();
        break;
    case Mode::Closing:
    case Mode::Closed:
        break;
    }
    settle();
}

void Connection::sweepHttp(TimePoint now)
{
    if (!m_exchange) {
        if (now >= m_readDeadline && m_out.empty())
            cut();
        return;
    }
    const auto &limits = m_worker.limits();
    if (!m_exchange->started || (m_exchange->answered && !m_parser.messageComplete())) {
        if (now < m_readDeadline)
            return;
        if (m_exchange->answered)
            beginClose();
        else
            refuseInput(408, std::format("the head did not arrive within {} ms", limits.headRead.count()));
        return;
    }
    if (m_exchange->body.waiting() && !m_exchange->body.canWake()
        && m_bodyWaited + (now - m_bodyWaitStart) >= limits.bodyRead) {
        if (m_bodyBytes < limits.bodyMinimum) {
            refuseInput(408, std::format("the body stopped arriving: fewer than {} bytes within {} ms",
                                         limits.bodyMinimum, limits.bodyRead.count()));
            return;
        }
        m_bodyBytes = 0;
        m_bodyWaited = {};
        m_bodyWaitStart = now;
    }
    sweepHeartbeat(now);
}

void Connection::sweepHeartbeat(TimePoint now)
{
    if (!m_stream || m_stream->heartbeat.count() == 0 || now - m_stream->lastWrite < m_stream->heartbeat
        || !m_out.empty())
        return;
    if (!queueChunk(m_stream->heartbeatBytes()))
        return;
}

} // namespace portolan::http
