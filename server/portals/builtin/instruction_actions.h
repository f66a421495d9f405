// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/portals/builtin/instruction_variables.h"

#include <optional>

namespace portolan::portals {

/// A fenced block as a button, where its info string names one of the clickable actions of Educates; nothing for a block
/// that is only code. `info` and `body` are marked, see VariableMarks.
///
/// | block | its YAML | older names, whose body is the text itself |
/// |---|---|---|
/// | terminal:execute | command, session, clear | execute, execute-1 ... execute-4 |
/// | terminal:execute-all | command, clear | execute-all |
/// | terminal:input | text, session, endl | |
/// | terminal:interrupt, terminal:clear | session | execute with the body `<ctrl+c>` |
/// | terminal:interrupt-all, terminal:clear-all | | |
/// | dashboard:open-url, editor:open-url | url | |
/// | dashboard:expose-terminal | session | |
/// | workshop:copy, workshop:copy-and-edit | text | copy, copy-and-edit |
///
/// All take prefix, title, description and event as well. What starts or hides actions without a click (autostart, cascade,
/// hidden) is read and does nothing: here a person starts each of them. `session` is 1 ... 4, and 1 where it is not given.
///
/// `<button class="action" data-action="terminal:execute" data-command="..." data-session="1">` has all that the page needs,
/// and in it stand a title (`data-titled` where the author wrote it) and what will be done. A block that is broken, or asks
/// for what is not here, is a `<div class="action-error">` that says why.
[[nodiscard]] std::optional<std::string> renderAction(std::string_view info, std::string_view body,
                                                      const VariableMarks &variables);

} // namespace portolan::portals
