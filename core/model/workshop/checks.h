// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/web_url.h"

#include <optional>
#include <string>
#include <string_view>

/// Why values of tenants, portals and workshops are refused; nothing where they are fine.
namespace portolan {

/// Names of tenants, clusters, portals and workshops: DNS labels (RFC 1123), at most 63 characters.
[[nodiscard]] std::optional<std::string> refuseResourceName(std::string_view name);
[[nodiscard]] std::optional<std::string> refuseVisibility(std::string_view visibility);
/// How values of parameters are made: "expression" only.
[[nodiscard]] std::optional<std::string> refuseGenerator(std::string_view generator);
/// Expressions that values are made from.
[[nodiscard]] std::optional<std::string> refuseTextPattern(std::string_view expression);
/// Of secrets: Opaque only.
[[nodiscard]] std::optional<std::string> refuseSecretType(std::string_view type);
/// Of the values of secrets: as Kubernetes' are.
[[nodiscard]] std::optional<std::string> refuseSecretKey(std::string_view key);

} // namespace portolan
