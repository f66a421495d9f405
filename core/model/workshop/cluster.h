// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/workshop/checks.h"
#include "core/model/workshop/label.h"

namespace portolan {

/// The one that portals are in which name no other; made with the first of them.
inline constexpr std::string_view localCluster = "local";

/// What portals are grouped by: the spec of a ClusterConfig (lookup spec section 2.2).
struct ClusterSpec {
    struct SecretKey {
        std::string name; ///< of a Secret
        std::string key = "config";

        bool operator==(const SecretKey &) const = default;
    };
    struct KubeconfigSource {
        std::optional<SecretKey> secretRef;
        std::string context; ///< empty: the current one

        bool operator==(const KubeconfigSource &) const = default;
    };
    struct Credentials {
        KubeconfigSource kubeconfig;

        bool operator==(const Credentials &) const = default;
    };

    std::vector<Label> labels;
    Credentials credentials;

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
struct schema::Description<ClusterSpec::SecretKey> {
    using S = ClusterSpec::SecretKey;
    static constexpr std::string_view name = "SecretKey";
    static constexpr std::string_view doc = "A value of a secret.";
    static constexpr auto fields = std::tuple{
        field("name", &S::name, {.doc = "Of the secret.", .required = true, .check = refuseResourceName}),
        field("key", &S::key, {.minLength = 1, .check = refuseSecretKey}),
    };
};

template <>
struct schema::Description<ClusterSpec::KubeconfigSource> {
    using K = ClusterSpec::KubeconfigSource;
    static constexpr std::string_view name = "KubeconfigSource";
    static constexpr std::string_view doc = "Where the kubeconfig of a cluster is.";
    static constexpr auto fields = std::tuple{
        field("secretRef", &K::secretRef, {.doc = "The value that holds it.", .presence = Presence::OmitWhenEmpty}),
        field("context", &K::context,
              {.doc = "The current one where it is left out.", .presence = Presence::OmitWhenEmpty, .maxLength = 253}),
    };
};

template <>
struct schema::Description<ClusterSpec::Credentials> {
    static constexpr std::string_view name = "ClusterCredentials";
    static constexpr std::string_view doc = "How a cluster is entered.";
    static constexpr auto fields = std::tuple{field("kubeconfig", &ClusterSpec::Credentials::kubeconfig, {})};
};

template <>
struct schema::Description<ClusterSpec> {
    static constexpr std::string_view name = "ClusterSpec";
    static constexpr std::string_view doc = "A group of portals.";
    static constexpr auto fields = std::tuple{
        field("labels", &ClusterSpec::labels, {}),
        field("credentials", &ClusterSpec::credentials, {}),
    };
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
