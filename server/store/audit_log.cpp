// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/store/audit_log.h"

#include "server/store/conditions.h"
#include "server/store/read_thread.h"

#include <format>

namespace portolan::store {

namespace {

Conditions conditionsOf(const AuditQuery &query)
{
    Conditions conditions;
    conditions.add("seq > ?", query.after.value_or(0));
    conditions.addIf("seq < ?", query.before);
    conditions.addIf("time >= ?", query.since);
    conditions.addIf("time < ?", query.until);
    conditions.addIf("actor = ?", query.actor);
    conditions.addIf("action = ?", query.action);
    conditions.addIf("subject_kind = ?", query.subjectKind);
    conditions.addIf("subject = ?", query.subject);
    if (query.result)
        conditions.add("result = ?", schema::enumName(*query.result));
    return conditions;
}

Result<AuditPage> read(Database &database, const AuditQuery &query)
{
    const auto last = counter(database, "audit");
    const auto oldest = counter(database, "oldest_audit");
    if (!last || !oldest)
        return std::unexpected(last ? oldest.error() : last.error());
    AuditPage page{.entries = {}, .oldest = *oldest, .last = *last};
    const auto conditions = conditionsOf(query);
    const auto sql = std::format("SELECT seq, json FROM audit WHERE {} ORDER BY seq {} LIMIT {} OFFSET {}",
                                 conditions.sql, query.newestFirst ? "DESC" : "ASC", query.limit, query.offset);
    auto done = database.each(sql, conditions.values, [&page](const Row &row) -> Result<void> {
        page.entries.push_back({row.integer(0), row.text(1)});
        return {};
    });
    if (!done)
        return std::unexpected(std::move(done.error()));
    if (query.counted) {
        const auto total = countOf(database, "audit", conditions, query.offset, query.limit, page.entries.size());
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
