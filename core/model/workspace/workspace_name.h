// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace portolan {

/// The canonical id that a workspace has where it is given no name of its own (spec section 3.2):
/// "<user>-" and the first 7 hexadecimal digits of SHA-256 of "u=<user>|bp=<blueprint>".
[[nodiscard]] std::string derivedWorkspaceName(std::string_view username, std::string_view blueprint);

/// Whether the text has the form of a derived name: anything that ends in a hyphen and 7 hexadecimal digits. Such names
/// are not given by hand, so that nobody can take the place of somebody's derived workspace.
[[nodiscard]] bool looksDerived(std::string_view name);

/// Why a chosen name is refused: it must be a DNS label and not look derived. Nothing when it is fine.
[[nodiscard]] std::optional<std::string> refuseWorkspaceName(std::string_view name);

} // namespace portolan
