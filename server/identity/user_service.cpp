// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/user_service.h"

#include "server/identity/authenticator.h"
#include "server/state/amend.h"

namespace portolan::identity {
namespace {

constexpr std::size_t mostKeys = 64;
constexpr std::size_t mostTokensRemoved = 1000; ///< more than a user can have

store::Event userEvent(std::string_view what, const User &user, const Principal &actor)
{
    JsonWriter data;
    data.beginObject().key("roles").beginArray();
    for (const Role role : user.roles)
        data.string(schema::enumName(role));
    data.endArray().key("locked").boolean(user.locked).endObject();
    return {.type = std::format("user.{}", what),
            .subjectKind = "user",
            .subjectId = user.username,
            .owner = user.username,
            .actor = actor.username,
            .data = data.text()};
}

/// The only sum that changes of users are limited by.
Error inOwnWords(Error error, std::string_view username)
{
    if (!store::isRefusedBy(error, "sum"))
        return error;
    return {.code = ErrorCode::Conflict,
            .detail = std::format("{} is the last administrator; make another one first", username)};
}

template <class T>
void addMissing(std::vector<T> &all, const std::vector<T> &more)
{
    for (const T &one : more)
        if (!std::ranges::contains(all, one))
            all.push_back(one);
}

template <class T>
void takeAway(std::vector<T> &all, const std::vector<T> &less)
{
    std::erase_if(all, [&less](const T &one) { return std::ranges::contains(less, one); });
}

} // namespace

Result<std::vector<Role>> rolesOf(const std::vector<std::string> &names, std::string_view pointer)
{
    std::vector<Role> roles;
    std::vector<FieldError> refused;
    for (std::size_t at = 0; at < names.size(); ++at) {
        const auto role = schema::enumFromName<Role>(names[at]);
        if (!role) {
            std::string choices;
            for (const auto &[known, name] : schema::EnumNames<Role>::names)
                choices += std::format("{}{}", choices.empty() ? "" : ", ", name);
            refused.push_back({std::format("{}/{}", pointer, at), "must be one of " + choices});
        } else if (!std::ranges::contains(roles, *role)) {
            roles.push_back(*role);
        }
    }
    if (!refused.empty())
        return failFields(std::move(refused));
    return roles;
}

Task<Result<User>> UserService::create(UserCreate wanted, Principal actor)
{
    auto roles = rolesOf(wanted.roles, "/roles");
    if (!roles)
        co_return std::unexpected(std::move(roles.error()));
    const Time now = m_state.clock().now();
    User user{.username = wanted.username,
              .fullname = wanted.fullname,
              .email = wanted.email,
              .organization = wanted.org,
              .roles = std::move(*roles),
              .blueprints = wanted.blueprints,
              .shell = wanted.shell,
              .sudo = wanted.sudo,
              .locked = wanted.locked,
              .tenants = wanted.tenants,
              .workshopUser = wanted.workshopUser,
              .credentialsFrom = now, // tokens of an earlier user of this name are not this one's
              .created = now};
    auto made = co_await insert(std::move(user), actor);
    if (made && wanted.password)
        if (auto set = co_await m_passwords.set(made->username, *wanted.password, actor); !set)
            co_return failWithin("setting the password of the new user", std::move(set.error()));
    co_return made;
}

Task<Result<User>> UserService::insert(User user, Principal actor)
{
    std::int64_t highest = 0; // of users that are older than the counter
    for (const auto &item : m_state.users.all())
        highest = std::max<std::int64_t>(highest, item->value.number);
    const auto make = [&user, &actor](std::int64_t number) {
        store::Change change;
        user.number = static_cast<std::uint32_t>(number);
        change.put(User(user), store::absent);
        change.record(userEvent("created", user, actor));
        return change;
    };
    if (auto made = co_await commitNumbered(m_state, "user", highest, make); !made) {
        if (store::isRefusedBy(made.error(), "absent"))
            co_return fail(ErrorCode::Conflict, std::format("there is a user {} already", user.username));
        co_return std::unexpected(std::move(made.error()));
    }
    co_return user;
}

Task<Result<User>> UserService::admit(External external)
{
    constexpr std::size_t longestName = 200;
    constexpr std::size_t longestMail = 254;
    const Principal actor{.username = external.username};
    const bool isMail = external.email.size() <= longestMail && !refuseMail(external.email);
    if (!m_state.users.find(external.username)) {
        const Time now = m_state.clock().now();
        auto made = co_await insert({.username = external.username,
                                     .fullname = external.fullname.size() <= longestName ? external.fullname
                                                                                         : std::string(),
                                     .email = isMail ? external.email : std::string(),
                                     .roles = external.roles.value_or(external.firstRoles),
                                     .source = external.source,
                                     .subject = external.subject,
                                     .rolesFrom = external.at,
                                     .credentialsFrom = now,
                                     .created = now},
                                    actor);
        if (made || made.error().code != ErrorCode::Conflict)
            co_return made;
    } // else another request of the same user has just made it
    const Edit edit = [&external](User &user) -> Result<void> {
        if (user.source != external.source || user.subject != external.subject)
            return std::unexpected(nameIsTaken(external));
        if (!external.roles || external.at <= user.rolesFrom)
            return {};
        if (user.roles != *external.roles)
            user.rolesFrom = external.at;
        user.roles = *external.roles;
        return {};
    };
    co_return co_await change(external.username, "changed", edit, actor);
}

Task<Result<void>> UserService::remove(std::string username, Principal actor)
{
    const auto item = m_state.users.find(username);
    if (!item)
        co_return fail(ErrorCode::NotFound, std::format("there is no user \"{}\"", username));
    store::Change change;
    change.remove<User>(username, item->version);
    for (const auto &token :
         m_state.tokens.page(store::Stored<AccessToken>::byUser, username, {.limit = mostTokensRemoved}).items)
        change.remove<AccessToken>(token->id);
    for (const auto &session :
         m_state.sessions.page(store::Stored<WebSession>::byUser, username, {.limit = mostTokensRemoved}).items)
        change.remove<WebSession>(session->id);
    for (
        const auto &credential :
        m_state.credentials.page(store::Stored<StoredCredential>::byUser, username, {.limit = mostTokensRemoved}).items)
        change.remove<StoredCredential>(credential->id);
    if (m_state.passwords.find(username))
        change.remove<Password>(username);
    // Whoever gets the name next must not find another's files.
    change.sumAtMost(store::workspacesOfOwner, username, 0);
    change.sumAtMost(store::administrators, "", -1);
    change.record(userEvent("deleted", item->value, actor));
    auto committed = co_await m_state.ledger().commit(std::move(change));
    if (committed)
        co_return Result<void>{};
    const std::size_t owned = m_state.workspaces.count(store::Stored<Workspace>::byOwner, username);
    if (store::isRefusedBy(committed.error(), "sum") && owned > 0)
        co_return fail(ErrorCode::Conflict, std::format("{} has {} workspaces; delete them first", username, owned));
    co_return std::unexpected(inOwnWords(std::move(committed.error()), username));
}

Task<Result<User>> UserService::change(std::string username, std::string_view what, Edit edit, Principal actor,
                                       std::optional<std::int64_t> expected)
{
    const std::function<Result<void>(User &, store::Change &)> amendment = [&](User &user, store::Change &change) {
        auto edited = edit(user);
        change.sumAtMost(store::administrators, "", -1);
        change.record(userEvent(what, user, actor));
        return edited;
    };
    auto amended = co_await amend(m_state, m_state.users, username, amendment, expected);
    if (!amended)
        co_return std::unexpected(inOwnWords(std::move(amended.error()), username));
    co_return amended;
}

Task<Result<User>> UserService::update(std::string username, UserUpdate wanted, Principal actor,
                                       std::optional<std::int64_t> expected)
{
    std::optional<std::vector<Role>> roles;
    if (wanted.roles) {
        auto known = rolesOf(*wanted.roles, "/roles");
        if (!known)
            co_return std::unexpected(std::move(known.error()));
        roles = std::move(*known);
    }
    const Time now = m_state.clock().now();
    const Edit edit = [&](User &user) {
        if (wanted.locked.value_or(false) && !user.locked)
            user.credentialsFrom = now;
        user.fullname = wanted.fullname.value_or(user.fullname);
        user.shell = wanted.shell.value_or(user.shell);
        user.email = wanted.email.value_or(user.email);
        user.organization = wanted.org.value_or(user.organization);
        user.roles = roles.value_or(user.roles);
        user.sudo = wanted.sudo.value_or(user.sudo);
        user.locked = wanted.locked.value_or(user.locked);
        user.tenants = wanted.tenants.value_or(user.tenants);
        user.workshopUser = wanted.workshopUser.value_or(user.workshopUser);
        return Result<void>{};
    };
    co_return co_await change(std::move(username), "changed", edit, std::move(actor), expected);
}

Task<Result<User>> UserService::revokeLogins(std::string username, Principal actor)
{
    const Time now = m_state.clock().now();
    const Edit edit = [&](User &user) {
        user.credentialsFrom = std::max(now, user.credentialsFrom + std::chrono::microseconds(1));
        return Result<void>{};
    };
    co_return co_await change(std::move(username), "logged-out", edit, std::move(actor));
}

Task<Result<User>> UserService::addRoles(std::string username, std::vector<std::string> names, Principal actor)
{
    auto roles = rolesOf(names, "/roles");
    if (!roles)
        co_return std::unexpected(std::move(roles.error()));
    const Edit edit = [&](User &user) {
        addMissing(user.roles, *roles);
        return Result<void>{};
    };
    co_return co_await change(std::move(username), "changed", edit, std::move(actor));
}

Task<Result<User>> UserService::removeRoles(std::string username, std::vector<std::string> names, Principal actor)
{
    auto roles = rolesOf(names, "/roles");
    if (!roles)
        co_return std::unexpected(std::move(roles.error()));
    const Edit edit = [&](User &user) {
        takeAway(user.roles, *roles);
        return Result<void>{};
    };
    co_return co_await change(std::move(username), "changed", edit, std::move(actor));
}

Task<Result<User>> UserService::addBlueprints(std::string username, std::vector<std::string> blueprints,
                                              Principal actor)
{
    const Edit edit = [&](User &user) {
        addMissing(user.blueprints, blueprints);
        return Result<void>{};
    };
    co_return co_await change(std::move(username), "changed", edit, std::move(actor));
}

Task<Result<User>> UserService::removeBlueprints(std::string username, std::vector<std::string> blueprints,
                                                 Principal actor)
{
    const Edit edit = [&](User &user) {
        takeAway(user.blueprints, blueprints);
        return Result<void>{};
    };
    co_return co_await change(std::move(username), "changed", edit, std::move(actor));
}

Task<Result<User>> UserService::addKeys(std::string username, std::vector<std::string> lines, Principal actor)
{
    const Edit edit = [&](User &user) -> Result<void> {
        addMissing(user.keys, lines);
        if (user.keys.size() > mostKeys)
            return fail(ErrorCode::Conflict, std::format("{} has {} keys, and more than {} are not allowed", username,
                                                         user.keys.size(), mostKeys));
        return {};
    };
    co_return co_await change(username, "keys", edit, std::move(actor));
}

Task<Result<User>> UserService::removeKey(std::string username, std::size_t index, Principal actor)
{
    const Edit edit = [&](User &user) -> Result<void> {
        if (index >= user.keys.size())
            return fail(ErrorCode::NotFound, std::format("{} has no key {}", username, index));
        user.keys.erase(user.keys.begin() + std::ptrdiff_t(index));
        return {};
    };
    co_return co_await change(username, "keys", edit, std::move(actor));
}

} // namespace portolan::identity
