// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workshops/workshop_sessions_pane.h"

#include "ui/pane/detail_view.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/table/cell_text.h"

#include <QLabel>

namespace portolan::ui {
namespace {

TableOf<WorkshopSessionDetails> sessionTable()
{
    using Details = WorkshopSessionDetails;
    TableOf<Details> table([](const Details &session) { return WorkshopFeed::idOf(session); },
                           [](const Details &session) { return reasonOfSession(session).toStdString(); });
    table.remove("phase"); // the state and whose it is say the same
    // In the order in which they are looked for: whose, what, how it is, how long still, where.
    const auto move = [&table](std::string_view id, double width, auto member) {
        TableColumn column = table.column(id);
        column.width = width;
        table.remove(id);
        table.add(std::move(column), [member](const Details &session) { return TableCell(session.*member); });
    };
    table.column("name").kind = CellKind::Code;
    table.column("name").width = 36;
    table.remove("state");
    move("user", 36, &Details::user);
    move("workshop", 28, &Details::workshop);
    table.add({.id = QStringLiteral("state"),
               .title = WorkshopSessionsPane::tr("State"),
               .doc = WorkshopSessionsPane::tr("Whether it runs, waits, is kept warm or ends."),
               .kind = CellKind::State,
               .look = lookOfSession,
               .width = 32},
              stateOfSession);
    table.remove("expires");
    table.add({.id = QStringLiteral("expires"),
               .title = WorkshopSessionsPane::tr("Ends"),
               .doc = WorkshopSessionsPane::tr("When it ends; nothing where it has no end."),
               .kind = CellKind::Time},
              [](const Details &session) { return session.expires ? TableCell(*session.expires) : TableCell(); });
    move("portal", 18, &Details::portal);
    move("tenant", 28, &Details::tenant);
    for (const std::string_view id : {"cluster", "environment", "workspace", "created", "started"})
        table.column(id).shownByDefault = false;
    return table;
}

} // namespace

WorkshopSessionsPane::WorkshopSessionsPane(Session &session, WorkshopFeed &feed, Settings *settings, QWidget *parent)
    : SplitPane(session, settings, QStringLiteral("workshop-sessions"), parent),
      m_feed(feed),
      m_actions(new WorkshopSessionActions(session, feed, *this)),
      m_rows(sessionTable()),
      m_model(m_rows.columns())
{
    auto *table = new TablePane(m_model, settings, QStringLiteral("workshop-sessions"), tr("Sessions"), this);
    table->view().restore(QStringLiteral("expires"), Qt::AscendingOrder);
    setUp(table, makeDetail());
    addRowActions();
    connectFeed();
    showAll();
}

WorkshopSessionsPane::~WorkshopSessionsPane()
{
    takeDown();
}

void WorkshopSessionsPane::addRowActions()
{
    TableView &view = table().view();
    for (const WorkshopSessionAction which : workshopSessionActions) {
        const bool onHover = which == WorkshopSessionAction::OpenTerminal || which == WorkshopSessionAction::Extend;
        view.addRowAction({.action = m_actions->action(which),
                           .onHover = onHover,
                           .refusal = [this, which](const std::vector<std::string> &ids) {
                               return m_actions->refusal(which, ids);
                           }});
    }
    connect(&view, &TableView::selectedRowsChanged, this, &WorkshopSessionsPane::showDetail);
    // By Enter this comes only where the terminal's action, which has that key, is disabled.
    connect(&view, &TableView::rowActivated, this, [this](const std::string &id) {
        const WorkshopSessionDetails *session = m_feed.session(id);
        const QString refused = m_actions->refusal(WorkshopSessionAction::OpenTerminal, {id});
        if (session && refused.isEmpty())
            Q_EMIT m_actions->terminalRequested(QString::fromStdString(session->workspace));
        else if (session)
            showNotice(tr("No terminal in %1. %2").arg(QString::fromStdString(session->name), refused));
    });
    connect(m_actions, &WorkshopSessionActions::failed, this, &WorkshopSessionsPane::showNotice);
}

DetailView *WorkshopSessionsPane::makeDetail()
{
    using Details = WorkshopSessionDetails;
    m_detail = new DetailView(tr("Select a session to see whose it is and how long it goes on. Several can be extended "
                                 "or ended at once."),
                              this);
    m_detail->addButton(m_actions->action(WorkshopSessionAction::OpenTerminal), "primary");
    m_detail->addButton(m_actions->action(WorkshopSessionAction::Extend));
    m_detail->addButton(m_actions->action(WorkshopSessionAction::End));
    m_detail->addMore({m_actions->action(WorkshopSessionAction::Explain)});
    m_users = m_detail->addFact(tr("Users"));
    const auto fact = [this](const QString &title, std::function<QString(const Details &)> text) {
        m_facts.emplace_back(m_detail->addFact(title), std::move(text));
    };
    const auto text = [&fact](const QString &title, std::string Details::*member) {
        fact(title, [member](const Details &session) { return QString::fromStdString(session.*member); });
    };
    fact(tr("State"), reasonOfSession);
    text(tr("User"), &Details::user);
    text(tr("Workshop"), &Details::workshop);
    fact(tr("Ends"), [](const Details &session) {
        return session.expires        ? momentText(session.expires, SystemClock().now())
               : session.user.empty() ? QString()
                                      : tr("It has no end of its own");
    });
    fact(tr("Started"), [](const Details &session) { return momentText(session.started, SystemClock().now()); });
    fact(tr("Created"), [](const Details &session) { return momentText(session.created, SystemClock().now()); });
    text(tr("Tenant"), &Details::tenant);
    text(tr("Portal"), &Details::portal);
    text(tr("Environment"), &Details::environment);
    text(tr("Cluster"), &Details::cluster);
    text(tr("Workspace"), &Details::workspace);
    return m_detail;
}

void WorkshopSessionsPane::connectFeed()
{
    connect(&m_feed, &WorkshopFeed::changed, this, &WorkshopSessionsPane::showAll);
    connect(&session(), &Session::stateChanged, this, &WorkshopSessionsPane::showState);
    connect(&session(), &Session::workspacesChanged, m_actions, &WorkshopSessionActions::update);
}

void WorkshopSessionsPane::showState()
{
    const bool forbidden = session().isLive() && !(m_feed.mayRead() && m_feed.mayReadSessions());
    showConnection(m_feed.isLoaded() || forbidden,
                   forbidden ? Empty{.headline = tr("Not for your role"),
                                     .reason = tr("Administrators and operators see the sessions of everybody.")}
                             : Empty{.headline = tr("No sessions"),
                                     .reason = tr("A session is a workshop in the hands of one user. A portal makes it "
                                                  "when somebody asks, or before, where it keeps some warm.")});
    m_actions->update();
}

void WorkshopSessionsPane::showAll()
{
    std::vector<TableRow> rows;
    rows.reserve(m_feed.sessions().size());
    for (const auto &[id, session] : m_feed.sessions())
        rows.push_back(m_rows.row(session));
    m_model.reset(std::move(rows));
    showState();
    showDetail();
}

void WorkshopSessionsPane::showDetail()
{
    const auto ids = table().view().selectedIds();
    m_actions->setSelection(ids);
    std::vector<const WorkshopSessionDetails *> selected;
    std::set<std::string> states;
    std::vector<std::string> users;
    for (const std::string &id : ids)
        if (const WorkshopSessionDetails *session = m_feed.session(id)) {
            selected.push_back(session);
            states.insert(stateOfSession(*session));
            if (!session->user.empty() && !std::ranges::contains(users, session->user))
                users.push_back(session->user);
        }
    m_detail->setShown(!selected.empty());
    if (selected.empty())
        return;
    const bool several = selected.size() > 1;
    m_detail->setHead(
        several ? tr("%n sessions", nullptr, int(selected.size())) : QString::fromStdString(selected.front()->name),
        states.size() == 1 ? lookOfSession(*states.begin()) : StateLook{Shape::Ring, Tone::Idle, tr("Various states")},
        {});
    m_detail->setFact(m_users, several ? QString::fromStdString(joined(users)) : QString());
    for (const auto &[label, text] : m_facts)
        m_detail->setFact(label, several ? QString() : text(*selected.front()));
}

} // namespace portolan::ui
