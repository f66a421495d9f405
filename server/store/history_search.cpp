// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/history_search.h"

#include "core/base/ascii.h"

#include <algorithm>
#include <format>
#include <limits>

namespace portolan::store {

namespace {

Value valueOf(Time time)
{
    return std::int64_t(time.time_since_epoch().count());
}

} // namespace

HistorySearch::HistorySearch(const History &history, const Range &range)
    : m_history(history),
      m_after(range.after.value_or(0)),
      m_before(range.before.value_or(std::numeric_limits<std::int64_t>::max())),
      m_byBlocks(range.since || range.until)
{
    if (range.since)
        where("b.newest >= ? AND time >= ?", {valueOf(*range.since), valueOf(*range.since)});
    if (range.until)
        where("b.oldest < ? AND time < ?", {valueOf(*range.until), valueOf(*range.until)});
}

std::string HistorySearch::in(std::size_t count)
{
    std::string marks;
    for (std::size_t i = 0; i < count; ++i)
        marks += i == 0 ? "?" : ", ?";
    return concatenated({"IN (", marks, ")"});
}

void HistorySearch::where(std::string_view condition, const std::vector<Value> &values)
{
    m_conditions += concatenated({" AND ", condition});
    m_values.insert(m_values.end(), values.begin(), values.end());
}

void HistorySearch::equals(std::string_view column, const std::optional<std::string> &value)
{
    if (value)
        anyOf(column, {*value});
}

void HistorySearch::anyOf(std::string_view column, const std::vector<std::string> &values)
{
    if (values.empty())
        return;
    std::vector<Value> wanted;
    for (const std::string &value : values)
        wanted.emplace_back(std::string_view(m_texts.emplace_back(value)));
    where(std::format("{} {}", column, in(values.size())), wanted);
    if (!std::ranges::contains(m_history.columns, column))
        return;
    m_byBlocks = true;
    for (std::size_t i = 0; i < values.size(); ++i)
        wanted[i] = std::string_view(m_texts.emplace_back(concatenated({column, "=", values[i]})));
    where(std::format("EXISTS (SELECT 1 FROM {} t WHERE t.block = b.block AND t.term {})", m_history.terms,
                      in(values.size())),
          wanted);
}

Result<void> HistorySearch::run(Database &database, std::string_view columns, std::string_view rest,
                                const Database::RowHandler &handler) const
{
    std::vector<Value> values;
    std::string sql = std::format("SELECT {} FROM ", columns);
    if (m_byBlocks) {
        // The order of the tables is that of the loops: what is asked of a block is asked before its rows are read.
        sql += std::format("{} b CROSS JOIN {} ON seq BETWEEN b.block * {} AND b.block * {} + {} "
                           "WHERE b.block BETWEEN ? AND ? AND ",
                           m_history.blocks, m_history.table, History::blockSize, History::blockSize,
                           History::blockSize - 1);
        values = {History::blockOf(m_after), History::blockOf(m_before)};
    } else {
        sql += std::format("{} WHERE ", m_history.table);
    }
    sql += concatenated({"seq > ? AND seq < ?", m_conditions, rest});
    values.insert(values.end(), {m_after, m_before});
    values.insert(values.end(), m_values.begin(), m_values.end());
    return database.each(sql, values, handler);
}

Result<void> HistorySearch::read(Database &database, std::string_view columns, const Page &page,
                                 const Database::RowHandler &handler) const
{
    const std::string_view direction = page.newestFirst ? "DESC" : "ASC";
    const std::string order = m_byBlocks ? std::format("b.block {}, seq {}", direction, direction)
                                         : std::format("seq {}", direction);
    return run(database, columns, std::format(" ORDER BY {} LIMIT {} OFFSET {}", order, page.limit, page.offset),
               handler);
}

Result<std::size_t> HistorySearch::count(Database &database, const Page &page, std::size_t given, std::int64_t oldest,
                                         std::int64_t last) const
{
    if (given < page.limit && (given > 0 || page.offset == 0))
        return page.offset + given;
    if (m_conditions.empty()) { // There is no gap in seq.
        const std::int64_t first = std::max(std::min(m_after, last) + 1, oldest);
        const std::int64_t end = std::min(std::max(m_before, oldest), last + 1);
        return static_cast<std::size_t>(std::max<std::int64_t>(0, end - first));
    }
    std::size_t count = 0;
    auto done = run(database, "COUNT(*)", "", [&count](const Row &row) -> Result<void> {
        count = static_cast<std::size_t>(row.integer(0));
        return {};
    });
    if (!done)
        return std::unexpected(std::move(done.error()));
    return count;
}

Result<std::int64_t> counter(Database &database, std::string_view name)
{
    const auto value = database.number("SELECT value FROM counters WHERE name = ?", {name});
    if (!value)
        return std::unexpected(value.error());
    return value->value_or(0);
}

} // namespace portolan::store
