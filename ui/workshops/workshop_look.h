// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "ui/widgets/table/table_row.h"
#include "ui/workshops/workshop_feed.h"

/// How portals, environments, tenants and sessions of workshops show, and what may be done with them. Texts are
/// translated.
namespace portolan::ui {

enum class WorkshopSessionAction : std::uint8_t { OpenTerminal, Extend, Explain, End };
inline constexpr std::array workshopSessionActions{WorkshopSessionAction::OpenTerminal, WorkshopSessionAction::Extend,
                                                   WorkshopSessionAction::Explain, WorkshopSessionAction::End};

/// "starting", "warm" (it is nobody's yet), "waiting" (for its user), "running", "ending" or "ended".
[[nodiscard]] std::string stateOfSession(const WorkshopSessionDetails &session);
/// Of stateOfSession().
[[nodiscard]] StateLook lookOfSession(std::string_view state);
/// Why a session ends, as a sentence. `detail`: as WorkshopSessionDetails has it.
[[nodiscard]] QString textOfEnd(SessionEnd end, const QString &detail);
/// Why it is in its state, or what comes next.
[[nodiscard]] QString reasonOfSession(const WorkshopSessionDetails &session);

/// Of a portal's or an environment's phase, by its name.
[[nodiscard]] StateLook lookOfPhase(std::string_view phase);

/// "every", "none" or "some": the portals that the tenant may use.
[[nodiscard]] std::string reachOfTenant(const WorkshopFeed::Tenant &tenant);
/// Of reachOfTenant().
[[nodiscard]] StateLook lookOfReach(std::string_view reach);
[[nodiscard]] QString reasonOfReach(const WorkshopFeed::Tenant &tenant);

/// How full: a Capacity whose reserved part has the warm sessions in it; the number alone where there is no limit.
[[nodiscard]] TableCell fillOf(const EnvironmentDetails &environment);
[[nodiscard]] TableCell fillOf(const WorkshopFeed::Portal &portal);
/// Sessions that may come still; nothing where there is no limit.
[[nodiscard]] TableCell roomIn(const EnvironmentDetails &environment);
[[nodiscard]] TableCell roomIn(const WorkshopFeed::Portal &portal);

/// "a, b": as cells with chips want it.
[[nodiscard]] std::string joined(const std::vector<std::string> &words);
/// Of an id: what is behind the cluster.
[[nodiscard]] std::string withoutCluster(std::string_view id);

/// Why the caller of the session may not do this now; empty when it may.
[[nodiscard]] QString refusalOf(const Session &session, const WorkshopSessionDetails &of, WorkshopSessionAction action);
/// To change portals and tenants.
[[nodiscard]] QString refusalOfPortalChange(const Session &session);
/// To put manifests, of whatever kind.
[[nodiscard]] QString refusalOfManifests(const Session &session);
/// To ask where a session would go.
[[nodiscard]] QString refusalOfExplanation(const Session &session);

} // namespace portolan::ui
