// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/audit_log.h"

#include "server/store/history_search.h"
#include "server/store/read_thread.h"

#include <format>

namespace portolan::store {

namespace {

HistorySearch searchOf(const AuditQuery &query)
{
    HistorySearch search(auditHistory, {query.after, query.before, query.since, query.until});
    search.equals("actor", query.actor);
    search.equals("action", query.action);
    search.equals("subject_kind", query.subjectKind);
    search.equals("subject", query.subject);
    if (query.result)
        search.equals("result", std::string(schema::enumName(*query.result)));
    return search;
}

Result<AuditPage> read(Database &database, const AuditQuery &query)
{
    const auto last = counter(database, auditHistory.lastCounter);
    const auto oldest = counter(database, auditHistory.oldestCounter);
    if (!last || !oldest)
        return std::unexpected(last ? oldest.error() : last.error());
    AuditPage page{.entries = {}, .oldest = *oldest, .last = *last};
    const HistorySearch search = searchOf(query);
    const HistorySearch::Page part{.offset = query.offset, .limit = query.limit, .newestFirst = query.newestFirst};
    auto done = search.read(database, "seq, json", part, [&page](const Row &row) -> Result<void> {
        page.entries.push_back({row.integer(0), row.text(1)});
        return {};
    });
    if (!done)
        return std::unexpected(std::move(done.error()));
    if (query.counted) {
        const auto total = search.count(database, part, page.entries.size(), *oldest, *last);
        if (!total)
            return std::unexpected(total.error());
        page.total = *total;
    }
    return page;
}

} // namespace

Task<Result<AuditPage>> AuditLog::query(AuditQuery query)
{
    if (query.limit == 0 || query.limit > pageLimit)
        co_return fail(ErrorCode::InvalidArgument,
                       std::format("a page of audit records has 1 to {} of them", pageLimit));
    const std::function<Result<AuditPage>(Database &)> work = [query = std::move(query)](Database &database) {
        return read(database, query);
    };
    co_return co_await m_reader->read(work);
}

} // namespace portolan::store
