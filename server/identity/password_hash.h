// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/base/random.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace portolan::identity {

/// How much work a hash takes: RFC 9106, and what OWASP asks for at least.
struct Argon2 {
    std::uint32_t memoryKib = 19 * 1024;
    std::uint32_t passes = 2;
    std::uint32_t lanes = 1;

    bool operator==(const Argon2 &) const = default;
};

/// "$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH" (PHC string, base64 without padding). Takes tens of milliseconds.
[[nodiscard]] Result<std::string> hashPassword(std::string_view password, Random &random, Argon2 work = {});

/// Whether this is the password. Takes as long as the hash took. Internal for a hash that is none.
[[nodiscard]] Result<bool> verifyPassword(std::string_view password, std::string_view hash);

/// Whether a hash was made with less work than is asked for today.
[[nodiscard]] bool isOutdated(std::string_view hash, Argon2 work = {});

} // namespace portolan::identity
