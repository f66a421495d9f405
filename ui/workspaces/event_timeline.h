// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/session/session.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QListWidget;
class QPushButton;

namespace portolan::ui {

/// What happened to one workspace, newest first: its history, and what happens while it is shown. In the GUI thread.
class EventTimeline final : public QWidget
{
    Q_OBJECT

public:
    /// The session must outlive it.
    explicit EventTimeline(Session &session, QWidget *parent = nullptr);

    /// Shows the history of this workspace; of none where it is empty.
    void follow(const std::string &workspace);

private:
    void load();
    void take(const Event &event);
    void insert(const Event &event);
    void showState(const QString &text, bool canRetry);
    static Task<void> fetch(QPointer<EventTimeline> self, std::shared_ptr<ControlPlaneClient> client, std::string name,
                            int round);

    Session &m_session;
    std::string m_workspace;
    int m_round = 0; ///< tells the latest request from those before it, which are not heard any more
    QListWidget *m_list;
    QLabel *m_state; ///< loading, why there is nothing, or that there is more
    QPushButton *m_retry;
};

} // namespace portolan::ui
