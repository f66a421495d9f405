// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/token_service.h"

#include "core/base/digest.h"
#include "core/model/user/policy.h"
#include "core/model/user/scope.h"
#include "server/state/amend.h"

namespace portolan::identity {
namespace {

Reach reachOfScopes(const std::vector<std::string> &scopes, std::string_view permission)
{
    Reach reach = Reach::Nobody;
    for (const std::string &scope : scopes)
        reach = std::max(reach, reachOfScope(scope, permission));
    return reach;
}

Result<void> checkScopes(const std::vector<std::string> &scopes, const Principal &actor)
{
    std::vector<FieldError> refused;
    for (std::size_t at = 0; at < scopes.size(); ++at)
        if (auto why = refuseScope(scopes[at]))
            refused.push_back({std::format("/scopes/{}", at), std::move(*why)});
    if (!refused.empty())
        return failFields(std::move(refused));
    for (const Rule &rule : policy)
        if (reachOfScopes(scopes, rule.name) > reachOfScopes(actor.scopes, rule.name))
            return fail(ErrorCode::PermissionDenied,
                        std::format("a token that is narrowed cannot make a wider one: this one has not \"{}\"",
                                    rule.name));
    return {};
}

store::Event tokenEvent(std::string_view what, const std::string &username, std::int64_t id, const std::string &name,
                        const Principal &actor)
{
    JsonWriter data;
    data.beginObject().key("name").string(name).endObject();
    return {.type = std::format("token.{}", what),
            .subjectKind = "token",
            .subjectId = std::to_string(id),
            .owner = username,
            .actor = actor.username,
            .data = data.text()};
}

std::unexpected<Error> noSuchToken(const std::string &username, std::int64_t id)
{
    return fail(ErrorCode::NotFound, std::format("{} has no token {}", username, id));
}

} // namespace

Task<Result<AccessTokenCreated>> TokenService::create(std::string username, AccessTokenCreate wanted, Principal actor)
{
    if (auto allowed = checkScopes(wanted.scopes, actor); !allowed)
        co_return std::unexpected(std::move(allowed.error()));
    const Time now = m_state.clock().now();
    if (wanted.expiresAt && *wanted.expiresAt <= now)
        co_return failFields({{"/expires_at", "must be in the future"}});
    const std::string text = std::string(tokenPrefix) + randomToken(m_random);
    AccessToken token{.hash = sha256Hex(text),
                      .username = username,
                      .name = wanted.name,
                      .scopes = wanted.scopes,
                      .preview = text.substr(0, tokenPrefix.size() + 8),
                      .active = wanted.active,
                      .created = now,
                      .expires = wanted.expiresAt};
    const auto make = [this, token, renew = wanted.renew, actor](std::int64_t id) {
        store::Change change;
        change.expectPresent(std::string(store::Stored<User>::kind), token.username);
        const auto previous = m_state.tokens.findByClaim("token/name", token.username + "/" + token.name);
        if (renew && previous)
            change.remove<AccessToken>(previous->id, previous->version);
        AccessToken numbered = token;
        numbered.id = id;
        change.put(std::move(numbered), store::absent);
        change.sumAtMost(store::tokensOfUser, token.username, tokensPerUser);
        change.record(tokenEvent("created", token.username, id, token.name, actor));
        return change;
    };
    auto id = co_await commitNumbered(m_state, "token", 0, make);
    if (id)
        co_return AccessTokenCreated{.id = *id, .token = text};
    if (store::isRefusedBy(id.error(), "claim"))
        co_return fail(ErrorCode::Conflict,
                       std::format("{} has a token named \"{}\" already; take another name, or \"renew\"", username,
                                   wanted.name));
    if (store::isRefusedBy(id.error(), "sum"))
        co_return fail(ErrorCode::Conflict, std::format("{} has {} tokens, and more are not allowed; delete one first",
                                                        username, tokensPerUser));
    co_return std::unexpected(std::move(id.error()));
}

std::vector<AccessTokenInfo> TokenService::list(const std::string &username) const
{
    std::vector<AccessTokenInfo> infos;
    for (const auto &item :
         m_state.tokens.page(store::Stored<AccessToken>::byUser, username, {.limit = tokensPerUser}).items)
        infos.push_back(infoOf(item->value));
    return infos;
}

Result<std::pair<AccessTokenInfo, std::int64_t>> TokenService::show(const std::string &username, std::int64_t id) const
{
    const auto item = find(username, id);
    if (!item)
        return noSuchToken(username, id);
    return std::pair(infoOf(item->value), item->version);
}

Task<Result<AccessTokenInfo>> TokenService::update(std::string username, std::int64_t id, AccessTokenUpdate wanted,
                                                   Principal actor, std::optional<std::int64_t> expected)
{
    if (wanted.scopes)
        if (auto allowed = checkScopes(*wanted.scopes, actor); !allowed)
            co_return std::unexpected(std::move(allowed.error()));
    const auto item = find(username, id);
    if (!item)
        co_return noSuchToken(username, id);
    const std::function<Result<void>(AccessToken &, store::Change &)> edit = [&](AccessToken &token,
                                                                                 store::Change &change) {
        token.active = wanted.active.value_or(token.active);
        token.scopes = wanted.scopes.value_or(token.scopes);
        change.record(tokenEvent("changed", username, id, token.name, actor));
        return Result<void>{};
    };
    auto amended = co_await amend(m_state, m_state.tokens, item->id, edit, expected);
    if (!amended)
        co_return std::unexpected(std::move(amended.error()));
    co_return infoOf(*amended);
}

Task<Result<void>> TokenService::remove(std::string username, std::int64_t id, Principal actor)
{
    const auto item = find(username, id);
    if (!item)
        co_return noSuchToken(username, id);
    store::Change change;
    change.remove<AccessToken>(item->id);
    change.record(tokenEvent("deleted", username, id, item->value.name, actor));
    auto committed = co_await m_state.ledger().commit(std::move(change));
    if (!committed)
        co_return std::unexpected(std::move(committed.error()));
    co_return Result<void>{};
}

store::ItemPtr<AccessToken> TokenService::find(const std::string &username, std::int64_t id) const
{
    for (auto &item : m_state.tokens.page(store::Stored<AccessToken>::byUser, username, {.limit = tokensPerUser}).items)
        if (item->value.id == id)
            return item;
    return nullptr;
}

AccessTokenInfo TokenService::infoOf(const AccessToken &token) const
{
    return {.id = token.id,
            .username = token.username,
            .name = token.name,
            .scopes = token.scopes,
            .tokenPreview = token.preview,
            .isActive = token.active,
            .createdAt = token.created,
            .expiresAt = token.expires,
            .lastUsedAt = std::max(token.lastUsed, m_lastUse.of(token.hash))};
}

} // namespace portolan::identity
