// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// A user as the API tells it: the union of what the generations of clients decode (spec section 1.8, User and
/// UserProfile; design, "One server, four APIs", 5).
struct UserProfile {
    std::string username;
    std::string organization;
    std::string fullname;
    std::string email;
    std::int64_t uid = 0;
    std::int64_t gid = 0;
    std::string shell;
    bool sudo = false;
    std::string source;
    std::vector<std::string> roles;
    std::vector<std::string> blueprints;
    bool isValid = true;
    bool locked = false;
    bool passwordLocked = false;
    std::optional<Time> passwordLockedUntil;
    Time expiresAt; ///< clients cannot decode an empty time; the year 1 says "never", as Go's zero time

    bool operator==(const UserProfile &) const = default;
};

template <>
struct schema::Description<UserProfile> {
    using U = UserProfile;
    static constexpr std::string_view name = "UserProfile";
    static constexpr std::string_view doc = "Who a user is and what it may use.";
    static constexpr auto fields = std::tuple{
        field("username", &U::username, {.required = true, .column = {.title = "User"}}),
        field("organization", &U::organization, {.column = {.title = "Organization"}}),
        field("fullname", &U::fullname, {.column = {.title = "Name"}}),
        field("email", &U::email, {.column = {.title = "Mail"}}),
        field("uid", &U::uid, {}),
        field("gid", &U::gid, {}),
        field("shell", &U::shell, {}),
        field("sudo", &U::sudo, {}),
        field("source", &U::source, {.doc = "Which identity provider it comes from; \"local\" is this server."}),
        field("roles", &U::roles, {.column = {.title = "Roles"}}),
        field("blueprints", &U::blueprints, {}),
        field("isValid", &U::isValid, {.aliases = {"is_valid"}, .emitAliases = true}),
        field("locked", &U::locked, {.aliases = {"account_locked"}, .emitAliases = true}),
        field("password_locked", &U::passwordLocked, {}),
        field("password_locked_until", &U::passwordLockedUntil, {.presence = Presence::OmitWhenEmpty}),
        field("expiresAt", &U::expiresAt, {}),
    };
};

} // namespace portolan
