// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/ordered_index.h"

#include <ext/pb_ds/assoc_container.hpp>
#include <ext/pb_ds/tree_policy.hpp>

#include <algorithm>
#include <unordered_map>

namespace portolan::store {

namespace {

struct Entry {
    std::string order;
    std::string_view id;
    const void *handle;
};

struct EntryLess {
    bool operator()(const Entry &left, const Entry &right) const
    {
        const int order = left.order.compare(right.order);
        return order < 0 || (order == 0 && left.id < right.id);
    }
};

/// A red-black tree whose nodes know the size of their subtrees: the n-th entry is found in O(log n).
using Tree = __gnu_pbds::tree<Entry, __gnu_pbds::null_type, EntryLess, __gnu_pbds::rb_tree_tag,
                              __gnu_pbds::tree_order_statistics_node_update>;

struct GroupHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

} // namespace

struct OrderedIndex::Groups {
    std::unordered_map<std::string, Tree, GroupHash, std::equal_to<>> trees;
};

OrderedIndex::OrderedIndex() : m_groups(std::make_unique<Groups>()) {}
OrderedIndex::OrderedIndex(OrderedIndex &&) noexcept = default;
OrderedIndex::~OrderedIndex() = default;

void OrderedIndex::insert(const std::string &group, std::string order, std::string_view id, const void *handle)
{
    m_groups->trees[group].insert(Entry{std::move(order), id, handle});
}

void OrderedIndex::erase(std::string_view group, const std::string &order, std::string_view id)
{
    const auto found = m_groups->trees.find(group);
    if (found == m_groups->trees.end())
        return;
    found->second.erase(Entry{order, id, nullptr});
    if (found->second.empty())
        m_groups->trees.erase(found);
}

std::size_t OrderedIndex::count(std::string_view group) const
{
    const auto found = m_groups->trees.find(group);
    return found == m_groups->trees.end() ? 0 : found->second.size();
}

std::vector<const void *> OrderedIndex::page(std::string_view group, const PageRequest &request) const
{
    std::vector<const void *> handles;
    const auto found = m_groups->trees.find(group);
    if (found == m_groups->trees.end() || request.offset >= found->second.size())
        return handles;
    const Tree &tree = found->second;
    const std::size_t count = std::min(request.limit, tree.size() - request.offset);
    handles.reserve(count);
    const std::size_t first = request.descending ? tree.size() - 1 - request.offset : request.offset;
    auto entry = tree.find_by_order(first);
    for (std::size_t i = 0; i < count; ++i) {
        handles.push_back(entry->handle);
        if (i + 1 < count)
            request.descending ? --entry : ++entry;
    }
    return handles;
}

std::vector<const void *> OrderedIndex::after(std::string_view group, const IndexPlace &place, std::size_t limit) const
{
    std::vector<const void *> handles;
    const auto found = m_groups->trees.find(group);
    if (found == m_groups->trees.end())
        return handles;
    const Tree &tree = found->second;
    for (auto entry = tree.upper_bound(Entry{place.order, place.id, nullptr});
         entry != tree.end() && handles.size() < limit; ++entry)
        handles.push_back(entry->handle);
    return handles;
}

} // namespace portolan::store
