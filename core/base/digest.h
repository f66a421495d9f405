// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <string_view>

namespace portolan {

/// Lower-case hexadecimal SHA-256.
[[nodiscard]] std::string sha256Hex(std::string_view bytes);

/// Lower-case hexadecimal HMAC with SHA-256 (RFC 2104).
[[nodiscard]] std::string hmacSha256Hex(std::string_view key, std::string_view bytes);

/// Takes the same time wherever the difference is; only the lengths may be learnt from it.
[[nodiscard]] bool equalInConstantTime(std::string_view left, std::string_view right);

} // namespace portolan
