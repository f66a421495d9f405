// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/user/user.h"

namespace portolan {

/// A program that asks for workshops: the spec of a ClientConfig (lookup spec section 2.1). Here it is a user.
struct ClientSpec {
    struct Client {
        std::string password;
    };

    Client client;
    std::vector<Role> roles;
    std::vector<std::string> tenants; ///< globs
    std::string user;                 ///< whoever it asks for, this is the user
};

/// A client as the lookup API tells it.
struct ClientDetails {
    std::string name;
    std::vector<Role> roles;
    std::vector<std::string> tenants;
};

template <>
struct schema::Description<ClientSpec::Client> {
    static constexpr std::string_view name = "ClientLogin";
    static constexpr std::string_view doc = "How a client logs in.";
    static constexpr auto fields = std::tuple{
        field("password", &ClientSpec::Client::password,
              {.doc = "Never told.", .required = true, .minLength = 8, .maxLength = 1024}),
    };
};

template <>
struct schema::Description<ClientSpec> {
    static constexpr std::string_view name = "ClientSpec";
    static constexpr std::string_view doc = "A program that asks for workshops.";
    static constexpr auto fields = std::tuple{
        field("client", &ClientSpec::client, {.required = true}),
        field("roles", &ClientSpec::roles, {.required = true, .minLength = 1}),
        field("tenants", &ClientSpec::tenants, {.doc = "Globs of the tenants that it may use."}),
        field("user", &ClientSpec::user, {.doc = "The user of all its sessions.", .maxLength = 255}),
    };
};

template <>
struct schema::Description<ClientDetails> {
    static constexpr std::string_view name = "ClientDetails";
    static constexpr std::string_view doc = "A program that asks for workshops.";
    static constexpr auto fields = std::tuple{
        field("name", &ClientDetails::name, {.required = true, .column = {.title = "Client"}}),
        field("roles", &ClientDetails::roles, {.required = true, .column = {.title = "Roles"}}),
        field("tenants", &ClientDetails::tenants, {.required = true, .column = {.title = "Tenants"}}),
    };
};

} // namespace portolan
