// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/widgets/table/table_header.h"

#include <QStyledItemDelegate>

namespace portolan::ui {

class TableView;

/// Paints the cells of a TableView, all of each: ground, hairline, cursor, content.
class TableDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    explicit TableDelegate(TableView &view);

    /// The row that the mouse is on; -1 for none.
    void setHovered(int row) { m_hovered = row; }
    /// Old data are grey.
    void setStale(bool stale) { m_stale = stale; }
    /// Takes the fonts anew, after they have changed.
    void takeFonts();

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    void paintGround(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintBar(QPainter &painter, const QRect &area, const Capacity &capacity, const QString &text) const;
    void paintChips(QPainter &painter, const QRect &area, const QString &text) const;
    void paintTrend(QPainter &painter, const QRect &area, const Trend &trend) const;
    [[nodiscard]] const QFont &fontOf(CellKind kind) const;

    TableView &m_view;
    QFont m_text;
    QFont m_code;
    QFont m_numbers;
    int m_hovered = -1;
    bool m_stale = false;
};

} // namespace portolan::ui
