// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/web_url.h"

#include <algorithm>

namespace portolan {

std::optional<std::string> refuseWebUrl(std::string_view url)
{
    const std::string_view scheme = url.substr(0, url.find("://"));
    if (scheme != "http" && scheme != "https")
        return "must begin with http:// or https://";
    const std::string_view rest = url.substr(std::min(scheme.size() + 3, url.size()));
    const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
    if (authority.empty() || authority.starts_with(':'))
        return "must name a host";
    if (authority.contains('@'))
        return "must not have a user or password in it";
    // Browsers take a backslash for a slash.
    if (std::ranges::any_of(url, [](unsigned char c) { return c <= ' ' || c == 0x7f || c == '\\'; }))
        return "must not have spaces or backslashes";
    return std::nullopt;
}

} // namespace portolan
