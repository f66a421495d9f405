// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "server/http/body.h"
#include "server/http/headers.h"
#include "server/http/problem.h"
#include "server/http/sse.h"
#include "server/http/websocket.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>

namespace portolan::http {

struct StreamBody {
    BodyProducer producer;
    std::optional<std::uint64_t> length; ///< must then be kept exactly; without it the body is chunked
};

struct Upgrade {
    WebSocketOptions options;
    WebSocketHandler handler;
};

/// What a handler answers. The connection adds Date, Content-Length or Transfer-Encoding, Connection and X-Request-Id,
/// and leaves the body out for HEAD, 204 and 304.
class Response
{
public:
    explicit Response(int code = 200) : status(code) {}

    [[nodiscard]] static Response bytes(int status, std::string_view contentType, std::string bytes);
    /// Serialised JSON.
    [[nodiscard]] static Response json(int status, std::string text);
    [[nodiscard]] static Response text(int status, std::string text);
    /// application/problem+json; `instance` is filled in by the connection, the detail of internal errors goes to the
    /// log only. The argument "retryAfter" of an error, in seconds, becomes Retry-After.
    [[nodiscard]] static Response problem(const Error &error);
    [[nodiscard]] static Response problem(int status, std::string detail);
    [[nodiscard]] static Response stream(int status, std::string_view contentType, BodyProducer producer,
                                         std::optional<std::uint64_t> length = {});
    /// Server-sent events, and what `beat` makes (a comment) after each `heartbeat` without any.
    [[nodiscard]] static Response eventStream(
        std::function<Task<Result<void>>(SseWriter &)> producer,
        std::chrono::milliseconds heartbeat = std::chrono::seconds(15),
        std::function<std::string()> beat = [] { return ":\n\n"; });
    /// Takes the connection over where the request is a good handshake (RFC 6455 section 4.2); otherwise the connection
    /// answers 426 or 400. `handler` runs until it ends; the socket is closed (1000) then unless it is already.
    [[nodiscard]] static Response webSocket(WebSocketOptions options, WebSocketHandler handler);

    /// `Response::json(201, text).with("Location", path)`
    Response &&with(std::string_view name, std::string_view value) &&;

    int status;
    Headers headers;
    std::variant<std::string, Problem, StreamBody, Upgrade> body;
    bool close = false; ///< end the connection after this response
};

} // namespace portolan::http
