// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/user/user_change.h"
#include "core/model/user/user_profile.h"
#include "ui/pane/form_dialog.h"
#include "ui/session/session.h"

class QCheckBox;
class QLineEdit;

namespace portolan::ui {

class PasswordField;

/// A new user, or what is known of one. In the GUI thread.
class UserDialog final : public FormDialog
{
    Q_OBJECT

public:
    /// Makes a user.
    UserDialog(Session &session, QWidget *parent);
    /// Changes `user`; what the caller may not change of it is disabled, and says so.
    UserDialog(Session &session, UserProfile user, QWidget *parent);

    /// Whose it is, as it stands in the dialog.
    [[nodiscard]] std::string username() const;
    /// A password that was generated here and that nobody has been told; empty where there is none.
    [[nodiscard]] QString generatedPassword() const;

private:
    UserDialog(Session &session, UserProfile user, bool isNew, QWidget *parent);
    void addPerson();
    void addRoles();
    void addSystem();
    void restrict();
    [[nodiscard]] Refusal check() const;
    [[nodiscard]] std::vector<std::string> chosenRoles() const;
    [[nodiscard]] UserCreate wanted() const;
    [[nodiscard]] UserUpdate change() const;
    void request(const std::shared_ptr<ControlPlaneClient> &client);

    Session &m_session;
    UserProfile m_user;
    bool m_isNew;
    QLineEdit *m_username = nullptr;
    QLineEdit *m_fullname = nullptr;
    QLineEdit *m_email = nullptr;
    PasswordField *m_password = nullptr;
    QWidget *m_roleBox = nullptr;
    std::vector<std::pair<std::string, QCheckBox *>> m_roles;
    QLineEdit *m_organization = nullptr;
    QLineEdit *m_shell = nullptr;
    QCheckBox *m_sudo = nullptr;
};

} // namespace portolan::ui
