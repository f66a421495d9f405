// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace portolan {

struct YamlLimits {
    std::size_t bytes = 1024 * 1024;
    std::size_t depth = 64;
    std::size_t nodes = 100'000; ///< counted after aliases are followed, so that a small text cannot grow without end
};

/// A place in a text, both counted from 1.
struct YamlMark {
    int line = 0;
    int column = 0;

    bool operator==(const YamlMark &) const = default;
};

/// By JSON pointer (RFC 6901), for FieldError: where a key of a map, or an element of a list, begins.
using YamlMarks = std::map<std::string, YamlMark, std::less<>>;

/// One YAML 1.2 document (core schema) as JSON text, so that models have a single codec. InvalidArgument with line and
/// column where it is not YAML, has a key twice, or passes a limit; Error::args then has "line", "column" and "why".
/// Fills `marks` where it is given.
[[nodiscard]] Result<std::string> yamlToJson(std::string_view text, const YamlLimits &limits = {},
                                             YamlMarks *marks = nullptr);

} // namespace portolan
