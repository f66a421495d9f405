// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// The body of POST /api/v1/auth/login.
struct PasswordLogin {
    std::string username;
    std::string password;

    bool operator==(const PasswordLogin &) const = default;
};

template <>
struct schema::Description<PasswordLogin> {
    static constexpr std::string_view name = "PasswordLogin";
    static constexpr std::string_view doc = "A name and its password.";
    static constexpr auto fields = std::tuple{
        field("username", &PasswordLogin::username, {.required = true, .minLength = 1, .maxLength = 254}),
        field("password", &PasswordLogin::password, {.required = true, .minLength = 1, .maxLength = 1024}),
    };
};

} // namespace portolan
