// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/identity/handlers.h"

#include "core/model/user/web_login.h"

namespace portolan::api {

namespace {

using enum http::Method;
using identity::Permission;
using Function = Task<http::Response> (*)(Services, Call &);

Handler bind(const Services &services, Function function)
{
    return [services, function](Call &call) { return function(services, call); };
}

/// Those of web_login.cpp.
std::vector<Route> webLoginRoutes(const Services &services)
{
    std::vector<Route> routes;
    routes.push_back(Route{Get, "/api/v1/auth/providers", Permission::None, "With whom one may log in",
                           bind(services, listProviders)}
                         .gives<std::vector<LoginProvider>>());
    for (const char *path : {"/api/v1/auth/login", "/api/auth/login"})
        routes.push_back(
            Route{Get, path, Permission::None, "Begin a login at a provider", bind(services, startLogin)}
                .query<std::string>("provider", "Its name; the first of them where it is left out.")
                .query<std::string>("redirect_uri", "Where the browser goes afterwards: a path or URL of this server.")
                .query<bool>("createPAT", "A program waits for a token, which it gets by `state`.")
                .query<std::string>("state", "With `createPAT`: a secret, at least 16 bytes in hexadecimal.")
                .givesNothing(302, "To the provider.")
                .givesNothing(303, "To a page that tells what went wrong, by `auth_error` in its query."));
    for (const char *path : {"/api/v1/auth/callback", "/api/auth/callback"})
        routes.push_back(Route{Get, path, Permission::None, "Where a provider sends the browser back to",
                               bind(services, finishLogin)}
                             .login()
                             .query<std::string>("code", "What the provider says who it is for.")
                             .query<std::string>("state", "Which login it is.")
                             .query<std::string>("iss", "Who sends the browser back (RFC 9207).")
                             .query<std::string>("error", "Why nobody was logged in.")
                             .givesNothing(303, "To where the login was to lead; Set-Cookie has the session.")
                             .givesType("text/html", 200, "A page that asks whether a program may log in."));
    routes.push_back(Route{Post, "/api/v1/auth/callback", Permission::None, "Finish a login for a page",
                           bind(services, finishLoginOfPage)}
                         .takes<LoginCallback>()
                         .gives<UserProfile>(200, "Set-Cookie has the session.")
                         .givesType("text/html", 200));
    routes.push_back(Route{Post, "/api/v1/auth/approve", Permission::TokenCreate, "Let a program log in as oneself",
                           bind(services, approveToken)}
                         .takesBytes("application/x-www-form-urlencoded")
                         .givesType("text/html", 200));
    routes.push_back(Route{Get, "/api/v1/auth/token", Permission::None,
                           "The token of a program whose user has logged in", bind(services, collectToken)}
                         .query<std::string>("state", "The secret with which the login was begun.")
                         .gives<UserToken>(200, "Once.")
                         .gives<StatusAnswer>(202, "Nobody has logged in yet."));
    routes.push_back(Route{Get, "/auth/auth-config", Permission::None, "Where people log in and out",
                           bind(services, showAuthConfig)}
                         .gives<AuthConfig>());
    routes.push_back(Route{Get, "/api/auth/logout", Permission::None, "End the session, here and at the provider",
                           bind(services, leave)}
                         .givesNothing(303));
    return routes;
}

/// Those of session.cpp.
std::vector<Route> sessionRoutes(const Services &services)
{
    std::vector<Route> routes;
    routes.push_back(Route{Get, "/api/auth/session", Permission::None, "How long the session is good",
                           bind(services, showSession)}
                         .gives<SessionInfo>());
    routes.push_back(Route{Get, "/api/auth/user", Permission::ProfileRead, "Who is calling",
                           bind(services, showSessionUser)}
                         .gives<SessionUser>());
    routes.push_back(Route{Get, "/api/auth/check-admin", Permission::ProfileRead,
                           "Whether the caller is an administrator", bind(services, checkAdmin)}
                         .gives<StatusAnswer>());
    routes.push_back(Route{Post, "/api/auth/refresh", Permission::ProfileRead, "Tokens for the session's user",
                           bind(services, refreshTokens)}
                         .gives<SessionTokens>());
    routes.push_back(Route{Post, "/api/auth/extend-session", Permission::ProfileRead, "Keep the session for longer",
                           bind(services, extendSession)}
                         .gives<StatusAnswer>());
    return routes;
}

} // namespace

std::vector<Route> loginRoutes(const Services &services)
{
    auto routes = webLoginRoutes(services);
    std::ranges::move(sessionRoutes(services), std::back_inserter(routes));
    return routes;
}

} // namespace portolan::api
