// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/cors.h"

#include <algorithm>

namespace portolan::api {

namespace {

constexpr std::string_view readable = "ETag, Idempotency-Replayed, Link, Location, Retry-After, X-RateLimit-Limit, "
                                      "X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-Id, X-Total-Count";

bool lists(const CorsOptions &options, std::string_view origin)
{
    return std::ranges::contains(options.origins, origin);
}

bool isAllowed(const CorsOptions &options, std::string_view origin)
{
    return lists(options, origin) || lists(options, "*");
}

/// Credentials go to origins that are named, and never to "*".
void allowOrigin(http::Response &response, const CorsOptions &options, std::string_view origin)
{
    response.headers.set("Access-Control-Allow-Origin", lists(options, origin) ? origin : "*");
    if (options.credentials && lists(options, origin))
        response.headers.set("Access-Control-Allow-Credentials", "true");
}

} // namespace

void Cors::setOptions(CorsOptions options)
{
    m_options = std::make_shared<const CorsOptions>(std::move(options));
}

std::optional<http::Response> Cors::preflight(const http::Request &request, std::string_view allow) const
{
    const auto origin = request.header("origin");
    if (request.method() != http::Method::Options || !origin || !request.header("access-control-request-method"))
        return std::nullopt;
    const auto options = m_options.load();
    if (!isAllowed(*options, *origin))
        return http::Response::problem(403, std::format("pages of {} may not call this server: cors.origins does not "
                                                        "name it",
                                                        *origin))
            .with("Vary", "Origin");
    http::Response response(204);
    allowOrigin(response, *options, *origin);
    response.headers.set("Access-Control-Allow-Methods", allow);
    // No header is dangerous by itself: whatever the page wants to send is judged when it comes.
    if (const std::string headers = request.headerList("access-control-request-headers"); !headers.empty())
        response.headers.set("Access-Control-Allow-Headers", headers);
    response.headers.set("Access-Control-Max-Age", std::to_string(options->maxAge.count()));
    response.headers.set("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
    return response;
}

void Cors::share(http::Response &response, const http::Request &request) const
{
    const auto options = m_options.load();
    if (options->origins.empty())
        return;
    response.headers.add("Vary", "Origin"); // also for those without: caches must not mix them up
    const auto origin = request.header("origin");
    if (!origin || !isAllowed(*options, *origin))
        return;
    allowOrigin(response, *options, *origin);
    response.headers.set("Access-Control-Expose-Headers", readable);
}

bool Cors::mayUseSessions(std::string_view origin) const
{
    const auto options = m_options.load();
    return options->credentials && lists(*options, origin);
}

} // namespace portolan::api
