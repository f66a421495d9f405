// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/model/audit/audit_record.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace portolan::store {

class ReadThread;

/// Which audit records somebody wants: each member that is set must match.
struct AuditQuery {
    std::optional<std::string> actor = {};
    std::optional<std::string> action = {};
    std::optional<std::string> subjectKind = {};
    std::optional<std::string> subject = {};
    std::optional<AuditResult> result = {};
    std::optional<std::int64_t> after = {};  ///< only records with a greater seq
    std::optional<std::int64_t> before = {}; ///< only records with a smaller seq
    std::optional<Time> since = {};          ///< at this time or later
    std::optional<Time> until = {};          ///< before this time
    std::size_t offset = 0;                  ///< so many of them are passed over
    std::size_t limit = 100;                 ///< at most AuditLog::pageLimit
    bool newestFirst = true;
    bool counted = false; ///< AuditPage::total is wanted
};

struct AuditPage {
    struct Entry {
        std::int64_t seq;
        std::string json; ///< the record as it was sealed, to the byte
    };
    std::vector<Entry> entries = {};
    std::int64_t oldest = 0; ///< the lowest seq that is kept, or the next one when none is
    std::int64_t last = 0;   ///< the highest that was given
    std::size_t total = 0;   ///< how many there are on all pages, where that was asked for
};

/// The audit log, as the Ledger writes it (Change::audit). For any thread with an event loop.
class AuditLog
{
public:
    static constexpr std::size_t pageLimit = 1000;

    explicit AuditLog(std::shared_ptr<ReadThread> reader) : m_reader(std::move(reader)) {}

    /// InvalidArgument for a limit of 0 or above pageLimit.
    [[nodiscard]] Task<Result<AuditPage>> query(AuditQuery query);

private:
    std::shared_ptr<ReadThread> m_reader;
};

} // namespace portolan::store
