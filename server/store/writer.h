// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/audit/audit_chain.h"
#include "server/store/change.h"
#include "server/store/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace portolan::store {

/// The rules of the Ledger as SQL: one open transaction, many changes, each wholly in it or not at all. Knows nothing
/// of threads. begin(), apply() for each change, then commit() or rollback().
class Writer
{
public:
    explicit Writer(Database database);

    [[nodiscard]] Result<void> begin();

    /// Checks the change and does it within the transaction. On success its events have their seq. After an error
    /// nothing of it is left; isBroken() tells whether the transaction is lost with it.
    [[nodiscard]] Result<Committed> apply(Change &change, Time time);
    [[nodiscard]] bool isBroken() const { return m_broken; }

    [[nodiscard]] Result<void> commit();
    void rollback();

    /// Removes at most `limit` events, in a transaction of its own, from the oldest on as long as they are from before
    /// `time`; gives how many they were.
    [[nodiscard]] Result<std::int64_t> forgetEvents(Time before, std::int64_t limit);
    /// The same with the audit log, whose last record stays: the next one is chained to it.
    [[nodiscard]] Result<std::int64_t> forgetAudit(Time before, std::int64_t limit);

    /// Of the last event given out.
    [[nodiscard]] Result<std::int64_t> lastSeq();

private:
    Result<Committed> applyParts(Change &change, Time time);
    Result<void> check(const Change::Expectation &expectation);
    Result<void> remove(const Change::Remove &remove);
    Result<std::int64_t> put(const Change::Put &put);
    Result<void> dropClaims(const Change::Put &put);
    Result<void> take(const Claim &claim, const Change::Put &put);
    Result<void> replaceAmounts(const std::string &kind, const std::string &id, const std::vector<Amount> &next);
    Result<void> addToTotal(const Amount &amount, std::int64_t difference);
    Result<void> check(const Change::Limit &limit);
    Result<void> insert(const Event &event);
    Result<void> insert(AuditRecord record, Time time);
    Result<void> findAuditHead();

    /// A table of what happened, of which the oldest is forgotten.
    struct History {
        std::string_view table;
        std::string_view oldestCounter;
        std::int64_t last; ///< the first that is not to be forgotten, whatever its time
    };
    Result<std::int64_t> forget(const History &history, Time before, std::int64_t limit);
    Result<std::int64_t> forgetInTransaction(const History &history, Time before, std::int64_t limit);

    std::unexpected<Error> refuse(ErrorCode code, std::string detail, Error::Args args);

    Database m_database;
    std::string m_putSql;
    std::string m_insertEventSql;
    std::string m_insertAuditSql;
    std::string m_counterSql;
    std::int64_t m_seq = 0; ///< of the last event, this transaction's included
    std::int64_t m_storedSeq = 0; ///< what the counter row says
    /// The last audit record, this transaction's included; looked up when it is first needed.
    std::optional<AuditAnchor> m_auditHead;
    std::int64_t m_storedAuditSeq = 0;
    bool m_refused = false;
    bool m_broken = false;
};

} // namespace portolan::store
