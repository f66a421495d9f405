// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// What tells this control plane from all others, for ever: made once, with the database.
struct Instance {
    std::string name = "instance"; ///< there is one
    std::string uuid;

    bool operator==(const Instance &) const = default;
};

template <>
struct schema::Description<Instance> {
    static constexpr std::string_view name = "Instance";
    static constexpr std::string_view doc = "What tells this control plane from others.";
    static constexpr auto fields = std::tuple{
        field("name", &Instance::name, {.required = true}),
        field("uuid", &Instance::uuid, {.required = true}),
    };
};

} // namespace portolan
