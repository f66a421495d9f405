// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workspaces/workspaces_pane.h"

#include "ui/workspaces/workspace_actions.h"
#include "ui/workspaces/workspace_detail.h"
#include "ui/workspaces/workspace_table.h"

namespace portolan::ui {

WorkspacesPane::WorkspacesPane(Session &session, Settings *settings, QWidget *parent)
    : SplitPane(session, settings, QStringLiteral("workspaces"), parent),
      m_actions(new WorkspaceActions(session, settings, *this)),
      m_rows(workspaceTable(session, [this](const std::string &name) { return m_actions->troubleOf(name); })),
      m_model(m_rows.columns()),
      m_detail(new WorkspaceDetail(session, *m_actions, this))
{
    setUp(new TablePane(m_model, settings, QStringLiteral("workspaces"), tr("Workspaces"), this), m_detail);
    table().view().restore(QStringLiteral("age"), Qt::AscendingOrder);
    table().setPrimary(m_actions->newWorkspace());
    addRowActions();
    addAction(m_actions->newWorkspace());
    connect(m_actions, &WorkspaceActions::terminalRequested, this, &WorkspacesPane::terminalRequested);
    connect(m_actions, &WorkspaceActions::filesRequested, this, &WorkspacesPane::filesRequested);
    connect(m_actions, &WorkspaceActions::created, this, [this](const QString &name) { select(name.toStdString()); });
    connect(m_actions, &WorkspaceActions::failed, this, &WorkspacesPane::showNotice);
    connect(m_actions, &WorkspaceActions::troubleChanged, this, [this](const std::vector<std::string> &names) {
        for (const std::string &name : names)
            queueRow(name);
    });
    connectSession();
}

WorkspacesPane::~WorkspacesPane()
{
    takeDown();
}

void WorkspacesPane::connectSession()
{
    connect(&session(), &Session::workspacesLoaded, this, &WorkspacesPane::showAll);
    connect(&session(), &Session::workspacesChanged, this, &WorkspacesPane::showSome);
    connect(&session(), &Session::usageChanged, this, &WorkspacesPane::showUsage);
    connect(&session(), &Session::stateChanged, this, &WorkspacesPane::showState);
    connect(&m_model, &TableModel::updated, this, &WorkspacesPane::tellCount);
    TableView &view = table().view();
    connect(&view, &TableView::selectedRowsChanged, this, [this, &view] {
        const auto selected = view.selectedIds();
        m_actions->setSelection(selected);
        m_detail->setSelection(selected);
    });
    // By Enter this comes only where the terminal's action, which has that key, is disabled.
    connect(&view, &TableView::rowActivated, this, [this](const std::string &id) {
        const QString refused = m_actions->refusal(WorkspaceAction::OpenTerminal, {id});
        if (refused.isEmpty())
            Q_EMIT terminalRequested(QString::fromStdString(id));
        else
            showNotice(tr("No terminal in %1. %2").arg(QString::fromStdString(id), refused));
    });
    if (session().asOf().isValid())
        showAll();
    showState();
}

void WorkspacesPane::addRowActions()
{
    for (const WorkspaceAction which : workspaceActions) {
        const bool onHover = which == WorkspaceAction::OpenTerminal || which == WorkspaceAction::OpenFiles;
        table().view().addRowAction({.action = m_actions->action(which),
                                     .onHover = onHover,
                                     .refusal = [this, which](const std::vector<std::string> &ids) {
                                         return m_actions->refusal(which, ids);
                                     }});
    }
    for (QAction *copying : {m_actions->copyName(), m_actions->copySshCommand()})
        table().view().addRowAction({.action = copying});
}

int WorkspacesPane::count() const
{
    return int(session().workspaces().size());
}

QList<QAction *> WorkspacesPane::commands() const
{
    return m_actions->all();
}

void WorkspacesPane::createWorkspace()
{
    m_actions->newWorkspace()->trigger();
}

void WorkspacesPane::showState()
{
    showConnection(m_loaded, {.headline = tr("No workspaces yet"),
                              .reason = tr("A workspace is a computer of your own: a home folder that is kept, a "
                                           "terminal, and the tools of its blueprint."),
                              .action = m_actions->newWorkspace()});
}

void WorkspacesPane::showAll()
{
    m_loaded = true;
    std::vector<TableRow> rows;
    rows.reserve(session().workspaces().size());
    for (const auto &[name, details] : session().workspaces())
        rows.push_back(m_rows.row(details));
    m_model.reset(std::move(rows));
    tellCount();
}

void WorkspacesPane::showSome(const std::set<std::string> &changed, const std::set<std::string> &removed)
{
    for (const std::string &name : removed)
        m_model.queueRemoval(name);
    for (const std::string &name : changed)
        queueRow(name);
    tellCount();
}

void WorkspacesPane::showUsage()
{
    for (const auto &[name, details] : session().workspaces()) {
        TableRow row = m_rows.row(details);
        if (const auto shown = m_model.find(name); shown && *shown != row)
            m_model.queue(std::move(row));
    }
}

void WorkspacesPane::queueRow(const std::string &name)
{
    if (const WorkspaceDetails *details = session().workspace(name))
        m_model.queue(m_rows.row(*details));
}

void WorkspacesPane::tellCount()
{
    if (m_count == count())
        return;
    m_count = count();
    Q_EMIT countChanged(m_count);
}

} // namespace portolan::ui
