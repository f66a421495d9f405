// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/sinks/sinks_pane.h"

#include "ui/pane/detail_view.h"
#include "ui/session/caller.h"
#include "ui/sinks/dead_letters_dialog.h"
#include "ui/sinks/sink_dialog.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/table/cell_text.h"

#include <QLabel>
#include <QLocale>

namespace portolan::ui {
namespace {

constexpr auto askEvery = std::chrono::seconds(2);

TableOf<SinkDetails> sinkTable()
{
    TableOf<SinkDetails> table([](const SinkDetails &sink) { return sink.id; },
                               [](const SinkDetails &sink) { return reasonOfSink(sink).toStdString(); });
    for (const std::string_view name : {"id", "url", "lastDelivery", "failures"})
        table.column(name).shownByDefault = false;
    table.column("id").kind = CellKind::Code;
    table.column("url").kind = CellKind::Code;
    table.column("url").width = 56;
    table.column("name").width = 36;
    table.column("enabled").id = QStringLiteral("state"); // in its place: disabled is one of the states
    table.add({.id = QStringLiteral("state"),
               .title = SinksPane::tr("State"),
               .doc = SinksPane::tr("Whether events are sent, and whether they are taken."),
               .kind = CellKind::State,
               .look = lookOfSink,
               .width = 34},
              stateOfSink);
    table.column("pending").width = 24;
    table.column("deadLetters").width = 26;
    table.column("lastDelivery").width = 28;
    table.column("nextAttempt").width = 30;
    TableColumn lastError = table.column("lastError");
    lastError.width = 56;
    table.add(std::move(lastError), [](const SinkDetails &sink) { return sentenceOf(sink.lastError).toStdString(); });
    return table;
}

QString numberText(std::int64_t number)
{
    return QLocale().toString(qlonglong(number));
}

} // namespace

SinksPane::SinksPane(Session &session, Settings *settings, QWidget *parent)
    : SplitPane(session, settings, QStringLiteral("sinks"), parent),
      m_rows(sinkTable()),
      m_model(m_rows.columns()),
      m_newSink(new QAction(QIcon::fromTheme(QStringLiteral("list-add")), tr("New sink"), this))
{
    auto *table = new TablePane(m_model, settings, QStringLiteral("sinks"), tr("Sinks"), this);
    table->view().restore(QStringLiteral("name"), Qt::AscendingOrder);
    table->setPrimary(m_newSink);
    m_rowActions = new RowActions(table->view(), this);
    makeActions();
    setUp(table, makeDetail());
    connect(m_rowActions, &RowActions::selectionChanged, this, &SinksPane::showDetail);
    m_asking.setInterval(askEvery);
    connect(&m_asking, &QTimer::timeout, this, [this] {
        if (isVisible() && this->session().isLive() && !m_awaited)
            reload();
    });
    m_asking.start();
    connectSession();
    showState();
    showDetail();
}

SinksPane::~SinksPane()
{
    takeDown();
}

void SinksPane::makeActions()
{
    const auto put = [this](SinkAction which, const QString &text, const char *icon, QList<QKeySequence> keys) {
        m_actions[std::size_t(which)] = m_rowActions->add(
            {.text = text,
             .icon = QLatin1StringView(icon),
             .shortcuts = std::move(keys),
             .onHover = which == SinkAction::Edit,
             .refusal =
                 [this, which](const std::string &id) {
                     const SinkDetails *sink = find(id);
                     return sink ? refusalOf(session(), *sink, which) : tr("It is gone.");
                 },
             .run = [this, which](const std::string &id) { trigger(which, id); }});
    };
    put(SinkAction::Edit, tr("Change…"), "document-edit", {Qt::Key_F2});
    put(SinkAction::Test, tr("Send a test event"), "mail-send", {Qt::Key_F6});
    put(SinkAction::DeadLetters, tr("Dead letters…"), "mail-mark-unread", {Qt::Key_F8});
    put(SinkAction::Disable, tr("Disable"), "media-playback-pause", {Qt::Key_F9});
    put(SinkAction::Enable, tr("Enable"), "media-playback-start", {QKeySequence(Qt::SHIFT | Qt::Key_F9)});
    put(SinkAction::Delete, tr("Delete…"), "edit-delete", {Qt::Key_Delete});
    m_newSink->setShortcut(QKeySequence::New);
    m_newSink->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(m_newSink);
    connect(m_newSink, &QAction::triggered, this, &SinksPane::openNew);
}

DetailView *SinksPane::makeDetail()
{
    m_detail = new DetailView(tr("Select a sink to see how far it has come."), this);
    m_detail->addButton(action(SinkAction::Edit), "primary");
    m_detail->addButton(action(SinkAction::Test));
    m_detail->addButton(action(SinkAction::DeadLetters));
    m_detail->addMore({action(SinkAction::Disable), action(SinkAction::Enable), action(SinkAction::Delete)});
    const auto fact = [this](const QString &title, std::function<QString(const SinkDetails &)> text) {
        m_facts.emplace_back(m_detail->addFact(title), std::move(text));
    };
    fact(tr("State"), reasonOfSink);
    fact(tr("Last error"), [](const SinkDetails &sink) { return sentenceOf(sink.lastError); });
    fact(tr("Next try"), [](const SinkDetails &sink) { return momentText(sink.nextAttempt, SystemClock().now()); });
    fact(tr("Failures"), [](const SinkDetails &sink) {
        return sink.failures > 0 ? tr("%Ln in a row", nullptr, int(sink.failures)) : QString();
    });
    fact(tr("Test event"), [this](const SinkDetails &sink) {
        const auto told = m_tests.find(sink.id);
        return told == m_tests.end() ? QString() : told->second;
    });
    fact(tr("Dead letters"), [](const SinkDetails &sink) { return numberText(sink.deadLetters); });
    fact(tr("Last delivery"),
         [](const SinkDetails &sink) { return momentText(sink.lastDelivery, SystemClock().now(), tr("None yet")); });
    fact(tr("Done up to"), [](const SinkDetails &sink) {
        return tr("event %1, %2 to come").arg(numberText(sink.cursor), numberText(sink.pending));
    });
    fact(tr("URL"), [](const SinkDetails &sink) { return QString::fromStdString(sink.url); });
    fact(tr("Mode"), [](const SinkDetails &sink) { return explainMode(sink.mode); });
    fact(tr("Types of events"), [](const SinkDetails &sink) { return explainTypes(sink.types); });
    fact(tr("Only what is of"), [](const SinkDetails &sink) { return QString::fromStdString(sink.owner); });
    fact(tr("Requests"), [](const SinkDetails &sink) {
        return sink.isSigned ? tr("Signed with a secret") : tr("Not signed: anybody could have sent them");
    });
    fact(tr("Created"), [](const SinkDetails &sink) { return momentText(sink.created, SystemClock().now()); });
    return m_detail;
}

void SinksPane::connectSession()
{
    connect(&session(), &Session::stateChanged, this, &SinksPane::showState);
    connect(&session(), &Session::workspacesLoaded, this, [this] {
        if (session().state() == ConnectionState::Idle)
            clear(); // another control plane comes
        else if (isVisible())
            reload();
    });
    connect(&session(), &Session::eventHappened, this, [this](const Event &event) {
        if (isVisible() && event.subjectKind == "sink")
            reload();
    });
}

QList<QAction *> SinksPane::commands() const
{
    return QList<QAction *>{m_newSink} + m_rowActions->all();
}

void SinksPane::showEvent(QShowEvent *event)
{
    SplitPane::showEvent(event);
    reload();
}

void SinksPane::clear()
{
    ++m_round;
    m_loaded = m_awaited = false;
    m_sinks.clear();
    m_tests.clear();
    m_model.reset({});
    showState();
    showDetail();
}

bool SinksPane::mayRead() const
{
    return mayDoToAll(session().profile(), identity::Permission::SinkRead);
}

void SinksPane::showSink(const QString &wanted)
{
    m_wantedSink = wanted.toStdString();
    reload();
}

void SinksPane::reload()
{
    const auto client = session().client();
    if (!client || !mayRead())
        return;
    m_awaited = true;
    detach(fetch(this, client, ++m_round));
}

Task<void> SinksPane::fetch(QPointer<SinksPane> self, std::shared_ptr<ControlPlaneClient> client, int round)
{
    auto sinks = co_await client->sinks();
    if (!self || self->m_round != round)
        co_return;
    self->m_awaited = false;
    if (sinks)
        self->showSinks(std::move(*sinks));
    else if (self->session().isLive()) // else the connection says what is wrong
        self->showNotice(tr("The sinks could not be loaded. %1").arg(sentenceOf(sinks.error())));
}

void SinksPane::showSinks(std::vector<SinkDetails> sinks)
{
    m_loaded = true;
    m_sinks.clear();
    std::vector<TableRow> rows;
    std::string wanted;
    for (SinkDetails &sink : sinks) {
        if (!m_wantedSink.empty() && (sink.id == m_wantedSink || sink.name == m_wantedSink))
            wanted = sink.id;
        rows.push_back(m_rows.row(sink));
        m_sinks.insert_or_assign(sink.id, std::move(sink));
    }
    m_model.reset(std::move(rows));
    showState();
    if (!wanted.empty()) {
        m_wantedSink.clear();
        select(wanted);
    }
    showDetail();
}

void SinksPane::showState()
{
    const bool forbidden = session().isLive() && !mayRead();
    showConnection(m_loaded || forbidden,
                   forbidden ? Empty{.headline = tr("Not for your role"),
                                     .reason = tr("Administrators and operators see where events are sent.")}
                             : Empty{.headline = tr("No sinks"),
                                     .reason = tr("A sink is an address that every event is sent to, so that other "
                                                  "programs know what happens here."),
                                     .action = m_newSink});
    const QString refused = refusalOfSinkChange(session());
    m_newSink->setEnabled(refused.isEmpty());
    m_newSink->setToolTip(refused.isEmpty() ? tr("Send events to another program") : refused);
    m_rowActions->update();
}

const SinkDetails *SinksPane::find(const std::string &id) const
{
    const auto found = m_sinks.find(id);
    return found == m_sinks.end() ? nullptr : &found->second;
}

void SinksPane::showDetail()
{
    const SinkDetails *sink = find(m_rowActions->selected());
    m_detail->setShown(sink);
    if (!sink)
        return;
    m_detail->setHead(QString::fromStdString(sink->name), lookOfSink(stateOfSink(*sink)), {});
    for (const auto &[label, text] : m_facts)
        m_detail->setFact(label, text(*sink));
}

void SinksPane::trigger(SinkAction which, const std::string &id)
{
    const SinkDetails *sink = find(id);
    const auto client = session().client();
    if (!sink || !client)
        return;
    switch (which) {
    case SinkAction::Edit:
        openEdit(*sink);
        break;
    case SinkAction::Test:
        m_tests[id] = tr("Sent; the answer is awaited.");
        showDetail();
        detach(test(this, client, *sink));
        break;
    case SinkAction::DeadLetters:
        openDeadLetters(*sink);
        break;
    case SinkAction::Disable:
    case SinkAction::Enable:
        detach(enable(this, client, *sink, which == SinkAction::Enable));
        break;
    case SinkAction::Delete:
        askBeforeDeleting(*sink);
        break;
    }
}

void SinksPane::openNew()
{
    auto *dialog = new SinkDialog(session(), this);
    connect(dialog, &FormDialog::done, this, [this, dialog] { showSink(QString::fromStdString(dialog->name())); });
    dialog->open();
}

void SinksPane::openEdit(const SinkDetails &sink)
{
    auto *dialog = new SinkDialog(session(), sink, this);
    connect(dialog, &FormDialog::done, this, &SinksPane::reload);
    dialog->open();
}

void SinksPane::openDeadLetters(const SinkDetails &sink)
{
    auto *dialog = new DeadLettersDialog(session(), sink, this);
    connect(dialog, &DeadLettersDialog::changed, this, &SinksPane::reload);
    dialog->open();
}

void SinksPane::askBeforeDeleting(const SinkDetails &sink)
{
    QString what = tr("No more events are sent there, and how far it has come is lost.");
    if (sink.deadLetters > 0)
        what += u' ' + tr("So are %Ln dead letter(s).", nullptr, int(sink.deadLetters));
    FormDialog *dialog = askBeforeLoss(
        {.title = tr("Delete sink"),
         .question = tr("Delete the sink %1?").arg(QString::fromStdString(sink.name)),
         .what = what,
         .verb = tr("Delete sink")},
        [client = session().client(), id = sink.id] { return client->deleteSink(id); }, this);
    connect(dialog, &FormDialog::done, this, &SinksPane::reload);
    dialog->open();
}

Task<void> SinksPane::enable(QPointer<SinksPane> self, std::shared_ptr<ControlPlaneClient> client, SinkDetails sink,
                             bool enabled)
{
    const auto changed = co_await client->updateSink(sink.id, {.enabled = enabled});
    if (!self)
        co_return;
    if (!changed)
        self->showNotice(
            tr("%1 could not be changed. %2").arg(QString::fromStdString(sink.name), sentenceOf(changed.error())));
    self->reload();
}

Task<void> SinksPane::test(QPointer<SinksPane> self, std::shared_ptr<ControlPlaneClient> client, SinkDetails sink)
{
    const auto attempt = co_await client->testSink(sink.id);
    if (!self)
        co_return;
    self->m_tests[sink.id] = !attempt             ? sentenceOf(attempt.error())
                             : attempt->delivered ? tr("Taken: it answered %1.").arg(attempt->status)
                                                  : tr("Not taken. %1").arg(sentenceOf(attempt->error));
    self->showDetail();
}

} // namespace portolan::ui
