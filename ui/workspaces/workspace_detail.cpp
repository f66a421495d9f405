// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workspaces/workspace_detail.h"

#include "core/lifecycle/workspace.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/table/cell_text.h"
#include "ui/workspaces/event_timeline.h"
#include "ui/workspaces/selection_summary.h"
#include "ui/workspaces/workspace_actions.h"
#include "ui/workspaces/workspace_facts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>

namespace portolan::ui {

WorkspaceDetail::WorkspaceDetail(Session &session, WorkspaceActions &actions, QWidget *parent)
    : QWidget(parent), m_session(session), m_actions(actions), m_pages(new QStackedWidget(this))
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    m_hint = makeHint();
    m_summary = new SelectionSummary(session, actions, m_pages);
    m_page = makeDetail();
    for (QWidget *page : {m_hint, static_cast<QWidget *>(m_summary), m_page})
        m_pages->addWidget(page);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_pages);

    connect(&session, &Session::workspacesLoaded, this, &WorkspaceDetail::refresh);
    connect(&session, &Session::workspacesChanged, this, &WorkspaceDetail::refresh);
    connect(&session, &Session::usageChanged, this, &WorkspaceDetail::refresh);
    connect(&actions, &WorkspaceActions::troubleChanged, this, &WorkspaceDetail::refresh);
    m_aging.setInterval(std::chrono::seconds(1));
    connect(&m_aging, &QTimer::timeout, this, &WorkspaceDetail::refreshHead);
    setSelection({});
}

QWidget *WorkspaceDetail::makeHint()
{
    auto *hint = new QLabel(tr("Select a workspace to see what it is doing."), m_pages);
    hint->setAlignment(Qt::AlignCenter);
    hint->setWordWrap(true);
    setLook(*hint, "muted");
    const int margin = Metrics(*this).step(6);
    hint->setContentsMargins(margin, margin, margin, margin);
    return hint;
}

QWidget *WorkspaceDetail::makeDetail()
{
    const Metrics metrics(*this);
    auto *page = new QWidget(m_pages);
    m_tabs = new QTabWidget(page);
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    for (QWidget *part : {static_cast<QWidget *>(m_tabs), static_cast<QWidget *>(m_tabs->tabBar())})
        part->setAccessibleName(tr("About the workspace"));
    m_tabs->tabBar()->setExpanding(false);
    m_timeline = new EventTimeline(m_session, m_tabs);
    addTab(makeOverview(), tr("Overview"));
    addTab(m_timeline, tr("Events"));
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, metrics.step(3), 0, 0);
    column->setSpacing(metrics.step(2));
    column->addWidget(makeHead(page));
    column->addWidget(makeButtons(page));
    column->addWidget(m_tabs, 1);
    return page;
}

QWidget *WorkspaceDetail::makeHead(QWidget *page)
{
    const Metrics metrics(*this);
    auto *head = new QWidget(page);
    m_name = new QLabel(head);
    QFont font = fixedFont();
    font.setPointSizeF(typeFont(Type::Title).pointSizeF());
    font.setWeight(QFont::DemiBold);
    m_name->setFont(font);
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_state = new StateChip(head);
    m_origin = new QLabel(head);
    setLook(*m_origin, "muted");
    auto *line = new QHBoxLayout;
    line->setSpacing(metrics.step(1));
    line->addWidget(m_state);
    line->addWidget(m_origin, 1);
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins(metrics.step(4), 0, metrics.step(4), 0);
    column->setSpacing(metrics.step(1));
    column->addWidget(m_name);
    column->addLayout(line);
    return head;
}

QWidget *WorkspaceDetail::makeButtons(QWidget *page)
{
    const Metrics metrics(*this);
    auto *buttons = new QWidget(page);
    const auto button = [&](WorkspaceAction which) {
        return new ActionButton(m_actions.action(which), ActionButton::Text::Short, buttons);
    };
    auto *terminal = button(WorkspaceAction::OpenTerminal);
    setLook(*terminal, "primary");
    m_start = button(WorkspaceAction::Start);
    m_stop = button(WorkspaceAction::Stop);
    auto *more = new QToolButton(buttons);
    more->setText(tr("More"));
    more->setAccessibleName(tr("More actions"));
    more->setFocusPolicy(Qt::StrongFocus);
    more->setPopupMode(QToolButton::InstantPopup);
    setLook(*more, "button");
    auto *menu = new QMenu(more);
    menu->setToolTipsVisible(true);
    menu->addActions({m_actions.copyName(), m_actions.copySshCommand()});
    menu->addSeparator();
    menu->addAction(m_actions.action(WorkspaceAction::Delete));
    more->setMenu(menu);
    auto *line = new QHBoxLayout(buttons);
    line->setContentsMargins(metrics.step(4), metrics.step(1), metrics.step(4), 0);
    line->setSpacing(metrics.step(2));
    line->addWidget(terminal);
    line->addWidget(button(WorkspaceAction::OpenFiles));
    line->addWidget(m_start);
    line->addWidget(m_stop);
    line->addWidget(more);
    line->addStretch();
    return buttons;
}

QWidget *WorkspaceDetail::makeOverview()
{
    const Metrics metrics(*this);
    auto *area = new QScrollArea(m_tabs);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    auto *content = new QWidget(area);
    content->setAutoFillBackground(true);
    content->setBackgroundRole(QPalette::Base);
    m_card = new QFrame(content);
    m_cardTitle = new QLabel(m_card);
    m_cardText = new QLabel(m_card);
    m_cardText->setWordWrap(true);
    m_cardText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *card = new QVBoxLayout(m_card);
    card->setContentsMargins(metrics.step(3), metrics.step(2), metrics.step(3), metrics.step(2));
    card->setSpacing(metrics.step(0.5));
    card->addWidget(m_cardTitle);
    card->addWidget(m_cardText);
    m_facts = new WorkspaceFacts(m_session, content);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(metrics.step(4), metrics.step(3), metrics.step(4), metrics.step(3));
    column->setSpacing(metrics.step(3));
    column->addWidget(m_card);
    column->addWidget(m_facts);
    column->addStretch();
    area->setWidget(content);
    return area;
}

void WorkspaceDetail::showTab(QWidget *tab)
{
    m_tabs->setCurrentWidget(tab);
    tab->setFocus(Qt::OtherFocusReason);
}

void WorkspaceDetail::addTab(QWidget *tab, const QString &title)
{
    m_tabs->addTab(tab, title);
}

void WorkspaceDetail::setSelection(const std::vector<std::string> &selected)
{
    m_selected = selected;
    const std::string shown = selected.size() == 1 ? selected.front() : std::string();
    const bool other = shown != m_workspace;
    m_workspace = shown;
    refresh();
    if (!other)
        return;
    m_timeline->follow(m_workspace);
    Q_EMIT workspaceChanged(QString::fromStdString(m_workspace));
}

void WorkspaceDetail::refresh()
{
    const WorkspaceDetails *workspace = m_workspace.empty() ? nullptr : m_session.workspace(m_workspace);
    m_pages->setCurrentWidget(workspace ? m_page : m_selected.size() > 1 ? static_cast<QWidget *>(m_summary) : m_hint);
    if (m_selected.size() > 1)
        m_summary->setSelection(m_selected);
    if (!workspace) {
        m_aging.stop();
        return;
    }
    m_aging.start();
    refreshHead();
    refreshCard();
    m_facts->setWorkspace(*workspace);
}

void WorkspaceDetail::refreshHead()
{
    const WorkspaceDetails *workspace = m_session.workspace(m_workspace);
    if (!workspace)
        return;
    const QString name = QString::fromStdString(workspace->name);
    if (m_name->text() != name)
        m_name->setText(name); // else what somebody has marked in it would be lost
    m_state->setState(lookOfWorkspace(workspace->status));
    m_state->setReason(reasonOfState(*workspace));
    const auto age = std::chrono::duration_cast<std::chrono::seconds>(SystemClock().now() - workspace->created);
    m_origin->setText(tr("· %1 · %2 old").arg(QString::fromStdString(workspace->blueprint), ageText(age)));
    m_origin->setToolTip(fullTimeText(workspace->created));
    const auto state = schema::enumFromName<WorkspaceState>(workspace->status);
    const bool up = state == WorkspaceState::Running || state == WorkspaceState::Starting;
    m_stop->setVisible(up);
    m_start->setVisible(!up);
}

void WorkspaceDetail::refreshCard()
{
    const WorkspaceDetails &workspace = *m_session.workspace(m_workspace);
    const QString trouble = m_actions.troubleOf(workspace.name);
    const auto state = schema::enumFromName<WorkspaceState>(workspace.status);
    const bool failed = state == WorkspaceState::Error;
    const bool starting = state == WorkspaceState::Starting;
    const QString reason = reasonOfState(workspace);
    const bool bad = failed || !trouble.isEmpty();
    setLook(*m_card, bad ? "card-bad" : "card-warn");
    setLook(*m_cardTitle, bad ? "bad-title" : "warn-title");
    m_cardTitle->setText(!trouble.isEmpty() ? tr("What was asked for did not happen")
                         : failed           ? tr("Why is it not running?")
                                            : tr("Why is it not running yet?"));
    QStringList lines{trouble, failed || starting ? reason : QString()};
    lines.removeAll(QString());
    if (lines.isEmpty() && (failed || starting))
        lines << tr("The control plane does not say why.");
    m_cardText->setText(lines.join(u'\n'));
    m_card->setVisible(!lines.isEmpty());
}

} // namespace portolan::ui
