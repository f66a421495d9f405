// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/ascii.h"
#include "core/model/workshop/checks.h"
#include "core/model/workshop/label.h"

namespace portolan {

/// How an environment of a portal hands sessions out, and for how long (lookup spec sections 6.3 and 6.4). What is left
/// out is the portal's default, or the program's.
struct EnvironmentRules {
    std::optional<std::int64_t> capacity; ///< sessions at once, reserved ones too; 0: no limit of its own
    std::optional<std::int64_t> reserved; ///< kept warm
    std::optional<std::int64_t> initial; ///< made when the environment is; 0: reserves follow the first request
    std::optional<std::chrono::milliseconds> expires; ///< how long a session is; 0: no end
    std::optional<std::chrono::milliseconds> overtime; ///< what extending adds
    std::optional<std::chrono::milliseconds> deadline; ///< how long it is with all extensions
    std::optional<std::chrono::milliseconds> orphaned; ///< ends when nobody looks at it for so long; 0: never
    std::optional<std::chrono::milliseconds> overdue; ///< ends when its workspace is not ready after so long

    bool operator==(const EnvironmentRules &) const = default;
};

/// A workshop that a portal offers.
struct PortalWorkshop : EnvironmentRules {
    std::string name; ///< of the Workshop
    std::string alias; ///< what clients call it; empty: its name
    std::vector<Label> labels;

    [[nodiscard]] const std::string &calledName() const { return alias.empty() ? name : alias; }

    bool operator==(const PortalWorkshop &) const = default;
};

/// The spec of a TrainingPortal as upstream writes it, and two members more: `cluster` and `remote`.
struct TrainingPortalSpec {
    struct Sessions {
        std::int64_t maximum = 0; ///< in all environments at once; 0: no limit
        std::int64_t registered = 0; ///< of one registered user; 0: no limit
        std::optional<std::int64_t> anonymous; ///< of one that a client names; nothing: as registered ones

        [[nodiscard]] std::int64_t ofNamed() const { return anonymous.value_or(registered); }

        bool operator==(const Sessions &) const = default;
    };
    struct Defaults : EnvironmentRules {
        std::vector<Label> labels; ///< of each workshop

        bool operator==(const Defaults &) const = default;
    };
    struct WorkshopDefaults {
        Defaults defaults;

        bool operator==(const WorkshopDefaults &) const = default;
    };
    struct Account {
        std::string id;
        std::string secret;

        bool operator==(const Account &) const = default;
    };
    struct Login {
        std::string username;
        std::string password;

        bool operator==(const Login &) const = default;
    };
    struct Clients {
        Account robot;

        bool operator==(const Clients &) const = default;
    };
    struct Credentials {
        Login robot;

        bool operator==(const Credentials &) const = default;
    };
    struct Catalog {
        std::string visibility = "private"; ///< or "public": anybody may read it

        bool operator==(const Catalog &) const = default;
    };
    struct Portal {
        std::string title;
        std::vector<Label> labels;
        Sessions sessions;
        WorkshopDefaults workshop;
        Clients clients;
        Credentials credentials;
        Catalog catalog;
        std::string index; ///< where users start, and go when a session ends that says nothing else

        bool operator==(const Portal &) const = default;
    };
    struct Webhook {
        std::string url;

        bool operator==(const Webhook &) const = default;
    };
    struct Analytics {
        Webhook webhook;

        bool operator==(const Analytics &) const = default;
    };
    /// A portal that is somewhere else.
    struct Remote {
        std::string url; ///< how users reach it
        std::string internalUrl; ///< how this server does; empty: as users

        bool operator==(const Remote &) const = default;
    };

    std::string cluster; ///< empty: localCluster
    Portal portal;
    std::vector<PortalWorkshop> workshops;
    Analytics analytics;
    std::optional<Remote> remote; ///< nothing: this server is the portal

    bool operator==(const TrainingPortalSpec &) const = default;
};

enum class PortalPhase { Running, Unreachable, Stopping };

template <>
struct schema::EnumNames<PortalPhase> {
    static constexpr std::array<std::pair<PortalPhase, std::string_view>, 3> names{{
        {PortalPhase::Running, "Running"},
        {PortalPhase::Unreachable, "Unreachable"},
        {PortalPhase::Stopping, "Stopping"},
    }};
};

/// A portal as the store keeps it.
struct TrainingPortal {
    std::string name;
    std::string cluster;
    std::string uid;
    std::int64_t generation = 1;
    Time created;
    TrainingPortalSpec spec; ///< its secrets are sealed by the vault, for secretsOf()
    PortalPhase phase = PortalPhase::Running;
    std::string message; ///< why it is not running, or what of it is not known
    std::int64_t lastEnvironment = 0; ///< the number of the last environment that it was given
    std::optional<std::int64_t> toldMaximum; ///< of its sessions, as a remote portal says

    /// Sessions at once; 0: no limit.
    [[nodiscard]] std::int64_t maximum() const { return toldMaximum.value_or(spec.portal.sessions.maximum); }
    /// Its row.
    [[nodiscard]] static std::string idOf(std::string_view cluster, std::string_view name)
    {
        return concatenated({cluster, "/", name});
    }
    [[nodiscard]] std::string id() const { return idOf(cluster, name); }
    [[nodiscard]] bool isBuiltin() const { return !spec.remote; }

    bool operator==(const TrainingPortal &) const = default;
};

/// A portal as the lookup API tells it (spec section 1.5).
struct TrainingPortalDetails {
    std::string name;
    std::string uid;
    std::int64_t generation = 0;
    std::vector<Label> labels;
    std::string cluster;
    std::string url;
    std::int64_t capacity = 0;
    std::int64_t allocated = 0;
    PortalPhase phase = PortalPhase::Running;
    std::string message;
    bool builtin = true;
};

namespace schema::detail {

inline constexpr FieldOptions ruleDuration(std::string_view doc)
{
    constexpr double year = 366.0 * 24 * 3600;
    return {.doc = doc, .presence = Presence::OmitWhenEmpty, .minimum = 0, .maximum = year};
}

inline constexpr FieldOptions ruleNumber(std::string_view doc)
{
    return {.doc = doc, .presence = Presence::OmitWhenEmpty, .minimum = 0, .maximum = 100'000};
}

} // namespace schema::detail

template <>
struct schema::Description<EnvironmentRules> {
    using R = EnvironmentRules;
    static constexpr std::string_view name = "EnvironmentRules";
    static constexpr std::string_view doc = "How sessions are handed out, and for how long.";
    static constexpr auto fields = std::tuple{
        field("capacity", &R::capacity, schema::detail::ruleNumber("Sessions at once; 0: no limit but the portal's.")),
        field("reserved", &R::reserved, schema::detail::ruleNumber("Sessions that are kept warm.")),
        field("initial", &R::initial, schema::detail::ruleNumber("Sessions that are made with the environment.")),
        field("expires", &R::expires, schema::detail::ruleDuration("How long a session is; 0: no end.")),
        field("overtime", &R::overtime, schema::detail::ruleDuration("What extending adds.")),
        field("deadline", &R::deadline, schema::detail::ruleDuration("How long a session is with all extensions.")),
        field("orphaned", &R::orphaned,
              schema::detail::ruleDuration("Ends when nobody looks at it for so long; 0: never.")),
        field("overdue", &R::overdue, schema::detail::ruleDuration("Ends when it is not ready after so long.")),
    };
};

template <>
struct schema::Description<PortalWorkshop> {
    using W = PortalWorkshop;
    static constexpr std::string_view name = "PortalWorkshop";
    static constexpr std::string_view doc = "A workshop that a portal offers.";
    static constexpr auto fields = std::tuple_cat(
        std::tuple{
            field("name", &W::name, {.doc = "Of the workshop.", .required = true, .check = refuseResourceName}),
            field("alias", &W::alias, {.doc = "What clients call it.", .check = refuseResourceName}),
            field("labels", &W::labels, {.doc = "Over those of the workshop and of the defaults."}),
        },
        Description<EnvironmentRules>::fields);
};

template <>
struct schema::Description<TrainingPortalSpec::Sessions> {
    using S = TrainingPortalSpec::Sessions;
    static constexpr std::string_view name = "TrainingPortalSessions";
    static constexpr std::string_view doc = "How many sessions there may be at once; 0: no limit.";
    static constexpr auto fields = std::tuple{
        field("maximum", &S::maximum, {.doc = "In all environments.", .minimum = 0, .maximum = 100'000}),
        field("registered", &S::registered, {.doc = "Of one registered user.", .minimum = 0}),
        field("anonymous", &S::anonymous,
              {.doc = "Of one user that a client names; left out: as a registered one.",
               .presence = Presence::OmitWhenEmpty,
               .minimum = 0}),
    };
};

template <>
struct schema::Description<TrainingPortalSpec::Defaults> {
    static constexpr std::string_view name = "TrainingPortalDefaults";
    static constexpr std::string_view doc = "Labels and rules of workshops that say nothing else.";
    static constexpr auto fields = std::tuple_cat(std::tuple{field("labels", &TrainingPortalSpec::Defaults::labels,
                                                                   {.doc = "Workshops have them as well."})},
                                                  Description<EnvironmentRules>::fields);
};

template <>
struct schema::Description<TrainingPortalSpec::WorkshopDefaults> {
    static constexpr std::string_view name = "TrainingPortalWorkshopDefaults";
    static constexpr std::string_view doc = "What holds for workshops that say nothing else.";
    static constexpr auto fields = std::tuple{field("defaults", &TrainingPortalSpec::WorkshopDefaults::defaults, {})};
};

template <>
struct schema::Description<TrainingPortalSpec::Account> {
    using A = TrainingPortalSpec::Account;
    static constexpr std::string_view name = "TrainingPortalAccount";
    static constexpr std::string_view doc = "An OAuth 2 client.";
    static constexpr auto fields = std::tuple{
        field("id", &A::id, {.presence = Presence::OmitWhenEmpty, .maxLength = 255}),
        field("secret", &A::secret, {.doc = "Never told.", .presence = Presence::OmitWhenEmpty, .maxLength = 1024}),
    };
};

template <>
struct schema::Description<TrainingPortalSpec::Login> {
    using L = TrainingPortalSpec::Login;
    static constexpr std::string_view name = "TrainingPortalLogin";
    static constexpr std::string_view doc = "A robot's name and password.";
    static constexpr auto fields = std::tuple{
        field("username", &L::username, {.presence = Presence::OmitWhenEmpty, .maxLength = 255}),
        field("password", &L::password, {.doc = "Never told.", .presence = Presence::OmitWhenEmpty, .maxLength = 1024}),
    };
};

template <>
struct schema::Description<TrainingPortalSpec::Clients> {
    static constexpr std::string_view name = "TrainingPortalClients";
    static constexpr std::string_view doc = "The OAuth 2 clients of a portal.";
    static constexpr auto fields = std::tuple{field("robot", &TrainingPortalSpec::Clients::robot, {})};
};

template <>
struct schema::Description<TrainingPortalSpec::Credentials> {
    static constexpr std::string_view name = "TrainingPortalCredentials";
    static constexpr std::string_view doc = "The accounts of a portal.";
    static constexpr auto fields = std::tuple{field("robot", &TrainingPortalSpec::Credentials::robot, {})};
};

template <>
struct schema::Description<TrainingPortalSpec::Catalog> {
    static constexpr std::string_view name = "TrainingPortalCatalog";
    static constexpr std::string_view doc = "Who may read the catalog.";
    static constexpr auto fields = std::tuple{
        field("visibility", &TrainingPortalSpec::Catalog::visibility,
              {.doc = "\"private\", or \"public\": anybody.", .check = refuseVisibility}),
    };
};

template <>
struct schema::Description<TrainingPortalSpec::Portal> {
    using P = TrainingPortalSpec::Portal;
    static constexpr std::string_view name = "TrainingPortalOptions";
    static constexpr std::string_view doc = "What holds for all of a portal.";
    static constexpr auto fields = std::tuple{
        field("title", &P::title, {.maxLength = 200}),
        field("labels", &P::labels, {}),
        field("sessions", &P::sessions, {}),
        field("workshop", &P::workshop, {}),
        field("clients", &P::clients, {}),
        field("credentials", &P::credentials, {}),
        field("catalog", &P::catalog, {}),
        field("index", &P::index, {.doc = "Where users start, and go when a session ends.", .check = refuseWebUrl}),
    };
};

template <>
struct schema::Description<TrainingPortalSpec::Webhook> {
    static constexpr std::string_view name = "TrainingPortalWebhook";
    static constexpr std::string_view doc = "Where events are posted.";
    static constexpr auto fields = std::tuple{
        field("url", &TrainingPortalSpec::Webhook::url, {.check = refuseWebUrl}),
    };
};

template <>
struct schema::Description<TrainingPortalSpec::Analytics> {
    static constexpr std::string_view name = "TrainingPortalAnalytics";
    static constexpr std::string_view doc = "Who is told what happens in sessions.";
    static constexpr auto fields = std::tuple{field("webhook", &TrainingPortalSpec::Analytics::webhook, {})};
};

template <>
struct schema::Description<TrainingPortalSpec::Remote> {
    using R = TrainingPortalSpec::Remote;
    static constexpr std::string_view name = "TrainingPortalRemote";
    static constexpr std::string_view doc = "A portal that is somewhere else.";
    static constexpr auto fields = std::tuple{
        field("url", &R::url, {.doc = "How users reach it.", .required = true, .minLength = 1, .check = refuseWebUrl}),
        field("internalUrl", &R::internalUrl, {.doc = "How this server reaches it.", .check = refuseWebUrl}),
    };
};

template <>
struct schema::Description<TrainingPortalSpec> {
    using S = TrainingPortalSpec;
    static constexpr std::string_view name = "TrainingPortalSpec";
    static constexpr std::string_view doc = "A portal: which workshops it offers, and to how many.";
    static constexpr auto fields = std::tuple{
        field("cluster", &S::cluster,
              {.doc = "Which it is in; \"local\" where it is left out.", .check = refuseResourceName}),
        field("portal", &S::portal, {}),
        field("workshops", &S::workshops, {.maxLength = 1000}),
        field("analytics", &S::analytics, {}),
        field("remote", &S::remote,
              {.doc = "Left out: this server is the portal.", .presence = Presence::OmitWhenEmpty}),
    };

    static void check(const TrainingPortalSpec &spec, std::vector<FieldError> &errors)
    {
        for (std::size_t at = 0; at < spec.workshops.size(); ++at)
            for (std::size_t before = 0; before < at; ++before)
                if (spec.workshops[before].calledName() == spec.workshops[at].calledName())
                    errors.push_back({std::format("/workshops/{}", at),
                                      std::format("is called as /workshops/{}; give it an alias", before)});
        if (spec.remote && !spec.workshops.empty())
            errors.push_back({"/workshops", "are told by a remote portal itself"});
    }
};

template <>
struct schema::Description<TrainingPortal> {
    using P = TrainingPortal;
    static constexpr std::string_view name = "TrainingPortal";
    static constexpr std::string_view doc = "A portal.";
    static constexpr auto fields = std::tuple{
        field("name", &P::name, {.required = true}),
        field("cluster", &P::cluster, {.required = true}),
        field("uid", &P::uid, {}),
        field("generation", &P::generation, {}),
        field("created", &P::created, {}),
        field("spec", &P::spec, {}),
        field("phase", &P::phase, {}),
        field("message", &P::message, {.presence = Presence::OmitWhenEmpty}),
        field("lastEnvironment", &P::lastEnvironment, {}),
        field("toldMaximum", &P::toldMaximum, {.presence = Presence::OmitWhenEmpty}),
    };
};

template <>
struct schema::Description<TrainingPortalDetails> {
    using P = TrainingPortalDetails;
    static constexpr std::string_view name = "TrainingPortalDetails";
    static constexpr std::string_view doc = "A portal and how full it is.";
    static constexpr auto fields = std::tuple{
        field("name", &P::name, {.required = true, .column = {.title = "Portal"}}),
        field("uid", &P::uid, {.required = true}),
        field("generation", &P::generation, {.required = true}),
        field("labels", &P::labels, {.required = true}),
        field("cluster", &P::cluster, {.required = true, .column = {.title = "Cluster"}}),
        field("url", &P::url, {.required = true, .column = {.title = "Address"}}),
        field("capacity", &P::capacity,
              {.doc = "Sessions at once; 0: no limit.", .required = true, .column = {.title = "Capacity"}}),
        field("allocated", &P::allocated, {.required = true, .column = {.title = "Allocated"}}),
        field("phase", &P::phase, {.required = true, .column = {.title = "Phase"}}),
        field("message", &P::message,
              {.doc = "Why it is not running, or what of it is not known.", .presence = Presence::OmitWhenEmpty}),
        field("builtin", &P::builtin, {.doc = "This server is the portal.", .required = true}),
    };
};

} // namespace portolan
