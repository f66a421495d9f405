// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/model/job/provision_job.h"
#include "core/model/user/user_profile.h"
#include "core/model/workspace/workspace_details.h"
#include "server/api/services.h"

/// What is stored, in the words of the workspace API (spec section 1.8).
namespace portolan::api {

/// Follows from the row alone, see store::Versioned::wire.
[[nodiscard]] WorkspaceDetails detailsOf(const Services &services, const Workspace &workspace);
/// The same as JSON. Encoded once for each version of the row: lists are long, and rows change seldom.
[[nodiscard]] const std::string &wireOf(const Services &services, const store::Versioned<Workspace> &item);
[[nodiscard]] ProvisionJob jobOf(const Services &services, const Job &job);

} // namespace portolan::api
