// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/pane/split_pane.h"
#include "ui/workshops/workshop_session_actions.h"

namespace portolan::ui {

class DetailView;

/// The sessions of workshops in all portals: the table of them, what is selected beside it, and what can be done with
/// it. In the GUI thread.
class WorkshopSessionsPane final : public SplitPane
{
    Q_OBJECT

public:
    /// All must outlive it; `settings` may be null.
    WorkshopSessionsPane(Session &session, WorkshopFeed &feed, Settings *settings, QWidget *parent = nullptr);
    ~WorkshopSessionsPane() override;

    [[nodiscard]] WorkshopSessionActions &actions() const { return *m_actions; }

private:
    void addRowActions();
    [[nodiscard]] DetailView *makeDetail();
    void connectFeed();
    void showState();
    void showAll();
    void showDetail();

    WorkshopFeed &m_feed;
    WorkshopSessionActions *m_actions;
    TableOf<WorkshopSessionDetails> m_rows;
    TableModel m_model;
    DetailView *m_detail = nullptr;
    std::vector<std::pair<QLabel *, std::function<QString(const WorkshopSessionDetails &)>>> m_facts;
    QLabel *m_users = nullptr; ///< of several
};

} // namespace portolan::ui
