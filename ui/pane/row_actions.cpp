// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/pane/row_actions.h"

#include <QIcon>

namespace portolan::ui {

RowActions::RowActions(TableView &view, QObject *parent) : QObject(parent), m_view(view)
{
    connect(&view, &TableView::selectedRowsChanged, this, [this] {
        update();
        Q_EMIT selectionChanged();
    });
}

QAction *RowActions::add(Spec spec)
{
    auto *action = new QAction(spec.text, this);
    action->setIconText(QString(spec.text).remove(u'…'));
    action->setIcon(QIcon::fromTheme(spec.icon));
    action->setShortcuts(spec.shortcuts);
    // The keys work where the rows are, and nowhere else: Del in a terminal is the terminal's.
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    const auto refusal = [refuses = spec.refusal](const std::vector<std::string> &ids) {
        if (ids.empty())
            return tr("Nothing is selected.");
        if (ids.size() > 1)
            return tr("This is done with one at a time.");
        return refuses ? refuses(ids.front()) : QString();
    };
    connect(action, &QAction::triggered, this, [this, run = std::move(spec.run)] {
        if (const std::string id = selected(); !id.empty())
            run(id);
    });
    m_view.addRowAction({.action = action, .onHover = spec.onHover, .refusal = refusal});
    m_refusals.emplace_back(action, refusal);
    m_all << action;
    update();
    return action;
}

void RowActions::update()
{
    const auto ids = m_view.selectedIds();
    for (const auto &[action, refusal] : m_refusals) {
        const QString refused = refusal(ids);
        action->setEnabled(refused.isEmpty());
        action->setToolTip(refused.isEmpty() ? action->text() : refused);
    }
}

std::string RowActions::selected() const
{
    const auto ids = m_view.selectedIds();
    return ids.size() == 1 ? ids.front() : std::string();
}

} // namespace portolan::ui
