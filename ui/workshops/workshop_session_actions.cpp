// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workshops/workshop_session_actions.h"

#include "ui/widgets/error_text.h"

#include <QIcon>

namespace portolan::ui {
namespace {

QString textFor(WorkshopSessionAction which, int count)
{
    const bool several = count > 1;
    switch (which) {
    case WorkshopSessionAction::OpenTerminal:
        return several ? WorkshopSessionActions::tr("Open %n terminals", nullptr, count)
                       : WorkshopSessionActions::tr("Open terminal");
    case WorkshopSessionAction::Extend:
        return several ? WorkshopSessionActions::tr("Extend %n sessions", nullptr, count)
                       : WorkshopSessionActions::tr("Extend");
    case WorkshopSessionAction::Explain:
        return WorkshopSessionActions::tr("Why there?…");
    case WorkshopSessionAction::End:
        break;
    }
    return several ? WorkshopSessionActions::tr("End %n sessions…", nullptr, count)
                   : WorkshopSessionActions::tr("End…");
}

ControlPlaneClient::SessionPath pathOf(const WorkshopSessionDetails &session)
{
    return {.cluster = session.cluster,
            .portal = session.portal,
            .environment = session.environment,
            .session = session.name};
}

/// "anna: lab-shell-basics (portal-1-w01-s001)", as it is told before it ends.
QString lineOf(const WorkshopSessionDetails &session)
{
    const QString user = session.user.empty() ? WorkshopSessionActions::tr("nobody's")
                                              : QString::fromStdString(session.user);
    return QStringLiteral("%1: %2 (%3)")
        .arg(user, QString::fromStdString(session.workshop), QString::fromStdString(session.name));
}

} // namespace

WorkshopSessionActions::WorkshopSessionActions(Session &session, WorkshopFeed &feed, QWidget &window)
    : QObject(&window), m_session(session), m_feed(feed), m_window(window)
{
    const auto make = [this](WorkshopSessionAction which, const QString &shortText, const char *icon,
                             QList<QKeySequence> keys) {
        auto *action = new QAction(shortText, this);
        action->setIconText(shortText);
        action->setIcon(QIcon::fromTheme(QLatin1StringView(icon)));
        action->setShortcuts(keys);
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        connect(action, &QAction::triggered, this, [this, which] { trigger(which); });
        m_actions[std::size_t(which)] = action;
    };
    make(WorkshopSessionAction::OpenTerminal, tr("Terminal"), "utilities-terminal", {Qt::Key_Return, Qt::Key_Enter});
    make(WorkshopSessionAction::Extend, tr("Extend"), "chronometer", {Qt::Key_F6});
    make(WorkshopSessionAction::Explain, tr("Why there?"), "help-hint", {Qt::Key_F7});
    make(WorkshopSessionAction::End, tr("End"), "edit-delete", {Qt::Key_Delete});
    update();
}

void WorkshopSessionActions::setSelection(std::vector<std::string> ids)
{
    m_selection = std::move(ids);
    update();
}

QString WorkshopSessionActions::refusal(WorkshopSessionAction which, const std::vector<std::string> &ids) const
{
    if (ids.empty())
        return tr("Nothing is selected.");
    if (which == WorkshopSessionAction::Explain && ids.size() > 1)
        return tr("This is done with one at a time.");
    if (which == WorkshopSessionAction::Extend && m_extending)
        return tr("The answer is awaited.");
    std::set<QString> reasons;
    for (const std::string &id : ids) {
        const WorkshopSessionDetails *session = m_feed.session(id);
        const QString reason = session ? refusalOf(m_session, *session, which) : tr("It is gone.");
        if (reason.isEmpty())
            return {};
        reasons.insert(reason);
    }
    return reasons.size() == 1 ? *reasons.begin()
                               : tr("None of these %n sessions allows it now.", nullptr, int(ids.size()));
}

WorkshopSessionActions::Details WorkshopSessionActions::applicable(WorkshopSessionAction which) const
{
    Details some;
    for (const std::string &id : m_selection)
        if (const WorkshopSessionDetails *session = m_feed.session(id); session && refusal(which, {id}).isEmpty())
            some.push_back(*session);
    return some;
}

void WorkshopSessionActions::update()
{
    for (const WorkshopSessionAction which : workshopSessionActions) {
        const QString refused = refusal(which, m_selection);
        QAction *target = action(which);
        target->setText(textFor(which, int(applicable(which).size())));
        target->setEnabled(refused.isEmpty());
        target->setToolTip(refused.isEmpty() ? target->text() : refused);
    }
}

void WorkshopSessionActions::trigger(WorkshopSessionAction which)
{
    const Details sessions = applicable(which);
    const auto client = m_session.client();
    if (sessions.empty() || !client)
        return;
    switch (which) {
    case WorkshopSessionAction::OpenTerminal:
        for (const WorkshopSessionDetails &session : sessions)
            Q_EMIT terminalRequested(QString::fromStdString(session.workspace));
        break;
    case WorkshopSessionAction::Extend:
        m_extending = true;
        update();
        detach(extend(this, client, sessions));
        break;
    case WorkshopSessionAction::Explain:
        Q_EMIT explanationRequested(QString::fromStdString(sessions.front().tenant),
                                    QString::fromStdString(sessions.front().workshop));
        break;
    case WorkshopSessionAction::End:
        askBeforeEnding(sessions);
        break;
    }
}

Task<void> WorkshopSessionActions::extend(QPointer<WorkshopSessionActions> self, Client client, Details sessions)
{
    QStringList failures;
    for (const WorkshopSessionDetails &session : sessions) {
        const auto extended = co_await client->extendWorkshopSession(pathOf(session));
        if (!extended)
            failures << tr("%1 was not extended. %2")
                            .arg(QString::fromStdString(session.name), sentenceOf(extended.error()));
    }
    if (!self)
        co_return;
    self->m_extending = false;
    self->update();
    if (!failures.isEmpty())
        Q_EMIT self->failed(failures.join(u'\n'));
}

/// Each is tried, and what failed is told of all.
Task<Result<void>> WorkshopSessionActions::end(Client client, Details sessions)
{
    std::optional<Error> failure;
    for (const WorkshopSessionDetails &session : sessions) {
        const auto ended = co_await client->endWorkshopSession(pathOf(session));
        if (ended || ended.error().code == ErrorCode::NotFound) // to end what has ended is done
            continue;
        const std::string line = std::format("{}: {}", session.name, ended.error().detail);
        if (failure)
            failure->detail += "\n" + line;
        else
            failure = Error{.code = ended.error().code, .detail = line};
    }
    if (failure)
        co_return std::unexpected(*failure);
    co_return Result<void>();
}

void WorkshopSessionActions::askBeforeEnding(const Details &sessions)
{
    constexpr std::size_t mostLines = 8;
    const int count = int(sessions.size());
    QStringList lines;
    for (std::size_t at = 0; at < std::min(sessions.size(), mostLines); ++at)
        lines << lineOf(sessions[at]);
    if (sessions.size() > mostLines)
        lines << tr("and %n more", nullptr, int(sessions.size() - mostLines));
    lines << QString()
          << (count == 1
                  ? tr("Its user is sent away at once. Its workspace and all files in it are lost, and cannot be "
                       "brought back.")
                  : tr("Their users are sent away at once. The workspaces and all files in them are lost, and "
                       "cannot be brought back."));
    FormDialog *dialog = askBeforeLoss(
        {.title = count == 1 ? tr("End session") : tr("End sessions"),
         .question = count == 1 ? tr("End this session?") : tr("End these %n sessions?", nullptr, count),
         .what = lines.join(u'\n'),
         .verb = count == 1 ? tr("End session") : tr("End %n sessions", nullptr, count)},
        [client = m_session.client(), sessions] { return end(client, sessions); }, &m_window);
    dialog->open();
}

} // namespace portolan::ui
