// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/lifecycle/workshop_session.h"
#include "core/model/workshop/environment.h"
#include "core/model/workshop/session_ending.h"
#include "core/model/workshop/workshop.h"

namespace portolan {

/// What a session is for those who hand sessions out (lookup spec section 6.4).
enum class SessionPhase { Pending, Available, Allocated, Stopping, Stopped };

template <>
struct schema::EnumNames<SessionPhase> {
    static constexpr std::array<std::pair<SessionPhase, std::string_view>, 5> names{{
        {SessionPhase::Pending, "Pending"},
        {SessionPhase::Available, "Available"},
        {SessionPhase::Allocated, "Allocated"},
        {SessionPhase::Stopping, "Stopping"},
        {SessionPhase::Stopped, "Stopped"},
    }};
};

/// Opens a session, once, in time. The text is known to its user only.
struct ActivationToken {
    std::string hash; ///< SHA-256
    Time expires;

    bool operator==(const ActivationToken &) const = default;
};

/// A session of a workshop as the store keeps it: of this server's portals, or as a remote portal tells it.
struct WorkshopSession {
    std::string name; ///< "<environment>-s001"
    std::string environment;
    std::string portal;
    std::string cluster;
    std::int64_t number = 0; ///< within the environment
    std::string workshop;    ///< what clients call it
    WorkshopSessionState state = WorkshopSessionState::Starting;
    std::string user;      ///< whose it is; empty: nobody's yet, it is kept warm
    std::string tenant;    ///< through which it was asked for
    std::string client;    ///< who asked for it
    std::string workspace; ///< of this server; empty for those of remote portals
    Time created;
    std::optional<Time> allocated;  ///< when it was given to its user
    std::optional<Time> started;    ///< when its user came
    std::optional<Time> activateBy; ///< it ends when its user has not come by then
    std::optional<Time> expires;
    std::optional<Time> ended;
    std::optional<SessionEnd> end; ///< why it ends or has ended; nothing too where a remote portal does not tell
    std::string endDetail;
    std::string email;
    std::string firstName;
    std::string lastName;
    std::string indexUrl;     ///< where its user goes afterwards
    std::string analyticsUrl; ///< who is told what happens in it
    std::vector<WorkshopParameter> parameters;
    std::vector<ActivationToken> tokens;
    std::vector<std::string> browsers; ///< hashes of the cookies that have opened it

    [[nodiscard]] std::string environmentId() const { return WorkshopEnvironment::idOf(cluster, portal, environment); }
    [[nodiscard]] std::string portalId() const { return TrainingPortal::idOf(cluster, portal); }
    [[nodiscard]] static std::string idOf(std::string_view environmentId, std::string_view name)
    {
        return concatenated({environmentId, "/", name});
    }
    [[nodiscard]] std::string id() const { return idOf(environmentId(), name); }
    [[nodiscard]] bool isAlive() const
    {
        return state != WorkshopSessionState::Stopping && state != WorkshopSessionState::Stopped;
    }
    /// Whoever has been given a session counts as in it, from then on.
    [[nodiscard]] SessionPhase phase() const
    {
        if (state == WorkshopSessionState::Stopping)
            return SessionPhase::Stopping;
        if (state == WorkshopSessionState::Stopped)
            return SessionPhase::Stopped;
        if (!user.empty())
            return SessionPhase::Allocated;
        return state == WorkshopSessionState::Starting ? SessionPhase::Pending : SessionPhase::Available;
    }

    [[nodiscard]] SessionEnding ending() const { return {end.value_or(SessionEnd::Ended), endDetail}; }

    bool operator==(const WorkshopSession &) const = default;
};

/// A session as the lookup API tells it (spec section 1.5), and more.
struct WorkshopSessionDetails {
    std::string name;
    std::int64_t generation = 1;
    std::string cluster;
    std::string portal;
    std::string environment;
    std::string workshop;
    SessionPhase phase = SessionPhase::Pending;
    std::string user;
    WorkshopSessionState state = WorkshopSessionState::Starting;
    std::string tenant;
    std::string workspace;
    Time created;
    std::optional<Time> started;
    std::optional<Time> expires;
    std::optional<SessionEnd> end;
    std::string endDetail;
    std::string reason;
};

template <>
struct schema::Description<ActivationToken> {
    static constexpr std::string_view name = "ActivationToken";
    static constexpr std::string_view doc = "Opens a session once.";
    static constexpr auto fields = std::tuple{
        field("hash", &ActivationToken::hash, {.required = true}),
        field("expires", &ActivationToken::expires, {.required = true}),
    };
};

template <>
struct schema::Description<WorkshopSession> {
    using S = WorkshopSession;
    static constexpr std::string_view name = "WorkshopSession";
    static constexpr std::string_view doc = "A session of a workshop.";
    static constexpr FieldOptions optional{.presence = Presence::OmitWhenEmpty};
    static constexpr auto fields = std::tuple{
        field("name", &S::name, {.required = true}),
        field("environment", &S::environment, {.required = true}),
        field("portal", &S::portal, {.required = true}),
        field("cluster", &S::cluster, {.required = true}),
        field("number", &S::number, {}),
        field("workshop", &S::workshop, {.required = true}),
        field("state", &S::state, {.required = true}),
        field("user", &S::user, optional),
        field("tenant", &S::tenant, optional),
        field("client", &S::client, optional),
        field("workspace", &S::workspace, optional),
        field("created", &S::created, {.required = true}),
        field("allocated", &S::allocated, optional),
        field("started", &S::started, optional),
        field("activateBy", &S::activateBy, optional),
        field("expires", &S::expires, optional),
        field("ended", &S::ended, optional),
        field("end", &S::end, optional),
        field("endDetail", &S::endDetail, optional),
        field("email", &S::email, optional),
        field("firstName", &S::firstName, optional),
        field("lastName", &S::lastName, optional),
        field("indexUrl", &S::indexUrl, optional),
        field("analyticsUrl", &S::analyticsUrl, optional),
        field("parameters", &S::parameters, optional),
        field("tokens", &S::tokens, optional),
        field("browsers", &S::browsers, optional),
    };
};

template <>
struct schema::Description<WorkshopSessionDetails> {
    using S = WorkshopSessionDetails;
    static constexpr std::string_view name = "WorkshopSessionDetails";
    static constexpr std::string_view doc = "A session of a workshop.";
    static constexpr auto fields = std::tuple{
        field("name", &S::name, {.required = true, .column = {.title = "Session"}}),
        field("generation", &S::generation, {.required = true}),
        field("cluster", &S::cluster, {.required = true, .column = {.title = "Cluster"}}),
        field("portal", &S::portal, {.required = true, .column = {.title = "Portal"}}),
        field("environment", &S::environment, {.required = true, .column = {.title = "Environment"}}),
        field("workshop", &S::workshop, {.required = true, .column = {.title = "Workshop"}}),
        field("phase", &S::phase, {.required = true, .column = {.title = "Phase"}}),
        field("user", &S::user,
              {.doc = "Whose it is; nobody's as long as it is kept warm.",
               .presence = Presence::NullWhenEmpty,
               .column = {.title = "User"}}),
        field("state", &S::state, {.required = true, .column = {.title = "State"}}),
        field("tenant", &S::tenant, {.column = {.title = "Tenant"}}),
        field("workspace", &S::workspace, {.column = {.title = "Workspace", .shown = Column::Shown::OnRequest}}),
        field("created", &S::created, {.required = true, .column = {.title = "Created"}}),
        field("started", &S::started, {.presence = Presence::OmitWhenEmpty, .column = {.title = "Started"}}),
        field("expires", &S::expires, {.presence = Presence::OmitWhenEmpty, .column = {.title = "Expires"}}),
        field("end", &S::end, {.doc = "Why it ends.", .presence = Presence::OmitWhenEmpty}),
        field("endDetail", &S::endDetail,
              {.doc = "Who has ended it, or what its workspace is.", .presence = Presence::OmitWhenEmpty}),
        field("reason", &S::reason, {.doc = "Why it ends, in words.", .presence = Presence::OmitWhenEmpty}),
    };
};

} // namespace portolan
