// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schedule/allocation.h"

namespace portolan {

/// An environment as a candidate for a session, in the order in which they are tried (lookup spec section 4).
struct AllocationCandidate {
    std::string cluster;
    std::string portal;
    std::string environment;
    bool portalHasRoom = false;
    bool environmentHasRoom = false;
    std::int64_t portalRoom = 0;
    std::int64_t available = 0;
    std::int64_t environmentRoom = 0;
    bool portalUnlimited = false; ///< `portalRoom` is 1 because there is no limit
    bool environmentUnlimited = false;
    std::int64_t inFlight = 0;
    bool resting = false; ///< its portal failed lately, and is not asked just now
    schedule::RankReason reason = schedule::RankReason::First; ///< why it stands behind the one before it
    std::string because; ///< the same as a sentence
};

/// The answer of GET /api/v1/workshops/explain.
struct AllocationExplanation {
    std::string tenant;
    std::string workshop;
    std::vector<AllocationCandidate> candidates;
};

template <>
struct schema::Description<AllocationCandidate> {
    using C = AllocationCandidate;
    static constexpr std::string_view name = "AllocationCandidate";
    static constexpr std::string_view doc = "An environment that may give a session.";
    static constexpr auto fields = std::tuple{
        field("cluster", &C::cluster, {.required = true, .column = {.title = "Cluster"}}),
        field("portal", &C::portal, {.required = true, .column = {.title = "Portal"}}),
        field("environment", &C::environment, {.required = true, .column = {.title = "Environment"}}),
        field("portalHasRoom", &C::portalHasRoom, {.required = true, .column = {.title = "Portal has room"}}),
        field("environmentHasRoom", &C::environmentHasRoom, {.required = true, .column = {.title = "Has room"}}),
        field("portalRoom", &C::portalRoom,
              {.doc = "1 where there is no limit.", .required = true, .column = {.title = "Room in portal"}}),
        field("available", &C::available, {.required = true, .column = {.title = "Available"}}),
        field("environmentRoom", &C::environmentRoom,
              {.doc = "1 where there is no limit.", .required = true, .column = {.title = "Room"}}),
        field("portalUnlimited", &C::portalUnlimited, {.doc = "The portal has no limit."}),
        field("environmentUnlimited", &C::environmentUnlimited, {.doc = "The environment has no limit."}),
        field("inFlight", &C::inFlight, {.doc = "Asked for just now; they count as allocated.", .required = true}),
        field("resting", &C::resting, {.doc = "Its portal failed lately.", .required = true}),
        field("reason", &C::reason, {.doc = "What it stands behind the one before it for."}),
        field("because", &C::because, {.doc = "The reason in words.", .required = true, .column = {.title = "Why"}}),
    };
};

template <>
struct schema::Description<AllocationExplanation> {
    using E = AllocationExplanation;
    static constexpr std::string_view name = "AllocationExplanation";
    static constexpr std::string_view doc = "Where a session would be asked for, in this order, and why.";
    static constexpr auto fields = std::tuple{
        field("tenant", &E::tenant, {.required = true}),
        field("workshop", &E::workshop, {.required = true}),
        field("candidates", &E::candidates, {.required = true}),
    };
};

} // namespace portolan
