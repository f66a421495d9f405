// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/workshop/portal_credentials.h"
#include "tests/support/server/server_process.h"

namespace portolan::test {

/// The robot's account of a server's own portal in the cluster "local".
[[nodiscard]] PortalCredentials robotOf(const ServerProcess &server, const std::string &portal);

/// That portal for other servers: the spec of a TrainingPortal that speaks to it as its robot.
[[nodiscard]] TrainingPortalSpec remotePortal(const ServerProcess &server, const std::string &portal);

} // namespace portolan::test
