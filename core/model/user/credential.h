// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

/// What a user's workspaces log in elsewhere with: git servers, registries of images, clusters (workspaces spec,
/// sections 1.6 to 1.8 and 8).
namespace portolan {

enum class CredentialService : std::uint8_t { Git, Registry, Kubernetes };

template <>
struct schema::EnumNames<CredentialService> {
    static constexpr std::array names{std::pair{CredentialService::Git, std::string_view("git")},
                                      std::pair{CredentialService::Registry, std::string_view("registry")},
                                      std::pair{CredentialService::Kubernetes, std::string_view("kubernetes")}};
};

/// As the store keeps it.
struct StoredCredential {
    std::int64_t id = 0; ///< how the API names it; never given twice
    std::string username;
    CredentialService service = CredentialService::Git;
    std::string scope;   ///< host, or host and path: "github.com/acme"; of a cluster: the namespace
    std::string subject; ///< the login there; of a cluster: the service account
    std::string secret;  ///< sealed; empty where the server that it is for gives one
    bool active = true;
    Time created;
    Time updated;
    std::optional<Time> lastUsed = {}; ///< to the minute or so

    bool operator==(const StoredCredential &) const = default;
};

template <>
struct schema::Description<StoredCredential> {
    using C = StoredCredential;
    static constexpr std::string_view name = "StoredCredential";
    static constexpr std::string_view doc = "A credential as the store keeps it.";
    static constexpr auto fields = std::tuple{
        field("id", &C::id, {.required = true}),
        field("username", &C::username, {.required = true}),
        field("service", &C::service, {.required = true}),
        field("scope", &C::scope, {}),
        field("subject", &C::subject, {}),
        field("secret", &C::secret, {}),
        field("active", &C::active, {}),
        field("created", &C::created, {.required = true}),
        field("updated", &C::updated, {.required = true}),
        field("lastUsed", &C::lastUsed, {.presence = Presence::OmitWhenEmpty}),
    };
};

/// As the API tells it.
struct UserCredential {
    std::int64_t id = 0;
    std::string username;
    CredentialService serviceName = CredentialService::Git;
    std::string serviceScope;
    std::string credentialSource = "stored";
    std::string subject;
    std::string secret; ///< in the answer to whoever asks for one credential by its name only
    bool isActive = true;
    Time createdAt;
    Time updatedAt;
    std::optional<Time> expiresAt;
    std::optional<Time> lastUsedAt;

    bool operator==(const UserCredential &) const = default;
};

template <>
struct schema::Description<UserCredential> {
    using C = UserCredential;
    static constexpr std::string_view name = "UserCredential";
    static constexpr std::string_view doc = "What a user's workspaces log in elsewhere with.";
    static constexpr auto fields = std::tuple{
        field("id", &C::id, {.required = true, .column = {.title = "ID"}}),
        field("username", &C::username, {.column = {.title = "User"}}),
        field("serviceName", &C::serviceName, {.required = true, .column = {.title = "Service"}}),
        field("serviceScope", &C::serviceScope,
              {.doc = "Host, or host and path; of a cluster: the namespace.", .column = {.title = "For"}}),
        field("credentialSource", &C::credentialSource, {.doc = "Where the secret comes from."}),
        field("subject", &C::subject,
              {.doc = "The login there; of a cluster: the service account.", .column = {.title = "Login"}}),
        field("secret", &C::secret,
              {.doc = "Told where one credential is asked for, never in lists.", .presence = Presence::OmitWhenEmpty}),
        field("isActive", &C::isActive, {.column = {.title = "Active"}}),
        field("createdAt", &C::createdAt, {.column = {.title = "Made"}}),
        field("updatedAt", &C::updatedAt, {.column = {.title = "Changed"}}),
        field("expiresAt", &C::expiresAt, {.presence = Presence::OmitWhenEmpty}),
        field("lastUsedAt", &C::lastUsedAt, {.presence = Presence::OmitWhenEmpty, .column = {.title = "Last used"}}),
    };
};

/// The body of POST .../credentials/{service}.
struct CredentialCreate {
    std::string scope;
    std::string subject;
    std::string secret;

    bool operator==(const CredentialCreate &) const = default;
};

template <>
struct schema::Description<CredentialCreate> {
    using C = CredentialCreate;
    static constexpr std::string_view name = "CredentialCreate";
    static constexpr std::string_view doc = "A credential that shall be kept.";
    static constexpr auto fields = std::tuple{
        field("scope", &C::scope,
              {.doc = "Host or URL; of a cluster: the namespace.", .required = true, .minLength = 1, .maxLength = 500}),
        field("subject", &C::subject, {.required = true, .minLength = 1, .maxLength = 250}),
        field("secret", &C::secret, {.doc = "Needed for git and registries.", .maxLength = 16'384}),
    };
};

/// The body of PATCH .../credentials?id=: what is left out stays.
struct CredentialUpdate {
    std::optional<std::string> scope;
    std::optional<std::string> subject;
    std::optional<std::string> secret;
    std::optional<bool> active;

    bool operator==(const CredentialUpdate &) const = default;
};

template <>
struct schema::Description<CredentialUpdate> {
    using C = CredentialUpdate;
    static constexpr std::string_view name = "CredentialUpdate";
    static constexpr std::string_view doc = "What shall be changed in a credential.";
    static constexpr auto fields = std::tuple{
        field("scope", &C::scope, {.minLength = 1, .maxLength = 500}),
        field("subject", &C::subject, {.minLength = 1, .maxLength = 250}),
        field("secret", &C::secret, {.minLength = 1, .maxLength = 16'384}),
        field("active", &C::active, {.aliases = {"isActive"}}),
    };
};

/// The scope as it is compared: the host in lower case, with its path, without scheme, user, ".git" and slashes at the
/// end. Nothing for what names no host; a namespace stays as it is, where it is one.
[[nodiscard]] std::optional<std::string> canonicalScope(CredentialService service, std::string_view text);

/// Whether a credential for `scope` is good for `wanted`, both canonical: it is the same place or one below it.
[[nodiscard]] bool coversScope(std::string_view scope, std::string_view wanted);

} // namespace portolan
