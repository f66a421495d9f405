// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace portolan::runtime::agent {

/// A JSON value (RFC 8259). Ours, because the agent is linked statically, so that it runs in any container, and Debian
/// has no static library for JSON. Members keep their order; objects here have few.
class Json
{
public:
    struct Member;
    using Array = std::vector<Json>;
    using Object = std::vector<Member>;

    Json() = default;
    Json(std::same_as<bool> auto value);
    template <std::integral T>
        requires(!std::same_as<T, bool>)
    Json(T value);
    Json(double value);
    Json(std::string value);
    Json(std::string_view value);
    Json(const char *value);
    Json(Array value);
    Json(Object value);

    /// The value as a T, or null when it is something else.
    template <class T>
    [[nodiscard]] const T *get() const
    {
        return std::get_if<T>(&m_value);
    }

    /// Compact text. Strings must be UTF-8.
    [[nodiscard]] std::string toText() const;
    void appendTo(std::string &text) const;

    /// The whole text must be one value: strict RFC 8259, UTF-8, no name twice in one object, at most 32 deep, whole
    /// numbers within 64 bits.
    [[nodiscard]] static Result<Json> parse(std::string_view text);

private:
    std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> m_value;
};

struct Json::Member {
    std::string name;
    Json value;
};

// Here, because a variant that holds members needs to know what they are.
Json::Json(std::same_as<bool> auto value) : m_value(value) {}
template <std::integral T>
    requires(!std::same_as<T, bool>)
Json::Json(T value) : m_value(static_cast<std::int64_t>(value))
{}
inline Json::Json(double value) : m_value(value) {}
inline Json::Json(std::string value) : m_value(std::move(value)) {}
inline Json::Json(std::string_view value) : m_value(std::string(value)) {}
inline Json::Json(const char *value) : m_value(std::string(value)) {}
inline Json::Json(Array value) : m_value(std::move(value)) {}
inline Json::Json(Object value) : m_value(std::move(value)) {}

/// `text` with every byte that is not UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string toUtf8(std::string_view text);

} // namespace portolan::runtime::agent
