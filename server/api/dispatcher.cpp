// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/dispatcher.h"

namespace portolan::api {

namespace {

http::Response notFound(const http::Request &request)
{
    return http::Response::problem(404, std::format("there is nothing at {}", request.path()));
}

} // namespace

Dispatcher::Dispatcher(const identity::Authenticator &authenticator, std::vector<Route> routes)
    : m_authenticator(authenticator), m_routes(std::move(routes))
{
    for (std::size_t index = 0; index < m_routes.size(); ++index)
        m_router.add(m_routes[index].method, m_routes[index].pattern, index);
}

Task<http::Response> Dispatcher::handle(http::Request &request) const
{
    const auto match = m_router.find(request.method(), request.rawPath());
    if (!match.route) {
        if (match.allow.empty())
            co_return notFound(request);
        if (request.method() == http::Method::Options)
            co_return http::Response(204).with("Allow", match.allow);
        co_return http::Response::problem(405, std::format("{} does not know {}; it allows {}", request.path(),
                                                           http::name(request.method()), match.allow))
            .with("Allow", match.allow);
    }
    const Route &route = m_routes[*match.route];
    identity::Principal principal;
    if (route.permission != identity::Permission::None) {
        auto authenticated = m_authenticator.authenticate(request);
        if (!authenticated) {
            auto response = http::Response::problem(authenticated.error());
            if (authenticated.error().code == ErrorCode::Unauthenticated)
                response.headers.set("WWW-Authenticate", "Bearer realm=\"portolan\"");
            co_return response;
        }
        principal = std::move(*authenticated);
    }
    if (auto refusal = refuse(route, match.parameters, principal))
        co_return std::move(*refusal);
    Call call{.request = request, .path = match.parameters, .principal = principal};
    co_return co_await route.handler(call);
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
