// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "server/store/catalog.h"
#include "server/store/change.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace portolan::store {

/// The rows as they will be when the open transaction is committed: what a Change is checked against, and where its rules
/// hold. Readers see none of it. For the thread of the Ledger, which alone changes the Catalog; the changes that were
/// accepted outlive it.
class Draft
{
public:
    explicit Draft(const Catalog &catalog) : m_catalog(catalog), m_lastNumber(catalog.lastNumber()) {}

    /// Checks a change against the rows as those accepted before leave them, and says in it where its puts and removes
    /// have their rows. Of a change that is refused nothing is left. Errors: those that Change tells of.
    [[nodiscard]] Result<void> accept(Change &change);

private:
    struct Row {
        RowPlace place = {};
        const Change::Put *put = nullptr; ///< what it was made of; nothing of a row that is gone
    };
    /// What is other than below: than in the Catalog, or in the layer of what was accepted.
    struct Layer {
        std::map<RowName, Row> rows;
        std::map<Claim, std::optional<RowName>> claims; ///< nothing: it is free
        std::map<SumName, std::int64_t> sums;
    };

    Result<void> apply(Change &change);
    Result<void> check(const Change::Expectation &expectation) const;
    Result<void> check(const Change::Limit &limit) const;
    Result<void> remove(Change::Remove &remove);
    Result<void> put(Change::Put &put);
    Result<void> take(const Claim &claim, const RowName &row);
    /// What a row has is given up: its claims, but for those that the next version keeps, and what it adds to sums.
    Result<void> drop(const RowName &row, const std::vector<Claim> &kept);
    Result<void> add(const Amount &amount, int times);

    [[nodiscard]] RowPlace place(const RowName &row) const;
    [[nodiscard]] std::optional<RowName> holder(const Claim &claim) const;
    [[nodiscard]] std::int64_t sum(const SumName &name) const;

    const Catalog &m_catalog;
    std::int64_t m_lastNumber; ///< that a row was given
    Layer m_accepted;
    Layer m_tried; ///< of the change that is looked at
};

} // namespace portolan::store
