// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/bootstrap.h"

#include "core/base/digest.h"
#include "core/base/file.h"
#include "server/identity/token_service.h"

namespace portolan::identity {

namespace {

/// Data folders from before tokens and users were numbered by counters: tokens get the numbers by which they can be
/// revoked.
Task<Result<void>> numberOlder(State &state)
{
    store::Change change;
    std::int64_t lastUser = 0;
    for (const auto &item : state.users.all())
        lastUser = std::max<std::int64_t>(lastUser, item->value.number);
    std::int64_t lastToken = 0;
    for (const auto &item : state.tokens.all()) {
        AccessToken token = item->value;
        token.id = ++lastToken;
        change.put(std::move(token), item->version);
    }
    change.put(Counter{.name = "user", .last = lastUser}, store::absent);
    change.put(Counter{.name = "token", .last = lastToken}, store::absent);
    auto committed = co_await state.ledger().commit(std::move(change));
    if (!committed)
        co_return failWithin("numbering users and tokens", std::move(committed.error()));
    co_return Result<void>{};
}

} // namespace

Task<Result<void>> bootstrap(State &state, Random &random, std::filesystem::path file)
{
    if (state.users.find(adminUsername) && !state.counters.find("user"))
        co_return co_await numberOlder(state);
    if (state.users.find(adminUsername))
        co_return Result<void>{};
    // The file first: a crash in between leaves a token that nobody accepts, and the next start writes another.
    const std::string token = std::string(tokenPrefix) + randomToken(random);
    if (auto written = writeFileAtomically(file, token + "\n", 0600); !written)
        co_return failWithin("writing the admin token", std::move(written.error()));
    const Time now = state.clock().now();
    store::Change change;
    change.put(User{.username = std::string(adminUsername),
                    .fullname = "Administrator",
                    .roles = {Role::Admin, Role::User},
                    .number = 0,
                    .created = now},
               store::absent);
    change.put(AccessToken{.hash = sha256Hex(token),
                           .id = 1,
                           .username = std::string(adminUsername),
                           .name = "first",
                           .preview = token.substr(0, tokenPrefix.size() + 8),
                           .created = now},
               store::absent);
    change.put(Counter{.name = "token", .last = 1}, store::absent);
    change.put(Counter{.name = "user", .last = 0}, store::absent);
    change.record({.type = "user.created",
                   .subjectKind = "user",
                   .subjectId = std::string(adminUsername),
                   .owner = std::string(adminUsername)});
    auto committed = co_await state.ledger().commit(std::move(change));
    if (!committed)
        co_return failWithin("making the first user", std::move(committed.error()));
    co_return Result<void>{};
}

Task<Result<std::string>> instanceOf(State &state, Random &random)
{
    if (const auto item = state.instances.find(Instance().name))
        co_return std::string(item->value.uuid);
    const Instance instance{.uuid = randomUuid(random)};
    store::Change change;
    change.put(Instance(instance), store::absent);
    auto committed = co_await state.ledger().commit(std::move(change));
    if (!committed)
        co_return failWithin("giving this control plane an id", std::move(committed.error()));
    co_return std::string(instance.uuid);
}

} // namespace portolan::identity
