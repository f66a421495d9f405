// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/session/session.h"
#include "ui/settings/settings.h"
#include "ui/workspaces/workspace_look.h"

#include <QAction>
#include <QPointer>

namespace portolan::ui {

/// What can be done with the workspaces that are selected, as actions for tables, buttons, menus and the command
/// palette. With several selected each says for how many it is; what may not be done is disabled, and its tool tip says
/// why. In the GUI thread.
class WorkspaceActions final : public QObject
{
    Q_OBJECT

public:
    /// All must outlive it; `settings` may be null. Dialogs open over `window`.
    WorkspaceActions(Session &session, Settings *settings, QWidget &window);

    /// What the actions are about.
    void setSelection(std::vector<std::string> names);
    [[nodiscard]] const std::vector<std::string> &selection() const { return m_selection; }

    [[nodiscard]] QAction *action(WorkspaceAction action) const { return m_actions[std::size_t(action)]; }
    [[nodiscard]] QAction *copyName() const { return m_copyName; }
    [[nodiscard]] QAction *copySshCommand() const { return m_copySshCommand; }
    [[nodiscard]] QAction *newWorkspace() const { return m_newWorkspace; }
    [[nodiscard]] QList<QAction *> all() const;

    /// Why this cannot be done with any of these; empty when it can with at least one.
    [[nodiscard]] QString refusal(WorkspaceAction action, const std::vector<std::string> &names) const;
    /// Those of `names` that it can be done with.
    [[nodiscard]] std::vector<std::string> applicable(WorkspaceAction action,
                                                      const std::vector<std::string> &names) const;
    /// How the last thing failed that was asked for this workspace; empty once something else was asked for.
    [[nodiscard]] QString troubleOf(const std::string &name) const;

Q_SIGNALS:
    void terminalRequested(const QString &name);
    void filesRequested(const QString &name);
    /// A workspace was made, and runs.
    void created(const QString &name);
    /// What could not be done, and why; troubleOf() says it of each.
    void failed(const QString &what);
    /// troubleOf() of these is something else now.
    void troubleChanged(const std::vector<std::string> &names);

private:
    /// What was asked for at once, so that its failures are told at once.
    struct Batch {
        WorkspaceAction action;
        std::size_t pending;
        std::vector<std::pair<std::string, QString>> failures;
    };

    void makeActions();
    QAction *make(const QString &iconText, const QString &icon, QList<QKeySequence> shortcuts);
    void update();
    void trigger(WorkspaceAction action);
    void askBeforeDeleting(const std::vector<std::string> &names);
    void run(WorkspaceAction action, const std::vector<std::string> &names);
    static Task<void> runOne(QPointer<WorkspaceActions> self, std::shared_ptr<ControlPlaneClient> client,
                             std::shared_ptr<Batch> batch, std::string name);
    void finish(const Batch &batch);
    void openNewWorkspace();

    Session &m_session;
    Settings *m_settings;
    QWidget &m_window;
    std::vector<std::string> m_selection;
    std::array<QAction *, workspaceActions.size()> m_actions{};
    QAction *m_copyName = nullptr;
    QAction *m_copySshCommand = nullptr;
    QAction *m_newWorkspace = nullptr;
    std::set<std::string> m_pending; ///< asked for, and not yet answered
    std::map<std::string, QString> m_trouble;
};

} // namespace portolan::ui
