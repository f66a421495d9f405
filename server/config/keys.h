// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::config {

/// One key of the configuration, as its description says. Everything that goes over all keys works on these.
struct Key {
    enum class Kind : std::uint8_t {
        Section,   ///< has keys of its own, which follow it
        Scalar,    ///< one value
        List,      ///< of single values
        Structure, ///< a map, or a list of maps, whose keys follow it as `element`
    };

    std::string path;        ///< "http.idle_timeout"; "identity.issuers[].audience" in the elements of a list
    std::string pointer;     ///< "/http/idle_timeout"; empty in the elements of a list
    std::string environment; ///< "PORTOLAN_HTTP_IDLE_TIMEOUT"; empty for sections and in the elements of a list
    std::string_view name;   ///< "idle_timeout"
    Kind kind = Kind::Scalar;
    bool isText = false;      ///< its value, or those of its list, are strings in JSON
    bool element = false;     ///< stands in the elements of a list
    bool required = false;
    std::string type;         ///< for people: "duration", "list of text"
    std::string defaultValue; ///< as JSON; empty for sections
    std::string defaultText;  ///< for people: "1h", "none"
    std::string_view doc;
};

/// All of them in the order of the description. Made once, in any thread.
[[nodiscard]] const std::vector<Key> &keys();

/// By path; null where there is none.
[[nodiscard]] const Key *findKey(std::string_view path);

/// "/identity/issuers/0/audience" as people write it: "identity.issuers[0].audience".
[[nodiscard]] std::string pathOfPointer(std::string_view pointer);

} // namespace portolan::config
