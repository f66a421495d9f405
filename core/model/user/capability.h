// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// What somebody may do: one entry of GET /api/v1/me/capabilities (spec section 1.7).
struct Capability {
    std::string action;
    bool allowed = false;
    std::string reason;

    bool operator==(const Capability &) const = default;
};

template <>
struct schema::Description<Capability> {
    static constexpr std::string_view name = "Capability";
    static constexpr std::string_view doc = "What somebody may do, and why.";
    static constexpr auto fields = std::tuple{
        field("action", &Capability::action, {.doc = "The name of a permission, as scopes have it.", .required = true}),
        field("allowed", &Capability::allowed, {.required = true}),
        field("reason", &Capability::reason, {}),
    };
};

} // namespace portolan
