// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/api/services.h"

namespace portolan::api {

/// What was put, as it was put, for whoever changes a part of it and puts it again. Secrets are left out: where they are
/// left out of what is put, they stay.
[[nodiscard]] std::vector<Route> specRoutes(const Services &services);

} // namespace portolan::api
