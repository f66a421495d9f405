// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portolan::http {

enum class Method : std::uint8_t { Get, Head, Post, Put, Patch, Delete, Options };
inline constexpr std::size_t methodCount = 7;

/// As on the wire: "GET".
[[nodiscard]] std::string_view name(Method method);

/// The reason phrase of RFC 9110: "Not Found". "Unknown" for a status that it does not name.
[[nodiscard]] std::string_view reasonPhrase(int status);

/// Compares as header names are compared: ASCII without case.
[[nodiscard]] bool equalNames(std::string_view left, std::string_view right);

/// Whether a comma-separated list ("keep-alive, Upgrade") has the token, without case.
[[nodiscard]] bool hasToken(std::string_view list, std::string_view token);
/// The elements of a comma-separated list, trimmed; empty ones are left out.
[[nodiscard]] std::vector<std::string_view> splitList(std::string_view list);

/// Header fields in order; names compare without case.
class Headers
{
public:
    using Field = std::pair<std::string, std::string>;

    Headers() = default;
    Headers(std::initializer_list<Field> fields) : m_fields(fields) {}

    /// Replaces all fields of that name. Control characters in `value` become spaces: nobody splits a response.
    void set(std::string_view name, std::string_view value);
    /// One more field, for Set-Cookie and Link.
    void add(std::string_view name, std::string_view value);
    void remove(std::string_view name);

    [[nodiscard]] std::optional<std::string_view> get(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const { return get(name).has_value(); }
    [[nodiscard]] const std::vector<Field> &fields() const { return m_fields; }

private:
    std::vector<Field> m_fields;
};

} // namespace portolan::http
