// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/http/server.h"

#include <map>
#include <string>

namespace portolan::http {

using Routes = std::map<std::string, Handler>;

inline Task<Response> notFound()
{
    co_return Response::problem(404, "no such path");
}

/// A server's application for tests: handlers by exact path. Each coroutine takes the request by pointer, since a
/// lambda's own captures live in the map.
inline HandlerFactory serveRoutes(Routes routes)
{
    return [routes = std::move(routes)] {
        return [routes](Request &request) -> Task<Response> {
            const auto found = routes.find(request.path());
            return found == routes.end() ? notFound() : found->second(request);
        };
    };
}

/// Answers with what was sent.
inline Task<Response> echoBody(Request &request)
{
    auto body = co_await request.body.readAll();
    if (!body)
        co_return Response::problem(body.error());
    co_return Response::text(200, std::move(*body));
}

inline Task<Response> sayHello(Request &request)
{
    co_return Response::text(200, std::string(request.target()));
}

} // namespace portolan::http
