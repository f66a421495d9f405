// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

/// What a portal tells of itself (lookup spec section 6.2). States are texts, as portals of others may have more of them.
namespace portolan {

struct CatalogSessionLimits {
    std::int64_t maximum = 0; ///< 0: no limit, as in all of these but `allocated`
    std::int64_t registered = 0;
    std::int64_t anonymous = 0;
    std::int64_t allocated = 0;
};

struct CatalogPortal {
    std::string name;
    std::map<std::string, std::string> labels;
    std::string uid;
    std::int64_t generation = 0;
    std::string url;
    CatalogSessionLimits sessions;
};

struct CatalogWorkshop {
    std::string name; ///< what clients call it
    std::string resource;
    std::string title;
    std::string description;
    std::string vendor;
    std::vector<std::string> authors;
    std::string difficulty;
    std::string duration; ///< as people say it
    std::vector<std::string> tags;
    std::map<std::string, std::string> labels;
    std::string logo;
    std::string url;
};

/// A session that has been given to somebody and has not ended.
struct CatalogSession {
    std::string name;
    std::string state;
    std::string space; ///< its name in a cluster
    std::string user;
    std::optional<Time> started;
    std::optional<Time> expires;
    std::optional<std::int64_t> countdown; ///< seconds
    std::optional<bool> extendable;
};

/// How full an environment is.
struct CatalogLoad {
    std::string name;
    std::string state;
    std::int64_t duration = 0; ///< seconds; 0: no end
    std::int64_t capacity = 0;
    std::int64_t reserved = 0;
    std::int64_t allocated = 0;
    std::int64_t available = 0;
};

struct CatalogEnvironment : CatalogLoad {
    CatalogWorkshop workshop;
    std::optional<std::vector<CatalogSession>> sessions; ///< where they were asked for
};

/// The answer of GET workshops/catalog/environments/.
struct EnvironmentCatalog {
    CatalogPortal portal;
    std::vector<CatalogEnvironment> environments;
};

struct OfferedWorkshop : CatalogWorkshop {
    CatalogLoad environment;
};

/// The answer of GET workshops/catalog/workshops/.
struct WorkshopCatalog {
    CatalogPortal portal;
    std::vector<OfferedWorkshop> workshops;
};

template <>
struct schema::Description<CatalogSessionLimits> {
    using L = CatalogSessionLimits;
    static constexpr std::string_view name = "CatalogSessionLimits";
    static constexpr std::string_view doc = "How many sessions a portal has, and may have; 0: no limit.";
    static constexpr auto fields = std::tuple{
        field("maximum", &L::maximum, {}),
        field("registered", &L::registered, {}),
        field("anonymous", &L::anonymous, {}),
        field("allocated", &L::allocated, {}),
    };
};

template <>
struct schema::Description<CatalogPortal> {
    using P = CatalogPortal;
    static constexpr std::string_view name = "CatalogPortal";
    static constexpr std::string_view doc = "A portal, as it tells of itself.";
    static constexpr auto fields = std::tuple{
        field("name", &P::name, {.required = true}),
        field("labels", &P::labels, {}),
        field("uid", &P::uid, {}),
        field("generation", &P::generation, {}),
        field("url", &P::url, {}),
        field("sessions", &P::sessions, {}),
    };
};

template <>
struct schema::Description<CatalogWorkshop> {
    using W = CatalogWorkshop;
    static constexpr std::string_view name = "CatalogWorkshop";
    static constexpr std::string_view doc = "A workshop that a portal offers.";
    static constexpr auto fields = std::tuple{
        field("name", &W::name, {.doc = "What clients call it.", .required = true}),
        field("resource", &W::resource, {.doc = "The name of the workshop.", .presence = Presence::OmitWhenEmpty}),
        field("title", &W::title, {}),
        field("description", &W::description, {}),
        field("vendor", &W::vendor, {}),
        field("authors", &W::authors, {}),
        field("difficulty", &W::difficulty, {}),
        field("duration", &W::duration, {}),
        field("tags", &W::tags, {}),
        field("labels", &W::labels, {}),
        field("logo", &W::logo, {}),
        field("url", &W::url, {}),
    };
};

template <>
struct schema::Description<CatalogSession> {
    using S = CatalogSession;
    static constexpr std::string_view name = "CatalogSession";
    static constexpr std::string_view doc = "A session that somebody has.";
    static constexpr FieldOptions optional{.presence = Presence::OmitWhenEmpty};
    static constexpr auto fields = std::tuple{
        field("name", &S::name, {.required = true}),
        field("state", &S::state, {.required = true}),
        field("namespace", &S::space, {}),
        field("user", &S::user, {}),
        field("started", &S::started, {.presence = Presence::NullWhenEmpty}),
        field("expires", &S::expires, optional),
        field("countdown", &S::countdown, {.doc = "Seconds until it ends.", .presence = Presence::OmitWhenEmpty}),
        field("extendable", &S::extendable, optional),
    };
};

template <>
struct schema::Description<CatalogLoad> {
    using L = CatalogLoad;
    static constexpr std::string_view name = "CatalogLoad";
    static constexpr std::string_view doc = "How full an environment is.";
    static constexpr auto fields = std::tuple{
        field("name", &L::name, {.required = true}),
        field("state", &L::state, {.doc = "STARTING, RUNNING, STOPPING or STOPPED.", .required = true}),
        field("duration", &L::duration, {.doc = "Seconds that a session is; 0: no end."}),
        field("capacity", &L::capacity, {}),
        field("reserved", &L::reserved, {}),
        field("allocated", &L::allocated, {}),
        field("available", &L::available, {}),
    };
};

template <>
struct schema::Description<CatalogEnvironment> {
    using E = CatalogEnvironment;
    static constexpr std::string_view name = "CatalogEnvironment";
    static constexpr std::string_view doc = "An environment, and how full it is.";
    static constexpr auto fields = std::tuple_cat(
        Description<CatalogLoad>::fields,
        std::tuple{
            field("workshop", &E::workshop, {.required = true}),
            field("sessions", &E::sessions, {.doc = "Where they were asked for.", .presence = Presence::OmitWhenEmpty}),
        });
};

template <>
struct schema::Description<EnvironmentCatalog> {
    static constexpr std::string_view name = "EnvironmentCatalog";
    static constexpr std::string_view doc = "The environments of a portal.";
    static constexpr auto fields = std::tuple{
        field("portal", &EnvironmentCatalog::portal, {.required = true}),
        field("environments", &EnvironmentCatalog::environments, {.required = true, .maxLength = 10'000}),
    };
};

template <>
struct schema::Description<OfferedWorkshop> {
    static constexpr std::string_view name = "OfferedWorkshop";
    static constexpr std::string_view doc = "A workshop that a portal offers, and where.";
    static constexpr auto fields = std::tuple_cat(Description<CatalogWorkshop>::fields,
                                                  std::tuple{field("environment", &OfferedWorkshop::environment,
                                                                   {.required = true})});
};

template <>
struct schema::Description<WorkshopCatalog> {
    static constexpr std::string_view name = "WorkshopCatalog";
    static constexpr std::string_view doc = "The workshops of a portal.";
    static constexpr auto fields = std::tuple{
        field("portal", &WorkshopCatalog::portal, {.required = true}),
        field("workshops", &WorkshopCatalog::workshops, {.required = true}),
    };
};

} // namespace portolan
