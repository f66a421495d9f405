// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/widgets/table/table_row.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace portolan::ui {

/// The order of a table's rows: by one column in one direction, what is empty always last, equal ones as they came.
/// Rows are known by their slot, a small number that is theirs while they exist.
class TableOrder
{
public:
    /// All keys must be set anew after this.
    void choose(CellKind kind, bool descending);
    void setDescending(bool descending) { m_descending = descending; }

    /// What the row in this slot is sorted by. `arrival` tells which of two equal rows came first. Gives whether its
    /// place may have changed.
    bool setKey(std::uint32_t slot, const TableCell &cell, std::uint64_t arrival);

    [[nodiscard]] bool before(std::uint32_t one, std::uint32_t other) const;
    /// O(n log n), for a new order; `place` for what changes later.
    void sort(std::vector<std::uint32_t> &slots) const;
    /// Puts some slots into others that are sorted: O(n + k log n).
    void place(std::vector<std::uint32_t> &sorted, std::vector<std::uint32_t> some) const;

private:
    struct Key {
        std::uint64_t number = 0;
        std::string text;
        std::uint64_t arrival = 0;
        bool empty = true;
    };
    struct Entry {
        std::uint64_t chunk;
        std::uint64_t arrival;
        std::uint32_t slot;
    };

    [[nodiscard]] std::uint64_t chunk(const Key &key, std::size_t depth) const;
    void sortFrom(std::span<Entry> entries, std::size_t depth) const;

    std::vector<Key> m_keys;
    bool m_isText = true;
    bool m_isAge = false;
    bool m_descending = false;
};

} // namespace portolan::ui
