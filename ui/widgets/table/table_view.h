// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/widgets/table/table_header.h"

#include <QTableView>

class QAction;
class QToolButton;

namespace portolan::ui {

class TableDelegate;

/// Something that can be done with rows. `triggered()` of the action is about TableView::selectedIds(), wherever it was
/// triggered: the buttons on a row select that row first.
struct RowAction {
    QAction *action = nullptr; ///< needs a text; lives as long as the view
    bool onHover = false; ///< also as a button on the row that the mouse is on; needs an icon then
    /// Why it may not be done with these rows, for people; empty when it may. Null: it always may.
    std::function<QString(const std::vector<std::string> &ids)> refusal = {};
};

/// A table as people work with it: rows are selected and acted on, columns arranged (TableHeader), and nothing that
/// arrives takes the selection, the cursor or the place away. Keys: arrows, Home, End, Page, Ctrl+A, Ctrl+C, Enter.
class TableView final : public QTableView
{
    Q_OBJECT

public:
    /// `name` is where the layout is kept ("tables.NAME"). The model and the settings (which may be null) must outlive
    /// the view.
    TableView(TableModel &model, Settings *settings, const QString &name, QWidget *parent = nullptr);
    ~TableView() override;

    /// What rows are sorted by until somebody chooses; shows the kept layout. Call it once.
    void restore(const QString &sortedBy, Qt::SortOrder order = Qt::AscendingOrder);
    /// In the order of menu and buttons.
    void addRowAction(RowAction action);

    /// In the order in which they show.
    [[nodiscard]] std::vector<std::string> selectedIds() const;
    /// Where the cursor is; empty when nowhere.
    [[nodiscard]] std::string currentId() const;
    /// Selects this row alone, puts the cursor there and brings it into sight; gives false where it does not show.
    bool setCurrentId(std::string_view id);
    /// Rows as tab separated text, with the columns that show in their order, and as they read in an export.
    [[nodiscard]] QString textOfSelection() const;
    void setStale(bool stale);

    [[nodiscard]] TableModel &tableModel() const { return m_model; }
    [[nodiscard]] TableHeader &header() const { return *m_header; }

Q_SIGNALS:
    /// Enter or a double click.
    void rowActivated(const std::string &id);
    /// Empty when there is none. Not told while the row only moves.
    void currentRowChanged(const std::string &id);
    /// Once for each step of a person and each batch of the model.
    void selectedRowsChanged();

protected:
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void selectionChanged(const QItemSelection &selected, const QItemSelection &deselected) override;
    void scrollContentsBy(int dx, int dy) override;

private:
    struct Button {
        QToolButton *button;
        std::size_t action;
    };
    /// What a batch of the model must not take away.
    struct Place {
        std::string anchor; ///< a row in sight that stays where it is; empty: the top stays
        int offset = 0;
        std::string current;
        int currentRow = -1;
    };

    [[nodiscard]] int selectedCount() const;
    void takeMetrics();
    void rememberPlace();
    void returnToPlace(bool byHand);
    void scrollBack(bool byHand);
    void tellCurrent();
    void tellSelection();
    void updateActions();
    void hover(int row);
    void placeButtons();
    void tick();
    void copy();

    TableModel &m_model;
    TableHeader *m_header;
    TableDelegate *m_delegate;
    std::vector<RowAction> m_actions;
    QWidget *m_bar; ///< the buttons on the row that the mouse is on
    std::vector<Button> m_buttons;
    std::string m_hovered;
    std::string m_toldCurrent;
    Place m_place;
    bool m_updating = false;
    int m_selectedBefore = 0;
    QTimer m_ticking;
    int m_ticks = 0;
};

} // namespace portolan::ui
