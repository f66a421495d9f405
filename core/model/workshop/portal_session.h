// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/workshop/workshop.h"

/// What is asked of a portal about sessions, and what it answers (lookup spec sections 6.3 and 6.4).
namespace portolan {

/// Body of workshops/environment/{environment}/request/; may be left out.
struct PortalParameters {
    std::vector<WorkshopParameter> parameters;
};

/// Its answer.
struct PortalGrant {
    std::string name;
    std::string session; ///< as `name`; older programs read it
    std::string user;
    std::string url; ///< that opens it; a path below the portal's address
    std::string space; ///< its name in a cluster
    std::string workshop; ///< the name of the Workshop
    std::string environment;
};

/// Its answer where there is none.
struct PortalRefusal {
    std::string error;
};

struct UserSession {
    std::string name;
    std::string space;
    std::string workshop;
    std::string environment;
    std::optional<Time> started;
    std::optional<Time> expires;
    std::optional<std::int64_t> countdown; ///< seconds
    std::optional<bool> extendable;
};

/// The answer of GET workshops/user/{user}/sessions/.
struct UserSessions {
    std::string user;
    std::vector<UserSession> sessions;
};

/// The answer of GET workshops/session/{session}/authorize/.
struct SessionOwner {
    std::string owner;
    std::string user; ///< who asks
    bool staff = false;
};

/// The answer of workshops/session/{session}/terminate/.
struct SessionEnded {
    std::optional<Time> started;
    std::optional<Time> expires;
};

template <>
struct schema::Description<PortalParameters> {
    static constexpr std::string_view name = "PortalParameters";
    static constexpr std::string_view doc = "What the client says of the session.";
    static constexpr auto fields = std::tuple{
        field("parameters", &PortalParameters::parameters, {.maxLength = 100}),
    };
};

template <>
struct schema::Description<PortalGrant> {
    using G = PortalGrant;
    static constexpr std::string_view name = "PortalGrant";
    static constexpr std::string_view doc = "A session, and what opens it.";
    static constexpr auto fields = std::tuple{
        field("name", &G::name, {.required = true, .minLength = 1}),
        field("session", &G::session, {.doc = "As `name`."}),
        field("user", &G::user, {}),
        field("url", &G::url, {.doc = "A path below the portal's address; good once.", .required = true}),
        field("namespace", &G::space, {}),
        field("workshop", &G::workshop, {}),
        field("environment", &G::environment, {}),
    };
};

template <>
struct schema::Description<PortalRefusal> {
    static constexpr std::string_view name = "PortalRefusal";
    static constexpr std::string_view doc = "Why there is no session.";
    static constexpr auto fields = std::tuple{field("error", &PortalRefusal::error, {.required = true})};
};

template <>
struct schema::Description<UserSession> {
    using S = UserSession;
    static constexpr std::string_view name = "PortalUserSession";
    static constexpr std::string_view doc = "A session of a user.";
    static constexpr FieldOptions optional{.presence = Presence::OmitWhenEmpty};
    static constexpr auto fields = std::tuple{
        field("name", &S::name, {.required = true}),
        field("namespace", &S::space, {}),
        field("workshop", &S::workshop, {}),
        field("environment", &S::environment, {.required = true}),
        field("started", &S::started, {.presence = Presence::NullWhenEmpty}),
        field("expires", &S::expires, optional),
        field("countdown", &S::countdown, {.doc = "Seconds until it ends.", .presence = Presence::OmitWhenEmpty}),
        field("extendable", &S::extendable, optional),
    };
};

template <>
struct schema::Description<UserSessions> {
    static constexpr std::string_view name = "PortalUserSessions";
    static constexpr std::string_view doc = "The sessions of a user in a portal.";
    static constexpr auto fields = std::tuple{
        field("user", &UserSessions::user, {.required = true}),
        field("sessions", &UserSessions::sessions, {.required = true}),
    };
};

template <>
struct schema::Description<SessionOwner> {
    static constexpr std::string_view name = "SessionOwner";
    static constexpr std::string_view doc = "Whose session it is, and who asks.";
    static constexpr auto fields = std::tuple{
        field("owner", &SessionOwner::owner, {.required = true}),
        field("user", &SessionOwner::user, {.required = true}),
        field("staff", &SessionOwner::staff, {.required = true}),
    };
};

template <>
struct schema::Description<SessionEnded> {
    static constexpr std::string_view name = "SessionEnded";
    static constexpr std::string_view doc = "A session that ends.";
    static constexpr auto fields = std::tuple{
        field("started", &SessionEnded::started, {.presence = Presence::NullWhenEmpty}),
        field("expires", &SessionEnded::expires, {.presence = Presence::NullWhenEmpty}),
    };
};

} // namespace portolan
