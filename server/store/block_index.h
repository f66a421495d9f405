// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "server/store/database.h"
#include "server/store/history.h"

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_set>

namespace portolan::store {

/// Keeps the blocks of a history: for the Writer, within its transaction.
class BlockIndex
{
public:
    explicit BlockIndex(const History &history);

    /// Of a row that was added; `time` in µs, `values` for each of History::columns.
    [[nodiscard]] Result<void> add(Database &database, std::int64_t seq, std::int64_t time,
                                   std::initializer_list<std::string_view> values);
    /// Before the transaction is committed.
    [[nodiscard]] Result<void> finish(Database &database);
    /// After one that was not: what it added is not there.
    void reset();

    /// Those that lie before a row, whose rows are gone.
    [[nodiscard]] Result<void> remove(Database &database, std::int64_t before) const;

private:
    const History &m_history;
    std::string m_insertTerm;
    std::string m_insertBlock;
    std::string m_removeTerms;
    std::string m_removeBlocks;

    std::int64_t m_block = -1; ///< the one that grows; the others are of it
    std::int64_t m_oldest = 0;
    std::int64_t m_newest = 0;
    bool m_isStored = true;
    std::unordered_set<std::string> m_terms; ///< that are known to be stored
    std::string m_term;
};

} // namespace portolan::store
