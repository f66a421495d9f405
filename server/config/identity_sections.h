// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/user/user.h"
#include "core/schema/describe.h"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// The section of the configuration about who people are.
namespace portolan::config {

/// Roles of ours by what the others call them.
using RoleMap = std::map<std::string, Role>;

struct Password {
    std::int64_t failures = 5;
    std::chrono::milliseconds lockout = std::chrono::minutes(15);

    bool operator==(const Password &) const = default;
};

/// Whose signed tokens are taken as they are (JWT by a machine or another service).
struct Issuer {
    std::string issuer;
    std::string audience;
    std::optional<std::string> jwksUrl;
    std::string rolesClaim = "roles";
    std::string usernameClaim = "preferred_username";
    RoleMap roleMap;

    bool operator==(const Issuer &) const = default;
};

enum class ProviderKind { Oidc };

/// Where people sign in with a browser.
struct Provider {
    std::string name;
    ProviderKind kind = ProviderKind::Oidc;
    std::string issuer;
    std::string clientId;
    std::string clientSecretFile;
    std::vector<std::string> scopes{"openid", "profile", "email"};
    std::string usernameClaim = "preferred_username";
    std::string rolesClaim = "roles";
    RoleMap roleMap;

    bool operator==(const Provider &) const = default;
};

/// A proxy in front that has signed people in already.
struct TrustedHeader {
    std::string header = "X-Auth-Request-Email";
    std::string secretFile;
    std::string secretHeader = "X-Portolan-Proxy-Secret";
    bool overUnixSocket = false;
    std::string rolesHeader;
    RoleMap roleMap;
    std::vector<Role> defaultRoles{Role::User};

    bool operator==(const TrustedHeader &) const = default;
};

struct Identity {
    std::chrono::milliseconds tokenLifetime = std::chrono::hours(1);
    std::chrono::milliseconds loginLifetime = std::chrono::hours(72);
    std::chrono::milliseconds sessionLifetime = std::chrono::hours(24);
    Password password;
    std::vector<Issuer> issuers;
    std::vector<Provider> providers;
    TrustedHeader trustedHeader;
    std::vector<std::string> internalAddresses;
    std::vector<std::string> tokenAddresses;
    std::optional<std::string> developmentIdentity;

    bool operator==(const Identity &) const = default;
};

} // namespace portolan::config

namespace portolan {

template <>
struct schema::EnumNames<config::ProviderKind> {
    static constexpr std::array names{std::pair{config::ProviderKind::Oidc, std::string_view("oidc")}};
};

template <>
struct schema::Description<config::Password> {
    using Password = config::Password;
    static constexpr std::string_view name = "PasswordConfiguration";
    static constexpr std::string_view doc = "Guessing passwords.";
    static constexpr auto fields = std::tuple{
        field("failures", &Password::failures,
              {.doc = "Wrong passwords in a row after which an account is locked.", .minimum = 1, .maximum = 1'000}),
        field("lockout", &Password::lockout, {.doc = "How long it is locked.", .minimum = 1, .maximum = 30 * 86'400}),
    };
};

template <>
struct schema::Description<config::Issuer> {
    using Issuer = config::Issuer;
    static constexpr std::string_view name = "IssuerConfiguration";
    static constexpr std::string_view doc = "An issuer of signed tokens (JWT).";
    static constexpr auto fields = std::tuple{
        field("issuer", &Issuer::issuer,
              {.doc = "The `iss` of its tokens, a URL.", .required = true, .minLength = 1, .maxLength = 2'000}),
        field("audience", &Issuer::audience,
              {.doc = "What their `aud` must hold.", .required = true, .minLength = 1, .maxLength = 500}),
        field("jwks_url", &Issuer::jwksUrl,
              {.doc = "Where its keys are; otherwise found by its discovery document.",
               .presence = Presence::NullWhenEmpty,
               .maxLength = 2'000}),
        field("roles_claim", &Issuer::rolesClaim,
              {.doc = "The claim with the roles; dots lead into objects.", .minLength = 1, .maxLength = 200}),
        field("username_claim", &Issuer::usernameClaim,
              {.doc = "The claim with the username.", .minLength = 1, .maxLength = 200}),
        field("role_map", &Issuer::roleMap,
              {.doc = "Roles of ours by those in the claim. Without it the names must be ours.", .maxLength = 1'000}),
    };
};

template <>
struct schema::Description<config::Provider> {
    using Provider = config::Provider;
    static constexpr std::string_view name = "ProviderConfiguration";
    static constexpr std::string_view doc = "A provider with which people sign in by their browser.";
    static constexpr auto fields = std::tuple{
        field("name", &Provider::name,
              {.doc = "What the button says, and the path of the callback: letters, digits and hyphens.",
               .required = true,
               .minLength = 1,
               .maxLength = 40}),
        field("kind", &Provider::kind, {.doc = "The protocol."}),
        field("issuer", &Provider::issuer,
              {.doc = "URL of the provider, below which its discovery document is.",
               .required = true,
               .minLength = 1,
               .maxLength = 2'000}),
        field("client_id", &Provider::clientId,
              {.doc = "What the provider calls this server.", .required = true, .minLength = 1, .maxLength = 500}),
        field(
            "client_secret_file", &Provider::clientSecretFile,
            {.doc = "File with the client's secret; others may not read it. Without one the client is public (PKCE)."}),
        field("scopes", &Provider::scopes, {.doc = "The scopes that are asked for.", .maxLength = 50}),
        field("username_claim", &Provider::usernameClaim,
              {.doc = "The claim with the username.", .minLength = 1, .maxLength = 200}),
        field("roles_claim", &Provider::rolesClaim,
              {.doc = "The claim with the roles; dots lead into objects.", .minLength = 1, .maxLength = 200}),
        field("role_map", &Provider::roleMap,
              {.doc = "Roles of ours by those in the claim. Without it the names must be ours.", .maxLength = 1'000}),
    };
};

template <>
struct schema::Description<config::TrustedHeader> {
    using TrustedHeader = config::TrustedHeader;
    static constexpr std::string_view name = "TrustedHeaderConfiguration";
    static constexpr std::string_view
        doc = "A proxy that has signed people in and says who they are in a header. Nobody is believed, unless one of "
              "`secret_file` and `over_unix_socket` says how the proxy is told from other clients.";
    static constexpr auto fields = std::tuple{
        field("header", &TrustedHeader::header,
              {.doc = "Header with the user's name.", .minLength = 1, .maxLength = 100}),
        field(
            "secret_file", &TrustedHeader::secretFile,
            {.doc = "File with a secret that the proxy sends in the header `secret_header`; others may not read it."}),
        field("secret_header", &TrustedHeader::secretHeader,
              {.doc = "Header in which the proxy sends the secret.", .minLength = 1, .maxLength = 100}),
        field("over_unix_socket", &TrustedHeader::overUnixSocket,
              {.doc = "Believe whoever connects over the Unix socket that `listen` names."}),
        field("roles_header", &TrustedHeader::rolesHeader,
              {.doc = "Header with the user's groups, by commas, for `role_map`; nothing: there is none.",
               .maxLength = 100}),
        field("role_map", &TrustedHeader::roleMap,
              {.doc = "Roles of ours by the groups in `roles_header`.", .maxLength = 1'000}),
        field("default_roles", &TrustedHeader::defaultRoles,
              {.doc = "The roles of whom no group gives one.", .maxLength = 10}),
    };
};

template <>
struct schema::Description<config::Identity> {
    using Identity = config::Identity;
    static constexpr std::string_view name = "IdentityConfiguration";
    static constexpr std::string_view doc = "Who people are.";
    static constexpr auto fields = std::tuple{
        field("token_lifetime", &Identity::tokenLifetime,
              {.doc = "How long a token is good that is made for a signed-in browser or a process in a workspace.",
               .minimum = 60,
               .maximum = 365 * 86'400}),
        field("login_lifetime", &Identity::loginLifetime,
              {.doc = "How long a token is good that a program gets for a password.",
               .minimum = 60,
               .maximum = 365 * 86'400}),
        field("session_lifetime", &Identity::sessionLifetime,
              {.doc = "How long a browser stays signed in.", .minimum = 60, .maximum = 365 * 86'400}),
        field("password", &Identity::password, {.doc = "Guessing passwords."}),
        field("issuers", &Identity::issuers,
              {.doc = "Whose signed tokens (JWT) are taken as they are.", .maxLength = 50}),
        field("providers", &Identity::providers,
              {.doc = "With whom people sign in by their browser.", .maxLength = 50}),
        field("trusted_header", &Identity::trustedHeader,
              {.doc = "A proxy that has signed people in and says who they are in a header. Nobody is believed, unless "
                      "one of `secret_file` and `over_unix_socket` says how the proxy is told from other clients."}),
        field(
            "internal_addresses", &Identity::internalAddresses,
            {.doc = "Networks (CIDR) of issuers and providers that may be asked although they are not public, such as "
                    "`10.0.0.0/8`.",
             .maxLength = 100}),
        field("token_addresses", &Identity::tokenAddresses,
              {.doc = "Networks (CIDR) from which tokens of users are given without a credential, to the daemons of "
                      "workspaces; not where others' proxies are.",
               .maxLength = 100}),
        field("development_identity", &Identity::developmentIdentity,
              {.doc = "Username that whoever carries no credential has. For development: only where `listen` is "
                      "loopback or a Unix socket.",
               .presence = Presence::NullWhenEmpty,
               .minLength = 1,
               .maxLength = 100}),
    };
};

} // namespace portolan
