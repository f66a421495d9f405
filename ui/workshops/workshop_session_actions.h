// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/pane/form_dialog.h"
#include "ui/workshops/workshop_look.h"

#include <QAction>

namespace portolan::ui {

/// What can be done with the sessions of workshops that are selected. With several selected each says for how many it
/// is; what may not be done is disabled, and its tool tip says why. In the GUI thread.
class WorkshopSessionActions final : public QObject
{
    Q_OBJECT

public:
    /// All must outlive it. Dialogs open over `window`.
    WorkshopSessionActions(Session &session, WorkshopFeed &feed, QWidget &window);

    /// What the actions are about, by their ids.
    void setSelection(std::vector<std::string> ids);
    /// Asks the refusals anew.
    void update();

    [[nodiscard]] QAction *action(WorkshopSessionAction which) const { return m_actions[std::size_t(which)]; }
    [[nodiscard]] QList<QAction *> all() const { return {m_actions.begin(), m_actions.end()}; }
    /// Why this cannot be done with any of these; empty when it can with at least one.
    [[nodiscard]] QString refusal(WorkshopSessionAction which, const std::vector<std::string> &ids) const;

Q_SIGNALS:
    void terminalRequested(const QString &workspace);
    void explanationRequested(const QString &tenant, const QString &workshop);
    /// What could not be done, and why.
    void failed(const QString &what);

private:
    using Details = std::vector<WorkshopSessionDetails>;
    using Client = std::shared_ptr<ControlPlaneClient>;

    [[nodiscard]] Details applicable(WorkshopSessionAction which) const;
    void trigger(WorkshopSessionAction which);
    void askBeforeEnding(const Details &sessions);
    static Task<void> extend(QPointer<WorkshopSessionActions> self, Client client, Details sessions);
    static Task<Result<void>> end(Client client, Details sessions);

    Session &m_session;
    WorkshopFeed &m_feed;
    QWidget &m_window;
    std::vector<std::string> m_selection;
    std::array<QAction *, workshopSessionActions.size()> m_actions{};
    bool m_extending = false; ///< the answer is awaited
};

} // namespace portolan::ui
