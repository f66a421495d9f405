// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/schedule/allocation.h"

#include <format>
#include <limits>

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

std::int64_t roomIn(const Candidate &candidate)
{
    return roomIn(candidate.capacity, candidate.allocated, candidate.inFlight);
}

/// Requests beyond the reserved sessions take none: they do not make the number negative.
std::int64_t stillAvailable(const Candidate &candidate)
{
    const std::int64_t available = candidate.available;
    return std::max(available - candidate.inFlight, std::min<std::int64_t>(available, 0));
}

/// Inline, because best() spends its time here.
inline Standing toStanding(const Candidate &candidate)
{
    const std::int64_t portalRoom = roomIn(candidate.portal);
    const std::int64_t environmentRoom = roomIn(candidate);
    return {.portalHasRoom = portalRoom > 0,
            .environmentHasRoom = environmentRoom > 0,
            .portalRoom = portalRoom,
            .available = stillAvailable(candidate),
            .environmentRoom = environmentRoom};
}

RankedBecause becauseOfPortals(RankReason reason, const Candidate &own, const Candidate &before)
{
    return {.reason = reason,
            .own = roomIn(own.portal),
            .before = roomIn(before.portal),
            .ownUnlimited = own.portal.capacity == 0,
            .beforeUnlimited = before.portal.capacity == 0};
}

RankedBecause becauseOfEnvironments(RankReason reason, const Candidate &own, const Candidate &before)
{
    return {.reason = reason,
            .own = roomIn(own),
            .before = roomIn(before),
            .ownUnlimited = own.capacity == 0,
            .beforeUnlimited = before.capacity == 0};
}

RankedBecause whyBehind(const Candidate &own, const Candidate &before)
{
    const Standing mine = toStanding(own);
    const Standing other = toStanding(before);
    if (mine.portalHasRoom != other.portalHasRoom)
        return becauseOfPortals(RankReason::PortalFull, own, before);
    if (mine.environmentHasRoom != other.environmentHasRoom)
        return becauseOfEnvironments(RankReason::EnvironmentFull, own, before);
    if (mine.portalRoom != other.portalRoom)
        return becauseOfPortals(RankReason::PortalRoom, own, before);
    if (mine.available != other.available)
        return {.reason = RankReason::Available, .own = mine.available, .before = other.available};
    if (mine.environmentRoom != other.environmentRoom)
        return becauseOfEnvironments(RankReason::EnvironmentRoom, own, before);
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

Standing standingOf(const Candidate &candidate)
{
    return toStanding(candidate);
}

std::vector<Ranked> rank(std::span<const Candidate> candidates)
{
    std::vector<std::pair<Standing, std::size_t>> sorted;
    sorted.reserve(candidates.size());
    for (const Candidate &candidate : candidates)
        sorted.emplace_back(toStanding(candidate), sorted.size());
    std::ranges::stable_sort(sorted, std::greater(), &std::pair<Standing, std::size_t>::first);
    std::vector<Ranked> ranked;
    ranked.reserve(sorted.size());
    for (const auto &[standing, index] : sorted)
        ranked.push_back({.index = index, .standing = standing});
    for (std::size_t place = 1; place < ranked.size(); ++place)
        ranked[place].because = whyBehind(candidates[ranked[place].index], candidates[ranked[place - 1].index]);
    return ranked;
}

std::optional<std::size_t> best(std::span<const Candidate> candidates)
{
    if (candidates.empty())
        return std::nullopt;
    const Candidate *first = candidates.data();
    Standing highest = toStanding(*first);
    // Whose portal has fewer places free can win only by room of its own where the highest has none. So most are passed by
    // after a look at their portal.
    const auto leastPortalRoom = [&highest] {
        return highest.environmentHasRoom ? highest.portalRoom : std::numeric_limits<std::int64_t>::min();
    };
    std::int64_t least = leastPortalRoom();
    for (const Candidate &candidate : candidates.subspan(1)) {
        const std::int64_t portalRoom = roomIn(candidate.portal);
        if (portalRoom < least) [[likely]]
            continue;
        if (portalRoom < highest.portalRoom && roomIn(candidate) <= 0)
            continue;
        if (const Standing own = toStanding(candidate); own > highest) {
            first = &candidate;
            highest = own;
            least = leastPortalRoom();
        }
    }
    return static_cast<std::size_t>(first - candidates.data());
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
