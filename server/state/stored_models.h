// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/event/sink.h"
#include "core/model/job/job.h"
#include "core/model/user/access_token.h"
#include "core/model/user/credential.h"
#include "core/model/user/password.h"
#include "core/model/user/user.h"
#include "core/model/user/web_session.h"
#include "core/model/workspace/ssh_session.h"
#include "core/model/workspace/workspace.h"
#include "server/state/counter.h"
#include "server/state/idempotent_request.h"
#include "server/state/instance.h"
#include "server/store/stored.h"

/// How each model lies in the store: its id, what is unique, what is summed, and the orders in which it is listed.
namespace portolan::store {

/// The sum over administrators that are not locked, each -1.
inline constexpr std::string_view administrators = "users/administrators";

template <>
struct Stored<User> {
    static constexpr std::string_view kind = "user";
    static std::string id(const User &user) { return user.username; }
    static std::string encode(const User &user);
    static Result<User> decode(std::string_view json);
    /// A number is one user's for ever: the files of its workspaces belong to it.
    static std::vector<Claim> claims(const User &user) { return {{"user/number", std::to_string(user.number)}}; }
    /// Below nothing, so that a limit from above keeps the last of them.
    static std::vector<Amount> amounts(const User &user)
    {
        const bool counts = !user.locked && std::ranges::contains(user.roles, Role::Admin);
        return counts ? std::vector<Amount>{{administrators, "", -1}} : std::vector<Amount>();
    }

    static constexpr Index<User> byName{[](const User &) { return std::optional(std::string()); },
                                        [](const User &user) { return user.username; }};
    static constexpr Index<User> byCreated{[](const User &) { return std::optional(std::string()); },
                                           [](const User &user) { return orderKey(user.created); }};
    static constexpr std::array indexes{&byName, &byCreated};
};

/// The sum of a user's tokens.
inline constexpr std::string_view tokensOfUser = "tokens/user";

template <>
struct Stored<AccessToken> {
    static constexpr std::string_view kind = "token";
    static std::string id(const AccessToken &token) { return token.hash; }
    static std::string encode(const AccessToken &token);
    static Result<AccessToken> decode(std::string_view json);
    static std::vector<Claim> claims(const AccessToken &token)
    {
        return {{"token/name", token.username + "/" + token.name}};
    }
    static std::vector<Amount> amounts(const AccessToken &token) { return {{tokensOfUser, token.username, 1}}; }

    static constexpr Index<AccessToken> byUser{[](const AccessToken &token) { return std::optional(token.username); },
                                               [](const AccessToken &token) { return token.name; }};
    static constexpr std::array indexes{&byUser};
};

template <>
struct Stored<Password> {
    static constexpr std::string_view kind = "password";
    static std::string id(const Password &password) { return password.username; }
    static std::string encode(const Password &password);
    static Result<Password> decode(std::string_view json);
    static std::vector<Claim> claims(const Password &) { return {}; }
    static std::vector<Amount> amounts(const Password &) { return {}; }

    static constexpr std::array<const Index<Password> *, 0> indexes{};
};

template <>
struct Stored<WebSession> {
    static constexpr std::string_view kind = "session";
    static std::string id(const WebSession &session) { return session.hash; }
    static std::string encode(const WebSession &session);
    static Result<WebSession> decode(std::string_view json);
    static std::vector<Claim> claims(const WebSession &) { return {}; }
    static std::vector<Amount> amounts(const WebSession &) { return {}; }

    static constexpr Index<WebSession> byUser{[](const WebSession &session) { return std::optional(session.username); },
                                              [](const WebSession &session) { return orderKey(session.created); }};
    /// The next to expire first: what their end walks.
    static constexpr Index<WebSession> byEnd{[](const WebSession &) { return std::optional(std::string()); },
                                             [](const WebSession &session) { return orderKey(session.expires); }};
    static constexpr std::array indexes{&byUser, &byEnd};
};

/// The sum of a user's credentials.
inline constexpr std::string_view credentialsOfUser = "credentials/user";

template <>
struct Stored<StoredCredential> {
    static constexpr std::string_view kind = "credential";
    static std::string id(const StoredCredential &credential) { return std::to_string(credential.id); }
    static std::string encode(const StoredCredential &credential);
    static Result<StoredCredential> decode(std::string_view json);
    static std::vector<Claim> claims(const StoredCredential &credential)
    {
        return {{"credential/scope",
                 std::format("{}/{}/{}", credential.username, schema::enumName(credential.service), credential.scope)}};
    }
    static std::vector<Amount> amounts(const StoredCredential &credential)
    {
        return {{credentialsOfUser, credential.username, 1}};
    }

    static constexpr Index<StoredCredential> byUser{
        [](const StoredCredential &credential) { return std::optional(credential.username); },
        [](const StoredCredential &credential) { return orderKey(credential.id); }};
    static constexpr std::array indexes{&byUser};
};

template <>
struct Stored<Counter> {
    static constexpr std::string_view kind = "counter";
    static std::string id(const Counter &counter) { return counter.name; }
    static std::string encode(const Counter &counter);
    static Result<Counter> decode(std::string_view json);
    static std::vector<Claim> claims(const Counter &) { return {}; }
    static std::vector<Amount> amounts(const Counter &) { return {}; }

    static constexpr std::array<const Index<Counter> *, 0> indexes{};
};

/// The sum of a user's requests with an Idempotency-Key that are remembered.
inline constexpr std::string_view idempotentRequestsOfUser = "idempotent-requests/user";

template <>
struct Stored<IdempotentRequest> {
    static constexpr std::string_view kind = "idempotent-request";
    static std::string id(const IdempotentRequest &request) { return request.id; }
    static std::string encode(const IdempotentRequest &request);
    static Result<IdempotentRequest> decode(std::string_view json);
    static std::vector<Claim> claims(const IdempotentRequest &) { return {}; }
    static std::vector<Amount> amounts(const IdempotentRequest &request)
    {
        return {{idempotentRequestsOfUser, request.username, 1}};
    }

    /// The next to be forgotten first.
    static constexpr Index<IdempotentRequest> byCreated{
        [](const IdempotentRequest &) { return std::optional(std::string()); },
        [](const IdempotentRequest &request) { return orderKey(request.created); }};
    static constexpr std::array indexes{&byCreated};
};

template <>
struct Stored<Instance> {
    static constexpr std::string_view kind = "instance";
    static std::string id(const Instance &instance) { return instance.name; }
    static std::string encode(const Instance &instance);
    static Result<Instance> decode(std::string_view json);
    static std::vector<Claim> claims(const Instance &) { return {}; }
    static std::vector<Amount> amounts(const Instance &) { return {}; }

    static constexpr std::array<const Index<Instance> *, 0> indexes{};
};

/// The sum of all sinks.
inline constexpr std::string_view sinksInAll = "sinks";

template <>
struct Stored<Sink> {
    static constexpr std::string_view kind = "sink";
    static std::string id(const Sink &sink) { return sink.id; }
    static std::string encode(const Sink &sink);
    static Result<Sink> decode(std::string_view json);
    static std::vector<Claim> claims(const Sink &sink) { return {{"sink/name", sink.name}}; }
    static std::vector<Amount> amounts(const Sink &) { return {{sinksInAll, "", 1}}; }

    static constexpr Index<Sink> byName{[](const Sink &) { return std::optional(std::string()); },
                                        [](const Sink &sink) { return sink.name; }};
    static constexpr std::array indexes{&byName};
};

template <>
struct Stored<SinkProgress> {
    static constexpr std::string_view kind = "sink-progress";
    static std::string id(const SinkProgress &progress) { return progress.id; }
    static std::string encode(const SinkProgress &progress);
    static Result<SinkProgress> decode(std::string_view json);
    static std::vector<Claim> claims(const SinkProgress &) { return {}; }
    static std::vector<Amount> amounts(const SinkProgress &) { return {}; }

    static constexpr std::array<const Index<SinkProgress> *, 0> indexes{};
};

template <>
struct Stored<DeadLetter> {
    static constexpr std::string_view kind = "dead-letter";
    static std::string idOf(std::string_view sink, std::int64_t seq) { return std::format("{}/{}", sink, seq); }
    static std::string id(const DeadLetter &letter) { return idOf(letter.sink, letter.event.seq); }
    static std::string encode(const DeadLetter &letter);
    static Result<DeadLetter> decode(std::string_view json);
    static std::vector<Claim> claims(const DeadLetter &) { return {}; }
    static std::vector<Amount> amounts(const DeadLetter &) { return {}; }

    static constexpr Index<DeadLetter> bySink{[](const DeadLetter &letter) { return std::optional(letter.sink); },
                                              [](const DeadLetter &letter) { return orderKey(letter.event.seq); }};
    static constexpr std::array indexes{&bySink};
};

/// The sum of an owner's workspaces, for the quota.
inline constexpr std::string_view workspacesOfOwner = "workspaces/owner";

template <>
struct Stored<Workspace> {
    static constexpr std::string_view kind = "workspace";
    static std::string id(const Workspace &workspace) { return workspace.name; }
    static std::string encode(const Workspace &workspace);
    static Result<Workspace> decode(std::string_view json);
    static std::vector<Claim> claims(const Workspace &workspace)
    {
        std::vector<Claim> claims{{"workspace/runtimeId", workspace.runtimeId}};
        if (workspace.number != 0)
            claims.push_back({"workspace/number", std::to_string(workspace.number)});
        return claims;
    }
    static std::vector<Amount> amounts(const Workspace &workspace) { return {{workspacesOfOwner, workspace.owner, 1}}; }

    static bool isActive(const Workspace &workspace) { return workspace.state != WorkspaceState::Stopped; }

    static std::optional<std::string> everybodys(const Workspace &) { return ""; }
    static std::optional<std::string> ownersOf(const Workspace &workspace) { return workspace.owner; }
    static std::optional<std::string> everybodysActive(const Workspace &workspace)
    {
        return isActive(workspace) ? std::optional(std::string()) : std::nullopt;
    }
    static std::optional<std::string> ownersActive(const Workspace &workspace)
    {
        return isActive(workspace) ? std::optional(workspace.owner) : std::nullopt;
    }
    static std::string nameOf(const Workspace &workspace) { return workspace.name; }
    static std::string createdOf(const Workspace &workspace) { return orderKey(workspace.created); }

    static constexpr Index<Workspace> byName{everybodys, nameOf};
    static constexpr Index<Workspace> byOwner{ownersOf, nameOf};
    static constexpr Index<Workspace> activeByName{everybodysActive, nameOf};
    static constexpr Index<Workspace> activeByOwner{ownersActive, nameOf};
    static constexpr Index<Workspace> byCreated{everybodys, createdOf};
    static constexpr Index<Workspace> byOwnerCreated{ownersOf, createdOf};
    static constexpr Index<Workspace> activeByCreated{everybodysActive, createdOf};
    static constexpr Index<Workspace> activeByOwnerCreated{ownersActive, createdOf};
    static constexpr std::array indexes{&byName,    &byOwner,        &activeByName,    &activeByOwner,
                                        &byCreated, &byOwnerCreated, &activeByCreated, &activeByOwnerCreated};
};

template <>
struct Stored<Job> {
    static constexpr std::string_view kind = "job";
    static std::string id(const Job &job) { return job.id; }
    static std::string encode(const Job &job);
    static Result<Job> decode(std::string_view json);
    static std::vector<Claim> claims(const Job &) { return {}; }
    static std::vector<Amount> amounts(const Job &) { return {}; }

    /// Those that have ended, the oldest first: what expiry walks.
    static constexpr Index<Job> finished{
        [](const Job &job) { return job.finished ? std::optional(std::string()) : std::nullopt; },
        [](const Job &job) { return orderKey(job.finished.value_or(Time{})); }};
    static constexpr std::array indexes{&finished};
};

template <>
struct Stored<SshSession> {
    static constexpr std::string_view kind = "ssh-session";
    static std::string id(const SshSession &session) { return session.sessionId; }
    static std::string encode(const SshSession &session);
    static Result<SshSession> decode(std::string_view json);
    static std::vector<Claim> claims(const SshSession &) { return {}; }
    static std::vector<Amount> amounts(const SshSession &) { return {}; }

    static std::string startOf(const SshSession &session) { return orderKey(session.start); }

    static constexpr Index<SshSession> byStart{[](const SshSession &) { return std::optional(std::string()); },
                                               startOf};
    static constexpr Index<SshSession> byUser{[](const SshSession &session) { return std::optional(session.username); },
                                              startOf};
    static constexpr Index<SshSession> active{
        [](const SshSession &session) { return session.end ? std::nullopt : std::optional(std::string()); }, startOf};
    static constexpr Index<SshSession> activeByUser{
        [](const SshSession &session) { return session.end ? std::nullopt : std::optional(session.username); },
        startOf};
    /// The next to be forgotten first.
    static constexpr Index<SshSession> ended{
        [](const SshSession &session) { return session.end ? std::optional(std::string()) : std::nullopt; },
        [](const SshSession &session) { return orderKey(session.end.value_or(Time{})); }};
    static constexpr std::array indexes{&byStart, &byUser, &active, &activeByUser, &ended};
};

} // namespace portolan::store
