// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace portolan::portals {

/// One page of a workshop's instructions as its author wrote it.
struct InstructionSource {
    std::string name;  ///< told in errors
    std::string title; ///< empty: that of the front matter, else the first heading, else the name
    std::string markdown;
};

/// The same page for the browser. `title` is text, `html` is markup of the tags and attributes below only.
struct InstructionPage {
    std::string name;
    std::string title;
    std::string html;

    bool operator==(const InstructionPage &) const = default;
};

/// Parameters of the session and its variables, by name. A value may be any text.
using InstructionVariables = std::map<std::string, std::string, std::less<>>;

struct InstructionLimits {
    std::size_t source = 1024 * 1024;   ///< bytes of all pages together, as written
    std::size_t html = 8 * 1024 * 1024; ///< bytes of all pages together, as shown
    std::size_t depth = 64;             ///< blocks and spans within each other
};

/// Markdown (CommonMark with tables, strikethrough and task lists) as HTML that can be put into the workshop page as it is.
///
/// - Nothing that the author or a variable says makes markup: HTML is shown as the text that it is.
/// - Links go to http, https, mailto and headings of the page (ids begin with "at-"); others become their text. Images are
///   data of PNG, JPEG, GIF or WebP; one from elsewhere becomes a link to it, so that the page loads nothing from others.
/// - `{{< param NAME >}}` and `$(NAME)` become the value of a variable, after the Markdown, and the YAML of actions, was
///   read. A name that is not known stays as it was written: `$(date)` is a command of the shell.
/// - Fenced blocks named like the clickable actions of Educates (instruction_actions.h) become buttons. One that is broken,
///   or that is not known here, becomes a block that says so.
///
/// InvalidArgument, with the page's name, for text that is not UTF-8 or nests too deeply; TooLarge for too much of it.
/// Reentrant.
[[nodiscard]] Result<std::vector<InstructionPage>> renderInstructions(const std::vector<InstructionSource> &pages,
                                                                      const InstructionVariables &variables,
                                                                      const InstructionLimits &limits = {});

} // namespace portolan::portals
