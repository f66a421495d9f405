// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/random.h"
#include "server/portals/builtin/analytics.h"

#include <vector>

namespace portolan::portals {

/// For lists of which all is wanted.
inline constexpr std::size_t everything = 1'000'000;

/// Adds to a change what makes the environments of one of this server's portals what its spec says: one for each workshop,
/// numbered in the order in which they came; those of workshops that it no longer offers end. `workshops`: those that
/// there are, or will be with this change; a workshop that is not among them is waited for.
void planEnvironments(store::Change &change, TrainingPortal &portal,
                      const std::vector<store::ItemPtr<WorkshopEnvironment>> &existing,
                      const std::function<std::optional<Workshop>(const std::string &)> &workshops,
                      const Analytics &analytics, Random &random);

/// The rules of a workshop in a portal: its own, else the portal's, else what upstream takes (lookup spec section 6.4).
[[nodiscard]] EnvironmentRules rulesOf(const TrainingPortalSpec::Portal &portal, const PortalWorkshop &workshop);

/// How full an environment is, by the phases of its sessions, or as its portal says.
struct Fill {
    std::int64_t allocated = 0;
    std::int64_t available = 0;
};
[[nodiscard]] Fill fillOf(const State &state, const WorkshopEnvironment &environment);
/// Of all its environments.
[[nodiscard]] std::int64_t allocatedIn(const State &state, const TrainingPortal &portal);

} // namespace portolan::portals
