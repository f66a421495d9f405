// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

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
[[nodiscard]] Task<http::Response> logIn(Services services, Call &call);
[[nodiscard]] Task<http::Response> logOut(Services services, Call &call);

} // namespace portolan::api
