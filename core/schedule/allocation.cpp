// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/schedule/allocation.h"

#include <format>
#include <functional>

namespace portolan::schedule {

namespace {

/// Three numbers of 32 bits cannot overflow 64.
std::int64_t roomIn(std::int64_t capacity, std::int64_t allocated, std::int64_t inFlight)
{
    return capacity == 0 ? 1 : capacity - allocated - inFlight;
}

std::int64_t roomIn(const PortalLoad &portal)
{
    return roomIn(portal.capacity, portal.allocated, portal.inFlight);
}

std::int64_t roomIn(const EnvironmentLoad &environment)
{
    return roomIn(environment.capacity, environment.allocated, environment.inFlight);
}

/// Requests beyond the reserved sessions take none: they do not make the number negative.
std::int64_t stillAvailable(const EnvironmentLoad &environment)
{
    const std::int64_t available = environment.available;
    return std::max(available - environment.inFlight, std::min<std::int64_t>(available, 0));
}

RankedBecause whyBehind(const Candidates &candidates, std::size_t own, std::size_t before)
{
    const Standing mine = candidates.standing(own);
    const Standing other = candidates.standing(before);
    const auto byPortals = [&](RankReason reason) {
        return RankedBecause{.reason = reason,
                             .own = mine.portalRoom,
                             .before = other.portalRoom,
                             .ownUnlimited = candidates.portal(own).capacity == 0,
                             .beforeUnlimited = candidates.portal(before).capacity == 0};
    };
    const auto byEnvironments = [&](RankReason reason) {
        return RankedBecause{.reason = reason,
                             .own = mine.environmentRoom,
                             .before = other.environmentRoom,
                             .ownUnlimited = candidates.environment(own).capacity == 0,
                             .beforeUnlimited = candidates.environment(before).capacity == 0};
    };
    if (mine.portalHasRoom != other.portalHasRoom)
        return byPortals(RankReason::PortalFull);
    if (mine.environmentHasRoom != other.environmentHasRoom)
        return byEnvironments(RankReason::EnvironmentFull);
    if (mine.portalRoom != other.portalRoom)
        return byPortals(RankReason::PortalRoom);
    if (mine.available != other.available)
        return {.reason = RankReason::Available, .own = mine.available, .before = other.available};
    if (mine.environmentRoom != other.environmentRoom)
        return byEnvironments(RankReason::EnvironmentRoom);
    return {.reason = RankReason::Order};
}

std::string count(std::int64_t number, std::string_view one, std::string_view several)
{
    return number == 0 ? std::format("no {}", one) : std::format("{} {}", number, number == 1 ? one : several);
}

std::string freeText(std::int64_t room, bool unlimited)
{
    if (unlimited)
        return "no limit (counts as 1 place free)";
    if (room < 0)
        return std::format("no place free ({} over its capacity)", -room);
    return count(room, "place free", "places free");
}

std::string reservedText(std::int64_t available)
{
    return count(available, "reserved session", "reserved sessions");
}

} // namespace

void Candidates::addPortal(const PortalLoad &load)
{
    m_portals.push_back({.load = load, .room = roomIn(load), .end = m_environments.size()});
}

void Candidates::add(const EnvironmentLoad &environment)
{
    m_environments.push_back(environment);
    m_numbers.push_back({.room = roomIn(environment), .available = stillAvailable(environment)});
    m_portals.back().end = m_environments.size();
    m_portals.back().roomiest = std::max(m_portals.back().roomiest, m_numbers.back().room);
}

std::size_t Candidates::portalOf(std::size_t index) const
{
    return static_cast<std::size_t>(std::ranges::upper_bound(m_portals, index, {}, &Portal::end) - m_portals.begin());
}

void Candidates::count(std::size_t index, std::int32_t requests)
{
    EnvironmentLoad &environment = m_environments[index];
    environment.inFlight += requests;
    m_numbers[index] = {.room = roomIn(environment), .available = stillAvailable(environment)};
    const std::size_t at = portalOf(index);
    Portal &portal = m_portals[at];
    portal.load.inFlight += requests;
    portal.room = roomIn(portal.load);
    portal.roomiest = 0;
    for (std::size_t own = at == 0 ? 0 : m_portals[at - 1].end; own < portal.end; ++own)
        portal.roomiest = std::max(portal.roomiest, m_numbers[own].room);
}

const PortalLoad &Candidates::portal(std::size_t index) const
{
    return m_portals[portalOf(index)].load;
}

Standing Candidates::standingOf(const Portal &portal, const Numbers &environment)
{
    return {.portalHasRoom = portal.room > 0,
            .environmentHasRoom = environment.room > 0,
            .portalRoom = portal.room,
            .available = environment.available,
            .environmentRoom = environment.room};
}

Standing Candidates::standing(std::size_t index) const
{
    return standingOf(m_portals[portalOf(index)], m_numbers[index]);
}

std::vector<Ranked> rank(const Candidates &candidates)
{
    std::vector<std::pair<Standing, std::size_t>> sorted;
    sorted.reserve(candidates.size());
    for (std::size_t index = 0; index < candidates.size(); ++index)
        sorted.emplace_back(candidates.standing(index), index);
    std::ranges::stable_sort(sorted, std::greater(), &std::pair<Standing, std::size_t>::first);
    std::vector<Ranked> ranked;
    ranked.reserve(sorted.size());
    for (const auto &[standing, index] : sorted)
        ranked.push_back({.index = index, .standing = standing});
    for (std::size_t place = 1; place < ranked.size(); ++place)
        ranked[place].because = whyBehind(candidates, ranked[place].index, ranked[place - 1].index);
    return ranked;
}

std::optional<std::size_t> best(const Candidates &candidates)
{
    std::optional<std::size_t> first;
    Standing highest;
    std::size_t index = 0;
    for (const Candidates::Portal &portal : candidates.m_portals) {
        // Whose portal has fewer places free can win only by room of its own where the highest has none.
        if (first && portal.room < highest.portalRoom && (highest.environmentHasRoom || portal.roomiest == 0)) {
            index = portal.end;
            continue;
        }
        for (; index < portal.end; ++index) {
            const Standing own = Candidates::standingOf(portal, candidates.m_numbers[index]);
            if (!first || own > highest) {
                first = index;
                highest = own;
            }
        }
    }
    return first;
}

std::string toText(const RankedBecause &because, std::string_view before)
{
    const auto free = [&because] { return freeText(because.own, because.ownUnlimited); };
    const auto otherFree = [&because] { return freeText(because.before, because.beforeUnlimited); };
    switch (because.reason) {
    case RankReason::First:
        return "nothing ranks higher";
    case RankReason::PortalFull:
        return std::format("its portal is full, that of {} has {}", before, otherFree());
    case RankReason::EnvironmentFull:
        return std::format("it is full, {} has {}", before, otherFree());
    case RankReason::PortalRoom:
        return std::format("its portal has {}, that of {} has {}", free(), before, otherFree());
    case RankReason::Available:
        return std::format("it has {}, {} has {}", reservedText(because.own), before, reservedText(because.before));
    case RankReason::EnvironmentRoom:
        return std::format("it has {}, {} has {}", free(), before, otherFree());
    case RankReason::Order:
        return std::format("it was registered after {}, and is the same in all else", before);
    }
    return {};
}

} // namespace portolan::schedule
