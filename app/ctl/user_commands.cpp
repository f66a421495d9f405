// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ctl/context.h"
#include "app/ctl/output.h"
#include "core/base/file.h"

#include <print>

namespace portolan::ctl {

namespace {

/// One request, and the user as it is then.
using Change = std::function<Task<Result<UserProfile>>(ControlPlaneClient &)>;

Task<Result<int>> changeUser(const Context &context, ControlPlaneClient &client, Change change, std::string done)
{
    const auto user = co_await change(client);
    if (!user)
        co_return std::unexpected(user.error());
    if (context.json)
        std::println("{}", schema::encode(*user, true));
    else if (done.empty())
        printDetails(*user, false);
    else
        std::println("{} {}", user->username, done);
    co_return 0;
}

Task<Result<int>> listUsers(const Context &context, ControlPlaneClient &client)
{
    const auto users = co_await client.users();
    if (!users)
        co_return std::unexpected(users.error());
    printList(*users, context.json);
    co_return 0;
}

Task<Result<int>> deleteUsers(const Context &context, ControlPlaneClient &client, std::vector<std::string> names)
{
    int status = 0;
    for (const std::string &name : names) {
        const auto deleted = co_await client.deleteUser(name);
        if (!deleted)
            status = std::max(status, report(context, deleted.error()));
        else if (!context.json)
            std::println("{} is deleted", name);
    }
    co_return status;
}

/// The first line of a file. Never an argument: those are in the process list.
Result<std::string> passwordFrom(const std::string &file)
{
    constexpr std::size_t largest = 4096;
    auto text = readFile(file, largest);
    if (!text)
        return text;
    text->erase(std::min(text->find_first_of("\r\n"), text->size()));
    if (text->empty())
        return fail(ErrorCode::InvalidArgument, std::format("{} has no password in its first line", file));
    return text;
}

struct UserArguments {
    std::string name;
    std::vector<std::string> names;
    std::vector<std::string> roles;
    std::string passwordFile;
    std::string currentPasswordFile;
    UserCreate wanted;
};

Task<Result<int>> createUser(const Context &context, ControlPlaneClient &client,
                             std::shared_ptr<UserArguments> arguments)
{
    UserCreate wanted = arguments->wanted;
    wanted.username = arguments->name;
    if (!arguments->roles.empty())
        wanted.roles = arguments->roles;
    if (!arguments->passwordFile.empty()) {
        auto password = passwordFrom(arguments->passwordFile);
        if (!password)
            co_return std::unexpected(password.error());
        wanted.password = std::move(*password);
    }
    const Change create = [wanted](ControlPlaneClient &server) { return server.createUser(wanted); };
    co_return co_await changeUser(context, client, create, "is made");
}

Task<Result<int>> setPassword(const Context &context, ControlPlaneClient &client,
                              std::shared_ptr<UserArguments> arguments)
{
    auto password = passwordFrom(arguments->passwordFile);
    if (!password)
        co_return std::unexpected(password.error());
    PasswordChange wanted{.password = std::move(*password)};
    if (!arguments->currentPasswordFile.empty()) {
        auto current = passwordFrom(arguments->currentPasswordFile);
        if (!current)
            co_return std::unexpected(current.error());
        wanted.currentPassword = std::move(*current);
    }
    const Change set = [name = arguments->name, wanted](ControlPlaneClient &server) {
        return server.setPassword(name, wanted);
    };
    co_return co_await changeUser(context, client, set, "has a new password; its sessions have ended");
}

/// A command that takes the name of one user.
CLI::App *addOne(CLI::App &user, const char *name, const char *help, const std::shared_ptr<UserArguments> &arguments)
{
    CLI::App *command = user.add_subcommand(name, help);
    command->add_option("NAME", arguments->name, "User")->required();
    return command;
}

void addChange(CLI::App *command, Context &context, const std::function<Change()> &change, const std::string &done)
{
    bindCommand(*command, context, [&context, change, done](ControlPlaneClient &client) {
        return changeUser(context, client, change(), done);
    });
}

void addChanges(CLI::App &user, Context &context)
{
    auto arguments = std::make_shared<UserArguments>();
    addChange(
        addOne(user, "show", "All about a user", arguments), context,
        [arguments] {
            return Change([name = arguments->name](ControlPlaneClient &client) { return client.user(name); });
        },
        "");
    for (const bool locks : {true, false}) {
        CLI::App *command = addOne(user, locks ? "lock" : "unlock",
                                   locks ? "Keep a user out, and end its sessions" : "Let a user in again", arguments);
        addChange(
            command, context,
            [arguments, locks] {
                return Change([name = arguments->name, locks](ControlPlaneClient &client) {
                    return client.updateUser(name, {.locked = locks});
                });
            },
            locks ? "is locked" : "is unlocked");
    }
    for (const bool grants : {true, false}) {
        CLI::App *command = addOne(user, grants ? "grant" : "revoke", grants ? "Give roles" : "Take roles away",
                                   arguments);
        command->add_option("ROLE", arguments->roles, "admin, operator, author, tenant or user")->required();
        addChange(
            command, context,
            [arguments, grants] {
                return Change([name = arguments->name, roles = arguments->roles, grants](ControlPlaneClient &client) {
                    return grants ? client.addRoles(name, {.roles = roles})
                                  : client.removeRoles(name, {.roles = roles});
                });
            },
            grants ? "has the roles" : "has them no more");
    }
}

} // namespace

void addUserCommands(CLI::App &app, Context &context)
{
    CLI::App *user = app.add_subcommand("user", "People and programs that may come in")->require_subcommand(1);
    bindCommand(*user->add_subcommand("list", "Who there is"), context,
                [&context](ControlPlaneClient &client) { return listUsers(context, client); });
    addChanges(*user, context);

    auto created = std::make_shared<UserArguments>();
    CLI::App *create = addOne(*user, "create", "Make a user", created);
    create->add_option("--role", created->roles, "What it may do: admin, operator, author, tenant or user");
    create->add_option("--fullname", created->wanted.fullname, "Its name for people");
    create->add_option("--email", created->wanted.email, "Its mail address");
    create->add_option("--password-file", created->passwordFile, "File whose first line is its password")
        ->check(CLI::ExistingFile);
    bindCommand(*create, context,
                [&context, created](ControlPlaneClient &client) { return createUser(context, client, created); });

    auto deleted = std::make_shared<UserArguments>();
    CLI::App *remove = user->add_subcommand("delete", "Delete users who have no workspaces");
    remove->add_option("NAME", deleted->names, "User")->required();
    bindCommand(*remove, context, [&context, deleted](ControlPlaneClient &client) {
        return deleteUsers(context, client, deleted->names);
    });

    auto secret = std::make_shared<UserArguments>();
    CLI::App *password = addOne(*user, "password", "Set a user's password", secret);
    password->add_option("--password-file", secret->passwordFile, "File whose first line is the new password")
        ->required()
        ->check(CLI::ExistingFile);
    password->add_option("--current-password-file", secret->currentPasswordFile, "The one of now, for your own")
        ->check(CLI::ExistingFile);
    bindCommand(*password, context,
                [&context, secret](ControlPlaneClient &client) { return setPassword(context, client, secret); });
}

} // namespace portolan::ctl
