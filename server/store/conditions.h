// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"
#include "server/store/database.h"

#include <format>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the readers of history share.
namespace portolan::store {

/// A WHERE clause, and what its placeholders stand for. Texts are referred to, not copied.
struct Conditions {
    std::string sql = {};
    std::vector<Value> values = {};

    void add(std::string_view condition, Value value)
    {
        sql += std::format("{}{}", sql.empty() ? "" : " AND ", condition);
        values.push_back(value);
    }
    /// Behind another condition.
    void addIn(std::string_view column, const std::vector<std::string> &choices)
    {
        std::string marks;
        for (const std::string &choice : choices) {
            marks += marks.empty() ? "?" : ", ?";
            values.emplace_back(std::string_view(choice));
        }
        sql += std::format(" AND {} IN ({})", column, marks);
    }
    void addIf(std::string_view condition, const std::optional<std::int64_t> &value)
    {
        if (value)
            add(condition, *value);
    }
    void addIf(std::string_view condition, const std::optional<Time> &value)
    {
        if (value)
            add(condition, std::int64_t(value->time_since_epoch().count()));
    }
    void addIf(std::string_view condition, const std::optional<std::string> &value)
    {
        if (value)
            add(condition, std::string_view(*value));
    }
};

[[nodiscard]] inline Result<std::int64_t> counter(Database &database, std::string_view name)
{
    const auto value = database.number("SELECT value FROM counters WHERE name = ?", {name});
    if (!value)
        return std::unexpected(value.error());
    return value->value_or(0);
}

/// How many rows of a table meet conditions of which `given` are on the page that was read. A page that is not full tells
/// it without being asked.
[[nodiscard]] inline Result<std::size_t> countOf(Database &database, std::string_view table,
                                                 const Conditions &conditions, std::size_t offset, std::size_t limit,
                                                 std::size_t given)
{
    if (given < limit && (given > 0 || offset == 0))
        return offset + given;
    std::size_t count = 0;
    const auto sql = std::format("SELECT COUNT(*) FROM {} WHERE {}", table, conditions.sql);
    auto done = database.each(sql, conditions.values, [&count](const Row &row) -> Result<void> {
        count = static_cast<std::size_t>(row.integer(0));
        return {};
    });
    if (!done)
        return std::unexpected(std::move(done.error()));
    return count;
}

} // namespace portolan::store
