// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "server/config/configuration.h"
#include "server/config/environment.h"
#include "server/config/problem.h"

#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

/// From a file, the environment and the command line to a configuration that was checked.
namespace portolan::config {

struct ConfigurationFile {
    std::string name; ///< as problems tell it
    std::string text; ///< YAML; nothing but comments is fine
};

[[nodiscard]] Result<ConfigurationFile> readConfigurationFile(const std::filesystem::path &path);

/// Later ones win over earlier ones, key by key; below all are the defaults.
struct Sources {
    std::optional<ConfigurationFile> file = {};
    Environment environment = {};
    std::vector<Override> commandLine = {};
};

/// The configuration, or all that is wrong with it: keys and variables that are not known, values that do not fit, and
/// what checks.h finds (which looks at the files that it names). In any thread.
[[nodiscard]] std::expected<Configuration, std::vector<Problem>> load(const Sources &sources);

} // namespace portolan::config
