// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ctl/context.h"
#include "app/ctl/output.h"

namespace portolan::ctl {

namespace {

void printReadiness(const JsonDocument &document)
{
    const JsonValue root = document.root();
    const auto text = [](std::optional<JsonValue> value) {
        return std::string(value ? value->toString().value_or("?") : "?");
    };
    std::println("{:<12} {}", "State", text(root.find("status")));
    if (const auto checks = root.find("checks"))
        checks->forEachMember([&](std::string_view key, JsonValue value) {
            std::println("{:<12} {}", key, text(value));
        });
    if (const auto limits = root.find("limits"))
        limits->forEachElement([&](std::size_t, JsonValue limit) {
            const auto enforced = limit.find("enforced");
            const bool isEnforced = enforced && enforced->toBool().value_or(false);
            std::println("{:<12} {}", text(limit.find("what")),
                         isEnforced ? "enforced" : "not enforced: " + text(limit.find("reason")));
        });
}

Task<Result<int>> status(const Context &context, ControlPlaneClient &client)
{
    const auto readiness = co_await client.readiness();
    if (!readiness)
        co_return std::unexpected(readiness.error());
    const auto profile = co_await client.profile();
    if (!profile)
        co_return std::unexpected(profile.error());
    const auto document = JsonDocument::parse(*readiness);
    if (!document)
        co_return std::unexpected(document.error());
    if (context.json) {
        std::println("{}", *readiness);
    } else {
        std::println("{:<12} {}", "Server", client.address().url);
        std::println("{:<12} {}", "User", profile->username);
        printReadiness(*document);
    }
    const auto state = document->root().find("status");
    co_return state && state->toString() == "ready" ? 0 : static_cast<int>(ExitCode::Unavailable);
}

} // namespace

void addStatusCommand(CLI::App &app, Context &context)
{
    CLI::App *command = app.add_subcommand("status",
                                           "Whether the control plane can do its work, and who you are to it");
    bindCommand(*command, context, [&context](ControlPlaneClient &client) { return status(context, client); });
}

} // namespace portolan::ctl
