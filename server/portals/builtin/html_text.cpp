// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/builtin/html_text.h"

#include "core/base/ascii.h"

#include <algorithm>
#include <array>
#include <format>

namespace portolan::portals {

namespace {

bool startsWithScheme(std::string_view address, std::string_view scheme)
{
    return address.size() > scheme.size()
           && std::ranges::equal(address.substr(0, scheme.size()), scheme, {}, toLowerAscii);
}

/// As browsers would do, but before the scheme is looked at: what they skip (blanks, tabs, line ends) can hide none.
std::string percentEncodedAddress(std::string_view address)
{
    constexpr std::string_view kept = "-._~:/?#[]@!$&'()*+,;=%";
    std::string encoded;
    for (const char character : withoutBlanks(address)) {
        const auto byte = static_cast<unsigned char>(character);
        const bool isPlain = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z')
                             || (byte >= 'A' && byte <= 'Z') || kept.contains(character);
        if (isPlain)
            encoded += character;
        else
            encoded += std::format("%{:02X}", byte);
    }
    return encoded;
}

} // namespace

std::string_view withoutBlanks(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    return text.substr(0, text.find_last_not_of(blanks) + 1);
}

std::string escapedHtml(std::string_view text)
{
    std::string escaped;
    escaped.reserve(text.size() + text.size() / 8);
    for (const char character : text) {
        switch (character) {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        case '\'':
            escaped += "&#39;";
            break;
        case '\n':
        case '\t':
            escaped += character;
            break;
        default:
            if (static_cast<unsigned char>(character) < 0x20 || character == 0x7f)
                escaped += "\xEF\xBF\xBD";
            else
                escaped += character;
        }
    }
    return escaped;
}

std::optional<std::string> webAddress(std::string_view address)
{
    auto encoded = percentEncodedAddress(address);
    if (startsWithScheme(encoded, "https://") || startsWithScheme(encoded, "http://"))
        return encoded;
    return {};
}

std::optional<std::string> linkTarget(std::string_view address)
{
    auto encoded = percentEncodedAddress(address);
    if (startsWithScheme(encoded, "mailto:") || startsWithScheme(encoded, "#"))
        return encoded;
    return webAddress(address);
}

std::optional<std::string> imageData(std::string_view address)
{
    constexpr auto types = std::to_array<std::string_view>({"png", "jpeg", "gif", "webp"});
    constexpr std::string_view base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
    for (const auto type : types) {
        const auto head = std::format("data:image/{};base64,", type);
        if (startsWithScheme(address, head) && address.find_first_not_of(base64, head.size()) == address.npos)
            return std::string(address);
    }
    return {};
}

} // namespace portolan::portals
