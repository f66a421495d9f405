// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/user/user.h"

namespace portolan {

/// Why a text is no name for a user: the grammar of user strings (spec section 3.1) has no room for others.
[[nodiscard]] std::optional<std::string> refuseUsername(std::string_view text);
[[nodiscard]] std::optional<std::string> refuseShell(std::string_view text);
[[nodiscard]] std::optional<std::string> refuseMail(std::string_view text);

/// The body of POST /api/v1/users (spec section 1.7).
struct UserCreate {
    std::string username;
    std::string org = "default";
    std::string fullname;
    std::string email;
    std::optional<std::string> password;
    std::vector<std::string> roles{"user"};
    std::vector<std::string> blueprints{"*"};
    std::string shell = "/bin/bash";
    bool sudo = false;
    bool locked = false;
    std::vector<std::string> tenants;
    std::string workshopUser;

    bool operator==(const UserCreate &) const = default;
};

inline constexpr std::size_t shortestPassword = 8;
inline constexpr std::size_t longestPassword = 1024;

template <>
struct schema::Description<UserCreate> {
    using U = UserCreate;
    static constexpr std::string_view name = "UserCreate";
    static constexpr std::string_view doc = "A user that shall be made.";
    static constexpr auto fields = std::tuple{
        field("username", &U::username, {.required = true, .minLength = 1, .maxLength = 32, .check = refuseUsername}),
        field("org", &U::org, {.minLength = 1, .maxLength = 63, .aliases = {"organization"}}),
        field("fullname", &U::fullname, {.maxLength = 200}),
        field("email", &U::email, {.maxLength = 254, .check = refuseMail}),
        field("password", &U::password, {.minLength = shortestPassword, .maxLength = longestPassword}),
        field("roles", &U::roles, {.maxLength = 16}),
        field("blueprints", &U::blueprints, {.maxLength = 1000}),
        field("shell", &U::shell, {.maxLength = 200, .check = refuseShell}),
        field("sudo", &U::sudo, {}),
        field("locked", &U::locked, {}),
        field("tenants", &U::tenants,
              {.doc = "Globs of the tenants whose workshops it may ask for.", .maxLength = 100}),
        field("workshopUser", &U::workshopUser,
              {.doc = "The user of all workshops that it asks for.", .maxLength = 255}),
    };
};

/// The body of PATCH .../profile: what is left out stays.
struct UserUpdate {
    std::optional<std::string> fullname;
    std::optional<std::string> shell;
    std::optional<std::string> email;
    std::optional<std::string> org;
    std::optional<std::vector<std::string>> roles;
    std::optional<bool> sudo;
    std::optional<bool> locked;
    std::optional<std::vector<std::string>> tenants;
    std::optional<std::string> workshopUser;

    bool operator==(const UserUpdate &) const = default;
};

template <>
struct schema::Description<UserUpdate> {
    using U = UserUpdate;
    static constexpr std::string_view name = "UserUpdate";
    static constexpr std::string_view doc = "What shall be changed in a user; some of it only by administrators.";
    static constexpr auto fields = std::tuple{
        field("fullname", &U::fullname, {.maxLength = 200}),
        field("shell", &U::shell, {.maxLength = 200, .check = refuseShell}),
        field("email", &U::email, {.maxLength = 254, .check = refuseMail}),
        field("org", &U::org, {.minLength = 1, .maxLength = 63, .aliases = {"organization"}}),
        field("roles", &U::roles, {.maxLength = 16}),
        field("sudo", &U::sudo, {}),
        field("locked", &U::locked, {}),
        field("tenants", &U::tenants,
              {.doc = "Globs of the tenants whose workshops it may ask for.", .maxLength = 100}),
        field("workshopUser", &U::workshopUser,
              {.doc = "The user of all workshops that it asks for.", .maxLength = 255}),
    };
};

/// The body of PUT .../password.
struct PasswordChange {
    std::string password;
    std::string currentPassword;

    bool operator==(const PasswordChange &) const = default;
};

template <>
struct schema::Description<PasswordChange> {
    using P = PasswordChange;
    static constexpr std::string_view name = "PasswordChange";
    static constexpr std::string_view doc = "A new password.";
    static constexpr auto fields = std::tuple{
        field("password", &P::password,
              {.required = true, .minLength = shortestPassword, .maxLength = longestPassword}),
        field("current_password", &P::currentPassword,
              {.doc = "The one of now, for whoever changes its own.", .maxLength = longestPassword}),
    };
};

/// The body of POST and DELETE .../roles.
struct RolesChange {
    std::vector<std::string> roles;

    bool operator==(const RolesChange &) const = default;
};

template <>
struct schema::Description<RolesChange> {
    static constexpr std::string_view name = "RolesChange";
    static constexpr std::string_view doc = "Roles to grant or to take away.";
    static constexpr auto fields = std::tuple{
        field("roles", &RolesChange::roles, {.required = true, .minLength = 1, .maxLength = 16})};
};

/// The body of POST and DELETE .../blueprints.
struct BlueprintsChange {
    std::vector<std::string> blueprints;

    bool operator==(const BlueprintsChange &) const = default;
};

template <>
struct schema::Description<BlueprintsChange> {
    static constexpr std::string_view name = "BlueprintsChange";
    static constexpr std::string_view doc = "Blueprints to grant or to take away.";
    static constexpr auto fields = std::tuple{
        field("blueprints", &BlueprintsChange::blueprints, {.required = true, .minLength = 1, .maxLength = 1000})};
};

/// The body of POST .../keys.
struct KeysChange {
    std::vector<std::string> keys;

    bool operator==(const KeysChange &) const = default;
};

template <>
struct schema::Description<KeysChange> {
    static constexpr std::string_view name = "KeysChange";
    static constexpr std::string_view doc = "Public keys, a line each as in authorized_keys.";
    static constexpr auto fields = std::tuple{
        field("keys", &KeysChange::keys, {.required = true, .minLength = 1, .maxLength = 64})};
};

/// One entry of GET .../keys.
struct UserKey {
    int index = 0;
    std::string key;
    std::string source = "local";

    bool operator==(const UserKey &) const = default;
};

template <>
struct schema::Description<UserKey> {
    static constexpr std::string_view name = "UserKey";
    static constexpr std::string_view doc = "A public key of a user.";
    static constexpr auto fields = std::tuple{
        field("index", &UserKey::index, {.required = true}),
        field("key", &UserKey::key, {.doc = "Its SHA-256 fingerprint, or all of it where `format` is not \"digest\"."}),
        field("source", &UserKey::source, {}),
    };
};

} // namespace portolan
