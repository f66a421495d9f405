// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/client/control_plane_client.h"
#include "core/client/tunnel.h"
#include "core/ssh/connection.h"

namespace portolan {

/// What a tunnel into the workspace needs, but for the public key.
[[nodiscard]] TunnelRequest tunnelTo(const ControlPlaneAddress &address, const std::string &workspace);

/// An SSH connection into the workspace: a fresh key, the host key that the server vouches for. Errors as of
/// SshConnection::open() and openTunnel().
[[nodiscard]] Task<Result<std::shared_ptr<ssh::SshConnection>>> connectWorkspace(ControlPlaneAddress address,
                                                                                 std::string workspace,
                                                                                 std::stop_token cancel = {});

} // namespace portolan
