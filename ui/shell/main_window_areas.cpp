// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/audit/audit_pane.h"
#include "ui/events/events_pane.h"
#include "ui/files/file_browser.h"
#include "ui/shell/commands.h"
#include "ui/shell/files_tab.h"
#include "ui/shell/main_window.h"
#include "ui/shell/navigation.h"
#include "ui/sinks/sinks_pane.h"
#include "ui/tokens/tokens_pane.h"
#include "ui/users/user_list.h"
#include "ui/users/users_pane.h"
#include "ui/workshops/definitions_pane.h"
#include "ui/workshops/portals_pane.h"
#include "ui/workshops/tenants_pane.h"
#include "ui/workshops/workshop_sessions_pane.h"
#include "ui/workshops/workshops_pane.h"
#include "ui/workspaces/workspace_detail.h"
#include "ui/workspaces/workspaces_pane.h"

#include <QStackedWidget>

/// The areas of the window, and the ways from one to another.
namespace portolan::ui {

int MainWindow::addArea(const QString &group, const QString &title, QWidget *page)
{
    const int entry = m_navigation->add(group, title);
    m_pages->addWidget(page);
    m_commands->add(tr("Go to"), tr("Go to %1").arg(title), QKeySequence(Qt::ALT | Qt::Key(Qt::Key_1 + entry)),
                    [this, page] {
                        showArea(page);
                        page->setFocus(Qt::ShortcutFocusReason);
                    });
    return entry;
}

void MainWindow::showArea(QWidget *page)
{
    m_navigation->choose(m_pages->indexOf(page));
}

void MainWindow::listAreaCommands()
{
    const auto list = [this](const QString &group, QWidget *page, const QList<QAction *> &commands) {
        for (QAction *action : commands) {
            m_commands->list(group, action);
            // From the palette or the menu: what comes of it is seen there.
            connect(action, &QAction::triggered, this, [this, page] { showArea(page); });
        }
    };
    list(tr("Workspaces"), m_workspaces, m_workspaces->commands());
    list(tr("Workshops"), m_workshops, m_workshops->commands());
    list(tr("Sessions of workshops"), m_workshops, m_workshops->sessions().actions().all());
    list(tr("Portals"), m_workshops, m_workshops->portals().commands());
    list(tr("Tenants"), m_workshops, m_workshops->tenants().commands());
    list(tr("Definitions of workshops"), m_workshops, m_workshops->definitions().commands());
    list(tr("Events"), m_events, m_events->commands());
    list(tr("Audit log"), m_audit, m_audit->commands());
    list(tr("Users"), m_users, m_users->commands());
    list(tr("Tokens"), m_tokenPane, m_tokenPane->commands());
    list(tr("Sinks"), m_sinks, m_sinks->commands());
}

void MainWindow::makeAreas()
{
    connect(m_navigation, &Navigation::chosen, m_pages, &QStackedWidget::setCurrentIndex);
    m_userList = new UserList(m_session, this);
    makeWorkspaces();
    makeOthers();
    showArea(m_workspaces);
}

void MainWindow::makeWorkspaces()
{
    m_workspaces = new WorkspacesPane(m_session, &m_settings, m_pages);
    const int workspaces = addArea(tr("Running"), tr("Workspaces"), m_workspaces);
    connect(m_workspaces, &WorkspacesPane::countChanged, this,
            [this, workspaces](int count) { m_navigation->setCount(workspaces, count); });
    connect(m_workspaces, &WorkspacesPane::terminalRequested, this, &MainWindow::openTerminal);
    connect(m_workspaces, &WorkspacesPane::filesRequested, this, &MainWindow::openFiles);
    m_files = new FilesTab(
        [this](const QString &workspace, QWidget *parent) {
            return new FileBrowser(
                {.id = m_profile + u'/' + workspace, .name = workspace, .connect = connectorTo(workspace)},
                *m_transfers, m_settings, parent);
        },
        [this](const QString &workspace) {
            const WorkspaceDetails *details = m_session.workspace(workspace.toStdString());
            return details && details->status == "Running";
        });
    m_workspaces->detail().addTab(m_files, tr("Files"));
    connect(&m_workspaces->detail(), &WorkspaceDetail::workspaceChanged, m_files, &FilesTab::setWorkspace);
    connect(&m_session, &Session::workspacesChanged, m_files, [this] { m_files->update(); });
}

void MainWindow::makeOthers()
{
    m_workshops = new WorkshopsPane(m_session, &m_settings, m_pages);
    const int workshops = addArea(tr("Running"), tr("Workshops"), m_workshops);
    connect(m_workshops, &WorkshopsPane::countChanged, this,
            [this, workshops](int count) { m_navigation->setCount(workshops, count); });
    connect(m_workshops, &WorkshopsPane::terminalRequested, this, &MainWindow::openTerminal);
    // The ways to another area are queued: a command shows its own area, and then goes there.
    m_events = new EventsPane(m_session, &m_settings, m_pages);
    addArea(tr("Happened"), tr("Events"), m_events);
    connect(m_events, &EventsPane::subjectRequested, this, &MainWindow::showSubject, Qt::QueuedConnection);
    m_audit = new AuditPane(m_session, &m_settings, m_pages);
    addArea(tr("Happened"), tr("Audit log"), m_audit);
    m_users = new UsersPane(m_session, *m_userList, &m_settings, m_pages);
    addArea(tr("System"), tr("Users"), m_users);
    m_tokenPane = new TokensPane(m_session, *m_userList, &m_settings, m_pages);
    addArea(tr("System"), tr("Tokens"), m_tokenPane);
    m_sinks = new SinksPane(m_session, &m_settings, m_pages);
    addArea(tr("System"), tr("Sinks"), m_sinks);
    connect(
        m_users, &UsersPane::tokensRequested, this,
        [this](const QString &user) { showSubject(QStringLiteral("token"), {}, user); }, Qt::QueuedConnection);
}

void MainWindow::showSubject(const QString &kind, const QString &id, const QString &owner)
{
    if (kind == QStringLiteral("workspace")) {
        showArea(m_workspaces);
        m_workspaces->select(id.toStdString());
    } else if (kind == QStringLiteral("user")) {
        showArea(m_users);
        m_users->select(id.toStdString());
    } else if (kind == QStringLiteral("token")) {
        showArea(m_tokenPane);
        m_tokenPane->showTokensOf(owner, id);
    } else if (kind == QStringLiteral("sink")) {
        showArea(m_sinks);
        m_sinks->showSink(id);
    } else if (m_workshops->showSubject(kind, id)) {
        showArea(m_workshops);
    }
}

} // namespace portolan::ui
