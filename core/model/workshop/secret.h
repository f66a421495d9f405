// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/workshop/checks.h"
#include "core/schema/describe.h"

namespace portolan {

/// What a Secret's manifest says: values by key. Of one that is in both maps, \c stringData counts.
struct SecretSpec {
    std::string type = "Opaque";
    std::map<std::string, std::string> data; ///< base64
    std::map<std::string, std::string> stringData;
};

/// A secret as the store keeps it.
struct Secret {
    struct Sealed {
        std::map<std::string, std::string> values; ///< by key, each sealed by the vault for this secret

        bool operator==(const Sealed &) const = default;
    };

    std::string name;
    std::string uid;
    std::int64_t generation = 1;
    Time created;
    Sealed spec;

    bool operator==(const Secret &) const = default;
};

/// A secret as the API tells it: never its values.
struct SecretDetails {
    std::string name;
    std::string type = "Opaque";
    std::vector<std::string> keys;
    std::int64_t generation = 1;
    Time created;
};

struct SecretList {
    std::vector<SecretDetails> secrets;
};

template <>
struct schema::Description<SecretSpec> {
    static constexpr std::string_view name = "SecretSpec";
    static constexpr std::string_view doc = "Values that nobody is told, by key.";
    static constexpr auto fields = std::tuple{
        field("type", &SecretSpec::type, {.check = refuseSecretType}),
        field("data", &SecretSpec::data, {.doc = "In base64.", .maxLength = 100}),
        field("stringData", &SecretSpec::stringData, {.doc = "As they are.", .maxLength = 100}),
    };

    static void check(const SecretSpec &secret, std::vector<FieldError> &errors)
    {
        for (const auto &[pointer, values] :
             {std::pair("/data", &secret.data), std::pair("/stringData", &secret.stringData)})
            for (const auto &[key, value] : *values)
                if (auto refusal = refuseSecretKey(key))
                    errors.push_back({pointer + pointerSegment(key), std::move(*refusal)});
    }
};

template <>
struct schema::Description<Secret::Sealed> {
    static constexpr std::string_view name = "SealedSecret";
    static constexpr std::string_view doc = "Values, sealed.";
    static constexpr auto fields = std::tuple{field("values", &Secret::Sealed::values, {})};
};

template <>
struct schema::Description<Secret> {
    static constexpr std::string_view name = "Secret";
    static constexpr std::string_view doc = "Values that nobody is told.";
    static constexpr auto fields = std::tuple{
        field("name", &Secret::name, {.required = true}),
        field("uid", &Secret::uid, {}),
        field("generation", &Secret::generation, {}),
        field("created", &Secret::created, {}),
        field("spec", &Secret::spec, {}),
    };
};

template <>
struct schema::Description<SecretDetails> {
    using S = SecretDetails;
    static constexpr std::string_view name = "SecretDetails";
    static constexpr std::string_view doc = "A secret, without its values.";
    static constexpr auto fields = std::tuple{
        field("name", &S::name, {.required = true, .column = {.title = "Secret"}}),
        field("type", &S::type, {.required = true}),
        field("keys", &S::keys, {.doc = "What it has values for.", .required = true, .column = {.title = "Keys"}}),
        field("generation", &S::generation, {.doc = "How often it was changed.", .required = true}),
        field("created", &S::created, {.required = true, .column = {.title = "Age"}}),
    };
};

template <>
struct schema::Description<SecretList> {
    static constexpr std::string_view name = "SecretList";
    static constexpr std::string_view doc = "The secrets.";
    static constexpr auto fields = std::tuple{field("secrets", &SecretList::secrets, {.required = true})};
};

} // namespace portolan
