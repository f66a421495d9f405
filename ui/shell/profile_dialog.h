// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/settings/profiles.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace portolan::ui {

/// Where a remote control plane is and what opens it; for a new one, or to change one.
class ProfileDialog final : public QDialog
{
    Q_OBJECT

public:
    /// `onlyToken` asks for nothing but a token that is accepted.
    ProfileDialog(Profile profile, bool onlyToken, QWidget *window);

Q_SIGNALS:
    /// `token` is empty where the one that is known stays: never for another host.
    void entered(const portolan::ui::Profile &profile, const std::string &token, bool keep);

private:
    void check();
    void finish();
    /// Whether it is the host that the known token and the trusted certificates are for.
    [[nodiscard]] bool isSameHost() const;

    Profile m_profile;
    QLineEdit *m_name;
    QLineEdit *m_url;
    QLineEdit *m_token;
    QComboBox *m_mark;
    QCheckBox *m_keep;
    QLabel *m_problem;
    QPushButton *m_accept;
};

} // namespace portolan::ui
