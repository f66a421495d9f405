// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/ctl/context.h"
#include "app/ctl/output.h"

namespace portolan::ctl {

namespace {

struct PortalArguments {
    std::string portal;
    std::string cluster;
    std::string tenant;
    std::string secret;
};

using PortalWords = std::shared_ptr<PortalArguments>;

Task<Result<int>> listPortals(const Context &context, ControlPlaneClient &client, PortalWords)
{
    const auto portals = co_await client.portals();
    if (!portals)
        co_return std::unexpected(portals.error());
    printList(*portals, context.json);
    co_return 0;
}

/// By its name alone where no other cluster has one of the same.
Task<Result<TrainingPortalDetails>> findPortal(ControlPlaneClient &client, PortalWords arguments)
{
    auto portals = co_await client.portals();
    if (!portals)
        co_return std::unexpected(portals.error());
    std::erase_if(*portals, [&arguments](const TrainingPortalDetails &portal) {
        return portal.name != arguments->portal
               || (!arguments->cluster.empty() && portal.cluster != arguments->cluster);
    });
    if (portals->empty())
        co_return fail(ErrorCode::NotFound, std::format("there is no portal \"{}\"", arguments->portal));
    if (portals->size() > 1)
        co_return fail(ErrorCode::Conflict, std::format("{} clusters have a portal {}; say which by --cluster",
                                                        portals->size(), arguments->portal));
    co_return std::move(portals->front());
}

ControlPlaneClient::PortalPath pathOf(const TrainingPortalDetails &portal)
{
    return {.cluster = portal.cluster, .portal = portal.name};
}

Task<Result<int>> showPortal(const Context &context, ControlPlaneClient &client, PortalWords arguments)
{
    const auto portal = co_await findPortal(client, arguments);
    if (!portal)
        co_return std::unexpected(portal.error());
    const auto environments = co_await client.environments(pathOf(*portal));
    if (!environments)
        co_return std::unexpected(environments.error());
    if (context.json) {
        JsonWriter json;
        json.beginObject().key("portal");
        schema::write(json, *portal);
        json.key("environments");
        schema::write(json, *environments);
        json.endObject();
        std::println("{}", json.text(true));
        co_return 0;
    }
    printDetails(*portal, false);
    if (!portal->message.empty())
        std::println("{:<12} {}", "Message", portal->message);
    std::println("");
    printList(*environments, false);
    co_return 0;
}

Task<Result<int>> showCredentials(const Context &context, ControlPlaneClient &client, PortalWords arguments)
{
    const auto portal = co_await findPortal(client, arguments);
    if (!portal)
        co_return std::unexpected(portal.error());
    const auto told = co_await client.portalCredentials(pathOf(*portal));
    if (!told)
        co_return std::unexpected(told.error());
    if (context.json) {
        std::println("{}", schema::encode(*told, true));
        co_return 0;
    }
    std::println("{:<14} {}", "Address", portal->url);
    std::println("{:<14} {}", "Client id", told->clients.robot.id);
    std::println("{:<14} {}", "Client secret", told->clients.robot.secret);
    std::println("{:<14} {}", "User", told->credentials.robot.username);
    std::println("{:<14} {}", "Password", told->credentials.robot.password);
    co_return 0;
}

Task<Result<int>> deletePortal(const Context &context, ControlPlaneClient &client, PortalWords arguments)
{
    const auto portal = co_await findPortal(client, arguments);
    if (!portal)
        co_return std::unexpected(portal.error());
    const auto deleted = co_await client.deletePortal(pathOf(*portal));
    if (!deleted)
        co_return std::unexpected(deleted.error());
    if (!context.json)
        std::println("{} is going; its sessions end first", portal->name);
    co_return 0;
}

Task<Result<int>> listTenants(const Context &context, ControlPlaneClient &client, PortalWords)
{
    const auto tenants = co_await client.tenants();
    if (!tenants)
        co_return std::unexpected(tenants.error());
    printList(*tenants, context.json);
    co_return 0;
}

Task<Result<int>> deleteTenant(const Context &context, ControlPlaneClient &client, PortalWords arguments)
{
    co_return printDeleted(co_await client.deleteTenant(arguments->tenant), arguments->tenant, context.json);
}

Task<Result<int>> listClusters(const Context &context, ControlPlaneClient &client, PortalWords)
{
    const auto clusters = co_await client.clusters();
    if (!clusters)
        co_return std::unexpected(clusters.error());
    printList(*clusters, context.json);
    co_return 0;
}

Task<Result<int>> showKubeconfig(const Context &context, ControlPlaneClient &client, PortalWords arguments)
{
    const auto kubeconfig = co_await client.kubeconfig(arguments->cluster);
    if (!kubeconfig)
        co_return std::unexpected(kubeconfig.error());
    if (context.json)
        std::println("{}", JsonWriter().beginObject().key("kubeconfig").string(*kubeconfig).endObject().text(true));
    else
        std::print("{}", *kubeconfig);
    co_return 0;
}

Task<Result<int>> deleteCluster(const Context &context, ControlPlaneClient &client, PortalWords arguments)
{
    co_return printDeleted(co_await client.deleteCluster(arguments->cluster), arguments->cluster, context.json);
}

Task<Result<int>> listSecrets(const Context &context, ControlPlaneClient &client, PortalWords)
{
    const auto secrets = co_await client.secrets();
    if (!secrets)
        co_return std::unexpected(secrets.error());
    printList(*secrets, context.json);
    co_return 0;
}

Task<Result<int>> deleteSecret(const Context &context, ControlPlaneClient &client, PortalWords arguments)
{
    co_return printDeleted(co_await client.deleteSecret(arguments->secret), arguments->secret, context.json);
}

using PortalWork = Task<Result<int>> (*)(const Context &, ControlPlaneClient &, PortalWords);

} // namespace

void addPortalCommands(CLI::App &app, Context &context)
{
    const auto arguments = std::make_shared<PortalArguments>();
    const auto add = [&context, arguments](CLI::App &family, const char *name, const char *help, PortalWork work) {
        CLI::App *command = family.add_subcommand(name, help);
        bindCommand(*command, context, [&context, arguments, work](ControlPlaneClient &client) {
            return work(context, client, arguments);
        });
        return command;
    };

    CLI::App *portal = app.add_subcommand("portal", "Where sessions of workshops run")->require_subcommand(1);
    add(*portal, "list", "Those that there are, and how full they are", listPortals);
    const auto addNamed = [&](const char *name, const char *help, PortalWork work) {
        CLI::App *command = add(*portal, name, help, work);
        command->add_option("PORTAL", arguments->portal, "Its name")->required();
        command->add_option("--cluster", arguments->cluster, "Which it is in, where several have one of this name");
    };
    addNamed("show", "One, and its environments", showPortal);
    addNamed("credentials", "What another lookup service needs to use it, with its secrets", showCredentials);
    addNamed("delete", "End its sessions, then delete it", deletePortal);

    const auto addFor = [&add](CLI::App &family, const char *name, const char *help, PortalWork work,
                               const char *option, std::string &value) {
        add(family, name, help, work)->add_option(option, value, "Its name")->required();
    };
    CLI::App *tenant = app.add_subcommand("tenant", "Who may use which portals")->require_subcommand(1);
    add(*tenant, "list", "Those that there are", listTenants);
    addFor(*tenant, "delete", "Its clients can ask for no more workshops through it", deleteTenant, "TENANT",
           arguments->tenant);

    CLI::App *cluster = app.add_subcommand("cluster", "What portals are grouped by")->require_subcommand(1);
    add(*cluster, "list", "Those that there are", listClusters);
    addFor(*cluster, "kubeconfig", "What kubectl enters it with, with its secrets", showKubeconfig, "CLUSTER",
           arguments->cluster);
    addFor(*cluster, "delete", "Only where no portal is in it", deleteCluster, "CLUSTER", arguments->cluster);

    CLI::App *secret = app.add_subcommand("secret", "What clusters are entered with")->require_subcommand(1);
    add(*secret, "list", "Those that there are, without their values", listSecrets);
    addFor(*secret, "delete", "Only where no cluster refers to it", deleteSecret, "SECRET", arguments->secret);
}

} // namespace portolan::ctl
