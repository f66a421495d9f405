// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/portals/builtin/instructions.h"

#include <string_view>

namespace portolan::portals {

/// Puts the values of variables where a text names them, in two steps with the parsers of Markdown and YAML in between: they
/// see a word of letters and digits in place of each variable, so that no value can be read as syntax.
class VariableMarks
{
public:
    /// Marks the variables of one text; `variables` must outlive this.
    VariableMarks(std::string_view text, const InstructionVariables &variables);

    /// The text with a word in place of each known variable that it names.
    [[nodiscard]] const std::string &marked() const { return m_marked; }
    /// The values in place of the words, in any part of the marked text. Values are not looked at again.
    [[nodiscard]] std::string fill(std::string_view part) const;

    /// Of all values that the text names, each time it does: by so much it can grow.
    [[nodiscard]] std::size_t valueBytes() const { return m_valueBytes; }

private:
    std::string m_prefix; ///< occurs nowhere in the text
    std::string m_marked;
    std::vector<const std::string *> m_values;
    std::size_t m_valueBytes = 0;
};

} // namespace portolan::portals
