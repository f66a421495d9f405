// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/base/text_pattern.h"

#include "core/base/ascii.h"

#include <algorithm>
#include <charconv>
#include <format>
#include <optional>

namespace portolan {

namespace {

constexpr std::size_t endless = 8; ///< how often more than it must something repeats that may do so for ever
constexpr int deepest = 20;        ///< groups within groups

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

bool isWord(char c)
{
    return isLowerOrDigit(toLowerAscii(c)) || c == '_';
}

template <class Predicate>
std::string allThat(Predicate matches)
{
    std::string characters;
    for (char c = ' '; c == ' ' || isVisibleAscii(c); ++c)
        if (matches(c))
            characters += c;
    return characters;
}

/// What a backslash and this letter stand for; nothing where it is a character like any other.
std::optional<std::string> namedClass(char letter)
{
    switch (letter) {
    case 'd':
        return allThat(isDigit);
    case 'D':
        return allThat(std::not_fn(isDigit));
    case 'w':
        return allThat(isWord);
    case 'W':
        return allThat(std::not_fn(isWord));
    case 's':
        return " ";
    case 'S':
        return allThat([](char c) { return c != ' '; });
    default:
        return std::nullopt;
    }
}

} // namespace

class TextPattern::Parser
{
public:
    explicit Parser(std::string_view expression) : m_left(expression), m_size(expression.size()) {}

    Result<std::vector<Sequence>> parse()
    {
        take('^');
        auto alternatives = alternation();
        if (m_error.empty() && !m_left.empty())
            refuse("a ) without its (");
        if (m_error.empty() && m_length > longest)
            m_error = std::format("what it gives could have more than {} characters", longest);
        if (!m_error.empty())
            return fail(ErrorCode::InvalidArgument, std::move(m_error));
        return alternatives;
    }

private:
    /// Sets m_length to that of the longest text.
    std::vector<Sequence> alternation()
    {
        std::vector<Sequence> alternatives;
        std::size_t length = 0;
        do {
            alternatives.push_back(sequence());
            length = std::max(length, m_length);
        } while (take('|'));
        m_length = length;
        return alternatives;
    }

    Sequence sequence()
    {
        Sequence parts;
        std::size_t length = 0;
        while (m_error.empty() && !m_left.empty() && m_left.front() != '|' && m_left.front() != ')') {
            if (m_left == "$") {
                m_left = {};
                break;
            }
            parts.push_back(atom());
            repeat(parts.back());
            // What gives nothing counts as well: it takes its time. Far above what is allowed it counts no further.
            length = std::min(length + std::max<std::size_t>(m_length, 1) * parts.back().most, longest * longest);
        }
        m_length = length;
        return parts;
    }

    Part atom()
    {
        const char c = next();
        m_length = 1;
        switch (c) {
        case '(':
            return group();
        case '[':
            return {.characters = characterClass(), .alternatives = {}};
        case '.':
            return {.characters = allThat([](char) { return true; }), .alternatives = {}};
        case '\\':
            return {.characters = escaped(), .alternatives = {}};
        case '*':
        case '+':
        case '?':
        case '{':
            refuse(std::format("a {} that repeats nothing", c));
            break;
        case '^':
        case '$':
            refuse(std::format("a {} within it", c));
            break;
        default:
            checkCharacter(c);
        }
        return {.characters = std::string(1, c), .alternatives = {}};
    }

    Part group()
    {
        if (take('?') && !(take(':')))
            refuse("a group of a kind that nothing can be made from");
        if (++m_depth > deepest)
            refuse("too many groups within groups");
        if (!m_error.empty())
            return {};
        Part part{.characters = {}, .alternatives = alternation()};
        --m_depth;
        if (m_error.empty() && !take(')'))
            refuse("a ( without its )");
        return part;
    }

    std::string escaped()
    {
        if (m_left.empty()) {
            refuse("a \\ with nothing after it");
            return {};
        }
        const char c = next();
        if (auto named = namedClass(c))
            return std::move(*named);
        if (isWord(c) && c != '_')
            refuse(std::format("\\{}, which is not known here", c));
        checkCharacter(c);
        return std::string(1, c);
    }

    std::string characterClass()
    {
        const bool isOpposite = take('^');
        std::string characters;
        bool isFirst = true;
        while (m_error.empty() && !m_left.empty() && (isFirst || m_left.front() != ']')) {
            isFirst = false;
            const char c = next();
            std::string some = c == '\\' ? escaped() : std::string(1, c);
            if (some.size() == 1 && m_left.size() > 1 && m_left[0] == '-' && m_left[1] != ']') {
                next();
                const char end = next();
                const std::string upTo = end == '\\' ? escaped() : std::string(1, end);
                if (m_error.empty() && (upTo.size() != 1 || upTo[0] < some[0]))
                    refuse("a range that ends before it begins");
                if (m_error.empty())
                    some = allThat([from = some[0], to = upTo[0]](char one) { return one >= from && one <= to; });
            }
            for (const char one : some)
                checkCharacter(one);
            characters += some;
        }
        if (m_error.empty() && !take(']'))
            refuse("a [ without its ]");
        // Each once, so that the choice is even.
        std::string chosen = allThat([&](char c) { return characters.contains(c) != isOpposite; });
        if (m_error.empty() && chosen.empty())
            refuse("a class of no characters");
        return chosen;
    }

    void repeat(Part &part)
    {
        if (!m_error.empty())
            return;
        if (take('?')) {
            part.least = 0;
        } else if (take('*')) {
            part.least = 0;
            part.most = endless;
        } else if (take('+')) {
            part.most = endless + 1;
        } else if (take('{')) {
            part.least = number();
            part.most = part.least;
            if (take(','))
                part.most = m_left.starts_with('}') ? part.least + endless : number();
            if (m_error.empty() && (!take('}') || part.most < part.least))
                refuse("a repetition that is none");
        } else {
            return;
        }
        take('?'); // Whether it would rather have less of it says nothing here.
    }

    std::size_t number()
    {
        std::size_t value = 0;
        const auto [end, error] = std::from_chars(m_left.data(), m_left.data() + m_left.size(), value);
        if (error != std::errc() || value > longest) {
            refuse(std::format("a repetition that is no number up to {}", longest));
            return 0;
        }
        m_left.remove_prefix(static_cast<std::size_t>(end - m_left.data()));
        return value;
    }

    void checkCharacter(char c)
    {
        if (c != ' ' && !isVisibleAscii(c))
            refuse("something else than printable ASCII");
    }

    char next()
    {
        const char c = m_left.front();
        m_left.remove_prefix(1);
        return c;
    }

    bool take(char wanted)
    {
        if (!m_left.starts_with(wanted))
            return false;
        m_left.remove_prefix(1);
        return true;
    }

    void refuse(std::string what)
    {
        if (m_error.empty())
            m_error = std::format("has {}, before character {}", what, m_size - m_left.size() + 1);
    }

    std::string_view m_left;
    std::size_t m_size;
    std::size_t m_length = 0; ///< of the longest text that what was read last gives
    int m_depth = 0;
    std::string m_error;
};

Result<TextPattern> TextPattern::parse(std::string_view expression)
{
    auto alternatives = Parser(expression).parse();
    if (!alternatives)
        return std::unexpected(std::move(alternatives.error()));
    TextPattern pattern;
    pattern.m_alternatives = std::move(*alternatives);
    return pattern;
}

std::string TextPattern::sample(Random &random) const
{
    std::string text;
    append(m_alternatives, random, text);
    return text;
}

void TextPattern::append(const std::vector<Sequence> &alternatives, Random &random, std::string &text)
{
    for (const Part &part : alternatives[random.below(alternatives.size())]) {
        const std::size_t times = part.least + random.below(part.most - part.least + 1);
        for (std::size_t time = 0; time < times; ++time) {
            if (part.alternatives.empty())
                text += part.characters[random.below(part.characters.size())];
            else
                append(part.alternatives, random, text);
        }
    }
}

} // namespace portolan
