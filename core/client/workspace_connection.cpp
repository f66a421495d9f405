// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/client/workspace_connection.h"

#include "core/base/encoding.h"

#include <QSslCertificate>

namespace portolan {

TunnelRequest tunnelTo(const ControlPlaneAddress &address, const std::string &workspace)
{
    TunnelRequest request{.url = std::format("{}/api/v1/workspaces/{}/tunnel", address.url, percentEncode(workspace)),
                          .token = address.token};
    if (!address.authorities.empty()) {
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        tls.addCaCertificates(QSslCertificate::fromData(QByteArray::fromStdString(address.authorities)));
        request.tls = tls;
    }
    return request;
}

Task<Result<std::shared_ptr<ssh::SshConnection>>> connectWorkspace(ControlPlaneAddress address, std::string workspace,
                                                                   std::stop_token cancel)
{
    return ssh::SshConnection::open({.offerFreshKey = true}, connectTunnel(tunnelTo(address, workspace)),
                                    std::move(cancel));
}

} // namespace portolan
