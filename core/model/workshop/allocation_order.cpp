// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/model/workshop/allocation_order.h"

namespace portolan {

AllocationOrder orderOf(const AllocationCase &allocation)
{
    schedule::Candidates candidates;
    for (const AllocationEnvironment &environment : allocation.environments) {
        const AllocationPortal &portal = environment.portal;
        candidates.addPortal({portal.capacity, portal.allocated, portal.inFlight});
        candidates.add({environment.capacity, environment.allocated, environment.available, environment.inFlight});
    }
    AllocationOrder order;
    for (const auto &[index, standing, because] : schedule::rank(candidates)) {
        const AllocationEnvironment &environment = allocation.environments[index];
        const std::string_view before = order.order.empty() ? std::string_view() : order.order.back();
        const std::string why = toText(because, before);
        order.ranking.push_back({.place = static_cast<std::int64_t>(order.order.size()) + 1,
                                 .name = environment.name,
                                 .portal = environment.portal.name,
                                 .portalHasRoom = standing.portalHasRoom,
                                 .environmentHasRoom = standing.environmentHasRoom,
                                 .portalRoom = standing.portalRoom,
                                 .available = standing.available,
                                 .environmentRoom = standing.environmentRoom,
                                 .reason = because.reason,
                                 .why = why});
        order.order.push_back(environment.name);
        order.why.push_back(why);
    }
    return order;
}

} // namespace portolan
