// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/workshop/label.h"

namespace portolan {

/// The one that portals are in which name no other; made with the first of them.
inline constexpr std::string_view localCluster = "local";

/// What portals are grouped by: the spec of a ClusterConfig (lookup spec section 2.2).
struct ClusterSpec {
    std::vector<Label> labels;

    bool operator==(const ClusterSpec &) const = default;
};

/// A cluster as the store keeps it.
struct Cluster {
    std::string name;
    std::string uid;
    std::int64_t generation = 1;
    Time created;
    ClusterSpec spec;

    bool operator==(const Cluster &) const = default;
};

/// A cluster as the lookup API tells it.
struct ClusterDetails {
    std::string name;
    std::vector<Label> labels;
};

template <>
struct schema::Description<ClusterSpec> {
    static constexpr std::string_view name = "ClusterSpec";
    static constexpr std::string_view doc = "A group of portals.";
    static constexpr auto fields = std::tuple{field("labels", &ClusterSpec::labels, {})};
};

template <>
struct schema::Description<Cluster> {
    static constexpr std::string_view name = "Cluster";
    static constexpr std::string_view doc = "A group of portals.";
    static constexpr auto fields = std::tuple{
        field("name", &Cluster::name, {.required = true}),
        field("uid", &Cluster::uid, {}),
        field("generation", &Cluster::generation, {}),
        field("created", &Cluster::created, {}),
        field("spec", &Cluster::spec, {}),
    };
};

template <>
struct schema::Description<ClusterDetails> {
    static constexpr std::string_view name = "ClusterDetails";
    static constexpr std::string_view doc = "A group of portals.";
    static constexpr auto fields = std::tuple{
        field("name", &ClusterDetails::name, {.required = true, .column = {.title = "Cluster"}}),
        field("labels", &ClusterDetails::labels, {.required = true}),
    };
};

} // namespace portolan
