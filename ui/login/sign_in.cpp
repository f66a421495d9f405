// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/login/sign_in.h"

#include "core/async/timer.h"
#include "core/base/encoding.h"
#include "core/base/random.h"

#include <QDesktopServices>
#include <QElapsedTimer>
#include <QSysInfo>
#include <QUrl>

namespace portolan::ui {

QString consoleTokenName()
{
    constexpr int longest = 64; // of AccessTokenCreate::name
    return QStringLiteral("Console on %1").arg(QSysInfo::machineHostName()).left(longest);
}

Task<Result<SignedIn>> signInWithPassword(ControlPlaneAddress address, PasswordLogin login)
{
    const auto bearer = co_await logIn(address, std::move(login));
    if (!bearer)
        co_return std::unexpected(bearer.error());
    address.token = bearer->accessToken;
    ControlPlaneClient client(std::move(address));
    const auto profile = co_await client.profile();
    if (!profile)
        co_return std::unexpected(profile.error());
    const Time expires = SystemClock().now() + consoleTokenLifetime;
    const auto created = co_await client.createToken(
        {.name = consoleTokenName().toStdString(), .scopes = {"*"}, .expiresAt = expires, .renew = true});
    if (!created)
        co_return std::unexpected(created.error());
    co_return SignedIn{.token = created->token, .user = QString::fromStdString(profile->username), .expires = expires};
}

BrowserLogin::BrowserLogin(QObject *parent, std::chrono::milliseconds pause, std::chrono::milliseconds patience)
    : QObject(parent), m_pause(pause), m_patience(patience)
{}

BrowserLogin::~BrowserLogin()
{
    cancel();
}

void BrowserLogin::start(ControlPlaneAddress address, const std::string &provider)
{
    cancel();
    m_stop = std::stop_source();
    SystemRandom random;
    std::array<std::byte, 16> secret{}; // whoever knows it is given the token
    random.fill(secret);
    std::string state = toHex(secret); // which the server insists on
    const QUrl page(QString::fromStdString(browserLoginUrl(address, provider, state)), QUrl::StrictMode);
    if (!QDesktopServices::openUrl(page)) {
        Q_EMIT failed({.code = ErrorCode::Unavailable, .detail = "no browser could be opened on this computer"});
        return;
    }
    detach(wait(this, std::move(address), std::move(state), m_stop.get_token()));
}

void BrowserLogin::cancel()
{
    m_stop.request_stop();
}

Task<void> BrowserLogin::wait(QPointer<BrowserLogin> self, ControlPlaneAddress address, std::string state,
                              std::stop_token stop)
{
    const auto pause = self->m_pause;
    const auto patience = self->m_patience;
    QElapsedTimer clock;
    clock.start();
    while (std::chrono::milliseconds(clock.elapsed()) < patience) {
        const auto token = co_await takeBrowserToken(address, state);
        if (stop.stop_requested())
            co_return;
        const bool mayPass = !token
                             && (token.error().code == ErrorCode::Unavailable
                                 || token.error().code == ErrorCode::Timeout);
        if (!token && !mayPass) {
            Q_EMIT self->failed(token.error());
            co_return;
        }
        if (token && *token) {
            Q_EMIT self->succeeded({.token = (*token)->token,
                                    .user = QString::fromStdString((*token)->username),
                                    .expires = (*token)->expires});
            co_return;
        }
        co_await sleepFor(pause);
        if (stop.stop_requested())
            co_return;
    }
    Q_EMIT self->failed({.code = ErrorCode::Timeout, .detail = "nobody logged in with the browser in time"});
}

QString shortNameOf(const LoginProvider &provider)
{
    return QString::fromStdString(provider.name).section(u'/', -1);
}

} // namespace portolan::ui
