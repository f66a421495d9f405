// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/utf8_splitter.h"

#include "core/base/encoding.h"

#include <utility>

namespace portolan {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

std::size_t lengthByFirstByte(unsigned char first)
{
    return first < 0x80                     ? 1
           : first >= 0xC2 && first <= 0xDF ? 2
           : first >= 0xE0 && first <= 0xEF ? 3
           : first >= 0xF0 && first <= 0xF4 ? 4
                                            : 0;
}

/// Whether more bytes could make a character of it: any completion does, so the first two bytes decide.
bool canBecomeWhole(std::string_view begun)
{
    static constexpr std::string_view fillers[] = {"\x80", "\xBF"};
    const std::size_t length = lengthByFirstByte(static_cast<unsigned char>(begun.front()));
    if (length <= begun.size())
        return false;
    for (const std::string_view second : fillers) {
        std::string candidate(begun);
        if (candidate.size() < 2)
            candidate += second;
        candidate.resize(length, '\x80');
        if (isUtf8(candidate))
            return true;
    }
    return false;
}

} // namespace

std::string Utf8Splitter::push(std::string_view bytes)
{
    const std::string text = std::exchange(m_held, {}) + std::string(bytes);
    if (isUtf8(text))
        return text;
    std::string whole;
    whole.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = lengthByFirstByte(static_cast<unsigned char>(text[at]));
        const std::string_view rest = std::string_view(text).substr(at);
        if (length > 0 && rest.size() >= length && isUtf8(rest.substr(0, length))) {
            whole += rest.substr(0, length);
            at += length;
        } else if (rest.size() < 4 && length > rest.size() && canBecomeWhole(rest)) {
            m_held = rest;
            break;
        } else {
            whole += replacement;
            ++at;
        }
    }
    return whole;
}

std::string Utf8Splitter::finish()
{
    return std::exchange(m_held, {}).empty() ? std::string() : std::string(replacement);
}

} // namespace portolan
