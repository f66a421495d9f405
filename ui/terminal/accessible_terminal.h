// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

namespace portolan::ui {

/// Lets screen readers read terminals: qtermwidget itself tells them nothing. Once is enough; in the GUI thread.
void installTerminalAccessibility();

} // namespace portolan::ui
