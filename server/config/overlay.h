// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "server/config/keys.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace portolan::config {

/// A value that takes the place of what a file says.
struct Overlaid {
    std::string json;
    std::string origin;
};

/// By JSON pointer.
using Overlay = std::map<std::string, Overlaid, std::less<>>;

/// What the environment or the command line says of a key, as JSON. InvalidArgument where a map, or a list of maps, is
/// not YAML. A value that does not fit the key is not found here, but where it is decoded.
[[nodiscard]] Result<std::string> overrideToJson(const Key &key, std::string_view text);

/// The document (a JSON object) with the values of the overlay in their places.
[[nodiscard]] std::string overlay(const std::string &json, const Overlay &overlaid);

} // namespace portolan::config
