// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/widgets/theme.h"

#include <array>

namespace portolan::ui {

/// The sixteen colours of ECMA-48 and xterm, ground and text, made from a theme. All but black on the dark ground reach
/// 4.5:1 on the ground (tests/ui/terminal/color_scheme_test.cpp).
struct TerminalColors {
    QColor ground;
    QColor text;
    std::array<QColor, 8> normal; ///< black, red, green, yellow, blue, magenta, cyan, white
    std::array<QColor, 8> intense;
};
[[nodiscard]] TerminalColors terminalColors(const Theme &theme);

/// The path of these colours as a file that the terminal emulation reads: in a folder of this process, made once, gone
/// with it. Empty where it cannot be written; the emulation then keeps its own colours.
[[nodiscard]] QString colorSchemeFile(const Theme &theme);

} // namespace portolan::ui
