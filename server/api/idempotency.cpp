// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/idempotency.h"

#include "core/base/digest.h"
#include "server/api/log.h"

#include <algorithm>

namespace portolan::api {

namespace {

constexpr std::size_t longestKey = 255;
constexpr std::int64_t keysPerUser = 10'000;
constexpr auto keptFor = std::chrono::hours(24);
constexpr std::size_t removedAtOnce = 1000;
constexpr std::array<std::string_view, 4> keptHeaders{"Content-Type", "Location", "ETag", "Cache-Control"};

bool isKey(std::string_view key)
{
    return !key.empty() && key.size() <= longestKey
           && std::ranges::all_of(key, [](char character) { return character > ' ' && character < '\x7f'; });
}

/// Who asks. Not by name alone: the next user of a name has another number, and a credential that is narrowed must not
/// be told what a wider one was given.
std::string callerOf(const State &state, const identity::Principal &principal)
{
    const auto user = state.users.find(principal.username);
    std::string caller = std::format("{}\n{}", principal.username, user ? user->value.number : 0);
    for (const std::string &scope : principal.scopes)
        caller += '\n' + scope;
    return caller;
}

std::string sealedFor(const std::string &id)
{
    return "idempotent-request/" + id;
}

http::Response stillRunning()
{
    return http::Response::problem(409, "the first request with this Idempotency-Key is still being done; ask again")
        .with("Retry-After", "1");
}

} // namespace

Idempotency::Idempotency(State &state, const vault::Vault &vault, Random &random)
    : m_state(state), m_vault(vault), m_process(randomToken(random))
{}

http::Response Idempotency::repeat(const IdempotentRequest &known, const std::string &fingerprint) const
{
    if (known.fingerprint != fingerprint)
        return http::Response::problem(422,
                                       "this Idempotency-Key was used for a request with another query or body: take a "
                                       "new key for a new request");
    if (known.status == 0 && known.process == m_process)
        return stillRunning();
    if (known.status == 0)
        return http::Response::problem(409, "the server was stopped while it did the first request with this "
                                            "Idempotency-Key: look whether it was done, and take a new key if not");
    auto body = m_vault.open(known.body, sealedFor(known.id));
    if (!body)
        return http::Response::problem(failWithin("reading the first answer", std::move(body.error())).error());
    http::Response response(known.status);
    response.body = std::move(*body);
    for (const auto &[name, value] : known.headers)
        response.headers.set(name, value);
    response.headers.set("Idempotency-Replayed", "true");
    return response;
}

Task<std::expected<Idempotency::Claim, http::Response>> Idempotency::begin(std::string key,
                                                                           identity::Principal principal,
                                                                           http::Request &request)
{
    if (!isKey(key))
        co_return std::unexpected(http::Response::problem(
            400, std::format("the Idempotency-Key must be 1 to {} visible ASCII characters", longestKey)));
    auto body = co_await request.body.readAll();
    if (!body)
        co_return std::unexpected(http::Response::problem(body.error()));
    const std::string_view query = request.target().substr(request.rawPath().size());
    const std::string fingerprint = sha256Hex(std::format("{}\n{}", query, *body));
    request.body.giveBack(std::move(*body));
    const std::string &username = principal.username;
    const std::string id = sha256Hex(std::format("{}\n\n{}\n{}\n{}", callerOf(m_state, principal),
                                                 http::name(request.method()), request.rawPath(), key));
    const auto known = m_state.idempotentRequests.find(id);
    const bool expired = known && known->value.created + keptFor <= m_state.clock().now();
    if (known && !expired)
        co_return std::unexpected(repeat(known->value, fingerprint));
    store::Change change;
    change.put(IdempotentRequest{.id = id,
                                 .username = username,
                                 .fingerprint = fingerprint,
                                 .process = m_process,
                                 .created = m_state.clock().now()},
               expired ? known->version : store::absent);
    change.sumAtMost(store::idempotentRequestsOfUser, username, keysPerUser);
    const auto committed = co_await m_state.ledger().commit(std::move(change));
    if (committed)
        co_return Claim{.id = id, .version = committed->versions.front()};
    if (store::isRefusedBy(committed.error(), "sum"))
        co_return std::unexpected(http::Response::problem(
            429,
            std::format("{} has used {} Idempotency-Keys within a day: the oldest go first", username, keysPerUser)));
    if (store::isRefusedBy(committed.error(), "absent")
        || store::isRefusedBy(committed.error(), "version")) // somebody was faster with the same key
        co_return std::unexpected(stillRunning());
    co_return std::unexpected(http::Response::problem(committed.error()));
}

Task<http::Response> Idempotency::end(Claim claim, std::string path, http::Response response)
{
    if (const auto *problem = std::get_if<http::Problem>(&response.body))
        response.body = problem->toJson(path);
    store::Change change;
    const auto *body = std::get_if<std::string>(&response.body);
    const auto known = m_state.idempotentRequests.find(claim.id);
    auto sealed = body ? m_vault.seal(*body, sealedFor(claim.id)) : fail(ErrorCode::Internal, "it is a stream");
    if (response.status < 500 && known && sealed) {
        IdempotentRequest done = known->value;
        done.status = response.status;
        done.body = std::move(*sealed);
        for (const std::string_view name : keptHeaders)
            if (const auto value = response.headers.get(name))
                done.headers.emplace(name, *value);
        change.put(std::move(done), claim.version);
    } else {
        change.remove<IdempotentRequest>(claim.id);
    }
    // The request itself is done, and answered as such: a repetition is told that it is not known.
    if (const auto committed = co_await m_state.ledger().commit(std::move(change)); !committed)
        qCWarning(log, "keeping the answer to an Idempotency-Key failed: %s", committed.error().detail.c_str());
    co_return response;
}

Task<Result<void>> Idempotency::removeExpired()
{
    const Time limit = m_state.clock().now() - keptFor;
    while (true) {
        store::Change change;
        const auto page = m_state.idempotentRequests.page(store::Stored<IdempotentRequest>::byCreated, "",
                                                          {.limit = removedAtOnce});
        std::size_t old = 0;
        for (const auto &item : page.items) {
            if (item->value.created > limit)
                break;
            change.remove<IdempotentRequest>(item->id, item->version);
            ++old;
        }
        if (old == 0)
            co_return Result<void>{};
        if (const auto removed = co_await m_state.ledger().commit(std::move(change)); !removed)
            co_return std::unexpected(removed.error());
    }
}

} // namespace portolan::api
