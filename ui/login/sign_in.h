// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/client/login.h"

#include <QObject>
#include <QPointer>
#include <QString>

#include <stop_token>

/// How somebody comes to a token that the console keeps in the keychain. In the GUI thread.
namespace portolan::ui {

/// What a login ends with.
struct SignedIn {
    std::string token;
    QString user; ///< empty where nobody has said it
    std::optional<Time> expires = {}; ///< nothing: not known, or never
};

/// What the token of this computer's console is called: "Console on HOST". There is one for each user and computer: a
/// later login renews it.
[[nodiscard]] QString consoleTokenName();

/// How long a login with a password lasts.
inline constexpr auto consoleTokenLifetime = std::chrono::days(90);

/// Logs in, and makes a personal token of its own for this console: it can be seen and revoked among the user's tokens.
/// Neither the password nor the short bearer is kept. Errors as those of logIn(), Unauthenticated for a wrong password;
/// and as those of ControlPlaneClient::createToken().
[[nodiscard]] Task<Result<SignedIn>> signInWithPassword(ControlPlaneAddress address, PasswordLogin login);

/// Sends the browser to a provider, and waits for the token that this ends with.
class BrowserLogin final : public QObject
{
    Q_OBJECT

public:
    explicit BrowserLogin(QObject *parent, std::chrono::milliseconds pause = std::chrono::seconds(2),
                          std::chrono::milliseconds patience = std::chrono::minutes(5));
    /// As cancel().
    ~BrowserLogin() override;

    void start(ControlPlaneAddress address, const std::string &provider);
    /// Nothing is told any more.
    void cancel();

Q_SIGNALS:
    void succeeded(const portolan::ui::SignedIn &login);
    /// Timeout where nobody logged in within the time; Unavailable where no browser could be opened.
    void failed(const portolan::Error &error);

private:
    static Task<void> wait(QPointer<BrowserLogin> self, ControlPlaneAddress address, std::string state,
                           std::stop_token stop);

    std::chrono::milliseconds m_pause;
    std::chrono::milliseconds m_patience;
    std::stop_source m_stop;
};

/// What people call a provider: "github" of "idp.example.org/github".
[[nodiscard]] QString shortNameOf(const LoginProvider &provider);

} // namespace portolan::ui
