// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/widgets/table/table_view.h"

#include <QAction>
#include <QKeySequence>

namespace portolan::ui {

/// What can be done with the one row of a table that is selected, as actions for the table, buttons, menus and the
/// command palette; what may not be done is disabled, and its tool tip says why. In the GUI thread.
class RowActions final : public QObject
{
    Q_OBJECT

public:
    /// `view` must outlive it.
    RowActions(TableView &view, QObject *parent);

    struct Spec {
        QString text; ///< "Delete…"
        QString icon = {}; ///< of the icon theme
        QList<QKeySequence> shortcuts = {};
        bool onHover = false; ///< also as a button on the row that the mouse is on
        /// Why it may not be done with this row, for people; empty when it may. Null: it always may.
        std::function<QString(const std::string &id)> refusal = {};
        std::function<void(const std::string &id)> run;
    };
    QAction *add(Spec spec);

    /// Asks the refusals anew, after what they look at has changed.
    void update();
    [[nodiscard]] const QList<QAction *> &all() const { return m_all; }
    /// Of the row that is selected alone; empty where none or several are.
    [[nodiscard]] std::string selected() const;

Q_SIGNALS:
    /// selected() is another one, or something of it has changed.
    void selectionChanged();

private:
    TableView &m_view;
    std::vector<std::pair<QAction *, std::function<QString(const std::vector<std::string> &)>>> m_refusals;
    QList<QAction *> m_all;
};

} // namespace portolan::ui
