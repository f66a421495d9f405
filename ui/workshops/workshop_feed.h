// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/session/session.h"

#include <QPointer>

namespace portolan::ui {

/// The portals with their environments, the tenants, what workshops are, and the sessions that the caller may see, kept up
/// to date: asked for once somebody looks, then by the events, at most four times a second. In the GUI thread.
class WorkshopFeed final : public QObject
{
    Q_OBJECT

public:
    struct Portal {
        TrainingPortalDetails details;
        std::vector<EnvironmentDetails> environments;
        std::vector<std::string> offers; ///< names of definitions; of a portal elsewhere they are not known
        std::int64_t offersAsOf = -1; ///< the generation of the portal that they are of
    };
    struct Tenant {
        TenantDetails details;
        std::vector<std::string> portals; ///< that it may use now: their ids
    };

    /// `session` must outlive it.
    explicit WorkshopFeed(Session &session, QObject *parent = nullptr);

    /// Somebody looks: from now on it is kept up to date.
    void start();
    /// Asks for all anew, where that was started.
    void reload();

    /// The rows of the tables: the names with the cluster in front, because another cluster may have the same.
    [[nodiscard]] static std::string idOf(const TrainingPortalDetails &portal);
    [[nodiscard]] static std::string idOf(const EnvironmentDetails &environment);
    [[nodiscard]] static std::string idOf(const WorkshopSessionDetails &session);

    [[nodiscard]] bool isLoaded() const { return m_loaded; }
    /// By id; of tenants by name.
    [[nodiscard]] const std::map<std::string, Portal> &portals() const { return m_portals; }
    [[nodiscard]] const std::map<std::string, Tenant> &tenants() const { return m_tenants; }
    [[nodiscard]] const std::map<std::string, Workshop> &definitions() const { return m_definitions; }
    [[nodiscard]] const std::map<std::string, WorkshopSessionDetails> &sessions() const { return m_sessions; }
    [[nodiscard]] const Portal *portal(const std::string &id) const;
    [[nodiscard]] const Tenant *tenant(const std::string &name) const;
    [[nodiscard]] const Workshop *definition(const std::string &name) const;
    /// The ids of the portals that offer the definition.
    [[nodiscard]] std::vector<std::string> portalsOffering(const std::string &definition) const;
    [[nodiscard]] const WorkshopSessionDetails *session(const std::string &id) const;

    /// Whether the caller's role may read portals and tenants, and the sessions of everybody.
    [[nodiscard]] bool mayRead() const;
    [[nodiscard]] bool mayReadSessions() const;

Q_SIGNALS:
    /// Something is another, or all of it was loaded anew, or is not known any more.
    void changed();
    void failed(const portolan::Error &error);

private:
    /// What is to be asked for.
    struct Dirty {
        bool places = false; ///< all portals and tenants
        bool fill = false; ///< the portals' list, and the environments of
        std::set<std::string> portals; ///< these
        bool definitions = false;
        bool allSessions = false;
        std::set<std::string> sessions;

        [[nodiscard]] bool isEmpty() const
        {
            return !places && !fill && !definitions && !allSessions && sessions.empty();
        }
    };
    using Client = std::shared_ptr<ControlPlaneClient>;

    void take(const Event &event);
    void ask();
    void forget();
    [[nodiscard]] bool isCurrent(int round) const { return m_round == round; }
    void fail(const Error &error);
    void put(TrainingPortalDetails details);
    static Task<void> fetch(QPointer<WorkshopFeed> self, Client client, int round, Dirty dirty);
    static Task<Result<void>> fetchPortals(QPointer<WorkshopFeed> self, Client client, int round, Dirty dirty);
    static Task<Result<void>> fillPortal(QPointer<WorkshopFeed> self, Client client, int round,
                                         ControlPlaneClient::PortalPath path);
    static Task<Result<void>> fetchDefinitions(QPointer<WorkshopFeed> self, Client client, int round);
    static Task<Result<void>> fetchTenants(QPointer<WorkshopFeed> self, Client client, int round);
    static Task<Result<void>> fetchSessions(QPointer<WorkshopFeed> self, Client client, int round, Dirty dirty);

    Session &m_session;
    std::map<std::string, Portal> m_portals;
    std::map<std::string, Tenant> m_tenants;
    std::map<std::string, Workshop> m_definitions;
    std::map<std::string, WorkshopSessionDetails> m_sessions;
    Dirty m_dirty;
    QTimer m_asking;
    int m_round = 0; ///< answers of earlier ones come too late
    bool m_fetching = false;
    bool m_started = false;
    bool m_loaded = false;
};

} // namespace portolan::ui
