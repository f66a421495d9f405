// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"

#include <chrono>
#include <string>
#include <string_view>

namespace portolan {

/// RFC 3339 in UTC with 'Z'; fractions of a second only as far as they are not zero.
[[nodiscard]] std::string formatTime(Time time);
/// RFC 3339 with 'Z' or an offset; a time without either is taken as UTC.
[[nodiscard]] Result<Time> parseTime(std::string_view text);

/// "90s", "1h30m", "250ms" (as Go writes them) and ISO 8601 ("PT1H30M", "P1D"); a bare number is seconds.
[[nodiscard]] Result<std::chrono::milliseconds> parseDuration(std::string_view text);
/// The shortest exact form of the first kind: "1h30m".
[[nodiscard]] std::string formatDuration(std::chrono::milliseconds duration);

/// For people: "4 s", "12 min", "1 h 30 min", "3 h", "5 d".
[[nodiscard]] std::string formatAge(std::chrono::seconds age);

} // namespace portolan
