// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/events/events_pane.h"

#include "ui/events/event_detail.h"
#include "ui/events/event_words.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/table/cell_text.h"

#include <QApplication>
#include <QClipboard>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>

#include <charconv>

namespace portolan::ui {
namespace {

constexpr std::size_t firstPage = 500;
constexpr std::size_t olderPage = 1000; ///< the most that the server gives at once

struct EventTable {
    Q_DECLARE_TR_FUNCTIONS(portolan::ui::EventTable)
};

TableOf<Event> eventTable()
{
    TableOf<Event> table([](const Event &event) { return std::to_string(event.seq); });
    for (const std::string_view name : {"type", "subjectKind"})
        table.column(name).shownByDefault = false;
    table.column("type").kind = CellKind::Code;
    table.column("subject").kind = CellKind::Code;
    table.column("seq").width = 18;
    table.column("time").width = 24;
    table.column("subject").width = 34;
    table.column("actor").width = 22;
    table.add({.id = QStringLiteral("what"),
               .title = EventTable::tr("What happened"),
               .doc = EventTable::tr("In words; the type is what the control plane calls it."),
               .kind = CellKind::State,
               .look = lookOfEventKind,
               .width = 46},
              [](const Event &event) { return kindOfEvent(event); });
    table.add({.id = QStringLiteral("message"), .title = EventTable::tr("Message"), .doc = {}, .width = 60},
              [](const Event &event) { return messageOfEvent(event).toStdString(); });
    return table;
}

} // namespace

EventsPane::EventsPane(Session &session, Settings *settings, QWidget *parent)
    : SplitPane(session, settings, QStringLiteral("events"), parent),
      m_rows(eventTable()),
      m_model(m_rows.columns()),
      m_pause(new QAction(tr("Pause"), this)),
      m_older(new QAction(tr("Load older"), this))
{
    auto *table = new TablePane(m_model, settings, QStringLiteral("events"), tr("Events"), this);
    table->view().restore(QStringLiteral("seq"), Qt::DescendingOrder);
    m_rowActions = new RowActions(table->view(), this);
    makeActions();
    m_detail = new EventDetail(m_rowActions->all(), this);
    setUp(table, m_detail);
    addFooter(makeFooter());
    connect(m_rowActions, &RowActions::selectionChanged, this,
            [this] { m_detail->setEvent(eventOf(m_rowActions->selected())); });
    connect(&table->view(), &TableView::rowActivated, this, [this](const std::string &id) {
        const QString refused = refusalOfJump(id);
        if (!refused.isEmpty())
            showNotice(refused);
    });
    connectSession();
    showState();
}

EventsPane::~EventsPane()
{
    takeDown();
}

void EventsPane::makeActions()
{
    m_rowActions->add({.text = tr("Go to the subject"),
                       .icon = QStringLiteral("go-jump"),
                       .shortcuts = {Qt::Key_Return, Qt::Key_Enter},
                       .onHover = true,
                       .refusal = [this](const std::string &id) { return refusalOfJump(id); },
                       .run =
                           [this](const std::string &id) {
                               if (const Event *event = eventOf(id))
                                   Q_EMIT subjectRequested(QString::fromStdString(event->subjectKind),
                                                           QString::fromStdString(event->subject),
                                                           QString::fromStdString(event->owner));
                           }});
    m_rowActions->add({.text = tr("Copy as JSON"),
                       .icon = QStringLiteral("edit-copy"),
                       .shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)},
                       .run = [this](const std::string &id) {
                           if (const Event *event = eventOf(id))
                               QApplication::clipboard()->setText(jsonOfEvent(*event));
                       }});
    m_pause->setCheckable(true);
    m_pause->setShortcut(Qt::Key_F7);
    m_older->setShortcut(Qt::Key_F8);
    for (QAction *action : {m_pause, m_older}) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
    }
    connect(m_pause, &QAction::toggled, this, &EventsPane::setPaused);
    connect(m_older, &QAction::triggered, this, &EventsPane::loadOlder);
}

QWidget *EventsPane::makeFooter()
{
    const Metrics metrics(*this);
    auto *footer = new QWidget(this);
    m_range = new QLabel(footer);
    setLook(*m_range, "muted");
    auto *line = new QHBoxLayout(footer);
    line->setContentsMargins(metrics.step(3.5), metrics.step(1.5), metrics.step(3.5), metrics.step(1.5));
    line->setSpacing(metrics.step(2));
    line->addWidget(m_range, 1);
    line->addWidget(new ActionButton(m_older, ActionButton::Text::Whole, footer));
    line->addWidget(new ActionButton(m_pause, ActionButton::Text::Whole, footer));
    return footer;
}

void EventsPane::connectSession()
{
    connect(&session(), &Session::eventHappened, this, &EventsPane::take);
    connect(&session(), &Session::workspacesLoaded, this, [this] {
        if (session().state() == ConnectionState::Idle)
            clear(); // another control plane comes
        else
            reload(); // what happened while the connection was lost was not told
    });
    connect(&session(), &Session::eventsSkipped, this, &EventsPane::reload);
    connect(&session(), &Session::workspacesChanged, m_rowActions, &RowActions::update);
    connect(&session(), &Session::stateChanged, this, &EventsPane::showState);
    connect(&m_model, &TableModel::updated, this, &EventsPane::showFooter);
}

QList<QAction *> EventsPane::commands() const
{
    return QList<QAction *>{m_pause, m_older} + m_rowActions->all();
}

void EventsPane::firstShown()
{
    m_active = true;
    reload();
}

const Event *EventsPane::eventOf(const std::string &id) const
{
    std::int64_t seq = 0;
    std::from_chars(id.data(), id.data() + id.size(), seq);
    const auto found = m_events.find(seq);
    return found == m_events.end() ? nullptr : &found->second;
}

QString EventsPane::refusalOfJump(const std::string &id) const
{
    const Event *event = eventOf(id);
    if (!event)
        return tr("It is not among the events that are shown any more.");
    if (event->type.ends_with(".deleted"))
        return tr("What it happened to is gone.");
    if (event->subjectKind == "workspace")
        return session().workspace(event->subject) ? QString() : tr("What it happened to is gone.");
    static constexpr std::array<std::string_view, 9> withPage{
        "user", "token", "sink", "workshop-session", "portal", "environment", "tenant", "cluster", "workshop"};
    const bool hasPage = std::ranges::contains(withPage, event->subjectKind);
    return hasPage ? QString() : tr("There is no page for what it happened to.");
}

void EventsPane::clear()
{
    ++m_round;
    m_events.clear();
    m_waiting.clear();
    m_room = usualRoom;
    m_loaded = m_loadingOlder = m_all = m_missed = false;
    m_model.reset({});
    showState();
}

void EventsPane::reload()
{
    const auto client = session().client();
    if (!m_active || !client)
        return;
    if (isPaused()) {
        m_missed = true;
        return;
    }
    ++m_round;
    m_loadingOlder = false;
    detach(fetchNewest(this, client, m_round));
    showOlder();
}

Task<void> EventsPane::fetchNewest(QPointer<EventsPane> self, std::shared_ptr<ControlPlaneClient> client, int round)
{
    const auto page = co_await client->events({.filter = {}, .limit = firstPage, .newestFirst = true});
    if (!self || self->m_round != round)
        co_return;
    if (!page) {
        self->showNotice(tr("The history could not be loaded. %1").arg(sentenceOf(page.error())));
        co_return;
    }
    const bool full = page->events.size() == firstPage;
    const bool overlaps = !full || self->m_events.contains(page->events.back().seq);
    if (!overlaps) { // there would be a hole between what is shown and the page; what is older is loaded on demand
        self->m_events.clear();
        self->m_all = false;
        self->m_model.reset({});
    }
    self->m_all |= !full;
    self->m_loaded = true;
    self->putPage(page->events);
    self->showState();
}

void EventsPane::loadOlder()
{
    const auto client = session().client();
    if (!client || m_events.empty() || m_loadingOlder || m_all || m_events.size() >= mostRoom)
        return;
    m_loadingOlder = true;
    showOlder();
    detach(fetchOlder(this, client, m_round, m_events.begin()->first));
}

Task<void> EventsPane::fetchOlder(QPointer<EventsPane> self, std::shared_ptr<ControlPlaneClient> client, int round,
                                  std::int64_t before)
{
    const auto page = co_await client->events(
        {.filter = {}, .before = before, .limit = olderPage, .newestFirst = true});
    if (!self || self->m_round != round)
        co_return;
    self->m_loadingOlder = false;
    if (!page) {
        self->showNotice(tr("The history could not be loaded. %1").arg(sentenceOf(page.error())));
    } else {
        self->m_all = page->events.size() < olderPage;
        const std::size_t wanted = self->m_events.size() + page->events.size();
        self->m_room = std::min(mostRoom, std::max(self->m_room, wanted));
        self->putPage(page->events);
    }
    self->showOlder();
}

void EventsPane::putPage(const std::vector<Event> &events)
{
    std::vector<TableRow> rows;
    for (const Event &event : events)
        if (m_events.emplace(event.seq, event).second)
            rows.push_back(m_rows.row(event));
    m_model.apply(std::move(rows));
    makeRoom();
    showFooter();
}

void EventsPane::take(const Event &event)
{
    if (!m_active)
        return;
    if (!isPaused()) {
        put(event);
        return;
    }
    m_waiting.push_back(event);
    if (m_waiting.size() > m_room)
        m_waiting.pop_front(); // it would make way for the others anyhow
    showFooter();
}

void EventsPane::put(const Event &event)
{
    if (!m_events.emplace(event.seq, event).second)
        return;
    m_model.queue(m_rows.row(event));
    makeRoom();
}

void EventsPane::makeRoom()
{
    while (m_events.size() > m_room) {
        m_model.queueRemoval(std::to_string(m_events.begin()->first));
        m_events.erase(m_events.begin());
        m_all = false;
    }
}

void EventsPane::setPaused(bool paused)
{
    m_pause->setChecked(paused);
    if (!paused) {
        const bool overflowed = m_waiting.size() >= m_room;
        if (overflowed) { // nothing that is shown joins on to what has waited
            m_events.clear();
            m_model.reset({});
            m_all = false;
        }
        for (const Event &event : std::exchange(m_waiting, {}))
            put(event);
        if (std::exchange(m_missed, false))
            reload();
    }
    showFooter();
}

void EventsPane::showState()
{
    showConnection(m_loaded, {.headline = tr("Nothing has happened yet"),
                              .reason = tr("What people and the control plane do shows here as it happens.")});
    showOlder();
    m_rowActions->update();
}

void EventsPane::showOlder()
{
    const QString refused = !session().isLive()           ? tr("The control plane is not connected.")
                            : m_loadingOlder              ? tr("They are being loaded.")
                            : m_all                       ? tr("Nothing older is kept.")
                            : m_events.size() >= mostRoom ? tr("More would be too many to show; export these first.")
                            : m_events.empty()            ? tr("Nothing is shown yet.")
                                                          : QString();
    m_older->setEnabled(refused.isEmpty());
    m_older->setToolTip(refused.isEmpty() ? tr("Load the %n events before these", nullptr, int(olderPage)) : refused);
}

void EventsPane::showFooter()
{
    const bool paused = isPaused();
    m_pause->setText(paused ? tr("Follow") : tr("Pause"));
    m_pause->setToolTip(paused ? tr("Show what has happened since") : tr("Keep what is shown as it is"));
    QString text;
    if (!m_events.empty())
        text = tr("Back to %1").arg(shortTimeText(m_events.begin()->second.time));
    if (paused)
        text = tr("Paused. %n new", nullptr, int(m_waiting.size()))
               + (text.isEmpty() ? text : QStringLiteral(" · ") + text);
    m_range->setText(text);
    showOlder();
}

} // namespace portolan::ui
