// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "tests/support/server/server_process.h"
#include "ui/session/session.h"

namespace portolan::test {

/// How a session finds `server`, which must outlive it, also after a restart: with this token, or as the administrator.
[[nodiscard]] inline ui::FindControlPlane findServer(const ServerProcess &server, std::string token = {})
{
    return [&server, token](std::stop_token) -> Task<Result<ControlPlaneAddress>> {
        co_return ControlPlaneAddress{.url = server.url(), .token = token.empty() ? server.adminToken() : token};
    };
}

} // namespace portolan::test
