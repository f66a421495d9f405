// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QApplication;

namespace portolan {

namespace ui {
class Settings;
} // namespace ui

/// Language, appearance and icon, as the user has chosen; before the first window.
void dressConsole(QApplication &application, ui::Settings &settings);

} // namespace portolan
