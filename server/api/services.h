// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/loop.h"
#include "core/base/network.h"
#include "server/api/route.h"
#include "server/api/system/request_metrics.h"
#include "server/control/blueprints.h"
#include "server/control/heartbeats.h"
#include "server/control/job_board.h"
#include "server/control/session_log.h"
#include "server/control/usage_sampler.h"
#include "server/control/workspace_service.h"
#include "server/http/server.h"
#include "server/identity/authenticator.h"
#include "server/identity/credential_service.h"
#include "server/identity/password_service.h"
#include "server/identity/session_service.h"
#include "server/identity/signed_tokens.h"
#include "server/identity/token_handout.h"
#include "server/identity/token_service.h"
#include "server/identity/user_service.h"
#include "server/identity/web_login.h"
#include "server/notify/sink_service.h"
#include "server/portals/builtin/robot_tokens.h"
#include "server/portals/builtin/session_controller.h"
#include "server/portals/lookup.h"
#include "server/portals/registry.h"
#include "server/runtime/runtime.h"
#include "server/state/state.h"

#include <atomic>
#include <string>

namespace portolan::api {

/// What the handlers work with. Everything in it outlives the HTTP server.
struct Services {
    State &state;
    const identity::Authenticator &authenticator;
    identity::UserService &users;
    identity::TokenService &tokens;
    identity::PasswordService &passwords;
    identity::SessionService &sessions;
    identity::CredentialService &credentials;
    identity::SignedTokens &signedTokens;
    identity::WebLogin &webLogin;
    identity::TokenHandout &handout;
    std::string publicUrl; ///< how clients reach the server; empty: as they say themselves
    bool signedInByProxy; ///< a proxy in front is believed to sign people in
    bool everybodyIsDeveloper; ///< the development identity is on
    const std::vector<Network> &tokenAddresses; ///< who may ask for tokens of users
    notify::SinkService &sinks;
    portals::Registry &registry;
    portals::Lookup &lookup;
    portals::BuiltinPortal &builtinPortal;
    portals::RobotTokens &robotTokens;
    portals::SessionController &workshopSessions;
    const portals::Analytics &analytics;
    const outbound::OutboundPolicy &webhooks; ///< where webhooks that clients name may be
    control::WorkspaceService &workspaces;
    control::JobBoard &jobs;
    control::SessionLog &sessionLog;
    const control::Blueprints &blueprints;
    runtime::Runtime &runtime; ///< open() and enforcement() from here; all else through `controlLoop`
    const control::UsageSampler &usage;
    std::shared_ptr<Loop> controlLoop;
    std::string version;
    std::string serverName; ///< the host that clients are told
    std::chrono::milliseconds heartbeat; ///< of event streams
    const std::atomic<std::chrono::milliseconds>
        &checkCredentials; ///< how often long connections ask whether theirs is still good
    const std::atomic<bool> &ready; ///< the controllers have looked at everything once
    const control::Heartbeats &heartbeats;
    const std::atomic<std::size_t> &controllerDepth; ///< what the controllers work on or will, a second ago
    const RequestMetrics &requestMetrics;
    std::function<http::ServerCounters()> httpCounters;
};

/// Where clients reach this server, without a slash at its end: what the configuration says, or what was asked.
[[nodiscard]] std::string baseUrlOf(const Services &services, const http::Request &request);

/// Every route of the server, with the document that tells of them.
[[nodiscard]] std::vector<Route> allRoutes(const Services &services);

[[nodiscard]] std::vector<Route> identityRoutes(const Services &services);
[[nodiscard]] std::vector<Route> lookupRoutes(const Services &services);
[[nodiscard]] std::vector<Route> portalRoutes(const Services &services);
[[nodiscard]] std::vector<Route> sinkRoutes(const Services &services);
[[nodiscard]] std::vector<Route> systemRoutes(const Services &services);
[[nodiscard]] std::vector<Route> workspaceRoutes(const Services &services);

} // namespace portolan::api
