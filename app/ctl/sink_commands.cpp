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

Task<Result<int>> listSinks(const Context &context, ControlPlaneClient &client)
{
    const auto sinks = co_await client.sinks();
    if (!sinks)
        co_return std::unexpected(sinks.error());
    printList(*sinks, context.json);
    co_return 0;
}

Task<Result<int>> addSink(const Context &context, ControlPlaneClient &client, std::shared_ptr<SinkArguments> arguments)
{
    SinkCreate wanted = arguments->wanted;
    wanted.mode = schema::enumFromName<SinkMode>(arguments->mode).value_or(SinkMode::Structured);
    if (!arguments->secretFile.empty()) {
        auto secret = readFile(arguments->secretFile, largestSecret);
        if (!secret)
            co_return std::unexpected(secret.error());
        secret->erase(secret->find_last_not_of(" \r\n") + 1);
        wanted.secret = std::move(*secret);
    }
    const auto created = co_await client.createSink(std::move(wanted));
    if (!created)
        co_return std::unexpected(created.error());
    if (context.json)
        std::println("{}", schema::encode(*created, true));
    else
        std::println("{}", created->id);
    co_return 0;
}

/// What is done with one sink, by its id.
using SinkWork = std::function<Task<Result<int>>(ControlPlaneClient &, std::string id)>;

Task<Result<int>> withSink(ControlPlaneClient &client, std::string sink, SinkWork work)
{
    const auto id = co_await idOf(client, std::move(sink));
    if (!id)
        co_return std::unexpected(id.error());
    co_return co_await work(client, *id);
}

Task<Result<int>> removeSink(ControlPlaneClient &client, std::string id)
{
    const auto removed = co_await client.deleteSink(std::move(id));
    if (!removed)
        co_return std::unexpected(removed.error());
    co_return 0;
}

Task<Result<int>> enableSink(ControlPlaneClient &client, std::string id, bool enabled)
{
    const auto updated = co_await client.updateSink(std::move(id), {.enabled = enabled});
    if (!updated)
        co_return std::unexpected(updated.error());
    co_return 0;
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

Task<Result<int>> testSink(const Context &context, ControlPlaneClient &client, std::string id)
{
    const auto attempt = co_await client.testSink(std::move(id));
    if (!attempt)
        co_return std::unexpected(attempt.error());
    co_return tell(context, "a test event", *attempt);
}

Task<Result<int>> listDeadLetters(const Context &context, ControlPlaneClient &client, std::string id)
{
    const auto letters = co_await client.deadLetters(std::move(id));
    if (!letters)
        co_return std::unexpected(letters.error());
    printList(*letters, context.json);
    co_return 0;
}

Task<Result<int>> redeliver(const Context &context, ControlPlaneClient &client, std::string id,
                            std::vector<std::int64_t> seqs)
{
    int status = 0;
    for (const std::int64_t seq : seqs) {
        const auto attempt = co_await client.redeliver(id, seq);
        status = std::max(status, attempt ? tell(context, std::format("event {}", seq), *attempt)
                                          : report(context, attempt.error()));
    }
    co_return status;
}

Task<Result<int>> forget(const Context &context, ControlPlaneClient &client, std::string id,
                         std::vector<std::int64_t> seqs)
{
    int status = 0;
    for (const std::int64_t seq : seqs) {
        const auto forgotten = co_await client.deleteDeadLetter(id, seq);
        if (!forgotten)
            status = std::max(status, report(context, forgotten.error()));
        else if (!context.json)
            std::println("event {} is forgotten", seq);
    }
    co_return status;
}

} // namespace

void addSinkCommands(CLI::App &app, Context &context)
{
    CLI::App *sink = app.add_subcommand("sink", "Where events are sent")->require_subcommand(1);
    auto arguments = std::make_shared<SinkArguments>();
    const auto addNamed = [sink, arguments, &context](const char *name, const char *help, SinkWork work) {
        CLI::App *command = sink->add_subcommand(name, help);
        command->add_option("SINK", arguments->sink, "Its name or id")->required();
        bindCommand(*command, context, [arguments, work = std::move(work)](ControlPlaneClient &client) {
            return withSink(client, arguments->sink, work);
        });
        return command;
    };

    bindCommand(*sink->add_subcommand("list", "Those that there are, and how far they have come"), context,
                [&context](ControlPlaneClient &client) { return listSinks(context, client); });

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
    bindCommand(*add, context,
                [&context, arguments](ControlPlaneClient &client) { return addSink(context, client, arguments); });

    addNamed("remove", "End it, and forget its dead letters", removeSink);
    addNamed("enable", "Go on where it was",
             [](ControlPlaneClient &client, std::string id) { return enableSink(client, std::move(id), true); });
    addNamed("disable", "Send nothing for now",
             [](ControlPlaneClient &client, std::string id) { return enableSink(client, std::move(id), false); });
    addNamed("test", "Send a test event now", [&context](ControlPlaneClient &client, std::string id) {
        return testSink(context, client, std::move(id));
    });
    addNamed("dead-letters", "List the events that it would not take",
             [&context](ControlPlaneClient &client, std::string id) {
                 return listDeadLetters(context, client, std::move(id));
             });
    const auto addForLetters = [addNamed, arguments](const char *name, const char *help, auto work) {
        addNamed(name, help,
                 [arguments, work](ControlPlaneClient &client, std::string id) {
                     return work(client, std::move(id), arguments->seqs);
                 })
            ->add_option("SEQ", arguments->seqs, "Number of an event")
            ->required();
    };
    addForLetters("redeliver", "Send dead letters again",
                  [&context](ControlPlaneClient &client, std::string id, std::vector<std::int64_t> seqs) {
                      return redeliver(context, client, std::move(id), std::move(seqs));
                  });
    addForLetters("forget", "Delete dead letters",
                  [&context](ControlPlaneClient &client, std::string id, std::vector<std::int64_t> seqs) {
                      return forget(context, client, std::move(id), std::move(seqs));
                  });
}

} // namespace portolan::ctl
