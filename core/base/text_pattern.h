// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/base/random.h"

#include <string>
#include <string_view>
#include <vector>

namespace portolan {

/// A regular expression that texts are made from, rather than compared with: "[A-Z]{2}-[0-9]{4}" gives "QX-0412". It has
/// characters, `.`, classes, \d \w \s and their opposites, groups, `|`, and `? * + {n} {n,m} {n,}`; what repeats without end
/// does so eight times more at most. ASCII only, and printable: nothing else is made. A value.
class TextPattern
{
public:
    static constexpr std::size_t longest = 4096; ///< bytes of what is made

    /// InvalidArgument for what is no such expression, or could become too long; says where.
    [[nodiscard]] static Result<TextPattern> parse(std::string_view expression);

    /// Each choice is even. With a SystemRandom fit for secrets.
    [[nodiscard]] std::string sample(Random &random) const;

private:
    struct Part;
    using Sequence = std::vector<Part>;
    /// What is repeated: one of the characters, or one of the alternatives.
    struct Part {
        std::string characters;
        std::vector<Sequence> alternatives;
        std::size_t least = 1;
        std::size_t most = 1;
    };
    class Parser;

    static void append(const std::vector<Sequence> &alternatives, Random &random, std::string &text);

    std::vector<Sequence> m_alternatives;
};

} // namespace portolan
