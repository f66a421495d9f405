// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ctl/context.h"
#include "app/ctl/output.h"
#include "core/model/audit/audit_chain.h"
#include "core/model/audit/audit_page.h"

namespace portolan::ctl {

namespace {

struct AuditArguments {
    ControlPlaneClient::AuditFilter filter;
    std::size_t limit = 50;
    std::string anchor;
};

std::unexpected<Error> notUnderstood(const Error &error)
{
    return fail(ErrorCode::BadGateway, "the server's answer cannot be understood: " + error.detail);
}

/// Hands on every record, oldest first, as JSON; up to those that there are at the beginning. The first page, which tells
/// the bounds.
Task<Result<AuditPage>> eachRecord(ControlPlaneClient &client, ControlPlaneClient::AuditFilter filter,
                                   std::function<Result<void>(std::string_view json)> visit)
{
    std::optional<AuditPage> first;
    ControlPlaneClient::AuditQuery query{.filter = std::move(filter)};
    while (true) {
        const auto text = co_await client.auditPage(query);
        if (!text)
            co_return std::unexpected(text.error());
        const auto page = readAuditPage(*text, [&](const AuditPage &bounds, std::int64_t seq, std::string_view record) {
            return seq > (first ? first->last : bounds.last) ? Result<void>() : visit(record);
        });
        if (!page)
            co_return std::unexpected(page.error());
        if (!first)
            first = *page;
        query.after = std::max(query.after, page->highest);
        if (page->count < query.limit || query.after >= first->last)
            co_return *first;
    }
}

Task<Result<int>> listAudit(const Context &context, ControlPlaneClient &client,
                            std::shared_ptr<AuditArguments> arguments)
{
    const auto text = co_await client.auditPage(
        {.filter = arguments->filter, .limit = arguments->limit, .newestFirst = true});
    if (!text)
        co_return std::unexpected(text.error());
    auto history = schema::decode<AuditHistory>(*text);
    if (!history)
        co_return notUnderstood(history.error());
    std::ranges::reverse(history->records); // The last ones, in the order in which they happened.
    printList(history->records, context.json);
    co_return 0;
}

Task<Result<int>> exportAudit(const Context &, ControlPlaneClient &client, std::shared_ptr<AuditArguments> arguments)
{
    const auto exported = co_await eachRecord(client, arguments->filter, [](std::string_view json) -> Result<void> {
        std::println("{}", json);
        return {};
    });
    if (!exported)
        co_return std::unexpected(exported.error());
    co_return 0;
}

Task<Result<int>> verifyAudit(const Context &context, ControlPlaneClient &client,
                              std::shared_ptr<AuditArguments> arguments)
{
    std::optional<AuditAnchor> anchor;
    if (!arguments->anchor.empty()) {
        const auto parsed = AuditAnchor::parse(arguments->anchor);
        if (!parsed) {
            static_cast<void>(report(context, parsed.error()));
            co_return static_cast<int>(ExitCode::Usage);
        }
        anchor = *parsed;
    }
    AuditVerifier verifier(anchor);
    std::optional<Error> broken;
    const auto read = co_await eachRecord(client, {}, [&](std::string_view json) {
        auto added = verifier.add(json);
        if (!added)
            broken = added.error();
        return added;
    });
    if (!read && !broken)
        co_return std::unexpected(read.error());
    if (read)
        if (const auto whole = verifier.finish(read->oldest, read->last); !whole)
            broken = whole.error();
    if (broken) {
        static_cast<void>(report(context, *broken));
        co_return static_cast<int>(ExitCode::Failure);
    }
    if (context.json) {
        JsonWriter writer;
        writer.beginObject().key("records").integer(verifier.count()).key("first").integer(verifier.first());
        writer.key("head").string(verifier.head().text()).endObject();
        std::println("{}", writer.text());
    } else {
        std::println("{} records from {} on are whole", verifier.count(), verifier.first());
        std::println("head {}", verifier.head().text());
    }
    co_return 0;
}

void addFilter(CLI::App &command, AuditArguments &arguments)
{
    command.add_option("--actor", arguments.filter.actor, "Only what this user did");
    command.add_option("--action", arguments.filter.action, "Only this, such as workspace:create or login");
    command.add_option("--subject", arguments.filter.subject, "Only what was done to this workspace, user, ...");
    command.add_option("--result", arguments.filter.result, "Only what came to this")
        ->check(CLI::IsMember({"allowed", "denied", "failed"}));
    command.add_option("--since", arguments.filter.since, "Only from this time on, such as 2026-05-01T08:00:00Z");
    command.add_option("--until", arguments.filter.until, "Only before this time");
}

} // namespace

void addAuditCommands(CLI::App &app, Context &context)
{
    CLI::App *audit = app.add_subcommand("audit", "Who did what")->require_subcommand(1);
    auto arguments = std::make_shared<AuditArguments>();
    const auto bind = [&context, arguments](CLI::App *command, auto function) {
        bindCommand(*command, context, [&context, arguments, function](ControlPlaneClient &client) {
            return function(context, client, arguments);
        });
    };

    CLI::App *list = audit->add_subcommand("list", "List the latest records");
    addFilter(*list, *arguments);
    list->add_option("--limit", arguments->limit, "How many")->capture_default_str()->check(CLI::Range(1, 1000));
    bind(list, listAudit);

    CLI::App *exported = audit->add_subcommand("export", "Print all records, oldest first, one as JSON a line");
    addFilter(*exported, *arguments);
    bind(exported, exportAudit);

    CLI::App *verify = audit->add_subcommand("verify", "Recompute the chain of hashes over all records");
    verify->add_option("--anchor", arguments->anchor,
                       "SEQ:HASH that an earlier run printed: prove that it is in there");
    bind(verify, verifyAudit);
}

} // namespace portolan::ctl
