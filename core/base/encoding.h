// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace portolan {

[[nodiscard]] inline std::span<const std::byte> asBytes(std::string_view text)
{
    return std::as_bytes(std::span(text.data(), text.size()));
}

/// Lower-case hexadecimal.
[[nodiscard]] std::string toHex(std::span<const std::byte> bytes);

/// RFC 4648 section 5, without padding.
[[nodiscard]] std::string toBase64Url(std::span<const std::byte> bytes);
/// Accepts the text with or without padding; nothing else that is not of the alphabet.
[[nodiscard]] std::optional<std::string> fromBase64Url(std::string_view text);

/// RFC 4648 section 4, padded.
[[nodiscard]] std::string toBase64(std::span<const std::byte> bytes);

/// RFC 3986 section 2.1. A '%' without two hexadecimal digits, or a NUL, escaped or not, gives nothing.
/// `plusIsSpace`: as in application/x-www-form-urlencoded queries.
[[nodiscard]] std::optional<std::string> percentDecode(std::string_view text, bool plusIsSpace = false);
/// Escapes all but the unreserved characters of RFC 3986 section 2.3.
[[nodiscard]] std::string percentEncode(std::string_view text);

/// Whether the bytes are well-formed UTF-8 (no surrogates, no overlong forms).
[[nodiscard]] bool isUtf8(std::string_view text);

} // namespace portolan
