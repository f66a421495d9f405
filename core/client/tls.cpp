// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/client/tls.h"

#include "core/async/off_thread.h"

#include <QSslCertificate>

#include <atomic>

namespace portolan {
namespace {

bool isTls(const ControlPlaneAddress &address)
{
    return address.url.starts_with("https:");
}

} // namespace

Task<void> prepareTls(ControlPlaneAddress address)
{
    static std::atomic<bool> isPrepared = false;
    if (!isTls(address) || isPrepared)
        co_return;
    co_await offThread<bool>([] { return QSslCertificate().isNull(); });
    isPrepared = true;
}

std::optional<QSslConfiguration> tlsFor(const ControlPlaneAddress &address)
{
    if (!isTls(address))
        return std::nullopt;
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    if (!address.authorities.empty())
        tls.addCaCertificates(QSslCertificate::fromData(QByteArray::fromStdString(address.authorities)));
    return tls;
}

} // namespace portolan
