// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/workshop/explanation.h"
#include "core/model/workshop/lists.h"
#include "core/model/workshop/portal_credentials.h"
#include "core/model/workshop/secret.h"
#include "core/model/workshop/workshop_request.h"
#include "server/api/lookup/handlers.h"

namespace portolan::api {

namespace {

using enum http::Method;
using identity::Permission;

constexpr std::string_view dryRunDoc = "Only say what would become of it.";
const std::string cluster = "/api/v1/clusters/{cluster}";
const std::string portal = cluster + "/portals/{portal}";
const std::string environment = portal + "/environments/{environment}";

std::vector<Route> inspectionRoutes(const Services &services,
                                    const std::function<Handler(Task<http::Response> (*)(Services, Call &))> &bind)
{
    const auto clientOf = [&state = services.state](const http::PathParameters &path) {
        const auto user = state.users.find(path.get("client"));
        return user ? std::optional(user->value.username) : std::nullopt;
    };
    constexpr auto read = Permission::WorkshopRead;
    return {
        Route{Get, "/api/v1/clients", read, "The programs that ask for workshops", bind(listClients)}
            .pages()
            .gives<ClientList>(),
        Route{Get, "/api/v1/clients/{client}", Permission::ProfileRead, "A program that asks for workshops",
              bind(showClient)}
            .ownedBy(clientOf)
            .gives<ClientDetails>(),
        Route{Get, "/api/v1/clusters", read, "The clusters", bind(listClusters)}.pages().gives<ClusterList>(),
        Route{Get, cluster, read, "A cluster", bind(showCluster)}.gives<ClusterDetails>(),
        Route{Get, cluster + "/kubeconfig", Permission::PortalSecret, "How a cluster is entered, with its secrets",
              bind(showKubeconfig)}
            .givesType("text/plain", 200, "YAML for kubectl, with the one context."),
        Route{Get, "/api/v1/secrets", read, "The secrets, without their values", bind(listSecrets)}
            .pages()
            .gives<SecretList>(),
        Route{Get, "/api/v1/secrets/{secret}", read, "A secret, without its values", bind(showSecret)}
            .gives<SecretDetails>(),
        Route{Get, cluster + "/portals", read, "The portals of a cluster", bind(listClusterPortals)}
            .pages()
            .gives<TrainingPortalList>(),
        Route{Get, portal, read, "A portal", bind(showPortal)}.gives<TrainingPortalDetails>(),
        Route{Get, portal + "/environments", read, "The environments of a portal", bind(listEnvironments)}
            .pages()
            .gives<EnvironmentList>(),
        Route{Get, environment, read, "An environment", bind(showEnvironment)}.gives<EnvironmentDetails>(),
        Route{Get, environment + "/sessions", read, "The sessions of an environment", bind(listEnvironmentSessions)}
            .pages()
            .gives<WorkshopSessionList>(),
        Route{Get, environment + "/users", read, "Whose sessions an environment has", bind(listEnvironmentUsers)}
            .pages()
            .gives<SessionUserList>(),
        Route{Get, environment + "/users/{user}/sessions", read, "A user's sessions in an environment",
              bind(listUserEnvironmentSessions)}
            .pages()
            .gives<WorkshopSessionList>(),
        Route{Get, "/api/v1/portals", read, "The portals", bind(listPortals)}.pages().gives<TrainingPortalList>(),
        Route{Get, "/api/v1/tenants", read, "The tenants", bind(listTenants)}.pages().gives<TenantList>(),
        Route{Get, "/api/v1/tenants/{tenant}", read, "A tenant", bind(showTenant)}.gives<TenantDetails>(),
        Route{Get, "/api/v1/tenants/{tenant}/portals", read, "The portals that a tenant may use",
              bind(listTenantPortals)}
            .pages()
            .gives<TrainingPortalList>(),
        Route{Get, "/api/v1/workshop-definitions", read, "What workshops are", bind(listDefinitions)}
            .pages()
            .gives<std::vector<Workshop>>(),
        Route{Get, "/api/v1/workshop-definitions/{workshop}", read, "What a workshop is", bind(showDefinition)}
            .gives<Workshop>(),
    };
}

std::vector<Route> registrationRoutes(const std::function<Handler(Task<http::Response> (*)(Services, Call &))> &bind)
{
    return {
        Route{Put, "/api/v1/clients/{client}", Permission::UserCreate, "Make or change a client", bind(putClient)}
            .query<bool>("dry_run", dryRunDoc)
            .takes<ClientSpec>()
            .gives<ClientDetails>()
            .gives<ClientDetails>(201),
        Route{Put, "/api/v1/secrets/{secret}", Permission::PortalWrite, "Make or change a secret", bind(putSecret)}
            .query<bool>("dry_run", dryRunDoc)
            .takes<SecretSpec>()
            .gives<SecretDetails>()
            .gives<SecretDetails>(201),
        Route{Delete, "/api/v1/secrets/{secret}", Permission::PortalWrite, "Delete a secret", bind(deleteSecret)}
            .givesNothing(),
        Route{Put, cluster, Permission::PortalWrite, "Make or change a cluster", bind(putCluster)}
            .query<bool>("dry_run", dryRunDoc)
            .takes<ClusterSpec>()
            .gives<ClusterDetails>()
            .gives<ClusterDetails>(201),
        Route{Delete, cluster, Permission::PortalWrite, "Delete a cluster", bind(deleteCluster)}.givesNothing(),
        Route{Put, "/api/v1/tenants/{tenant}", Permission::PortalWrite, "Make or change a tenant", bind(putTenant)}
            .query<bool>("dry_run", dryRunDoc)
            .takes<TenantSpec>()
            .gives<TenantDetails>()
            .gives<TenantDetails>(201),
        Route{Delete, "/api/v1/tenants/{tenant}", Permission::PortalWrite, "Delete a tenant", bind(deleteTenant)}
            .givesNothing(),
        Route{Put, portal, Permission::PortalWrite, "Make or change a portal", bind(putPortal)}
            .query<bool>("dry_run", dryRunDoc)
            .takes<TrainingPortalSpec>()
            .gives<TrainingPortalDetails>()
            .gives<TrainingPortalDetails>(201),
        Route{Delete, portal, Permission::PortalWrite, "Delete a portal; its sessions end", bind(deletePortal)}
            .givesNothing(202),
        Route{Get, portal + "/credentials", Permission::PortalSecret, "The account of a portal, with its secrets",
              bind(showPortalCredentials)}
            .gives<PortalCredentials>(),
        Route{Put, "/api/v1/workshop-definitions/{workshop}", Permission::WorkshopWrite, "Make or change a workshop",
              bind(putDefinition)}
            .query<bool>("dry_run", dryRunDoc)
            .takes<WorkshopSpec>()
            .gives<Workshop>()
            .gives<Workshop>(201),
        Route{Delete, "/api/v1/workshop-definitions/{workshop}", Permission::WorkshopWrite, "Delete a workshop",
              bind(deleteDefinition)}
            .givesNothing(),
    };
}

} // namespace

std::vector<Route> lookupRoutes(const Services &services)
{
    const std::function<Handler(Task<http::Response>(*)(Services, Call &))> bind =
        [&services](Task<http::Response> (*function)(Services, Call &)) -> Handler {
        return [services, function](Call &call) { return function(services, call); };
    };
    const auto sessionClient = [&state = services.state](const http::PathParameters &path) {
        const auto item = state.workshopSessions.find(WorkshopSession::idOf(
            WorkshopEnvironment::idOf(path.get("cluster"), path.get("portal"), path.get("environment")),
            path.get("session")));
        return item ? std::optional(item->value.client) : std::nullopt;
    };
    const std::string session = environment + "/sessions/{session}";
    std::vector<Route> routes = inspectionRoutes(services, bind);
    std::ranges::move(registrationRoutes(bind), std::back_inserter(routes));
    std::vector<Route> asking{
        Route{Get, "/api/v1/workshops", Permission::WorkshopRequest, "The workshops that a tenant can ask for",
              bind(listWorkshops)}
            .query<std::string>("tenant", "Required of clients with the role tenant.")
            .pages()
            .gives<WorkshopList>(),
        Route{Post, "/api/v1/workshops", Permission::WorkshopRequest, "Ask for a session of a workshop",
              bind(requestWorkshop)}
            .takes<WorkshopRequest>()
            .gives<WorkshopGranted>(),
        Route{Get, "/api/v1/workshops/explain", Permission::WorkshopRequest, "Where a session would be asked for",
              bind(explainWorkshop)}
            .query<std::string>("tenant", "Whose.")
            .query<std::string>("workshop", "Which.")
            .gives<AllocationExplanation>(),
        Route{Get, "/api/v1/tenants/{tenant}/workshops", Permission::WorkshopRequest,
              "The workshops that a tenant can ask for", bind(listTenantWorkshops)}
            .pages()
            .gives<WorkshopList>(),
        Route{Get, "/api/v1/workshop-sessions", Permission::WorkshopSessionWrite, "The sessions of all portals",
              bind(listWorkshopSessions)}
            .query<std::string>("user", "Only of this user.")
            .query<std::string>("portal", "Only in portals of this name.")
            .pages()
            .gives<WorkshopSessionList>(),
        Route{Get, session, Permission::WorkshopSessionWrite, "A session", bind(showWorkshopSession)}
            .ownedBy(sessionClient)
            .gives<WorkshopSessionDetails>(),
        Route{Post, session + "/extend", Permission::WorkshopSessionWrite, "Give a session more time",
              bind(extendWorkshopSession)}
            .ownedBy(sessionClient)
            .gives<WorkshopSessionDetails>(),
        Route{Delete, session, Permission::WorkshopSessionWrite, "End a session", bind(endWorkshopSession)}
            .ownedBy(sessionClient)
            .givesNothing(202),
    };
    std::ranges::move(asking, std::back_inserter(routes));
    return routes;
}

} // namespace portolan::api
