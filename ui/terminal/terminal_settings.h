// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/settings/settings.h"

namespace portolan::ui {

/// In points; 0 for the size of the program's own font.
inline constexpr Setting<int> terminalFontSize{"terminal.fontSize", 0,
                                               [](const int &size) { return size == 0 || (size >= 5 && size <= 72); }};

/// Lines kept above the screen. What a terminal may take of memory follows from it.
inline constexpr Setting<int> terminalScrollback{"terminal.scrollback", 10'000,
                                                 [](const int &lines) { return lines >= 0 && lines <= 200'000; }};

} // namespace portolan::ui
