// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/pane/row_actions.h"
#include "ui/pane/split_pane.h"
#include "ui/workshops/workshop_look.h"

namespace portolan::ui {

class DetailView;

/// The tenants: whose clients may use which portals. In the GUI thread.
class TenantsPane final : public SplitPane
{
    Q_OBJECT

public:
    /// All must outlive it; `settings` may be null.
    TenantsPane(Session &session, WorkshopFeed &feed, Settings *settings, QWidget *parent = nullptr);
    ~TenantsPane() override;

    [[nodiscard]] QAction *create() const { return m_create; }
    [[nodiscard]] QAction *edit() const { return m_edit; }
    [[nodiscard]] QAction *request() const { return m_request; }
    [[nodiscard]] QAction *explain() const { return m_explain; }
    [[nodiscard]] QAction *remove() const { return m_remove; }
    [[nodiscard]] QList<QAction *> commands() const { return QList<QAction *>{m_create} + m_rowActions->all(); }

Q_SIGNALS:
    void sessionRequested(const QString &tenant, const QString &workshop);
    void explanationRequested(const QString &tenant, const QString &workshop);

private:
    void makeActions();
    [[nodiscard]] DetailView *makeDetail();
    void showState();
    void showAll();
    void showDetail();
    void askBeforeDeleting(const std::string &name);

    WorkshopFeed &m_feed;
    TableOf<TenantDetails> m_rows;
    TableModel m_model;
    QAction *m_create;
    RowActions *m_rowActions = nullptr;
    QAction *m_edit = nullptr;
    QAction *m_request = nullptr;
    QAction *m_explain = nullptr;
    QAction *m_remove = nullptr;
    DetailView *m_detail = nullptr;
    std::vector<std::pair<QLabel *, std::function<QString(const WorkshopFeed::Tenant &)>>> m_facts;
};

} // namespace portolan::ui
