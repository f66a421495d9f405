// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/pane/form_dialog.h"
#include "ui/pane/row_actions.h"
#include "ui/pane/split_pane.h"
#include "ui/users/user_look.h"

namespace portolan::ui {

class DetailView;
class UserList;

/// Who may come in: the table of users, the one that is selected beside it, and what can be done with it. In the GUI
/// thread.
class UsersPane final : public SplitPane
{
    Q_OBJECT

public:
    /// All must outlive it; `settings` may be null.
    UsersPane(Session &session, UserList &users, Settings *settings, QWidget *parent = nullptr);
    ~UsersPane() override;

    [[nodiscard]] QAction *action(UserAction which) const { return m_actions[std::size_t(which)]; }
    [[nodiscard]] QAction *newUser() const { return m_newUser; }
    [[nodiscard]] QList<QAction *> commands() const;

Q_SIGNALS:
    /// Somebody wants to see its tokens.
    void tokensRequested(const QString &user);

protected:
    void firstShown() override;

private:
    void makeActions();
    [[nodiscard]] DetailView *makeDetail();
    void connectUsers();
    void showState();
    void showAll();
    void queueRow(const std::string &name);
    void showDetail();
    void trigger(UserAction which, const std::string &name);
    void openNewUser();
    void openEdit(const UserProfile &user);
    void openPassword(const UserProfile &user);
    void askBeforeLocking(const UserProfile &user);
    void askBeforeDeleting(const UserProfile &user);
    /// What needs no question.
    static Task<void> run(QPointer<UsersPane> self, FormDialog::Request request, QString failure, std::string name);

    UserList &m_users;
    TableOf<UserProfile> m_rows;
    TableModel m_model;
    RowActions *m_rowActions = nullptr;
    std::array<QAction *, 8> m_actions{};
    QAction *m_newUser;
    DetailView *m_detail = nullptr;
    std::vector<std::pair<QLabel *, std::function<QString(const UserProfile &)>>> m_facts;
};

} // namespace portolan::ui
