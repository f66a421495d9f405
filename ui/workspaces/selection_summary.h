// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/session/session.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace portolan::ui {

class WorkspaceActions;

/// Several workspaces at once: how many, in which states, and what can be done with all of them.
class SelectionSummary final : public QWidget
{
    Q_OBJECT

public:
    /// Both must outlive it.
    SelectionSummary(Session &session, WorkspaceActions &actions, QWidget *parent = nullptr);

    void setSelection(const std::vector<std::string> &selected);

private:
    Session &m_session;
    QLabel *m_title;
    QVBoxLayout *m_states;
    std::map<std::string, int> m_shown; ///< how many are in which state
};

} // namespace portolan::ui
