// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/api/rate_limiter.h"
#include "server/api/services.h"
#include "server/api/workspaces/interactive.h"

/// The page of a session of one of this server's portals, what it loads, and what robots of the portal ask of it, below
/// /portals/{portal}/workshops/session/{session}/. Whoever opens the session's address has a cookie for that path from
/// then on, which is good for nothing else; requests that change something, and WebSockets, must come from the page.
namespace portolan::api {

[[nodiscard]] Task<http::Response> showPortalPage(Services services, Call &call);
[[nodiscard]] Task<http::Response> activateSession(Services services, Call &call);
[[nodiscard]] Task<http::Response> showSessionPage(Services services, Call &call);
[[nodiscard]] Task<http::Response> showSessionContent(Services services, Call &call);
[[nodiscard]] Task<http::Response> showSessionSchedule(Services services, Call &call);
[[nodiscard]] Task<http::Response> extendOpenedSession(Services services, Call &call);
[[nodiscard]] Task<http::Response> terminateOpenedSession(Services services, Call &call);
/// Becomes an event of the session, "workshop-session.action".
[[nodiscard]] Task<http::Response> noteSessionAction(Services services, std::shared_ptr<RateLimiter> limiter,
                                                     Call &call);

/// A terminal of the page: WebSocket `portolan.terminal`, binary messages are bytes, text ones {"columns","rows"} to the
/// server and {"exited"} from it. A shell goes on while the page is away, and shows its last 256 KiB again.
[[nodiscard]] Task<http::Response> openSessionTerminal(Services services, std::shared_ptr<TerminalSessions> terminals,
                                                       Call &call);

/// A session as robots see it.
[[nodiscard]] Task<http::Response> showSessionOwner(Services services, Call &call);

/// The session of the path, where the browser has opened it: NotFound, Unauthenticated, PermissionDenied (another site's
/// page asks).
[[nodiscard]] Result<store::ItemPtr<WorkshopSession>> openedSession(const Services &services, const Call &call);

} // namespace portolan::api
