// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/config/environment.h"

#include <expected>
#include <filesystem>
#include <optional>
#include <vector>

namespace portolan {

/// What portolan-server was told by its arguments.
struct CommandLine {
    std::optional<std::filesystem::path> file; ///< the configuration, where there is one
    std::vector<config::Override> overrides;
    bool check = false; ///< only say whether the configuration is fine
    bool print = false; ///< only show it
};

/// The exit status where there is nothing more to do: help was asked for, or the arguments make no sense (told on the
/// standard error).
[[nodiscard]] std::expected<CommandLine, int> parseCommandLine(int argc, char **argv);

} // namespace portolan
