// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/error.h"
#include "core/model/audit/audit_chain.h"
#include "server/store/block_index.h"
#include "server/store/change.h"
#include "server/store/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace portolan::store {

/// Changes as SQL: one open transaction, in which all of them are done or none. Knows nothing of threads, nor of rules.
/// begin(), write() for each change that the Draft has accepted, then commit(); rollback() after an error.
class Writer
{
public:
    explicit Writer(Database database);

    [[nodiscard]] Result<void> begin();

    /// Does what a change says within the transaction, and numbers its events.
    [[nodiscard]] Result<Committed> write(Change &change, Time time);

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
    Result<void> put(const Change::Put &put);
    Result<void> insert(const Event &event);
    Result<void> insert(AuditRecord record, Time time);
    Result<void> findAuditHead();

    /// `last`: the first that is not to be forgotten, whatever its time.
    Result<std::int64_t> forget(const History &history, const BlockIndex &blocks, std::int64_t last, Time before,
                                std::int64_t limit);
    Result<std::int64_t> forgetInTransaction(const History &history, const BlockIndex &blocks, std::int64_t last,
                                             Time before, std::int64_t limit);

    Database m_database;
    std::string m_counterSql;
    std::int64_t m_seq = 0; ///< of the last event, this transaction's included
    std::int64_t m_storedSeq = 0; ///< what the counter row says
    /// The last audit record, this transaction's included; looked up when it is first needed.
    std::optional<AuditAnchor> m_auditHead;
    std::int64_t m_storedAuditSeq = 0;
    BlockIndex m_eventBlocks{eventHistory};
    BlockIndex m_auditBlocks{auditHistory};
};

} // namespace portolan::store
