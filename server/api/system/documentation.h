// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/api/route.h"

namespace portolan::api {

/// Adds the API's document in both versions and the pages that show it. The document tells of itself as well, so this
/// comes last.
void addDocumentation(std::vector<Route> &routes, std::string_view programVersion);

} // namespace portolan::api
