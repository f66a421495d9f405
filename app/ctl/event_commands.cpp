// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ctl/context.h"
#include "app/ctl/output.h"

namespace portolan::ctl {

namespace {

struct EventArguments {
    ControlPlaneClient::EventFilter filter;
    std::optional<std::int64_t> after;
    std::size_t limit = 50;
};

Task<Result<int>> listEvents(const Context &context, ControlPlaneClient &client, EventArguments arguments)
{
    auto history = co_await client.events({.filter = arguments.filter,
                                           .after = arguments.after.value_or(0),
                                           .limit = arguments.limit,
                                           .newestFirst = !arguments.after});
    if (!history)
        co_return std::unexpected(history.error());
    if (!arguments.after)
        std::ranges::reverse(history->events); // The last ones, in the order in which they happened.
    printList(history->events, context.json);
    co_return 0;
}

Task<Result<int>> followEvents(const Context &context, ControlPlaneClient &client, EventArguments arguments)
{
    const auto followed = co_await client.followEvents(
        arguments.filter, arguments.after,
        [&context](const Event &event) {
            if (context.json)
                std::println("{}", schema::encode(event));
            else
                std::println("{} {:>6} {} {}/{} {}", formatTime(event.time), event.seq, event.type, event.subjectKind,
                             event.subject, event.data.text);
            std::fflush(stdout);
            return true;
        },
        [] { std::println(stderr, "portolanctl: some events are no longer kept; going on with the oldest that are"); });
    if (!followed)
        co_return std::unexpected(followed.error());
    co_return 0;
}

void addFilter(CLI::App &command, EventArguments &arguments)
{
    command.add_option("--type", arguments.filter.types, "Only events of this type; may be given again");
    command.add_option("--subject", arguments.filter.subject, "Only events of this workspace, user, ...");
    command.add_option("--after", arguments.after, "Only events after this number");
}

} // namespace

void addEventCommands(CLI::App &app, Context &context)
{
    CLI::App *event = app.add_subcommand("event", "What happened")->require_subcommand(1);
    auto arguments = std::make_shared<EventArguments>();

    CLI::App *list = event->add_subcommand("list", "List the latest events");
    addFilter(*list, *arguments);
    list->add_option("--limit", arguments->limit, "How many")->capture_default_str()->check(CLI::Range(1, 1000));
    bindCommand(*list, context,
                [&context, arguments](ControlPlaneClient &client) { return listEvents(context, client, *arguments); });

    CLI::App *follow = event->add_subcommand("follow", "Print events as they happen");
    addFilter(*follow, *arguments);
    bindCommand(*follow, context, [&context, arguments](ControlPlaneClient &client) {
        return followEvents(context, client, *arguments);
    });
}

} // namespace portolan::ctl
