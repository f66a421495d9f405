// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

inline constexpr std::size_t largestKubeconfig = 256 * 1024;

/// How a Kubernetes cluster is entered, as kubectl keeps it: what of it is of use to somebody who has none of the files of
/// whoever wrote it. Paths and programs to run (`exec`) are left out.
struct Kubeconfig {
    struct Cluster {
        std::string server;
        std::string authorities; ///< base64
        std::string tlsServerName; ///< where it is another than the server's
    };
    struct NamedCluster {
        std::string name;
        Cluster cluster;
    };
    struct Context {
        std::string cluster;
        std::string user;
        std::string space; ///< the namespace
    };
    struct NamedContext {
        std::string name;
        Context context;
    };
    struct User {
        std::string token;
        std::string certificate; ///< base64
        std::string key; ///< base64
    };
    struct NamedUser {
        std::string name;
        User user;
    };

    std::string apiVersion;
    std::vector<NamedCluster> clusters;
    std::vector<NamedContext> contexts;
    std::string currentContext;
    std::string kind;
    std::vector<NamedUser> users;
};

/// InvalidArgument for what is none (lookup spec section 2.2), or larger than largestKubeconfig. The error tells where,
/// and nothing that stands there.
[[nodiscard]] Result<Kubeconfig> readKubeconfig(std::string_view text);

/// With that context only, its cluster and its user, as YAML; the current one where `context` is empty. InvalidArgument
/// where it is not there, or lacks what one needs to get in: the cluster its address and authorities, the user a token, or
/// a certificate with its key.
[[nodiscard]] Result<std::string> reducedTo(const Kubeconfig &kubeconfig, std::string_view context);

template <>
struct schema::Description<Kubeconfig::Cluster> {
    using C = Kubeconfig::Cluster;
    static constexpr std::string_view name = "KubeconfigCluster";
    static constexpr std::string_view doc = "Where a cluster is.";
    static constexpr auto fields = std::tuple{
        field("certificate-authority-data", &C::authorities, {.presence = Presence::OmitWhenEmpty}),
        field("server", &C::server, {}),
        field("tls-server-name", &C::tlsServerName, {.presence = Presence::OmitWhenEmpty}),
    };
};

template <>
struct schema::Description<Kubeconfig::NamedCluster> {
    using C = Kubeconfig::NamedCluster;
    static constexpr std::string_view name = "KubeconfigNamedCluster";
    static constexpr std::string_view doc = "A cluster.";
    static constexpr auto fields = std::tuple{
        field("cluster", &C::cluster, {.required = true}),
        field("name", &C::name, {.required = true}),
    };
};

template <>
struct schema::Description<Kubeconfig::Context> {
    using C = Kubeconfig::Context;
    static constexpr std::string_view name = "KubeconfigContext";
    static constexpr std::string_view doc = "Who enters which cluster.";
    static constexpr auto fields = std::tuple{
        field("cluster", &C::cluster, {.required = true}),
        field("namespace", &C::space, {.presence = Presence::OmitWhenEmpty}),
        field("user", &C::user, {.required = true}),
    };
};

template <>
struct schema::Description<Kubeconfig::NamedContext> {
    using C = Kubeconfig::NamedContext;
    static constexpr std::string_view name = "KubeconfigNamedContext";
    static constexpr std::string_view doc = "A context.";
    static constexpr auto fields = std::tuple{
        field("context", &C::context, {.required = true}),
        field("name", &C::name, {.required = true}),
    };
};

template <>
struct schema::Description<Kubeconfig::User> {
    using U = Kubeconfig::User;
    static constexpr std::string_view name = "KubeconfigUser";
    static constexpr std::string_view doc = "What somebody is let in with.";
    static constexpr auto fields = std::tuple{
        field("client-certificate-data", &U::certificate, {.presence = Presence::OmitWhenEmpty}),
        field("client-key-data", &U::key, {.presence = Presence::OmitWhenEmpty}),
        field("token", &U::token, {.presence = Presence::OmitWhenEmpty}),
    };
};

template <>
struct schema::Description<Kubeconfig::NamedUser> {
    using U = Kubeconfig::NamedUser;
    static constexpr std::string_view name = "KubeconfigNamedUser";
    static constexpr std::string_view doc = "A user.";
    static constexpr auto fields = std::tuple{
        field("name", &U::name, {.required = true}),
        field("user", &U::user, {.required = true}),
    };
};

template <>
struct schema::Description<Kubeconfig> {
    using K = Kubeconfig;
    static constexpr std::string_view name = "Kubeconfig";
    static constexpr std::string_view doc = "How clusters are entered.";
    static constexpr auto fields = std::tuple{
        field("apiVersion", &K::apiVersion, {.required = true}),
        field("clusters", &K::clusters, {.required = true}),
        field("contexts", &K::contexts, {.required = true}),
        field("current-context", &K::currentContext, {}),
        field("kind", &K::kind, {.required = true}),
        field("users", &K::users, {.required = true}),
    };

    static void check(const Kubeconfig &kubeconfig, std::vector<FieldError> &errors)
    {
        if (kubeconfig.apiVersion != "v1")
            errors.push_back({"/apiVersion", "must be v1"});
        if (kubeconfig.kind != "Config")
            errors.push_back({"/kind", "must be Config"});
    }
};

} // namespace portolan
