// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/config/configuration.h"

#include <string>
#include <string_view>
#include <vector>

namespace portolan::config {

/// Whether a key takes effect while the server runs (ControlPlane::reconfigure()); all others at the next start.
[[nodiscard]] bool takesEffectAtOnce(std::string_view path);

/// The paths of the keys with another value, sections and elements of lists apart: "http.idle_timeout".
[[nodiscard]] std::vector<std::string> changedKeys(const Configuration &before, const Configuration &after);

} // namespace portolan::config
