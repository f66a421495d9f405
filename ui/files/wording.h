// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <QString>

#include <chrono>
#include <cstdint>
#include <optional>

/// Figures of files and transfers as people read them, in their locale.
namespace portolan::ui {

/// "84 MB", in powers of 1000 as file managers count.
[[nodiscard]] QString bytesText(std::uint64_t bytes);
/// "84 MB/s"; empty when it is not known.
[[nodiscard]] QString rateText(std::optional<double> bytesPerSecond);
/// "12 s", "4 min", "2 h 5 min"; empty when it is not known.
[[nodiscard]] QString durationText(std::optional<std::chrono::seconds> duration);
/// "4 min ago" within a day, the date otherwise; seconds since 1970.
[[nodiscard]] QString agoText(std::int64_t then, std::int64_t now);
/// Date and time in full.
[[nodiscard]] QString timeText(std::int64_t then);
/// "rwxr-xr-x", as ls(1) writes it.
[[nodiscard]] QString permissionsText(std::uint32_t mode);

/// errorText(), and for the commonest kinds what to do.
[[nodiscard]] QString fileErrorText(const Error &error);

} // namespace portolan::ui
