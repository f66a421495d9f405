// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/user/user_change.h"

#include "core/base/ascii.h"

#include <algorithm>

namespace portolan {

std::optional<std::string> refuseUsername(std::string_view text)
{
    const bool fits = !text.empty() && isLowerOrDigit(text.front())
                      && std::ranges::all_of(text, [](char c) { return isLowerOrDigit(c) || c == '-' || c == '_'; });
    if (fits && text != "me") // a path of the API
        return std::nullopt;
    return "must be of lower-case letters, digits, \"-\" and \"_\", begin with a letter or digit, and not be \"me\"";
}

std::optional<std::string> refuseShell(std::string_view text)
{
    if (text.starts_with('/') && std::ranges::all_of(text, isVisibleAscii) && !text.contains(':'))
        return std::nullopt;
    return "must be the absolute path of a shell, such as /bin/bash";
}

std::optional<std::string> refuseMail(std::string_view text)
{
    const auto at = text.find('@');
    const bool fits = at != 0 && at != text.npos && at + 1 < text.size() && text.find('@', at + 1) == text.npos
                      && std::ranges::all_of(text, isVisibleAscii);
    if (text.empty() || fits)
        return std::nullopt;
    return "must be a mail address, such as alice@example.com";
}

} // namespace portolan
