// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/user/login.h"
#include "core/model/workshop/portal_catalog.h"
#include "core/model/workshop/portal_oauth.h"
#include "core/model/workshop/portal_session.h"
#include "core/model/workshop/session_page.h"
#include "server/api/portals/robots.h"
#include "server/api/portals/session_page.h"
#include "server/http/problem.h"

namespace portolan::api {

namespace {

using enum http::Method;
using identity::Permission;

const std::string portalPath = "/portals/{portal}";
const std::string sessionPath = portalPath + "/workshops/session/{session}";

using Bind = std::function<Handler(Task<http::Response> (*)(Services, Call &))>;

constexpr std::string_view ofSessions = "Whether to tell the sessions as well; robots only.";
const std::string environmentPath = portalPath + "/workshops/environment/{environment}";

// What robots of other lookup services ask. They prove who they are by their own tokens, and are not counted: their
// requests are those of many people.

std::vector<Route> oauthRoutes(const Bind &bind)
{
    constexpr std::string_view form = "application/x-www-form-urlencoded";
    return {
        Route{Post, portalPath + "/oauth2/token", Permission::None, "Log a portal's robot in", bind(giveRobotTokens)}
            .takesBytes(form)
            .gives<OAuthToken>()
            .gives<OAuthError>(400)
            .gives<OAuthError>(401),
        Route{Post, portalPath + "/oauth2/revoke-token", Permission::None, "End a robot's token",
              bind(revokeRobotToken)}
            .takesBytes(form)
            .givesNothing(200)
            .gives<OAuthError>(400)
            .gives<OAuthError>(401),
    };
}

std::vector<Route> catalogRoutes(const Bind &bind)
{
    return {
        Route{Get, portalPath + "/workshops/catalog/environments", Permission::None, "The environments of a portal",
              bind(showEnvironmentCatalog)}
            .guardsItself()
            .uncounted()
            .query<bool>("sessions", ofSessions)
            .query<std::string>("state", "STARTING, RUNNING or STOPPING, any number of times; robots only. RUNNING.")
            .query<std::string>("name", "Of a workshop, any number of times.")
            .gives<EnvironmentCatalog>(),
        Route{Get, portalPath + "/workshops/catalog/workshops", Permission::None, "The workshops of a portal",
              bind(showWorkshopCatalog)}
            .guardsItself()
            .uncounted()
            .query<std::string>("name", "Of a workshop, any number of times.")
            .gives<WorkshopCatalog>(),
        Route{Get, environmentPath + "/status", Permission::None, "An environment of a portal",
              bind(showEnvironmentStatus)}
            .guardsItself()
            .uncounted()
            .query<bool>("sessions", ofSessions)
            .gives<CatalogEnvironment>(),
        Route{Get, portalPath + "/workshops/user/{user}/sessions", Permission::None,
              "The sessions of a user in a portal", bind(listPortalUserSessions)}
            .guardsItself()
            .uncounted()
            .gives<UserSessions>(),
    };
}

Route requestRoute(http::Method method, std::string_view summary, const Bind &bind)
{
    return Route{method, environmentPath + "/request", Permission::None, summary, bind(requestPortalSession)}
        .guardsItself()
        .login()
        .uncounted()
        .query<std::string>("index_url", "Where the user goes afterwards.")
        .query<std::string>("user", "Whose it is; left out: somebody new.")
        .query<std::string>("session", "This one only, which the user has.")
        .query<std::string>("email", "Of the user.")
        .query<std::string>("first_name", "Of the user.")
        .query<std::string>("last_name", "Of the user.")
        .query<std::string>("analytics_url", "Who is told what happens in the session.")
        .query<std::int64_t>("timeout", "Seconds within which the user must come; 60.")
        .gives<PortalGrant>()
        .gives<PortalRefusal>(503, "There is none.")
        .givesType(http::problemContentType, 503);
}

std::vector<Route> robotSessionRoutes(const Bind &bind)
{
    return {
        requestRoute(Get, "Ask for a session of a workshop, as upstream's lookup services do", bind),
        requestRoute(Post, "Ask for a session of a workshop", bind).takes<PortalParameters>(),
        Route{Get, sessionPath + "/authorize", Permission::None, "Whose a session is", bind(showSessionOwner)}
            .guardsItself()
            .gives<SessionOwner>(),
        Route{Get, sessionPath + "/extend", Permission::None, "Give a session more time, as upstream's programs do",
              bind(extendOpenedSession)}
            .guardsItself()
            .login()
            .uncounted()
            .gives<SessionSchedule>(),
        Route{Get, sessionPath + "/terminate", Permission::None, "End a session, as upstream's programs do",
              bind(terminateOpenedSession)}
            .guardsItself()
            .login()
            .uncounted()
            .gives<SessionEnded>(),
    };
}

} // namespace

std::vector<Route> portalRoutes(const Services &services)
{
    const auto bind = [&services](Task<http::Response> (*function)(Services, Call &)) -> Handler {
        return [services, function](Call &call) { return function(services, call); };
    };
    const auto terminals = std::make_shared<TerminalSessions>();
    const auto limiter = std::make_shared<RateLimiter>(services.state.clock(),
                                                       RateLimiter::Options{.perMinute = 120, .burst = 60});
    std::vector<Route> routes{
        Route{Get, portalPath, Permission::None, "The page of a portal", bind(showPortalPage)}
            .query<std::string>("notification", "What became of a session: session-deleted or session-invalid.")
            .givesType("text/html")
            .givesNothing(302, "Users of the portal start elsewhere."),
        Route{Get, sessionPath + "/activate", Permission::None, "Open a session, once", bind(activateSession)}
            .login()
            .query<std::string>("token", "What the address of the session has.")
            .query<std::string>("index_url", "Where its user goes afterwards; what was asked for counts.")
            .givesNothing(302),
        Route{Get, sessionPath, Permission::None, "The page of a session", bind(showSessionPage)}
            .givesType("text/html")
            .givesNothing(302, "There is none any more: to where its user goes then."),
        Route{Get, sessionPath + "/page", Permission::None, "What the page of a session shows",
              bind(showSessionContent)}
            .guardsItself()
            .gives<SessionPageContent>(),
        Route{Get, sessionPath + "/schedule", Permission::None, "How long a session goes on", bind(showSessionSchedule)}
            .guardsItself()
            .gives<SessionSchedule>(),
        Route{Post, sessionPath + "/extend", Permission::None, "Give a session more time", bind(extendOpenedSession)}
            .gives<SessionSchedule>(),
        Route{Post, sessionPath + "/terminate", Permission::None, "End a session", bind(terminateOpenedSession)}
            .gives<SessionEnded>(),
        Route{Post, sessionPath + "/event", Permission::None, "Tell what happened in a session",
              [services, limiter](Call &call) { return noteSessionAction(services, limiter, call); }}
            .takes<SessionAction>()
            .gives<Nothing>(),
        Route{Get, sessionPath + "/terminal/{number}", Permission::None, "A terminal of a session (WebSocket)",
              [services, terminals](Call &call) { return openSessionTerminal(services, terminals, call); }}
            .guardsItself()
            .givesNothing(101, "A WebSocket of the subprotocol portolan.terminal."),
    };
    for (auto more : {oauthRoutes(bind), catalogRoutes(bind), robotSessionRoutes(bind)})
        std::ranges::move(more, std::back_inserter(routes));
    return routes;
}

} // namespace portolan::api
