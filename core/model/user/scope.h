// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/user/policy.h"

#include <optional>
#include <string>
#include <string_view>

/// What a personal access token is narrowed to (spec section 1.4): "*" for all, "workspace:list" for one permission,
/// "workspace:connect:*" for all that begin so, each but "*" with ":self" behind it for one's own objects only. Scopes
/// narrow what the roles give, and never add to it.
namespace portolan::identity {

/// What one scope gives of the permission of this name.
[[nodiscard]] Reach reachOfScope(std::string_view scope, std::string_view permission);

/// Why a text is no scope; nothing when it is one that some permission answers to.
[[nodiscard]] std::optional<std::string> refuseScope(std::string_view scope);

} // namespace portolan::identity
