// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

/// The bodies of logins with a browser, by the names of the workspaces' API (spec section 1.6) and of the labs' (section
/// 2).
namespace portolan {

/// With whom one may log in.
struct LoginProvider {
    std::string name;
    std::vector<std::string> capabilities{"OnboardUserWebFlow"};

    bool operator==(const LoginProvider &) const = default;
};

template <>
struct schema::Description<LoginProvider> {
    static constexpr std::string_view name = "LoginProvider";
    static constexpr std::string_view doc = "A provider with which people log in by their browser.";
    static constexpr auto fields = std::tuple{
        field("name", &LoginProvider::name, {.required = true}),
        field("capabilities", &LoginProvider::capabilities, {.required = true}),
    };
};

/// What a page hands on of a provider's redirect.
struct LoginCallback {
    std::string code;
    std::string state;
    std::string issuer;

    bool operator==(const LoginCallback &) const = default;
};

template <>
struct schema::Description<LoginCallback> {
    static constexpr std::string_view name = "LoginCallback";
    static constexpr std::string_view doc = "What a provider has sent the browser back with.";
    static constexpr auto fields = std::tuple{
        field("code", &LoginCallback::code, {.required = true, .minLength = 1, .maxLength = 4096}),
        field("state", &LoginCallback::state, {.required = true, .minLength = 1, .maxLength = 1024}),
        field("iss", &LoginCallback::issuer, {.doc = "RFC 9207.", .maxLength = 2000}),
    };
};

/// What a program gets whose user has logged in with a browser.
struct UserToken {
    std::string provider;
    std::string address;
    std::string username;
    std::string token;
    std::optional<Time> expires;

    bool operator==(const UserToken &) const = default;
};

template <>
struct schema::Description<UserToken> {
    static constexpr std::string_view name = "UserToken";
    static constexpr std::string_view doc = "A personal access token that was made at a login.";
    static constexpr auto fields = std::tuple{
        field("provider", &UserToken::provider, {.required = true}),
        field("address", &UserToken::address, {.doc = "The provider's.", .required = true}),
        field("username", &UserToken::username, {.required = true}),
        field("token", &UserToken::token, {.doc = "Told once.", .required = true}),
        field("expiresAt", &UserToken::expires, {.doc = "Then one has to log in again."}),
    };
};

/// Where pages send people to log in and out (templates spec, section 2).
struct AuthConfig {
    std::string loginUrl;
    std::string logoutUrl;
    bool devMode = false;

    bool operator==(const AuthConfig &) const = default;
};

template <>
struct schema::Description<AuthConfig> {
    static constexpr std::string_view name = "AuthConfig";
    static constexpr std::string_view doc = "Where people log in and out.";
    static constexpr auto fields = std::tuple{
        field("login_url", &AuthConfig::loginUrl, {.required = true}),
        field("logout_url", &AuthConfig::logoutUrl, {.required = true}),
        field("dev_mode", &AuthConfig::devMode,
              {.doc = "Whoever has no credential is the development identity.", .required = true}),
    };
};

/// How long a browser stays logged in.
struct SessionInfo {
    bool authenticated = false;
    std::optional<Time> expiresAt;
    std::int64_t expiresIn = 0;
    std::int64_t longest = 0;
    std::int64_t warning = 0;

    bool operator==(const SessionInfo &) const = default;
};

template <>
struct schema::Description<SessionInfo> {
    using S = SessionInfo;
    static constexpr std::string_view name = "SessionInfo";
    static constexpr std::string_view doc = "The session of the calling browser.";
    static constexpr auto fields = std::tuple{
        field("authenticated", &S::authenticated, {.required = true}),
        field("expires_at", &S::expiresAt, {.presence = Presence::NullWhenEmpty}),
        field("expires_in_seconds", &S::expiresIn, {.required = true}),
        field("session_max_duration_minutes", &S::longest, {.required = true}),
        field("session_expiration_warning_minutes", &S::warning, {.required = true}),
    };
};

/// Who is calling, in the words of the labs' API.
struct SessionUser {
    std::string subject;
    std::string username;
    std::string userId;
    std::string email;
    std::string fullname;
    std::vector<std::string> roles;
    std::string department;
    bool legacy = false;

    bool operator==(const SessionUser &) const = default;
};

template <>
struct schema::Description<SessionUser> {
    using S = SessionUser;
    static constexpr std::string_view name = "SessionUser";
    static constexpr std::string_view doc = "Who is calling.";
    static constexpr auto fields = std::tuple{
        field("sub", &S::subject, {.required = true}),
        field("username", &S::username, {.required = true}),
        field("user_id", &S::userId, {.required = true}),
        field("email", &S::email, {.required = true}),
        field("name", &S::fullname, {.required = true}),
        field("roles", &S::roles, {.required = true}),
        field("department", &S::department, {.doc = "The organization.", .required = true}),
        field("legacy", &S::legacy, {.required = true}),
    };
};

/// Tokens for a page that calls others for its user.
struct SessionTokens {
    std::string accessToken;
    std::string idToken;

    bool operator==(const SessionTokens &) const = default;
};

template <>
struct schema::Description<SessionTokens> {
    static constexpr std::string_view name = "SessionTokens";
    static constexpr std::string_view doc = "Tokens of this server for the session's user.";
    static constexpr auto fields = std::tuple{
        field("access_token", &SessionTokens::accessToken, {.required = true}),
        field("id_token", &SessionTokens::idToken, {.required = true}),
    };
};

/// That something was done.
struct StatusAnswer {
    std::string status;
    std::string message;

    bool operator==(const StatusAnswer &) const = default;
};

template <>
struct schema::Description<StatusAnswer> {
    static constexpr std::string_view name = "StatusAnswer";
    static constexpr std::string_view doc = "How it went.";
    static constexpr auto fields = std::tuple{
        field("status", &StatusAnswer::status, {.required = true}),
        field("message", &StatusAnswer::message, {.presence = Presence::OmitWhenEmpty}),
    };
};

} // namespace portolan
