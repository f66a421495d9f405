// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/workshop/checks.h"

#include <algorithm>

namespace portolan {

std::optional<std::string> refuseResourceName(std::string_view name)
{
    constexpr std::size_t longest = 63;
    const auto isPart = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    if (name.empty() || name.size() > longest || !std::ranges::all_of(name, isPart) || name.starts_with('-')
        || name.ends_with('-'))
        return "must be 1 to 63 lower-case letters, digits and hyphens, and neither begin nor end with a hyphen";
    return std::nullopt;
}

std::optional<std::string> refuseVisibility(std::string_view visibility)
{
    if (visibility != "private" && visibility != "public")
        return "must be private or public";
    return std::nullopt;
}

} // namespace portolan
