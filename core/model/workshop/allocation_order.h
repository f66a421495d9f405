// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/workshop/allocation_case.h"
#include "core/schedule/allocation.h"

namespace portolan {

/// An environment at its place, and why it stands there (docs/allocation.md).
struct RankedEnvironment {
    std::int64_t place = 0; ///< from 1 on
    std::string name;
    std::string portal;
    bool portalHasRoom = false;
    bool environmentHasRoom = false;
    std::int64_t portalRoom = 0;
    std::int64_t available = 0;
    std::int64_t environmentRoom = 0;
    schedule::RankReason reason = schedule::RankReason::First;
    std::string why;
};

/// The candidates of one case in the order in which they are tried.
struct AllocationOrder {
    std::vector<std::string> order; ///< their names
    std::vector<std::string> why; ///< in the same order: a sentence for each
    std::vector<RankedEnvironment> ranking;
};

/// That of all cases of a file.
struct AllocationOrders {
    std::vector<AllocationOrder> cases;
};

[[nodiscard]] AllocationOrder orderOf(const AllocationCase &allocation);

template <>
struct schema::Description<RankedEnvironment> {
    using E = RankedEnvironment;
    static constexpr std::string_view name = "RankedEnvironment";
    static constexpr std::string_view doc = "An environment at its place. What decides are the five members from "
                                            "`portalHasRoom` on, the first that differs.";
    static constexpr auto fields = std::tuple{
        field("place", &E::place, {.doc = "From 1 on.", .column = {.title = "Place"}}),
        field("name", &E::name, {.required = true, .column = {.title = "Environment"}}),
        field("portal", &E::portal, {.doc = "Its name.", .column = {.title = "Portal"}}),
        field("portalHasRoom", &E::portalHasRoom, {.column = {.title = "Portal room"}}),
        field("environmentHasRoom", &E::environmentHasRoom, {.column = {.title = "Room"}}),
        field("portalRoom", &E::portalRoom,
              {.doc = "Sessions that the portal still takes; 1 where it has no limit.",
               .column = {.title = "Portal free"}}),
        field("available", &E::available,
              {.doc = "Reserved sessions that nobody has yet.", .column = {.title = "Available"}}),
        field("environmentRoom", &E::environmentRoom,
              {.doc = "Sessions that the environment still takes; 1 where it has no limit.",
               .column = {.title = "Free"}}),
        field("reason", &E::reason, {.doc = "What it stands behind the one before it for."}),
        field("why", &E::why, {.doc = "The reason in words.", .column = {.title = "Why"}}),
    };
};

template <>
struct schema::Description<AllocationOrder> {
    using O = AllocationOrder;
    static constexpr std::string_view name = "AllocationOrder";
    static constexpr std::string_view doc = "Environments in the order in which they are tried.";
    static constexpr auto fields = std::tuple{
        field("order", &O::order, {.doc = "Their names.", .required = true}),
        field("why", &O::why, {.doc = "Why each stands where it stands, in the same order."}),
        field("ranking", &O::ranking, {.doc = "The same with the numbers that decided."}),
    };
};

template <>
struct schema::Description<AllocationOrders> {
    static constexpr std::string_view name = "AllocationOrders";
    static constexpr std::string_view doc = "The orders of several cases.";
    static constexpr auto fields = std::tuple{
        field("cases", &AllocationOrders::cases, {.required = true}),
    };
};

} // namespace portolan
