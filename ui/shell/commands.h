// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QAction>
#include <QKeySequence>
#include <QObject>
#include <QString>

#include <functional>
#include <vector>

namespace portolan::ui {

/// Everything that can be done in the window, in one list: menus, the command palette and the sheet of shortcuts are
/// made from it.
class Commands final : public QObject
{
    Q_OBJECT

public:
    /// `window` owns the actions and hears their shortcuts.
    explicit Commands(QWidget &window);

    /// A command of the window. `group` is where it stands in the sheet ("Terminal"), translated.
    QAction *add(const QString &group, const QString &text, const QKeySequence &shortcut, std::function<void()> run);
    /// A command that an area has made and hears itself.
    void list(const QString &group, QAction *action);

    struct Entry {
        QString group;
        QAction *action;
    };
    [[nodiscard]] const std::vector<Entry> &all() const { return m_entries; }

private:
    QWidget &m_window;
    std::vector<Entry> m_entries;
};

} // namespace portolan::ui
