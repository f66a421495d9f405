// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// A label of clusters, portals and workshops, in the form of the lookup API.
struct Label {
    std::string name;
    std::string value; ///< may be left out; empty then

    bool operator==(const Label &) const = default;
};

template <>
struct schema::Description<Label> {
    static constexpr std::string_view name = "Label";
    static constexpr std::string_view doc = "A label.";
    static constexpr auto fields = std::tuple{
        field("name", &Label::name, {.required = true, .minLength = 1, .maxLength = 253}),
        field("value", &Label::value, {.maxLength = 1024}),
    };
};

/// The value of a label, where there is one of that name; of several the last counts (lookup spec section 2.3).
[[nodiscard]] inline std::optional<std::string_view> labelOf(const std::vector<Label> &labels, std::string_view name)
{
    for (auto label = labels.rbegin(); label != labels.rend(); ++label)
        if (label->name == name)
            return label->value;
    return std::nullopt;
}

} // namespace portolan
