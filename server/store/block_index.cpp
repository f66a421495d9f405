// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/block_index.h"

#include <algorithm>
#include <cassert>
#include <format>
#include <ranges>

namespace portolan::store {

BlockIndex::BlockIndex(const History &history)
    : m_history(history),
      m_insertTerm(std::format("INSERT INTO {} (block, term) VALUES (?, ?) ON CONFLICT DO NOTHING", history.terms)),
      // A block that was begun before this process was has times already.
      m_insertBlock(
          std::format("INSERT INTO {0} (block, oldest, newest) VALUES (?, ?, ?) ON CONFLICT (block) DO UPDATE SET "
                      "oldest = CASE WHEN excluded.oldest < {0}.oldest THEN excluded.oldest ELSE {0}.oldest END, "
                      "newest = CASE WHEN excluded.newest > {0}.newest THEN excluded.newest ELSE {0}.newest END",
                      history.blocks)),
      m_removeTerms(std::format("DELETE FROM {} WHERE block < ?", history.terms)),
      m_removeBlocks(std::format("DELETE FROM {} WHERE block < ?", history.blocks))
{}

Result<void> BlockIndex::add(Database &database, std::int64_t seq, std::int64_t time,
                             std::initializer_list<std::string_view> values)
{
    if (const std::int64_t block = History::blockOf(seq); block != m_block) {
        if (auto finished = finish(database); !finished)
            return finished;
        m_block = block;
        m_oldest = m_newest = time;
        m_isStored = false;
        m_terms.clear();
    }
    if (time < m_oldest || time > m_newest) {
        m_oldest = std::min(m_oldest, time);
        m_newest = std::max(m_newest, time);
        m_isStored = false;
    }
    assert(values.size() == m_history.columns.size());
    for (const auto &[column, value] : std::views::zip(m_history.columns, values)) {
        m_term.assign(column).append(1, '=').append(value);
        if (!m_terms.insert(m_term).second)
            continue;
        if (auto inserted = database.execute(m_insertTerm, {m_block, std::string_view(m_term)}); !inserted)
            return inserted;
    }
    return {};
}

Result<void> BlockIndex::finish(Database &database)
{
    if (m_isStored)
        return {};
    m_isStored = true;
    return database.execute(m_insertBlock, {m_block, m_oldest, m_newest});
}

void BlockIndex::reset()
{
    m_block = -1;
    m_isStored = true;
}

Result<void> BlockIndex::remove(Database &database, std::int64_t before) const
{
    auto removed = database.execute(m_removeTerms, {History::blockOf(before)});
    if (removed)
        removed = database.execute(m_removeBlocks, {History::blockOf(before)});
    return removed;
}

} // namespace portolan::store
