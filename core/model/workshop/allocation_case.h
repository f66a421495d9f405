// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// A portal as the ranking of environments sees it.
struct AllocationPortal {
    std::string name;
    std::int32_t capacity = 0; ///< sessions at most; 0: no limit
    std::int32_t allocated = 0;
    std::int32_t inFlight = 0; ///< asked for and not yet allocated
};

/// An environment that hosts the workshop.
struct AllocationEnvironment {
    std::string name;
    std::int32_t capacity = 0; ///< sessions at most; 0: no limit
    std::int32_t allocated = 0;
    std::int32_t available = 0; ///< reserved sessions that nobody has yet
    std::int32_t inFlight = 0; ///< asked for and not yet allocated
    AllocationPortal portal;
};

/// Candidates for one session, in the order of their registration.
struct AllocationCase {
    std::vector<AllocationEnvironment> environments;
};

/// The file of `portolanctl simulate allocate`.
struct AllocationCases {
    std::vector<AllocationCase> cases;
};

// A count that is missing would be a zero, and a capacity of zero is no limit: so all must be there.

template <>
struct schema::Description<AllocationPortal> {
    using P = AllocationPortal;
    static constexpr std::string_view name = "AllocationPortal";
    static constexpr std::string_view doc = "A portal as the ranking of environments sees it.";
    static constexpr auto fields = std::tuple{
        field("name", &P::name, {.required = true}),
        field("capacity", &P::capacity, {.doc = "Sessions at most; 0: no limit.", .required = true}),
        field("allocated", &P::allocated, {.doc = "Sessions that users have, in all environments.", .required = true}),
        field("inFlight", &P::inFlight,
              {.doc = "Sessions asked for and not yet allocated.", .presence = Presence::OmitWhenEmpty, .minimum = 0}),
    };
};

template <>
struct schema::Description<AllocationEnvironment> {
    using E = AllocationEnvironment;
    static constexpr std::string_view name = "AllocationEnvironment";
    static constexpr std::string_view doc = "An environment that hosts the workshop.";
    static constexpr auto fields = std::tuple{
        field("name", &E::name, {.required = true}),
        field("capacity", &E::capacity, {.doc = "Sessions at most; 0: no limit.", .required = true}),
        field("allocated", &E::allocated, {.doc = "Sessions that users have.", .required = true}),
        field("available", &E::available, {.doc = "Reserved sessions that nobody has yet.", .required = true}),
        field("inFlight", &E::inFlight,
              {.doc = "Sessions asked for and not yet allocated.", .presence = Presence::OmitWhenEmpty, .minimum = 0}),
        field("portal", &E::portal, {.required = true}),
    };
};

template <>
struct schema::Description<AllocationCase> {
    static constexpr std::string_view name = "AllocationCase";
    static constexpr std::string_view doc = "Candidates for one session.";
    static constexpr auto fields = std::tuple{
        field("environments", &AllocationCase::environments,
              {.doc = "In the order of their registration.", .required = true}),
    };
};

template <>
struct schema::Description<AllocationCases> {
    static constexpr std::string_view name = "AllocationCases";
    static constexpr std::string_view doc = "Cases to rank.";
    static constexpr auto fields = std::tuple{
        field("cases", &AllocationCases::cases, {.required = true}),
    };
};

} // namespace portolan
