// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/support/server/portals.h"

#include "tests/support/server/answers.h"

namespace portolan::test {

PortalCredentials robotOf(const ServerProcess &server, const std::string &portal)
{
    return modelOf<PortalCredentials>(server.request(
        "GET", QString::fromStdString(std::format("/api/v1/clusters/local/portals/{}/credentials", portal))));
}

TrainingPortalSpec remotePortal(const ServerProcess &server, const std::string &portal)
{
    const PortalCredentials robot = robotOf(server, portal);
    TrainingPortalSpec spec;
    spec.portal.clients = robot.clients;
    spec.portal.credentials = robot.credentials;
    spec.remote = {.url = std::format("{}/portals/{}", server.url(), portal)};
    return spec;
}

} // namespace portolan::test
