// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ctl/context.h"
#include "app/ctl/output.h"
#include "core/base/file.h"

namespace portolan::ctl {

namespace {

struct SinkArguments {
    SinkCreate wanted;
    std::string mode = "structured";
    std::string secretFile;
    std::string sink; ///< id or name
    std::vector<std::int64_t> seqs;
    bool enabled = true;
};

constexpr std::size_t largestSecret = 1'000;

/// People name sinks; the API knows them by their ids.
Task<Result<std::string>> idOf(ControlPlaneClient &client, std::string sink)
{
    const auto sinks = co_await client.sinks();
    if (!sinks)
        co_return std::unexpected(sinks.error());
    for (const SinkDetails &one : *sinks)
        if (one.id == sink || one.name == sink)
            co_return std::string(one.id);
    co_return fail(ErrorCode::NotFound, std::format("there is no sink \"{}\"", sink));
}

Task<int> listSinks(const Context &context, std::shared_ptr<SinkArguments>)
{
    const auto address = context.address();
    if (!address)
        co_return report(context, address.error());
    ControlPlaneClient client(*address);
    const auto sinks = co_await client.sinks();
    if (!sinks)
        co_return report(context, sinks.error());
    printList(*sinks, context.json);
    co_return 0;
}

Task<int> addSink(const Context &context, std::shared_ptr<SinkArguments> arguments)
{
    SinkCreate wanted = arguments->wanted;
    wanted.mode = schema::enumFromName<SinkMode>(arguments->mode).value_or(SinkMode::Structured);
    if (!arguments->secretFile.empty()) {
        auto secret = readFile(arguments->secretFile, largestSecret);
        if (!secret)
            co_return report(context, secret.error());
        secret->erase(secret->find_last_not_of(" \r\n") + 1);
        wanted.secret = std::move(*secret);
    }
    const auto address = context.address();
    if (!address)
        co_return report(context, address.error());
    ControlPlaneClient client(*address);
    const auto created = co_await client.createSink(std::move(wanted));
    if (!created)
        co_return report(context, created.error());
    if (context.json)
        std::println("{}", schema::encode(*created, true));
    else
        std::println("{}", created->id);
    co_return 0;
}

Task<int> removeSink(const Context &context, std::shared_ptr<SinkArguments> arguments)
{
    const auto address = context.address();
    if (!address)
        co_return report(context, address.error());
    ControlPlaneClient client(*address);
    const auto id = co_await idOf(client, arguments->sink);
    if (!id)
        co_return report(context, id.error());
    const auto removed = co_await client.deleteSink(*id);
    co_return removed ? 0 : report(context, removed.error());
}

Task<int> enableSink(const Context &context, std::string sink, bool enabled)
{
    const auto address = context.address();
    if (!address)
        co_return report(context, address.error());
    ControlPlaneClient client(*address);
    const auto id = co_await idOf(client, std::move(sink));
    if (!id)
        co_return report(context, id.error());
    const auto updated = co_await client.updateSink(*id, {.enabled = enabled});
    co_return updated ? 0 : report(context, updated.error());
}

/// Says what came of an attempt; its exit status.
int tell(const Context &context, std::string_view what, const SinkAttempt &attempt)
{
    if (context.json)
        std::println("{}", schema::encode(attempt));
    else if (attempt.delivered)
        std::println("{} is delivered", what);
    else
        std::println(stderr, "portolanctl: {} is not delivered: {}", what, attempt.error);
    return attempt.delivered ? 0 : static_cast<int>(ExitCode::Failure);
}

Task<int> testSink(const Context &context, std::shared_ptr<SinkArguments> arguments)
{
    const auto address = context.address();
    if (!address)
        co_return report(context, address.error());
    ControlPlaneClient client(*address);
    const auto id = co_await idOf(client, arguments->sink);
    if (!id)
        co_return report(context, id.error());
    const auto attempt = co_await client.testSink(*id);
    co_return attempt ? tell(context, "a test event", *attempt) : report(context, attempt.error());
}

Task<int> listDeadLetters(const Context &context, std::shared_ptr<SinkArguments> arguments)
{
    const auto address = context.address();
    if (!address)
        co_return report(context, address.error());
    ControlPlaneClient client(*address);
    const auto id = co_await idOf(client, arguments->sink);
    if (!id)
        co_return report(context, id.error());
    const auto letters = co_await client.deadLetters(*id);
    if (!letters)
        co_return report(context, letters.error());
    printList(*letters, context.json);
    co_return 0;
}

Task<int> redeliver(const Context &context, std::shared_ptr<SinkArguments> arguments)
{
    const auto address = context.address();
    if (!address)
        co_return report(context, address.error());
    ControlPlaneClient client(*address);
    const auto id = co_await idOf(client, arguments->sink);
    if (!id)
        co_return report(context, id.error());
    int status = 0;
    for (const std::int64_t seq : arguments->seqs) {
        const auto attempt = co_await client.redeliver(*id, seq);
        status = std::max(status, attempt ? tell(context, std::format("event {}", seq), *attempt)
                                          : report(context, attempt.error()));
    }
    co_return status;
}

} // namespace

void addSinkCommands(CLI::App &app, Context &context)
{
    CLI::App *sink = app.add_subcommand("sink", "Where events are sent")->require_subcommand(1);
    auto arguments = std::make_shared<SinkArguments>();
    const auto bind = [&context, arguments](CLI::App *command, auto function) {
        command->callback([&context, arguments, function] {
            context.command = [&context, arguments, function] { return function(context, arguments); };
        });
    };
    const auto named = [sink, arguments](const char *name, const char *help) {
        CLI::App *command = sink->add_subcommand(name, help);
        command->add_option("SINK", arguments->sink, "Its name or id")->required();
        return command;
    };

    bind(sink->add_subcommand("list", "Those that there are, and how far they have come"), listSinks);

    CLI::App *add = sink->add_subcommand("add", "Send events somewhere, from now on; prints its id");
    add->add_option("NAME", arguments->wanted.name, "How people call it")->required();
    add->add_option("URL", arguments->wanted.url, "Where to POST them")->required();
    add->add_option("--mode", arguments->mode, "How an event is laid into a request")
        ->check(CLI::IsMember({"structured", "binary"}))
        ->capture_default_str();
    add->add_option("--type", arguments->wanted.types,
                    "Only events of this type, or of all that begin so (workspace.*); may be given again");
    add->add_option("--owner", arguments->wanted.owner, "Only what is this user's");
    add->add_option("--secret-file", arguments->secretFile, "File with the secret that signs the requests");
    bind(add, addSink);

    bind(named("remove", "End it, and forget its dead letters"), removeSink);
    for (const bool enabled : {true, false}) {
        CLI::App *command = enabled ? named("enable", "Go on where it was") : named("disable", "Send nothing for now");
        command->callback([&context, arguments, enabled] {
            context.command = [&context, arguments, enabled] { return enableSink(context, arguments->sink, enabled); };
        });
    }
    bind(named("test", "Send a test event now"), testSink);
    bind(named("dead-letters", "List the events that it would not take"), listDeadLetters);
    CLI::App *again = named("redeliver", "Send dead letters again");
    again->add_option("SEQ", arguments->seqs, "Number of an event")->required();
    bind(again, redeliver);
}

} // namespace portolan::ctl
