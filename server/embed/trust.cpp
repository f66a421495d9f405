// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/embed/trust.h"

#include "server/config/secret_file.h"
#include "server/state/amend.h"

namespace portolan {

namespace {

Result<identity::ProxyProof> proofOf(const std::string &secretFile, const std::string &secretHeader,
                                     bool overUnixSocket, std::string_view key)
{
    identity::ProxyProof proof{.secretHeader = secretHeader, .overUnixSocket = overUnixSocket};
    if (secretFile.empty())
        return proof;
    auto secret = config::readSecret(secretFile);
    if (!secret)
        return failWithin(key, std::move(secret.error()));
    proof.secret = std::move(*secret);
    return proof;
}

} // namespace

Result<identity::FrontProxy::Options> frontProxyOf(const config::Proxies &proxies, const config::TrustedHeader &users)
{
    auto ofAddresses = proofOf(proxies.secretFile, proxies.secretHeader, proxies.overUnixSocket, "proxies.secret_file");
    if (!ofAddresses)
        return std::unexpected(std::move(ofAddresses.error()));
    auto ofUsers = proofOf(users.secretFile, users.secretHeader, users.overUnixSocket,
                           "identity.trusted_header.secret_file");
    if (!ofUsers)
        return std::unexpected(std::move(ofUsers.error()));
    return identity::FrontProxy::Options{.addresses = std::move(*ofAddresses),
                                         .users = std::move(*ofUsers),
                                         .userHeader = users.header,
                                         .groupsHeader = users.rolesHeader};
}

std::vector<identity::Issuers::Trusted> trustedIssuers(const config::Identity &identity)
{
    std::vector<identity::Issuers::Trusted> trusted;
    for (const config::Issuer &issuer : identity.issuers)
        trusted.push_back(
            {.issuer = issuer.issuer,
             .audience = issuer.audience,
             .jwksUrl = issuer.jwksUrl,
             .claims = {.username = issuer.usernameClaim, .roles = issuer.rolesClaim, .roleMap = issuer.roleMap}});
    return trusted;
}

Result<std::vector<identity::WebLogin::Provider>> loginProviders(const config::Identity &identity)
{
    std::vector<identity::WebLogin::Provider> providers;
    for (const config::Provider &provider : identity.providers) {
        std::string secret;
        if (!provider.clientSecretFile.empty()) {
            auto read = config::readSecret(provider.clientSecretFile);
            if (!read)
                return failWithin(std::format("client_secret_file of the provider {}", provider.name),
                                  std::move(read.error()));
            secret = std::move(*read);
        }
        providers.push_back({.name = provider.name,
                             .issuer = provider.issuer,
                             .clientId = provider.clientId,
                             .clientSecret = std::move(secret),
                             .scopes = provider.scopes,
                             .claims = {.username = provider.usernameClaim,
                                        .roles = provider.rolesClaim,
                                        .roleMap = provider.roleMap}});
    }
    return providers;
}

outbound::OutboundPolicy outboundPolicy(const config::Identity &identity)
{
    outbound::OutboundPolicy policy{.key = "identity.internal_addresses"};
    for (const std::string &text : identity.internalAddresses)
        if (const auto network = Network::parse(text)) // a loaded configuration has such that parse
            policy.allowed.push_back(*network);
    return policy;
}

identity::Trust trustOf(const config::Identity &identity, const identity::Issuers &issuers)
{
    const config::TrustedHeader &header = identity.trustedHeader;
    return {.issuers = &issuers,
            .headerUsers = {.hasGroups = !header.rolesHeader.empty(),
                            .roleMap = header.roleMap,
                            .defaultRoles = header.defaultRoles},
            .development = identity.developmentIdentity.value_or("")};
}

Task<Result<void>> ensureDeveloper(State &state, std::string username)
{
    qWarning("identity.development_identity: whoever reaches this server without a credential is %s; never use this "
             "with what is worth anything",
             username.c_str());
    if (state.users.find(username))
        co_return Result<void>{};
    const Time now = state.clock().now();
    std::int64_t highest = 0;
    for (const auto &item : state.users.all())
        highest = std::max<std::int64_t>(highest, item->value.number);
    const auto make = [&](std::int64_t number) {
        store::Change change;
        change.put(User{.username = username,
                        .roles = {Role::Admin, Role::User},
                        .number = static_cast<std::uint32_t>(number),
                        .credentialsFrom = now,
                        .created = now},
                   store::absent);
        change.record({.type = "user.created", .subjectKind = "user", .subjectId = username, .owner = username});
        return change;
    };
    if (auto made = co_await commitNumbered(state, "user", highest, make); !made)
        co_return failWithin("making the user of identity.development_identity", std::move(made.error()));
    co_return Result<void>{};
}

} // namespace portolan
