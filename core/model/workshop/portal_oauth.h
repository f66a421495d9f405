// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

/// How programs log in at a portal (lookup spec section 6.1, RFC 6749).
namespace portolan {

struct OAuthToken {
    std::string accessToken;
    std::int64_t expiresIn = 0; ///< seconds
    std::string tokenType = "Bearer";
    std::string scope = "user:info";
    std::string refreshToken;
};

/// RFC 6749 section 5.2.
struct OAuthError {
    std::string error;
    std::string description;
};

template <>
struct schema::Description<OAuthToken> {
    using T = OAuthToken;
    static constexpr std::string_view name = "OAuthToken";
    static constexpr std::string_view doc = "The tokens of a portal's robot.";
    static constexpr auto fields = std::tuple{
        field("access_token", &T::accessToken, {.required = true, .minLength = 1, .maxLength = 8192}),
        field("expires_in", &T::expiresIn, {.doc = "Seconds."}),
        field("token_type", &T::tokenType, {}),
        field("scope", &T::scope, {}),
        field("refresh_token", &T::refreshToken, {}),
    };
};

template <>
struct schema::Description<OAuthError> {
    static constexpr std::string_view name = "OAuthError";
    static constexpr std::string_view doc = "Why there are no tokens (RFC 6749 section 5.2).";
    static constexpr auto fields = std::tuple{
        field("error", &OAuthError::error, {.required = true}),
        field("error_description", &OAuthError::description, {}),
    };
};

} // namespace portolan
