// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/base/random.h"
#include "server/state/state.h"

#include <filesystem>

namespace portolan::identity {

inline constexpr std::string_view adminUsername = "admin";

/// At the first start makes the user "admin" and its token: the token's text goes to `file` (0600), its SHA-256 into
/// the store, and its text nowhere else. Later starts change nothing; a file that was removed stays removed.
[[nodiscard]] Task<Result<void>> bootstrap(State &state, Random &random, std::filesystem::path file);

/// What tells this control plane from others; made where there is none yet.
[[nodiscard]] Task<Result<std::string>> instanceOf(State &state, Random &random);

} // namespace portolan::identity
