// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/api/route.h"
#include "server/http/server.h"
#include "server/identity/authenticator.h"

namespace portolan::api {

/// Leads each request to its route: finds it, asks who is calling, asks the policy, runs the handler. Shared by all
/// HTTP loops; never changes after it was made.
class Dispatcher
{
public:
    Dispatcher(const identity::Authenticator &authenticator, std::vector<Route> routes);

    [[nodiscard]] Task<http::Response> handle(http::Request &request) const;

    [[nodiscard]] const std::vector<Route> &routes() const { return m_routes; }

private:
    /// What to answer instead of running the handler.
    [[nodiscard]] std::optional<http::Response> refuse(const Route &route, const http::PathParameters &path,
                                                       const identity::Principal &principal) const;

    const identity::Authenticator &m_authenticator;
    std::vector<Route> m_routes;
    http::Router<std::size_t> m_router; ///< indices into m_routes
};

} // namespace portolan::api
