// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace portolan {

struct YamlLimits {
    std::size_t bytes = 1024 * 1024;
    std::size_t depth = 64;
    std::size_t nodes = 100'000; ///< counted after aliases are followed, so that a small text cannot grow without end
};

/// One YAML 1.2 document (core schema) as JSON text, so that models have a single codec. InvalidArgument with line and
/// column where it is not YAML, has a key twice, or passes a limit.
[[nodiscard]] Result<std::string> yamlToJson(std::string_view text, const YamlLimits &limits = {});

} // namespace portolan
