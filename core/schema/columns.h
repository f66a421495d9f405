// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/time.h"
#include "core/schema/describe.h"

#include <functional>
#include <variant>

/// The columns of a table of described models, for the console and portolanctl.
namespace portolan::schema {

/// A cell's raw value, for sorting and for formatting by whoever shows it.
using Cell = std::variant<std::monostate, bool, std::int64_t, double, std::string, Time>;

template <class Model>
struct TableColumn {
    std::string_view id; ///< the field's JSON name: what filters, sorting and saved layouts refer to
    std::string_view title;
    std::string_view doc;
    bool shownByDefault = true;
    bool numeric = false; ///< aligned to the right
    std::function<Cell(const Model &)> cell;
};

namespace detail {

/// Lists of texts have a cell; models, maps and raw JSON have none.
template <class T>
inline constexpr bool hasCell = std::is_arithmetic_v<T> || std::same_as<T, std::string> || std::same_as<T, Time>
                                || NamedEnum<T> || std::same_as<T, std::vector<std::string>>;
template <class T>
inline constexpr bool hasCell<std::optional<T>> = hasCell<T>;

template <class T>
    requires hasCell<T>
[[nodiscard]] Cell toCell(const T &value)
{
    if constexpr (std::same_as<T, bool>)
        return value;
    else if constexpr (std::integral<T>)
        return static_cast<std::int64_t>(value);
    else if constexpr (std::floating_point<T>)
        return static_cast<double>(value);
    else if constexpr (std::same_as<T, std::string> || std::same_as<T, Time>)
        return value;
    else if constexpr (NamedEnum<T>)
        return std::string(enumName(value));
    else if constexpr (isOptional<T>)
        return value ? toCell(*value) : Cell{};
    else {
        std::string joined;
        for (const std::string &element : value)
            joined += (joined.empty() ? "" : ", ") + element;
        return joined;
    }
}

} // namespace detail

/// The fields that have a title, in the order of the description.
template <Described Model>
[[nodiscard]] std::vector<TableColumn<Model>> columnsOf()
{
    std::vector<TableColumn<Model>> columns;
    forEachField<Model>([&]<class Value>(const Field<Model, Value> &field) {
        if constexpr (detail::hasCell<Value>) {
            if (field.options.column.title.empty())
                return;
            columns.push_back({.id = field.name,
                               .title = field.options.column.title,
                               .doc = field.options.doc,
                               .shownByDefault = field.options.column.shown == Column::Shown::ByDefault,
                               .numeric = std::is_arithmetic_v<Value> && !std::same_as<Value, bool>,
                               .cell = [member = field.member](const Model &model) {
                                   return detail::toCell(model.*member);
                               }});
        }
    });
    return columns;
}

} // namespace portolan::schema
