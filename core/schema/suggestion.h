// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <span>
#include <string>
#include <string_view>

namespace portolan::schema {

/// The one of `names` that is close to what was written, upper and lower case and '-' and '_' being the same; "" where none
/// is.
[[nodiscard]] std::string_view nearestOf(std::string_view written, std::span<const std::string_view> names);

/// "; did you mean "idle_timeout"?" where one of `names` is close to what was written, "" where none is.
[[nodiscard]] std::string didYouMean(std::string_view written, std::span<const std::string_view> names);

} // namespace portolan::schema
