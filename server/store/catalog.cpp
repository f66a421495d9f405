// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/catalog.h"

#include "server/store/change.h"
#include "server/store/database.h"

#include <QThreadPool>

#include <format>

namespace portolan::store {

namespace {

struct StoredRow {
    TableBase *table;
    std::string id;
    RowPlace place;
    std::shared_ptr<void> item;
};

/// Enters rows into their tables in a thread of its own, in the order in which they are added.
class Entering
{
public:
    Entering() { m_thread.setMaxThreadCount(1); }
    Entering(const Entering &) = delete;
    Entering &operator=(const Entering &) = delete;

    void add(StoredRow row)
    {
        m_rows.push_back(std::move(row));
        if (m_rows.size() >= rowsAtOnce)
            pass();
    }

    /// When all are entered.
    [[nodiscard]] Result<void> end()
    {
        pass();
        m_thread.waitForDone();
        return std::move(m_result);
    }

private:
    static constexpr std::size_t rowsAtOnce = 1'000;

    void pass()
    {
        m_thread.start([this, rows = std::exchange(m_rows, {})]() mutable {
            for (StoredRow &row : rows) {
                if (row.table->place(row.id).version != absent)
                    m_result = fail(
                        ErrorCode::Internal,
                        std::format("the database was changed by another program, and has the {} \"{}\" twice: restore "
                                    "a backup",
                                    row.table->kind(), row.id));
                row.table->apply(row.id, row.place, std::move(row.item));
            }
        });
    }

    std::vector<StoredRow> m_rows;
    Result<void> m_result; ///< of the thread
    QThreadPool m_thread; // whose end waits for what it was given
};

} // namespace

FairSharedMutex::FairSharedMutex()
{
    pthread_rwlockattr_t attributes;
    pthread_rwlockattr_init(&attributes);
    pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
    pthread_rwlock_init(&m_lock, &attributes);
    pthread_rwlockattr_destroy(&attributes);
}

TableBase::TableBase(Catalog &catalog, std::string_view kind, const std::type_info &model)
    : m_catalog(catalog), m_kind(kind), m_model(model)
{
    [[maybe_unused]] const bool added = catalog.m_tables.emplace(kind, this).second;
    assert(added);
}

FairSharedMutex &TableBase::mutex() const
{
    return m_catalog.mutex();
}

void TableBase::hold(Claim claim, const std::string &id)
{
    m_catalog.m_claims.insert_or_assign(std::move(claim), Catalog::Holder{this, &id});
}

void TableBase::release(const Claim &claim, const std::string &id)
{
    const auto found = m_catalog.m_claims.find(claim);
    // Another row of the same change may have taken it already.
    if (found != m_catalog.m_claims.end() && found->second.id == &id)
        m_catalog.m_claims.erase(found);
}

void TableBase::add(const std::vector<Amount> &amounts, int times)
{
    for (const Amount &amount : amounts) {
        const auto sum = m_catalog.m_sums.try_emplace({amount.sum, amount.key}).first;
        sum->second += times * amount.value;
        if (sum->second == 0) // so that they do not pile up for owners who are gone
            m_catalog.m_sums.erase(sum);
    }
}

const std::string *TableBase::holder(const Claim &claim) const
{
    const auto found = m_catalog.m_claims.find(claim);
    return found == m_catalog.m_claims.end() || found->second.table != this ? nullptr : found->second.id;
}

void TableBase::noteNumber(std::int64_t number)
{
    m_catalog.m_lastNumber = std::max(m_catalog.m_lastNumber, number);
}

std::optional<RowName> Catalog::holder(const Claim &claim) const
{
    const auto found = m_claims.find(claim);
    return found == m_claims.end() ? std::nullopt
                                   : std::optional(RowName(found->second.table->kind(), *found->second.id));
}

std::int64_t Catalog::sum(const SumName &name) const
{
    const auto found = m_sums.find(name);
    return found == m_sums.end() ? 0 : found->second;
}

Result<void> Catalog::load(Database &database)
{
    const std::unique_lock lock(m_mutex);
    // Read and decoded here, entered into the lists by another thread: each is half of the work.
    Entering entering;
    auto done = database.each("SELECT number, kind, id, version, json FROM records", {},
                              [this, &entering](const Row &row) -> Result<void> {
                                  TableBase *table = find(row.text(1));
                                  if (!table)
                                      return {};
                                  auto id = row.text(2);
                                  auto item = table->decode(id, row.text(4));
                                  if (!item)
                                      return failWithin(std::format("reading the stored {} \"{}\"", table->kind(), id),
                                                        std::move(item.error()));
                                  entering.add({.table = table,
                                                .id = std::move(id),
                                                .place = {row.integer(0), row.integer(3)},
                                                .item = std::move(*item)});
                                  return {};
                              });
    auto entered = entering.end();
    return done ? std::move(entered) : std::move(done);
}

TableBase *Catalog::find(std::string_view kind) const
{
    const auto found = m_tables.find(kind);
    return found == m_tables.end() ? nullptr : found->second;
}

} // namespace portolan::store
