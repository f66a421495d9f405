// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/builtin/instruction_variables.h"

#include <charconv>
#include <format>
#include <optional>
#include <set>

namespace portolan::portals {

namespace {

struct Reference {
    std::string_view name;
    std::size_t length = 0; ///< of all of it, from its first character
};

void skipBlanks(std::string_view &text)
{
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
}

bool skip(std::string_view &text, std::string_view word)
{
    if (!text.starts_with(word))
        return false;
    text.remove_prefix(word.size());
    return true;
}

std::string_view takeName(std::string_view &text)
{
    constexpr std::string_view characters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    const auto name = text.substr(0, text.find_first_not_of(characters));
    text.remove_prefix(name.size());
    return name;
}

/// `{{< param NAME >}}` and `{{% param "NAME" %}}` of Hugo.
std::optional<Reference> shortcodeAt(std::string_view text)
{
    const auto whole = text.size();
    const bool percent = text.starts_with("{{%");
    if (!skip(text, percent ? "{{%" : "{{<"))
        return {};
    skipBlanks(text);
    if (!skip(text, "param") || text.find_first_of(" \t") != 0)
        return {};
    skipBlanks(text);
    const bool quoted = skip(text, "\"");
    const auto name = takeName(text);
    if (name.empty() || (quoted && !skip(text, "\"")))
        return {};
    skipBlanks(text);
    if (!skip(text, percent ? "%}}" : ">}}"))
        return {};
    return Reference{.name = name, .length = whole - text.size()};
}

std::optional<Reference> referenceAt(std::string_view text)
{
    if (text.starts_with("{{"))
        return shortcodeAt(text);
    const auto whole = text.size();
    if (!skip(text, "$("))
        return {};
    const auto name = takeName(text);
    if (name.empty() || !skip(text, ")"))
        return {};
    return Reference{.name = name, .length = whole - text.size()};
}

/// "v0q", or with the first number that makes a word which is nowhere in the text.
std::string freeWord(std::string_view text)
{
    std::set<std::size_t> taken;
    for (auto at = text.find('v'); at != text.npos; at = text.find('v', at + 1)) {
        std::size_t number = 0;
        const auto *begin = text.data() + at + 1;
        const auto read = std::from_chars(begin, text.data() + text.size(), number);
        if (read.ec == std::errc() && read.ptr != text.data() + text.size() && *read.ptr == 'q')
            taken.insert(number);
    }
    std::size_t free = 0;
    while (taken.contains(free))
        ++free;
    return std::format("v{}q", free);
}

} // namespace

VariableMarks::VariableMarks(std::string_view text, const InstructionVariables &variables) : m_prefix(freeWord(text))
{
    while (!text.empty()) {
        const auto plain = text.substr(0, text.find_first_of("{$"));
        m_marked += plain;
        text.remove_prefix(plain.size());
        const auto reference = referenceAt(text);
        const auto variable = reference ? variables.find(reference->name) : variables.end();
        if (variable != variables.end()) {
            m_marked += m_prefix + std::to_string(m_values.size()) + "z";
            m_values.push_back(&variable->second);
            m_valueBytes += variable->second.size();
            text.remove_prefix(reference->length);
        } else if (!text.empty()) {
            m_marked += text.front();
            text.remove_prefix(1);
        }
    }
}

std::string VariableMarks::fill(std::string_view part) const
{
    std::string filled;
    for (auto at = part.find(m_prefix); at != part.npos; at = part.find(m_prefix)) {
        filled += part.substr(0, at);
        part.remove_prefix(at + m_prefix.size());
        std::size_t index = m_values.size();
        const auto number = std::from_chars(part.data(), part.data() + part.size(), index);
        const auto digits = static_cast<std::size_t>(number.ptr - part.data());
        if (number.ec == std::errc() && index < m_values.size() && part.substr(digits).starts_with('z')) {
            filled += *m_values[index];
            part.remove_prefix(digits + 1);
        } else {
            filled += m_prefix; // half a word, where something was cut
        }
    }
    return filled.append(part);
}

} // namespace portolan::portals
