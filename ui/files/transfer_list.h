// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/files/transfer_queue.h"

#include <QWidget>

class QAction;
class QLabel;
class QTreeView;

namespace portolan::ui {

/// The queue as a table, with what can be done about its rows.
class TransferList final : public QWidget
{
    Q_OBJECT

public:
    /// `queue` outlives it.
    explicit TransferList(TransferQueue &queue, QWidget *parent = nullptr);

private:
    QAction *addTool(const QString &text, const QList<QKeySequence> &keys, void (TransferList::*slot)());
    [[nodiscard]] std::vector<TransferId> selection() const;
    void updateActions();
    void showMenu(QPoint position);
    void cancelSelected();
    void retrySelected();
    void retryFailed();
    void removeSelected();
    void clearFinished();
    void copyReason();

    TransferQueue &m_queue;
    QTreeView *m_view;
    QLabel *m_summary;
    QLabel *m_empty;
    QAction *m_cancel;
    QAction *m_retry;
    QAction *m_retryFailed;
    QAction *m_remove;
    QAction *m_clear;
    QAction *m_copyReason;
};

} // namespace portolan::ui
