// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/client/workspace_connection.h"

#include "core/base/encoding.h"
#include "core/client/tls.h"

namespace portolan {

TunnelRequest tunnelTo(const ControlPlaneAddress &address, const std::string &workspace)
{
    return {.url = std::format("{}/api/v1/workspaces/{}/tunnel", address.url, percentEncode(workspace)),
            .token = address.token,
            .tls = tlsFor(address)};
}

Task<Result<std::shared_ptr<ssh::SshConnection>>> connectWorkspace(ControlPlaneAddress address, std::string workspace,
                                                                   std::stop_token cancel)
{
    return ssh::SshConnection::open({.offerFreshKey = true}, connectTunnel(tunnelTo(address, workspace)),
                                    std::move(cancel));
}

} // namespace portolan
