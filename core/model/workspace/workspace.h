// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/lifecycle/workspace.h"
#include "core/schema/describe.h"

namespace portolan {

/// What somebody wants of a workspace; the controller works until the state agrees.
enum class WorkspaceGoal { Running, Stopped, Deleted };

template <>
struct schema::EnumNames<WorkspaceGoal> {
    static constexpr std::array<std::pair<WorkspaceGoal, std::string_view>, 3> names{{
        {WorkspaceGoal::Running, "running"},
        {WorkspaceGoal::Stopped, "stopped"},
        {WorkspaceGoal::Deleted, "deleted"},
    }};
};

/// The numbers of owners that are no users: sessions of workshops have one each while they are there.
inline constexpr std::uint32_t firstSessionNumber = 65'536;
inline constexpr std::uint32_t sessionNumbers = 32'768;

/// A workspace as the store keeps it. What clients see of it is WorkspaceDetails.
struct Workspace {
    std::string name;      ///< unique; the id of the row
    std::string runtimeId; ///< what the runtime calls it: short, [a-z0-9]
    std::string owner;
    std::string organization; ///< of the owner
    std::string blueprint;
    std::string runtime; ///< which driver it runs on: "local"
    WorkspaceGoal goal = WorkspaceGoal::Running;
    WorkspaceState state = WorkspaceState::Starting;
    std::string message; ///< one sentence on its state, for people
    std::string lastFailure;
    std::int64_t restarts = 0; ///< starts after the first
    std::int64_t millicores = 0;
    std::int64_t memoryBytes = 0;
    Time created;
    std::optional<Time> started;
    std::string jobId; ///< the job that moved it last, until that is forgotten
    std::string session;      ///< the workshop session that it is of; empty: its owner is a user
    std::uint32_t number = 0; ///< of a session's: instead of the user's number, and of nobody else at the time

    /// What whoever is in it is called there.
    [[nodiscard]] std::string login() const { return session.empty() ? owner : "student"; }

    bool operator==(const Workspace &) const = default;
};

template <>
struct schema::Description<Workspace> {
    static constexpr std::string_view name = "Workspace";
    static constexpr std::string_view doc = "A workspace as the store keeps it.";
    static constexpr auto fields = std::tuple{
        field("name", &Workspace::name, {.required = true}),
        field("runtimeId", &Workspace::runtimeId, {.required = true}),
        field("owner", &Workspace::owner, {.required = true}),
        field("organization", &Workspace::organization, {}),
        field("blueprint", &Workspace::blueprint, {.required = true}),
        field("runtime", &Workspace::runtime, {.required = true}),
        field("goal", &Workspace::goal, {.required = true}),
        field("state", &Workspace::state, {.required = true}),
        field("message", &Workspace::message, {}),
        field("lastFailure", &Workspace::lastFailure, {.presence = Presence::OmitWhenEmpty}),
        field("restarts", &Workspace::restarts, {}),
        field("millicores", &Workspace::millicores, {}),
        field("memoryBytes", &Workspace::memoryBytes, {}),
        field("created", &Workspace::created, {.required = true}),
        field("started", &Workspace::started, {.presence = Presence::OmitWhenEmpty}),
        field("jobId", &Workspace::jobId, {.presence = Presence::OmitWhenEmpty}),
        field("session", &Workspace::session, {.presence = Presence::OmitWhenEmpty}),
        field("number", &Workspace::number, {.presence = Presence::OmitWhenEmpty}),
    };
};

} // namespace portolan
