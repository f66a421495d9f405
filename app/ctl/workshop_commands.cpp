// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ctl/context.h"
#include "app/ctl/output.h"
#include "core/model/workshop/parameter_text.h"

namespace portolan::ctl {

namespace {

struct WorkshopArguments {
    std::string tenant;
    std::string workshop;
    std::string session;
    WorkshopRequest wanted;
    std::vector<std::string> parameters; ///< NAME=VALUE
    ControlPlaneClient::SessionQuery query;
};

using WorkshopWords = std::shared_ptr<WorkshopArguments>;

/// A definition for people: what of it fits in a line.
struct DefinitionLine {
    std::string name;
    std::string title;
    std::string blueprint;
    std::int64_t pages = 0;
    std::string description;
    std::string duration;
    std::vector<std::string> parameters;
    std::int64_t terminals = 1;
    std::int64_t generation = 1;
    Time created;
};

} // namespace
} // namespace portolan::ctl

template <>
struct portolan::schema::Description<portolan::ctl::DefinitionLine> {
    using L = portolan::ctl::DefinitionLine;
    static constexpr auto onRequest = Column::Shown::OnRequest;
    static constexpr std::string_view name = "DefinitionLine";
    static constexpr std::string_view doc = "What a workshop is.";
    static constexpr auto fields = std::tuple{
        field("name", &L::name, {.column = {.title = "Workshop"}}),
        field("title", &L::title, {.column = {.title = "Title"}}),
        field("blueprint", &L::blueprint, {.column = {.title = "Blueprint"}}),
        field("pages", &L::pages, {.column = {.title = "Pages"}}),
        field("description", &L::description, {.column = {.title = "Description", .shown = onRequest}}),
        field("duration", &L::duration, {.column = {.title = "Duration", .shown = onRequest}}),
        field("parameters", &L::parameters, {.column = {.title = "Parameters", .shown = onRequest}}),
        field("terminals", &L::terminals, {.column = {.title = "Terminals", .shown = onRequest}}),
        field("generation", &L::generation, {.column = {.title = "Generation", .shown = onRequest}}),
        field("created", &L::created, {.column = {.title = "Age"}}),
    };
};

namespace portolan::ctl {

namespace {

DefinitionLine lineOf(const Workshop &workshop)
{
    const WorkshopSpec &spec = workshop.spec;
    DefinitionLine line{.name = workshop.name,
                        .title = spec.title,
                        .blueprint = spec.blueprint,
                        .pages = std::ssize(spec.instructions),
                        .description = spec.description,
                        .duration = spec.duration,
                        .parameters = {},
                        .terminals = spec.terminals,
                        .generation = workshop.generation,
                        .created = workshop.created};
    for (const WorkshopParameterRule &parameter : spec.request.parameters)
        line.parameters.push_back(toText(parameter));
    return line;
}

Task<Result<int>> listDefinitions(const Context &context, ControlPlaneClient &client, WorkshopWords)
{
    const auto definitions = co_await client.workshopDefinitions();
    if (!definitions)
        co_return std::unexpected(definitions.error());
    if (context.json) {
        printList(*definitions, true);
        co_return 0;
    }
    std::vector<DefinitionLine> lines;
    std::ranges::transform(*definitions, std::back_inserter(lines), lineOf);
    printList(lines, false);
    co_return 0;
}

Task<Result<int>> showDefinition(const Context &context, ControlPlaneClient &client, WorkshopWords arguments)
{
    const auto definition = co_await client.workshopDefinition(arguments->workshop);
    if (!definition)
        co_return std::unexpected(definition.error());
    if (context.json)
        printDetails(*definition, true);
    else
        printDetails(lineOf(*definition), false);
    co_return 0;
}

Task<Result<int>> deleteDefinition(const Context &context, ControlPlaneClient &client, WorkshopWords arguments)
{
    co_return printDeleted(co_await client.deleteWorkshopDefinition(arguments->workshop), arguments->workshop,
                           context.json);
}

Task<Result<int>> listWorkshops(const Context &context, ControlPlaneClient &client, WorkshopWords arguments)
{
    const auto workshops = co_await client.workshops(arguments->tenant);
    if (!workshops)
        co_return std::unexpected(workshops.error());
    printList(*workshops, context.json);
    co_return 0;
}

Task<Result<int>> requestWorkshop(const Context &context, ControlPlaneClient &client, WorkshopWords arguments)
{
    WorkshopRequest wanted = arguments->wanted;
    wanted.tenantName = arguments->tenant;
    wanted.workshopName = arguments->workshop;
    for (const std::string &parameter : arguments->parameters) {
        const auto sign = parameter.find('=');
        if (sign == parameter.npos)
            co_return fail(ErrorCode::InvalidArgument, std::format("--param {} is not NAME=VALUE", parameter));
        wanted.workshopParams.push_back({.name = parameter.substr(0, sign), .value = parameter.substr(sign + 1)});
    }
    const auto granted = co_await client.requestWorkshop(std::move(wanted));
    if (!granted)
        co_return std::unexpected(granted.error());
    if (context.json) {
        std::println("{}", schema::encode(*granted, true));
        co_return 0;
    }
    std::println(stderr, "the session {} of {}; its address opens it once, within a minute:", granted->sessionName,
                 granted->clientUserId);
    std::println("{}", granted->sessionActivationUrl);
    co_return 0;
}

Task<Result<int>> explainWorkshop(const Context &context, ControlPlaneClient &client, WorkshopWords arguments)
{
    const auto explained = co_await client.explainWorkshop(arguments->tenant, arguments->workshop);
    if (!explained)
        co_return std::unexpected(explained.error());
    if (context.json)
        std::println("{}", schema::encode(*explained, true));
    else if (explained->candidates.empty())
        std::println("no portal of {} offers {}", arguments->tenant, arguments->workshop);
    else
        printList(explained->candidates, false);
    co_return 0;
}

Task<Result<int>> listSessions(const Context &context, ControlPlaneClient &client, WorkshopWords arguments)
{
    const auto sessions = co_await client.workshopSessions(arguments->query);
    if (!sessions)
        co_return std::unexpected(sessions.error());
    printList(*sessions, context.json);
    co_return 0;
}

ControlPlaneClient::SessionPath pathOf(const WorkshopSessionDetails &session)
{
    return {.cluster = session.cluster,
            .portal = session.portal,
            .environment = session.environment,
            .session = session.name};
}

std::string textOf(const ControlPlaneClient::SessionPath &path)
{
    return std::format("{}/{}/{}/{}", path.cluster, path.portal, path.environment, path.session);
}

/// People name sessions; portals of other clusters may have one of the same name.
Task<Result<ControlPlaneClient::SessionPath>> findSession(ControlPlaneClient &client, std::string name)
{
    const auto sessions = co_await client.workshopSessions({});
    if (!sessions)
        co_return std::unexpected(sessions.error());
    std::vector<ControlPlaneClient::SessionPath> found;
    for (const WorkshopSessionDetails &session : *sessions)
        if (const auto path = pathOf(session); session.name == name || textOf(path) == name)
            found.push_back(path);
    if (found.empty())
        co_return fail(ErrorCode::NotFound, std::format("there is no session \"{}\"", name));
    if (found.size() > 1)
        co_return fail(ErrorCode::Conflict, std::format("{} sessions are called {}; say which, as {}", found.size(),
                                                        name, textOf(found[0])));
    co_return std::move(found.front());
}

Task<Result<int>> endSession(const Context &context, ControlPlaneClient &client, WorkshopWords arguments)
{
    const auto path = co_await findSession(client, arguments->session);
    if (!path)
        co_return std::unexpected(path.error());
    const auto ended = co_await client.endWorkshopSession(*path);
    if (!ended)
        co_return std::unexpected(ended.error());
    if (!context.json)
        std::println("{} is ending", path->session);
    co_return 0;
}

Task<Result<int>> extendSession(const Context &context, ControlPlaneClient &client, WorkshopWords arguments)
{
    const auto path = co_await findSession(client, arguments->session);
    if (!path)
        co_return std::unexpected(path.error());
    const auto extended = co_await client.extendWorkshopSession(*path);
    if (!extended)
        co_return std::unexpected(extended.error());
    if (context.json)
        std::println("{}", schema::encode(*extended, true));
    else
        std::println("{} ends {}", extended->name,
                     extended->expires ? toText(schema::Cell(*extended->expires), SystemClock().now()) : "never");
    co_return 0;
}

using WorkshopWork = Task<Result<int>> (*)(const Context &, ControlPlaneClient &, WorkshopWords);

void bindWith(CLI::App &command, Context &context, const WorkshopWords &arguments, WorkshopWork work)
{
    bindCommand(command, context,
                [&context, arguments, work](ControlPlaneClient &client) { return work(context, client, arguments); });
}

void addSessionCommands(CLI::App &workshop, Context &context, const WorkshopWords &arguments)
{
    CLI::App *session = workshop.add_subcommand("session", "Who is in which workshop")->require_subcommand(1);
    CLI::App *list = session->add_subcommand("list", "Those of all portals that have not ended");
    list->add_option("--user", arguments->query.user, "Only of this user, as the client calls them");
    list->add_option("--portal", arguments->query.portal, "Only in portals of this name");
    bindWith(*list, context, arguments, listSessions);
    const auto addNamed = [&](const char *name, const char *help, WorkshopWork work) {
        CLI::App *command = session->add_subcommand(name, help);
        command->add_option("SESSION", arguments->session, "Its name, or CLUSTER/PORTAL/ENVIRONMENT/NAME")->required();
        bindWith(*command, context, arguments, work);
    };
    addNamed("extend", "Give it more time", extendSession);
    addNamed("end", "End it, with its workspace", endSession);
}

void addDefinitionCommands(CLI::App &workshop, Context &context, const WorkshopWords &arguments)
{
    CLI::App *definition = workshop
                               .add_subcommand("definition", "What workshops are, whether or not a portal offers them; "
                                                             "`apply` makes and changes them")
                               ->require_subcommand(1);
    bindWith(*definition->add_subcommand("list", "Those that there are"), context, arguments, listDefinitions);
    const auto addNamed = [&](const char *name, const char *help, WorkshopWork work) {
        CLI::App *command = definition->add_subcommand(name, help);
        command->add_option("WORKSHOP", arguments->workshop, "Its name")->required();
        bindWith(*command, context, arguments, work);
    };
    addNamed("show", "One", showDefinition);
    addNamed("delete", "Only where no portal offers it", deleteDefinition);
}

} // namespace

void addWorkshopCommands(CLI::App &app, Context &context)
{
    CLI::App *workshop = app.add_subcommand("workshop", "Workshops, and sessions of them")->require_subcommand(1);
    const auto arguments = std::make_shared<WorkshopArguments>();
    const auto addForTenant = [&](const char *name, const char *help, WorkshopWork work) {
        CLI::App *command = workshop->add_subcommand(name, help);
        command->add_option("TENANT", arguments->tenant, "Through which portals are found")->required();
        command->add_option("WORKSHOP", arguments->workshop, "Its name")->required();
        bindWith(*command, context, arguments, work);
        return command;
    };

    CLI::App *list = workshop->add_subcommand("list", "Those that portals offer");
    list->add_option("--tenant", arguments->tenant, "Only what this tenant can ask for");
    bindWith(*list, context, arguments, listWorkshops);

    CLI::App *request = addForTenant("request", "Ask for a session; prints the address that opens it", requestWorkshop);
    request->add_option("--user", arguments->wanted.clientUserId,
                        "Whose it is: the same user gets the same session again");
    request->add_option("--index-url", arguments->wanted.clientIndexUrl, "Where the user goes when it ends");
    request->add_option("--param", arguments->parameters, "NAME=VALUE for the workshop; may be given again");

    addForTenant("explain", "Where a session would be asked for now, and why", explainWorkshop);
    addSessionCommands(*workshop, context, arguments);
    addDefinitionCommands(*workshop, context, arguments);
}

} // namespace portolan::ctl
