// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/workshop/checks.h"

#include "core/base/text_pattern.h"

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

std::optional<std::string> refuseGenerator(std::string_view generator)
{
    if (generator != "expression")
        return "must be \"expression\", the one way in which values are made, or left out";
    return std::nullopt;
}

std::optional<std::string> refuseTextPattern(std::string_view expression)
{
    const auto pattern = TextPattern::parse(expression);
    return pattern ? std::nullopt : std::optional(pattern.error().detail);
}

std::optional<std::string> refuseSecretType(std::string_view type)
{
    if (type != "Opaque")
        return "must be Opaque";
    return std::nullopt;
}

std::optional<std::string> refuseSecretKey(std::string_view key)
{
    constexpr std::size_t longest = 253;
    const auto isPart = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'
               || c == '.';
    };
    if (key.empty() || key.size() > longest || !std::ranges::all_of(key, isPart))
        return "must have a key of 1 to 253 letters, digits, hyphens, underscores and dots";
    return std::nullopt;
}

} // namespace portolan
