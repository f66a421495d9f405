// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// A user's password, as the store keeps it; apart from the user, whose version failed logins shall not change.
struct Password {
    std::string username;
    std::string hash;     ///< PHC string: "$argon2id$v=19$m=...,t=...,p=...$SALT$HASH"
    int failures = 0;     ///< in a row
    Time lockedUntil = {};

    bool operator==(const Password &) const = default;
};

template <>
struct schema::Description<Password> {
    static constexpr std::string_view name = "Password";
    static constexpr std::string_view doc = "A password as the store keeps it.";
    static constexpr auto fields = std::tuple{
        field("username", &Password::username, {.required = true}),
        field("hash", &Password::hash, {.required = true}),
        field("failures", &Password::failures, {}),
        field("lockedUntil", &Password::lockedUntil, {}),
    };
};

} // namespace portolan
