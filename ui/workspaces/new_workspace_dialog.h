// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/settings/settings.h"
#include "ui/workspaces/workspace_creation.h"

#include <QDialog>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QListWidget;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace portolan::ui {

class BlueprintList;

/// Asks what a new workspace shall be, and shows how its making goes. Closing it stops nothing. Show it with open().
class NewWorkspaceDialog final : public QDialog
{
    Q_OBJECT

public:
    /// All must outlive it; `settings`, which may be null, keeps the blueprint that was used last.
    NewWorkspaceDialog(Session &session, Settings *settings, WorkspaceCreation &creation, QWidget *parent);

Q_SIGNALS:
    /// It runs, and the dialog was still there to see it.
    void created(const QString &name, bool openTerminal);

private:
    [[nodiscard]] QWidget *makeForm();
    [[nodiscard]] QWidget *makeProgress();
    void makeFormButtons(QHBoxLayout &row);
    void makeProgressButtons(QHBoxLayout &row);
    void listBlueprints();
    void suggestName();
    void validate();
    void create(bool openTerminal);
    void startAgain();
    void showPhase(WorkspaceCreation::Phase phase);
    void showElapsed();
    void addStep(const QString &what);
    void showOutcome(const QString &text, bool bad);

    Session &m_session;
    Settings *m_settings;
    WorkspaceCreation &m_creation;
    WorkspaceCreate m_wanted;
    bool m_openTerminal = false;

    QStackedWidget *m_pages;
    BlueprintList *m_blueprints = nullptr;
    QLineEdit *m_name = nullptr;
    QLabel *m_hint = nullptr;
    QPushButton *m_createAndOpen = nullptr;
    QPushButton *m_create = nullptr;

    QLabel *m_headline = nullptr;
    QLabel *m_elapsed = nullptr;
    QProgressBar *m_progress = nullptr;
    QListWidget *m_steps = nullptr;
    QLabel *m_outcome = nullptr;
    QPushButton *m_retry = nullptr;
    QPushButton *m_back = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_close = nullptr;
    QTimer m_ticking;
};

} // namespace portolan::ui
