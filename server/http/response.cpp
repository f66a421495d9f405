// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/http/response.h"

namespace portolan::http {

Response Response::bytes(int status, std::string_view contentType, std::string bytes)
{
    Response response(status);
    response.headers.add("Content-Type", contentType);
    response.body = std::move(bytes);
    return response;
}

Response Response::json(int status, std::string text)
{
    return bytes(status, "application/json", std::move(text));
}

Response Response::text(int status, std::string text)
{
    return bytes(status, "text/plain; charset=utf-8", std::move(text));
}

Response Response::problem(const Error &error)
{
    Response response(statusOf(error.code));
    response.headers.add("Content-Type", problemContentType);
    response.body = toProblem(error);
    if (response.status == 500)
        std::get<Problem>(response.body).cause = error.detail;
    for (const auto &[name, value] : error.args)
        if (name == "retryAfter")
            response.headers.add("Retry-After", value);
    return response;
}

Response Response::problem(int status, std::string detail)
{
    Response response(status);
    response.headers.add("Content-Type", problemContentType);
    response.body = Problem{.status = status, .detail = std::move(detail)};
    return response;
}

Response Response::stream(int status, std::string_view contentType, BodyProducer producer,
                          std::optional<std::uint64_t> length)
{
    Response response(status);
    response.headers.add("Content-Type", contentType);
    response.body = StreamBody{.producer = std::move(producer), .length = length};
    return response;
}

namespace {

// Its parameters live in the coroutine; `producer` in the response, which outlives it.
Task<Result<void>> produceEvents(const std::function<Task<Result<void>>(SseWriter &)> *producer, BodyWriter *body,
                                 std::chrono::milliseconds heartbeat, std::function<std::string()> beat)
{
    body->setHeartbeat(heartbeat, std::move(beat));
    SseWriter writer(*body);
    co_return co_await (*producer)(writer);
}

} // namespace

Response Response::eventStream(std::function<Task<Result<void>>(SseWriter &)> producer,
                               std::chrono::milliseconds heartbeat, std::function<std::string()> beat)
{
    auto response = stream(200, "text/event-stream",
                           [producer = std::move(producer), heartbeat, beat = std::move(beat)](BodyWriter &body) {
                               return produceEvents(&producer, &body, heartbeat, beat);
                           });
    response.headers.add("Cache-Control", "no-store");
    response.headers.add("X-Accel-Buffering", "no"); // nginx in front of us must not hold events back
    return response;
}

Response Response::webSocket(WebSocketOptions options, WebSocketHandler handler)
{
    Response response(101);
    response.body = Upgrade{.options = std::move(options), .handler = std::move(handler)};
    return response;
}

Response &&Response::with(std::string_view name, std::string_view value) &&
{
    headers.set(name, value);
    return std::move(*this);
}

} // namespace portolan::http
