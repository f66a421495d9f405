// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <filesystem>
#include <string>

namespace portolan::config {

/// Says why a secret should not be taken from that file: it is not there, or whoever is no owner and not in its group may
/// read or change it.
[[nodiscard]] Result<void> checkPrivate(const std::filesystem::path &path);

/// The secret in a file that checkPrivate() finds good, without the end of its line. InvalidArgument where it is empty.
[[nodiscard]] Result<std::string> readSecret(const std::filesystem::path &path);

} // namespace portolan::config
