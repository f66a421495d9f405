// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/random.h"
#include "core/model/user/principal.h"
#include "server/http/request.h"
#include "server/http/response.h"
#include "server/state/state.h"
#include "server/vault/vault.h"

#include <expected>
#include <string>

namespace portolan::api {

/// Does what comes with an Idempotency-Key once (labs spec section 3): the same key and body again get the first answer,
/// for a day, also after a restart. That a request has begun is committed before it is done: where a crash leaves it
/// unknown whether it was, a repetition is refused instead of done twice. For any thread with an event loop.
class Idempotency
{
public:
    /// All must outlive it.
    Idempotency(State &state, const vault::Vault &vault, Random &random);

    /// A request that is being done.
    struct Claim {
        std::string id;
        std::int64_t version = 0;
    };
    /// The right to do the request, whose body can still be read by the handler; or what to answer instead: the first
    /// answer with `Idempotency-Replayed: true`; 400 for a malformed key; 409 while it is being done, and where nobody
    /// knows; 422 where the key was used for another request; 429 for too many keys.
    [[nodiscard]] Task<std::expected<Claim, http::Response>> begin(std::string key, identity::Principal principal,
                                                                   http::Request &request);
    /// Keeps the answer for repetitions; not one of a failure (5xx), after which trying again makes sense.
    [[nodiscard]] Task<http::Response> end(Claim claim, std::string path, http::Response response);

    /// Forgets what is older than a day.
    [[nodiscard]] Task<Result<void>> removeExpired();

private:
    [[nodiscard]] http::Response repeat(const IdempotentRequest &known, const std::string &fingerprint) const;

    State &m_state;
    const vault::Vault &m_vault;
    const std::string m_process; ///< tells what this process does from what another one began
};

} // namespace portolan::api
