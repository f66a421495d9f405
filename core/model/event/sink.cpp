// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/event/sink.h"

#include "core/base/web_url.h"

#include <algorithm>

namespace portolan {

std::optional<std::string> refuseSinkUrl(std::string_view url)
{
    if (auto refusal = refuseWebUrl(url))
        return refusal;
    if (url.contains('#'))
        return "must not have a fragment: it is not sent";
    return std::nullopt;
}

std::optional<std::string> refuseTypePattern(std::string_view pattern)
{
    const std::string_view name = pattern.ends_with(".*") ? pattern.substr(0, pattern.size() - 2) : pattern;
    const auto fits = [](unsigned char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-';
    };
    if (name.empty() || name.size() > 100 || !std::ranges::all_of(name, fits))
        return "must be the type of an event such as workspace.created, or workspace.*";
    return std::nullopt;
}

bool matchesType(std::string_view pattern, std::string_view type)
{
    return pattern.ends_with(".*") ? type.starts_with(pattern.substr(0, pattern.size() - 1)) : pattern == type;
}

} // namespace portolan
