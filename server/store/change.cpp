// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/change.h"

#include "core/base/encoding.h"
#include "server/store/catalog.h"

#include <algorithm>
#include <format>
#include <set>

namespace portolan::store {

namespace {

// Larger values could run a sum of many over.
constexpr std::int64_t largestAmount = std::int64_t(1) << 53;

/// What the database compares byte by byte must be text that it keeps byte by byte.
bool isKey(std::string_view text)
{
    return isUtf8(text) && !text.contains('\0');
}

std::unexpected<Error> failShape(std::string_view kind, std::string_view id, std::string_view what)
{
    return fail(ErrorCode::InvalidArgument, std::format("the change of {} \"{}\" {}", kind, id, what));
}

/// Sorted, one entry for each sum, none of 0.
void mergeAmounts(std::vector<Amount> &amounts)
{
    std::ranges::sort(amounts);
    std::vector<Amount> merged;
    for (auto &amount : amounts) {
        if (!merged.empty() && merged.back().sum == amount.sum && merged.back().key == amount.key)
            merged.back().value += amount.value;
        else
            merged.push_back(std::move(amount));
    }
    std::erase_if(merged, [](const Amount &amount) { return amount.value == 0; });
    amounts = std::move(merged);
}

} // namespace

Change &Change::expectVersion(std::string kind, std::string id, std::int64_t version, ErrorCode otherwise)
{
    m_expectations.push_back({Rule::Version, std::move(kind), std::move(id), version, otherwise});
    return *this;
}

Change &Change::expectPresent(std::string kind, std::string id)
{
    m_expectations.push_back({Rule::Present, std::move(kind), std::move(id)});
    return *this;
}

Change &Change::expectAbsent(std::string kind, std::string id)
{
    m_expectations.push_back({Rule::Absent, std::move(kind), std::move(id)});
    return *this;
}

Change &Change::remove(std::string kind, std::string id, std::optional<std::int64_t> expected)
{
    m_removes.push_back({std::move(kind), std::move(id), expected});
    return *this;
}

Change &Change::sumAtMost(Literal sum, std::string key, std::int64_t limit)
{
    m_limits.push_back({sum, std::move(key), limit});
    return *this;
}

Change &Change::record(Event event)
{
    m_events.push_back(std::move(event));
    return *this;
}

Change &Change::audit(AuditRecord record)
{
    m_audits.push_back(std::move(record));
    return *this;
}

Result<void> Change::prepare(const Catalog &catalog)
{
    std::set<std::pair<std::string_view, std::string_view>> rows;
    const auto checkRow = [&rows](std::string_view kind, std::string_view id) -> Result<void> {
        if (kind.empty() || id.empty() || !isKey(kind) || !isKey(id))
            return failShape(kind, id, "needs a kind and an id of UTF-8 text without NUL");
        if (!rows.emplace(kind, id).second)
            return failShape(kind, id, "names the same row twice");
        return {};
    };
    for (const auto &remove : m_removes) {
        if (auto good = checkRow(remove.kind, remove.id); !good)
            return good;
    }
    for (auto &put : m_puts) {
        if (auto good = checkRow(put.kind, put.id); !good)
            return good;
        const TableBase *table = catalog.find(put.kind);
        if (!table || *put.model != table->model())
            return failShape(put.kind, put.id, "does not put the model of its table (is there a Table for it?)");
        if (!std::ranges::all_of(put.claims, [](const Claim &c) { return isKey(c.scope) && isKey(c.key); }))
            return failShape(put.kind, put.id, "claims a name that is not UTF-8 text without NUL");
        for (const auto &amount : put.amounts) {
            if (!isKey(amount.sum) || !isKey(amount.key) || amount.value > largestAmount
                || amount.value < -largestAmount)
                return failShape(put.kind, put.id, std::format("adds {} to a sum, which is too much", amount.value));
        }
        std::ranges::sort(put.claims);
        put.claims.erase(std::ranges::unique(put.claims).begin(), put.claims.end());
        mergeAmounts(put.amounts);
    }
    return {};
}

bool isRefusedBy(const Error &error, std::string_view rule)
{
    return std::ranges::any_of(error.args,
                               [rule](const auto &arg) { return arg.first == "rule" && arg.second == rule; });
}

} // namespace portolan::store
