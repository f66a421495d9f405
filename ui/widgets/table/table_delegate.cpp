// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/table/table_delegate.h"

#include "ui/widgets/capacity_bar.h"
#include "ui/widgets/table/cell_text.h"
#include "ui/widgets/table/table_view.h"

#include <QPainter>

namespace portolan::ui {
namespace {

constexpr double leastBar = 6; // in steps; below that a bar tells nothing
constexpr double chipPadding = 1.5; // in steps, on each side
constexpr double chipGap = 1;

QStringList partsOf(const QString &text)
{
    return text.split(QStringLiteral(", "), Qt::SkipEmptyParts);
}

} // namespace

TableDelegate::TableDelegate(TableView &view) : QStyledItemDelegate(&view), m_view(view)
{
    takeFonts();
}

void TableDelegate::takeFonts()
{
    m_text = m_view.font();
    m_code = fixedFont();
    m_code.setPointSizeF(m_text.pointSizeF());
    m_numbers = m_text;
    m_numbers.setFeature("tnum", 1);
}

const QFont &TableDelegate::fontOf(CellKind kind) const
{
    if (kind == CellKind::Code)
        return m_code;
    return isNumeric(kind) || kind == CellKind::Bar ? m_numbers : m_text;
}

void TableDelegate::paintGround(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::of(m_view);
    const bool selected = option.state & QStyle::State_Selected;
    const Tone ground = selected ? Tone::Select : index.row() == m_hovered ? Tone::Window : Tone::Surface;
    painter.fillRect(option.rect, theme[ground]);
    painter.fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), theme[Tone::Line]);
    if (m_view.currentIndex().row() != index.row() || !m_view.header().isFirst(index.column()))
        return;
    painter.fillRect(QRect(option.rect.left(), option.rect.top(), Metrics(m_view).step(0.75), option.rect.height()),
                     theme[m_view.hasFocus() ? Tone::Accent : Tone::Line]);
}

void TableDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    paintGround(*painter, option, index);
    const TableModel &model = m_view.tableModel();
    const TableColumn &column = model.columns()[std::size_t(index.column())];
    const TableCell &cell = model.cell(index);
    const Theme &theme = Theme::of(m_view);
    const QRect area = m_view.header().content(index.column(), option.rect).adjusted(0, 0, 0, -1);
    painter->setFont(fontOf(column.kind));
    const QColor muted = theme[Tone::Muted];
    if (column.kind == CellKind::State && column.look && !textOf(cell).empty()) {
        paintState(*painter, column.look(textOf(cell)), area, theme, m_stale ? muted : QColor());
        return;
    }
    const bool quiet = m_stale || column.kind == CellKind::Time || column.kind == CellKind::Age
                       || std::holds_alternative<std::monostate>(cell);
    painter->setPen(quiet ? muted : theme[Tone::Text]);
    if (const auto *trend = std::get_if<Trend>(&cell)) {
        paintTrend(*painter, area, *trend);
        return;
    }
    const QString text = cellText(column, cell, model.now());
    if (const auto *capacity = std::get_if<Capacity>(&cell)) {
        paintBar(*painter, area, *capacity, text);
        return;
    }
    if (column.chips) {
        paintChips(*painter, area, text);
        return;
    }
    const auto side = isNumeric(column.kind) ? Qt::AlignRight : Qt::AlignLeft;
    painter->drawText(area, int(Qt::AlignVCenter | Qt::TextSingleLine | side),
                      painter->fontMetrics().elidedText(text, Qt::ElideRight, area.width()));
}

void TableDelegate::paintBar(QPainter &painter, const QRect &area, const Capacity &capacity, const QString &text) const
{
    const Metrics metrics(m_view);
    // One more, because the advance of a text is no whole number of pixels.
    const int room = area.width() - metrics.step(capacityGap) - painter.fontMetrics().horizontalAdvance(text) - 1;
    const int width = std::min(metrics.step(capacityWidth), room);
    QRect rest = area;
    if (width >= metrics.step(leastBar)) {
        paintCapacity(painter, {area.left(), area.top(), width, area.height()}, capacity, m_stale, m_view);
        rest.setLeft(area.left() + width + metrics.step(capacityGap));
    }
    painter.drawText(rest, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(text, Qt::ElideRight, rest.width()));
}

/// As many as there is room for; the last one is cut where it is too long.
void TableDelegate::paintChips(QPainter &painter, const QRect &area, const QString &text) const
{
    const Metrics metrics(m_view);
    const Theme &theme = Theme::of(m_view);
    const int padding = metrics.step(chipPadding);
    const int height = std::min(area.height(), painter.fontMetrics().height() + metrics.step(0.5));
    const QColor ink = painter.pen().color();
    int left = area.left();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const QString &part : partsOf(text)) {
        const int room = area.right() + 1 - left;
        if (room < 3 * padding)
            break;
        const int width = std::min(room, painter.fontMetrics().horizontalAdvance(part) + 1 + 2 * padding);
        const QRectF chip(left + 0.5, area.center().y() - height / 2.0 + 0.5, width - 1, height - 1);
        painter.setPen(theme[Tone::Line]);
        painter.setBrush(theme[Tone::Window]);
        painter.drawRoundedRect(chip, metrics.step(1), metrics.step(1));
        painter.setPen(ink);
        const QRect words = chip.toRect().adjusted(padding, 0, -padding, 0);
        painter.drawText(words, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(part, Qt::ElideRight, words.width() + 2));
        left += width + metrics.step(chipGap);
    }
    painter.restore();
}

void TableDelegate::paintTrend(QPainter &painter, const QRect &area, const Trend &trend) const
{
    if (trend.size() < 2)
        return;
    const auto [least, most] = std::ranges::minmax(trend);
    const double range = most > least ? double(most) - double(least) : 1;
    const QRectF box = QRectF(area).adjusted(0, area.height() * 0.25, 0, -area.height() * 0.25);
    QPolygonF line;
    for (std::size_t at = 0; at < trend.size(); ++at)
        line << QPointF(box.left() + box.width() * double(at) / double(trend.size() - 1),
                        box.bottom() - box.height() * (double(trend[at]) - double(least)) / range);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Theme::of(m_view)[m_stale ? Tone::Muted : Tone::Accent], Metrics(m_view).step(0.35)));
    painter.drawPolyline(line);
    painter.restore();
}

QSize TableDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const TableModel &model = m_view.tableModel();
    const TableColumn &column = model.columns()[std::size_t(index.column())];
    const Metrics metrics(m_view);
    const QString text = cellText(column, model.cell(index), model.now());
    int width = QFontMetrics(fontOf(column.kind)).horizontalAdvance(text);
    if (column.chips)
        width += int(partsOf(text).size()) * metrics.step(2 * chipPadding + chipGap);
    if (column.kind == CellKind::State)
        width += metrics.step(4);
    if (column.kind == CellKind::Bar)
        width += metrics.step(capacityWidth + capacityGap);
    if (column.kind == CellKind::Line)
        width = metrics.step(capacityWidth);
    const QRect probe(0, 0, 1000, 1);
    return {width + probe.width() - m_view.header().content(index.column(), probe).width() + metrics.step(0.5),
            metrics.row()};
}

} // namespace portolan::ui
