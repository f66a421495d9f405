// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/login/sign_in.h"
#include "ui/pane/form_dialog.h"
#include "ui/settings/profiles.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;

namespace portolan::ui {

/// Where a remote control plane is and how one comes in: with an access token, with a password, or, where it names
/// providers, by the browser. For a new one, to change one, or to sign in again. In the GUI thread.
class ProfileDialog final : public FormDialog
{
    Q_OBJECT

public:
    /// `onlySignIn` asks for nothing but what is accepted as a login.
    ProfileDialog(Profile profile, bool onlySignIn, QWidget *window);

Q_SIGNALS:
    /// `token` is empty where the one that is known stays: never for another host.
    void entered(const portolan::ui::Profile &profile, const std::string &token, bool keep);

protected:
    void ask() override;

private:
    enum class Method : std::uint8_t { Token, Password, Browser };

    void makeFields(bool onlySignIn);
    void makeMethods(bool onlySignIn);
    [[nodiscard]] Method method() const;
    void showMethod();
    [[nodiscard]] Refusal check() const;
    /// Whether it is the host that the known token and the trusted certificates are for.
    [[nodiscard]] bool isSameHost() const;
    [[nodiscard]] QString url() const;
    /// For calls without a token.
    [[nodiscard]] ControlPlaneAddress address() const;
    void askForProviders();
    static Task<void> fetchProviders(QPointer<ProfileDialog> self, ControlPlaneAddress address);
    void showProviders(const std::vector<LoginProvider> &providers);
    static Task<void> logIn(QPointer<ProfileDialog> self, ControlPlaneAddress address, PasswordLogin login);
    void take(const SignedIn &login);
    void fail(const Error &error);
    void showCertificate(const Error &error);
    void finish(const std::string &token);

    Profile m_profile;
    bool m_onlySignIn;
    QLineEdit *m_name = nullptr;
    QLineEdit *m_url = nullptr;
    QComboBox *m_method = nullptr;
    QLineEdit *m_token = nullptr;
    QLineEdit *m_user = nullptr;
    QLineEdit *m_password = nullptr;
    QComboBox *m_mark = nullptr;
    QCheckBox *m_keep = nullptr;
    QLabel *m_about = nullptr; ///< what comes of the way that is chosen
    BrowserLogin *m_browser;
};

} // namespace portolan::ui
