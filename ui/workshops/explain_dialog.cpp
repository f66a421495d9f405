// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workshops/explain_dialog.h"

#include "ui/widgets/error_text.h"
#include "ui/workshops/rank_reason.h"
#include "ui/workshops/workshop_choice.h"
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
            {.id = QStringLiteral("why"), .title = ExplainDialog::tr("Why here"), .doc = {}, .width = 130}};
}

TableRow rowOf(const AllocationCandidate &candidate, const AllocationCandidate &before, std::int64_t rank, bool isNext)
{
    const std::string state = isNext ? "next" : candidate.resting ? "resting" : isOpen(candidate) ? "room" : "full";
    return {
        .id = WorkshopEnvironment::idOf(candidate.cluster, candidate.portal, candidate.environment),
        .cells = {rank, candidate.environment, state, candidate.available, reasonOf(candidate, before).toStdString()},
        .reason = candidate.resting
                      ? ExplainDialog::tr("Its portal failed lately, and is left alone for a while.").toStdString()
                      : std::string()};
}

} // namespace

ExplainDialog::ExplainDialog(Session &session, WorkshopFeed &feed, const QString &tenant, const QString &workshop,
                             QWidget *parent)
    : QDialog(parent),
      m_session(session),
      m_model(candidateColumns()),
      m_view(new TableView(m_model, nullptr, QStringLiteral("candidates"), this)),
      m_choice(new WorkshopChoice(session, feed, tenant, workshop, this)),
      m_told(new QLabel(this))
{
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Where would a session go?"));
    m_view->restore(QStringLiteral("rank"), Qt::AscendingOrder);
    layOut();
    connect(m_choice, &WorkshopChoice::changed, this, &ExplainDialog::showChoice);
    connect(&feed, &WorkshopFeed::changed, this, &ExplainDialog::explain);
    showChoice();
}

ExplainDialog::~ExplainDialog()
{
    delete m_view; // it looks at the model, which goes before the children of a widget do
}

void ExplainDialog::layOut()
{
    const Metrics metrics(*this);
    m_view->setAccessibleName(tr("Environments in the order in which they are asked"));
    m_told->setWordWrap(true);
    m_told->setTextFormat(Qt::PlainText);
    m_told->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(metrics.step(4));
    form->setVerticalSpacing(metrics.step(2));
    form->addRow(tr("Tenant"), m_choice->tenants());
    form->addRow(tr("Workshop"), m_choice->workshops());
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
    resize(metrics.step(230), metrics.step(100));
}

void ExplainDialog::tell(const QString &text, const char *look)
{
    setLook(*m_told, look);
    m_told->setText(text);
    m_told->setVisible(!text.isEmpty());
}

void ExplainDialog::showChoice()
{
    if (m_choice->state() == WorkshopChoice::State::Ready)
        return explain();
    ++m_round;
    m_model.reset({});
    tell(m_choice->trouble(), m_choice->state() == WorkshopChoice::State::Failed ? "bad" : "muted");
}

void ExplainDialog::explain()
{
    const auto client = m_session.client();
    if (client && m_choice->state() == WorkshopChoice::State::Ready)
        detach(fetch(this, client, m_choice->tenant().toStdString(), m_choice->workshop().toStdString(), ++m_round));
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
    const auto first = explanation.candidates.begin();
    for (auto candidate = first; candidate != explanation.candidates.end(); ++candidate)
        rows.push_back(rowOf(*candidate, candidate == first ? *first : *std::prev(candidate), candidate - first + 1,
                             candidate == next));
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
