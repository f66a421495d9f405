// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/credential_service.h"

#include "server/state/amend.h"

namespace portolan::identity {
namespace {

using CredentialIndex = store::Stored<StoredCredential>;
using Kind = portolan::CredentialService;

constexpr auto useIsWrittenEvery = std::chrono::minutes(1);

std::string rowOf(std::int64_t id)
{
    return std::to_string(id);
}

std::string sealedOf(std::int64_t id)
{
    return "credential/" + rowOf(id);
}

UserCredential toWire(const StoredCredential &stored)
{
    return {.id = stored.id,
            .username = stored.username,
            .serviceName = stored.service,
            .serviceScope = stored.scope,
            .credentialSource = stored.service == Kind::Kubernetes ? "kubernetes" : "stored",
            .subject = stored.subject,
            .isActive = stored.active,
            .createdAt = stored.created,
            .updatedAt = stored.updated,
            .lastUsedAt = stored.lastUsed};
}

store::Event credentialEvent(std::string_view what, const StoredCredential &credential, const Principal &actor)
{
    JsonWriter data;
    data.beginObject().key("service").string(schema::enumName(credential.service));
    data.key("scope").string(credential.scope).endObject();
    return {.type = std::format("credential.{}", what),
            .subjectKind = "credential",
            .subjectId = rowOf(credential.id),
            .owner = credential.username,
            .actor = actor.username,
            .data = data.text()};
}

std::unexpected<Error> refuseScope(Kind service)
{
    return failFields({{"/scope", service == Kind::Kubernetes ? "must be a namespace, such as \"team-a\""
                                                              : "must be a host, or a host and a path, such as "
                                                                "\"github.com/acme\""}});
}

Error inOwnWords(Error error, const std::string &username, const std::string &scope)
{
    if (store::isRefusedBy(error, "claim"))
        return {.code = ErrorCode::Conflict,
                .detail = std::format("{} has a credential for {} already; change that one", username, scope)};
    if (store::isRefusedBy(error, "sum"))
        return {.code = ErrorCode::Conflict,
                .detail = std::format("{} has {} credentials, and more are not allowed; delete one first", username,
                                      credentialsPerUser)};
    return error;
}

} // namespace

std::vector<UserCredential> CredentialService::list(const std::string &username) const
{
    std::vector<UserCredential> credentials;
    for (const auto &item :
         m_state.credentials.page(CredentialIndex::byUser, username, {.limit = credentialsPerUser}).items)
        credentials.push_back(toWire(item->value));
    return credentials;
}

Task<Result<UserCredential>> CredentialService::resolve(std::string username, Kind service, std::string scope)
{
    const auto wanted = scope.empty() ? std::optional(std::string()) : canonicalScope(service, scope);
    if (!wanted)
        co_return refuseScope(service);
    store::ItemPtr<StoredCredential> best;
    for (const auto &item :
         m_state.credentials.page(CredentialIndex::byUser, username, {.limit = credentialsPerUser}).items) {
        const StoredCredential &one = item->value;
        if (one.service != service || !one.active || (!wanted->empty() && !coversScope(one.scope, *wanted)))
            continue;
        const bool better = !best
                            || (wanted->empty() ? one.updated > best->value.updated
                                                : one.scope.size() > best->value.scope.size());
        if (better)
            best = item;
    }
    if (!best)
        co_return fail(ErrorCode::NotFound,
                       std::format("{} has no credential of {} for {}", username, schema::enumName(service),
                                   wanted->empty() ? "anything" : *wanted));
    if (service == Kind::Kubernetes)
        co_return fail(ErrorCode::NotImplemented,
                       "this server runs no workspaces in a cluster that could give a token");
    auto secret = m_vault.open(best->value.secret, sealedOf(best->value.id));
    if (!secret)
        co_return failWithin(std::format("opening the credential {}", best->value.id), std::move(secret.error()));
    const Time now = m_state.clock().now();
    if (!best->value.lastUsed || now - *best->value.lastUsed > useIsWrittenEvery) {
        const std::function<Result<void>(StoredCredential &, store::Change &)> use = [now](StoredCredential &credential,
                                                                                           store::Change &) {
            credential.lastUsed = now;
            return Result<void>();
        };
        if (const auto used = co_await amend(m_state, m_state.credentials, best->id, use); !used)
            co_return std::unexpected(used.error());
    }
    UserCredential credential = toWire(best->value);
    credential.secret = std::move(*secret);
    credential.lastUsedAt = now;
    co_return credential;
}

Result<std::string> CredentialService::seal(std::int64_t id, const std::string &secret) const
{
    return secret.empty() ? Result<std::string>() : m_vault.seal(secret, sealedOf(id));
}

Task<Result<UserCredential>> CredentialService::create(std::string username, Kind service, CredentialCreate wanted,
                                                       Principal actor)
{
    const auto scope = canonicalScope(service, wanted.scope);
    if (!scope)
        co_return refuseScope(service);
    if (service == Kind::Kubernetes && !wanted.secret.empty())
        co_return failFields({{"/secret", "must be left out: the cluster gives tokens"}});
    if (service != Kind::Kubernetes && wanted.secret.empty())
        co_return failFields({{"/secret", "is required"}});
    const Time now = m_state.clock().now();
    StoredCredential made{.username = username,
                          .service = service,
                          .scope = *scope,
                          .subject = wanted.subject,
                          .created = now,
                          .updated = now};
    std::optional<Error> unsealed;
    const auto make = [&](std::int64_t id) {
        store::Change change;
        made.id = id;
        auto sealed = seal(id, wanted.secret);
        if (!sealed)
            unsealed = sealed.error();
        made.secret = sealed.value_or("");
        change.expectPresent(std::string(store::Stored<User>::kind), username);
        change.put(StoredCredential(made), store::absent);
        change.sumAtMost(store::credentialsOfUser, username, unsealed ? 0 : credentialsPerUser);
        change.record(credentialEvent("created", made, actor));
        return change;
    };
    const auto id = co_await commitNumbered(m_state, "credential", 0, make);
    if (unsealed)
        co_return failWithin("sealing the secret", std::move(*unsealed));
    if (!id)
        co_return std::unexpected(inOwnWords(id.error(), username, *scope));
    co_return toWire(made);
}

Result<store::ItemPtr<StoredCredential>> CredentialService::find(const std::string &username, std::int64_t id) const
{
    auto item = m_state.credentials.find(rowOf(id));
    if (!item || item->value.username != username)
        return fail(ErrorCode::NotFound, std::format("{} has no credential {}", username, id));
    return item;
}

Task<Result<UserCredential>> CredentialService::update(std::string username, std::int64_t id, CredentialUpdate wanted,
                                                       Principal actor)
{
    const auto item = find(username, id);
    if (!item)
        co_return std::unexpected(item.error());
    const Kind service = (*item)->value.service;
    const auto scope = wanted.scope ? canonicalScope(service, *wanted.scope) : (*item)->value.scope;
    if (!scope)
        co_return refuseScope(service);
    if (service == Kind::Kubernetes && wanted.secret)
        co_return failFields({{"/secret", "must be left out: the cluster gives tokens"}});
    auto sealed = wanted.secret ? seal(id, *wanted.secret) : Result<std::string>((*item)->value.secret);
    if (!sealed)
        co_return failWithin("sealing the secret", std::move(sealed.error()));
    const std::function<Result<void>(StoredCredential &, store::Change &)> edit = [&](StoredCredential &credential,
                                                                                      store::Change &change) {
        credential.scope = *scope;
        credential.subject = wanted.subject.value_or(credential.subject);
        credential.active = wanted.active.value_or(credential.active);
        if (wanted.secret)
            credential.secret = *sealed;
        credential.updated = m_state.clock().now();
        change.record(credentialEvent("changed", credential, actor));
        return Result<void>();
    };
    const auto amended = co_await amend(m_state, m_state.credentials, (*item)->id, edit);
    if (!amended)
        co_return std::unexpected(inOwnWords(amended.error(), username, *scope));
    co_return toWire(*amended);
}

Task<Result<void>> CredentialService::remove(std::string username, std::int64_t id, Principal actor)
{
    const auto item = find(username, id);
    if (!item)
        co_return std::unexpected(item.error());
    store::Change change;
    change.remove<StoredCredential>((*item)->id);
    change.record(credentialEvent("deleted", (*item)->value, actor));
    if (const auto committed = co_await m_state.ledger().commit(std::move(change)); !committed)
        co_return std::unexpected(committed.error());
    co_return Result<void>();
}

} // namespace portolan::identity
