// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/widgets/table/table_order.h"

#include "ui/widgets/table/cell_text.h"

#include <bit>
#include <cstring>

namespace portolan::ui {
namespace {

constexpr std::size_t chunkSize = 8;

/// Compares as the number does (IEEE 754: flip the sign of what is positive, everything of what is negative).
std::uint64_t ordered(double number)
{
    const auto bits = std::bit_cast<std::uint64_t>(number == 0 ? 0.0 : number);
    constexpr std::uint64_t sign = std::uint64_t(1) << 63;
    return bits & sign ? ~bits : bits | sign;
}

} // namespace

void TableOrder::choose(CellKind kind, bool descending)
{
    m_isText = kind == CellKind::Text || kind == CellKind::Code || kind == CellKind::State;
    m_isAge = kind == CellKind::Age;
    m_descending = descending;
}

bool TableOrder::setKey(std::uint32_t slot, const TableCell &cell, std::uint64_t arrival)
{
    if (slot >= m_keys.size())
        m_keys.resize(std::max<std::size_t>(slot + 1, m_keys.size() * 2));
    Key &key = m_keys[slot];
    bool changed = std::exchange(key.arrival, arrival) != arrival;
    if (m_isText) {
        thread_local std::string text;
        text.clear();
        appendNaturalKey(textOf(cell), text);
        changed |= key.text != text;
        key.text = text; // into the memory that it has
        changed |= std::exchange(key.empty, text.empty()) != text.empty();
    } else {
        const auto number = numberOf(cell);
        const std::uint64_t value = number ? ordered(m_isAge ? -*number : *number) : 0;
        changed |= std::exchange(key.number, value) != value;
        changed |= std::exchange(key.empty, !number) != !number;
    }
    return changed;
}

bool TableOrder::before(std::uint32_t one, std::uint32_t other) const
{
    const Key &left = m_keys[one];
    const Key &right = m_keys[other];
    if (left.empty != right.empty)
        return right.empty;
    const auto compared = m_isText ? left.text <=> right.text : left.number <=> right.number;
    if (compared != 0)
        return m_descending ? compared > 0 : compared < 0;
    return left.arrival < right.arrival;
}

/// Eight bytes of the key as a number: comparing those is what makes sorting fast. What is empty comes last.
std::uint64_t TableOrder::chunk(const Key &key, std::size_t depth) const
{
    if (key.empty)
        return ~std::uint64_t(0);
    std::uint64_t value = key.number;
    if (m_isText) {
        value = 0;
        if (depth < key.text.size())
            std::memcpy(&value, key.text.data() + depth, std::min(chunkSize, key.text.size() - depth));
        if constexpr (std::endian::native == std::endian::little)
            value = std::byteswap(value); // the first byte counts most
    }
    return m_descending ? ~value : value;
}

/// Sorts by the chunk at `depth`, then those with the same chunk by the next one: texts with a long common beginning
/// cost a pass for each eight bytes of it, not a comparison from its start for each pair.
void TableOrder::sortFrom(std::span<Entry> entries, std::size_t depth) const
{
    constexpr std::uint64_t none = ~std::uint64_t(0);
    const auto goesOn = [&](std::uint64_t value) {
        return m_isText && value != none && ((m_descending ? ~value : value) & 0xFF) != 0;
    };
    const bool same = std::ranges::all_of(entries, [&](const Entry &entry) { return entry.chunk == entries[0].chunk; });
    if (!same || !goesOn(entries[0].chunk))
        std::ranges::sort(entries, [](const Entry &one, const Entry &other) {
            return one.chunk != other.chunk ? one.chunk < other.chunk : one.arrival < other.arrival;
        });
    for (std::size_t first = 0; first < entries.size();) {
        std::size_t end = first + 1;
        while (end < entries.size() && entries[end].chunk == entries[first].chunk)
            ++end;
        if (end - first > 1 && goesOn(entries[first].chunk)) {
            const auto group = entries.subspan(first, end - first);
            for (Entry &entry : group)
                entry.chunk = chunk(m_keys[entry.slot], depth + chunkSize);
            sortFrom(group, depth + chunkSize);
        }
        first = end;
    }
}

void TableOrder::sort(std::vector<std::uint32_t> &slots) const
{
    std::vector<Entry> entries;
    entries.reserve(slots.size());
    for (const std::uint32_t slot : slots)
        entries.push_back({chunk(m_keys[slot], 0), m_keys[slot].arrival, slot});
    if (!entries.empty())
        sortFrom(entries, 0);
    std::ranges::transform(entries, slots.begin(), &Entry::slot);
}

void TableOrder::place(std::vector<std::uint32_t> &sorted, std::vector<std::uint32_t> some) const
{
    if (some.size() > sorted.size() / 8) {
        sorted.insert(sorted.end(), some.begin(), some.end());
        sort(sorted);
        return;
    }
    sort(some);
    std::vector<std::uint32_t> merged;
    merged.reserve(sorted.size() + some.size());
    auto from = sorted.begin();
    for (const std::uint32_t slot : some) {
        const auto to = std::upper_bound(from, sorted.end(), slot,
                                         [this](std::uint32_t one, std::uint32_t other) { return before(one, other); });
        merged.insert(merged.end(), from, to);
        merged.push_back(slot);
        from = to;
    }
    merged.insert(merged.end(), from, sorted.end());
    sorted = std::move(merged);
}

} // namespace portolan::ui
