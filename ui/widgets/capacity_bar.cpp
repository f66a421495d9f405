// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/capacity_bar.h"

#include "ui/widgets/table/cell_text.h"

#include <QPainter>
#include <QPainterPath>

namespace portolan::ui {
namespace {

// In steps of Metrics, as the cells of tables have them.
constexpr double barWidth = 16;
constexpr double barHeight = 1.5;
constexpr double barGap = 2;

} // namespace

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
    const int bar = std::holds_alternative<Capacity>(m_value) ? metrics.step(barWidth + barGap) : 0;
    return {bar + fontMetrics().horizontalAdvance(m_text), fontMetrics().height()};
}

void CapacityBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::of(*this);
    const Metrics metrics(*this);
    QRect rest = rect();
    if (const auto *capacity = std::get_if<Capacity>(&m_value)) {
        const int height = metrics.step(barHeight);
        const QRectF bar(0, rest.center().y() - height / 2.0 + 0.5, metrics.step(barWidth), height);
        QPainterPath shape;
        shape.addRoundedRect(bar, height / 2.0, height / 2.0);
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setClipPath(shape);
        painter.fillRect(bar, theme[Tone::Line]);
        const double share = capacity->limit > 0 ? std::clamp(capacity->used / capacity->limit, 0.0, 1.0) : 0;
        painter.fillRect(QRectF(bar.topLeft(), QSizeF(bar.width() * share, bar.height())), theme[Tone::Accent]);
        painter.restore();
        rest.setLeft(metrics.step(barWidth + barGap));
    }
    painter.setPen(theme[Tone::Text]);
    painter.drawText(rest, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, m_text);
}

} // namespace portolan::ui
