// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/oneshot.h"
#include "core/client/control_plane_client.h"
#include "core/lifecycle/connection.h"

#include <QDateTime>
#include <QObject>
#include <QTimer>

#include <functional>
#include <map>
#include <set>
#include <stop_token>

namespace portolan::ui {

/// Where a control plane is, asked anew at each attempt: starts or joins the one of this computer, or fetches the token
/// of a remote one from the keychain. Errors: Unavailable and the like are tried again; Unauthenticated and
/// PermissionDenied wait for the user.
using FindControlPlane = std::function<Task<Result<ControlPlaneAddress>>(std::stop_token)>;

/// What the console knows of one control plane, kept up to date: loads what there is, then follows the events, comes
/// back by itself when the connection is lost. Nothing here waits or blocks; everything is told by signals. In the GUI
/// thread.
class Session final : public QObject
{
    Q_OBJECT

public:
    explicit Session(FindControlPlane find, QObject *parent = nullptr);
    ~Session() override;

    /// Connects, and stays connected until close().
    void open();
    void close();
    /// Drops what is known, before another control plane is looked at. Only while it is Idle.
    void forget();
    /// Tries again at once, where the session waits for that.
    void retry();

    [[nodiscard]] ConnectionState state() const { return m_state; }
    [[nodiscard]] bool isLive() const { return m_state == ConnectionState::Live; }
    /// Why it is Lost or Refused.
    [[nodiscard]] const Error &trouble() const { return m_trouble; }
    /// When the next attempt comes, while it is Lost.
    [[nodiscard]] const QDateTime &nextAttempt() const { return m_nextAttempt; }
    /// When what is shown was last known to be true; invalid before the first time.
    [[nodiscard]] const QDateTime &asOf() const { return m_asOf; }

    /// For calls; nothing before the first attempt knows where the control plane is. Calls may outlive a lost connection: they
    /// fail as their documentation says.
    [[nodiscard]] std::shared_ptr<ControlPlaneClient> client() const { return m_client; }
    [[nodiscard]] const UserProfile &profile() const { return m_profile; }
    [[nodiscard]] const std::vector<BlueprintSummary> &blueprints() const { return m_blueprints; }
    /// By name.
    [[nodiscard]] const std::map<std::string, WorkspaceDetails> &workspaces() const { return m_workspaces; }
    [[nodiscard]] const WorkspaceDetails *workspace(const std::string &name) const;
    [[nodiscard]] const WorkspaceUsage *usage(const std::string &name) const;
    /// Milliseconds that the last call of the session took to be answered.
    [[nodiscard]] std::optional<int> latency() const { return m_latency; }

Q_SIGNALS:
    void stateChanged(portolan::ConnectionState state);
    /// Everything was loaded anew.
    void workspacesLoaded();
    /// Some changed, or have gone; at most ten times a second.
    void workspacesChanged(const std::set<std::string> &changed, const std::set<std::string> &removed);
    void usageChanged();
    void eventHappened(const portolan::Event &event);
    /// Some were not told: the server keeps them no longer.
    void eventsSkipped();

private:
    void fire(ConnectionEvent event);
    void fail(const Error &error);
    static Task<void> stayConnected(Session *session, std::stop_token stop);
    static Task<Result<void>> attempt(Session *session, std::stop_token stop);
    static Task<Result<std::int64_t>> load(Session *session, std::stop_token stop);
    static Task<Result<void>> follow(Session *session, std::int64_t after, std::stop_token stop);
    static Task<void> refresh(Session *session, std::stop_token stop);
    void take(const Event &event);
    void tellChanges();

    FindControlPlane m_find;
    std::stop_source m_stop;
    ConnectionState m_state = ConnectionState::Idle;
    Error m_trouble;
    QDateTime m_nextAttempt;
    QDateTime m_asOf;
    std::optional<OneShot<bool>> m_retryNow;
    std::optional<int> m_latency;

    std::shared_ptr<ControlPlaneClient> m_client;
    UserProfile m_profile;
    std::vector<BlueprintSummary> m_blueprints;
    std::map<std::string, WorkspaceDetails> m_workspaces;
    std::map<std::string, WorkspaceUsage> m_usage;
    std::set<std::string> m_changed; ///< to be told
    std::set<std::string> m_removed;
    std::set<std::string> m_dirty; ///< an event named them; their details are to be asked for
    bool m_refreshing = false;
    bool m_resync = false;
    QTimer m_telling;
};

} // namespace portolan::ui
