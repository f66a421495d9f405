// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/portals/builtin/instruction_variables.h"

namespace portolan::portals {

struct MarkdownHtml {
    std::string html;
    std::string heading; ///< the text of the first one; empty where there is none
};

/// One text as HTML, by the rules that renderInstructions() tells. Headings begin at h2: h1 is the workshop's title.
[[nodiscard]] Result<MarkdownHtml> markdownToHtml(const VariableMarks &text, const InstructionLimits &limits);

} // namespace portolan::portals
