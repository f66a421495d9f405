// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/api/services.h"

/// The handlers of the lookup API, one file a group. Spec: lookup, section 1.
namespace portolan::api {

// workshops.cpp
[[nodiscard]] Task<http::Response> listWorkshops(Services services, Call &call);
[[nodiscard]] Task<http::Response> requestWorkshop(Services services, Call &call);
[[nodiscard]] Task<http::Response> explainWorkshop(Services services, Call &call);
[[nodiscard]] Task<http::Response> listTenantWorkshops(Services services, Call &call);

// inspection.cpp
[[nodiscard]] Task<http::Response> listClients(Services services, Call &call);
[[nodiscard]] Task<http::Response> showClient(Services services, Call &call);
[[nodiscard]] Task<http::Response> listClusters(Services services, Call &call);
[[nodiscard]] Task<http::Response> showCluster(Services services, Call &call);
[[nodiscard]] Task<http::Response> showKubeconfig(Services services, Call &call);
[[nodiscard]] Task<http::Response> listSecrets(Services services, Call &call);
[[nodiscard]] Task<http::Response> showSecret(Services services, Call &call);
[[nodiscard]] Task<http::Response> listTenants(Services services, Call &call);
[[nodiscard]] Task<http::Response> showTenant(Services services, Call &call);
[[nodiscard]] Task<http::Response> listTenantPortals(Services services, Call &call);
[[nodiscard]] Task<http::Response> listPortals(Services services, Call &call);
[[nodiscard]] Task<http::Response> listClusterPortals(Services services, Call &call);
[[nodiscard]] Task<http::Response> showPortal(Services services, Call &call);
[[nodiscard]] Task<http::Response> listEnvironments(Services services, Call &call);
[[nodiscard]] Task<http::Response> showEnvironment(Services services, Call &call);
[[nodiscard]] Task<http::Response> listEnvironmentSessions(Services services, Call &call);
[[nodiscard]] Task<http::Response> listEnvironmentUsers(Services services, Call &call);
[[nodiscard]] Task<http::Response> listUserEnvironmentSessions(Services services, Call &call);
[[nodiscard]] Task<http::Response> listDefinitions(Services services, Call &call);
[[nodiscard]] Task<http::Response> showDefinition(Services services, Call &call);

// registration.cpp
[[nodiscard]] Task<http::Response> putClient(Services services, Call &call);
[[nodiscard]] Task<http::Response> putSecret(Services services, Call &call);
[[nodiscard]] Task<http::Response> deleteSecret(Services services, Call &call);
[[nodiscard]] Task<http::Response> putCluster(Services services, Call &call);
[[nodiscard]] Task<http::Response> deleteCluster(Services services, Call &call);
[[nodiscard]] Task<http::Response> putTenant(Services services, Call &call);
[[nodiscard]] Task<http::Response> deleteTenant(Services services, Call &call);
[[nodiscard]] Task<http::Response> putPortal(Services services, Call &call);
[[nodiscard]] Task<http::Response> deletePortal(Services services, Call &call);
[[nodiscard]] Task<http::Response> showPortalCredentials(Services services, Call &call);
[[nodiscard]] Task<http::Response> putDefinition(Services services, Call &call);
[[nodiscard]] Task<http::Response> deleteDefinition(Services services, Call &call);

// workshop_sessions.cpp
[[nodiscard]] Task<http::Response> listWorkshopSessions(Services services, Call &call);
[[nodiscard]] Task<http::Response> showWorkshopSession(Services services, Call &call);
[[nodiscard]] Task<http::Response> extendWorkshopSession(Services services, Call &call);
[[nodiscard]] Task<http::Response> endWorkshopSession(Services services, Call &call);

/// The portal of the call's path; NotFound in upstream's words.
[[nodiscard]] Result<store::ItemPtr<TrainingPortal>> portalOfPath(const Services &services, const Call &call);

} // namespace portolan::api
