// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/session/session.h"

#include <QWidget>

class QFrame;
class QLabel;
class QStackedWidget;
class QTabWidget;

namespace portolan::ui {

class EventTimeline;
class SelectionSummary;
class StateChip;
class WorkspaceActions;
class WorkspaceFacts;

/// What is selected in the table, beside it: one workspace in full, several as a summary, a hint where there is none. In
/// the GUI thread.
class WorkspaceDetail final : public QWidget
{
    Q_OBJECT

public:
    /// Both must outlive it; the actions must be about the same selection.
    WorkspaceDetail(Session &session, WorkspaceActions &actions, QWidget *parent = nullptr);

    void setSelection(const std::vector<std::string> &selected);
    /// The one that is shown; empty where there is none, or several are selected.
    [[nodiscard]] const std::string &workspace() const { return m_workspace; }
    /// One more tab beside Overview and Events. It follows workspaceChanged() by itself; the detail owns it.
    void addTab(QWidget *tab, const QString &title);
    void showTab(QWidget *tab);

Q_SIGNALS:
    /// Another one is shown; empty for none.
    void workspaceChanged(const QString &name);

private:
    [[nodiscard]] QWidget *makeHint();
    [[nodiscard]] QWidget *makeDetail();
    [[nodiscard]] QWidget *makeHead(QWidget *page);
    [[nodiscard]] QWidget *makeButtons(QWidget *page);
    [[nodiscard]] QWidget *makeOverview();
    void refresh();
    void refreshHead();
    void refreshCard();

    Session &m_session;
    WorkspaceActions &m_actions;
    std::vector<std::string> m_selected;
    std::string m_workspace;

    QStackedWidget *m_pages;
    QWidget *m_hint = nullptr;
    SelectionSummary *m_summary = nullptr;
    QWidget *m_page = nullptr;
    QLabel *m_name = nullptr;
    StateChip *m_state = nullptr;
    QLabel *m_origin = nullptr;
    QWidget *m_start = nullptr;
    QWidget *m_stop = nullptr;
    QFrame *m_card = nullptr; ///< why it is not running, or what could not be done with it
    QLabel *m_cardTitle = nullptr;
    QLabel *m_cardText = nullptr;
    QTabWidget *m_tabs = nullptr;
    WorkspaceFacts *m_facts = nullptr;
    EventTimeline *m_timeline = nullptr;
    QTimer m_aging;
};

} // namespace portolan::ui
