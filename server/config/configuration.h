// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/config/http_sections.h"
#include "server/config/identity_sections.h"

namespace portolan::config {

enum class WorkspaceRuntime { Local, None };

struct Workspaces {
    std::int64_t perOwner = 50;
    WorkspaceRuntime runtime = WorkspaceRuntime::Local;

    bool operator==(const Workspaces &) const = default;
};

struct Events {
    milliseconds retention = std::chrono::days(30);
    milliseconds heartbeat = std::chrono::seconds(15);

    bool operator==(const Events &) const = default;
};

/// Of the audit log, see core/model/audit/audit_record.h.
struct Audit {
    milliseconds retention = std::chrono::days(365);

    bool operator==(const Audit &) const = default;
};

struct Sinks {
    std::vector<std::string> allowInternal;

    bool operator==(const Sinks &) const = default;
};

/// Training portals that are somewhere else.
struct Portals {
    std::vector<std::string> allowInternal;
    std::string caFile;
    milliseconds pollEvery = std::chrono::seconds(15);

    bool operator==(const Portals &) const = default;
};

/// How sessions of workshops are handed out.
struct Lookup {
    milliseconds portalDeadline = std::chrono::seconds(5);
    milliseconds deadline = std::chrono::seconds(20);
    bool countInFlight = true;
    std::int64_t restAfter = 3;
    milliseconds longestRest = std::chrono::minutes(1);

    bool operator==(const Lookup &) const = default;
};

/// Everything that portolan-server can be told, as loader.h reads it. A value; the keys are listed in
/// docs/configuration.md, which is made from the descriptions.
struct Configuration {
    std::string listen = "127.0.0.1:7400";
    std::string data; ///< never empty when it was loaded
    std::optional<std::string> publicUrl;
    Tls tls;
    Http http;
    Workspaces workspaces;
    milliseconds checkCredentials{500};
    Identity identity;
    Proxies proxies;
    RateLimit rateLimit;
    Cors cors;
    Events events;
    Audit audit;
    Sinks sinks;
    Portals portals;
    Lookup lookup;

    bool operator==(const Configuration &) const = default;
};

} // namespace portolan::config

namespace portolan {

template <>
struct schema::EnumNames<config::WorkspaceRuntime> {
    static constexpr std::array<std::pair<config::WorkspaceRuntime, std::string_view>, 2> names{{
        {config::WorkspaceRuntime::Local, "local"},
        {config::WorkspaceRuntime::None, "none"},
    }};
};

template <>
struct schema::Description<config::Workspaces> {
    static constexpr std::string_view name = "WorkspacesConfiguration";
    static constexpr std::string_view doc = "Limits on workspaces.";
    static constexpr auto fields = std::tuple{
        field("per_owner", &config::Workspaces::perOwner,
              {.doc = "How many one user may have.", .minimum = 1, .maximum = 1e6}),
        field(
            "runtime", &config::Workspaces::runtime,
            {.doc = "Where they run: `local` is this computer. `none` runs nothing and lets nobody in; it is for load "
                    "and simulation only."}),
    };
};

template <>
struct schema::Description<config::Events> {
    static constexpr std::string_view name = "EventsConfiguration";
    static constexpr std::string_view doc = "The stream of events.";
    static constexpr auto fields = std::tuple{
        field("retention", &config::Events::retention,
              {.doc = "How long events are kept.", .minimum = 60, .maximum = 10 * 365 * 86'400.0}),
        field("heartbeat", &config::Events::heartbeat,
              {.doc = "How often a stream without events says that it is alive; below the idle limit of proxies.",
               .minimum = 1,
               .maximum = 3'600}),
    };
};

template <>
struct schema::Description<config::Audit> {
    static constexpr std::string_view name = "AuditConfiguration";
    static constexpr std::string_view doc = "The audit log.";
    static constexpr auto fields = std::tuple{
        field("retention", &config::Audit::retention,
              {.doc = "How long its records are kept.", .minimum = 60, .maximum = 100 * 365 * 86'400.0}),
    };
};

template <>
struct schema::Description<config::Sinks> {
    static constexpr std::string_view name = "SinksConfiguration";
    static constexpr std::string_view doc = "Where events are sent.";
    static constexpr auto fields = std::tuple{
        field("allow_internal", &config::Sinks::allowInternal,
              {.doc = "Networks (CIDR) that events may be sent to although they are not public, such as `10.1.0.0/16`.",
               .maxLength = 100}),
    };
};

template <>
struct schema::Description<config::Portals> {
    static constexpr std::string_view name = "PortalsConfiguration";
    static constexpr std::string_view doc = "Training portals that are somewhere else.";
    static constexpr auto fields = std::tuple{
        field("allow_internal", &config::Portals::allowInternal,
              {.doc = "Networks (CIDR) that they may be in although they are not public, such as `10.1.0.0/16`.",
               .maxLength = 100}),
        field("ca_file", &config::Portals::caFile,
              {.doc =
                   "PEM file of certificates that are trusted besides the system's where they are called over https."}),
        field("poll_every", &config::Portals::pollEvery,
              {.doc = "How often each is asked what it has; less often while it does not answer.",
               .minimum = 0.1,
               .maximum = 3'600}),
    };
};

template <>
struct schema::Description<config::Lookup> {
    static constexpr std::string_view name = "LookupConfiguration";
    static constexpr std::string_view doc = "How sessions of workshops are handed out.";
    static constexpr auto fields = std::tuple{
        field("portal_deadline", &config::Lookup::portalDeadline,
              {.doc = "What one portal may take to give a session; then the next is asked.",
               .minimum = 0.1,
               .maximum = 300}),
        field("deadline", &config::Lookup::deadline,
              {.doc = "How long a request for a session may take in all, waiting for its turn included.",
               .minimum = 0.1,
               .maximum = 300}),
        field(
            "count_in_flight", &config::Lookup::countInFlight,
            {.doc = "Whether a session that is being asked for counts as allocated already. Without it, those who ask "
                    "at once are all sent to the same portal, as upstream's lookup service does; for comparisons "
                    "with it."}),
        field("rest_after", &config::Lookup::restAfter,
              {.doc = "How often in a row a portal must fail to be left alone for a while.",
               .minimum = 1,
               .maximum = 1'000}),
        field("longest_rest", &config::Lookup::longestRest,
              {.doc = "How long a portal that goes on failing is left alone at most; a second at first.",
               .minimum = 1,
               .maximum = 3'600}),
    };
};

template <>
struct schema::Description<config::Configuration> {
    using Configuration = config::Configuration;
    static constexpr std::string_view name = "Configuration";
    static constexpr std::string_view doc = "The configuration of portolan-server.";
    static constexpr auto fields = std::tuple{
        field(
            "listen", &Configuration::listen,
            {.doc = "Where to serve: ADDRESS:PORT such as `127.0.0.1:7400` or `[::]:443` (port 0 takes a free one), or "
                    "`unix:/PATH`.",
             .minLength = 1}),
        field("data", &Configuration::data,
              {.doc = "Folder of everything that is kept. Where it is not set: `$XDG_DATA_HOME/portolan`, or "
                      "`~/.local/share/portolan`."}),
        field("public_url", &Configuration::publicUrl,
              {.doc =
                   "How clients reach the server, such as `https://labs.example.org`, where a proxy is in front. Where "
                   "it is not set: what `listen` says.",
               .presence = Presence::NullWhenEmpty,
               .minLength = 1,
               .maxLength = 2'000}),
        field("tls", &Configuration::tls, {.doc = "Serving HTTPS. Both files, or neither."}),
        field("http", &Configuration::http, {.doc = "What one client may cost."}),
        field("workspaces", &Configuration::workspaces, {.doc = "Limits on workspaces."}),
        field("check_credentials", &Configuration::checkCredentials,
              {.doc = "How long a connection may outlive the revocation of its token.",
               .minimum = 0.01,
               .maximum = 3'600}),
        field("identity", &Configuration::identity, {.doc = "Who people are."}),
        field(
            "proxies", &Configuration::proxies,
            {.doc = "Whose X-Forwarded-For and X-Forwarded-Proto are believed. Nobody's, unless one of these says how "
                    "a proxy is told from other clients."}),
        field("rate_limit", &Configuration::rateLimit,
              {.doc = "How many requests are answered; others get 429 with Retry-After."}),
        field("cors", &Configuration::cors, {.doc = "Which pages of other origins a browser lets call this server."}),
        field("events", &Configuration::events, {.doc = "The stream of events."}),
        field("audit", &Configuration::audit, {.doc = "The audit log."}),
        field("sinks", &Configuration::sinks, {.doc = "Where events are sent."}),
        field("portals", &Configuration::portals, {.doc = "Training portals that are somewhere else."}),
        field("lookup", &Configuration::lookup, {.doc = "How sessions of workshops are handed out."}),
    };
};

} // namespace portolan
