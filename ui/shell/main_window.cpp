// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/shell/main_window.h"

#include "ui/files/transfer_list.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/commands.h"
#include "ui/shell/connection_banner.h"
#include "ui/shell/connection_look.h"
#include "ui/shell/files_tab.h"
#include "ui/shell/navigation.h"
#include "ui/shell/settings_dialog.h"
#include "ui/shell/shortcut_sheet.h"
#include "ui/terminal/terminal_tabs.h"
#include "ui/users/user_list.h"
#include "ui/users/users_pane.h"
#include "ui/widgets/error_text.h"
#include "ui/widgets/state_chip.h"
#include "ui/workspaces/workspace_detail.h"
#include "ui/workspaces/workspaces_pane.h"

#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace portolan::ui {
namespace {

const Setting<QString> windowGeometry{"window.geometry", {}};
const Setting<QString> columnSizes{"window.columns", {}};
const Setting<QString> rowSizes{"window.rows", {}};
inline constexpr Setting<bool> transfersShown{"window.transfers", false};

QFrame *makeLine(QWidget *parent)
{
    auto *line = new QFrame(parent);
    line->setFixedHeight(1);
    setLook(*line, "line");
    return line;
}

QString encoded(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toBase64());
}

QByteArray decoded(const QString &text)
{
    return QByteArray::fromBase64(text.toLatin1());
}

} // namespace

MainWindow::MainWindow(Settings &settings, LocalControlPlane &local)
    : m_settings(settings),
      m_local(local),
      m_profiles(settings),
      m_session([self = QPointer<MainWindow>(this)](std::stop_token cancel) { return findAddress(self, cancel); }),
      m_commands(new Commands(*this)),
      m_transfers(new TransferQueue(this))
{
    setWindowTitle(QStringLiteral("Portolan"));
    auto *content = new QWidget(this);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    setCentralWidget(content);
    makeTopBar(content);
    auto *banner = new ConnectionBanner(m_session, content);
    layout->addWidget(banner);

    m_columns = new QSplitter(Qt::Horizontal, content);
    m_rows = new QSplitter(Qt::Vertical, m_columns);
    m_navigation = new Navigation(m_columns);
    m_pages = new QStackedWidget(m_rows);
    m_columns->insertWidget(0, m_navigation);
    m_rows->addWidget(m_pages);
    makeBottom();
    for (QSplitter *splitter : {m_columns, m_rows}) {
        splitter->setChildrenCollapsible(false);
        splitter->setHandleWidth(1);
    }
    m_columns->setStretchFactor(1, 1);
    m_rows->setStretchFactor(0, 1);
    layout->addWidget(m_columns, 1);
    makeStatusBar();
    makeAreas();
    makeCommands();

    connect(banner, &ConnectionBanner::tokenWanted, this, [this] {
        if (const Profile *profile = m_profiles.find(m_profile))
            editProfile(*profile, true);
    });
    connect(banner, &ConnectionBanner::certificateShown, this, &MainWindow::showCertificate);
    connect(&m_session, &Session::stateChanged, this, &MainWindow::showState);
    connect(&m_session, &Session::workspacesLoaded, this, &MainWindow::showState);
    connect(&m_session, &Session::usageChanged, this, &MainWindow::showState);
    connect(&m_profiles, &Profiles::changed, this, &MainWindow::showProfile);
    restoreLayout();
}

MainWindow::~MainWindow()
{
    m_session.close();
    delete takeCentralWidget(); // the panes look at the session, which goes before the children of a widget do
}

void MainWindow::makeTopBar(QWidget *parent)
{
    const Metrics metrics(*this);
    auto *bar = new QWidget(parent);
    setLook(*bar, "surface");
    bar->setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(metrics.step(3), metrics.step(1), metrics.step(3), metrics.step(1));
    layout->setSpacing(metrics.step(3));
    auto *name = new QLabel(QStringLiteral("Portolan"), bar);
    setLook(*name, "strong");
    layout->addWidget(name);

    m_profileButton = new QToolButton(bar);
    m_profileButton->setObjectName(QStringLiteral("profiles"));
    setLook(*m_profileButton, "button");
    m_profileButton->setPopupMode(QToolButton::InstantPopup);
    m_profileButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_profileButton->setFocusPolicy(Qt::StrongFocus);
    auto *profiles = new QMenu(m_profileButton);
    connect(profiles, &QMenu::aboutToShow, this, &MainWindow::fillProfileMenu);
    m_profileButton->setMenu(profiles);
    layout->addWidget(m_profileButton);

    layout->addStretch(1);
    m_paletteButton = new QPushButton(bar);
    m_paletteButton->setMinimumWidth(metrics.step(100));
    connect(m_paletteButton, &QPushButton::clicked, this, &MainWindow::showPalette);
    layout->addWidget(m_paletteButton, 2);
    layout->addStretch(1);

    m_user = new QLabel(bar);
    setLook(*m_user, "muted");
    layout->addWidget(m_user);
    m_menuButton = new QToolButton(bar);
    m_menuButton->setText(QStringLiteral("☰"));
    m_menuButton->setAccessibleName(tr("Menu"));
    m_menuButton->setToolTip(tr("Menu"));
    m_menuButton->setPopupMode(QToolButton::InstantPopup);
    m_menuButton->setFocusPolicy(Qt::StrongFocus);
    auto *menu = new QMenu(m_menuButton);
    connect(menu, &QMenu::aboutToShow, this, &MainWindow::fillMainMenu);
    m_menuButton->setMenu(menu);
    layout->addWidget(m_menuButton);

    auto *rows = qobject_cast<QVBoxLayout *>(parent->layout());
    rows->addWidget(bar);
    rows->addWidget(makeLine(parent));
}

void MainWindow::makeBottom()
{
    m_bottom = new QSplitter(Qt::Horizontal, m_rows);
    m_bottom->setChildrenCollapsible(false);
    m_bottom->setHandleWidth(1);
    m_terminals = new TerminalTabs(m_settings, m_bottom);
    m_transferList = new TransferList(*m_transfers, m_bottom);
    m_rows->addWidget(m_bottom);
    m_terminals->hide();
    m_transferList->setVisible(m_settings.get(transfersShown));
    m_bottom->setVisible(m_settings.get(transfersShown));
    connect(m_terminals, &TerminalTabs::countChanged, this, [this](int count) {
        m_terminals->setVisible(count > 0);
        m_bottom->setVisible(count > 0 || m_transferList->isVisibleTo(m_bottom));
    });
}

void MainWindow::makeStatusBar()
{
    const Metrics metrics(*this);
    QStatusBar *bar = statusBar();
    bar->setSizeGripEnabled(false);
    bar->setContentsMargins(metrics.step(2), 0, metrics.step(2), 0);
    m_state = new StateChip(bar);
    m_latency = new QLabel(bar);
    setLook(*m_latency, "muted");
    m_notice = new QLabel(bar);
    m_notice->setTextFormat(Qt::PlainText);
    m_transferButton = new QPushButton(bar);
    m_transferButton->setFlat(true);
    setLook(*m_transferButton, "link");
    bar->addWidget(m_state);
    bar->addWidget(m_latency);
    bar->addWidget(m_notice, 1);
    bar->addPermanentWidget(m_transferButton);
    const auto showSummary = [this](const QString &summary) {
        m_transferButton->setText(summary.isEmpty() ? tr("No transfers") : summary);
        m_transferButton->setAccessibleName(m_transferButton->text());
    };
    showSummary(m_transfers->summary());
    connect(m_transfers, &TransferQueue::summaryChanged, this, showSummary);
    connect(m_transferButton, &QPushButton::clicked, this,
            [this] { showTransfers(!m_transferList->isVisibleTo(m_bottom)); });
    connect(&m_settings, &Settings::troubled, m_notice, &QLabel::setText);
    m_notice->setText(m_settings.trouble());
}

void MainWindow::makeCommands()
{
    const QString general = tr("General");
    m_commands->add(general, tr("Go to anything, or do something…"), QKeySequence(Qt::CTRL | Qt::Key_K),
                    [this] { showPalette(); });
    m_commands->add(general, tr("Shortcuts"), QKeySequence(QStringLiteral("?")),
                    [this] { (new ShortcutSheet(*m_commands, this))->open(); });
    m_commands->add(general, tr("Settings…"), QKeySequence(Qt::CTRL | Qt::Key_Comma),
                    [this] { (new SettingsDialog(m_settings, this))->open(); });
    m_commands->add(general, tr("Connect to a control plane…"), {}, [this] { editProfile({}, false); });
    m_commands->add(general, tr("Try to connect now"), {}, [this] { m_session.retry(); });
    m_commands->add(general, tr("Show or hide transfers"), QKeySequence(Qt::CTRL | Qt::Key_J),
                    [this] { showTransfers(!m_transferList->isVisibleTo(m_bottom)); });
    m_commands->add(general, tr("Go to the terminals, or back"), QKeySequence(Qt::CTRL | Qt::Key_QuoteLeft), [this] {
        Terminal *terminal = m_terminals->current();
        if (terminal && !terminal->isAncestorOf(QApplication::focusWidget()))
            terminal->view().setFocus(Qt::ShortcutFocusReason);
        else
            m_pages->currentWidget()->setFocus(Qt::ShortcutFocusReason);
    });
    m_commands->add(general, tr("Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q), [this] { close(); });
    listAreaCommands();

    m_palette = new CommandPalette(
        *m_commands,
        [this] {
            std::vector<CommandPalette::Place> places;
            for (const auto &[name, details] : m_session.workspaces()) {
                const QString shown = QString::fromStdString(name);
                places.push_back({.name = shown, .kind = tr("Workspace"), .go = [this, shown] {
                                      showArea(m_workspaces);
                                      m_workspaces->select(shown.toStdString());
                                  }});
                if (details.status == "Running")
                    places.push_back({.name = tr("Terminal in %1").arg(shown),
                                      .kind = tr("Workspace"),
                                      .go = [this, shown] { openTerminal(shown); }});
            }
            for (const auto &[name, user] : m_userList->users()) {
                const QString shown = QString::fromStdString(name);
                places.push_back({.name = shown, .kind = tr("User"), .go = [this, shown] {
                                      showArea(m_users);
                                      m_users->select(shown.toStdString());
                                  }});
            }
            for (const Profile &profile : m_profiles.all())
                places.push_back({.name = tr("Switch to %1").arg(profile.name),
                                  .kind = tr("Control plane"),
                                  .go = [this, id = profile.id] { connectTo(id); }});
            return places;
        },
        this);
}

void MainWindow::fillMainMenu()
{
    QMenu *menu = m_menuButton->menu();
    menu->clear();
    qDeleteAll(menu->findChildren<QMenu *>(Qt::FindDirectChildrenOnly));
    menu->setToolTipsVisible(true);
    std::map<QString, QMenu *> areas; // each has its commands one step further, or the menu would not fit
    for (const auto &entry : m_commands->all()) {
        if (entry.group == tr("General") || entry.group == tr("Go to")) {
            menu->addAction(entry.action);
            continue;
        }
        QMenu *&area = areas[entry.group];
        if (!area) {
            area = menu->addMenu(entry.group);
            area->setToolTipsVisible(true);
        }
        area->addAction(entry.action);
    }
}

void MainWindow::showPalette()
{
    m_palette->open();
}

void MainWindow::showState()
{
    m_state->setState(lookOf(m_session.state()));
    const auto latency = m_session.latency();
    m_latency->setText(m_session.isLive() && latency ? tr("%1 ms").arg(*latency) : QString());
    m_user->setText(QString::fromStdString(m_session.profile().username));
    if (m_session.state() == ConnectionState::Refused || m_session.state() == ConnectionState::Lost)
        m_state->setReason(errorText(m_session.trouble()));
    else
        m_state->setReason({});
}

void MainWindow::showTransfers(bool shown)
{
    m_settings.set(transfersShown, shown);
    m_transferList->setVisible(shown);
    m_bottom->setVisible(shown || m_terminals->count() > 0);
}

void MainWindow::openTerminal(const QString &workspace)
{
    const auto open = m_terminals->terminals(workspace);
    if (!open.isEmpty() && m_terminals->current() != open.front()) {
        m_terminals->activate(open.front());
        open.front()->view().setFocus(Qt::OtherFocusReason);
        return;
    }
    Terminal *terminal = m_terminals->open(workspace, workspace, connectorTo(workspace));
    connect(terminal, &Terminal::leaveRequested, this,
            [this] { m_pages->currentWidget()->setFocus(Qt::ShortcutFocusReason); });
    // Later, because a dialog that closes now gives the keyboard back to where it was.
    QTimer::singleShot(0, &terminal->view(), [view = &terminal->view()] { view->setFocus(Qt::OtherFocusReason); });
}

void MainWindow::openFiles(const QString &workspace)
{
    showArea(m_workspaces);
    m_workspaces->select(workspace.toStdString());
    m_workspaces->detail().showTab(m_files);
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_profileButton)
        showProfile();
}

void MainWindow::keepLayout()
{
    m_settings.set(windowGeometry, encoded(saveGeometry()));
    m_settings.set(columnSizes, encoded(m_columns->saveState()));
    m_settings.set(rowSizes, encoded(m_rows->saveState()));
}

void MainWindow::restoreLayout()
{
    const Metrics metrics(*this);
    if (!restoreGeometry(decoded(m_settings.get(windowGeometry))))
        resize(metrics.step(360), metrics.step(225));
    m_columns->restoreState(decoded(m_settings.get(columnSizes))); // without one the navigation has its own width
    if (!m_rows->restoreState(decoded(m_settings.get(rowSizes))))
        m_rows->setSizes({metrics.step(140), metrics.step(70)});
}

} // namespace portolan::ui
