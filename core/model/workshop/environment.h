// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/workshop/training_portal.h"

namespace portolan {

enum class EnvironmentPhase { Pending, Running, Stopping };

template <>
struct schema::EnumNames<EnvironmentPhase> {
    static constexpr std::array<std::pair<EnvironmentPhase, std::string_view>, 3> names{{
        {EnvironmentPhase::Pending, "Pending"},
        {EnvironmentPhase::Running, "Running"},
        {EnvironmentPhase::Stopping, "Stopping"},
    }};
};

/// Where the sessions of one workshop in one portal are, as the store keeps it.
struct WorkshopEnvironment {
    std::string name; ///< "<portal>-w01"
    std::string portal;
    std::string cluster;
    std::string uid;
    std::int64_t number = 0; ///< within the portal, the order in which they were made
    Time portalCreated;      ///< environments are listed by portals, these by age
    std::string workshop;    ///< what clients call it
    std::string resource;    ///< the name of the Workshop
    std::string title;
    std::string description;
    std::vector<Label> labels;
    std::int64_t generation = 0; ///< of the workshop
    EnvironmentPhase phase = EnvironmentPhase::Pending;
    std::string message;  ///< why it is not running
    EnvironmentRules rules; ///< all that are meant to be set, are
    std::int64_t lastSession = 0; ///< the highest number of a session that was forgotten
    /// What a remote portal says; those of this server are counted.
    std::optional<std::int64_t> toldAllocated;
    std::optional<std::int64_t> toldAvailable;

    [[nodiscard]] static std::string idOf(std::string_view cluster, std::string_view portal, std::string_view name)
    {
        return concatenated({cluster, "/", portal, "/", name});
    }
    [[nodiscard]] std::string id() const { return idOf(cluster, portal, name); }
    [[nodiscard]] std::string portalId() const { return TrainingPortal::idOf(cluster, portal); }
    [[nodiscard]] std::int64_t capacity() const { return rules.capacity.value_or(0); }
    [[nodiscard]] std::int64_t reserved() const { return rules.reserved.value_or(0); }

    bool operator==(const WorkshopEnvironment &) const = default;
};

/// An environment as the lookup API tells it (spec section 1.5).
struct EnvironmentDetails {
    std::string name;
    std::string uid;
    std::int64_t generation = 0;
    std::string workshop;
    std::string title;
    std::string description;
    std::vector<Label> labels;
    std::string cluster;
    std::string portal;
    std::int64_t capacity = 0;
    std::int64_t reserved = 0;
    std::int64_t allocated = 0;
    std::int64_t available = 0;
    EnvironmentPhase phase = EnvironmentPhase::Pending;
    std::string message;
};

template <>
struct schema::Description<WorkshopEnvironment> {
    using E = WorkshopEnvironment;
    static constexpr std::string_view name = "WorkshopEnvironment";
    static constexpr std::string_view doc = "Where the sessions of a workshop are.";
    static constexpr auto fields = std::tuple{
        field("name", &E::name, {.required = true}),
        field("portal", &E::portal, {.required = true}),
        field("cluster", &E::cluster, {.required = true}),
        field("uid", &E::uid, {}),
        field("number", &E::number, {}),
        field("portalCreated", &E::portalCreated, {}),
        field("workshop", &E::workshop, {.required = true}),
        field("resource", &E::resource, {.required = true}),
        field("title", &E::title, {}),
        field("description", &E::description, {}),
        field("labels", &E::labels, {}),
        field("generation", &E::generation, {}),
        field("phase", &E::phase, {}),
        field("message", &E::message, {.presence = Presence::OmitWhenEmpty}),
        field("rules", &E::rules, {}),
        field("lastSession", &E::lastSession, {}),
        field("toldAllocated", &E::toldAllocated, {.presence = Presence::OmitWhenEmpty}),
        field("toldAvailable", &E::toldAvailable, {.presence = Presence::OmitWhenEmpty}),
    };
};

template <>
struct schema::Description<EnvironmentDetails> {
    using E = EnvironmentDetails;
    static constexpr std::string_view name = "EnvironmentDetails";
    static constexpr std::string_view doc = "An environment and how full it is.";
    static constexpr auto fields = std::tuple{
        field("name", &E::name, {.required = true, .column = {.title = "Environment"}}),
        field("uid", &E::uid, {.required = true}),
        field("generation", &E::generation, {.doc = "Of the workshop.", .required = true}),
        field("workshop", &E::workshop, {.required = true, .column = {.title = "Workshop"}}),
        field("title", &E::title, {.required = true, .column = {.title = "Title", .shown = Column::Shown::OnRequest}}),
        field("description", &E::description, {.required = true}),
        field("labels", &E::labels, {.required = true}),
        field("cluster", &E::cluster, {.required = true, .column = {.title = "Cluster"}}),
        field("portal", &E::portal, {.required = true, .column = {.title = "Portal"}}),
        field("capacity", &E::capacity,
              {.doc = "Sessions at once; 0: no limit.", .required = true, .column = {.title = "Capacity"}}),
        field("reserved", &E::reserved, {.doc = "Kept warm.", .required = true, .column = {.title = "Reserved"}}),
        field("allocated", &E::allocated, {.required = true, .column = {.title = "Allocated"}}),
        field("available", &E::available,
              {.doc = "Warm, and nobody's.", .required = true, .column = {.title = "Available"}}),
        field("phase", &E::phase, {.required = true, .column = {.title = "Phase"}}),
        field("message", &E::message, {.doc = "Why it is not running.", .presence = Presence::OmitWhenEmpty}),
    };
};

} // namespace portolan
