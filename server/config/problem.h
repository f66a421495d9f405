// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>
#include <vector>

namespace portolan::config {

/// Why a configuration is refused.
struct Problem {
    std::string origin = {}; ///< the file, the variable or the option that says it; empty: a default
    int line = 0;            ///< of a file, from 1; 0: none in particular
    int column = 0;
    std::string key = {}; ///< "http.idle_timeout", where the origin does not say it
    std::string detail = {};

    bool operator==(const Problem &) const = default;

    /// "FILE:3:5: http.idle_timeout: must be …", "PORTOLAN_HTTP_THREADS: must be …".
    [[nodiscard]] std::string text() const;
};

} // namespace portolan::config
