// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/system/audit.h"

#include "server/api/paging.h"
#include "server/store/audit_log.h"

namespace portolan::api {

namespace {

constexpr std::string_view linesType = "application/x-ndjson";

const PagingRules auditPages{.limit = 100, .most = store::AuditLog::pageLimit, .order = "desc", .sorts = {"seq"}};

Result<store::AuditQuery> auditQueryOf(const Call &call)
{
    const http::Query &query = call.request.query();
    store::AuditQuery wanted{.actor = textParameter(query, "actor"),
                             .action = textParameter(query, "action"),
                             .subjectKind = textParameter(query, "subjectKind"),
                             .subject = textParameter(query, "subject")};
    if (const auto text = textParameter(query, "result")) {
        wanted.result = schema::enumFromName<AuditResult>(*text);
        if (!wanted.result)
            return fail(ErrorCode::InvalidArgument, "the parameter result must be allowed, denied or failed");
    }
    const auto after = integerParameter(query, "after");
    const auto before = integerParameter(query, "before");
    const auto since = timeParameter(query, "since");
    const auto until = timeParameter(query, "until");
    const auto paging = pagingOf(query, auditPages);
    for (const Error *error : std::initializer_list<const Error *>{
             after ? nullptr : &after.error(), before ? nullptr : &before.error(), since ? nullptr : &since.error(),
             until ? nullptr : &until.error(), paging ? nullptr : &paging.error()})
        if (error)
            return std::unexpected(*error);
    wanted.after = *after;
    wanted.before = *before;
    wanted.since = *since;
    wanted.until = *until;
    wanted.offset = paging->offset;
    wanted.limit = paging->limit;
    wanted.newestFirst = paging->descending;
    return wanted;
}

Result<bool> wantsLines(const http::Request &request)
{
    const auto format = textParameter(request.query(), "format");
    if (format && *format != "json" && *format != "jsonl")
        return fail(ErrorCode::InvalidArgument, "the parameter format must be json or jsonl");
    return format ? *format == "jsonl" : accepts(request, linesType);
}

Task<Result<void>> sendLines(Services services, identity::Principal principal, store::AuditQuery query,
                             http::BodyWriter &writer)
{
    query.newestFirst = false;
    query.offset = 0;
    query.limit = store::AuditLog::pageLimit;
    std::optional<std::int64_t> end; // it would never end while others write
    while (true) {
        if (!services.authenticator.stillValid(principal))
            co_return fail(ErrorCode::Unauthenticated, "the token was revoked");
        const auto page = co_await services.state.audit().query(query);
        if (!page)
            co_return std::unexpected(page.error());
        if (!end) {
            end = page->last;
            query.before = std::min(query.before.value_or(*end + 1), *end + 1);
        }
        std::string lines;
        for (const auto &entry : page->entries)
            if (entry.seq <= *end)
                lines.append(entry.json).append("\n");
        if (!lines.empty())
            if (auto sent = co_await writer.write(std::move(lines)); !sent)
                co_return sent;
        if (page->entries.size() < query.limit)
            co_return Result<void>{};
        query.after = page->entries.back().seq;
    }
}

} // namespace

Task<http::Response> listAudit(Services services, Call &call)
{
    auto query = auditQueryOf(call);
    if (!query)
        co_return http::Response::problem(query.error());
    const auto lines = wantsLines(call.request);
    if (!lines)
        co_return http::Response::problem(lines.error());
    if (*lines)
        co_return http::Response::stream(200, linesType,
                                         [services, principal = call.principal,
                                          query = std::move(*query)](http::BodyWriter &writer) {
                                             return sendLines(services, principal, query, writer);
                                         });
    query->counted = true;
    const Paging paging{.offset = query->offset, .limit = query->limit};
    const auto page = co_await services.state.audit().query(std::move(*query));
    if (!page)
        co_return http::Response::problem(page.error());
    // The texts go out as they were sealed: whoever has changed one shall be found.
    std::string text = R"({"records":[)";
    for (const auto &entry : page->entries)
        text.append(text.ends_with('[') ? "" : ",").append(entry.json);
    text += std::format(R"(],"oldest":{},"last":{}}})", page->oldest, page->last);
    co_return paged(http::Response::json(200, std::move(text)), call.request, paging, page->total);
}

} // namespace portolan::api
