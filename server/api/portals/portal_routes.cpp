// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/user/login.h"
#include "core/model/workshop/session_page.h"
#include "server/api/portals/session_page.h"

namespace portolan::api {

std::vector<Route> portalRoutes(const Services &services)
{
    using enum http::Method;
    using identity::Permission;
    const auto bind = [&services](auto function) -> Handler {
        return [services, function](Call &call) { return function(services, call); };
    };
    const std::string portal = "/portals/{portal}";
    const std::string session = portal + "/workshops/session/{session}";
    const auto terminals = std::make_shared<TerminalSessions>();
    const auto limiter = std::make_shared<RateLimiter>(services.state.clock(),
                                                       RateLimiter::Options{.perMinute = 120, .burst = 60});
    return {
        Route{Get, portal, Permission::None, "The page of a portal", bind(showPortalPage)}.givesType("text/html"),
        Route{Get, session + "/activate", Permission::None, "Open a session, once", bind(activateSession)}
            .login()
            .query<std::string>("token", "What the address of the session has.")
            .query<std::string>("index_url", "Where its user goes afterwards; what was asked for counts.")
            .givesNothing(302),
        Route{Get, session, Permission::None, "The page of a session", bind(showSessionPage)}.givesType("text/html"),
        Route{Get, session + "/page", Permission::None, "What the page of a session shows", bind(showSessionContent)}
            .guardsItself()
            .gives<SessionPageContent>(),
        Route{Get, session + "/schedule", Permission::None, "How long a session goes on", bind(showSessionSchedule)}
            .guardsItself()
            .gives<SessionSchedule>(),
        Route{Post, session + "/extend", Permission::None, "Give a session more time", bind(extendOpenedSession)}
            .gives<SessionSchedule>(),
        Route{Post, session + "/terminate", Permission::None, "End a session", bind(terminateOpenedSession)}
            .gives<SessionSchedule>(),
        Route{Post, session + "/event", Permission::None, "Tell what happened in a session",
              [services, limiter](Call &call) { return noteSessionAction(services, limiter, call); }}
            .takes<SessionAction>()
            .gives<Nothing>(),
        Route{Get, session + "/terminal/{number}", Permission::None, "A terminal of a session (WebSocket)",
              [services, terminals](Call &call) { return openSessionTerminal(services, terminals, call); }}
            .guardsItself()
            .givesNothing(101, "A WebSocket of the subprotocol portolan.terminal."),
    };
}

} // namespace portolan::api
