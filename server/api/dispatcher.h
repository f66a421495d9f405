// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/api/audit_trail.h"
#include "server/api/cors.h"
#include "server/api/idempotency.h"
#include "server/api/rate_limiter.h"
#include "server/api/route.h"
#include "server/api/system/request_metrics.h"
#include "server/http/server.h"
#include "server/identity/federation.h"
#include "server/identity/front_proxy.h"

namespace portolan::api {

/// Leads each request to its route: finds it, asks who is calling, asks the policy, runs the handler. Shared by all
/// HTTP loops; its routes never change after it was made.
class Dispatcher
{
public:
    struct Limits {
        RateLimiter::Options perPrincipal = {};
        RateLimiter::Options perAddress = {}; ///< of requests without a good credential

        bool operator==(const Limits &) const = default;
    };

    /// Whom it asks on the way; they outlive it.
    struct Helpers {
        const identity::Authenticator &authenticator;
        const Clock &clock;
        Idempotency &idempotency;
        RequestMetrics &metrics;
        AuditTrail &audit;
        identity::FrontProxy front = {};             ///< whose word is believed
        identity::Federation *federation = nullptr; ///< nothing: no users of others
    };
    Dispatcher(Helpers helpers, std::vector<Route> routes, Limits limits, CorsOptions cors);

    [[nodiscard]] Task<http::Response> handle(http::Request &request);

    void setLimits(Limits limits);
    /// Whether each request gets a line in the log (portolan.access).
    void setAccessLog(bool on) { m_accessLog = on; }
    void setCors(CorsOptions options) { m_cors.setOptions(std::move(options)); }
    [[nodiscard]] const std::vector<Route> &routes() const { return m_routes; }

private:
    using Match = http::Router<std::size_t>::Match;
    /// `who`: set to the caller's name, once it is known.
    [[nodiscard]] Task<http::Response> answer(http::Request &request, const Match &match, std::string &who);
    /// `visit` tells how far it came.
    [[nodiscard]] Task<http::Response> serve(http::Request &request, Visit &visit);
    /// The handler's answer; the first one where the request is a repetition.
    [[nodiscard]] Task<http::Response> run(http::Request &request, Visit &visit);

    /// What to answer instead of running the handler.
    [[nodiscard]] std::optional<http::Response> refuse(const Route &route, const http::PathParameters &path,
                                                       const identity::Principal &principal) const;

    /// Whom the request comes from, as far as its credential tells; else what to answer.
    [[nodiscard]] std::expected<identity::Principal, http::Response> identify(
        const Route &route, const http::Request &request, Result<identity::Principal> authenticated);

    Helpers m_helpers;
    std::vector<Route> m_routes;
    RateLimiter m_principals;
    RateLimiter m_addresses;
    Cors m_cors;
    std::atomic<bool> m_accessLog = false;
    http::Router<std::size_t> m_router; ///< indices into m_routes
};

} // namespace portolan::api
