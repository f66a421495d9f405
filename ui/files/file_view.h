// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStyledItemDelegate>
#include <QTreeView>

namespace portolan::ui {

/// Rows with a hairline below, as every table of the console.
class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// What is shown is old or not reachable: greyed.
    void setStale(bool stale) { m_isStale = stale; }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
    /// Selection, hairline and keyboard cursor, for what paints its content itself, `padding` away from both sides.
    static void paintGround(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index);
    [[nodiscard]] static int padding(const QStyleOptionViewItem &option);

private:
    bool m_isStale = false;
};

/// Gives a table the look and the keys that all of them have.
void setUpTable(QTreeView &view);

/// The table of a folder's files, with what is dragged over it.
class FileView final : public QTreeView
{
    Q_OBJECT

public:
    explicit FileView(QWidget *parent = nullptr);

    void setStale(bool stale);
    [[nodiscard]] bool isStale() const { return m_isStale; }

Q_SIGNALS:
    /// The selection is being dragged.
    void dragBegun();
    /// A drag has left the view.
    void dragLeft();
    /// Onto a folder's row, or onto the folder itself where `onto` is invalid.
    void dropped(const QMimeData *mime, const QModelIndex &onto);

protected:
    void startDrag(Qt::DropActions actions) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QModelIndex folderAt(QPoint position) const;

    RowDelegate *m_delegate;
    bool m_isStale = false;
    bool m_isDraggedOver = false;
    QPersistentModelIndex m_dropFolder;
};

} // namespace portolan::ui
