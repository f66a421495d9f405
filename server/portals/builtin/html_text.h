// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace portolan::portals {

/// Without blanks, tabs and ends of lines around it.
[[nodiscard]] std::string_view withoutBlanks(std::string_view text);

/// Text that says the same between tags and in a quoted attribute. Characters that HTML may not hold become U+FFFD.
[[nodiscard]] std::string escapedHtml(std::string_view text);

/// A link's target with what does not belong into one percent-encoded; nothing unless it is http, https or mailto, or
/// begins with '#'. Not escaped for HTML.
[[nodiscard]] std::optional<std::string> linkTarget(std::string_view address);

/// http and https only.
[[nodiscard]] std::optional<std::string> webAddress(std::string_view address);

/// `data:image/png;base64,...`, or jpeg, gif, webp; nothing for all else. SVG is none of them, as it is a document.
[[nodiscard]] std::optional<std::string> imageData(std::string_view address);

} // namespace portolan::portals
