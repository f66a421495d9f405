// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string_view>

namespace portolan::http {

/// Whether the list of If-None-Match has the tag, or is "*": the weak comparison of RFC 9110 section 8.8.3.2.
[[nodiscard]] bool listsTag(std::string_view list, std::string_view tag);

} // namespace portolan::http
