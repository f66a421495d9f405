// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "server/store/ordered_index.h"
#include "server/store/stored.h"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <cassert>
#include <map>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <typeinfo>
#include <unordered_map>
#include <utility>
#include <vector>

namespace portolan::store {

class Catalog;
class Database;

/// std::shared_mutex lets readers that overlap for ever starve the writer; here readers wait behind a waiting writer.
class FairSharedMutex
{
public:
    FairSharedMutex();
    ~FairSharedMutex() { pthread_rwlock_destroy(&m_lock); }
    FairSharedMutex(const FairSharedMutex &) = delete;
    FairSharedMutex &operator=(const FairSharedMutex &) = delete;

    void lock() { pthread_rwlock_wrlock(&m_lock); }
    void unlock() { pthread_rwlock_unlock(&m_lock); }
    void lock_shared() { pthread_rwlock_rdlock(&m_lock); }
    void unlock_shared() { pthread_rwlock_unlock(&m_lock); }

private:
    pthread_rwlock_t m_lock;
};

using RowName = std::pair<std::string_view, std::string_view>; ///< kind and id
using SumName = std::pair<Literal, std::string>;               ///< sum and key

/// What the Ledger knows of a table.
class TableBase
{
public:
    TableBase(const TableBase &) = delete;
    TableBase &operator=(const TableBase &) = delete;

    [[nodiscard]] std::string_view kind() const { return m_kind; }
    [[nodiscard]] const std::type_info &model() const { return m_model; }

    /// What a row claims and adds to sums.
    struct Holdings {
        std::vector<Claim> claims;
        std::vector<Amount> amounts;
    };
    /// Of a row that is there, and nothing (version `absent`) of one that is not; both for the thread that writes,
    /// which needs no lock.
    [[nodiscard]] virtual Holdings holdings(std::string_view id) const = 0;
    [[nodiscard]] virtual RowPlace place(std::string_view id) const = 0;

    /// A stored row as apply() takes it. Any thread.
    [[nodiscard]] virtual Result<std::shared_ptr<void>> decode(std::string id, std::string_view json) const = 0;
    /// What a commit did, or what is read at the start: `item` is a Versioned<Model>, or nothing where the row was
    /// removed. The catalog is locked.
    virtual void apply(const std::string &id, RowPlace place, std::shared_ptr<void> item) = 0;

protected:
    TableBase(Catalog &catalog, std::string_view kind, const std::type_info &model);
    ~TableBase() = default;

    [[nodiscard]] FairSharedMutex &mutex() const;

    /// What a row has from now on, and no longer; `id` stays where it is while it has a claim. The catalog is locked.
    void hold(Claim claim, const std::string &id);
    void release(const Claim &claim, const std::string &id);
    void add(const std::vector<Amount> &amounts, int times);
    void noteNumber(std::int64_t number);
    /// Of a row of this table.
    [[nodiscard]] const std::string *holder(const Claim &claim) const;

private:
    Catalog &m_catalog;
    std::string_view m_kind;
    const std::type_info &m_model;
};

/// The current state in memory: the tables of all models, with what their rows claim and add up to, under one lock, so
/// that the rows of one change appear at once. The Ledger is its only writer.
class Catalog
{
public:
    Catalog() = default;

    /// Fills the tables, once, before the Ledger is opened. A row that its model does not understand is an error:
    /// going on without it would be a lie.
    [[nodiscard]] Result<void> load(Database &database);

    [[nodiscard]] TableBase *find(std::string_view kind) const;
    [[nodiscard]] FairSharedMutex &mutex() const { return m_mutex; }

    /// Who has a claim, and what a sum is: for the thread that writes, which needs no lock. The name is that of the row
    /// itself.
    [[nodiscard]] std::optional<RowName> holder(const Claim &claim) const;
    [[nodiscard]] std::int64_t sum(const SumName &name) const;
    /// The highest number that a row has had; likewise.
    [[nodiscard]] std::int64_t lastNumber() const { return m_lastNumber; }

private:
    friend class TableBase;

    struct PairHash {
        std::size_t operator()(const Claim &claim) const { return of(claim.scope, claim.key); }
        std::size_t operator()(const SumName &name) const { return of(name.first, name.second); }
        static std::size_t of(std::string_view first, std::string_view second)
        {
            return std::hash<std::string_view>()(first) * 31 + std::hash<std::string_view>()(second);
        }
    };
    struct Holder {
        const TableBase *table;
        const std::string *id;
    };

    mutable FairSharedMutex m_mutex;
    std::map<std::string_view, TableBase *> m_tables;
    std::unordered_map<Claim, Holder, PairHash> m_claims; ///< of all tables
    std::unordered_map<SumName, std::int64_t, PairHash> m_sums; ///< without those that are 0
    std::int64_t m_lastNumber = 0;
};

/// A sorted part of a table, and how many rows the whole list has.
template <class Model>
struct ItemPage {
    std::vector<ItemPtr<Model>> items;
    std::size_t total = 0;
};

/// All rows of one model, sorted in the ways that Stored<Model> lists. Reads are for any thread, take the catalog's
/// lock for a moment, never touch the database, and cost the same with a hundred rows and with 100 000 (all() aside).
/// What they give stays as it is: a snapshot. Lives as long as the Ledger.
template <class Model>
class Table final : public TableBase
{
public:
    using Trait = Stored<Model>;

    explicit Table(Catalog &catalog) : TableBase(catalog, Trait::kind, typeid(Model)) {}

    [[nodiscard]] ItemPtr<Model> find(std::string_view id) const
    {
        const std::shared_lock lock(mutex());
        const auto found = m_items.find(id);
        return found == m_items.end() ? nullptr : found->second;
    }

    /// The row of this table that holds a claim.
    [[nodiscard]] ItemPtr<Model> findByClaim(Literal scope, std::string key) const
    {
        const Claim claim{scope, std::move(key)};
        const std::shared_lock lock(mutex());
        const std::string *id = holder(claim);
        return id ? m_items.find(*id)->second : nullptr;
    }

    /// `index` is one of Stored<Model>::indexes.
    [[nodiscard]] ItemPage<Model> page(const Index<Model> &index, std::string_view group,
                                       PageRequest request = {}) const
    {
        const std::size_t number = numberOf(index);
        ItemPage<Model> page;
        const std::shared_lock lock(mutex());
        page.total = m_indexes[number].count(group);
        const auto handles = m_indexes[number].page(group, request);
        page.items.reserve(handles.size());
        for (const void *handle : handles)
            page.items.push_back(static_cast<const Node *>(handle)->second);
        return page;
    }

    /// The first `limit` rows behind a place of a list. Walks it in parts while it changes: whatever is in the list all
    /// the time, with the same order, is met once, which pages by offset do not promise.
    [[nodiscard]] std::vector<ItemPtr<Model>> after(const Index<Model> &index, std::string_view group,
                                                    const IndexPlace &place, std::size_t limit) const
    {
        const std::size_t number = numberOf(index);
        std::vector<ItemPtr<Model>> items;
        const std::shared_lock lock(mutex());
        for (const void *handle : m_indexes[number].after(group, place, limit))
            items.push_back(static_cast<const Node *>(handle)->second);
        return items;
    }

    [[nodiscard]] static IndexPlace placeOf(const Index<Model> &index, const Versioned<Model> &item)
    {
        return {index.order(item.value), item.id};
    }

    [[nodiscard]] std::size_t count(const Index<Model> &index, std::string_view group) const
    {
        const std::size_t number = numberOf(index);
        const std::shared_lock lock(mutex());
        return m_indexes[number].count(group);
    }

    /// Grows with every change of any row: what was made of the table is as it was while this is as it was. Any thread.
    [[nodiscard]] std::uint64_t changes() const { return m_changes.load(std::memory_order_acquire); }

    [[nodiscard]] std::size_t size() const
    {
        const std::shared_lock lock(mutex());
        return m_items.size();
    }

    /// Every row, in no order.
    [[nodiscard]] std::vector<ItemPtr<Model>> all() const
    {
        std::vector<ItemPtr<Model>> items;
        const std::shared_lock lock(mutex());
        items.reserve(m_items.size());
        for (const auto &[id, item] : m_items)
            items.push_back(item);
        return items;
    }

    [[nodiscard]] Holdings holdings(std::string_view id) const override
    {
        const Model &value = m_items.find(id)->second->value;
        return {.claims = Trait::claims(value), .amounts = Trait::amounts(value)};
    }
    [[nodiscard]] RowPlace place(std::string_view id) const override
    {
        const auto found = m_items.find(id);
        return found == m_items.end() ? RowPlace() : RowPlace{found->second->number, found->second->version};
    }

    Result<std::shared_ptr<void>> decode(std::string id, std::string_view json) const override
    {
        auto model = Trait::decode(json);
        if (!model)
            return std::unexpected(std::move(model.error()));
        return std::make_shared<Versioned<Model>>(std::move(id), 0, std::move(*model));
    }

    void apply(const std::string &id, RowPlace place, std::shared_ptr<void> item) override
    {
        m_changes.fetch_add(1, std::memory_order_release);
        auto next = std::static_pointer_cast<Versioned<Model>>(std::move(item));
        if (next) {
            next->number = place.number;
            next->version = place.version;
            noteNumber(place.number);
        }
        const auto found = m_items.find(id);
        if (found != m_items.end()) {
            const ItemPtr<Model> previous = std::exchange(found->second, next);
            move(*found, &previous->value, next ? &next->value : nullptr);
            if (!next)
                m_items.erase(found);
        } else if (next) {
            const Node &node = *m_items.emplace(id, next).first;
            move(node, nullptr, &next->value);
        }
    }

private:
    struct IdHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    using Items = std::unordered_map<std::string, ItemPtr<Model>, IdHash, std::equal_to<>>;
    using Node = typename Items::value_type; // stays in its place while the row is there

    static std::size_t numberOf(const Index<Model> &index)
    {
        const auto found = std::ranges::find(Trait::indexes, &index);
        assert(found != Trait::indexes.end());
        return static_cast<std::size_t>(found - Trait::indexes.begin());
    }

    /// From the lists, claims and sums of what a row was to those of what it is; nothing where it was, or is, not there.
    void move(const Node &node, const Model *previous, const Model *next)
    {
        for (std::size_t i = 0; i < m_indexes.size(); ++i)
            moveIn(m_indexes[i], *Trait::indexes[i], node, previous, next);
        const auto before = previous ? Trait::claims(*previous) : std::vector<Claim>();
        auto after = next ? Trait::claims(*next) : std::vector<Claim>();
        for (const Claim &claim : before)
            if (std::ranges::find(after, claim) == after.end())
                release(claim, node.first);
        for (Claim &claim : after)
            if (std::ranges::find(before, claim) == before.end())
                hold(std::move(claim), node.first);
        const auto given = previous ? Trait::amounts(*previous) : std::vector<Amount>();
        const auto taken = next ? Trait::amounts(*next) : std::vector<Amount>();
        if (given != taken) {
            add(given, -1);
            add(taken, 1);
        }
    }

    static void moveIn(OrderedIndex &list, const Index<Model> &index, const Node &node, const Model *previous,
                       const Model *next)
    {
        const auto from = previous ? index.group(*previous) : std::nullopt;
        const auto to = next ? index.group(*next) : std::nullopt;
        const std::string before = from ? index.order(*previous) : std::string();
        std::string after = to ? index.order(*next) : std::string();
        if (from == to && before == after)
            return;
        if (from)
            list.erase(*from, before, node.first);
        if (to)
            list.insert(*to, std::move(after), node.first, &node);
    }

    Items m_items;
    std::array<OrderedIndex, Trait::indexes.size()> m_indexes;
    std::atomic<std::uint64_t> m_changes = 0;
};

} // namespace portolan::store
