// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// A token that stands for a user, as the store keeps it: only its SHA-256, which is also the id of its row.
struct AccessToken {
    std::string hash; ///< lower-case hexadecimal SHA-256 of the token's text
    std::int64_t id = 0; ///< how the API names it; never given twice
    std::string username;
    std::string name; ///< of its user's tokens only one has it
    std::vector<std::string> scopes{"*"};
    std::string preview; ///< the first characters, for people to tell tokens apart
    bool active = true;
    Time created;
    std::optional<Time> expires;
    std::optional<Time> lastUsed; ///< to the minute or so

    bool operator==(const AccessToken &) const = default;
};

template <>
struct schema::Description<AccessToken> {
    using T = AccessToken;
    static constexpr std::string_view name = "AccessToken";
    static constexpr std::string_view doc = "A token as the store keeps it.";
    static constexpr auto fields = std::tuple{
        field("hash", &T::hash, {.required = true}),
        field("id", &T::id, {}),
        field("username", &T::username, {.required = true}),
        field("name", &T::name, {}),
        field("scopes", &T::scopes, {}),
        field("preview", &T::preview, {}),
        field("active", &T::active, {}),
        field("created", &T::created, {.required = true}),
        field("expires", &T::expires, {.presence = Presence::OmitWhenEmpty}),
        field("lastUsed", &T::lastUsed, {.presence = Presence::OmitWhenEmpty}),
    };
};

/// A token as the API tells it (spec section 1.7).
struct AccessTokenInfo {
    std::int64_t id = 0;
    std::string username;
    std::string name;
    std::vector<std::string> scopes;
    std::string tokenPreview;
    bool isActive = true;
    Time createdAt;
    std::optional<Time> expiresAt;
    std::optional<Time> lastUsedAt;

    bool operator==(const AccessTokenInfo &) const = default;
};

template <>
struct schema::Description<AccessTokenInfo> {
    using T = AccessTokenInfo;
    static constexpr std::string_view name = "AccessTokenInfo";
    static constexpr std::string_view doc = "A personal access token, without its text.";
    static constexpr auto fields = std::tuple{
        field("id", &T::id, {.required = true, .column = {.title = "ID"}}),
        field("username", &T::username, {.column = {.title = "User"}}),
        field("name", &T::name, {.required = true, .column = {.title = "Name"}}),
        field("scopes", &T::scopes, {.doc = "What it is narrowed to.", .column = {.title = "Scopes"}}),
        field("tokenPreview", &T::tokenPreview, {.doc = "Its first characters.", .column = {.title = "Begins with"}}),
        field("isActive", &T::isActive, {.column = {.title = "Active"}}),
        field("createdAt", &T::createdAt, {.column = {.title = "Made"}}),
        field("expiresAt", &T::expiresAt, {.presence = Presence::NullWhenEmpty, .column = {.title = "Expires"}}),
        field("lastUsedAt", &T::lastUsedAt, {.presence = Presence::NullWhenEmpty, .column = {.title = "Last used"}}),
    };
};

/// The body of POST .../tokens.
struct AccessTokenCreate {
    std::string name;
    std::vector<std::string> scopes;
    std::optional<Time> expiresAt;
    bool renew = false;
    bool active = true;

    bool operator==(const AccessTokenCreate &) const = default;
};

template <>
struct schema::Description<AccessTokenCreate> {
    using T = AccessTokenCreate;
    static constexpr std::string_view name = "AccessTokenCreate";
    static constexpr std::string_view doc = "A personal access token that shall be made.";
    static constexpr auto fields = std::tuple{
        field("name", &T::name, {.required = true, .minLength = 1, .maxLength = 64}),
        field("scopes", &T::scopes,
              {.doc = "At least one; \"*\" for all.", .required = true, .minLength = 1, .maxLength = 64}),
        field("expires_at", &T::expiresAt, {.doc = "Never, where it is left out.", .aliases = {"expiresAt"}}),
        field("renew", &T::renew, {.doc = "Replace the token of this name, if there is one."}),
        field("active", &T::active, {}),
    };
};

struct AccessTokenCreated {
    std::int64_t id = 0;
    std::string token;

    bool operator==(const AccessTokenCreated &) const = default;
};

template <>
struct schema::Description<AccessTokenCreated> {
    using T = AccessTokenCreated;
    static constexpr std::string_view name = "AccessTokenCreated";
    static constexpr std::string_view doc = "A new token; its text is told here only.";
    static constexpr auto fields = std::tuple{
        field("id", &T::id, {.required = true}),
        field("token", &T::token, {.required = true}),
    };
};

/// The body of PATCH .../tokens/{id}: what is left out stays.
struct AccessTokenUpdate {
    std::optional<bool> active;
    std::optional<std::vector<std::string>> scopes;

    bool operator==(const AccessTokenUpdate &) const = default;
};

template <>
struct schema::Description<AccessTokenUpdate> {
    using T = AccessTokenUpdate;
    static constexpr std::string_view name = "AccessTokenUpdate";
    static constexpr std::string_view doc = "What shall be changed in a token.";
    static constexpr auto fields = std::tuple{
        field("active", &T::active, {.aliases = {"isActive"}}),
        field("scopes", &T::scopes, {.minLength = 1, .maxLength = 64}),
    };
};

} // namespace portolan
