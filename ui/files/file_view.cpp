// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/files/file_view.h"

#include "ui/files/drag_staging.h"
#include "ui/widgets/theme.h"

#include <QDragEnterEvent>
#include <QHeaderView>
#include <QLineEdit>
#include <QMimeData>
#include <QPainter>
#include <QTimer>

namespace portolan::ui {

int RowDelegate::padding(const QStyleOptionViewItem &option)
{
    return Metrics(option.font).step(1.25);
}

void RowDelegate::paintGround(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const Theme &theme = Theme::of(option.palette);
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, theme[Tone::Select]);
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), theme[Tone::Line]);
    if ((option.state & QStyle::State_HasFocus) && index.column() == 0) // the keyboard's cursor
        painter->fillRect(QRect(0, option.rect.top(), Metrics(option.font).step(0.75), option.rect.height() - 1),
                          theme[Tone::Accent]);
}

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    paintGround(painter, option, index);
    QStyleOptionViewItem inside = option;
    inside.rect.adjust(padding(option), 0, -padding(option), 0);
    inside.state &= ~(QStyle::State_Selected | QStyle::State_HasFocus);
    QStyledItemDelegate::paint(painter, inside, index);
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Metrics metrics(option.font);
    return {QStyledItemDelegate::sizeHint(option, index).width() + metrics.step(4), metrics.row()};
}

void RowDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const Theme &theme = Theme::of(option->palette);
    const auto ink = theme[m_isStale || index.column() > 0 ? Tone::Muted : Tone::Text];
    option->palette.setColor(QPalette::Text, ink);
    option->palette.setColor(QPalette::HighlightedText, ink);
    option->state.setFlag(QStyle::State_Enabled, !m_isStale);
    option->features.setFlag(QStyleOptionViewItem::HasDecoration, !option->icon.isNull());
}

void RowDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    QStyledItemDelegate::setEditorData(editor, index);
    auto *line = qobject_cast<QLineEdit *>(editor);
    if (!line)
        return;
    // The view selects all after this; what is changed most often is the name without its suffix.
    QTimer::singleShot(0, line, [line] {
        const auto dot = line->text().lastIndexOf(u'.');
        line->setSelection(0, int(dot > 0 ? dot : line->text().size()));
    });
}

void setUpTable(QTreeView &view)
{
    const Metrics metrics(view);
    view.setRootIsDecorated(false);
    view.setItemsExpandable(false);
    view.setUniformRowHeights(true);
    view.setAllColumnsShowFocus(true);
    view.setSelectionMode(QAbstractItemView::ExtendedSelection);
    view.setSelectionBehavior(QAbstractItemView::SelectRows);
    view.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view.setTextElideMode(Qt::ElideMiddle);
    view.setFrameShape(QFrame::NoFrame);
    view.setIndentation(0);
    view.setIconSize({metrics.rowIcon(), metrics.rowIcon()});
    view.header()->setHighlightSections(false);
    view.header()->setMinimumSectionSize(metrics.step(8));
    view.header()->setStretchLastSection(true);
    view.header()->setFocusPolicy(Qt::NoFocus);
}

FileView::FileView(QWidget *parent) : QTreeView(parent), m_delegate(new RowDelegate(this))
{
    setUpTable(*this);
    setItemDelegate(m_delegate);
    setSortingEnabled(true);
    setEditTriggers(QAbstractItemView::EditKeyPressed);
    setAcceptDrops(true);
    setDragEnabled(true);
    setDragDropMode(QAbstractItemView::DragDrop);
    setAutoScroll(true);
}

void FileView::setStale(bool stale)
{
    m_isStale = stale;
    m_delegate->setStale(stale);
    viewport()->update();
}

void FileView::startDrag(Qt::DropActions)
{
    Q_EMIT dragBegun();
}

QModelIndex FileView::folderAt(QPoint position) const
{
    const auto index = indexAt(position).siblingAtColumn(0);
    return index.isValid() && (model()->flags(index) & Qt::ItemIsDropEnabled) ? index : QModelIndex();
}

void FileView::dragEnterEvent(QDragEnterEvent *event)
{
    dragMoveEvent(event);
}

void FileView::dragMoveEvent(QDragMoveEvent *event)
{
    const auto *mime = event->mimeData();
    if (!mime->hasUrls() && !mime->hasFormat(QLatin1StringView(DragStaging::remoteFormat))) {
        event->ignore();
        return;
    }
    m_isDraggedOver = true;
    m_dropFolder = folderAt(event->position().toPoint());
    viewport()->update();
    event->setDropAction(Qt::CopyAction);
    event->accept();
}

void FileView::dragLeaveEvent(QDragLeaveEvent *)
{
    m_isDraggedOver = false;
    m_dropFolder = QModelIndex();
    viewport()->update();
    Q_EMIT dragLeft();
}

void FileView::dropEvent(QDropEvent *event)
{
    m_isDraggedOver = false;
    m_dropFolder = QModelIndex();
    viewport()->update();
    event->setDropAction(Qt::CopyAction);
    event->accept();
    Q_EMIT dropped(event->mimeData(), folderAt(event->position().toPoint()));
}

void FileView::paintEvent(QPaintEvent *event)
{
    QTreeView::paintEvent(event);
    if (!m_isDraggedOver)
        return;
    QPainter painter(viewport());
    painter.setPen(QPen(Theme::of(*this)[Tone::Accent], 2));
    QRect area = viewport()->rect();
    if (m_dropFolder.isValid()) {
        area = visualRect(m_dropFolder);
        area.setLeft(0);
        area.setRight(viewport()->width());
    }
    painter.drawRect(area.adjusted(1, 1, -1, -1));
}

} // namespace portolan::ui
