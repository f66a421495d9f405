// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/runtime/agent/program/json.h"

#include "core/base/encoding.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <format>
#include <optional>

namespace portolan::runtime::agent {

namespace {

constexpr int maxDepth = 32;

void appendUtf8(std::string &text, std::uint32_t point)
{
    if (point < 0x80) {
        text += static_cast<char>(point);
        return;
    }
    const int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    constexpr std::uint32_t lead[] = {0, 0xc0, 0xe0, 0xf0};
    text += static_cast<char>(lead[more] | point >> (6 * more));
    for (int i = more - 1; i >= 0; --i)
        text += static_cast<char>(0x80 | (point >> (6 * i) & 0x3f));
}

void appendString(std::string &text, std::string_view value)
{
    text += '"';
    for (const char c : value) {
        if (c == '"' || c == '\\') {
            text += '\\';
            text += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            std::format_to(std::back_inserter(text), "\\u{:04x}", static_cast<unsigned>(c));
        } else {
            text += c;
        }
    }
    text += '"';
}

/// Recursive descent over the text; the first mistake ends it.
class Parser
{
public:
    explicit Parser(std::string_view text) : m_text(text) {}

    Result<Json> document()
    {
        if (!isUtf8(m_text))
            return fail(ErrorCode::InvalidArgument, "the JSON is not UTF-8");
        auto parsed = value(0);
        skipSpace();
        if (parsed && m_at != m_text.size())
            parsed.reset();
        if (!parsed)
            return fail(ErrorCode::InvalidArgument, std::format("malformed JSON at byte {}", m_at));
        return std::move(*parsed);
    }

private:
    std::optional<Json> value(int depth)
    {
        skipSpace();
        if (m_at == m_text.size() || depth > maxDepth)
            return std::nullopt;
        switch (m_text[m_at]) {
        case '{':
            return object(depth);
        case '[':
            return array(depth);
        case '"':
            if (auto text = string())
                return Json(std::move(*text));
            return std::nullopt;
        case 't':
            return literal("true", Json(true));
        case 'f':
            return literal("false", Json(false));
        case 'n':
            return literal("null", Json());
        default:
            return number();
        }
    }

    std::optional<Json> object(int depth)
    {
        Json::Object members;
        ++m_at;
        if (accept('}'))
            return Json(std::move(members));
        do {
            skipSpace();
            auto name = string();
            if (!name || !accept(':'))
                return std::nullopt;
            if (std::ranges::any_of(members, [&](const Json::Member &other) { return other.name == *name; }))
                return std::nullopt;
            auto member = value(depth + 1);
            if (!member)
                return std::nullopt;
            members.push_back({std::move(*name), std::move(*member)});
        } while (accept(','));
        return accept('}') ? std::optional(Json(std::move(members))) : std::nullopt;
    }

    std::optional<Json> array(int depth)
    {
        Json::Array items;
        ++m_at;
        if (accept(']'))
            return Json(std::move(items));
        do {
            auto item = value(depth + 1);
            if (!item)
                return std::nullopt;
            items.push_back(std::move(*item));
        } while (accept(','));
        return accept(']') ? std::optional(Json(std::move(items))) : std::nullopt;
    }

    std::optional<std::string> string()
    {
        if (m_at == m_text.size() || m_text[m_at] != '"')
            return std::nullopt;
        std::string text;
        for (++m_at; m_at < m_text.size(); ++m_at) {
            const char c = m_text[m_at];
            if (c == '"') {
                ++m_at;
                return text;
            }
            if (static_cast<unsigned char>(c) < 0x20)
                return std::nullopt;
            if (c != '\\')
                text += c;
            else if (!escape(text))
                return std::nullopt;
        }
        return std::nullopt;
    }

    /// At a backslash; leaves at the last character of the escape.
    bool escape(std::string &text)
    {
        if (++m_at == m_text.size())
            return false;
        constexpr std::string_view names = "\"\\/bfnrt";
        constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
        if (const auto index = names.find(m_text[m_at]); index != std::string_view::npos) {
            text += meanings[index];
            return true;
        }
        if (m_text[m_at] != 'u')
            return false;
        auto point = hex4();
        if (point && *point >= 0xd800 && *point < 0xdc00) {
            if (m_text.substr(m_at + 1, 2) != "\\u")
                return false;
            m_at += 2;
            const auto low = hex4();
            if (!low || *low < 0xdc00 || *low >= 0xe000)
                return false;
            point = 0x10000 + ((*point - 0xd800) << 10) + (*low - 0xdc00);
        } else if (point && *point >= 0xdc00 && *point < 0xe000) {
            return false;
        }
        if (point)
            appendUtf8(text, *point);
        return point.has_value();
    }

    /// At the character before four hexadecimal digits; leaves at the last of them.
    std::optional<std::uint32_t> hex4()
    {
        const std::string_view digits = m_text.substr(std::min(m_at + 1, m_text.size()), 4);
        std::uint32_t point = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), point, 16);
        if (error != std::errc() || digits.size() != 4 || end != digits.data() + 4)
            return std::nullopt;
        m_at += 4;
        return point;
    }

    std::optional<Json> number()
    {
        const std::size_t start = m_at;
        const auto digits = [this] {
            const std::size_t first = m_at;
            while (m_at < m_text.size() && m_text[m_at] >= '0' && m_text[m_at] <= '9')
                ++m_at;
            return m_at - first;
        };
        const auto at = [this](std::string_view any) {
            const bool found = m_at < m_text.size() && any.contains(m_text[m_at]);
            m_at += found ? 1 : 0;
            return found;
        };
        at("-");
        const std::size_t whole = m_at;
        if (const auto count = digits(); count == 0 || (count > 1 && m_text[whole] == '0'))
            return std::nullopt;
        bool integer = true;
        if (at(".")) {
            integer = false;
            if (digits() == 0)
                return std::nullopt;
        }
        if (at("eE")) {
            integer = false;
            at("+-");
            if (digits() == 0)
                return std::nullopt;
        }
        const char *const begin = m_text.data() + start;
        const char *const end = m_text.data() + m_at;
        if (integer) {
            std::int64_t parsed = 0;
            return std::from_chars(begin, end, parsed).ec == std::errc() ? std::optional(Json(parsed)) : std::nullopt;
        }
        double parsed = 0;
        return std::from_chars(begin, end, parsed).ec == std::errc() ? std::optional(Json(parsed)) : std::nullopt;
    }

    std::optional<Json> literal(std::string_view word, Json meaning)
    {
        if (!m_text.substr(m_at).starts_with(word))
            return std::nullopt;
        m_at += word.size();
        return meaning;
    }

    void skipSpace()
    {
        while (m_at < m_text.size() && std::string_view(" \t\r\n").contains(m_text[m_at]))
            ++m_at;
    }

    bool accept(char c)
    {
        skipSpace();
        if (m_at == m_text.size() || m_text[m_at] != c)
            return false;
        ++m_at;
        return true;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
};

} // namespace

Result<Json> Json::parse(std::string_view text)
{
    return Parser(text).document();
}

std::string Json::toText() const
{
    std::string text;
    appendTo(text);
    return text;
}

void Json::appendTo(std::string &text) const
{
    if (const auto *boolean = get<bool>()) {
        text += *boolean ? "true" : "false";
    } else if (const auto *whole = get<std::int64_t>()) {
        text += std::to_string(*whole);
    } else if (const auto *real = get<double>()) {
        const std::string number = std::isfinite(*real) ? std::format("{}", *real) : "null";
        text += number;
        if (number.find_first_not_of("-0123456789") == number.npos)
            text += ".0"; // or it would be read as a whole number, which has other bounds and no -0
    } else if (const auto *string = get<std::string>()) {
        appendString(text, *string);
    } else if (const auto *array = get<Array>()) {
        text += '[';
        for (const Json &item : *array) {
            if (&item != array->data())
                text += ',';
            item.appendTo(text);
        }
        text += ']';
    } else if (const auto *object = get<Object>()) {
        text += '{';
        for (const Member &member : *object) {
            if (&member != object->data())
                text += ',';
            appendString(text, member.name);
            text += ':';
            member.value.appendTo(text);
        }
        text += '}';
    } else {
        text += "null";
    }
}

std::string toUtf8(std::string_view text)
{
    if (isUtf8(text))
        return std::string(text);
    std::string clean;
    while (!text.empty()) {
        std::size_t length = 1;
        while (length <= 4 && length <= text.size() && !isUtf8(text.substr(0, length)))
            ++length;
        if (length <= 4 && length <= text.size()) {
            clean += text.substr(0, length);
            text.remove_prefix(length);
        } else {
            clean += "\uFFFD";
            text.remove_prefix(1);
        }
    }
    return clean;
}

} // namespace portolan::runtime::agent
