// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workspaces/workspace_actions.h"

#include "ui/workspaces/delete_dialog.h"
#include "ui/workspaces/new_workspace_dialog.h"
#include "ui/workspaces/workspace_creation.h"

#include <QApplication>
#include <QClipboard>

namespace portolan::ui {
namespace {

/// For what is selected, when that is one or none.
QString textForOne(WorkspaceAction action)
{
    switch (action) {
    case WorkspaceAction::OpenTerminal:
        return WorkspaceActions::tr("Open terminal");
    case WorkspaceAction::OpenFiles:
        return WorkspaceActions::tr("Open files");
    case WorkspaceAction::Start:
        return WorkspaceActions::tr("Start");
    case WorkspaceAction::Stop:
        return WorkspaceActions::tr("Stop");
    case WorkspaceAction::Delete:
        return WorkspaceActions::tr("Delete…");
    }
    return {};
}

/// When several are selected, and it can be done with one of them.
QString textForName(WorkspaceAction action, const QString &name)
{
    switch (action) {
    case WorkspaceAction::OpenTerminal:
        return WorkspaceActions::tr("Open terminal in %1").arg(name);
    case WorkspaceAction::OpenFiles:
        return WorkspaceActions::tr("Open files of %1").arg(name);
    case WorkspaceAction::Start:
        return WorkspaceActions::tr("Start %1").arg(name);
    case WorkspaceAction::Stop:
        return WorkspaceActions::tr("Stop %1").arg(name);
    case WorkspaceAction::Delete:
        return WorkspaceActions::tr("Delete %1…").arg(name);
    }
    return {};
}

QString textForMany(WorkspaceAction action, int count)
{
    switch (action) {
    case WorkspaceAction::OpenTerminal:
        return WorkspaceActions::tr("Open %n terminals", nullptr, count);
    case WorkspaceAction::OpenFiles:
        return WorkspaceActions::tr("Open files of %n workspaces", nullptr, count);
    case WorkspaceAction::Start:
        return WorkspaceActions::tr("Start %n workspaces", nullptr, count);
    case WorkspaceAction::Stop:
        return WorkspaceActions::tr("Stop %n workspaces", nullptr, count);
    case WorkspaceAction::Delete:
        return WorkspaceActions::tr("Delete %n workspaces…", nullptr, count);
    }
    return {};
}

QString failureText(WorkspaceAction action, const QString &name, const QString &why)
{
    switch (action) {
    case WorkspaceAction::Start:
        return WorkspaceActions::tr("%1 could not be started. %2").arg(name, why);
    case WorkspaceAction::Stop:
        return WorkspaceActions::tr("%1 could not be stopped. %2").arg(name, why);
    default:
        return WorkspaceActions::tr("%1 could not be deleted. %2").arg(name, why);
    }
}

QString joined(const std::vector<std::string> &lines)
{
    QStringList list;
    for (const std::string &line : lines)
        list << QString::fromStdString(line);
    return list.join(u'\n');
}

Task<Result<WorkspaceAccepted>> ask(ControlPlaneClient &client, WorkspaceAction action, std::string name)
{
    switch (action) {
    case WorkspaceAction::Start:
        return client.startWorkspace(std::move(name));
    case WorkspaceAction::Stop:
        return client.stopWorkspace(std::move(name));
    default:
        return client.deleteWorkspace(std::move(name));
    }
}

} // namespace

WorkspaceActions::WorkspaceActions(Session &session, Settings *settings, QWidget &window)
    : QObject(&window), m_session(session), m_settings(settings), m_window(window)
{
    makeActions();
    connect(&session, &Session::stateChanged, this, &WorkspaceActions::update);
    connect(&session, &Session::workspacesLoaded, this, &WorkspaceActions::update);
    connect(&session, &Session::workspacesChanged, this, &WorkspaceActions::update);
    update();
}

QAction *WorkspaceActions::make(const QString &iconText, const QString &icon, QList<QKeySequence> shortcuts)
{
    auto *action = new QAction(this);
    action->setText(iconText);
    action->setIconText(iconText);
    action->setIcon(QIcon::fromTheme(icon));
    action->setShortcuts(shortcuts);
    // The keys work where the workspaces are, and nowhere else: Del in a terminal is the terminal's.
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    return action;
}

void WorkspaceActions::makeActions()
{
    const auto put = [this](WorkspaceAction which, QAction *action) {
        m_actions[std::size_t(which)] = action;
        connect(action, &QAction::triggered, this, [this, which] { trigger(which); });
    };
    put(WorkspaceAction::OpenTerminal,
        make(tr("Terminal"), QStringLiteral("utilities-terminal"), {Qt::Key_Return, Qt::Key_Enter}));
    put(WorkspaceAction::OpenFiles, make(tr("Files"), QStringLiteral("folder-open"), {Qt::Key_F4}));
    put(WorkspaceAction::Start, make(tr("Start"), QStringLiteral("media-playback-start"), {Qt::Key_F5}));
    put(WorkspaceAction::Stop,
        make(tr("Stop"), QStringLiteral("media-playback-stop"), {QKeySequence(Qt::SHIFT | Qt::Key_F5)}));
    put(WorkspaceAction::Delete, make(tr("Delete"), QStringLiteral("edit-delete"), {Qt::Key_Delete}));
    m_copyName = make(tr("Copy name"), QStringLiteral("edit-copy"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)});
    m_copySshCommand = make(tr("Copy SSH command"), QStringLiteral("edit-copy"), {});
    m_newWorkspace = make(tr("New workspace"), QStringLiteral("list-add"), {QKeySequence::New});
    connect(m_copyName, &QAction::triggered, this, [this] { QApplication::clipboard()->setText(joined(m_selection)); });
    connect(m_copySshCommand, &QAction::triggered, this, [this] {
        QStringList commands;
        for (const std::string &name : m_selection)
            commands << sshCommand(name);
        QApplication::clipboard()->setText(commands.join(u'\n'));
    });
    connect(m_newWorkspace, &QAction::triggered, this, &WorkspaceActions::openNewWorkspace);
}

QList<QAction *> WorkspaceActions::all() const
{
    QList<QAction *> actions{m_newWorkspace};
    for (QAction *action : m_actions)
        actions << action;
    return actions << m_copyName << m_copySshCommand;
}

void WorkspaceActions::setSelection(std::vector<std::string> names)
{
    m_selection = std::move(names);
    update();
}

QString WorkspaceActions::refusal(WorkspaceAction action, const std::vector<std::string> &names) const
{
    if (names.empty())
        return tr("Nothing is selected.");
    if (!m_session.isLive())
        return tr("The control plane is not connected.");
    std::set<QString> reasons;
    for (const std::string &name : names) {
        const WorkspaceDetails *workspace = m_session.workspace(name);
        const QString reason = !workspace                 ? tr("It is gone.")
                               : m_pending.contains(name) ? tr("It was asked for; the answer has not come yet.")
                                                          : refusalOf(m_session.profile(), *workspace, action);
        if (reason.isEmpty())
            return {};
        reasons.insert(reason);
    }
    return reasons.size() == 1 ? *reasons.begin()
                               : tr("None of these %n workspaces allows it now.", nullptr, int(names.size()));
}

std::vector<std::string> WorkspaceActions::applicable(WorkspaceAction action,
                                                      const std::vector<std::string> &names) const
{
    std::vector<std::string> some;
    for (const std::string &name : names)
        if (refusal(action, {name}).isEmpty())
            some.push_back(name);
    return some;
}

QString WorkspaceActions::troubleOf(const std::string &name) const
{
    const auto found = m_trouble.find(name);
    return found == m_trouble.end() ? QString() : found->second;
}

void WorkspaceActions::update()
{
    for (const WorkspaceAction which : workspaceActions) {
        const auto names = applicable(which, m_selection);
        const QString refused = refusal(which, m_selection);
        QAction *target = action(which);
        target->setText(m_selection.size() < 2 || names.empty() ? textForOne(which)
                        : names.size() == 1 ? textForName(which, QString::fromStdString(names.front()))
                                            : textForMany(which, int(names.size())));
        target->setEnabled(refused.isEmpty());
        target->setToolTip(refused.isEmpty() ? target->text() : refused);
    }
    for (QAction *copying : {m_copyName, m_copySshCommand})
        copying->setEnabled(!m_selection.empty());
    const QString refused = m_session.isLive() ? refusalOfCreation(m_session.profile())
                                               : tr("The control plane is not connected.");
    m_newWorkspace->setEnabled(refused.isEmpty());
    m_newWorkspace->setToolTip(refused.isEmpty() ? tr("Make a workspace from a blueprint") : refused);
}

void WorkspaceActions::trigger(WorkspaceAction which)
{
    const auto names = applicable(which, m_selection);
    switch (which) {
    case WorkspaceAction::OpenTerminal:
        for (const std::string &name : names)
            Q_EMIT terminalRequested(QString::fromStdString(name));
        break;
    case WorkspaceAction::OpenFiles:
        for (const std::string &name : names)
            Q_EMIT filesRequested(QString::fromStdString(name));
        break;
    case WorkspaceAction::Start:
    case WorkspaceAction::Stop:
        run(which, names);
        break;
    case WorkspaceAction::Delete:
        askBeforeDeleting(names);
        break;
    }
}

void WorkspaceActions::askBeforeDeleting(const std::vector<std::string> &names)
{
    std::vector<WorkspaceDetails> workspaces;
    for (const std::string &name : names)
        if (const WorkspaceDetails *workspace = m_session.workspace(name))
            workspaces.push_back(*workspace);
    if (workspaces.empty())
        return;
    auto *dialog = new DeleteDialog(workspaces, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    // Those that were named, whatever is selected by then; what has gone meanwhile needs no deleting.
    connect(dialog, &QDialog::accepted, this, [this, names] {
        std::vector<std::string> rest = names;
        std::erase_if(rest, [this](const std::string &name) { return !m_session.workspace(name); });
        run(WorkspaceAction::Delete, rest);
    });
    dialog->open();
}

void WorkspaceActions::run(WorkspaceAction which, const std::vector<std::string> &names)
{
    const auto client = m_session.client();
    if (!client || names.empty())
        return;
    const auto batch = std::make_shared<Batch>(which, names.size());
    for (const std::string &name : names) {
        m_pending.insert(name);
        m_trouble.erase(name);
    }
    Q_EMIT troubleChanged(names);
    update();
    for (const std::string &name : names)
        detach(runOne(this, client, batch, name));
}

Task<void> WorkspaceActions::runOne(QPointer<WorkspaceActions> self, std::shared_ptr<ControlPlaneClient> client,
                                    std::shared_ptr<Batch> batch, std::string name)
{
    const auto answer = co_await ask(*client, batch->action, name);
    if (!self)
        co_return;
    self->m_pending.erase(name);
    // To delete what is gone already is done.
    const bool gone = batch->action == WorkspaceAction::Delete && !answer && answer.error().code == ErrorCode::NotFound;
    if (!answer && !gone)
        batch->failures.emplace_back(name, sentenceOf(answer.error()));
    if (--batch->pending == 0)
        self->finish(*batch);
    self->update();
}

void WorkspaceActions::finish(const Batch &batch)
{
    if (batch.failures.empty())
        return;
    QStringList lines;
    std::vector<std::string> names;
    for (const auto &[name, why] : batch.failures) {
        const QString line = failureText(batch.action, QString::fromStdString(name), why);
        m_trouble[name] = line;
        names.push_back(name);
        lines << line;
    }
    Q_EMIT troubleChanged(names);
    Q_EMIT failed(lines.join(u'\n'));
}

void WorkspaceActions::openNewWorkspace()
{
    auto *creation = new WorkspaceCreation(m_session, this);
    auto *dialog = new NewWorkspaceDialog(m_session, m_settings, *creation, &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &NewWorkspaceDialog::created, this, [this](const QString &name, bool openTerminal) {
        Q_EMIT created(name);
        if (openTerminal)
            Q_EMIT terminalRequested(name);
    });
    // Whoever closed the dialog while it went on is told in the pane how it failed.
    connect(creation, &WorkspaceCreation::failed, this, [this, seen = QPointer(dialog)](const QString &why) {
        if (!seen || !seen->isVisible())
            Q_EMIT failed(tr("The new workspace does not run. %1").arg(why));
    });
    connect(dialog, &QObject::destroyed, creation, [creation] { creation->deleteWhenDone(); });
    dialog->open();
}

} // namespace portolan::ui
