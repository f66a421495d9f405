// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/config/problem.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portolan::config {

/// Names and values.
using Environment = std::vector<std::pair<std::string, std::string>>;

/// That of this process. Before threads that change it.
[[nodiscard]] Environment currentEnvironment();

/// A value from the environment or the command line, which takes the place of the file's.
struct Override {
    std::string pointer;
    std::string text;   ///< lists of single values by commas; maps and lists of maps as YAML
    std::string origin; ///< "PORTOLAN_LISTEN", "--listen"
};

/// What a variable PORTOLAN_* may be besides a key's: those of our other programs, which are set in the same shell, and
/// those of development, which `./dev server` passes on.
[[nodiscard]] bool isForOthers(std::string_view variable);

/// The keys that the environment sets. A PORTOLAN_* variable that is neither a key's nor isForOthers() is a problem.
[[nodiscard]] std::vector<Override> overridesFrom(const Environment &environment, std::vector<Problem> &problems);

} // namespace portolan::config
