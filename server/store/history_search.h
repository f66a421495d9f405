// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"
#include "core/base/error.h"
#include "server/store/database.h"
#include "server/store/history.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::store {

/// What is wanted of a history, and how it is found. For the thread that reads.
class HistorySearch
{
public:
    /// Each bound that is given: after and before a seq, since a time and until before one.
    struct Range {
        std::optional<std::int64_t> after = {};
        std::optional<std::int64_t> before = {};
        std::optional<Time> since = {};
        std::optional<Time> until = {};
    };
    HistorySearch(const History &history, const Range &range);

    /// Each narrows it, where something is given. A column without terms is asked of every row that is looked at.
    void equals(std::string_view column, const std::optional<std::string> &value);
    void anyOf(std::string_view column, const std::vector<std::string> &values);
    /// What no term tells: SQL that is asked of every row that is looked at. Texts are referred to, not copied.
    void where(std::string_view condition, const std::vector<Value> &values);
    /// For it: "IN (?, ?, ?)".
    [[nodiscard]] static std::string in(std::size_t count);

    /// A part of what is found.
    struct Page {
        std::size_t offset = 0;
        std::size_t limit = 0;
        bool newestFirst = false;
    };
    [[nodiscard]] Result<void> read(Database &database, std::string_view columns, const Page &page,
                                    const Database::RowHandler &handler) const;
    /// How many there are in all, where `given` are on that page and the rows `oldest` to `last` are kept. The database is
    /// asked only for what is narrowed, and more than a page.
    [[nodiscard]] Result<std::size_t> count(Database &database, const Page &page, std::size_t given,
                                            std::int64_t oldest, std::int64_t last) const;

private:
    [[nodiscard]] Result<void> run(Database &database, std::string_view columns, std::string_view rest,
                                   const Database::RowHandler &handler) const;

    const History &m_history;
    std::int64_t m_after;
    std::int64_t m_before;
    bool m_byBlocks; ///< or all rows one after the other
    std::string m_conditions;
    std::vector<Value> m_values;
    std::deque<std::string> m_texts; ///< that m_values refer to
};

/// A number of the store's own (History::lastCounter).
[[nodiscard]] Result<std::int64_t> counter(Database &database, std::string_view name);

} // namespace portolan::store
