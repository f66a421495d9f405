// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/settings/settings.h"
#include "ui/widgets/table/table_model.h"

#include <QHeaderView>

namespace portolan::ui {

/// The head of a table, and what a person made of its columns: which show, in which order, how wide, sorted by what. All
/// of it is kept under "tables.NAME" at once. Widths fill the view until one is changed by hand; from then on all are
/// as they were left. What is kept names columns, so that unknown ones do no harm and new ones appear where they belong.
class TableHeader final : public QHeaderView
{
    Q_OBJECT

public:
    /// `settings` may be null: nothing is kept then.
    TableHeader(TableModel &model, Settings *settings, const QString &name, QWidget *parent);

    /// Takes what was kept, else the defaults of the columns and this order.
    void restore(const QString &sortedBy, Qt::SortOrder order);
    /// Back to the defaults.
    void resetColumns();
    void setShown(int column, bool shown);
    /// To the left or right among those that show; by < 0 is to the left.
    void moveColumn(int column, int by);
    /// Fills the width with the columns, unless they were resized by hand.
    void fit(int width);

    /// Where the content of a section stands inside of it; for cells as well.
    [[nodiscard]] QRect content(int column, const QRect &section) const;
    /// Whether it is the leftmost of those that show.
    [[nodiscard]] bool isFirst(int column) const { return column == edgeColumn(false); }
    /// What a person can do to the columns, for a menu; `parent` owns it.
    [[nodiscard]] QMenu *makeMenu(QWidget *parent);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintSection(QPainter *painter, const QRect &rect, int column) const override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool event(QEvent *event) override;

private:
    [[nodiscard]] double titleWidth(int column) const;
    [[nodiscard]] double naturalWidth(int column) const;
    [[nodiscard]] int edgeColumn(bool last) const;
    void useDefaults();
    void useKept(const QJsonObject &kept);
    void setOrder(const std::vector<int> &columns);
    void keep();
    void addSortMenu(QMenu &menu);

    TableModel &m_model;
    Settings *m_settings;
    QString m_key;
    QString m_defaultSort;
    Qt::SortOrder m_defaultOrder = Qt::AscendingOrder;
    bool m_byHand = false; ///< widths
    bool m_ours = true; ///< what changes now was not done by a person
    int m_width = 0;
};

} // namespace portolan::ui
