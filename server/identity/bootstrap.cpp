// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/bootstrap.h"

#include "core/base/digest.h"
#include "core/base/file.h"
#include "server/identity/token_service.h"

namespace portolan::identity {

Task<Result<void>> bootstrap(State &state, Random &random, std::filesystem::path file)
{
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
    change.record({.type = "user.created",
                   .subjectKind = "user",
                   .subjectId = std::string(adminUsername),
                   .owner = std::string(adminUsername)});
    auto committed = co_await state.ledger().commit(std::move(change));
    if (!committed)
        co_return failWithin("making the first user", std::move(committed.error()));
    co_return Result<void>{};
}

} // namespace portolan::identity
