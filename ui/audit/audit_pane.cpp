// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/audit/audit_pane.h"

#include "core/schema/codec.h"
#include "ui/audit/audit_check.h"
#include "ui/audit/audit_look.h"
#include "ui/pane/detail_view.h"
#include "ui/session/caller.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/table/cell_text.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QToolButton>

#include <charconv>

namespace portolan::ui {
namespace {

constexpr std::size_t pageSize = 1000; ///< the most that the server gives at once

TableOf<AuditRecord> auditTable()
{
    TableOf<AuditRecord> table([](const AuditRecord &record) { return std::to_string(record.seq); });
    for (const std::string_view name :
         {"action", "subject", "address", "credential", "requestId", "path", "previous", "hash"})
        table.column(name).kind = CellKind::Code;
    table.column("subjectKind").shownByDefault = false;
    table.column("seq").width = 16;
    table.column("time").width = 24;
    table.column("actor").width = 20;
    table.column("action").width = 44;
    table.column("subject").width = 30;
    table.column("address").width = 25;
    table.column("status").width = 16;
    TableColumn &result = table.column("result");
    result.kind = CellKind::State;
    result.look = [](std::string_view name) { return lookOfAuditResult(name); };
    result.width = 35;
    return table;
}

QString shown(const std::string &text)
{
    return QString::fromStdString(text);
}

/// "SEQ:HASH" for reading; copied it has no spaces.
QString headText(const QString &head)
{
    const qsizetype colon = head.indexOf(u':') + 1;
    return head.first(colon) + groupedHash(head.sliced(colon).toStdString());
}

} // namespace

AuditPane::AuditPane(Session &session, Settings *settings, QWidget *parent)
    : SplitPane(session, settings, QStringLiteral("audit"), parent),
      m_rows(auditTable()),
      m_model(m_rows.columns()),
      m_refresh(new QAction(tr("Look again"), this)),
      m_older(new QAction(tr("Load older"), this)),
      m_verify(new QAction(tr("Verify the log"), this))
{
    auto *table = new TablePane(m_model, settings, QStringLiteral("audit"), tr("Audit log"), this);
    table->view().restore(QStringLiteral("seq"), Qt::DescendingOrder);
    m_rowActions = new RowActions(table->view(), this);
    makeActions();
    setUp(table, makeDetail());
    addHeader(makeHeader());
    addFooter(makeFooter());
    connect(m_rowActions, &RowActions::selectionChanged, this, &AuditPane::showDetail);
    m_reloading.setSingleShot(true);
    m_reloading.setInterval(300);
    connect(&m_reloading, &QTimer::timeout, this, [this] {
        if (isVisible())
            reload();
    });
    connectSession();
    showState();
    showDetail();
}

AuditPane::~AuditPane()
{
    m_stop.request_stop();
    takeDown();
}

void AuditPane::makeActions()
{
    m_rowActions->add({.text = tr("Copy as JSON"),
                       .icon = QStringLiteral("edit-copy"),
                       .shortcuts = {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)},
                       .run = [this](const std::string &id) {
                           if (const AuditRecord *record = find(id))
                               QApplication::clipboard()->setText(jsonOfAudit(*record));
                       }});
    m_refresh->setShortcut(Qt::Key_F5);
    m_older->setShortcut(Qt::Key_F8);
    m_verify->setShortcut(Qt::Key_F9);
    for (QAction *action : {m_refresh, m_older, m_verify}) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        addAction(action);
    }
    connect(m_refresh, &QAction::triggered, this, &AuditPane::reload);
    connect(m_older, &QAction::triggered, this, &AuditPane::loadOlder);
    connect(m_verify, &QAction::triggered, this, &AuditPane::toggleVerification);
}

/// What came of verifying, until somebody has read it.
QWidget *AuditPane::makeHeader()
{
    const Metrics metrics(*this);
    m_verdict = new QWidget(this);
    auto *card = new QFrame(m_verdict);
    setLook(*card, "card");
    m_verdictState = new StateChip(card);
    m_verdictText = new QLabel(card);
    m_verdictText->setWordWrap(true);
    m_verdictText->setTextFormat(Qt::PlainText);
    m_verdictText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_copyHead = new QToolButton(card);
    m_copyHead->setText(tr("Copy the head"));
    m_copyHead->setToolTip(tr("Note it: a later verification with it shows whether all of this is still there."));
    auto *dismiss = new QToolButton(card);
    dismiss->setText(tr("Dismiss"));
    for (QToolButton *button : {m_copyHead, dismiss}) {
        button->setAccessibleName(button->text());
        setLook(*button, "button");
    }
    connect(m_copyHead, &QToolButton::clicked, this, [this] { QApplication::clipboard()->setText(m_head); });
    connect(dismiss, &QToolButton::clicked, m_verdict, &QWidget::hide);
    auto *line = new QHBoxLayout(card);
    line->setContentsMargins(metrics.step(3), metrics.step(1.5), metrics.step(1.5), metrics.step(1.5));
    line->setSpacing(metrics.step(2));
    line->addWidget(m_verdictState);
    line->addWidget(m_verdictText, 1);
    line->addWidget(m_copyHead);
    line->addWidget(dismiss);
    auto *place = new QHBoxLayout(m_verdict); // air around the card, which goes with it
    place->setContentsMargins(metrics.step(3.5), metrics.step(3), metrics.step(3.5), 0);
    place->addWidget(card);
    m_verdict->hide();
    return m_verdict;
}

QWidget *AuditPane::makeFooter()
{
    const Metrics metrics(*this);
    auto *footer = new QWidget(this);
    m_range = new QLabel(footer);
    setLook(*m_range, "muted");
    auto *line = new QHBoxLayout(footer);
    line->setContentsMargins(metrics.step(3.5), metrics.step(1.5), metrics.step(3.5), metrics.step(1.5));
    line->setSpacing(metrics.step(2));
    line->addWidget(m_range, 1);
    for (QAction *action : {m_older, m_refresh, m_verify})
        line->addWidget(new ActionButton(action, ActionButton::Text::Whole, footer));
    return footer;
}

DetailView *AuditPane::makeDetail()
{
    m_detail = new DetailView(tr("Select a record to see all that it says."), this);
    for (QAction *action : m_rowActions->all())
        m_detail->addButton(action);
    const auto fact = [this](const QString &title, std::function<QString(const AuditRecord &)> text) {
        m_facts.emplace_back(m_detail->addFact(title), std::move(text));
    };
    fact(tr("Time"), [](const AuditRecord &record) { return fullTimeText(record.time); });
    fact(tr("Who"), [](const AuditRecord &record) {
        return record.actor.empty() ? tr("Nobody who is known") : shown(record.actor);
    });
    fact(tr("Credential"), [](const AuditRecord &record) { return shown(record.credential); });
    fact(tr("From"), [](const AuditRecord &record) {
        return record.address.empty() ? tr("this computer, by a socket") : shown(record.address);
    });
    fact(tr("Subject"), [](const AuditRecord &record) {
        return (shown(record.subjectKind) + u' ' + shown(record.subject)).trimmed();
    });
    fact(tr("Owner"), [](const AuditRecord &record) { return shown(record.owner); });
    fact(tr("Why"), [](const AuditRecord &record) { return sentenceOf(record.detail); });
    fact(tr("Request"),
         [](const AuditRecord &record) { return (shown(record.method) + u' ' + shown(record.path)).trimmed(); });
    fact(tr("Status"),
         [](const AuditRecord &record) { return record.status == 0 ? QString() : QString::number(record.status); });
    fact(tr("Request id"), [](const AuditRecord &record) { return shown(record.requestId); });
    fact(tr("Hash"), [](const AuditRecord &record) { return groupedHash(record.hash); });
    fact(tr("Hash before"), [](const AuditRecord &record) { return groupedHash(record.previous); });
    for (const std::size_t at : {m_facts.size() - 2, m_facts.size() - 1})
        m_facts[at].first->setFont(fixedFont());
    return m_detail;
}

void AuditPane::connectSession()
{
    connect(&session(), &Session::stateChanged, this, &AuditPane::showState);
    connect(&session(), &Session::workspacesLoaded, this, [this] {
        if (session().state() == ConnectionState::Idle)
            clear(); // another control plane comes
        else
            reload();
    });
    connect(&session(), &Session::eventHappened, this, [this] {
        if (m_active && !m_reloading.isActive())
            m_reloading.start();
    });
}

QList<QAction *> AuditPane::commands() const
{
    return QList<QAction *>{m_refresh, m_older, m_verify} + m_rowActions->all();
}

void AuditPane::firstShown()
{
    m_active = true;
}

void AuditPane::showEvent(QShowEvent *event)
{
    SplitPane::showEvent(event);
    reload();
}

void AuditPane::clear()
{
    ++m_round;
    m_stop.request_stop();
    m_records.clear();
    m_oldest = 0;
    m_loaded = m_loadingOlder = false;
    m_model.reset({});
    m_verdict->hide();
    showState();
}

void AuditPane::reload()
{
    const auto client = session().client(); // what is loaded is told before the session is live
    if (m_active && client && mayDoToAll(session().profile(), identity::Permission::AuditRead))
        detach(fetch(this, client, m_round, 0));
}

void AuditPane::loadOlder()
{
    const auto client = session().client();
    if (!client || m_records.empty() || m_loadingOlder)
        return;
    m_loadingOlder = true;
    showActions();
    detach(fetch(this, client, m_round, m_records.begin()->first));
}

Task<void> AuditPane::fetch(QPointer<AuditPane> self, std::shared_ptr<ControlPlaneClient> client, int round,
                            std::int64_t before)
{
    ControlPlaneClient::AuditQuery query{.limit = pageSize, .newestFirst = before == 0};
    if (before > 0) { // numbers have no gap: the page below one is the page after another
        query.after = std::max<std::int64_t>(0, before - 1 - std::int64_t(pageSize));
        query.limit = std::size_t(std::clamp<std::int64_t>(before - 1 - query.after, 1, pageSize));
    }
    const auto text = co_await client->auditPage(query);
    if (!self || self->m_round != round)
        co_return;
    auto page = text ? schema::decode<AuditHistory>(*text) : Result<AuditHistory>(std::unexpected(text.error()));
    if (before > 0)
        self->m_loadingOlder = false;
    if (page)
        self->putPage(std::move(*page), before == 0);
    else
        self->showNotice(tr("The audit log could not be loaded. %1").arg(sentenceOf(page.error())));
    self->showState();
}

void AuditPane::putPage(AuditHistory page, bool newest)
{
    m_loaded = true;
    m_oldest = page.oldest;
    if (newest && !page.records.empty() && !m_records.empty()
        && page.records.back().seq > m_records.rbegin()->first + 1) {
        m_records.clear(); // there would be a hole between them and the page; what is older is loaded on demand
        m_model.reset({});
    }
    std::vector<TableRow> rows;
    for (AuditRecord &record : page.records)
        if (!m_records.contains(record.seq)) {
            rows.push_back(m_rows.row(record));
            m_records.emplace(record.seq, std::move(record));
        }
    std::vector<std::string> removals;
    while (m_records.size() > mostRoom) {
        removals.push_back(std::to_string(m_records.begin()->first));
        m_records.erase(m_records.begin());
    }
    m_model.apply(std::move(rows), removals);
    showDetail();
}

void AuditPane::toggleVerification()
{
    if (m_verifying) {
        m_stop.request_stop();
        m_verify->setEnabled(false); // until it has stopped
        return;
    }
    const auto client = session().client();
    if (!client)
        return;
    m_stop = std::stop_source();
    m_verifying = true;
    m_verdict->hide();
    showActions();
    detach(runVerification(this, client, m_stop.get_token()));
}

Task<void> AuditPane::runVerification(QPointer<AuditPane> self, std::shared_ptr<ControlPlaneClient> client,
                                      std::stop_token cancel)
{
    const auto tell = [self](std::int64_t done, std::int64_t all) {
        if (self)
            self->showProgress(done, all);
    };
    const auto verdict = co_await verifyAuditLog(client, tell, cancel);
    if (!self)
        co_return;
    self->m_verifying = false;
    if (verdict)
        self->showVerdict(*verdict);
    else if (!cancel.stop_requested())
        self->showNotice(tr("The audit log could not be verified. %1").arg(sentenceOf(verdict.error())));
    self->showActions();
}

void AuditPane::showProgress(std::int64_t done, std::int64_t all)
{
    m_range->setText(
        tr("Verified %1 of %2 records").arg(QLocale().toString(qlonglong(done)), QLocale().toString(qlonglong(all))));
}

void AuditPane::showVerdict(const AuditVerdict &verdict)
{
    m_head = shown(verdict.head);
    if (!verdict.broken.empty()) {
        m_verdictState->setState({Shape::Cross, Tone::Bad, tr("Broken")});
        m_verdictText->setText(tr("The log is not as it was written. %1").arg(sentenceOf(verdict.broken)) + u' '
                               + tr("%Ln records before that are whole.", nullptr, int(verdict.count)));
    } else {
        m_verdictState->setState({Shape::Disc, Tone::Ok, tr("Unbroken")});
        m_verdictText->setText(verdict.count == 0
                                   ? tr("There are no records.")
                                   : tr("%Ln records, from number %1 on. Head %2", nullptr, int(verdict.count))
                                         .arg(QLocale().toString(qlonglong(verdict.first)), headText(m_head)));
    }
    m_copyHead->setVisible(!m_head.isEmpty());
    m_verdict->setAccessibleName(m_verdictText->text());
    m_verdict->show();
}

QString AuditPane::refusal() const
{
    if (!session().isLive())
        return tr("The control plane is not connected.");
    return mayDoToAll(session().profile(), identity::Permission::AuditRead) ? QString()
                                                                            : tr("Your role may not read this.");
}

void AuditPane::showState()
{
    const bool forbidden = session().isLive() && !mayDoToAll(session().profile(), identity::Permission::AuditRead);
    showConnection(m_loaded || forbidden, forbidden
                                              ? Empty{.headline = tr("Not for your role"),
                                                      .reason = tr("Administrators and operators read who did what.")}
                                              : Empty{.headline = tr("No records"),
                                                      .reason = tr("What is asked of the control plane shows here.")});
    showActions();
}

void AuditPane::showActions()
{
    const QString refused = refusal();
    const auto set = [](QAction *action, const QString &why, const QString &what) {
        action->setEnabled(why.isEmpty());
        action->setToolTip(why.isEmpty() ? what : why);
    };
    set(m_refresh, refused, tr("Load what was recorded since"));
    const bool all = !m_records.empty() && m_records.begin()->first <= m_oldest;
    set(m_older,
        !refused.isEmpty()             ? refused
        : m_loadingOlder               ? tr("They are being loaded.")
        : m_records.empty()            ? tr("Nothing is shown yet.")
        : all                          ? tr("Nothing older is kept.")
        : m_records.size() >= mostRoom ? tr("More would be too many to show; export these first.")
                                       : QString(),
        tr("Load the %Ln records before these", nullptr, int(pageSize)));
    m_verify->setText(m_verifying ? tr("Stop verifying") : tr("Verify the log"));
    set(m_verify, m_verifying ? QString() : refused,
        m_verifying ? tr("Leave the rest unverified")
                    : tr("Recompute the hashes, to see that nothing was changed or taken out"));
    m_rowActions->update();
    if (m_verifying)
        m_range->setText(tr("Verifying…"));
    else
        m_range->setText(m_records.empty() ? QString()
                                           : tr("Back to %1").arg(shortTimeText(m_records.begin()->second.time)));
}

void AuditPane::showDetail()
{
    const AuditRecord *record = find(m_rowActions->selected());
    m_detail->setShown(record);
    if (!record)
        return;
    m_detail->setHead(shown(record->action), lookOfAuditResult(record->result),
                      tr("record %1").arg(QLocale().toString(qlonglong(record->seq))));
    for (const auto &[label, text] : m_facts)
        m_detail->setFact(label, text(*record));
}

const AuditRecord *AuditPane::find(const std::string &id) const
{
    std::int64_t seq = 0;
    std::from_chars(id.data(), id.data() + id.size(), seq);
    const auto found = m_records.find(seq);
    return found == m_records.end() ? nullptr : &found->second;
}

} // namespace portolan::ui
