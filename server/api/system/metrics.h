// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/api/services.h"

namespace portolan::api {

/// GET /metrics: what the server does, in the text format of Prometheus.
[[nodiscard]] Task<http::Response> showMetrics(Services services, Call &call);

} // namespace portolan::api
