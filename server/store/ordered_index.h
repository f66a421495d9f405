// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace portolan::store {

/// A part of a sorted list.
struct PageRequest {
    std::size_t offset = 0;
    std::size_t limit = 50;
    bool descending = false;
};

/// A place in a sorted list: behind the row that is, or was, there. Made of nothing: before the first.
struct IndexPlace {
    std::string order = {};
    std::string id = {};
};

/// Sorted lists by group, of things known by an id and a handle that stay where they are while they are in the index.
/// insert, erase and a page of n take O(log size + n), the size of a group O(1). Not thread-safe.
class OrderedIndex
{
public:
    OrderedIndex();
    OrderedIndex(OrderedIndex &&) noexcept;
    ~OrderedIndex();

    void insert(const std::string &group, std::string order, std::string_view id, const void *handle);
    void erase(std::string_view group, const std::string &order, std::string_view id);

    [[nodiscard]] std::size_t count(std::string_view group) const;
    [[nodiscard]] std::vector<const void *> page(std::string_view group, const PageRequest &request) const;
    /// The first `limit` behind a place, which costs as much as a page.
    [[nodiscard]] std::vector<const void *> after(std::string_view group, const IndexPlace &place,
                                                  std::size_t limit) const;

private:
    struct Groups;
    std::unique_ptr<Groups> m_groups;
};

} // namespace portolan::store
