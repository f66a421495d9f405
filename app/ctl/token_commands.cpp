// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ctl/context.h"
#include "app/ctl/output.h"
#include "core/base/time.h"

#include <print>

namespace portolan::ctl {

namespace {

struct TokenArguments {
    std::string user;
    std::vector<std::int64_t> ids;
    AccessTokenCreate wanted;
    std::string lifetime;
};

Task<Result<int>> listTokens(const Context &context, ControlPlaneClient &client, std::string user)
{
    const auto tokens = co_await client.tokens(std::move(user));
    if (!tokens)
        co_return std::unexpected(tokens.error());
    printList(*tokens, context.json);
    co_return 0;
}

Task<Result<int>> createToken(const Context &context, ControlPlaneClient &client,
                              std::shared_ptr<TokenArguments> arguments)
{
    AccessTokenCreate wanted = arguments->wanted;
    if (wanted.scopes.empty())
        wanted.scopes = {"*"};
    if (!arguments->lifetime.empty()) {
        const auto lifetime = parseDuration(arguments->lifetime);
        if (!lifetime)
            co_return std::unexpected(lifetime.error());
        wanted.expiresAt = SystemClock().now() + *lifetime;
    }
    const auto created = co_await client.createToken(wanted);
    if (!created)
        co_return std::unexpected(created.error());
    if (context.json) {
        std::println("{}", schema::encode(*created, true));
        co_return 0;
    }
    // Alone on standard output, so that it can go into a file unseen.
    std::println("{}", created->token);
    std::println(stderr, "This is token {}, named {}. It is told this once; keep it in a file that only you can read.",
                 created->id, wanted.name);
    co_return 0;
}

Task<Result<int>> revokeTokens(const Context &context, ControlPlaneClient &client, std::string user,
                               std::vector<std::int64_t> ids)
{
    int status = 0;
    for (const std::int64_t id : ids) {
        const auto deleted = co_await client.deleteToken(user, id);
        if (!deleted)
            status = std::max(status, report(context, deleted.error()));
        else if (!context.json)
            std::println("token {} is revoked", id);
    }
    co_return status;
}

} // namespace

void addTokenCommands(CLI::App &app, Context &context)
{
    CLI::App *token = app.add_subcommand("token", "Personal access tokens")->require_subcommand(1);
    auto arguments = std::make_shared<TokenArguments>();

    CLI::App *list = token->add_subcommand("list", "Those that there are, without their text");
    list->add_option("--user", arguments->user, "Whose; yours where it is left out");
    bindCommand(*list, context, [&context, arguments](ControlPlaneClient &client) {
        return listTokens(context, client, arguments->user);
    });

    CLI::App *create = token->add_subcommand("create", "Make one of your own, and print it");
    create->add_option("NAME", arguments->wanted.name, "What it is for")->required();
    create->add_option("--scope", arguments->wanted.scopes,
                       "What it is narrowed to, such as workspace:read or workspace:*; all where it is left out");
    create->add_option("--expires", arguments->lifetime, "After how long it expires, such as 12h; never otherwise");
    create->add_flag("--renew", arguments->wanted.renew, "Replace the one of this name");
    bindCommand(*create, context,
                [&context, arguments](ControlPlaneClient &client) { return createToken(context, client, arguments); });

    CLI::App *revoke = token->add_subcommand("revoke", "End tokens, and what was opened with them");
    revoke->add_option("ID", arguments->ids, "Number of a token, as the list has it")->required();
    revoke->add_option("--user", arguments->user, "Whose; yours where it is left out");
    bindCommand(*revoke, context, [&context, arguments](ControlPlaneClient &client) {
        return revokeTokens(context, client, arguments->user, arguments->ids);
    });
}

} // namespace portolan::ctl
