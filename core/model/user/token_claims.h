// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

#include <chrono>

namespace portolan {

/// Of everybody inside a workspace; clients want a number, not a secret.
inline constexpr std::int64_t uidInside = 1000;

/// What the server's own tokens say of a user: the payload of a JWT (spec section 1.3; RFC 7519 section 4.1). Times are
/// whole seconds since 1970, as numbers.
struct TokenClaims {
    std::string id; ///< UUID version 4, another one in each token
    std::string subject;
    std::string issuer;
    std::vector<std::string> audience;
    std::int64_t issuedAt = 0;
    std::int64_t expires = 0;
    std::int64_t generation = 0; ///< User::credentialsFrom, in microseconds since 1970: finer than `iat`
    std::string email;
    std::string fullname;
    std::int64_t uid = 0;
    std::int64_t gid = 0;
    std::vector<std::string> roles;
    std::string organization;
    std::string source;
    std::string shell;
    bool sudo = false;

    bool operator==(const TokenClaims &) const = default;
};

/// A time as tokens have it; the fraction of a second is dropped.
[[nodiscard]] inline std::int64_t numericDate(Time time)
{
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

template <>
struct schema::Description<TokenClaims> {
    using C = TokenClaims;
    static constexpr std::string_view name = "TokenClaims";
    static constexpr std::string_view doc = "What a token says of its user.";
    static constexpr auto fields = std::tuple{
        field("jti", &C::id, {.doc = "Tells tokens apart.", .required = true}),
        field("sub", &C::subject, {.doc = "The name of the user.", .required = true, .minLength = 1}),
        field("iss", &C::issuer, {.doc = "Who made the token.", .required = true}),
        field("aud", &C::audience, {.doc = "Who it is for.", .required = true}),
        field("iat", &C::issuedAt, {.doc = "When it was made, in seconds since 1970.", .required = true, .minimum = 0}),
        field("exp", &C::expires, {.doc = "When it expires, in seconds since 1970.", .required = true, .minimum = 0}),
        field("gen", &C::generation,
              {.doc = "Changes when all tokens of the user are revoked.", .presence = Presence::OmitWhenEmpty}),
        field("email", &C::email, {}),
        field("name", &C::fullname, {}),
        field("uid", &C::uid, {}),
        field("gid", &C::gid, {}),
        field("roles", &C::roles, {}),
        field("org", &C::organization, {}),
        field("source", &C::source, {.doc = "Which identity provider the user comes from."}),
        field("shell", &C::shell, {}),
        field("sudo", &C::sudo, {.presence = Presence::OmitWhenEmpty}),
    };
};

} // namespace portolan
