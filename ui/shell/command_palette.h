// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QFrame>
#include <QPointer>

#include <functional>
#include <vector>

class QLineEdit;
class QListView;
class QStandardItemModel;

namespace portolan::ui {

class Commands;

/// One line that leads to every command and every object (Ctrl+K): type some letters of its name, Enter.
class CommandPalette final : public QFrame
{
    Q_OBJECT

public:
    /// Something to go to, beside the commands.
    struct Place {
        QString name;
        QString kind; ///< "Workspace", translated
        std::function<void()> go;
    };
    using Places = std::function<std::vector<Place>()>;

    CommandPalette(const Commands &commands, Places places, QWidget *window);

    /// Over the window's upper half, with the keyboard.
    void open();

    /// How well `text` fits what was typed: its letters in this order, better at the beginnings of words and together.
    /// Nothing where it does not fit.
    [[nodiscard]] static std::optional<int> rank(QStringView typed, QStringView text);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Item {
        QString name;
        QString detail;
        QString shortcut;
        bool enabled;
        std::function<void()> run;
    };

    void collect();
    void filter();
    void runCurrent();
    void dismiss();

    const Commands &m_commands;
    Places m_places;
    QLineEdit *m_line;
    QListView *m_list;
    QStandardItemModel *m_model;
    std::vector<Item> m_items;
    QPointer<QWidget> m_before; ///< who had the keyboard
};

} // namespace portolan::ui
