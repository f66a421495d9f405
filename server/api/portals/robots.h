// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/api/services.h"

#include <optional>

/// The REST API of this server's portals, below /portals/{portal}/ (lookup spec section 6), for the robots of other lookup
/// services.
namespace portolan::api {

/// The bearer token of a request; nothing where it has none.
[[nodiscard]] std::optional<std::string_view> bearerOf(const http::Request &request);

/// The portal of the path. NotFound.
[[nodiscard]] Result<store::ItemPtr<TrainingPortal>> addressedPortal(const Services &services, const Call &call);
/// The same, where the request has a token of its robot: Unauthenticated otherwise.
[[nodiscard]] Result<store::ItemPtr<TrainingPortal>> portalOfRobot(const Services &services, const Call &call);

/// An error for a robot, with how to prove who it is where that lacks.
[[nodiscard]] http::Response robotProblem(const Error &error);

[[nodiscard]] Task<http::Response> giveRobotTokens(Services services, Call &call);
[[nodiscard]] Task<http::Response> revokeRobotToken(Services services, Call &call);

[[nodiscard]] Task<http::Response> showEnvironmentCatalog(Services services, Call &call);
[[nodiscard]] Task<http::Response> showWorkshopCatalog(Services services, Call &call);
[[nodiscard]] Task<http::Response> showEnvironmentStatus(Services services, Call &call);

[[nodiscard]] Task<http::Response> requestPortalSession(Services services, Call &call);
[[nodiscard]] Task<http::Response> listPortalUserSessions(Services services, Call &call);

} // namespace portolan::api
