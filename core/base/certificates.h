// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <filesystem>
#include <string>

namespace portolan {

/// What a PEM file of certificates holds, for whoever trusts them besides the system's. InvalidArgument: there is none in
/// it, or one of them cannot be read, so that nobody trusts fewer than they think. TooLarge: more than 4 MiB.
[[nodiscard]] Result<std::string> readAuthorities(const std::filesystem::path &path);

} // namespace portolan
