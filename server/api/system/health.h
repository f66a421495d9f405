// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/api/services.h"

namespace portolan::api {

/// The probes, under the paths of all four systems, and what diagnoses the server.
[[nodiscard]] std::vector<Route> healthRoutes(const Services &services);

} // namespace portolan::api
