// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/workspaces/new_workspace_dialog.h"

#include "core/model/workspace/workspace_name.h"
#include "ui/widgets/table/cell_text.h"
#include "ui/workspaces/blueprint_list.h"
#include "ui/workspaces/workspace_look.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QStackedWidget>
#include <QTime>

namespace portolan::ui {
namespace {

using Phase = WorkspaceCreation::Phase;

const Setting<QString> lastBlueprint{"workspaces.blueprint", {}};

QLabel *makeLabel(const char *look, QWidget *parent, const QString &text = {})
{
    auto *label = new QLabel(text, parent);
    setLook(*label, look);
    return label;
}

} // namespace

NewWorkspaceDialog::NewWorkspaceDialog(Session &session, Settings *settings, WorkspaceCreation &creation,
                                       QWidget *parent)
    : QDialog(parent), m_session(session), m_settings(settings), m_creation(creation), m_pages(new QStackedWidget(this))
{
    setWindowTitle(tr("New workspace"));
    const Metrics metrics(*this);
    m_pages->addWidget(makeForm());
    m_pages->addWidget(makeProgress());
    auto *column = new QVBoxLayout(this);
    const int margin = metrics.step(4);
    column->setContentsMargins(margin, margin, margin, margin);
    column->addWidget(m_pages);
    setMinimumWidth(metrics.step(110));

    connect(&creation, &WorkspaceCreation::phaseChanged, this, &NewWorkspaceDialog::showPhase);
    connect(&creation, &WorkspaceCreation::stepped, this, &NewWorkspaceDialog::addStep);
    connect(&creation, &WorkspaceCreation::progressed, this, [this](int percent) {
        m_progress->setRange(0, 100);
        m_progress->setValue(percent);
    });
    connect(&creation, &WorkspaceCreation::failed, this, [this](const QString &why) { showOutcome(why, true); });
    connect(&creation, &WorkspaceCreation::succeeded, this, [this](const QString &name) {
        if (!isVisible())
            return;
        accept();
        Q_EMIT created(name, m_openTerminal);
    });
    connect(&session, &Session::workspacesLoaded, this, &NewWorkspaceDialog::listBlueprints);
    connect(&session, &Session::workspacesChanged, this, &NewWorkspaceDialog::validate);
    connect(&session, &Session::stateChanged, this, &NewWorkspaceDialog::validate);
    m_ticking.setInterval(std::chrono::seconds(1));
    connect(&m_ticking, &QTimer::timeout, this, &NewWorkspaceDialog::showElapsed);
    listBlueprints();
}

QWidget *NewWorkspaceDialog::makeForm()
{
    const Metrics metrics(*this);
    auto *page = new QWidget(m_pages);
    auto *title = makeLabel("title", page, tr("New workspace"));
    m_blueprints = new BlueprintList(page);
    auto *blueprintLabel = makeLabel("muted", page, tr("&Blueprint"));
    blueprintLabel->setBuddy(m_blueprints);
    m_name = new QLineEdit(page);
    m_name->setFont(fixedFont());
    m_name->setAccessibleName(tr("Name"));
    auto *nameLabel = makeLabel("muted", page, tr("&Name (optional)"));
    nameLabel->setBuddy(m_name);
    m_hint = makeLabel("small", page);
    m_hint->setWordWrap(true);
    // Room for two lines, so that the buttons stay where they are while somebody types.
    m_hint->setMinimumHeight(metrics.step(9));
    m_hint->setAlignment(Qt::AlignTop | Qt::AlignLeft);

    auto *buttons = new QHBoxLayout;
    makeFormButtons(*buttons);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics.step(2));
    for (QWidget *widget :
         {static_cast<QWidget *>(title), static_cast<QWidget *>(blueprintLabel), static_cast<QWidget *>(m_blueprints),
          static_cast<QWidget *>(nameLabel), static_cast<QWidget *>(m_name), static_cast<QWidget *>(m_hint)})
        column->addWidget(widget);
    column->addLayout(buttons);

    connect(m_blueprints, &QListWidget::currentRowChanged, this, [this] {
        if (!m_name->isModified())
            suggestName();
        validate();
    });
    connect(m_name, &QLineEdit::textChanged, this, &NewWorkspaceDialog::validate);
    return page;
}

void NewWorkspaceDialog::makeFormButtons(QHBoxLayout &row)
{
    m_createAndOpen = new QPushButton(tr("Create and open terminal"), this);
    setLook(*m_createAndOpen, "primary");
    m_createAndOpen->setDefault(true);
    m_create = new QPushButton(tr("Create"), this);
    auto *close = new QPushButton(tr("Cancel"), this);
    for (QPushButton *button : {m_create, close})
        button->setAutoDefault(false);
    row.setSpacing(Metrics(*this).step(2));
    row.addStretch();
    row.addWidget(close);
    row.addWidget(m_create);
    row.addWidget(m_createAndOpen);
    connect(m_createAndOpen, &QPushButton::clicked, this, [this] { create(true); });
    connect(m_create, &QPushButton::clicked, this, [this] { create(false); });
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
}

QWidget *NewWorkspaceDialog::makeProgress()
{
    const Metrics metrics(*this);
    auto *page = new QWidget(m_pages);
    m_headline = makeLabel("title", page);
    m_headline->setWordWrap(true);
    m_elapsed = makeLabel("small", page);
    m_progress = new QProgressBar(page);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Progress"));
    m_steps = new QListWidget(page);
    m_steps->setAccessibleName(tr("Steps"));
    m_steps->setSelectionMode(QAbstractItemView::NoSelection);
    m_steps->setFrameShape(QFrame::NoFrame);
    m_steps->setWordWrap(true);
    m_outcome = new QLabel(page);
    m_outcome->setWordWrap(true);
    m_outcome->setTextInteractionFlags(Qt::TextSelectableByMouse);

    auto *buttons = new QHBoxLayout;
    makeProgressButtons(*buttons);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(metrics.step(2));
    column->addWidget(m_headline);
    column->addWidget(m_progress);
    column->addWidget(m_elapsed);
    column->addWidget(m_steps, 1);
    column->addWidget(m_outcome);
    column->addLayout(buttons);
    return page;
}

void NewWorkspaceDialog::makeProgressButtons(QHBoxLayout &row)
{
    m_back = new QPushButton(tr("Back"), this);
    m_close = new QPushButton(tr("Close"), this);
    m_close->setToolTip(tr("The workspace goes on starting; the table shows how it goes"));
    m_cancel = new QPushButton(tr("Cancel"), this);
    m_cancel->setToolTip(tr("Stop the start"));
    m_retry = new QPushButton(tr("Retry"), this);
    setLook(*m_retry, "primary");
    row.setSpacing(Metrics(*this).step(2));
    row.addStretch();
    for (QPushButton *button : {m_back, m_close, m_cancel, m_retry}) {
        button->setAutoDefault(false);
        row.addWidget(button);
    }
    connect(m_back, &QPushButton::clicked, this, [this] {
        m_pages->setCurrentIndex(0);
        validate();
        m_createAndOpen->setDefault(true);
        m_name->setFocus();
    });
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_cancel, &QPushButton::clicked, &m_creation, &WorkspaceCreation::cancel);
    connect(m_cancel, &QPushButton::clicked, this, [this] { m_cancel->setEnabled(false); });
    connect(m_retry, &QPushButton::clicked, this, &NewWorkspaceDialog::startAgain);
}

void NewWorkspaceDialog::listBlueprints()
{
    const QString before = m_blueprints->chosen();
    const QString last = m_settings ? m_settings->get(lastBlueprint) : QString();
    m_blueprints->setBlueprints(m_session.blueprints(), before.isEmpty() ? last : before);
    if (!m_name->isModified())
        suggestName();
    validate();
}

/// Without a name, each blueprint gives one workspace to each user; for another one of it a name is proposed.
void NewWorkspaceDialog::suggestName()
{
    const std::string user = m_session.profile().username;
    const std::string blueprint = m_blueprints->chosen().toStdString();
    const std::string derived = derivedWorkspaceName(user, blueprint);
    m_name->setPlaceholderText(QString::fromStdString(derived));
    std::string proposal;
    if (m_session.workspace(derived))
        for (int number = 2; proposal.empty() || m_session.workspace(proposal); ++number)
            proposal = std::format("{}-{}-{}", user, blueprint, number);
    m_name->setText(QString::fromStdString(proposal));
}

void NewWorkspaceDialog::validate()
{
    const QString name = m_name->text();
    const QString blueprint = m_blueprints->chosen();
    const std::string wanted = name.isEmpty()
                                   ? derivedWorkspaceName(m_session.profile().username, blueprint.toStdString())
                                   : name.toStdString();
    QString problem = refusalOfName(name);
    if (!m_session.isLive())
        problem = tr("The control plane is not connected.");
    else if (blueprint.isEmpty())
        problem = tr("There is no blueprint that you may use. Whoever runs this control plane can allow one.");
    else if (problem.isEmpty() && m_session.workspace(wanted))
        problem = tr("There is a workspace with the name %1 already. Choose another.")
                      .arg(QString::fromStdString(wanted));
    m_hint->setText(!problem.isEmpty() ? problem
                    : name.isEmpty()   ? tr("Without one it is called %1.").arg(m_name->placeholderText())
                                       : QString());
    setLook(*m_hint, problem.isEmpty() ? "small" : "bad");
    m_name->setAccessibleDescription(m_hint->text());
    m_create->setEnabled(problem.isEmpty());
    m_createAndOpen->setEnabled(problem.isEmpty());
}

void NewWorkspaceDialog::create(bool openTerminal)
{
    m_openTerminal = openTerminal;
    m_wanted = {.username = {},
                .blueprint = m_blueprints->chosen().toStdString(),
                .repoOwner = {},
                .repoName = {},
                .repoRef = {},
                .name = m_name->text().toStdString()};
    if (m_settings)
        m_settings->set(lastBlueprint, m_blueprints->chosen());
    startAgain();
}

void NewWorkspaceDialog::startAgain()
{
    m_steps->clear();
    m_outcome->clear();
    m_progress->setRange(0, 0);
    m_pages->setCurrentIndex(1);
    m_creation.start(m_wanted);
}

void NewWorkspaceDialog::showPhase(Phase phase)
{
    const QString name = !m_creation.name().isEmpty() ? m_creation.name()
                         : m_wanted.name.empty()      ? tr("the workspace")
                                                      : QString::fromStdString(m_wanted.name);
    const bool underWay = m_creation.isUnderWay();
    const bool failed = phase == Phase::Failed;
    const bool cancelled = phase == Phase::Cancelled;
    m_headline->setText(failed                     ? tr("%1 does not run").arg(name)
                        : cancelled                ? tr("The start of %1 was stopped").arg(name)
                        : phase == Phase::Stopping ? tr("Stopping the start of %1").arg(name)
                                                   : tr("Starting %1").arg(name));
    m_progress->setVisible(underWay);
    m_cancel->setVisible(underWay);
    m_cancel->setEnabled(phase == Phase::Asking || phase == Phase::Starting);
    m_close->setToolTip(underWay ? tr("The workspace goes on starting; the table shows how it goes") : QString());
    m_back->setVisible(failed && m_creation.name().isEmpty());
    m_retry->setVisible(failed || cancelled);
    m_retry->setText(failed ? tr("Retry") : tr("Start again"));
    m_retry->setDefault(failed || cancelled);
    if (cancelled)
        showOutcome(tr("%1 is kept, stopped. Start it again, or delete it.").arg(name), false);
    if (underWay)
        m_ticking.start();
    else
        m_ticking.stop();
    showElapsed();
}

void NewWorkspaceDialog::showElapsed()
{
    const QString time = ageText(m_creation.elapsed());
    m_elapsed->setText(m_creation.isUnderWay() ? time : tr("It took %1.").arg(time));
}

void NewWorkspaceDialog::addStep(const QString &what)
{
    const auto time = QLocale().toString(QTime::currentTime(), QStringLiteral("HH:mm:ss"));
    m_steps->addItem(QStringLiteral("%1  %2").arg(time, what));
    m_steps->scrollToBottom();
}

void NewWorkspaceDialog::showOutcome(const QString &text, bool bad)
{
    m_outcome->setText(text);
    setLook(*m_outcome, bad ? "bad" : "");
    m_outcome->setAccessibleName(text);
}

} // namespace portolan::ui
