// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/table/table_header.h"

#include "ui/widgets/theme.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <QScopedValueRollback>

namespace portolan::ui {
namespace {

constexpr double gap = 2;    // steps beside what stands in a section
constexpr double edge = 3.5; // and at the edges of the table
constexpr double arrow = 2;
constexpr double leastScale = 0.8; // of the natural widths, before the view scrolls

double usualWidth(CellKind kind)
{
    switch (kind) {
    case CellKind::Text:
        return 30;
    case CellKind::Code:
        return 44;
    case CellKind::State:
        return 28;
    case CellKind::Number:
    case CellKind::Age:
        return 20;
    case CellKind::Time:
        return 26;
    case CellKind::Bar:
        return 42;
    case CellKind::Line:
        return 30;
    }
    return 30;
}

void paintArrow(QPainter &painter, const QRectF &box, bool down, const QColor &color)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, box.width() / 7, Qt::SolidLine, Qt::RoundCap));
    const double tip = down ? box.bottom() : box.top();
    const double wing = tip + (down ? -1 : 1) * box.width() * 0.4;
    const double x = box.center().x();
    painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()));
    painter.drawLine(QPointF(x - box.width() * 0.35, wing), QPointF(x, tip));
    painter.drawLine(QPointF(x + box.width() * 0.35, wing), QPointF(x, tip));
    painter.restore();
}

} // namespace

TableHeader::TableHeader(TableModel &model, Settings *settings, const QString &name, QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent), m_model(model), m_settings(settings), m_key(QStringLiteral("tables.") + name)
{
    setSectionsMovable(true);
    setFirstSectionMovable(true);
    setSectionsClickable(true);
    setHighlightSections(false);
    setSortIndicatorShown(true);
    setStretchLastSection(false);
    setAttribute(Qt::WA_Hover);
    setAccessibleName(tr("Columns"));
    connect(this, &QHeaderView::sectionMoved, this, &TableHeader::keep);
    connect(this, &QHeaderView::sortIndicatorChanged, this, &TableHeader::keep);
    connect(this, &QHeaderView::sectionResized, this, [this] {
        if (m_ours)
            return;
        m_byHand = true;
        keep();
    });
}

void TableHeader::restore(const QString &sortedBy, Qt::SortOrder order)
{
    m_defaultSort = sortedBy;
    m_defaultOrder = order;
    setMinimumSectionSize(Metrics(*this).step(8));
    {
        const QScopedValueRollback ours(m_ours, true);
        useDefaults();
        if (const auto kept = m_settings ? m_settings->value(m_key) : QJsonValue(); kept.isObject())
            useKept(kept.toObject());
    }
    m_ours = false;
    fit(m_width);
}

void TableHeader::useDefaults()
{
    m_byHand = false;
    std::vector<int> order;
    for (int column = 0; column < count(); ++column) {
        order.push_back(column);
        const TableColumn &about = m_model.columns()[std::size_t(column)];
        setSectionHidden(column, !about.shownByDefault);
        resizeSection(column, Metrics(*this).step(naturalWidth(column)));
    }
    setOrder(order);
    setSortIndicator(m_model.columnOf(m_defaultSort), m_defaultOrder);
}

void TableHeader::useKept(const QJsonObject &kept)
{
    std::vector<int> order;
    const Metrics metrics(*this);
    for (const auto &entry : kept.value(QStringLiteral("columns")).toArray()) {
        const QJsonObject about = entry.toObject();
        const int column = m_model.columnOf(about.value(QStringLiteral("id")).toString());
        if (column < 0 || std::ranges::contains(order, column))
            continue;
        order.push_back(column);
        setSectionHidden(column, !about.value(QStringLiteral("shown")).toBool(true));
        if (const double width = about.value(QStringLiteral("width")).toDouble(); width > 0 && width < 2000) {
            m_byHand = true;
            resizeSection(column, metrics.step(width));
        }
    }
    if (!order.empty() && std::ranges::all_of(order, [this](int column) { return isSectionHidden(column); }))
        setSectionHidden(order.front(), false); // nobody could find the menu of a table without columns
    for (int column = 0; column < count(); ++column) {
        if (std::ranges::contains(order, column))
            continue;
        const auto before = std::ranges::find(order, column - 1);
        order.insert(before == order.end() ? order.begin() : before + 1, column);
    }
    setOrder(order);
    if (const int column = m_model.columnOf(kept.value(QStringLiteral("sort")).toString()); column >= 0)
        setSortIndicator(column,
                         kept.value(QStringLiteral("descending")).toBool() ? Qt::DescendingOrder : Qt::AscendingOrder);
}

void TableHeader::setOrder(const std::vector<int> &columns)
{
    for (int place = 0; place < int(columns.size()); ++place)
        moveSection(visualIndex(columns[std::size_t(place)]), place);
}

void TableHeader::keep()
{
    if (m_ours || !m_settings)
        return;
    QJsonArray columns;
    const double step = Metrics(*this).step(100) / 100.0;
    for (int place = 0; place < count(); ++place) {
        const int column = logicalIndex(place);
        QJsonObject about{{QStringLiteral("id"), m_model.columns()[std::size_t(column)].id},
                          {QStringLiteral("shown"), !isSectionHidden(column)}};
        if (m_byHand && !isSectionHidden(column))
            about.insert(QStringLiteral("width"), std::round(sectionSize(column) / step * 100) / 100);
        columns.append(about);
    }
    QJsonObject kept{{QStringLiteral("columns"), columns}};
    if (const int column = sortIndicatorSection(); column >= 0 && column < count()) {
        kept.insert(QStringLiteral("sort"), m_model.columns()[std::size_t(column)].id);
        kept.insert(QStringLiteral("descending"), sortIndicatorOrder() == Qt::DescendingOrder);
    }
    m_settings->setValue(m_key, kept);
}

void TableHeader::resetColumns()
{
    {
        const QScopedValueRollback ours(m_ours, true);
        useDefaults();
    }
    fit(m_width);
    keep();
}

void TableHeader::setShown(int column, bool shown)
{
    if (shown != isSectionHidden(column) || (!shown && count() - hiddenSectionCount() == 1))
        return;
    {
        const QScopedValueRollback ours(m_ours, true);
        setSectionHidden(column, !shown);
    }
    fit(m_width);
    keep();
}

void TableHeader::moveColumn(int column, int by)
{
    int place = visualIndex(column);
    do {
        place += by < 0 ? -1 : 1;
    } while (place >= 0 && place < count() && isSectionHidden(logicalIndex(place)));
    if (place >= 0 && place < count())
        moveSection(visualIndex(column), place);
}

double TableHeader::titleWidth(int column) const
{
    const double step = Metrics(*this).step(100) / 100.0;
    const double beside = column == edgeColumn(false) || column == edgeColumn(true) ? gap + edge : 2 * gap;
    return fontMetrics().horizontalAdvance(m_model.columns()[std::size_t(column)].title) / step + beside + arrow + 1.5;
}

double TableHeader::naturalWidth(int column) const
{
    const TableColumn &about = m_model.columns()[std::size_t(column)];
    return std::max(about.width > 0 ? about.width : usualWidth(about.kind), titleWidth(column));
}

void TableHeader::fit(int width)
{
    m_width = width;
    if (m_byHand || width <= 0)
        return;
    const QScopedValueRollback ours(m_ours, true);
    const Metrics metrics(*this);
    std::vector<int> showing;
    double natural = 0;
    for (int place = 0; place < count(); ++place) {
        const int column = logicalIndex(place);
        if (isSectionHidden(column))
            continue;
        showing.push_back(column);
        natural += naturalWidth(column);
    }
    // A little narrower is better than having to scroll for the last column.
    const double scale = std::max(leastScale, width / std::max(1.0, natural * metrics.step(100) / 100.0));
    int left = width;
    for (const int column : showing) {
        const int wanted = metrics.step(std::max(titleWidth(column), naturalWidth(column) * scale));
        const bool fills = column == showing.back() && left >= metrics.step(titleWidth(column));
        const int size = fills ? left : wanted;
        resizeSection(column, size);
        left -= size;
    }
}

int TableHeader::edgeColumn(bool last) const
{
    for (int at = 0; at < count(); ++at) {
        const int column = logicalIndex(last ? count() - 1 - at : at);
        if (!isSectionHidden(column))
            return column;
    }
    return -1;
}

QRect TableHeader::content(int column, const QRect &section) const
{
    const Metrics metrics(*this);
    return section.adjusted(metrics.step(column == edgeColumn(false) ? edge : gap), 0,
                            -metrics.step(column == edgeColumn(true) ? edge : gap), 0);
}

QSize TableHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), Metrics(*this).row()};
}

void TableHeader::paintSection(QPainter *painter, const QRect &rect, int column) const
{
    const Theme &theme = Theme::of(*this);
    const Metrics metrics(*this);
    painter->fillRect(rect, theme[Tone::Surface]);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme[Tone::Line]);
    if (underMouse()) // where a column can be taken to be resized
        painter->fillRect(QRect(rect.right(), rect.top() + metrics.step(2), 1, rect.height() - metrics.step(4)),
                          theme[Tone::Line]);

    const TableColumn &about = m_model.columns()[std::size_t(column)];
    const bool sorted = sortIndicatorSection() == column;
    QRect area = content(column, rect);
    const int arrowSide = metrics.step(arrow);
    const int arrowRoom = sorted ? arrowSide + metrics.step(1) : 0;
    const QString title = fontMetrics().elidedText(about.title, Qt::ElideRight, area.width() - arrowRoom);
    const int width = fontMetrics().horizontalAdvance(title);
    const int left = isNumeric(about.kind) ? area.right() + 1 - arrowRoom - width : area.left();
    const QColor ink = theme[sorted ? Tone::Text : Tone::Muted];
    painter->setFont(font());
    painter->setPen(ink);
    painter->drawText(QRect(left, area.top(), width + 1, area.height()), Qt::AlignVCenter | Qt::TextSingleLine, title);
    if (sorted)
        paintArrow(*painter,
                   QRectF(left + width + metrics.step(1), area.center().y() - arrowSide / 2.0 + 0.5, arrowSide,
                          arrowSide),
                   sortIndicatorOrder() == Qt::AscendingOrder, ink); // where values grow
}

QMenu *TableHeader::makeMenu(QWidget *parent)
{
    auto *menu = new QMenu(tr("Columns"), parent);
    menu->setToolTipsVisible(true);
    const bool onlyOne = count() - hiddenSectionCount() == 1;
    for (int place = 0; place < count(); ++place) {
        const int column = logicalIndex(place);
        const TableColumn &about = m_model.columns()[std::size_t(column)];
        QAction *action = menu->addAction(about.title);
        action->setToolTip(about.doc);
        action->setCheckable(true);
        action->setChecked(!isSectionHidden(column));
        action->setEnabled(isSectionHidden(column) || !onlyOne);
        connect(action, &QAction::toggled, this, [this, column](bool shown) { setShown(column, shown); });
    }
    menu->addSeparator();
    addSortMenu(*menu);
    connect(menu->addAction(tr("Reset columns")), &QAction::triggered, this, &TableHeader::resetColumns);
    return menu;
}

/// What the mouse does by clicking and dragging, for the keyboard.
void TableHeader::addSortMenu(QMenu &menu)
{
    QMenu *sorting = menu.addMenu(tr("Sort by"));
    QMenu *moving = menu.addMenu(tr("Move"));
    for (int place = 0; place < count(); ++place) {
        const int column = logicalIndex(place);
        if (isSectionHidden(column))
            continue;
        const QString title = m_model.columns()[std::size_t(column)].title;
        QAction *sort = sorting->addAction(title);
        sort->setCheckable(true);
        sort->setChecked(sortIndicatorSection() == column);
        connect(sort, &QAction::triggered, this, [this, column] { setSortIndicator(column, sortIndicatorOrder()); });
        connect(moving->addAction(tr("%1 to the left").arg(title)), &QAction::triggered, this,
                [this, column] { moveColumn(column, -1); });
        connect(moving->addAction(tr("%1 to the right").arg(title)), &QAction::triggered, this,
                [this, column] { moveColumn(column, 1); });
    }
    sorting->addSeparator();
    QAction *descending = sorting->addAction(tr("Descending"));
    descending->setCheckable(true);
    descending->setChecked(sortIndicatorOrder() == Qt::DescendingOrder);
    connect(descending, &QAction::toggled, this, [this](bool down) {
        setSortIndicator(sortIndicatorSection(), down ? Qt::DescendingOrder : Qt::AscendingOrder);
    });
}

void TableHeader::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu *menu = makeMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->popup(event->globalPos());
}

bool TableHeader::event(QEvent *event)
{
    if (event->type() == QEvent::HoverEnter || event->type() == QEvent::HoverLeave)
        viewport()->update();
    return QHeaderView::event(event);
}

} // namespace portolan::ui
