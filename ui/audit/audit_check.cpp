// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/audit/audit_check.h"

#include "core/async/off_thread.h"
#include "core/model/audit/audit_chain.h"
#include "core/model/audit/audit_page.h"

namespace portolan::ui {
namespace {

/// What the threads of the pool work on, one after the other.
struct Check {
    AuditVerifier verifier;
    std::optional<AuditPage> begin; ///< the first page, which tells the bounds
    std::string broken;

    [[nodiscard]] AuditVerdict verdict() const
    {
        return {.count = verifier.count(),
                .first = verifier.first(),
                .head = verifier.count() > 0 ? verifier.head().text() : std::string(),
                .broken = broken};
    }
};

Result<AuditPage> checkPage(Check &check, const std::string &text)
{
    const auto visit = [&check](const AuditPage &page, std::int64_t seq, std::string_view record) -> Result<void> {
        if (!check.broken.empty() || seq > (check.begin ? check.begin->last : page.last))
            return {};
        if (const auto added = check.verifier.add(record); !added)
            check.broken = added.error().detail;
        return {};
    };
    const auto page = readAuditPage(text, visit);
    if (page && !check.begin)
        check.begin = *page;
    return page;
}

} // namespace

Task<Result<AuditVerdict>> verifyAuditLog(std::shared_ptr<ControlPlaneClient> client,
                                          std::function<void(std::int64_t, std::int64_t)> onPage,
                                          std::stop_token cancel)
{
    const auto check = std::make_shared<Check>();
    ControlPlaneClient::AuditQuery query;
    while (true) {
        const auto text = co_await client->auditPage(query);
        if (!text)
            co_return std::unexpected(text.error());
        const auto page = co_await offThread<Result<AuditPage>>([check, text = *text] {
            return checkPage(*check, text);
        });
        if (cancel.stop_requested())
            co_return fail(ErrorCode::Cancelled, "the verification was cancelled");
        if (!page)
            co_return std::unexpected(page.error());
        query.after = std::max(query.after, page->highest);
        if (!check->broken.empty())
            co_return check->verdict();
        if (page->count < query.limit || query.after >= check->begin->last)
            break;
        onPage(check->verifier.count(), check->begin->last - check->begin->oldest + 1);
    }
    if (const auto whole = check->verifier.finish(check->begin->oldest, check->begin->last); !whole)
        check->broken = whole.error().detail;
    co_return check->verdict();
}

} // namespace portolan::ui
