// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/capacity_bar.h"

#include "ui/widgets/table/cell_text.h"

#include <QPainter>
#include <QPainterPath>

namespace portolan::ui {

void paintCapacity(QPainter &painter, const QRect &area, const Capacity &capacity, bool stale, const QWidget &widget)
{
    const Theme &theme = Theme::of(widget);
    const int height = Metrics(widget).step(1.5);
    const QRectF bar(area.left(), area.center().y() - height / 2.0 + 0.5, area.width(), height);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath shape;
    shape.addRoundedRect(bar, height / 2.0, height / 2.0);
    painter.setClipPath(shape);
    painter.fillRect(bar, theme[Tone::Line]);
    const QColor ink = theme[stale ? Tone::Muted : Tone::Accent];
    const auto part = [&](double until, double opacity) {
        const double share = capacity.limit > 0 ? std::clamp(until / capacity.limit, 0.0, 1.0) : 0;
        painter.setOpacity(opacity);
        painter.fillRect(QRectF(bar.left(), bar.top(), bar.width() * share, bar.height()), ink);
    };
    const double reserved = std::max(capacity.used, capacity.reserved);
    part(reserved + capacity.incoming, 0.2);
    part(reserved, 0.4);
    part(capacity.used, 1);
    painter.restore();
}

CapacityBar::CapacityBar(const QString &name, Unit unit, QWidget *parent)
    : QWidget(parent), m_column{.id = {}, .title = name, .doc = {}, .kind = CellKind::Bar, .unit = unit}
{
    setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    setValue({});
}

void CapacityBar::setValue(const TableCell &value)
{
    m_value = value;
    m_text = cellText(m_column, value, Time{});
    setAccessibleName(QStringLiteral("%1: %2").arg(m_column.title, m_text));
    updateGeometry();
    update();
}

QSize CapacityBar::sizeHint() const
{
    const Metrics metrics(*this);
    const int bar = std::holds_alternative<Capacity>(m_value) ? metrics.step(capacityWidth + capacityGap) : 0;
    return {bar + fontMetrics().horizontalAdvance(m_text), fontMetrics().height()};
}

void CapacityBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Metrics metrics(*this);
    QRect rest = rect();
    if (const auto *capacity = std::get_if<Capacity>(&m_value)) {
        paintCapacity(painter, {0, rest.top(), metrics.step(capacityWidth), rest.height()}, *capacity, false, *this);
        rest.setLeft(metrics.step(capacityWidth + capacityGap));
    }
    painter.setPen(Theme::of(*this)[Tone::Text]);
    painter.drawText(rest, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, m_text);
}

} // namespace portolan::ui
