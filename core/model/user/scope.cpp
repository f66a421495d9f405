// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/user/scope.h"

#include <algorithm>
#include <format>

namespace portolan::identity {
namespace {

constexpr std::string_view everything = "*";
constexpr std::string_view ownOnly = ":self";

} // namespace

Reach reachOfScope(std::string_view scope, std::string_view permission)
{
    if (scope == everything)
        return Reach::All;
    const bool own = scope.ends_with(ownOnly);
    if (own)
        scope.remove_suffix(ownOnly.size());
    // "user:read:*" has the colon before its star: "user:readers" does not begin so.
    const bool matches = scope.ends_with(":*") ? permission.starts_with(scope.substr(0, scope.size() - 1))
                                               : permission == scope;
    if (!matches)
        return Reach::Nobody;
    return own ? Reach::Own : Reach::All;
}

std::optional<std::string> refuseScope(std::string_view scope)
{
    const bool known = std::ranges::any_of(policy, [scope](const Rule &rule) {
        return rule.permission != Permission::None && reachOfScope(scope, rule.name) != Reach::Nobody;
    });
    if (known)
        return std::nullopt;
    return std::format("\"{}\" is no scope: take \"*\", the name of a permission such as \"workspace:read\", or the "
                       "beginning of several such as \"workspace:*\", with \":self\" behind it for one's own only",
                       scope);
}

} // namespace portolan::identity
