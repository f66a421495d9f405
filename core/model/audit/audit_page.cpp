// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/audit/audit_page.h"

#include "core/schema/codec.h"

#include <algorithm>

namespace portolan {

Result<AuditPage> readAuditPage(std::string_view json, const AuditVisitor &visit)
{
    const auto document = JsonDocument::parse(json);
    if (!document)
        return fail(ErrorCode::BadGateway, "the server's answer cannot be understood: " + document.error().detail);
    const auto number = [](std::optional<JsonValue> value) {
        return (value ? value->toInteger() : std::nullopt).value_or(0);
    };
    AuditPage page{.oldest = number(document->root().find("oldest")), .last = number(document->root().find("last"))};
    Result<void> visited;
    if (const auto records = document->root().find("records"))
        records->forEachElement([&](std::size_t, JsonValue record) {
            const std::int64_t seq = number(record.find("seq"));
            ++page.count;
            page.highest = std::max(page.highest, seq);
            if (visited)
                visited = visit(page, seq, record.toJson());
        });
    if (!visited)
        return std::unexpected(std::move(visited.error()));
    return page;
}

} // namespace portolan
