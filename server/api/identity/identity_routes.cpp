// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/identity/handlers.h"

#include "core/model/blueprint/blueprint.h"
#include "core/model/user/access_token.h"
#include "core/model/user/capability.h"
#include "core/model/user/credential.h"
#include "core/model/user/jwks.h"
#include "core/model/user/login.h"
#include "core/model/user/user_change.h"
#include "core/model/workspace/ssh_session.h"
#include "server/api/workspaces/handlers.h"

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
             Function function, const std::function<Route && (Route &&)> &describe)
    {
        const auto handler = [services = m_services, function](Call &call) { return function(services, call); };
        const auto owner = [&state = m_services.state](const http::PathParameters &path) {
            const auto user = state.users.find(path.get("username"));
            return user ? std::optional(user->value.username) : std::nullopt;
        };
        m_routes.push_back(describe(Route{method, std::format("/api/v1/me/{}", suffix), permission, summary, handler}));
        m_routes.push_back(describe(
            Route{method, std::format("/api/v1/users/{{username}}/{}", suffix), permission, summary, handler}.ownedBy(
                owner)));
    }

    [[nodiscard]] std::vector<Route> take() { return std::move(m_routes); }

private:
    const Services &m_services;
    std::vector<Route> m_routes;
};

/// What describes a route whose answer is a T, and whose body is a Model where one is named.
template <class T, class Model = void>
Route &&modelIn(Route &&route)
{
    if constexpr (!std::same_as<Model, void>)
        std::move(route).template takes<Model>();
    return std::move(route).template gives<T>();
}

template <class Model = void>
Route &&nothingOut(Route &&route)
{
    if constexpr (!std::same_as<Model, void>)
        std::move(route).template takes<Model>();
    return std::move(route).givesNothing();
}

std::vector<Route> ofOneUser(const Services &services)
{
    using enum http::Method;
    UserRoutes user(services);
    user.add(Get, "profile", Permission::ProfileRead, "Who it is", showProfile, modelIn<UserProfile>);
    user.add(Patch, "profile", Permission::ProfileWrite, "Change who it is", changeProfile,
             [](Route &&route) -> Route && {
                 return modelIn<UserProfile, UserUpdate>(std::move(route).conditional());
             });
    user.add(Get, "capabilities", Permission::ProfileRead, "What it may do, and why", listCapabilities,
             [](Route &&route) -> Route && {
                 return modelIn<std::vector<Capability>>(
                     std::move(route).query<std::string>("resource_owner", "With whose things; its own by default."));
             });
    user.add(Put, "password", Permission::PasswordWrite, "Set the password", changePassword,
             modelIn<UserProfile, PasswordChange>);
    user.add(Delete, "password-lockout", Permission::RoleWrite, "Open a password that was closed after failures",
             clearPasswordLockout, nothingOut<>);
    user.add(Post, "roles", Permission::RoleWrite, "Grant roles", addRoles, modelIn<UserProfile, RolesChange>);
    user.add(Delete, "roles", Permission::RoleWrite, "Take roles away", removeRoles, modelIn<UserProfile, RolesChange>);
    user.add(Get, "blueprints", Permission::BlueprintRead, "The blueprints it may use", listBlueprints,
             [](Route &&route) -> Route && {
                 return std::move(route)
                     .query<bool>("details", "BlueprintSummary objects instead of names.")
                     .gives<std::vector<RawJson>>(200, "Names; with `details` objects of name and description.");
             });
    user.add(Post, "blueprints", Permission::RoleWrite, "Grant blueprints", addBlueprints,
             modelIn<UserProfile, BlueprintsChange>);
    user.add(Delete, "blueprints", Permission::RoleWrite, "Take blueprints away", removeBlueprints,
             modelIn<UserProfile, BlueprintsChange>);
    user.add(Get, "keys", Permission::KeyRead, "The public keys for SSH", listKeys, [](Route &&route) -> Route && {
        return modelIn<std::vector<UserKey>>(
            std::move(route).query<std::string>("format", "`digest`: fingerprints instead of keys."));
    });
    user.add(Post, "keys", Permission::KeyWrite, "Add public keys", addKeys, nothingOut<KeysChange>);
    user.add(Delete, "keys/{index}", Permission::KeyWrite, "Remove a public key", removeKey, nothingOut<>);
    user.add(Get, "tokens", Permission::TokenRead, "The personal access tokens, without their text", listTokens,
             [](Route &&route) -> Route && { return modelIn<std::vector<AccessTokenInfo>>(std::move(route).pages()); });
    user.add(Post, "tokens", Permission::TokenCreate, "Make a personal access token", createToken,
             [](Route &&route) -> Route && {
                 return std::move(route).takes<AccessTokenCreate>().gives<AccessTokenCreated>(201);
             });
    user.add(Get, "tokens/{id}", Permission::TokenRead, "A personal access token, without its text", showToken,
             modelIn<AccessTokenInfo>);
    user.add(Patch, "tokens/{id}", Permission::TokenWrite, "Narrow a token, or switch it off", changeToken,
             [](Route &&route) -> Route && {
                 return modelIn<AccessTokenInfo, AccessTokenUpdate>(std::move(route).conditional());
             });
    user.add(Delete, "tokens/{id}", Permission::TokenDelete, "Revoke a token", deleteToken, nothingOut<>);
    user.add(Get, "credentials", Permission::CredentialRead, "What workspaces log in elsewhere with, without secrets",
             listCredentials, [](Route &&route) -> Route && {
                 return modelIn<std::vector<UserCredential>>(
                     std::move(route).query<std::int64_t>("id", "Only this one, in a list all the same.").pages());
             });
    user.add(Get, "credentials/{service}", Permission::CredentialResolve, "One with its secret", resolveCredential,
             [](Route &&route) -> Route && {
                 return modelIn<UserCredential>(
                     std::move(route).query<std::string>("scope", "For which host and path, or namespace."));
             });
    user.add(Post, "credentials/{service}", Permission::CredentialWrite, "Keep a credential", createCredential,
             [](Route &&route) -> Route && {
                 return std::move(route).takes<CredentialCreate>().gives<UserCredential>(201);
             });
    user.add(Patch, "credentials", Permission::CredentialWrite, "Change a credential", changeCredential,
             [](Route &&route) -> Route && {
                 return modelIn<UserCredential, CredentialUpdate>(std::move(route).query<std::int64_t>("id",
                                                                                                       "Which one."));
             });
    user.add(Delete, "credentials", Permission::CredentialWrite, "Forget a credential", deleteCredential,
             [](Route &&route) -> Route && {
                 return nothingOut(std::move(route).query<std::int64_t>("id", "Which one."));
             });
    user.add(Get, "sessions", Permission::SessionList, "Where it is, and was", listUserSessions,
             [](Route &&route) -> Route && {
                 return modelIn<std::vector<SshSession>>(std::move(route)
                                                             .query<bool>("all", "Those that have ended too.")
                                                             .query<bool>("reverse", "The newest first.")
                                                             .pages());
             });
    return user.take();
}

} // namespace

std::vector<Route> identityRoutes(const Services &services)
{
    using enum http::Method;
    std::vector<Route> routes = ofOneUser(services);
    const auto bind = [&services](Function function) -> Handler {
        return [services, function](Call &call) { return function(services, call); };
    };
    const auto owner = [&state = services.state](const http::PathParameters &path) {
        const auto item = state.users.find(path.get("username"));
        return item ? std::optional(item->value.username) : std::nullopt;
    };
    routes.push_back(Route{Get, "/api/v1/users", Permission::UserList, "The users", bind(listUsers)}
                         .pages()
                         .gives<std::vector<UserProfile>>());
    routes.push_back(Route{Post, "/api/v1/users", Permission::UserCreate, "Make a user", bind(createUser)}
                         .takes<UserCreate>()
                         .gives<UserProfile>(201));
    routes.push_back(Route{Delete, "/api/v1/users/{username}", Permission::UserDelete, "Delete a user",
                           bind(deleteUser)}
                         .ownedBy(owner)
                         .givesNothing());
    routes.push_back(Route{Post, "/api/v1/auth/login", Permission::None, "Log in with a password", bind(logIn)}
                         .takes<PasswordLogin>()
                         .gives<UserProfile>(200, "Set-Cookie has the session."));
    routes.push_back(
        Route{Post, "/api/v1/auth/logout", Permission::None, "End the session", bind(logOut)}.givesNothing());
    for (const char *path : {"/auth/login", "/login"}) // the second is deprecated upstream, and still called
        routes.push_back(Route{Post, path, Permission::None, "Get a token for a password", bind(logProgramIn)}
                             .takes<PasswordLogin>()
                             .gives<BearerToken>());
    routes.push_back(Route{Post, "/auth/logout", Permission::ProfileRead, "End all logins of the caller",
                           bind(revokeLogins)}
                         .gives<Nothing>());
    routes.push_back(Route{Get, "/auth/verify", Permission::ProfileRead, "Whether the credential is good",
                           bind(verifyLogin)}
                         .gives<Nothing>());
    routes.push_back(
        Route{Get, "/auth/me", Permission::ProfileRead, "Who is calling", bind(showCaller)}.gives<Caller>());
    routes.push_back(Route{Get, "/.well-known/jwks.json", Permission::None, "The keys that sign tokens",
                           bind(showSigningKeys)}
                         .gives<Jwks>());
    routes.push_back(Route{Post, "/api/v1/internal/users/{username}/token", Permission::None,
                           "A token for a process in a workspace", bind(issueInternally)}
                         .gives<InternalToken>());
    std::ranges::move(loginRoutes(services), std::back_inserter(routes));
    return routes;
}

} // namespace portolan::api
