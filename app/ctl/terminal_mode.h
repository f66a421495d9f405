// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <termios.h>
#include <utility>

namespace portolan::ctl {

/// The terminal on standard input in raw mode, where there is one, for as long as this lives.
class RawTerminal
{
public:
    RawTerminal();
    ~RawTerminal();
    RawTerminal(const RawTerminal &) = delete;
    RawTerminal &operator=(const RawTerminal &) = delete;

private:
    bool m_changed = false;
    termios m_before{};
};

/// Columns and rows of the terminal; 80 x 24 where there is none.
[[nodiscard]] std::pair<int, int> terminalSize();

} // namespace portolan::ctl
