// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/session/session.h"

#include <QPointer>

namespace portolan::ui {

/// The users that the caller may see, kept up to date: asked for once somebody looks, then by the events. In the GUI
/// thread.
class UserList final : public QObject
{
    Q_OBJECT

public:
    /// `session` must outlive it.
    explicit UserList(Session &session, QObject *parent = nullptr);

    /// Somebody looks: from now on it is kept up to date.
    void start();
    /// Asks for all anew, where that was started.
    void reload();
    /// Asks anew for this one, because what was changed shows at once then.
    void refresh(const std::string &name);

    [[nodiscard]] bool isLoaded() const { return m_loaded; }
    /// By name.
    [[nodiscard]] const std::map<std::string, UserProfile> &users() const { return m_users; }
    /// Null where there is none.
    [[nodiscard]] const UserProfile *find(const std::string &name) const;

Q_SIGNALS:
    /// All of them were loaded anew, or are not known any more.
    void loaded();
    void changed(const std::set<std::string> &changed, const std::set<std::string> &removed);
    void failed(const portolan::Error &error);

private:
    void take(const Event &event);
    void ask();
    static Task<void> fetchAll(QPointer<UserList> self, std::shared_ptr<ControlPlaneClient> client, int round);
    static Task<void> fetchSome(QPointer<UserList> self, std::shared_ptr<ControlPlaneClient> client, int round,
                                std::set<std::string> names);

    Session &m_session;
    std::map<std::string, UserProfile> m_users;
    std::set<std::string> m_dirty; ///< events named them
    QTimer m_asking;
    int m_round = 0; ///< answers of earlier ones come too late
    bool m_started = false;
    bool m_loaded = false;
};

} // namespace portolan::ui
