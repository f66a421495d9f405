// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workshops/workshops_pane.h"

#include "ui/widgets/action_button.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/theme.h"
#include "ui/workshops/apply_dialog.h"
#include "ui/workshops/definitions_pane.h"
#include "ui/workshops/explain_dialog.h"
#include "ui/workshops/portals_pane.h"
#include "ui/workshops/request_dialog.h"
#include "ui/workshops/tenants_pane.h"
#include "ui/workshops/workshop_sessions_pane.h"

#include <QFileDialog>
#include <QStyle>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace portolan::ui {

WorkshopsPane::WorkshopsPane(Session &session, Settings *settings, QWidget *parent)
    : QWidget(parent),
      m_session(session),
      m_feed(new WorkshopFeed(session, this)),
      m_apply(new QAction(QIcon::fromTheme(QStringLiteral("document-import")), tr("Apply manifests…"), this)),
      m_explain(new QAction(QIcon::fromTheme(QStringLiteral("help-hint")), tr("Where would a session go?…"), this)),
      m_tabs(new QTabWidget(this)),
      m_sessions(new WorkshopSessionsPane(session, *m_feed, settings, m_tabs)),
      m_portals(new PortalsPane(session, *m_feed, settings, m_tabs)),
      m_tenants(new TenantsPane(session, *m_feed, settings, m_tabs)),
      m_definitions(new DefinitionsPane(session, *m_feed, settings, m_tabs))
{
    m_tabs->setAccessibleName(tr("Workshops"));
    m_tabs->tabBar()->setDrawBase(false); // the line below is of the pane, whatever stands in the corner
    m_tabs->addTab(m_sessions, tr("Sessions"));
    m_tabs->addTab(m_portals, tr("Portals"));
    m_tabs->addTab(m_tenants, tr("Tenants"));
    m_tabs->addTab(m_definitions, tr("Definitions"));
    m_tabs->setCornerWidget(makeCorner());
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_tabs);
    setFocusProxy(m_tabs);
    makeActions();
    connectPanes();
    showState();
}

/// What is for all of the tabs, in line with their titles and with the buttons below it.
QWidget *WorkshopsPane::makeCorner()
{
    const Metrics metrics(*this);
    auto *corner = new QWidget(m_tabs);
    auto *apply = new ActionButton(m_apply, ActionButton::Text::Whole, corner);
    setLook(*apply, "link");
    apply->setFlat(true);
    apply->setCursor(Qt::PointingHandCursor);
    auto *row = new QHBoxLayout(corner);
    row->addWidget(apply);
    // The corner gets what its layout asks for, but no more than the tabs without their base, at their lower end.
    m_tabs->ensurePolished();
    apply->ensurePolished();
    const QTabBar *tabs = m_tabs->tabBar();
    const int room = tabs->sizeHint().height() - tabs->style()->pixelMetric(QStyle::PM_TabBarBaseHeight, nullptr, tabs);
    const int spare = std::max(0, room - apply->sizeHint().height());
    row->setContentsMargins(0, spare / 2, metrics.step(4), spare - spare / 2);
    return corner;
}

WorkshopsPane::~WorkshopsPane()
{
    m_session.disconnect(this);
    delete m_tabs; // the panes look at the feed
}

void WorkshopsPane::makeActions()
{
    m_apply->setShortcut(QKeySequence::Open);
    m_apply->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    addAction(m_apply);
    connect(m_apply, &QAction::triggered, this, &WorkshopsPane::chooseManifests);
    connect(m_explain, &QAction::triggered, this, [this] { explain({}, {}); });
}

void WorkshopsPane::connectPanes()
{
    connect(&m_session, &Session::stateChanged, this, &WorkshopsPane::showState);
    connect(m_feed, &WorkshopFeed::changed, this, &WorkshopsPane::tellCount);
    connect(m_feed, &WorkshopFeed::failed, this, [this](const Error &error) {
        const QString text = tr("The workshops could not be loaded. %1").arg(sentenceOf(error));
        m_sessions->showNotice(text);
        m_portals->showNotice(text);
        m_tenants->showNotice(text);
        m_definitions->showNotice(text);
    });
    connect(&m_sessions->actions(), &WorkshopSessionActions::terminalRequested, this,
            &WorkshopsPane::terminalRequested);
    connect(&m_sessions->actions(), &WorkshopSessionActions::explanationRequested, this, &WorkshopsPane::explain);
    connect(m_tenants, &TenantsPane::explanationRequested, this, &WorkshopsPane::explain);
    connect(m_tenants, &TenantsPane::sessionRequested, this, &WorkshopsPane::requestSession);
    connect(m_definitions, &DefinitionsPane::sessionRequested, this, &WorkshopsPane::requestSession);
    // Queued: the command that asks for it shows its own tab first.
    connect(
        m_portals, &PortalsPane::sessionsRequested, this,
        [this](const QString &portal) {
            m_sessions->table().setFilterText(QStringLiteral("portal=\"%1\"").arg(portal));
            showTab(m_sessions);
        },
        Qt::QueuedConnection);
    // From the palette or the menu: what comes of it is seen there.
    const auto showWith = [this](const QList<QAction *> &actions, QWidget *pane) {
        for (QAction *action : actions)
            connect(action, &QAction::triggered, this, [this, pane] { showTab(pane); });
    };
    showWith(m_sessions->actions().all(), m_sessions);
    showWith(m_portals->commands(), m_portals);
    showWith(m_tenants->commands(), m_tenants);
    showWith(m_definitions->commands(), m_definitions);
}

void WorkshopsPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    m_feed->start();
}

void WorkshopsPane::showState()
{
    const auto show = [](QAction *action, const QString &refused, const QString &otherwise) {
        action->setEnabled(refused.isEmpty());
        action->setToolTip(refused.isEmpty() ? otherwise : refused);
    };
    show(m_apply, refusalOfManifests(m_session), tr("Make or change portals, tenants and workshops by YAML files"));
    show(m_explain, refusalOfExplanation(m_session), tr("Which environment would give the next session, and why"));
    tellCount();
}

void WorkshopsPane::tellCount()
{
    const int count = int(std::ranges::count_if(m_feed->sessions(),
                                                [](const auto &entry) { return !entry.second.user.empty(); }));
    if (!m_feed->isLoaded() || std::exchange(m_count, count) == count)
        return;
    Q_EMIT countChanged(count);
}

void WorkshopsPane::showTab(QWidget *pane)
{
    m_tabs->setCurrentWidget(pane);
}

bool WorkshopsPane::showSubject(const QString &kind, const QString &id)
{
    const std::string subject = id.toStdString();
    if (kind == QStringLiteral("workshop-session")) {
        showTab(m_sessions);
        m_sessions->select(subject);
    } else if (kind == QStringLiteral("tenant")) {
        showTab(m_tenants);
        m_tenants->select(subject);
    } else if (kind == QStringLiteral("portal") || kind == QStringLiteral("environment")) {
        showTab(m_portals);
        const auto first = subject.find('/');
        m_portals->select(subject.substr(0, subject.find('/', first + 1)));
    } else if (kind == QStringLiteral("workshop")) {
        showTab(m_definitions);
        m_definitions->select(subject);
    } else if (kind == QStringLiteral("cluster")) {
        showTab(m_portals);
    } else {
        return false;
    }
    return true;
}

void WorkshopsPane::chooseManifests()
{
    auto *dialog = new QFileDialog(this, tr("Apply manifests"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setNameFilters({tr("Manifests (*.yaml *.yml)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::filesSelected, this, &WorkshopsPane::applyManifests);
    dialog->open();
}

void WorkshopsPane::applyManifests(const QStringList &files)
{
    (new ApplyDialog(m_session, files, this))->open();
}

void WorkshopsPane::explain(const QString &tenant, const QString &workshop)
{
    (new ExplainDialog(m_session, *m_feed, tenant, workshop, this))->open();
}

void WorkshopsPane::requestSession(const QString &tenant, const QString &workshop)
{
    auto *dialog = new RequestDialog(m_session, *m_feed, tenant, workshop, this);
    connect(dialog, &RequestDialog::explanationRequested, this, [this, dialog](const QString &of, const QString &what) {
        (new ExplainDialog(m_session, *m_feed, of, what, dialog))->open();
    });
    dialog->open();
}

} // namespace portolan::ui
