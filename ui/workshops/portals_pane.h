// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/pane/row_actions.h"
#include "ui/pane/split_pane.h"
#include "ui/workshops/workshop_look.h"

namespace portolan::ui {

class CapacityBar;
class DetailView;

/// The portals and how full they are, and beside them the environments of the one that is selected. In the GUI thread.
class PortalsPane final : public SplitPane
{
    Q_OBJECT

public:
    /// All must outlive it; `settings` may be null.
    PortalsPane(Session &session, WorkshopFeed &feed, Settings *settings, QWidget *parent = nullptr);
    ~PortalsPane() override;

    [[nodiscard]] TableView &environments() const { return *m_environments; }
    [[nodiscard]] QAction *showSessions() const { return m_showSessions; }
    [[nodiscard]] QAction *create() const { return m_create; }
    [[nodiscard]] QAction *edit() const { return m_edit; }
    [[nodiscard]] QAction *remove() const { return m_remove; }
    [[nodiscard]] QList<QAction *> commands() const { return QList<QAction *>{m_create} + m_rowActions->all(); }

Q_SIGNALS:
    /// Somebody wants to see who is in it.
    void sessionsRequested(const QString &portal);

private:
    void makeActions();
    [[nodiscard]] DetailView *makeDetail();
    [[nodiscard]] QWidget *makeEnvironments();
    void showState();
    void showAll();
    void showDetail();
    [[nodiscard]] QString tenantsOf(const std::string &id) const;
    [[nodiscard]] QString refusalOfChange(const std::string &id) const;
    void askBeforeDeleting(const std::string &id);

    WorkshopFeed &m_feed;
    TableOf<TrainingPortalDetails> m_rows;
    TableModel m_model;
    TableOf<EnvironmentDetails> m_environmentRows;
    TableModel m_environmentModel;
    QAction *m_create;
    RowActions *m_rowActions = nullptr;
    QAction *m_edit = nullptr;
    QAction *m_showSessions = nullptr;
    QAction *m_remove = nullptr;
    DetailView *m_detail = nullptr;
    CapacityBar *m_fill = nullptr;
    TableView *m_environments = nullptr;
    std::vector<std::pair<QLabel *, std::function<QString(const WorkshopFeed::Portal &)>>> m_facts;
};

} // namespace portolan::ui
