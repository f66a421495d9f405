// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/pane/split_pane.h"

namespace portolan::ui {

class WorkspaceActions;
class WorkspaceDetail;

/// The workspaces of a control plane: the table of them, and the one that is selected beside it. In the GUI thread.
class WorkspacesPane final : public SplitPane
{
    Q_OBJECT

public:
    /// Both must outlive it; `settings`, which may be null, keeps the layout.
    WorkspacesPane(Session &session, Settings *settings, QWidget *parent = nullptr);
    ~WorkspacesPane() override;

    /// How many there are, for the navigation.
    [[nodiscard]] int count() const;
    /// What can be done here, for the command palette; about what is selected. They live as long as the pane.
    [[nodiscard]] QList<QAction *> commands() const;
    /// As the button "New workspace".
    void createWorkspace();

    [[nodiscard]] WorkspaceActions &actions() const { return *m_actions; }
    [[nodiscard]] WorkspaceDetail &detail() const { return *m_detail; }

Q_SIGNALS:
    void countChanged(int count);
    void terminalRequested(const QString &name);
    void filesRequested(const QString &name);

private:
    void connectSession();
    void addRowActions();
    void showState();
    void showAll();
    void showSome(const std::set<std::string> &changed, const std::set<std::string> &removed);
    void showUsage();
    void queueRow(const std::string &name);
    void tellCount();

    WorkspaceActions *m_actions;
    TableOf<WorkspaceDetails> m_rows;
    TableModel m_model;
    WorkspaceDetail *m_detail;
    bool m_loaded = false;
    int m_count = -1;
};

} // namespace portolan::ui
