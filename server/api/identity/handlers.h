// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/digest.h"
#include "core/model/user/user_profile.h"
#include "server/api/services.h"

/// Users and what is theirs: /api/v1/users/{username}/..., and /api/v1/me/... for whoever is calling.
namespace portolan::api {

/// Whom a call is about: the user of its path, or the caller.
[[nodiscard]] std::string usernameOf(const Call &call);
[[nodiscard]] UserProfile profileOf(const Services &services, const User &user);

// users.cpp
[[nodiscard]] Task<http::Response> listUsers(Services services, Call &call);
[[nodiscard]] Task<http::Response> createUser(Services services, Call &call);
[[nodiscard]] Task<http::Response> deleteUser(Services services, Call &call);
[[nodiscard]] Task<http::Response> showProfile(Services services, Call &call);
[[nodiscard]] Task<http::Response> changeProfile(Services services, Call &call);
[[nodiscard]] Task<http::Response> changePassword(Services services, Call &call);
[[nodiscard]] Task<http::Response> clearPasswordLockout(Services services, Call &call);
[[nodiscard]] Task<http::Response> addRoles(Services services, Call &call);
[[nodiscard]] Task<http::Response> removeRoles(Services services, Call &call);
[[nodiscard]] Task<http::Response> listCapabilities(Services services, Call &call);

// user_blueprints.cpp
[[nodiscard]] Task<http::Response> listBlueprints(Services services, Call &call);
[[nodiscard]] Task<http::Response> addBlueprints(Services services, Call &call);
[[nodiscard]] Task<http::Response> removeBlueprints(Services services, Call &call);

// keys.cpp
[[nodiscard]] Task<http::Response> listKeys(Services services, Call &call);
[[nodiscard]] Task<http::Response> addKeys(Services services, Call &call);
[[nodiscard]] Task<http::Response> removeKey(Services services, Call &call);

// tokens.cpp
[[nodiscard]] Task<http::Response> listTokens(Services services, Call &call);
[[nodiscard]] Task<http::Response> createToken(Services services, Call &call);
[[nodiscard]] Task<http::Response> showToken(Services services, Call &call);
[[nodiscard]] Task<http::Response> changeToken(Services services, Call &call);
[[nodiscard]] Task<http::Response> deleteToken(Services services, Call &call);

// credentials.cpp
[[nodiscard]] Task<http::Response> listCredentials(Services services, Call &call);
[[nodiscard]] Task<http::Response> resolveCredential(Services services, Call &call);
[[nodiscard]] Task<http::Response> createCredential(Services services, Call &call);
[[nodiscard]] Task<http::Response> changeCredential(Services services, Call &call);
[[nodiscard]] Task<http::Response> deleteCredential(Services services, Call &call);

// program_login.cpp
[[nodiscard]] Task<http::Response> logProgramIn(Services services, Call &call);
[[nodiscard]] Task<http::Response> revokeLogins(Services services, Call &call);
[[nodiscard]] Task<http::Response> verifyLogin(Services services, Call &call);
[[nodiscard]] Task<http::Response> showCaller(Services services, Call &call);
[[nodiscard]] Task<http::Response> showSigningKeys(Services services, Call &call);
[[nodiscard]] Task<http::Response> issueInternally(Services services, Call &call);

// login.cpp
/// HttpOnly: no script reads it. Lax: sent along when somebody follows a link to us, not with what other sites post.
[[nodiscard]] std::string sessionCookie(std::string_view value, std::chrono::milliseconds maxAge, bool secure);
/// Ends whatever session the browser had, begins one, and gives the cookie to set.
[[nodiscard]] Task<Result<std::string>> beginSession(Services services, Call &call, std::string username,
                                                     std::string provider);
void endSessionCookies(http::Response &response, bool secure);
[[nodiscard]] Task<http::Response> logIn(Services services, Call &call);
[[nodiscard]] Task<http::Response> logOut(Services services, Call &call);

// web_login.cpp
[[nodiscard]] Task<http::Response> listProviders(Services services, Call &call);
[[nodiscard]] Task<http::Response> startLogin(Services services, Call &call);
[[nodiscard]] Task<http::Response> finishLogin(Services services, Call &call);
[[nodiscard]] Task<http::Response> finishLoginOfPage(Services services, Call &call);
[[nodiscard]] Task<http::Response> approveToken(Services services, Call &call);
[[nodiscard]] Task<http::Response> collectToken(Services services, Call &call);
[[nodiscard]] Task<http::Response> showAuthConfig(Services services, Call &call);
[[nodiscard]] Task<http::Response> leave(Services services, Call &call);

// session.cpp
[[nodiscard]] Task<http::Response> showSession(Services services, Call &call);
[[nodiscard]] Task<http::Response> showSessionUser(Services services, Call &call);
[[nodiscard]] Task<http::Response> checkAdmin(Services services, Call &call);
[[nodiscard]] Task<http::Response> refreshTokens(Services services, Call &call);
[[nodiscard]] Task<http::Response> extendSession(Services services, Call &call);

/// Those of web_login.cpp and session.cpp.
[[nodiscard]] std::vector<Route> loginRoutes(const Services &services);

} // namespace portolan::api
