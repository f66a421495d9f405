// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/workshops/workshop_feed.h"

class QComboBox;

namespace portolan::ui {

/// Two fields that belong together: a tenant, and a workshop of those that it can ask for. In the GUI thread.
class WorkshopChoice final : public QObject
{
    Q_OBJECT

public:
    enum class State : std::uint8_t { Loading, Ready, Nothing, Failed };

    /// Both must outlive it. `tenant` and `workshop` are chosen at first; the first of each where they are empty. The
    /// fields are children of `window`.
    WorkshopChoice(Session &session, WorkshopFeed &feed, const QString &tenant, const QString &workshop,
                   QWidget *window);

    [[nodiscard]] QComboBox *tenants() const { return m_tenants; }
    [[nodiscard]] QComboBox *workshops() const { return m_workshops; }
    [[nodiscard]] QString tenant() const;
    [[nodiscard]] QString workshop() const;
    [[nodiscard]] State state() const { return m_state; }
    /// What keeps somebody from choosing, for people; empty where nothing does.
    [[nodiscard]] QString trouble() const { return m_trouble; }

Q_SIGNALS:
    /// Another one is chosen, or the state is another.
    void changed();

private:
    void load();
    void set(State state, const QString &trouble);
    static Task<void> fetch(QPointer<WorkshopChoice> self, std::shared_ptr<ControlPlaneClient> client,
                            std::string tenant, int round);

    Session &m_session;
    QComboBox *m_tenants;
    QComboBox *m_workshops;
    QString m_wanted; ///< the workshop that is chosen as soon as it is known
    QString m_trouble;
    State m_state = State::Loading;
    int m_round = 0; ///< answers of earlier ones come too late
};

} // namespace portolan::ui
