// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ctl/terminal_mode.h"

#include <sys/ioctl.h>
#include <unistd.h>

namespace portolan::ctl {

RawTerminal::RawTerminal()
{
    if (tcgetattr(STDIN_FILENO, &m_before) != 0)
        return;
    termios raw = m_before;
    cfmakeraw(&raw);
    m_changed = tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) == 0;
}

RawTerminal::~RawTerminal()
{
    if (m_changed)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &m_before);
}

std::pair<int, int> terminalSize()
{
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0)
        return {80, 24};
    return {size.ws_col, size.ws_row};
}

} // namespace portolan::ctl
