// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/schema/yaml_writer.h"

#include <array>

namespace portolan {

namespace {

constexpr std::size_t indentStep = 2;

/// What some reader takes for something else than text: the core schema of YAML 1.2 (section 10.3.2), and YAML 1.1.
bool isWordOfYaml(std::string_view text)
{
    static constexpr std::array<std::string_view, 12> words{"null", "true", "false", "yes",  "no",   "on",
                                                            "off",  "y",    "n",     ".inf", ".nan", "~"};
    std::string small(text);
    std::ranges::transform(small, small.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return std::ranges::contains(words, small);
}

/// Numbers of all bases, times and dates; "1.2.3" as well, which costs two quotes.
bool looksLikeNumber(std::string_view text)
{
    return std::string_view("0123456789+-.").contains(text.front())
           && text.find_first_not_of("0123456789abcdefABCDEF+-._:xXoO") == text.npos;
}

/// Control characters, and the line breaks and marks that YAML 1.1 or yaml-cpp does not keep: U+0085, U+2028, U+2029,
/// U+FEFF.
bool hasUnprintable(std::string_view text)
{
    const auto isControl = [](char c) {
        return (static_cast<unsigned char>(c) < ' ' && c != '\n' && c != '\t') || c == '\x7f';
    };
    return std::ranges::any_of(text, isControl) || text.contains("\xc2\x85") || text.contains("\xe2\x80\xa8")
           || text.contains("\xe2\x80\xa9") || text.contains("\xef\xbb\xbf");
}

bool mayBePlain(std::string_view text)
{
    if (text.empty() || isWordOfYaml(text) || looksLikeNumber(text) || hasUnprintable(text)
        || text.find_first_of("\n\t") != text.npos)
        return false;
    if (std::string_view("-?:,[]{}#&*!|>'\"%@`= <").contains(text.front()) || text.back() == ' ' || text.back() == ':')
        return false;
    return !text.contains(": ") && !text.contains(" #") && !text.starts_with("...");
}

std::string quoted(std::string_view text)
{
    std::string out = "\"";
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const auto escaped = [&](std::string_view bytes, std::string_view escape) {
            if (!text.substr(at).starts_with(bytes))
                return false;
            out += escape;
            at += bytes.size() - 1;
            return true;
        };
        if (escaped("\"", "\\\"") || escaped("\\", "\\\\") || escaped("\n", "\\n") || escaped("\t", "\\t")
            || escaped("\r", "\\r") || escaped("\xc2\x85", "\\u0085") || escaped("\xe2\x80\xa8", "\\u2028")
            || escaped("\xe2\x80\xa9", "\\u2029") || escaped("\xef\xbb\xbf", "\\uFEFF"))
            continue;
        if (static_cast<unsigned char>(c) < ' ' || c == '\x7f')
            out += std::format("\\x{:02X}", static_cast<unsigned>(c));
        else
            out += c;
    }
    return out + '"';
}

/// Whether a literal block (section 8.1.2) keeps it: its lines are counted by their indentation, so that the first must
/// have none of its own, and what is blank at the end is kept by a rule of its own.
bool mayBeBlock(std::string_view text)
{
    constexpr std::string_view blank = " \t\n";
    if (!text.contains('\n') || hasUnprintable(text) || blank.contains(text.front()))
        return false;
    return !blank.contains(text[text.find_last_not_of('\n')]);
}

class YamlWriter
{
public:
    /// A map or a list whose lines begin at `indent`; `inLine`: the first of them goes on behind "- ".
    void writeBlock(JsonValue value, std::size_t indent, bool inLine)
    {
        bool first = inLine;
        const auto begin = [&] {
            if (!std::exchange(first, false))
                m_text.append(indent, ' ');
        };
        value.forEachMember([&](std::string_view key, JsonValue member) {
            begin();
            m_text += (mayBePlain(key) ? std::string(key) : quoted(key)) + ':';
            writeBehindKey(member, indent);
        });
        value.forEachElement([&](std::size_t, JsonValue element) {
            begin();
            m_text += '-';
            if (isBlock(element)) {
                m_text += ' ';
                writeBlock(element, indent + indentStep, true);
            } else {
                writeScalar(element, indent);
            }
        });
    }

    void writeRoot(JsonValue value)
    {
        if (isBlock(value))
            return writeBlock(value, 0, false);
        writeScalar(value, 0);
        m_text.erase(0, 1); // the space
    }

    void writeBehindKey(JsonValue value, std::size_t indent)
    {
        if (!isBlock(value))
            return writeScalar(value, indent);
        m_text += '\n';
        writeBlock(value, indent + indentStep, false);
    }

    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    [[nodiscard]] static bool isBlock(JsonValue value) { return value.size() > 0; }

    /// Behind a colon or a hyphen, to the end of the line.
    void writeScalar(JsonValue value, std::size_t indent)
    {
        const auto text = value.toString();
        if (text && mayBeBlock(*text))
            return writeLiteral(*text, indent + indentStep);
        m_text += ' ';
        m_text += !text ? value.toJson() : mayBePlain(*text) ? std::string(*text) : quoted(*text);
        m_text += '\n';
    }

    void writeLiteral(std::string_view text, std::size_t indent)
    {
        const bool isEnded = text.ends_with('\n');
        m_text += !isEnded ? " |-\n" : text.ends_with("\n\n") ? " |+\n" : " |\n";
        if (isEnded)
            text.remove_suffix(1);
        while (true) {
            const auto length = std::min(text.find('\n'), text.size());
            if (length > 0)
                m_text.append(indent, ' ').append(text.substr(0, length));
            m_text += '\n';
            if (length == text.size())
                return;
            text.remove_prefix(length + 1);
        }
    }

    std::string m_text;
};

} // namespace

std::string yamlOf(JsonValue value)
{
    YamlWriter writer;
    writer.writeRoot(value);
    return writer.take();
}

std::string yamlBehindKey(JsonValue value, std::size_t indent)
{
    YamlWriter writer;
    writer.writeBehindKey(value, indent);
    return writer.take();
}

} // namespace portolan
