// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/pane/row_actions.h"
#include "ui/pane/split_pane.h"
#include "ui/workshops/workshop_look.h"

namespace portolan::ui {

class DetailView;

/// What workshops are: their definitions, and which portals offer them. In the GUI thread.
class DefinitionsPane final : public SplitPane
{
    Q_OBJECT

public:
    /// All must outlive it; `settings` may be null.
    DefinitionsPane(Session &session, WorkshopFeed &feed, Settings *settings, QWidget *parent = nullptr);
    ~DefinitionsPane() override;

    [[nodiscard]] QAction *create() const { return m_create; }
    [[nodiscard]] QAction *edit() const { return m_edit; }
    [[nodiscard]] QAction *request() const { return m_request; }
    [[nodiscard]] QAction *remove() const { return m_remove; }
    [[nodiscard]] QList<QAction *> commands() const { return QList<QAction *>{m_create} + m_rowActions->all(); }

Q_SIGNALS:
    /// Somebody wants a session of it, through a tenant that can have one.
    void sessionRequested(const QString &tenant, const QString &workshop);

private:
    void makeActions();
    [[nodiscard]] DetailView *makeDetail();
    void showState();
    void showAll();
    void showDetail();
    [[nodiscard]] QString offerText(const Workshop &workshop) const;
    [[nodiscard]] QString refusalOfRequest(const std::string &name) const;
    [[nodiscard]] QString refusalOfRemoval(const std::string &name) const;
    [[nodiscard]] std::string tenantFor(const std::string &name) const;
    void askBeforeDeleting(const std::string &name);

    WorkshopFeed &m_feed;
    TableOf<Workshop> m_rows;
    TableModel m_model;
    QAction *m_create;
    RowActions *m_rowActions = nullptr;
    QAction *m_edit = nullptr;
    QAction *m_request = nullptr;
    QAction *m_remove = nullptr;
    DetailView *m_detail = nullptr;
    std::vector<std::pair<QLabel *, std::function<QString(const Workshop &)>>> m_facts;
};

} // namespace portolan::ui
