// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The half of Connection that answers: handlers, bodies, streams, upgrades.
#include "server/http/connection.h"

#include "server/http/log.h"
#include "server/http/response_head.h"
#include "server/http/worker.h"

#include <algorithm>
#include <format>

namespace portolan::http {

namespace {

bool isSaneRequestId(std::string_view id)
{
    return !id.empty() && id.size() <= 64 && std::ranges::all_of(id, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_'
               || c == '-';
    });
}

} // namespace

// --- Answers -------------------------------------------------------------------------------------------------------

void Connection::startExchange()
{
    auto &exchange = *m_exchange;
    exchange.started = true;
    exchange.body.announced = m_parser.contentLength();
    m_continuePending = m_parser.expectsContinue() && !exchange.body.complete && exchange.body.buffered.empty();
    m_bodyWaited = {};
    m_bodyBytes = 0;
    m_discarded = 0;
    auto &request = exchange.request;
    const auto id = request.header("X-Request-Id");
    request.m_id = id && isSaneRequestId(*id) ? std::string(*id) : m_worker.nextRequestId();
    m_worker.countRequest();
    if (request.rawPath() == "*") { // RFC 9110 section 9.3.7: about the server, not about a resource
        Response options(204);
        options.headers.add("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
        answer(exchange, std::move(options));
        return;
    }
    // It runs by itself and lets no exception out.
    [[maybe_unused]] const auto running = serve(shared_from_this(), m_exchange);
}

Task<void> Connection::serve(std::shared_ptr<Connection> self, std::shared_ptr<Exchange> exchange)
{
    const Worker::RunningHandler running(self->m_worker);
    Response response(500);
    try {
        response = co_await self->m_worker.handler()(exchange->request);
    } catch (const std::exception &exception) {
        response = Response::problem(Error{
            .code = ErrorCode::Internal,
            .detail = std::format("the handler of {} threw: {}", exchange->request.rawPath(), exception.what())});
    } catch (...) {
        response = Response::problem(Error{
            .code = ErrorCode::Internal,
            .detail = std::format("the handler of {} threw something", exchange->request.rawPath())});
    }
    if (exchange->answered || self->m_mode == Mode::Closed)
        co_return; // gone, or refused for a fault in its body
    const bool bodyless = exchange->request.method() == Method::Head || response.status == 204
                          || response.status == 304;
    if (std::holds_alternative<Upgrade>(response.body))
        co_await upgrade(self, exchange, &response);
    else if (std::holds_alternative<StreamBody>(response.body) && !bodyless)
        co_await stream(self, exchange, &response);
    else
        self->answer(*exchange, std::move(response));
}

bool Connection::mustClose(const Exchange &exchange) const
{
    if (m_closeAfter || m_draining || !m_parser.keepAlive() || m_continuePending)
        return true;
    if (exchange.body.complete || !isCurrent(exchange))
        return false;
    return m_parser.chunked() || m_parser.remaining() > m_worker.limits().discard;
}

void Connection::writeHead(Exchange &exchange, const Response &response, std::optional<std::uint64_t> length,
                           bool chunked)
{
    m_closeAfter = m_closeAfter || response.close || (response.status != 101 && mustClose(exchange))
                   || (!length && !chunked && response.status >= 200 && response.status != 204 && response.status != 304
                       && exchange.request.method() != Method::Head);
    exchange.headWritten = true;
    appendHead(m_out.tail(), response,
               {.date = m_worker.date(),
                .requestId = exchange.request.id(),
                .contentLength = length,
                .chunked = chunked,
                .close = m_closeAfter,
                .http10 = m_parser.http10()});
}

void Connection::answer(Exchange &exchange, Response response)
{
    const bool head = exchange.request.method() == Method::Head;
    const bool bodyless = response.status == 204 || response.status == 304;
    if (auto *problem = std::get_if<Problem>(&response.body)) {
        if (!problem->cause.empty())
            qCWarning(log).noquote() << "request" << QString::fromStdString(exchange.request.id())
                                     << "is answered with 500:" << QString::fromStdString(problem->cause);
        response.body = problem->toJson(exchange.request.path());
    }
    auto *bytes = std::get_if<std::string>(&response.body);
    if (bodyless) {
        writeHead(exchange, response, {}, false);
    } else if (bytes) {
        writeHead(exchange, response, bytes->size(), false);
        if (!head)
            m_out.append(std::move(*bytes));
    } else { // HEAD of a stream
        const auto length = std::get<StreamBody>(response.body).length;
        writeHead(exchange, response, length, !length && !m_parser.http10());
    }
    endAnswer(exchange);
}

void Connection::refuseInput(int status, std::string detail)
{
    const auto exchange = m_exchange;
    exchange->body.fail(status == 408 ? ErrorCode::Timeout : ErrorCode::InvalidArgument, detail);
    if (exchange->headWritten) { // too late for an answer; the client must not take it for a good one
        m_transport->abort();
        cut();
        return;
    }
    auto response = Response::problem(status, std::move(detail));
    response.close = true;
    if (status == 429 || status == 503)
        response.headers.set("Retry-After", "5");
    m_closeAfter = true;
    answer(*exchange, std::move(response));
}

void Connection::endAnswer(Exchange &exchange)
{
    exchange.answered = true;
    m_stream.reset();
    if (!isCurrent(exchange))
        return;
    if (!m_parser.messageComplete())
        m_discarded += std::exchange(exchange.body.buffered, {}).size();
    endExchangeIfDone();
    if (m_parsing)
        return; // onReadable() goes on
    parseHeld();
    closeIfEnded();
    flush();
    updateReading();
    account();
    settleAgain();
}

void Connection::endExchangeIfDone()
{
    if (m_closeAfter) {
        beginClose();
    } else if (m_parser.messageComplete()) {
        m_exchange.reset();
        m_readDeadline = m_worker.now() + m_worker.limits().idle;
    } else { // the rest of a body that nobody read
        m_readDeadline = m_worker.now() + m_worker.limits().bodyRead;
    }
}

void Connection::closeIfEnded()
{
    if (m_readEnded && m_mode == Mode::Http && m_held.empty() && (!m_exchange || !m_exchange->started))
        beginClose();
}

// --- Streams -------------------------------------------------------------------------------------------------------

namespace {

class OutgoingBody final : public BodyWriter
{
public:
    explicit OutgoingBody(std::shared_ptr<Connection> connection) : m_connection(std::move(connection)) {}

    Task<Result<void>> write(std::string bytes) override
    {
        const auto connection = m_connection; // the writer may end while this waits
        if (!connection->queueChunk(std::move(bytes)))
            co_return fail(ErrorCode::Cancelled, "the client has closed the connection");
        if (connection->mustWait())
            co_await connection->writable().wait();
        if (connection->closed())
            co_return fail(ErrorCode::Cancelled, "the client has closed the connection");
        co_return {};
    }

    void setHeartbeat(std::chrono::milliseconds every, std::function<std::string()> bytes) override
    {
        m_connection->setHeartbeat(every, std::move(bytes));
    }

private:
    std::shared_ptr<Connection> m_connection;
};

} // namespace

Task<void> Connection::stream(std::shared_ptr<Connection> self, std::shared_ptr<Exchange> exchange, Response *response)
{
    const auto &body = std::get<StreamBody>(response->body);
    const bool chunked = !body.length && !self->m_parser.http10();
    self->writeHead(*exchange, *response, body.length, chunked);
    self->m_stream = std::make_unique<Stream>(Stream{.left = body.length.value_or(0),
                                                     .chunked = chunked,
                                                     .counted = body.length.has_value(),
                                                     .heartbeatBytes = {},
                                                     .lastWrite = self->m_worker.now()});
    if (self->m_draining)
        exchange->request.closing.close();
    Result<void> result;
    try {
        OutgoingBody writer(self);
        auto producing = body.producer(writer);
        self->flush(); // the head must not wait for the first bytes of the body
        result = co_await std::move(producing);
    } catch (const std::exception &exception) {
        result = fail(ErrorCode::Internal, exception.what());
    }
    if (self->m_mode == Mode::Closed || exchange->answered)
        co_return;
    if (result && self->m_stream->counted && self->m_stream->left > 0)
        result = fail(ErrorCode::Internal,
                      std::format("{} bytes of the announced body are missing", self->m_stream->left));
    if (!result) {
        if (result.error().code != ErrorCode::Cancelled)
            qCWarning(log).noquote() << "request" << QString::fromStdString(exchange->request.id()) << "to"
                                     << QString::fromStdString(exchange->request.path())
                                     << "broke off:" << QString::fromStdString(result.error().detail);
        exchange->answered = true;
        self->cutConnection();
        co_return;
    }
    if (chunked)
        self->m_out.append(std::string_view("0\r\n\r\n"));
    self->endAnswer(*exchange);
}

bool Connection::queueChunk(std::string bytes)
{
    if (m_mode != Mode::Http || !m_stream)
        return false;
    if (bytes.empty())
        return true; // an empty chunk would be the last one
    auto &stream = *m_stream;
    stream.lastWrite = m_worker.now();
    if (stream.counted) {
        if (bytes.size() > stream.left) {
            qCWarning(log) << "a streamed body is longer than its announced length";
            cutConnection();
            return false;
        }
        stream.left -= bytes.size();
    }
    if (stream.chunked)
        m_out.append(std::string_view(std::format("{:x}\r\n", bytes.size())));
    m_out.append(std::move(bytes));
    if (stream.chunked)
        m_out.append(std::string_view("\r\n"));
    flush();
    account();
    return m_mode != Mode::Closed;
}

void Connection::setHeartbeat(std::chrono::milliseconds every, std::function<std::string()> bytes)
{
    if (!m_stream)
        return;
    m_stream->heartbeat = every;
    m_stream->heartbeatBytes = std::move(bytes);
}

Task<void> Connection::upgrade(std::shared_ptr<Connection> self, std::shared_ptr<Exchange> exchange, Response *response)
{
    const auto &wanted = std::get<Upgrade>(response->body);
    const auto accept = acceptHandshake(exchange->request, wanted.options);
    if (!accept || !exchange->body.complete) {
        auto refusal = accept ? Response::problem(400, "a WebSocket handshake has no body")
                              : Response::problem(accept.error().status, accept.error().detail);
        if (refusal.status == 426) {
            refusal.headers.set("Upgrade", "websocket");
            refusal.headers.set("Sec-WebSocket-Version", "13");
        }
        self->answer(*exchange, std::move(refusal));
        co_return;
    }
    response->headers.set("Upgrade", "websocket");
    response->headers.set("Sec-WebSocket-Accept", *accept);
    if (!wanted.options.subprotocol.empty())
        response->headers.set("Sec-WebSocket-Protocol", wanted.options.subprotocol);
    self->writeHead(*exchange, *response, {}, false);
    exchange->answered = true;
    const auto socket = std::make_shared<WebSocketSession>(*self, self->m_worker.limits(), wanted.options);
    self->m_webSocket = socket;
    self->m_mode = Mode::WebSocket;
    self->m_exchange.reset();
    if (self->m_draining)
        socket->close(close_code::goingAway, "the server shuts down");
    if (!self->m_held.empty())
        socket->feed(std::exchange(self->m_held, {}));
    try {
        auto handling = wanted.handler(*socket);
        self->flush();
        self->updateReading();
        co_await std::move(handling);
    } catch (const std::exception &exception) {
        qCWarning(log) << "the handler of a WebSocket threw:" << exception.what();
        socket->close(close_code::serverError, {});
    }
    socket->finish();
}

} // namespace portolan::http
