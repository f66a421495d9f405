// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/encoding.h"

#include <cstdint>
#include <cstring>

namespace portolan {

namespace {

constexpr std::string_view hexDigits = "0123456789abcdef";
constexpr std::string_view base64Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view base64UrlAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encodeBase64(std::span<const std::byte> bytes, std::string_view alphabet)
{
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const std::byte byte : bytes) {
        buffer = buffer << 8 | std::to_integer<std::uint32_t>(byte);
        for (bits += 8; bits >= 6; bits -= 6)
            text += alphabet[buffer >> (bits - 6) & 63];
    }
    if (bits > 0)
        text += alphabet[buffer << (6 - bits) & 63];
    return text;
}

int hexValue(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    const char lower = static_cast<char>(digit | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

} // namespace

std::string toHex(std::span<const std::byte> bytes)
{
    std::string text(bytes.size() * 2, '\0');
    auto digit = text.begin();
    for (const std::byte byte : bytes) {
        *digit++ = hexDigits[std::to_integer<unsigned>(byte) >> 4];
        *digit++ = hexDigits[std::to_integer<unsigned>(byte) & 15];
    }
    return text;
}

std::string toBase64Url(std::span<const std::byte> bytes)
{
    return encodeBase64(bytes, base64UrlAlphabet);
}

std::string toBase64(std::span<const std::byte> bytes)
{
    std::string text = encodeBase64(bytes, base64Alphabet);
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

std::optional<std::string> fromBase64Url(std::string_view text)
{
    if (const auto padding = text.find('='); padding != text.npos) {
        if (text.size() % 4 != 0 || text.size() - padding > 2
            || text.substr(padding).find_first_not_of('=') != text.npos)
            return std::nullopt;
        text = text.substr(0, padding);
    }
    if (text.size() % 4 == 1)
        return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t buffer = 0;
    int bits = 0;
    for (const char character : text) {
        const auto value = base64UrlAlphabet.find(character);
        if (value == base64UrlAlphabet.npos)
            return std::nullopt;
        buffer = buffer << 6 | static_cast<std::uint32_t>(value);
        if (bits += 6; bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>(buffer >> bits & 255);
        }
    }
    if ((buffer & ((1U << bits) - 1)) != 0)
        return std::nullopt; // Bits that say nothing must be zero, else two texts would name the same bytes.
    return bytes;
}

std::optional<std::string> percentDecode(std::string_view text, bool plusIsSpace)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '\0') {
            return std::nullopt;
        } else if (text[at] == '+' && plusIsSpace) {
            decoded += ' ';
        } else if (text[at] != '%') {
            decoded += text[at];
        } else {
            if (at + 2 >= text.size())
                return std::nullopt;
            const int high = hexValue(text[at + 1]);
            const int low = hexValue(text[at + 2]);
            if (high < 0 || low < 0 || (high == 0 && low == 0))
                return std::nullopt;
            decoded += static_cast<char>(high << 4 | low);
            at += 2;
        }
    }
    return decoded;
}

std::string percentEncode(std::string_view text)
{
    constexpr std::string_view unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    constexpr std::string_view upperDigits = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (const char character : text) {
        if (unreserved.contains(character)) {
            encoded += character;
        } else {
            encoded += '%';
            encoded += upperDigits[static_cast<unsigned char>(character) >> 4];
            encoded += upperDigits[static_cast<unsigned char>(character) & 15];
        }
    }
    return encoded;
}

bool isUtf8(std::string_view text)
{
    // The table of RFC 3629 section 4: what the byte after the first may be excludes overlong forms and surrogates.
    for (std::size_t at = 0; at < text.size();) {
        // Mostly it is ASCII, of which eight bytes are looked at together.
        constexpr std::uint64_t highBits = 0x8080'8080'8080'8080;
        if (std::uint64_t eight = 0; at + sizeof eight <= text.size()) {
            std::memcpy(&eight, text.data() + at, sizeof eight);
            if ((eight & highBits) == 0) {
                at += sizeof eight;
                continue;
            }
        }
        const auto byte = [&](std::size_t offset) {
            return at + offset < text.size() ? static_cast<unsigned char>(text[at + offset]) : 0U;
        };
        const unsigned first = byte(0);
        std::size_t length = 0;
        unsigned low = 0x80;
        unsigned high = 0xBF;
        if (first < 0x80) {
            ++at;
            continue;
        }
        if (first >= 0xC2 && first <= 0xDF) {
            length = 2;
        } else if (first >= 0xE0 && first <= 0xEF) {
            length = 3;
            low = first == 0xE0 ? 0xA0 : low;
            high = first == 0xED ? 0x9F : high;
        } else if (first >= 0xF0 && first <= 0xF4) {
            length = 4;
            low = first == 0xF0 ? 0x90 : low;
            high = first == 0xF4 ? 0x8F : high;
        } else {
            return false;
        }
        if (byte(1) < low || byte(1) > high)
            return false;
        for (std::size_t offset = 2; offset < length; ++offset)
            if (byte(offset) < 0x80 || byte(offset) > 0xBF)
                return false;
        at += length;
    }
    return true;
}

} // namespace portolan
