// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

#include <algorithm>
#include <compare>
#include <optional>
#include <vector>

/// Which environment a workshop's session is asked of first: the ranking of the lookup's API (its spec, section 4), told
/// in docs/allocation.md. Functions of values only; any thread.
namespace portolan::schedule {

/// How full a portal is, in sessions.
struct PortalLoad {
    std::int32_t capacity = 0; ///< at most; 0: no limit
    std::int32_t allocated = 0; ///< in all of its environments
    std::int32_t inFlight = 0; ///< asked for and not yet among `allocated`; not negative

    bool operator==(const PortalLoad &) const = default;
};

/// How full an environment is that hosts the workshop.
struct EnvironmentLoad {
    std::int32_t capacity = 0; ///< sessions at most; 0: no limit
    std::int32_t allocated = 0;
    std::int32_t available = 0; ///< reserved sessions that nobody has yet
    std::int32_t inFlight = 0; ///< asked for and not yet among `allocated`; not negative
};

/// What decides, the first member that differs: the greater one is tried first. Where there is no limit, one place is
/// free. What is in flight counts as allocated, and as having taken a reserved session, because that is what a portal
/// gives as long as it has one.
struct Standing {
    bool portalHasRoom = false;
    bool environmentHasRoom = false;
    std::int64_t portalRoom = 0; ///< negative where more is allocated than fits, here and below
    std::int64_t available = 0;
    std::int64_t environmentRoom = 0;

    auto operator<=>(const Standing &) const = default;
};

/// The environments that can be asked, portal by portal, in the order of their registration; known by their place in it.
class Candidates
{
public:
    /// A portal, whose environments are added next.
    void addPortal(const PortalLoad &load);
    void add(const EnvironmentLoad &environment);
    /// So many requests more are in flight to this one; fewer where it is negative.
    void count(std::size_t index, std::int32_t requests);

    [[nodiscard]] std::size_t size() const { return m_environments.size(); }
    [[nodiscard]] const EnvironmentLoad &environment(std::size_t index) const { return m_environments[index]; }
    [[nodiscard]] const PortalLoad &portal(std::size_t index) const;
    [[nodiscard]] Standing standing(std::size_t index) const;

private:
    friend std::optional<std::size_t> best(const Candidates &candidates);

    struct Portal {
        PortalLoad load;
        std::int64_t room = 0;
        std::size_t end = 0; ///< of its environments; they begin where those of the one before it end
        std::int64_t roomiest = 0; ///< the most room that one of them has; 0 at least
    };
    /// What is compared, by itself: best() looks at much of it.
    struct Numbers {
        std::int64_t room = 0;
        std::int64_t available = 0;
    };
    [[nodiscard]] static Standing standingOf(const Portal &portal, const Numbers &environment);
    [[nodiscard]] std::size_t portalOf(std::size_t index) const;

    std::vector<Portal> m_portals;
    std::vector<EnvironmentLoad> m_environments;
    std::vector<Numbers> m_numbers; ///< of the same
};

/// Why an environment stands behind the one before it.
enum class RankReason {
    First, ///< there is none before it
    PortalFull, ///< its portal is full, the other one's is not
    EnvironmentFull, ///< it is full, the other one is not
    PortalRoom, ///< its portal has fewer places free
    Available, ///< it has fewer reserved sessions
    EnvironmentRoom, ///< it has fewer places free
    Order, ///< nothing: it was registered later
};

/// The reason and its arguments, to be said in any language.
struct RankedBecause {
    RankReason reason = RankReason::First;
    std::int64_t own = 0; ///< of what decided: its places free, or its reserved sessions
    std::int64_t before = 0; ///< the same of the one before it
    bool ownUnlimited = false; ///< `own` is 1 because there is no limit
    bool beforeUnlimited = false;

    bool operator==(const RankedBecause &) const = default;
};

struct Ranked {
    std::size_t index = 0; ///< in the list of candidates
    Standing standing;
    RankedBecause because;
};

/// The order in which the candidates are tried. They come in the order of their registration, which they keep where
/// nothing else decides. Nobody is left out: a full one may have room by the time when it is asked.
[[nodiscard]] std::vector<Ranked> rank(const Candidates &candidates);

/// The index of the first of rank(), in one pass and without memory of its own; nothing where there are no candidates.
[[nodiscard]] std::optional<std::size_t> best(const Candidates &candidates);

/// The reason in English: "its portal has 2 places free, that of spare-w01 has 5". `before`: what the one before it is
/// called.
[[nodiscard]] std::string toText(const RankedBecause &because, std::string_view before);

} // namespace portolan::schedule

template <>
struct portolan::schema::EnumNames<portolan::schedule::RankReason> {
    using Reason = portolan::schedule::RankReason;
    static constexpr std::array<std::pair<Reason, std::string_view>, 7> names{{
        {Reason::First, "first"},
        {Reason::PortalFull, "portal-full"},
        {Reason::EnvironmentFull, "environment-full"},
        {Reason::PortalRoom, "portal-room"},
        {Reason::Available, "available"},
        {Reason::EnvironmentRoom, "environment-room"},
        {Reason::Order, "order"},
    }};
};
