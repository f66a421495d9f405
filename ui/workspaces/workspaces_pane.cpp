// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workspaces/workspaces_pane.h"

#include "ui/workspaces/workspace_actions.h"
#include "ui/workspaces/workspace_detail.h"
#include "ui/workspaces/workspace_table.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSplitter>
#include <QToolButton>

namespace portolan::ui {
namespace {

/// Shares of the width: table, detail.
const Setting<QJsonArray> splitterShares{"workspaces.splitter", QJsonArray{0.64, 0.36},
                                         [](const QJsonArray &shares) { return shares.size() == 2; }};

Time toTime(const QDateTime &time)
{
    return Time(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

} // namespace

WorkspacesPane::WorkspacesPane(Session &session, Settings *settings, QWidget *parent)
    : QWidget(parent),
      m_session(session),
      m_settings(settings),
      m_actions(new WorkspaceActions(session, settings, *this)),
      m_rows(workspaceTable(session, [this](const std::string &name) { return m_actions->troubleOf(name); })),
      m_model(m_rows.columns()),
      m_table(new TablePane(m_model, settings, QStringLiteral("workspaces"), tr("Workspaces"), this)),
      m_detail(new WorkspaceDetail(session, *m_actions, this)),
      m_splitter(new QSplitter(this)),
      m_retry(new QAction(tr("Try again"), this))
{
    m_splitter->addWidget(makeLeft());
    m_splitter->addWidget(m_detail);
    m_splitter->setStretchFactor(0, 2);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_splitter);
    connect(m_splitter, &QSplitter::splitterMoved, this, &WorkspacesPane::keepSplitter);

    m_table->view().restore(QStringLiteral("age"), Qt::AscendingOrder);
    m_table->setPrimary(m_actions->newWorkspace());
    addRowActions();
    addAction(m_actions->newWorkspace());
    connect(m_actions, &WorkspaceActions::terminalRequested, this, &WorkspacesPane::terminalRequested);
    connect(m_actions, &WorkspaceActions::filesRequested, this, &WorkspacesPane::filesRequested);
    connect(m_actions, &WorkspaceActions::created, this, &WorkspacesPane::selectWhenThere);
    connect(m_actions, &WorkspaceActions::failed, this, &WorkspacesPane::showNotice);
    connect(m_actions, &WorkspaceActions::troubleChanged, this, [this](const std::vector<std::string> &names) {
        for (const std::string &name : names)
            queueRow(name);
    });
    connect(m_retry, &QAction::triggered, &session, &Session::retry);
    connectSession();
}

WorkspacesPane::~WorkspacesPane()
{
    m_session.disconnect(this);
    delete m_splitter; // the view in it looks at the model, which goes before the children of a widget do
}

QWidget *WorkspacesPane::makeLeft()
{
    const Metrics metrics(*this);
    auto *left = new QWidget(m_splitter);
    left->setAutoFillBackground(true);
    left->setBackgroundRole(QPalette::Base);
    m_notice = new QWidget(left);
    auto *card = new QFrame(m_notice);
    setLook(*card, "card-bad");
    m_noticeText = new QLabel(card);
    m_noticeText->setWordWrap(true);
    m_noticeText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *dismiss = new QToolButton(card);
    dismiss->setText(tr("Dismiss"));
    dismiss->setAccessibleName(tr("Dismiss the message"));
    setLook(*dismiss, "button");
    connect(dismiss, &QToolButton::clicked, m_notice, &QWidget::hide);
    auto *line = new QHBoxLayout(card);
    line->setContentsMargins(metrics.step(3), metrics.step(1.5), metrics.step(1.5), metrics.step(1.5));
    line->addWidget(m_noticeText, 1);
    line->addWidget(dismiss);
    auto *place = new QHBoxLayout(m_notice); // air around the card, which goes with it
    place->setContentsMargins(metrics.step(3.5), metrics.step(3), metrics.step(3.5), 0);
    place->addWidget(card);
    m_notice->hide();
    auto *column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_notice);
    column->addWidget(m_table, 1);
    return left;
}

void WorkspacesPane::connectSession()
{
    connect(&m_session, &Session::workspacesLoaded, this, &WorkspacesPane::showAll);
    connect(&m_session, &Session::workspacesChanged, this, &WorkspacesPane::showSome);
    connect(&m_session, &Session::usageChanged, this, &WorkspacesPane::showUsage);
    connect(&m_session, &Session::stateChanged, this, &WorkspacesPane::showConnection);
    connect(&m_model, &TableModel::updated, this, [this] {
        tellCount();
        if (!m_wanted.empty())
            selectWhenThere(QString::fromStdString(m_wanted));
    });
    TableView &view = m_table->view();
    connect(&view, &TableView::selectedRowsChanged, this, [this, &view] {
        const auto selected = view.selectedIds();
        m_actions->setSelection(selected);
        m_detail->setSelection(selected);
    });
    // By Enter this comes only where the terminal's action, which has that key, is disabled.
    connect(&view, &TableView::rowActivated, this, [this](const std::string &id) {
        const QString refused = m_actions->refusal(WorkspaceAction::OpenTerminal, {id});
        if (refused.isEmpty())
            Q_EMIT terminalRequested(QString::fromStdString(id));
        else
            showNotice(tr("No terminal in %1. %2").arg(QString::fromStdString(id), refused));
    });
    if (m_session.asOf().isValid())
        showAll();
    showConnection();
}

void WorkspacesPane::addRowActions()
{
    for (const WorkspaceAction which : workspaceActions) {
        const bool onHover = which == WorkspaceAction::OpenTerminal || which == WorkspaceAction::OpenFiles;
        m_table->view().addRowAction({.action = m_actions->action(which),
                                      .onHover = onHover,
                                      .refusal = [this, which](const std::vector<std::string> &ids) {
                                          return m_actions->refusal(which, ids);
                                      }});
    }
    for (QAction *copying : {m_actions->copyName(), m_actions->copySshCommand()})
        m_table->view().addRowAction({.action = copying});
}

int WorkspacesPane::count() const
{
    return int(m_session.workspaces().size());
}

QList<QAction *> WorkspacesPane::commands() const
{
    return m_actions->all();
}

void WorkspacesPane::createWorkspace()
{
    m_actions->newWorkspace()->trigger();
}

bool WorkspacesPane::select(const QString &name)
{
    const std::string id = name.toStdString();
    if (!m_model.find(id))
        return false;
    if (m_model.rowOf(id) < 0)
        m_table->setFilterText({});
    return m_table->view().setCurrentId(id);
}

/// The table shows what has happened up to a tenth of a second later.
void WorkspacesPane::selectWhenThere(const QString &name)
{
    m_wanted = select(name) ? std::string() : name.toStdString();
}

void WorkspacesPane::showConnection()
{
    const ConnectionState state = m_session.state();
    const bool broken = state == ConnectionState::Lost || state == ConnectionState::Refused;
    const auto asOf = m_session.asOf();
    m_table->setStaleSince(!m_session.isLive() && m_loaded && asOf.isValid() ? std::optional(toTime(asOf))
                                                                             : std::nullopt);
    if (m_loaded)
        m_table->setEmpty(tr("No workspaces yet"),
                          tr("A workspace is a computer of your own: a home folder that is kept, a terminal, and the "
                             "tools of its blueprint."),
                          m_actions->newWorkspace());
    else if (state == ConnectionState::Refused)
        m_table->setEmpty(tr("The control plane refuses"), sentenceOf(m_session.trouble()), m_retry);
    else if (broken)
        m_table->setEmpty(tr("No connection"), sentenceOf(m_session.trouble()), m_retry);
    else
        m_table->setEmpty(tr("Connecting…"), {}, nullptr);
}

void WorkspacesPane::showAll()
{
    m_loaded = true;
    std::vector<TableRow> rows;
    rows.reserve(m_session.workspaces().size());
    for (const auto &[name, details] : m_session.workspaces())
        rows.push_back(m_rows.row(details));
    m_model.reset(std::move(rows));
    tellCount();
}

void WorkspacesPane::showSome(const std::set<std::string> &changed, const std::set<std::string> &removed)
{
    for (const std::string &name : removed)
        m_model.queueRemoval(name);
    for (const std::string &name : changed)
        queueRow(name);
    tellCount();
}

void WorkspacesPane::showUsage()
{
    for (const auto &[name, details] : m_session.workspaces()) {
        TableRow row = m_rows.row(details);
        if (const auto shown = m_model.find(name); shown && *shown != row)
            m_model.queue(std::move(row));
    }
}

void WorkspacesPane::queueRow(const std::string &name)
{
    if (const WorkspaceDetails *details = m_session.workspace(name))
        m_model.queue(m_rows.row(*details));
}

void WorkspacesPane::showNotice(const QString &text)
{
    m_noticeText->setText(text);
    m_notice->setAccessibleName(text);
    m_notice->show();
}

void WorkspacesPane::tellCount()
{
    if (m_count == count())
        return;
    m_count = count();
    Q_EMIT countChanged(m_count);
}

/// Shares mean something once the width is known.
void WorkspacesPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!std::exchange(m_shown, true))
        restoreSplitter();
}

void WorkspacesPane::restoreSplitter()
{
    const QJsonArray shares = m_settings ? m_settings->get(splitterShares) : splitterShares.fallback;
    const double width = m_splitter->width();
    m_splitter->setSizes({int(shares[0].toDouble() * width), int(shares[1].toDouble() * width)});
}

void WorkspacesPane::keepSplitter()
{
    const QList<int> sizes = m_splitter->sizes();
    const double total = std::max(1, sizes[0] + sizes[1]);
    if (m_settings)
        m_settings->set(splitterShares, QJsonArray{sizes[0] / total, sizes[1] / total});
}

} // namespace portolan::ui
