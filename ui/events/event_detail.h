// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/event/event.h"
#include "ui/pane/detail_view.h"

class QPlainTextEdit;

namespace portolan::ui {

/// One event, with its data. In the GUI thread.
class EventDetail final : public QWidget
{
    Q_OBJECT

public:
    explicit EventDetail(const QList<QAction *> &actions, QWidget *parent);

    /// Null: none.
    void setEvent(const Event *event);

private:
    DetailView *m_view;
    QLabel *m_time;
    QLabel *m_subject;
    QLabel *m_owner;
    QLabel *m_actor;
    QLabel *m_number;
    QLabel *m_message;
    QLabel *m_dataTitle;
    QPlainTextEdit *m_data;
};

} // namespace portolan::ui
