// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/widgets/state_chip.h"

#include <QAction>
#include <QWidget>

class QGridLayout;
class QHBoxLayout;
class QLabel;
class QStackedWidget;
class QVBoxLayout;

namespace portolan::ui {

/// What is selected in a table, beside it: its name, its state, what can be done with it, and what is known of it; a hint
/// where nothing is selected. In the GUI thread.
class DetailView final : public QWidget
{
    Q_OBJECT

public:
    /// `hint` says what to select.
    DetailView(const QString &hint, QWidget *parent);

    /// A button in the head, in the order of the calls.
    void addButton(QAction *action, const char *look = "");
    /// Actions of the menu "More" behind the buttons.
    void addMore(const QList<QAction *> &actions);
    /// A line with a title; gives the label of the value, which setFact() and the caller fill.
    [[nodiscard]] QLabel *addFact(const QString &title);
    /// A line of its own below the facts; with `stretch` it takes what room is left.
    void addBelow(QWidget *widget, bool stretch = false);

    void setHead(const QString &name, const StateLook &state, const QString &about);
    /// Sets the value, and hides the line where there is none.
    void setFact(QLabel *value, const QString &text, const QString &toolTip = {});
    /// False: the hint.
    void setShown(bool shown);
    [[nodiscard]] bool isShown() const;

private:
    [[nodiscard]] QWidget *makeHead(QWidget *page);

    QStackedWidget *m_pages;
    QWidget *m_page = nullptr;
    QLabel *m_name = nullptr;
    StateChip *m_state = nullptr;
    QLabel *m_about = nullptr;
    QHBoxLayout *m_buttons = nullptr;
    QGridLayout *m_facts = nullptr;
    QVBoxLayout *m_below = nullptr;
    std::vector<std::pair<QLabel *, QLabel *>> m_lines; ///< title, value
};

} // namespace portolan::ui
