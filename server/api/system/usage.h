// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/api/services.h"

namespace portolan::api {

/// GET /api/usage/stream: server-sent events `usage`, a UsageReport of all running workspaces that the caller may see,
/// at once and after every round of samples. They are no events of the log: they have no id and are not resumed.
[[nodiscard]] Task<http::Response> streamUsage(Services services, Call &call);

} // namespace portolan::api
