// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// The last number that was given to something of a kind; none is ever given twice.
struct Counter {
    std::string name;
    std::int64_t last = 0;

    bool operator==(const Counter &) const = default;
};

template <>
struct schema::Description<Counter> {
    static constexpr std::string_view name = "Counter";
    static constexpr std::string_view doc = "The last number that was given.";
    static constexpr auto fields = std::tuple{
        field("name", &Counter::name, {.required = true}),
        field("last", &Counter::last, {.required = true}),
    };
};

} // namespace portolan
