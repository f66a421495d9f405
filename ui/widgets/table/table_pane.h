// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/widgets/table/table_export.h"
#include "ui/widgets/table/table_view.h"

#include <QDateTime>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;
class QToolButton;

namespace portolan::ui {

/// A table with what stands around it: title, filter, count, columns, export, and what shows instead of rows when there
/// are none. In the GUI thread.
///
///     auto *pane = new TablePane(model, &settings, "workspaces", tr("Workspaces"));
///     pane->view().restore("age", Qt::AscendingOrder);
///     pane->setPrimary(newWorkspaceAction);
///     pane->setEmpty(tr("No workspaces yet"), tr("A workspace is a computer of your own."), newWorkspaceAction);
///
/// Keys: Ctrl+F or / goes to the filter; in it, Down or Enter goes to the rows, Esc clears it, then goes to the rows.
class TablePane final : public QWidget
{
    Q_OBJECT

public:
    /// The model and the settings (which may be null) must outlive the pane. `name` is where the layout is kept.
    TablePane(TableModel &model, Settings *settings, const QString &name, const QString &title,
              QWidget *parent = nullptr);
    ~TablePane() override;

    [[nodiscard]] TableView &view() const { return *m_view; }
    [[nodiscard]] QString filterText() const;
    /// As if it had been typed.
    void setFilterText(const QString &text);
    void focusFilter();

    /// The button on the right: what this pane is most for. Null takes it away.
    void setPrimary(QAction *action);
    /// What shows when there are no rows at all: what belongs here, why there is none, and the first action (or null).
    void setEmpty(const QString &headline, const QString &reason, QAction *action = nullptr);
    /// While the first rows are on their way; what there is stays, and is grey once it takes longer than a moment.
    void setLoading(bool loading);
    /// Since when the rows are not kept up to date (the connection is lost): they are grey, and their age is told.
    /// Nothing: they are live.
    void setStaleSince(std::optional<Time> since);

    /// Writes the rows that show, or all, in another thread, and tells how that ended.
    void exportTo(const QString &file, ExportFormat format, bool all);

Q_SIGNALS:
    void exportFinished(const QString &file);
    void exportFailed(const QString &reason);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void makeBar(const QString &title);
    void makeEmptyPage();
    void makeKeys();
    void takeMetrics();
    void applyFilter();
    void showCounts();
    void showPage();
    void showEmpty(const QString &headline, const QString &reason, QAction *action);
    void showStale();
    void showNote(const QString &text);
    void showColumnsMenu();
    void askWhereToExport(ExportFormat format, bool all);

    TableModel &m_model;
    TableView *m_view;
    QString m_name;
    QHBoxLayout *m_bar = nullptr;
    QLabel *m_title = nullptr;
    QLineEdit *m_filter = nullptr;
    QToolButton *m_count = nullptr;
    QToolButton *m_columns = nullptr;
    QPushButton *m_primary = nullptr;
    QLabel *m_note; ///< what is wrong with the filter, or how an export ended
    QLabel *m_problem; ///< of the filter
    QLabel *m_stale;
    QStackedWidget *m_pages;
    QWidget *m_emptyPage = nullptr;
    QLabel *m_emptyHeadline = nullptr;
    QLabel *m_emptyReason = nullptr;
    QPushButton *m_emptyButton = nullptr;
    QAction *m_clearFilter;
    QAction *m_emptyAction = nullptr;
    QMetaObject::Connection m_emptyTriggered;
    QString m_emptyTitle;
    QString m_emptyWhy;
    bool m_loading = false;
    std::optional<Time> m_staleSince;
    QTimer m_greying; ///< what loads for less than this does not flicker
    QTimer m_aging;
};

} // namespace portolan::ui
