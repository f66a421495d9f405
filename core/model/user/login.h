// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// The body of the logins with a password. The members are strings or left out; what is missing is told by the handler, in
/// the words that clients know.
struct PasswordLogin {
    std::string username;
    std::string password;

    bool operator==(const PasswordLogin &) const = default;
};

template <>
struct schema::Description<PasswordLogin> {
    static constexpr std::string_view name = "PasswordLogin";
    static constexpr std::string_view doc = "A name and its password.";
    static constexpr auto fields = std::tuple{
        field("username", &PasswordLogin::username, {.maxLength = 254}),
        field("password", &PasswordLogin::password, {.maxLength = 1024}),
    };
};

/// What a program gets for a password (lookup spec section 1.3).
struct BearerToken {
    std::string accessToken;
    std::string tokenType = "Bearer";
    std::int64_t expiresAt = 0;

    bool operator==(const BearerToken &) const = default;
};

template <>
struct schema::Description<BearerToken> {
    static constexpr std::string_view name = "BearerToken";
    static constexpr std::string_view doc = "A token to send as \"Authorization: Bearer\".";
    static constexpr auto fields = std::tuple{
        field("access_token", &BearerToken::accessToken, {.required = true}),
        field("token_type", &BearerToken::tokenType, {.required = true}),
        field("expires_at", &BearerToken::expiresAt, {.doc = "Seconds since 1970.", .required = true}),
    };
};

/// A token for a process in a workspace.
struct InternalToken {
    std::string token;

    bool operator==(const InternalToken &) const = default;
};

template <>
struct schema::Description<InternalToken> {
    static constexpr std::string_view name = "InternalToken";
    static constexpr std::string_view doc = "A token for a process in a workspace.";
    static constexpr auto fields = std::tuple{field("token", &InternalToken::token, {.required = true})};
};

/// "{}": done, and there is nothing to tell.
struct Nothing {};

template <>
struct schema::Description<Nothing> {
    static constexpr std::string_view name = "Nothing";
    static constexpr std::string_view doc = "It is done, and there is nothing to tell.";
    static constexpr std::tuple<> fields{};
};

/// Who is calling, in the words of the templates' API (spec section 2).
struct Caller {
    std::string email;
    bool isAdmin = false;

    bool operator==(const Caller &) const = default;
};

template <>
struct schema::Description<Caller> {
    static constexpr std::string_view name = "Caller";
    static constexpr std::string_view doc = "Who is calling.";
    static constexpr auto fields = std::tuple{
        field("email", &Caller::email, {.doc = "The mail address, or the name where there is none.", .required = true}),
        field("is_admin", &Caller::isAdmin, {.required = true}),
    };
};

} // namespace portolan
