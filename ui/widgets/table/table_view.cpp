// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/table/table_view.h"

#include "ui/widgets/table/cell_text.h"
#include "ui/widgets/table/table_delegate.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolButton>

namespace portolan::ui {
namespace {

constexpr int ticksOfFilter = 10; // seconds between looks at a filter by age

/// What the buttons on a row stand on: the ground of that row, over the text below.
class Bar final : public QWidget
{
public:
    using QWidget::QWidget;
    Tone ground = Tone::Window;

protected:
    void paintEvent(QPaintEvent *) override { QPainter(this).fillRect(rect(), Theme::of(*this)[ground]); }
};

} // namespace

TableView::TableView(TableModel &model, Settings *settings, const QString &name, QWidget *parent)
    : QTableView(parent),
      m_model(model),
      m_header(new TableHeader(model, settings, name, this)),
      m_delegate(new TableDelegate(*this)),
      m_bar(new Bar(viewport()))
{
    setHorizontalHeader(m_header);
    setItemDelegate(m_delegate);
    setModel(&model);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setWordWrap(false);
    setCornerButtonEnabled(false);
    setTabKeyNavigation(false);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollMode(ScrollPerPixel);
    setMouseTracking(true);
    setAccessibleName(tr("Table"));

    auto *row = new QHBoxLayout(m_bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_bar->hide();

    m_ticking.setInterval(std::chrono::seconds(1));
    connect(&m_ticking, &QTimer::timeout, this, &TableView::tick);
    connect(&model, &TableModel::aboutToUpdate, this, &TableView::rememberPlace);
    connect(&model, &TableModel::updated, this, &TableView::returnToPlace);
    connect(this, &QAbstractItemView::doubleClicked, this,
            [this](const QModelIndex &index) { Q_EMIT rowActivated(m_model.rowAt(index.row()).id); });
    takeMetrics();
}

TableView::~TableView() = default;

void TableView::restore(const QString &sortedBy, Qt::SortOrder order)
{
    m_header->restore(sortedBy, order);
    setSortingEnabled(true);
}

void TableView::takeMetrics()
{
    const Metrics metrics(*this);
    verticalHeader()->setMinimumSectionSize(metrics.row());
    verticalHeader()->setDefaultSectionSize(metrics.row());
    verticalScrollBar()->setSingleStep(metrics.row());
    m_delegate->takeFonts();
}

void TableView::addRowAction(RowAction action)
{
    addAction(action.action);
    if (action.onHover) {
        auto *button = new QToolButton(m_bar);
        button->setFocusPolicy(Qt::NoFocus); // the keyboard has the menu
        button->setIcon(action.action->icon());
        const int side = Metrics(*this).rowIcon();
        button->setIconSize({side, side});
        button->setAccessibleName(action.action->text());
        m_bar->layout()->addWidget(button);
        m_buttons.push_back({button, m_actions.size()});
        connect(button, &QToolButton::clicked, this, [this, trigger = action.action] {
            if (setCurrentId(m_hovered)) {
                updateActions();
                trigger->trigger();
            }
        });
    }
    m_actions.push_back(std::move(action));
    updateActions();
}

std::vector<std::string> TableView::selectedIds() const
{
    std::vector<int> rows;
    for (const QItemSelectionRange &range : selectionModel()->selection())
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.push_back(row);
    std::ranges::sort(rows);
    rows.erase(std::ranges::unique(rows).begin(), rows.end());
    std::vector<std::string> ids;
    ids.reserve(rows.size());
    for (const int row : rows)
        ids.push_back(m_model.rowAt(row).id);
    return ids;
}

int TableView::selectedCount() const
{
    int count = 0;
    for (const QItemSelectionRange &range : selectionModel()->selection())
        count += range.height();
    return count;
}

std::string TableView::currentId() const
{
    const QModelIndex current = currentIndex();
    return current.isValid() ? m_model.rowAt(current.row()).id : std::string();
}

bool TableView::setCurrentId(std::string_view id)
{
    const int row = m_model.rowOf(id);
    if (row < 0)
        return false;
    const QModelIndex index = m_model.index(row, 0);
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index);
    return true;
}

QString TableView::textOfSelection() const
{
    QString text;
    for (const std::string &id : selectedIds()) {
        const auto row = m_model.find(id);
        QStringList fields;
        for (int place = 0; place < m_header->count(); ++place) {
            const int column = m_header->logicalIndex(place);
            if (m_header->isSectionHidden(column))
                continue;
            QString field = plainText(m_model.columns()[std::size_t(column)], row->cells[std::size_t(column)]);
            for (const QChar border : {u'\t', u'\n', u'\r'})
                field.replace(border, u' ');
            fields << field;
        }
        text += fields.join(u'\t') + u'\n';
    }
    return text;
}

void TableView::copy()
{
    if (const QString text = textOfSelection(); !text.isEmpty())
        QApplication::clipboard()->setText(text);
}

void TableView::setStale(bool stale)
{
    m_delegate->setStale(stale);
    viewport()->update();
}

void TableView::rememberPlace()
{
    m_updating = true;
    m_selectedBefore = selectedCount();
    m_place = {.current = currentId(), .currentRow = currentIndex().row()};
    if (verticalScrollBar()->value() == 0)
        return;
    const auto keep = [this](int row) {
        m_place.anchor = m_model.rowAt(row).id;
        m_place.offset = rowViewportPosition(row);
    };
    const QRect current = currentIndex().isValid() ? visualRect(currentIndex()) : QRect();
    if (current.top() >= 0 && current.bottom() < viewport()->height() && currentIndex().isValid())
        keep(m_place.currentRow);
    else if (const int top = rowAt(0); top >= 0)
        keep(top);
}

void TableView::returnToPlace(bool byHand)
{
    // The selection model leads the cursor to some neighbour of a row that leaves; people expect the one in its place.
    if (const int row = m_model.rowOf(m_place.current); !m_place.current.empty() && row < 0 && m_model.rowCount() > 0) {
        const int next = std::min(m_place.currentRow, m_model.rowCount() - 1);
        selectionModel()->setCurrentIndex(m_model.index(next, std::max(0, currentIndex().column())),
                                          QItemSelectionModel::NoUpdate);
    }
    scrollBack(byHand);
    m_updating = false;
    tellCurrent();
    if (selectedCount() != m_selectedBefore) // a batch takes rows out of the selection, and adds none
        Q_EMIT selectedRowsChanged();
    updateActions();
    hover(m_hovered.empty() ? -1 : rowAt(viewport()->mapFromGlobal(QCursor::pos()).y()));
}

void TableView::scrollBack(bool byHand)
{
    const auto to = [this](int position) {
        executeDelayedItemsLayout(); // the range of the scroll bar is that of before
        updateGeometries();
        verticalScrollBar()->setValue(position);
    };
    if (byHand) {
        to(0);
        if (const int row = m_model.rowOf(m_place.current); row >= 0)
            scrollTo(m_model.index(row, std::max(0, currentIndex().column())));
    } else if (const int row = m_model.rowOf(m_place.anchor); row >= 0) {
        to(row * verticalHeader()->defaultSectionSize() - m_place.offset);
    }
}

void TableView::tellCurrent()
{
    if (m_updating)
        return;
    std::string current = currentId();
    if (current == m_toldCurrent)
        return;
    m_toldCurrent = std::move(current);
    Q_EMIT currentRowChanged(m_toldCurrent);
}

void TableView::tellSelection()
{
    if (m_updating)
        return;
    updateActions();
    Q_EMIT selectedRowsChanged();
}

/// So that a key or a menu does only what may be done with what is selected.
void TableView::updateActions()
{
    if (m_actions.empty())
        return;
    const auto ids = selectedIds();
    for (const RowAction &action : m_actions) {
        const QString refusal = ids.empty()      ? tr("Nothing is selected.")
                                : action.refusal ? action.refusal(ids)
                                                 : QString();
        action.action->setEnabled(refusal.isEmpty());
        action.action->setToolTip(refusal.isEmpty() ? action.action->text() : refusal);
    }
}

void TableView::hover(int row)
{
    m_hovered = row < 0 || row >= m_model.rowCount() ? std::string() : m_model.rowAt(row).id;
    m_delegate->setHovered(m_hovered.empty() ? -1 : row);
    placeButtons();
    viewport()->update();
}

void TableView::placeButtons()
{
    const int row = m_hovered.empty() ? -1 : m_model.rowOf(m_hovered);
    if (row < 0 || m_buttons.empty()) {
        m_bar->hide();
        return;
    }
    for (const auto &[button, at] : m_buttons) {
        const RowAction &action = m_actions[at];
        const QString refusal = action.refusal ? action.refusal({m_hovered}) : QString();
        button->setEnabled(refusal.isEmpty());
        button->setToolTip(refusal.isEmpty() ? action.action->text() : refusal);
    }
    const QSize size = m_bar->sizeHint();
    const int height = rowHeight(row) - 1;
    m_bar->setGeometry(viewport()->width() - size.width() - Metrics(*this).step(1), rowViewportPosition(row),
                       size.width(), height);
    const bool selected = selectionModel()->isRowSelected(row);
    static_cast<Bar *>(m_bar)->ground = selected ? Tone::Select : Tone::Window;
    m_bar->update();
    m_bar->show();
}

/// Ages grow by themselves.
void TableView::tick()
{
    for (int column = 0; column < m_model.columnCount(); ++column) {
        const CellKind kind = m_model.columns()[std::size_t(column)].kind;
        if ((kind == CellKind::Time || kind == CellKind::Age) && !isColumnHidden(column))
            viewport()->update(columnViewportPosition(column), 0, columnWidth(column), viewport()->height());
    }
    if (++m_ticks % ticksOfFilter == 0)
        m_model.timePassed();
}

/// Rows are what the cursor goes over: left and right scroll, Home and End are the first row and the last.
QModelIndex TableView::moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers)
{
    const int column = std::max(0, currentIndex().column());
    switch (action) {
    case MoveLeft:
    case MoveRight: {
        QScrollBar *bar = horizontalScrollBar();
        bar->setValue(bar->value() + (action == MoveLeft ? -1 : 1) * Metrics(*this).step(10));
        return currentIndex();
    }
    case MoveHome:
        return m_model.index(0, column);
    case MoveEnd:
        return m_model.index(m_model.rowCount() - 1, column);
    default:
        return QTableView::moveCursor(action, modifiers);
    }
}

void TableView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copy();
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
               && !(event->modifiers() & Qt::ControlModifier)) {
        if (currentIndex().isValid())
            Q_EMIT rowActivated(currentId());
    } else {
        QTableView::keyPressEvent(event);
        return;
    }
    event->accept();
}

void TableView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byMouse = event->reason() == QContextMenuEvent::Mouse;
    const QModelIndex index = byMouse ? indexAt(event->pos()) : currentIndex();
    if (!index.isValid())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    for (const RowAction &action : m_actions)
        menu->addAction(action.action);
    if (!m_actions.empty())
        menu->addSeparator();
    const QString value = plainText(m_model.columns()[std::size_t(index.column())], m_model.cell(index));
    if (byMouse && !value.isEmpty()) {
        const QString shown = menu->fontMetrics().elidedText(value, Qt::ElideRight, Metrics(*this).step(40));
        connect(menu->addAction(tr("Copy “%1”").arg(QString(shown).replace(u'&', QStringLiteral("&&")))),
                &QAction::triggered, this, [value] { QApplication::clipboard()->setText(value); });
    }
    QAction *rows = menu->addAction(tr("Copy rows"), this, &TableView::copy);
    rows->setShortcut(QKeySequence::Copy);
    menu->popup(byMouse ? event->globalPos() : viewport()->mapToGlobal(visualRect(index).bottomLeft()));
}

void TableView::mouseMoveEvent(QMouseEvent *event)
{
    if (const int row = rowAt(event->pos().y()); m_hovered.empty() || m_model.rowOf(m_hovered) != row)
        hover(row);
    QTableView::mouseMoveEvent(event);
}

bool TableView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave)
        hover(-1);
    return QTableView::viewportEvent(event);
}

void TableView::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    m_header->fit(viewport()->width());
    placeButtons();
}

void TableView::showEvent(QShowEvent *event)
{
    QTableView::showEvent(event);
    m_ticking.start();
}

void TableView::hideEvent(QHideEvent *event)
{
    QTableView::hideEvent(event);
    m_ticking.stop();
}

void TableView::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        takeMetrics();
}

void TableView::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    viewport()->update();
}

void TableView::focusOutEvent(QFocusEvent *event)
{
    QTableView::focusOutEvent(event);
    viewport()->update();
}

void TableView::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    viewport()->update(); // the cursor stands in the first column, whichever column is current
    tellCurrent();
}

void TableView::selectionChanged(const QItemSelection &selected, const QItemSelection &deselected)
{
    QTableView::selectionChanged(selected, deselected);
    tellSelection();
}

void TableView::scrollContentsBy(int dx, int dy)
{
    QTableView::scrollContentsBy(dx, dy);
    placeButtons();
}

} // namespace portolan::ui
