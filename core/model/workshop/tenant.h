// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/workshop/selector.h"

namespace portolan {

/// Whose workshops run where: the spec of a TenantConfig (lookup spec section 2.3).
struct TenantSpec {
    Selector clusters;
    Selector portals;

    bool operator==(const TenantSpec &) const = default;
};

/// A tenant as the store keeps it.
struct Tenant {
    std::string name;
    std::string uid;
    std::int64_t generation = 1;
    Time created;
    TenantSpec spec;

    bool operator==(const Tenant &) const = default;
};

/// A tenant as the lookup API tells it.
struct TenantDetails {
    std::string name;
    std::vector<std::string> clients; ///< those that may ask for its workshops
    bool selectsAll = false; ///< nothing says which portals: it may use every one, also those to come
};

template <>
struct schema::Description<TenantSpec> {
    static constexpr std::string_view name = "TenantSpec";
    static constexpr std::string_view doc = "Which portals a tenant may use: those that match, in clusters that match.";
    static constexpr auto fields = std::tuple{
        field("clusters", &TenantSpec::clusters, {}),
        field("portals", &TenantSpec::portals, {}),
    };
};

template <>
struct schema::Description<Tenant> {
    static constexpr std::string_view name = "Tenant";
    static constexpr std::string_view doc = "A tenant.";
    static constexpr auto fields = std::tuple{
        field("name", &Tenant::name, {.required = true}),
        field("uid", &Tenant::uid, {}),
        field("generation", &Tenant::generation, {}),
        field("created", &Tenant::created, {}),
        field("spec", &Tenant::spec, {}),
    };
};

template <>
struct schema::Description<TenantDetails> {
    static constexpr std::string_view name = "TenantDetails";
    static constexpr std::string_view doc = "A tenant, and who may ask for its workshops.";
    static constexpr auto fields = std::tuple{
        field("name", &TenantDetails::name, {.required = true, .column = {.title = "Tenant"}}),
        field("clients", &TenantDetails::clients, {.required = true, .column = {.title = "Clients"}}),
        field("selectsAll", &TenantDetails::selectsAll,
              {.doc = "It has no selectors: it may use every portal.", .column = {.title = "All portals"}}),
    };
};

} // namespace portolan
