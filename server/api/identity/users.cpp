// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/user/capability.h"
#include "core/model/user/token_claims.h"
#include "server/api/identity/handlers.h"
#include "server/api/paging.h"
#include "server/api/versions.h"

namespace portolan::api {
namespace {

using identity::Permission;
using identity::Reach;

http::Response noSuchUser(std::string_view username)
{
    return http::Response::problem(404, std::format("there is no user \"{}\"", username));
}

http::Response userResponse(const Services &services, const Result<User> &user, int status = 200)
{
    return user ? json(profileOf(services, *user), status) : http::Response::problem(user.error());
}

http::Response emptyResponse(const Result<void> &done)
{
    return done ? http::Response(204) : http::Response::problem(done.error());
}

} // namespace

std::string usernameOf(const Call &call)
{
    const std::string_view named = call.path.get("username");
    return named.empty() ? call.principal.username : std::string(named);
}

UserProfile profileOf(const Services &services, const User &user)
{
    const auto closed = services.passwords.lockedUntil(user.username);
    UserProfile profile{.username = user.username,
                        .organization = user.organization,
                        .fullname = user.fullname,
                        .email = user.email,
                        .uid = uidInside,
                        .gid = uidInside,
                        .shell = user.shell,
                        .sudo = user.sudo,
                        .source = user.source,
                        .blueprints = user.blueprints,
                        .isValid = !user.locked,
                        .locked = user.locked,
                        .passwordLocked = closed.has_value(),
                        .passwordLockedUntil = closed,
                        .expiresAt = std::chrono::sys_days(std::chrono::year(1) / 1 / 1)};
    for (const Role role : user.roles)
        profile.roles.emplace_back(schema::enumName(role));
    return profile;
}

Task<http::Response> listUsers(Services services, Call &call)
{
    const auto paging = pagingOf(call.request.query(),
                                 {.limit = mostListed, .most = mostListed, .sorts = {"username", "created"}});
    if (!paging)
        co_return http::Response::problem(paging.error());
    std::vector<UserProfile> profiles;
    std::size_t total = 0;
    if (identity::reachOf(call.principal, Permission::UserList) == Reach::All) {
        const auto &index = paging->sort == "created" ? store::Stored<User>::byCreated : store::Stored<User>::byName;
        const auto page = services.state.users.page(
            index, "", {.offset = paging->offset, .limit = paging->limit, .descending = paging->descending});
        total = page.total;
        for (const auto &item : page.items)
            profiles.push_back(profileOf(services, item->value));
    } else if (const auto self = services.state.users.find(call.principal.username)) {
        total = 1;
        if (paging->offset == 0)
            profiles.push_back(profileOf(services, self->value));
    }
    co_return paged(json(profiles), call.request, *paging, total);
}

Task<http::Response> createUser(Services services, Call &call)
{
    const identity::Principal actor = call.principal;
    auto wanted = co_await readModel<UserCreate>(call.request);
    if (!wanted)
        co_return http::Response::problem(wanted.error());
    const std::string location = "/api/v1/users/" + wanted->username + "/profile";
    call.audit = {.subjectKind = "user", .subject = wanted->username, .owner = wanted->username};
    const auto user = co_await services.users.create(std::move(*wanted), actor);
    auto response = userResponse(services, user, 201);
    if (user)
        response.headers.set("Location", location);
    co_return response;
}

Task<http::Response> deleteUser(Services services, Call &call)
{
    co_return emptyResponse(co_await services.users.remove(usernameOf(call), call.principal));
}

Task<http::Response> showProfile(Services services, Call &call)
{
    const auto user = services.state.users.find(usernameOf(call));
    if (!user)
        co_return noSuchUser(usernameOf(call));
    co_return versioned(json(profileOf(services, user->value)), user->version);
}

Task<http::Response> changeProfile(Services services, Call &call)
{
    const identity::Principal actor = call.principal;
    const std::string username = usernameOf(call);
    const auto expected = expectedVersion(call.request);
    if (!expected)
        co_return http::Response::problem(expected.error());
    auto wanted = co_await readModel<UserUpdate>(call.request);
    if (!wanted)
        co_return http::Response::problem(wanted.error());
    const bool administers = wanted->org || wanted->roles || wanted->sudo || wanted->locked || wanted->tenants
                             || wanted->workshopUser;
    if (administers && identity::decide(actor, Permission::RoleWrite, username) != identity::Decision::Allow)
        co_return http::Response::problem(
            403, std::format("{} may change its name, mail and shell; organization, roles, sudo, lock and tenants "
                             "take the permission {}",
                             actor.username, identity::ruleOf(Permission::RoleWrite).name));
    co_return userResponse(services, co_await services.users.update(username, std::move(*wanted), actor, *expected));
}

Task<http::Response> changePassword(Services services, Call &call)
{
    const identity::Principal actor = call.principal;
    const std::string username = usernameOf(call);
    auto wanted = co_await readModel<PasswordChange>(call.request);
    if (!wanted)
        co_return http::Response::problem(wanted.error());
    // Whoever finds a computer unlocked shall not get the account for good.
    if (username == actor.username && services.state.passwords.find(username)) {
        const auto right = co_await services.passwords.check(username, wanted->currentPassword);
        if (!right && right.error().code != ErrorCode::Unauthenticated)
            co_return http::Response::problem(right.error());
        if (!right)
            co_return http::Response::problem(403,
                                              "the password of now, \"current_password\", is not right, or was wrong "
                                              "too often of late");
    }
    if (const auto set = co_await services.passwords.set(username, wanted->password, actor); !set)
        co_return http::Response::problem(set.error());
    const auto user = services.state.users.find(username);
    if (!user)
        co_return noSuchUser(username);
    co_return json(profileOf(services, user->value));
}

Task<http::Response> clearPasswordLockout(Services services, Call &call)
{
    co_return emptyResponse(co_await services.passwords.clearLockout(usernameOf(call), call.principal));
}

Task<http::Response> addRoles(Services services, Call &call)
{
    const identity::Principal actor = call.principal;
    const std::string username = usernameOf(call);
    auto wanted = co_await readModel<RolesChange>(call.request);
    if (!wanted)
        co_return http::Response::problem(wanted.error());
    co_return userResponse(services, co_await services.users.addRoles(username, std::move(wanted->roles), actor));
}

Task<http::Response> removeRoles(Services services, Call &call)
{
    const identity::Principal actor = call.principal;
    const std::string username = usernameOf(call);
    auto wanted = co_await readModel<RolesChange>(call.request);
    if (!wanted)
        co_return http::Response::problem(wanted.error());
    co_return userResponse(services, co_await services.users.removeRoles(username, std::move(wanted->roles), actor));
}

/// What the caller, or the user of the path, may do with things of `resource_owner`: itself where that is left out.
Task<http::Response> listCapabilities(Services services, Call &call)
{
    identity::Principal about = call.principal;
    if (const std::string username = usernameOf(call); username != about.username) {
        const auto user = services.state.users.find(username);
        if (!user)
            co_return noSuchUser(username);
        about = {.username = username, .roles = user->value.roles};
    }
    const auto asked = call.request.query().get("resource_owner");
    const std::string owner(asked && !asked->empty() ? *asked : about.username);
    std::vector<Capability> capabilities;
    for (const identity::Rule &rule : identity::policy) {
        if (rule.permission == Permission::None)
            continue;
        const Reach reach = identity::reachOf(about, rule.permission);
        const bool allowed = reach == Reach::All || (reach == Reach::Own && owner == about.username);
        std::string reason = reach == Reach::All   ? "over everybody's"
                             : reach == Reach::Own ? "over one's own"
                                                   : "no role of the user has it, or its token is narrowed";
        capabilities.push_back({.action = std::string(rule.name), .allowed = allowed, .reason = std::move(reason)});
    }
    co_return json(capabilities);
}

} // namespace portolan::api
