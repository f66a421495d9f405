// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/server/identity_provider.h"

#include "tests/support/server/web_browser.h"

namespace portolan::test {

IdentityProvider::IdentityProvider()
{
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process.setWorkingDirectory(QStringLiteral(PORTOLAN_PEERS_DIR));
    m_process.start(QStringLiteral("node"), {QStringLiteral("oidc_provider.mjs")});
    QByteArray output;
    while (!output.contains('\n') && m_process.waitForReadyRead(30'000))
        output += m_process.readAllStandardOutput();
    if (!output.startsWith("Issuer "))
        qFatal("the provider does not start: %s", output.constData());
    m_issuer = QString::fromUtf8(output.mid(7).trimmed());
}

void IdentityProvider::setUser(const QString &sub, const QString &name, const QString &roles)
{
    WebBrowser browser;
    const QUrl url(QStringLiteral("%1/control/user?sub=%2&name=%3&roles=%4").arg(m_issuer, sub, name, roles));
    if (const auto answer = browser.get(url); answer.status != 200)
        qFatal("the provider does not take the user: %d", answer.status);
}

void IdentityProvider::end()
{
    m_process.terminate();
    m_process.waitForFinished();
}

} // namespace portolan::test
