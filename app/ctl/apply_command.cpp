// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ctl/context.h"
#include "core/base/file.h"
#include "core/schema/json.h"

#include <iostream>
#include <iterator>
#include <print>

namespace portolan::ctl {

namespace {

constexpr std::size_t largestFile = 16 * 1024 * 1024;

struct ApplyArguments {
    std::vector<std::string> files;
    bool dryRun = false;
};

Result<std::string> textOf(const std::string &file)
{
    if (file != "-")
        return readFile(file, largestFile);
    return std::string(std::istreambuf_iterator<char>(std::cin), {});
}

Task<Result<int>> apply(const Context &context, ControlPlaneClient &client, std::shared_ptr<ApplyArguments> arguments)
{
    std::vector<Manifest> manifests;
    for (const std::string &file : arguments->files) {
        const auto text = textOf(file);
        if (!text)
            co_return std::unexpected(text.error());
        auto read = readManifests(*text);
        if (!read)
            co_return failWithin(file, std::move(read.error()));
        std::ranges::move(*read, std::back_inserter(manifests));
    }
    // All of them are looked at before one is put: a fault in the last leaves nothing half done.
    for (const bool dryRun : {true, false}) {
        if (!dryRun && arguments->dryRun)
            break;
        JsonWriter json;
        json.beginArray();
        for (const Manifest &manifest : manifests) {
            const auto put = co_await client.putManifest(manifest, dryRun);
            if (!put)
                co_return failWithin(std::format("{} {} (line {})", manifest.kind, manifest.name, manifest.line),
                                     put.error());
            const std::string_view outcome = schema::enumName(*put);
            json.beginObject().key("kind").string(manifest.kind).key("name").string(manifest.name);
            json.key("outcome").string(outcome).endObject();
            if (dryRun == arguments->dryRun && !context.json)
                std::println("{}/{} {}{}", manifest.kind, manifest.name, outcome, dryRun ? " (dry run)" : "");
        }
        json.endArray();
        if (dryRun == arguments->dryRun && context.json)
            std::println("{}", json.text());
    }
    co_return 0;
}

} // namespace

void addApplyCommand(CLI::App &app, Context &context)
{
    const auto arguments = std::make_shared<ApplyArguments>();
    auto *command = app.add_subcommand(
        "apply", "Put what manifests say: clients, secrets, clusters, tenants, workshops, portals");
    command->add_option("-f,--file", arguments->files, "YAML files; - reads from standard input")->required();
    command->add_flag("--dry-run", arguments->dryRun, "Only say what would become of it");
    bindCommand(*command, context,
                [&context, arguments](ControlPlaneClient &client) { return apply(context, client, arguments); });
}

} // namespace portolan::ctl
