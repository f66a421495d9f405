// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QDialog>

namespace portolan::ui {

class Commands;

/// All shortcuts, by group: what "?" shows.
class ShortcutSheet final : public QDialog
{
    Q_OBJECT

public:
    ShortcutSheet(const Commands &commands, QWidget *window);
};

} // namespace portolan::ui
