// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/workshop/client.h"
#include "core/model/workshop/cluster.h"
#include "core/model/workshop/tenant.h"
#include "core/model/workshop/workshop_session.h"

/// The lists of the lookup API: each under a name of its own (lookup spec section 1.5).
namespace portolan {

struct ClientList {
    std::vector<ClientDetails> clients;
};

struct ClusterList {
    std::vector<ClusterDetails> clusters;
};

struct TenantList {
    std::vector<TenantDetails> tenants;
};

struct TrainingPortalList {
    std::vector<TrainingPortalDetails> portals;
};

struct EnvironmentList {
    std::vector<EnvironmentDetails> environments;
};

struct WorkshopSessionList {
    std::vector<WorkshopSessionDetails> sessions;
};

struct SessionUserList {
    std::vector<std::optional<std::string>> users; ///< with nothing for sessions that are nobody's
};

template <>
struct schema::Description<ClientList> {
    static constexpr std::string_view name = "ClientList";
    static constexpr std::string_view doc = "The programs that ask for workshops.";
    static constexpr auto fields = std::tuple{field("clients", &ClientList::clients, {.required = true})};
};

template <>
struct schema::Description<ClusterList> {
    static constexpr std::string_view name = "ClusterList";
    static constexpr std::string_view doc = "The clusters.";
    static constexpr auto fields = std::tuple{field("clusters", &ClusterList::clusters, {.required = true})};
};

template <>
struct schema::Description<TenantList> {
    static constexpr std::string_view name = "TenantList";
    static constexpr std::string_view doc = "The tenants.";
    static constexpr auto fields = std::tuple{field("tenants", &TenantList::tenants, {.required = true})};
};

template <>
struct schema::Description<TrainingPortalList> {
    static constexpr std::string_view name = "TrainingPortalList";
    static constexpr std::string_view doc = "Portals.";
    static constexpr auto fields = std::tuple{field("portals", &TrainingPortalList::portals, {.required = true})};
};

template <>
struct schema::Description<EnvironmentList> {
    static constexpr std::string_view name = "EnvironmentList";
    static constexpr std::string_view doc = "Environments.";
    static constexpr auto fields = std::tuple{
        field("environments", &EnvironmentList::environments, {.required = true})};
};

template <>
struct schema::Description<WorkshopSessionList> {
    static constexpr std::string_view name = "WorkshopSessionList";
    static constexpr std::string_view doc = "Sessions of workshops.";
    static constexpr auto fields = std::tuple{field("sessions", &WorkshopSessionList::sessions, {.required = true})};
};

template <>
struct schema::Description<SessionUserList> {
    static constexpr std::string_view name = "SessionUserList";
    static constexpr std::string_view doc = "Whose sessions there are.";
    static constexpr auto fields = std::tuple{field("users", &SessionUserList::users, {.required = true})};
};

} // namespace portolan
