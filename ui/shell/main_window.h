// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/client/workspace_connection.h"
#include "ui/session/local_control_plane.h"
#include "ui/session/session.h"
#include "ui/settings/profiles.h"
#include "ui/settings/settings.h"
#include "ui/settings/token_store.h"

#include <QMainWindow>
#include <QPointer>

class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace portolan::ui {

class AuditPane;
class CommandPalette;
class Commands;
class EventsPane;
class FilesTab;
class Navigation;
class SinksPane;
class StateChip;
class TerminalTabs;
class TokensPane;
class TransferList;
class TransferQueue;
class UserList;
class UsersPane;
class WorkshopsPane;
class WorkspacesPane;

/// The window: what exists on the left, the area that is shown in the middle, terminals and transfers below, the state
/// of the connection at the bottom. In the GUI thread.
///
/// A new area is one call of addArea(); nothing else here changes for it.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    /// All outlive the window.
    MainWindow(Settings &settings, LocalControlPlane &local);
    ~MainWindow() override;

    [[nodiscard]] Session &session() { return m_session; }
    [[nodiscard]] Profiles &profiles() { return m_profiles; }
    [[nodiscard]] TerminalTabs &terminals() { return *m_terminals; }
    [[nodiscard]] WorkspacesPane &workspacesPane() { return *m_workspaces; }
    [[nodiscard]] WorkshopsPane &workshopsPane() { return *m_workshops; }
    [[nodiscard]] EventsPane &eventsPane() { return *m_events; }
    [[nodiscard]] UsersPane &usersPane() { return *m_users; }
    [[nodiscard]] TokensPane &tokensPane() { return *m_tokenPane; }
    [[nodiscard]] AuditPane &auditPane() { return *m_audit; }
    [[nodiscard]] SinksPane &sinksPane() { return *m_sinks; }
    [[nodiscard]] TransferQueue &transfers() { return *m_transfers; }
    [[nodiscard]] const Commands &commands() const { return *m_commands; }

    /// Connects to another control plane. Terminals and transfers of the one before stay.
    void connectTo(const QString &profile);
    void openTerminal(const QString &workspace);
    void openFiles(const QString &workspace);
    void showPalette();
    /// Brings the area of this pane into sight.
    void showArea(QWidget *page);

Q_SIGNALS:
    /// It is closed, and what had to be decided about the control plane of this computer is done.
    void closed();

protected:
    void closeEvent(QCloseEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    /// Shows `page` under `group` in the navigation; gives the number of the entry.
    int addArea(const QString &group, const QString &title, QWidget *page);
    void listAreaCommands();
    void makeTopBar(QWidget *parent);
    void makeBottom();
    void makeStatusBar();
    void makeAreas();
    void makeWorkspaces();
    void makeOthers();
    /// Shows what an event happened to.
    void showSubject(const QString &kind, const QString &id, const QString &owner);
    void makeCommands();
    void fillProfileMenu();
    void fillMainMenu();
    void showProfile();
    void showState();
    void editProfile(Profile profile, bool onlySignIn);
    void showCertificate(const QString &fingerprint, const QString &pem, const QString &why, bool mayTrust);
    void showTransfers(bool shown);
    void keepLayout();
    void restoreLayout();
    void askAboutWorkspaces(int live);
    Task<void> takeProfile(Profile profile, std::string token, bool keep);
    Task<void> finish(bool keepServing, bool stopWorkspaces);
    [[nodiscard]] int liveWorkspaces() const;
    [[nodiscard]] std::function<Task<Result<std::shared_ptr<ssh::SshConnection>>>(std::stop_token)> connectorTo(
        const QString &workspace);
    static Task<Result<ControlPlaneAddress>> findAddress(QPointer<MainWindow> window, std::stop_token cancel);

    Settings &m_settings;
    LocalControlPlane &m_local;
    Profiles m_profiles;
    TokenStore m_tokens;
    Session m_session;
    QString m_profile;

    Commands *m_commands;
    TransferQueue *m_transfers;
    Navigation *m_navigation = nullptr;
    QStackedWidget *m_pages = nullptr;
    QSplitter *m_columns = nullptr;
    QSplitter *m_rows = nullptr;
    QSplitter *m_bottom = nullptr;
    WorkspacesPane *m_workspaces = nullptr;
    WorkshopsPane *m_workshops = nullptr;
    EventsPane *m_events = nullptr;
    UserList *m_userList = nullptr;
    UsersPane *m_users = nullptr;
    TokensPane *m_tokenPane = nullptr;
    AuditPane *m_audit = nullptr;
    SinksPane *m_sinks = nullptr;
    FilesTab *m_files = nullptr;
    TerminalTabs *m_terminals = nullptr;
    TransferList *m_transferList = nullptr;
    CommandPalette *m_palette = nullptr;
    QToolButton *m_profileButton = nullptr;
    QToolButton *m_menuButton = nullptr;
    QPushButton *m_paletteButton = nullptr;
    QLabel *m_user = nullptr;
    StateChip *m_state = nullptr;
    QLabel *m_latency = nullptr;
    QLabel *m_notice = nullptr;
    QPushButton *m_transferButton = nullptr;
    bool m_finished = false;
};

} // namespace portolan::ui
