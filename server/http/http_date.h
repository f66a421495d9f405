// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"

#include <optional>
#include <string>
#include <string_view>

namespace portolan::http {

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section 5.6.7).
[[nodiscard]] std::string formatHttpDate(Time time);
/// All three forms of the RFC.
[[nodiscard]] std::optional<Time> parseHttpDate(std::string_view text);

} // namespace portolan::http
