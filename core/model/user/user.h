// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// What a person or program may do here (design, "One server, four APIs", 3). External names are mapped onto these.
enum class Role { Admin, Operator, Author, Tenant, User };

template <>
struct schema::EnumNames<Role> {
    static constexpr std::array<std::pair<Role, std::string_view>, 5> names{{
        {Role::Admin, "admin"},
        {Role::Operator, "operator"},
        {Role::Author, "author"},
        {Role::Tenant, "tenant"},
        {Role::User, "user"},
    }};
};

/// A user as the store keeps it.
struct User {
    std::string username;
    std::string fullname;
    std::string email;
    std::string organization = "default";
    std::vector<Role> roles;
    std::vector<std::string> blueprints{"*"}; ///< names of those it may use; "*" is all
    std::uint32_t number = 0;                 ///< never given twice; the local runtime makes its uid of it
    std::string shell = "/bin/bash";
    std::vector<std::string> keys; ///< public keys for SSH, a line each as in authorized_keys
    std::string source = "local";  ///< which identity provider it comes from
    std::string subject;           ///< what that provider calls it; empty for users of this server
    Time rolesFrom = {};           ///< when the provider said the roles
    bool sudo = false;
    bool locked = false;
    std::vector<std::string> tenants; ///< globs of those whose workshops it may ask for
    std::string workshopUser;         ///< whoever it asks for workshops for, this is the user; empty: as it says
    /// What was issued before is refused: the time of the last lock or change of password.
    Time credentialsFrom = {};
    Time created;

    bool operator==(const User &) const = default;
};

template <>
struct schema::Description<User> {
    static constexpr std::string_view name = "User";
    static constexpr std::string_view doc = "A user as the store keeps it.";
    static constexpr auto fields = std::tuple{
        field("username", &User::username, {.required = true}),
        field("fullname", &User::fullname, {}),
        field("email", &User::email, {}),
        field("organization", &User::organization, {}),
        field("roles", &User::roles, {}),
        field("blueprints", &User::blueprints, {}),
        field("number", &User::number, {.required = true}),
        field("shell", &User::shell, {}),
        field("keys", &User::keys, {}),
        field("source", &User::source, {}),
        field("subject", &User::subject, {}),
        field("rolesFrom", &User::rolesFrom, {}),
        field("sudo", &User::sudo, {}),
        field("locked", &User::locked, {}),
        field("tenants", &User::tenants, {.presence = Presence::OmitWhenEmpty}),
        field("workshopUser", &User::workshopUser, {.presence = Presence::OmitWhenEmpty}),
        field("credentialsFrom", &User::credentialsFrom, {}),
        field("created", &User::created, {.required = true}),
    };
};

} // namespace portolan
