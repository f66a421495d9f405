// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/config/configuration.h"

#include <string>

namespace portolan::config {

/// The configuration as a file with every key and its documentation, which reads as the same configuration.
[[nodiscard]] std::string toYaml(const Configuration &configuration);

/// docs/configuration.md.
[[nodiscard]] std::string reference();

} // namespace portolan::config
