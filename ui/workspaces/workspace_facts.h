// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/session/session.h"

#include <QWidget>

class QGridLayout;
class QLabel;

namespace portolan::ui {

class CapacityBar;

/// What is known of a workspace, as a list of names and values that can be marked and copied.
class WorkspaceFacts final : public QWidget
{
    Q_OBJECT

public:
    /// The session must outlive it.
    explicit WorkspaceFacts(Session &session, QWidget *parent = nullptr);

    void setWorkspace(const WorkspaceDetails &workspace);

private:
    void addRow(const QString &title, QWidget *value, QWidget *button = nullptr);
    [[nodiscard]] QLabel *addText(const QString &title);

    Session &m_session;
    QGridLayout *m_grid;
    QLabel *m_owner;
    CapacityBar *m_cpu;
    CapacityBar *m_memory;
    QLabel *m_created;
    QLabel *m_started;
    QLabel *m_restarts;
    QLabel *m_runtime;
    QLabel *m_ssh;
    QLabel *m_message;
};

} // namespace portolan::ui
