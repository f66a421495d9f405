// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/state_chip.h"

#include <QPainter>
#include <QPainterPath>

namespace portolan::ui {

void paintShape(QPainter &painter, Shape shape, const QColor &color, QPointF at, double side)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box(at, QSizeF(side, side));
    const double pen = side / 6;
    const QRectF inner = box.adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    const QPen line(color, pen, Qt::SolidLine, Qt::RoundCap);
    switch (shape) {
    case Shape::Disc:
        painter.drawEllipse(box);
        break;
    case Shape::HalfDisc:
        painter.drawPie(box, 90 * 16, 180 * 16);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(line);
        painter.drawEllipse(inner);
        break;
    case Shape::Ring:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(color, pen, Qt::DotLine, Qt::RoundCap));
        painter.drawEllipse(inner);
        break;
    case Shape::Triangle:
        painter.drawPolygon(QPolygonF{QPointF(box.center().x(), box.top()), box.bottomRight(), box.bottomLeft()});
        break;
    case Shape::Cross:
        painter.setPen(QPen(color, pen * 1.3, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(inner.topLeft(), inner.bottomRight());
        painter.drawLine(inner.topRight(), inner.bottomLeft());
        break;
    case Shape::Square:
        painter.drawRect(box.adjusted(pen / 2, pen / 2, -pen / 2, -pen / 2));
        break;
    }
    painter.restore();
}

void paintState(QPainter &painter, const StateLook &look, const QRect &area, const Theme &theme, const QColor &color)
{
    const QColor ink = color.isValid() ? color : theme[look.tone];
    const Metrics metrics(painter.font());
    const int side = metrics.step(2.5);
    paintShape(painter, look.shape, ink, QPointF(area.left(), area.center().y() - side / 2.0 + 0.5), side);
    const QRect text = area.adjusted(side + metrics.step(1.5), 0, 0, 0);
    painter.setPen(ink);
    painter.drawText(text, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(look.word, Qt::ElideRight, text.width()));
}

StateChip::StateChip(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void StateChip::setState(const StateLook &look)
{
    if (m_look == look)
        return;
    m_look = look;
    setAccessibleName(look.word);
    updateGeometry();
    update();
}

void StateChip::setReason(const QString &reason)
{
    setToolTip(reason);
    setAccessibleDescription(reason);
}

QSize StateChip::sizeHint() const
{
    const Metrics metrics(*this);
    return {metrics.step(5) + fontMetrics().horizontalAdvance(m_look.word), metrics.step(5)};
}

void StateChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintState(painter, m_look, rect(), Theme::of(*this));
}

} // namespace portolan::ui
