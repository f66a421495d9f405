// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/protocol/cloudshell_v1.pb.h"
#include "server/api/services.h"

namespace portolan::api {

/// Does what a file explorer's command of cloudshell-v1 asks; the answer has the command's id. `agentSession`: the
/// shell whose folder get_cwd tells.
[[nodiscard]] Task<cloudshell::v1::FileExplorer> explore(Services services, std::string runtimeId,
                                                         std::string agentSession,
                                                         cloudshell::v1::FileExplorer command);

} // namespace portolan::api
