// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// Public keys that check signed tokens (RFC 7517), as /.well-known/jwks.json tells them: their members by name.
struct Jwks {
    std::vector<std::map<std::string, std::string>> keys;
};

template <>
struct schema::Description<Jwks> {
    static constexpr std::string_view name = "Jwks";
    static constexpr std::string_view doc = "The keys that signed tokens are checked with (RFC 7517).";
    static constexpr auto fields = std::tuple{field("keys", &Jwks::keys, {.required = true})};
};

} // namespace portolan
