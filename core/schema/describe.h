// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/schema/json.h"

#include <array>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

/// A model is a plain struct that is described once, next to its definition:
///
///     struct Key { std::string name; int uses = 0; };
///
///     template <> struct schema::Description<Key> {
///         static constexpr std::string_view name = "Key";
///         static constexpr std::string_view doc = "A key that opens a workspace.";
///         static constexpr auto fields = std::tuple{
///             field("name", &Key::name, {.doc = "How people call it.", .required = true, .maxLength = 40}),
///             field("uses", &Key::uses, {.doc = "How often it was used.", .minimum = 0}),
///         };
///     };
///
/// From this come the JSON codec (codec.h), the OpenAPI schema (openapi.h) and the columns of tables (columns.h).
/// A description may have `static void check(const Model &, std::vector<FieldError> &)` for rules over several fields.
namespace portolan::schema {

/// How a field shows in tables. A field without a title has no column.
struct Column {
    enum class Shown : std::uint8_t { ByDefault, OnRequest };

    std::string_view title = {};
    Shown shown = Shown::ByDefault;
};

enum class Presence : std::uint8_t {
    Always,         ///< written whatever it holds
    OmitWhenEmpty,  ///< left out when it is an empty string, list, map, optional, or zero
    NullWhenEmpty,  ///< an empty string or optional is written as null
};

struct FieldOptions {
    std::string_view doc = {};
    bool required = false; ///< must be there, and not null, when read
    bool readOnly = false; ///< told by the server, ignored when read from a client
    Presence presence = Presence::Always;
    std::size_t minLength = 0;
    std::size_t maxLength = std::numeric_limits<std::size_t>::max();
    double minimum = -std::numeric_limits<double>::infinity(); ///< of a duration: in seconds
    double maximum = std::numeric_limits<double>::infinity();
    /// For strings, and each string of a list: says why a value is refused, nothing when it is fine.
    std::optional<std::string> (*check)(std::string_view) = nullptr;
    /// Other names that are understood when read, and written as well where `emitAliases`.
    std::array<std::string_view, 2> aliases = {};
    bool emitAliases = false;
    Column column = {};
};

template <class Model, class Value>
struct Field {
    std::string_view name;
    Value Model::*member;
    FieldOptions options;
};

template <class Model, class Value>
[[nodiscard]] constexpr Field<Model, Value> field(std::string_view name, Value Model::*member, FieldOptions options)
{
    return {name, member, options};
}

template <class Model>
struct Description;

template <class T>
concept Described = requires {
    { Description<T>::name } -> std::convertible_to<std::string_view>;
    Description<T>::fields;
};

/// The names of an enumeration, in the order of its values: specialise with `static constexpr std::array names` of
/// std::pair<Enum, std::string_view>.
template <class Enum>
struct EnumNames;

template <class T>
concept NamedEnum = std::is_enum_v<T> && requires { EnumNames<T>::names; };

template <NamedEnum Enum>
[[nodiscard]] constexpr std::string_view enumName(Enum value)
{
    for (const auto &[candidate, name] : EnumNames<Enum>::names)
        if (candidate == value)
            return name;
    return {};
}

template <NamedEnum Enum>
[[nodiscard]] constexpr std::optional<Enum> enumFromName(std::string_view name)
{
    for (const auto &[value, candidate] : EnumNames<Enum>::names)
        if (candidate == name)
            return value;
    return std::nullopt;
}

/// Calls `visit(field)` for each field of the model in its order.
template <Described Model, class Visitor>
constexpr void forEachField(Visitor &&visit)
{
    std::apply([&](const auto &...fields) { (visit(fields), ...); }, Description<Model>::fields);
}

namespace detail {

template <class T>
inline constexpr bool isOptional = false;
template <class T>
inline constexpr bool isOptional<std::optional<T>> = true;
template <class T>
inline constexpr bool isVector = false;
template <class T>
inline constexpr bool isVector<std::vector<T>> = true;
template <class T>
inline constexpr bool isMap = false;
template <class T>
inline constexpr bool isMap<std::map<std::string, T>> = true;

template <class T>
[[nodiscard]] bool isEmpty(const T &value)
{
    if constexpr (isOptional<T>)
        return !value.has_value();
    else if constexpr (std::same_as<T, RawJson>)
        return value.text.empty();
    else if constexpr (requires { value.empty(); })
        return value.empty();
    else if constexpr (std::is_arithmetic_v<T> || std::same_as<T, std::chrono::milliseconds>)
        return value == T{};
    else
        return false;
}

} // namespace detail
} // namespace portolan::schema
