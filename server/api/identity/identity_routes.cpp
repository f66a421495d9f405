// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/identity/handlers.h"

namespace portolan::api {
namespace {

using identity::Permission;
using Function = Task<http::Response> (*)(Services, Call &);

/// What is a user's own has two paths.
class UserRoutes
{
public:
    explicit UserRoutes(const Services &services) : m_services(services) {}

    void add(http::Method method, std::string_view suffix, Permission permission, std::string_view summary,
             Function function)
    {
        const auto handler = [services = m_services, function](Call &call) { return function(services, call); };
        const auto owner = [&state = m_services.state](const http::PathParameters &path) {
            const auto user = state.users.find(path.get("username"));
            return user ? std::optional(user->value.username) : std::nullopt;
        };
        m_routes.push_back({method, std::format("/api/v1/me/{}", suffix), permission, summary, handler});
        m_routes.push_back({method, std::format("/api/v1/users/{{username}}/{}", suffix), permission, summary, handler,
                            owner});
    }

    [[nodiscard]] std::vector<Route> take() { return std::move(m_routes); }

private:
    const Services &m_services;
    std::vector<Route> m_routes;
};

} // namespace

std::vector<Route> identityRoutes(const Services &services)
{
    using enum http::Method;
    UserRoutes user(services);
    user.add(Get, "profile", Permission::ProfileRead, "Who it is", showProfile);
    user.add(Patch, "profile", Permission::ProfileWrite, "Change who it is", changeProfile);
    user.add(Get, "capabilities", Permission::ProfileRead, "What it may do, and why", listCapabilities);
    user.add(Put, "password", Permission::PasswordWrite, "Set the password", changePassword);
    user.add(Delete, "password-lockout", Permission::RoleWrite, "Open a password that was closed after failures",
             clearPasswordLockout);
    user.add(Post, "roles", Permission::RoleWrite, "Grant roles", addRoles);
    user.add(Delete, "roles", Permission::RoleWrite, "Take roles away", removeRoles);
    user.add(Get, "blueprints", Permission::BlueprintRead, "The blueprints it may use", listBlueprints);
    user.add(Post, "blueprints", Permission::RoleWrite, "Grant blueprints", addBlueprints);
    user.add(Delete, "blueprints", Permission::RoleWrite, "Take blueprints away", removeBlueprints);
    user.add(Get, "keys", Permission::KeyRead, "The public keys for SSH", listKeys);
    user.add(Post, "keys", Permission::KeyWrite, "Add public keys", addKeys);
    user.add(Delete, "keys/{index}", Permission::KeyWrite, "Remove a public key", removeKey);
    user.add(Get, "tokens", Permission::TokenRead, "The personal access tokens, without their text", listTokens);
    user.add(Post, "tokens", Permission::TokenCreate, "Make a personal access token", createToken);
    user.add(Patch, "tokens/{id}", Permission::TokenWrite, "Narrow a token, or switch it off", changeToken);
    user.add(Delete, "tokens/{id}", Permission::TokenDelete, "Revoke a token", deleteToken);

    auto routes = user.take();
    const auto bind = [&services](Function function) -> Handler {
        return [services, function](Call &call) { return function(services, call); };
    };
    const auto owner = [&state = services.state](const http::PathParameters &path) {
        const auto item = state.users.find(path.get("username"));
        return item ? std::optional(item->value.username) : std::nullopt;
    };
    routes.push_back({Get, "/api/v1/users", Permission::UserList, "The users", bind(listUsers)});
    routes.push_back({Post, "/api/v1/users", Permission::UserCreate, "Make a user", bind(createUser)});
    routes.push_back({Delete, "/api/v1/users/{username}", Permission::UserDelete, "Delete a user", bind(deleteUser),
                      owner});
    routes.push_back({Post, "/api/v1/auth/login", Permission::None, "Log in with a password", bind(logIn)});
    routes.push_back({Post, "/api/v1/auth/logout", Permission::None, "End the session", bind(logOut)});
    for (const char *path : {"/auth/login", "/login"}) // the second is deprecated upstream, and still called
        routes.push_back({Post, path, Permission::None, "Get a token for a password", bind(logProgramIn)});
    routes.push_back({Post, "/auth/logout", Permission::ProfileRead, "End all logins of the caller",
                      bind(revokeLogins)});
    routes.push_back({Get, "/auth/verify", Permission::ProfileRead, "Whether the credential is good",
                      bind(verifyLogin)});
    routes.push_back({Get, "/auth/me", Permission::ProfileRead, "Who is calling", bind(showCaller)});
    routes.push_back({Get, "/.well-known/jwks.json", Permission::None, "The keys that sign tokens",
                      bind(showSigningKeys)});
    routes.push_back({Post, "/api/v1/internal/users/{username}/token", Permission::None,
                      "A token for a process in a workspace", bind(issueInternally)});
    return routes;
}

} // namespace portolan::api
