// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QListWidget>

#include <vector>

namespace portolan::ui {

/// What exists, by groups, with how many there are: the left edge of the window.
class Navigation final : public QListWidget
{
    Q_OBJECT

public:
    explicit Navigation(QWidget *parent);

    /// Appends an entry; its number counts from 0. A group that is new gets its heading.
    int add(const QString &group, const QString &title);
    void setCount(int entry, int count);
    void choose(int entry);

    [[nodiscard]] QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(int entry);

private:
    std::vector<QListWidgetItem *> m_entries;
    QString m_group;
};

} // namespace portolan::ui
