// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/workshop/lists.h"
#include "core/model/workshop/secret.h"
#include "server/api/services.h"

/// What the lookup API tells of each model (lookup spec section 1.5).
namespace portolan::api {

[[nodiscard]] ClientDetails detailsOf(const User &user);
/// Whether the lookup API knows the user as a client.
[[nodiscard]] bool isClient(const User &user);
[[nodiscard]] ClusterDetails detailsOf(const Cluster &cluster);
[[nodiscard]] SecretDetails detailsOf(const Secret &secret);
[[nodiscard]] TenantDetails detailsOf(const State &state, const Tenant &tenant);
/// `base`: how users reach this server.
[[nodiscard]] TrainingPortalDetails detailsOf(const State &state, const TrainingPortal &portal,
                                              const std::string &base);
[[nodiscard]] EnvironmentDetails detailsOf(const State &state, const WorkshopEnvironment &environment);
[[nodiscard]] WorkshopSessionDetails detailsOf(const store::Versioned<WorkshopSession> &item);

} // namespace portolan::api
