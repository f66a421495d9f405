// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/widgets/table/table_row.h"

#include <QWidget>

namespace portolan::ui {

// In steps of Metrics: the bar, and what is free behind it.
inline constexpr double capacityWidth = 17;
inline constexpr double capacityGap = 2;

/// Paints the bar, as wide as `area` and in its middle: what is used, what is reserved, what is on its way, each over the
/// other. Grey where the data is `stale`. `widget` tells the theme and the size.
void paintCapacity(QPainter &painter, const QRect &area, const Capacity &capacity, bool stale, const QWidget &widget);

/// A capacity as a widget of its own: the bar of the tables' cells, and the numbers.
class CapacityBar final : public QWidget
{
    Q_OBJECT

public:
    /// `name` is what it measures, translated, for screen readers.
    CapacityBar(const QString &name, Unit unit, QWidget *parent = nullptr);

    /// A Capacity; a number where there is no limit; nothing where it is not known.
    void setValue(const TableCell &value);
    [[nodiscard]] const QString &text() const { return m_text; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    TableColumn m_column;
    TableCell m_value;
    QString m_text;
};

} // namespace portolan::ui
