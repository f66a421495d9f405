// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/commands.h"

#include <QWidget>

namespace portolan::ui {

Commands::Commands(QWidget &window) : QObject(&window), m_window(window) {}

QAction *Commands::add(const QString &group, const QString &text, const QKeySequence &shortcut,
                       std::function<void()> run)
{
    auto *action = new QAction(text, &m_window);
    action->setShortcut(shortcut);
    action->setShortcutContext(Qt::WindowShortcut);
    connect(action, &QAction::triggered, this, std::move(run));
    m_window.addAction(action);
    m_entries.push_back({group, action});
    return action;
}

void Commands::list(const QString &group, QAction *action)
{
    m_entries.push_back({group, action});
    connect(action, &QObject::destroyed, this, [this](QObject *gone) {
        std::erase_if(m_entries, [gone](const Entry &entry) { return entry.action == gone; });
    });
}

} // namespace portolan::ui
