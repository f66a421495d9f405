// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/workspace/workspace_name.h"

#include "core/base/ascii.h"
#include "core/base/digest.h"

#include <algorithm>
#include <format>

namespace portolan {

namespace {

constexpr std::size_t hashDigits = 7;

bool isLowerHex(char character)
{
    return (character >= 'a' && character <= 'f') || (character >= '0' && character <= '9');
}

} // namespace

std::string derivedWorkspaceName(std::string_view username, std::string_view blueprint)
{
    const std::string key = std::format("u={}|bp={}", username, blueprint);
    return std::format("{}-{}", username, std::string_view(sha256Hex(key)).substr(0, hashDigits));
}

bool looksDerived(std::string_view name)
{
    const auto hyphen = name.rfind('-');
    return hyphen != name.npos && name.size() - hyphen - 1 == hashDigits
           && std::ranges::all_of(name.substr(hyphen + 1), isLowerHex);
}

std::optional<std::string> refuseWorkspaceName(std::string_view name)
{
    const bool isLabel = !name.empty() && name.size() <= 63 && isLowerOrDigit(name.front())
                         && isLowerOrDigit(name.back())
                         && std::ranges::all_of(name, [](char c) { return isLowerOrDigit(c) || c == '-'; });
    if (!isLabel)
        return "must be lower-case letters, digits and hyphens, with a letter or digit at both ends";
    if (looksDerived(name))
        return "must not end in a hyphen and seven hexadecimal digits: such names are derived from owner and blueprint";
    return std::nullopt;
}

} // namespace portolan
