// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/workshop/cluster.h"
#include "core/model/workshop/secret.h"
#include "core/model/workshop/tenant.h"
#include "core/model/workshop/workshop_session.h"
#include "server/state/robot_token.h"
#include "server/state/session_intent.h"
#include "server/state/webhook_post.h"
#include "server/store/stored.h"

/// How the models of workshops lie in the store. Lists are in the order of registration, as upstream's: what was made
/// first comes first.
namespace portolan::store {

template <>
struct Stored<Tenant> {
    static constexpr std::string_view kind = "tenant";
    static std::string id(const Tenant &tenant) { return tenant.name; }
    static std::string encode(const Tenant &tenant);
    static Result<Tenant> decode(std::string_view json);
    static std::vector<Claim> claims(const Tenant &) { return {}; }
    static std::vector<Amount> amounts(const Tenant &) { return {}; }

    static constexpr Index<Tenant> byCreated{[](const Tenant &) { return std::optional(std::string()); },
                                             [](const Tenant &tenant) { return orderKey(tenant.created); }};
    static constexpr std::array indexes{&byCreated};
};

template <>
struct Stored<Cluster> {
    static constexpr std::string_view kind = "cluster";
    static std::string id(const Cluster &cluster) { return cluster.name; }
    static std::string encode(const Cluster &cluster);
    static Result<Cluster> decode(std::string_view json);
    static std::vector<Claim> claims(const Cluster &) { return {}; }
    static std::vector<Amount> amounts(const Cluster &) { return {}; }

    static constexpr Index<Cluster> byCreated{[](const Cluster &) { return std::optional(std::string()); },
                                              [](const Cluster &cluster) { return orderKey(cluster.created); }};
    static constexpr std::array indexes{&byCreated};
};

template <>
struct Stored<Secret> {
    static constexpr std::string_view kind = "secret";
    static std::string id(const Secret &secret) { return secret.name; }
    static std::string encode(const Secret &secret);
    static Result<Secret> decode(std::string_view json);
    static std::vector<Claim> claims(const Secret &) { return {}; }
    static std::vector<Amount> amounts(const Secret &) { return {}; }

    static constexpr Index<Secret> byName{[](const Secret &) { return std::optional(std::string()); },
                                          [](const Secret &secret) { return secret.name; }};
    static constexpr std::array indexes{&byName};
};

/// The sum of a cluster's portals.
inline constexpr std::string_view portalsOfCluster = "portals/cluster";

template <>
struct Stored<TrainingPortal> {
    static constexpr std::string_view kind = "portal";
    static std::string id(const TrainingPortal &portal) { return portal.id(); }
    static std::string encode(const TrainingPortal &portal);
    static Result<TrainingPortal> decode(std::string_view json);
    /// Portals of this server have their addresses by name, whichever cluster they are in.
    static std::vector<Claim> claims(const TrainingPortal &portal)
    {
        if (!portal.isBuiltin())
            return {};
        return {{"portal/address", portal.name}};
    }
    static std::vector<Amount> amounts(const TrainingPortal &portal) { return {{portalsOfCluster, portal.cluster, 1}}; }

    static std::string createdOf(const TrainingPortal &portal) { return orderKey(portal.created); }

    static constexpr Index<TrainingPortal> byCreated{
        [](const TrainingPortal &) { return std::optional(std::string()); }, createdOf};
    static constexpr Index<TrainingPortal> byCluster{
        [](const TrainingPortal &portal) { return std::optional(portal.cluster); }, createdOf};
    static constexpr std::array indexes{&byCreated, &byCluster};
};

template <>
struct Stored<Workshop> {
    static constexpr std::string_view kind = "workshop";
    static std::string id(const Workshop &workshop) { return workshop.name; }
    static std::string encode(const Workshop &workshop);
    static Result<Workshop> decode(std::string_view json);
    static std::vector<Claim> claims(const Workshop &) { return {}; }
    static std::vector<Amount> amounts(const Workshop &) { return {}; }

    static constexpr Index<Workshop> byName{[](const Workshop &) { return std::optional(std::string()); },
                                            [](const Workshop &workshop) { return workshop.name; }};
    static constexpr std::array indexes{&byName};
};

template <>
struct Stored<WorkshopEnvironment> {
    static constexpr std::string_view kind = "environment";
    static std::string id(const WorkshopEnvironment &environment) { return environment.id(); }
    static std::string encode(const WorkshopEnvironment &environment);
    static Result<WorkshopEnvironment> decode(std::string_view json);
    static std::vector<Claim> claims(const WorkshopEnvironment &) { return {}; }
    static std::vector<Amount> amounts(const WorkshopEnvironment &) { return {}; }

    static std::string ageOf(const WorkshopEnvironment &environment)
    {
        return orderKey(environment.portalCreated) + orderKey(environment.number);
    }

    static constexpr Index<WorkshopEnvironment> byPortal{
        [](const WorkshopEnvironment &environment) { return std::optional(environment.portalId()); }, ageOf};
    static constexpr Index<WorkshopEnvironment> byWorkshop{
        [](const WorkshopEnvironment &environment) { return std::optional(environment.workshop); }, ageOf};
    /// Those of which a workshop is changed.
    static constexpr Index<WorkshopEnvironment> byResource{
        [](const WorkshopEnvironment &environment) { return std::optional(environment.resource); }, ageOf};
    static constexpr Index<WorkshopEnvironment> byAge{
        [](const WorkshopEnvironment &) { return std::optional(std::string()); }, ageOf};
    static constexpr std::array indexes{&byPortal, &byWorkshop, &byResource, &byAge};
};

/// The sums of the sessions of this server that have not begun to end, by environment and by portal: what capacity bounds.
inline constexpr std::string_view sessionsOfEnvironment = "workshop-sessions/environment";
inline constexpr std::string_view sessionsOfPortal = "workshop-sessions/portal";

template <>
struct Stored<WorkshopSession> {
    static constexpr std::string_view kind = "workshop-session";
    static std::string id(const WorkshopSession &session) { return session.id(); }
    static std::string encode(const WorkshopSession &session);
    static Result<WorkshopSession> decode(std::string_view json);
    static std::vector<Claim> claims(const WorkshopSession &session)
    {
        if (session.workspace.empty())
            return {};
        return {{"workshop-session/workspace", session.workspace}};
    }
    static std::vector<Amount> amounts(const WorkshopSession &session)
    {
        if (session.workspace.empty() || !session.isAlive())
            return {};
        return {{sessionsOfEnvironment, session.environmentId(), 1}, {sessionsOfPortal, session.portalId(), 1}};
    }

    static std::string groupOf(std::string_view where, SessionPhase phase)
    {
        return groupOf(where, schema::enumName(phase));
    }
    static std::string groupOf(std::string_view user, std::string_view workshop)
    {
        return std::string(user).append(1, '\n').append(workshop);
    }
    static std::string numberOf(const WorkshopSession &session) { return orderKey(session.number); }
    static std::string createdOf(const WorkshopSession &session) { return orderKey(session.created); }

    static constexpr Index<WorkshopSession> byEnvironment{
        [](const WorkshopSession &session) { return std::optional(session.environmentId()); }, numberOf};
    static constexpr Index<WorkshopSession> byEnvironmentPhase{
        [](const WorkshopSession &session) { return std::optional(groupOf(session.environmentId(), session.phase())); },
        numberOf};
    static constexpr Index<WorkshopSession> byPortalPhase{
        [](const WorkshopSession &session) { return std::optional(groupOf(session.portalId(), session.phase())); },
        createdOf};
    static constexpr Index<WorkshopSession> byUser{[](const WorkshopSession &session) {
                                                       return session.user.empty()
                                                                      || session.state == WorkshopSessionState::Stopped
                                                                  ? std::nullopt
                                                                  : std::optional(session.user);
                                                   },
                                                   createdOf};
    static constexpr Index<WorkshopSession> byUserWorkshop{
        [](const WorkshopSession &session) {
            return session.user.empty() || session.state == WorkshopSessionState::Stopped
                       ? std::nullopt
                       : std::optional(groupOf(session.user, session.workshop));
        },
        createdOf};
    /// All that have not ended, the newest last.
    static constexpr Index<WorkshopSession> living{[](const WorkshopSession &session) {
                                                       return session.state == WorkshopSessionState::Stopped
                                                                  ? std::nullopt
                                                                  : std::optional(std::string());
                                                   },
                                                   createdOf};
    /// Likewise, by who has asked for them, and by the name of their portal.
    static constexpr Index<WorkshopSession> livingByClient{
        [](const WorkshopSession &session) {
            return session.client.empty() || session.state == WorkshopSessionState::Stopped
                       ? std::nullopt
                       : std::optional(session.client);
        },
        createdOf};
    static constexpr Index<WorkshopSession> livingByPortal{[](const WorkshopSession &session) {
                                                               return session.state == WorkshopSessionState::Stopped
                                                                          ? std::nullopt
                                                                          : std::optional(session.portal);
                                                           },
                                                           createdOf};
    /// Of this server's, the next that ends by itself first.
    static constexpr Index<WorkshopSession> byDeadline{
        [](const WorkshopSession &session) {
            const bool ends = session.isAlive() && (session.activateBy || session.expires);
            return ends && !session.workspace.empty() ? std::optional(std::string()) : std::nullopt;
        },
        [](const WorkshopSession &session) {
            return orderKey(session.activateBy ? *session.activateBy : session.expires.value_or(Time{}));
        }};
    /// Of this server's, those whose workspaces do not run yet, the oldest first.
    static constexpr Index<WorkshopSession> starting{[](const WorkshopSession &session) {
                                                         return session.state == WorkshopSessionState::Starting
                                                                        && !session.workspace.empty()
                                                                    ? std::optional(std::string())
                                                                    : std::nullopt;
                                                     },
                                                     createdOf};
    /// The next to be forgotten first.
    static constexpr Index<WorkshopSession> ended{
        [](const WorkshopSession &session) {
            return session.state == WorkshopSessionState::Stopped ? std::optional(std::string()) : std::nullopt;
        },
        [](const WorkshopSession &session) { return orderKey(session.ended.value_or(Time{})); }};
    static constexpr std::array indexes{
        &byEnvironment,  &byEnvironmentPhase, &byPortalPhase, &byUser,   &byUserWorkshop, &living,
        &livingByClient, &livingByPortal,     &byDeadline,    &starting, &ended};
};

template <>
struct Stored<SessionIntent> {
    static constexpr std::string_view kind = "session-intent";
    static std::string id(const SessionIntent &intent) { return intent.id; }
    static std::string encode(const SessionIntent &intent);
    static Result<SessionIntent> decode(std::string_view json);
    static std::vector<Claim> claims(const SessionIntent &) { return {}; }
    static std::vector<Amount> amounts(const SessionIntent &) { return {}; }

    static constexpr Index<SessionIntent> byPortal{
        [](const SessionIntent &intent) { return std::optional(intent.portalId()); },
        [](const SessionIntent &intent) { return orderKey(intent.asked); }};
    static constexpr std::array indexes{&byPortal};
};

template <>
struct Stored<RobotToken> {
    static constexpr std::string_view kind = "robot-token";
    static std::string id(const RobotToken &token) { return token.hash; }
    static std::string encode(const RobotToken &token);
    static Result<RobotToken> decode(std::string_view json);
    static std::vector<Claim> claims(const RobotToken &token) { return {{"robot-token/refresh", token.refreshHash}}; }
    static std::vector<Amount> amounts(const RobotToken &) { return {}; }

    /// By its uid, the oldest first.
    static constexpr Index<RobotToken> byPortal{[](const RobotToken &token) { return std::optional(token.portal); },
                                                [](const RobotToken &token) { return orderKey(token.created); }};
    /// The next to be forgotten first.
    static constexpr Index<RobotToken> byEnd{[](const RobotToken &) { return std::optional(std::string()); },
                                             [](const RobotToken &token) { return orderKey(token.refreshExpires); }};
    static constexpr std::array indexes{&byPortal, &byEnd};
};

template <>
struct Stored<WebhookPost> {
    static constexpr std::string_view kind = "webhook-post";
    static std::string id(const WebhookPost &post) { return post.id; }
    static std::string encode(const WebhookPost &post);
    static Result<WebhookPost> decode(std::string_view json);
    static std::vector<Claim> claims(const WebhookPost &) { return {}; }
    static std::vector<Amount> amounts(const WebhookPost &) { return {}; }

    /// What happened first comes first.
    static constexpr Index<WebhookPost> byTarget{[](const WebhookPost &post) { return std::optional(post.target); },
                                                 [](const WebhookPost &post) { return post.id; }};
    static constexpr std::array indexes{&byTarget};
};

} // namespace portolan::store
