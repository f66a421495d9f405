// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace portolan {

/// Kubernetes quantities: CPU in thousandths of a core ("500m", "2", "0.5").
[[nodiscard]] Result<std::int64_t> parseMillicores(std::string_view text);
[[nodiscard]] std::string formatMillicores(std::int64_t millicores);

/// Kubernetes quantities: bytes ("512Mi", "2Gi", "1G", "1048576").
[[nodiscard]] Result<std::int64_t> parseBytes(std::string_view text);
/// With the largest binary suffix that keeps it exact: "512Mi".
[[nodiscard]] std::string formatBytes(std::int64_t bytes);

/// For people, three digits and a binary unit: "1.46 GiB".
[[nodiscard]] std::string formatSize(std::int64_t bytes);

} // namespace portolan
