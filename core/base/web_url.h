// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace portolan {

/// Why a text is no absolute http or https address that browsers and programs read alike; nothing where it is one.
[[nodiscard]] std::optional<std::string> refuseWebUrl(std::string_view url);

} // namespace portolan
