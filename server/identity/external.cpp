// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/external.h"

#include "core/base/ascii.h"
#include "core/model/user/user_change.h"

#include <algorithm>

namespace portolan::identity {

namespace {

constexpr std::size_t longestUsername = 32;

} // namespace

std::string usernameFrom(std::string_view name)
{
    std::string username;
    for (char character : name.substr(0, name.find('@'))) {
        if (character >= 'A' && character <= 'Z')
            character = static_cast<char>(character | 0x20);
        username += isLowerOrDigit(character) || character == '_' ? character : '-';
    }
    username.erase(0, std::min(username.find_first_not_of("-_"), username.size()));
    return username.size() > longestUsername || refuseUsername(username) ? std::string() : username;
}

std::vector<Role> rolesFrom(const std::vector<std::string> &names, const RoleMap &map)
{
    std::vector<Role> roles;
    for (const std::string &name : names) {
        std::optional<Role> role;
        if (map.empty())
            role = schema::enumFromName<Role>(name);
        else if (const auto found = map.find(name); found != map.end())
            role = found->second;
        if (role && !std::ranges::contains(roles, *role))
            roles.push_back(*role);
    }
    return roles;
}

Result<External> externalFrom(const jose::Claims &claims, const ClaimNames &names)
{
    const auto name = claims.text(names.username);
    const std::string username = usernameFrom(name.value_or(""));
    if (username.empty())
        return fail(ErrorCode::Unauthenticated,
                    std::format("the token's claim \"{}\" is not there, or is no name for a user here", names.username),
                    {{"reason", "no-username"}});
    External external{.source = claims.issuer,
                      .subject = claims.subject.empty() ? *name : claims.subject,
                      .username = username,
                      .fullname = claims.text("name").value_or(""),
                      .email = claims.text("email").value_or(""),
                      .firstRoles = {Role::User},
                      .at = claims.issuedAt.value_or(Time())};
    if (const auto told = claims.list(names.roles)) {
        external.roles = rolesFrom(*told, names.roleMap);
        if (external.roles->empty())
            external.roles = {Role::User};
    }
    return external;
}

} // namespace portolan::identity
