// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workshops/explain_dialog.h"

#include "ui/widgets/error_text.h"
#include "ui/workshops/workshop_look.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace portolan::ui {
namespace {

StateLook lookOfCandidate(std::string_view state)
{
    if (state == "next")
        return {Shape::Disc, Tone::Ok, ExplainDialog::tr("Would get it")};
    if (state == "room")
        return {Shape::Ring, Tone::Idle, ExplainDialog::tr("Has room")};
    if (state == "resting")
        return {Shape::Triangle, Tone::Warn, ExplainDialog::tr("Resting")};
    return {Shape::Square, Tone::Idle, ExplainDialog::tr("Full")};
}

bool isOpen(const AllocationCandidate &candidate)
{
    return candidate.portalHasRoom && candidate.environmentHasRoom && !candidate.resting;
}

std::vector<TableColumn> candidateColumns()
{
    return {{.id = QStringLiteral("rank"),
             .title = ExplainDialog::tr("No."),
             .doc = ExplainDialog::tr("In this order they are asked."),
             .kind = CellKind::Number,
             .width = 10},
            {.id = QStringLiteral("environment"),
             .title = ExplainDialog::tr("Environment"),
             .doc = {},
             .kind = CellKind::Code,
             .width = 36},
            {.id = QStringLiteral("state"),
             .title = ExplainDialog::tr("State"),
             .doc = {},
             .kind = CellKind::State,
             .look = lookOfCandidate,
             .width = 30},
            {.id = QStringLiteral("warm"),
             .title = ExplainDialog::tr("Warm"),
             .doc = ExplainDialog::tr("Sessions that run, and are nobody's."),
             .kind = CellKind::Number,
             .width = 14},
            {.id = QStringLiteral("why"), .title = ExplainDialog::tr("Why here"), .doc = {}, .width = 110}};
}

TableRow rowOf(const AllocationCandidate &candidate, std::int64_t rank, bool isNext)
{
    const std::string state = isNext ? "next" : candidate.resting ? "resting" : isOpen(candidate) ? "room" : "full";
    return {
        .id = WorkshopEnvironment::idOf(candidate.cluster, candidate.portal, candidate.environment),
        .cells = {rank, candidate.environment, state, candidate.available, sentenceOf(candidate.because).toStdString()},
        .reason = candidate.resting
                      ? ExplainDialog::tr("Its portal failed lately, and is left alone for a while.").toStdString()
                      : std::string()};
}

} // namespace

ExplainDialog::ExplainDialog(Session &session, WorkshopFeed &feed, const QString &tenant, const QString &workshop,
                             QWidget *parent)
    : QDialog(parent),
      m_session(session),
      m_feed(feed),
      m_wanted(workshop),
      m_model(candidateColumns()),
      m_view(new TableView(m_model, nullptr, QStringLiteral("candidates"), this)),
      m_tenant(new QComboBox(this)),
      m_workshop(new QComboBox(this)),
      m_told(new QLabel(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Where would a session go?"));
    m_view->restore(QStringLiteral("rank"), Qt::AscendingOrder);
    layOut();
    fillTenants();
    if (const int place = m_tenant->findText(tenant); place >= 0)
        m_tenant->setCurrentIndex(place);
    connect(m_tenant, &QComboBox::currentTextChanged, this, &ExplainDialog::loadWorkshops);
    connect(m_workshop, &QComboBox::currentTextChanged, this, &ExplainDialog::explain);
    connect(&m_feed, &WorkshopFeed::changed, this, &ExplainDialog::explain);
    loadWorkshops();
}

ExplainDialog::~ExplainDialog()
{
    delete m_view; // it looks at the model, which goes before the children of a widget do
}

void ExplainDialog::layOut()
{
    const Metrics metrics(*this);
    m_tenant->setAccessibleName(tr("Tenant"));
    m_workshop->setAccessibleName(tr("Workshop"));
    m_view->setAccessibleName(tr("Environments in the order in which they are asked"));
    m_told->setWordWrap(true);
    m_told->setTextFormat(Qt::PlainText);
    m_told->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(metrics.step(4));
    form->setVerticalSpacing(metrics.step(2));
    form->addRow(tr("Tenant"), m_tenant);
    form->addRow(tr("Workshop"), m_workshop);
    auto *close = new QPushButton(tr("Close"), this);
    close->setAutoDefault(false);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(close);
    auto *column = new QVBoxLayout(this);
    const int margin = metrics.step(4);
    column->setContentsMargins(margin, margin, margin, margin);
    column->setSpacing(metrics.step(3));
    column->addLayout(form);
    column->addWidget(m_told);
    column->addWidget(m_view, 1);
    column->addLayout(buttons);
    resize(metrics.step(210), metrics.step(100));
}

void ExplainDialog::fillTenants()
{
    for (const auto &[name, tenant] : m_feed.tenants())
        m_tenant->addItem(QString::fromStdString(name));
    if (m_tenant->count() == 0)
        tell(tr("There is no tenant, and sessions are asked for through one."), "muted");
}

void ExplainDialog::tell(const QString &text, const char *look)
{
    setLook(*m_told, look);
    m_told->setText(text);
    m_told->setVisible(!text.isEmpty());
}

void ExplainDialog::loadWorkshops()
{
    const auto client = m_session.client();
    if (!client || m_tenant->count() == 0)
        return;
    tell(tr("Loading…"), "muted");
    detach(fetchWorkshops(this, client, m_tenant->currentText().toStdString(), ++m_round));
}

Task<void> ExplainDialog::fetchWorkshops(QPointer<ExplainDialog> self, std::shared_ptr<ControlPlaneClient> client,
                                         std::string tenant, int round)
{
    const auto workshops = co_await client->workshops(tenant);
    if (!self || self->m_round != round)
        co_return;
    const QSignalBlocker blocker(self->m_workshop);
    const QString before = self->m_wanted.isEmpty() ? self->m_workshop->currentText()
                                                    : std::exchange(self->m_wanted, {});
    self->m_workshop->clear();
    if (workshops)
        for (const WorkshopSummary &workshop : *workshops)
            self->m_workshop->addItem(QString::fromStdString(workshop.name));
    if (const int place = self->m_workshop->findText(before); place >= 0)
        self->m_workshop->setCurrentIndex(place);
    self->m_model.reset({});
    if (!workshops)
        self->tell(sentenceOf(workshops.error()), "bad");
    else if (workshops->empty())
        self->tell(tr("No portal of this tenant offers a workshop."), "muted");
    else
        self->explain();
}

void ExplainDialog::explain()
{
    const auto client = m_session.client();
    if (client && m_workshop->count() > 0)
        detach(fetch(this, client, m_tenant->currentText().toStdString(), m_workshop->currentText().toStdString(),
                     ++m_round));
}

Task<void> ExplainDialog::fetch(QPointer<ExplainDialog> self, std::shared_ptr<ControlPlaneClient> client,
                                std::string tenant, std::string workshop, int round)
{
    const auto explained = co_await client->explainWorkshop(tenant, workshop);
    if (!self || self->m_round != round)
        co_return;
    if (explained)
        self->showExplanation(*explained);
    else
        self->tell(sentenceOf(explained.error()), "bad");
}

void ExplainDialog::showExplanation(const AllocationExplanation &explanation)
{
    const auto next = std::ranges::find_if(explanation.candidates, isOpen);
    std::vector<TableRow> rows;
    for (auto candidate = explanation.candidates.begin(); candidate != explanation.candidates.end(); ++candidate)
        rows.push_back(rowOf(*candidate, candidate - explanation.candidates.begin() + 1, candidate == next));
    m_model.reset(std::move(rows));
    if (next != explanation.candidates.end())
        tell(tr("The next session would go to %1. A user who has one already gets that one again.")
                 .arg(QString::fromStdString(next->environment)),
             "");
    else
        tell(explanation.candidates.empty() ? tr("No portal of this tenant offers it.")
                                            : tr("There is no room: who asks now is told to come again later."),
             "bad");
}

} // namespace portolan::ui
