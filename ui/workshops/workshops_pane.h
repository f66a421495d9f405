// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/settings/settings.h"
#include "ui/workshops/workshop_feed.h"

#include <QAction>
#include <QWidget>

class QTabWidget;

namespace portolan::ui {

class DefinitionsPane;
class PortalsPane;
class TenantsPane;
class WorkshopSessionsPane;

/// Workshops, as those who run them see them: who is in which, which portals give them and how full those are, which
/// tenants may ask, and what the workshops are. In the GUI thread.
class WorkshopsPane final : public QWidget
{
    Q_OBJECT

public:
    /// Both must outlive it; `settings` may be null.
    WorkshopsPane(Session &session, Settings *settings, QWidget *parent = nullptr);
    ~WorkshopsPane() override;

    [[nodiscard]] WorkshopSessionsPane &sessions() const { return *m_sessions; }
    [[nodiscard]] PortalsPane &portals() const { return *m_portals; }
    [[nodiscard]] TenantsPane &tenants() const { return *m_tenants; }
    [[nodiscard]] DefinitionsPane &definitions() const { return *m_definitions; }
    [[nodiscard]] QAction *applyAction() const { return m_apply; }
    [[nodiscard]] QAction *explainAction() const { return m_explain; }
    [[nodiscard]] QList<QAction *> commands() const { return {m_apply, m_explain}; }

    /// Brings the tab with this pane into sight.
    void showTab(QWidget *pane);
    /// Shows what an event happened to; gives false for a kind that is not shown here.
    bool showSubject(const QString &kind, const QString &id);
    /// As after choosing these files.
    void applyManifests(const QStringList &files);
    void explain(const QString &tenant, const QString &workshop);
    /// Opens the dialog that asks for a session; the first of each where they are empty.
    void requestSession(const QString &tenant, const QString &workshop);

Q_SIGNALS:
    /// Sessions that users have, for the navigation.
    void countChanged(int count);
    void terminalRequested(const QString &workspace);

protected:
    void showEvent(QShowEvent *event) override;

private:
    [[nodiscard]] QWidget *makeCorner();
    void makeActions();
    void connectPanes();
    void showState();
    void tellCount();
    void chooseManifests();

    Session &m_session;
    WorkshopFeed *m_feed;
    QAction *m_apply;
    QAction *m_explain;
    QTabWidget *m_tabs;
    WorkshopSessionsPane *m_sessions;
    PortalsPane *m_portals;
    TenantsPane *m_tenants;
    DefinitionsPane *m_definitions;
    int m_count = -1;
};

} // namespace portolan::ui
