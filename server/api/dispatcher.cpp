// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/dispatcher.h"

#include "server/api/versions.h"

#include <QLoggingCategory>

namespace portolan::api {

namespace {

http::Response notFound(const http::Request &request)
{
    return http::Response::problem(404, std::format("there is nothing at {}", request.path()));
}

http::Response tooMany(const RateLimiter::Standing &standing, std::string_view who)
{
    return http::Response::problem(429, std::format("{} has sent more than {} requests a minute; go on in {} s", who,
                                                    standing.limit, standing.retryAfter.count()))
        .with("Retry-After", std::to_string(standing.retryAfter.count()));
}

void tell(http::Response &response, const RateLimiter::Standing &standing)
{
    const auto full = std::chrono::ceil<std::chrono::seconds>(standing.full).time_since_epoch().count();
    response.headers.set("X-RateLimit-Limit", std::to_string(standing.limit));
    response.headers.set("X-RateLimit-Remaining", std::to_string(standing.remaining));
    response.headers.set("X-RateLimit-Reset", std::to_string(full));
}

Q_LOGGING_CATEGORY(accessLog, "portolan.access", QtInfoMsg)

/// Without the query, which may hold what nobody else should read.
void logAccess(const http::Request &request, int status, std::string_view who, std::chrono::nanoseconds took)
{
    const std::string line = std::format("request={} method={} path={} status={} user={} from={} ms={:.3f}",
                                         request.id(), http::name(request.method()), request.rawPath(), status,
                                         who.empty() ? "-" : who,
                                         request.clientAddress().empty() ? "-" : request.clientAddress(),
                                         std::chrono::duration<double, std::milli>(took).count());
    qCInfo(accessLog, "%s", line.c_str());
}

} // namespace

Dispatcher::Dispatcher(Helpers helpers, std::vector<Route> routes, Limits limits, CorsOptions cors)
    : m_helpers(std::move(helpers)),
      m_routes(std::move(routes)),
      m_principals(m_helpers.clock, limits.perPrincipal),
      m_addresses(m_helpers.clock, limits.perAddress),
      m_cors(std::move(cors))
{
    for (std::size_t index = 0; index < m_routes.size(); ++index)
        m_router.add(m_routes[index].method, m_routes[index].pattern, index);
    m_helpers.metrics.setRoutes(m_routes);
}

void Dispatcher::setLimits(Limits limits)
{
    m_principals.setOptions(limits.perPrincipal);
    m_addresses.setOptions(limits.perAddress);
}

Task<http::Response> Dispatcher::handle(http::Request &request)
{
    const auto begun = m_helpers.clock.steady();
    m_helpers.front.receive(request);
    if (const auto origin = request.header("origin"); origin && m_cors.mayUseSessions(*origin))
        request.trustOrigin();
    const Match match = m_router.find(request.method(), request.rawPath());
    std::string who;
    auto response = co_await answer(request, match, who);
    validate(response, request);
    m_cors.share(response, request);
    const auto took = m_helpers.clock.steady() - begun;
    m_helpers.metrics.observe(match.route ? std::optional(*match.route) : std::nullopt, response.status, took);
    if (m_accessLog)
        logAccess(request, response.status, who, took);
    co_return std::move(response);
}

Task<http::Response> Dispatcher::answer(http::Request &request, const Match &match, std::string &who)
{
    if (!match.route) {
        if (match.allow.empty())
            co_return notFound(request);
        if (auto preflight = m_cors.preflight(request, match.allow))
            co_return std::move(*preflight);
        if (request.method() == http::Method::Options)
            co_return http::Response(204).with("Allow", match.allow);
        co_return http::Response::problem(405, std::format("{} does not know {}; it allows {}", request.path(),
                                                           http::name(request.method()), match.allow))
            .with("Allow", match.allow);
    }
    Visit visit{.request = request, .route = m_routes[*match.route], .path = match.parameters};
    auto response = co_await serve(request, visit);
    who = visit.principal.username;
    if (isAudited(visit.route))
        co_await m_helpers.audit.record(visit, response);
    co_return std::move(response);
}

Task<http::Response> Dispatcher::serve(http::Request &request, Visit &visit)
{
    const Route &route = visit.route;
    Result<identity::Principal> authenticated;
    if (route.permission != identity::Permission::None) {
        authenticated = m_helpers.authenticator.authenticate(request);
        if (!authenticated && m_helpers.federation && identity::Federation::canHelp(authenticated.error()))
            authenticated = co_await m_helpers.federation->authenticate(request);
    }
    auto identified = identify(route, request, std::move(authenticated));
    if (!identified)
        co_return http::Response(std::move(identified.error()));
    visit.principal = std::move(*identified);
    visit.stage = Visit::Stage::Known;
    const identity::Principal &principal = visit.principal;
    std::optional<RateLimiter::Standing> standing;
    if (route.counted && !principal.username.empty()) {
        standing = m_principals.take(principal.username);
        if (standing && !standing->allowed) {
            auto response = tooMany(*standing, principal.username);
            tell(response, *standing);
            co_return response;
        }
    }
    auto refusal = refuse(route, visit.path, principal);
    const auto owner = route.ownerOf ? route.ownerOf(visit.path) : std::string();
    visit.owner = owner.value_or("");
    visit.stage = refusal && owner ? Visit::Stage::Refused : Visit::Stage::Handled;
    http::Response response(500);
    if (refusal) {
        response = std::move(*refusal);
    } else if (request.header("if-match") && !route.contract.conditional) {
        response = http::Response::problem(412,
                                           std::format("{} has no versions that If-Match could name", request.path()));
    } else {
        response = co_await run(request, visit);
    }
    if (standing)
        tell(response, *standing);
    co_return response;
}

Task<http::Response> Dispatcher::run(http::Request &request, Visit &visit)
{
    const Route &route = visit.route;
    const identity::Principal &principal = visit.principal;
    Call call{.request = request,
              .path = visit.path,
              .principal = principal,
              .audit = visit.note,
              .record = [&visit](int status) { return auditRecordOf(visit, status); }};
    const auto key = request.header("idempotency-key");
    // Nobody's requests have nobody to be repeated by, and logins are meant to be done again.
    if (!key || request.method() != http::Method::Post || principal.username.empty())
        co_return co_await route.handler(call);
    auto claim = co_await m_helpers.idempotency.begin(std::string(*key), principal, request);
    if (!claim)
        co_return std::move(claim.error());
    auto response = co_await route.handler(call);
    co_return co_await m_helpers.idempotency.end(std::move(*claim), request.path(), std::move(response));
}

std::expected<identity::Principal, http::Response> Dispatcher::identify(const Route &route,
                                                                        const http::Request &request,
                                                                        Result<identity::Principal> authenticated)
{
    std::optional<http::Response> refusal;
    if (route.permission != identity::Permission::None) {
        if (authenticated)
            return std::move(*authenticated);
        refusal = http::Response::problem(authenticated.error());
        if (authenticated.error().code == ErrorCode::Unauthenticated)
            refusal->headers.set("WWW-Authenticate", "Bearer realm=\"portolan\"");
    }
    // Whoever shows a good credential is not held up by others of its address, who guess. A Unix socket has none.
    if (const auto &address = request.clientAddress(); route.counted && !address.empty())
        if (const auto standing = m_addresses.take(address); standing && !standing->allowed)
            return std::unexpected(tooMany(*standing, address));
    if (refusal)
        return std::unexpected(std::move(*refusal));
    return identity::Principal();
}

std::optional<http::Response> Dispatcher::refuse(const Route &route, const http::PathParameters &path,
                                                 const identity::Principal &principal) const
{
    if (route.permission == identity::Permission::None)
        return std::nullopt;
    const auto denied = [&] {
        return http::Response::problem(403, std::format("{} may not do this: it takes the permission {}",
                                                        principal.username, identity::ruleOf(route.permission).name));
    };
    if (identity::reachOf(principal, route.permission) == identity::Reach::Nobody)
        return denied();
    if (!route.ownerOf)
        return std::nullopt;
    // What is not there and what may not be seen are told in the same words.
    const auto owner = route.ownerOf(path);
    const auto decision = owner ? identity::decide(principal, route.permission, *owner) : identity::Decision::Hide;
    if (decision == identity::Decision::Deny)
        return denied();
    if (decision == identity::Decision::Hide) {
        std::string what;
        for (const auto &[name, value] : path.items())
            what += std::format("{}\"{}\"", what.empty() ? "" : ", ", value);
        return http::Response::problem(404, std::format("there is no {}", what));
    }
    return std::nullopt;
}

} // namespace portolan::api
