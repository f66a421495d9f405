// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/lifecycle/transition_table.h"

namespace portolan {

/// A session of a workshop, by the names of the portals' API (lookup spec section 6.4).
enum class WorkshopSessionState { Starting, Waiting, Running, Stopping, Stopped };

enum class WorkshopSessionEvent { Ready, Activate, End, Gone };

/// Why a session ends.
enum class SessionEnd {
    Finished,     ///< its user has
    Ended,        ///< somebody has ended it
    NotActivated, ///< its user did not come in time
    Expired,      ///< its time was up
    Orphaned,     ///< nobody looked at it any more
    NotReady,     ///< its workspace was not, in time
    Vanished,     ///< its workspace
    NotNeeded,    ///< fewer are kept warm
    Displaced,    ///< one that was kept warm, for one that was asked for
    Withdrawn,    ///< its environment was taken away
    Unclaimed,    ///< a remote portal made it for a request that was given up
};

template <>
struct schema::EnumNames<WorkshopSessionState> {
    static constexpr std::array<std::pair<WorkshopSessionState, std::string_view>, 5> names{{
        {WorkshopSessionState::Starting, "STARTING"},
        {WorkshopSessionState::Waiting, "WAITING"},
        {WorkshopSessionState::Running, "RUNNING"},
        {WorkshopSessionState::Stopping, "STOPPING"},
        {WorkshopSessionState::Stopped, "STOPPED"},
    }};
};

template <>
struct schema::EnumNames<WorkshopSessionEvent> {
    static constexpr std::array<std::pair<WorkshopSessionEvent, std::string_view>, 4> names{{
        {WorkshopSessionEvent::Ready, "Ready"},
        {WorkshopSessionEvent::Activate, "Activate"},
        {WorkshopSessionEvent::End, "End"},
        {WorkshopSessionEvent::Gone, "Gone"},
    }};
};

template <>
struct schema::EnumNames<SessionEnd> {
    static constexpr std::array<std::pair<SessionEnd, std::string_view>, 11> names{{
        {SessionEnd::Finished, "Finished"},
        {SessionEnd::Ended, "Ended"},
        {SessionEnd::NotActivated, "NotActivated"},
        {SessionEnd::Expired, "Expired"},
        {SessionEnd::Orphaned, "Orphaned"},
        {SessionEnd::NotReady, "NotReady"},
        {SessionEnd::Vanished, "Vanished"},
        {SessionEnd::NotNeeded, "NotNeeded"},
        {SessionEnd::Displaced, "Displaced"},
        {SessionEnd::Withdrawn, "Withdrawn"},
        {SessionEnd::Unclaimed, "Unclaimed"},
    }};
};

namespace lifecycle {

using WorkshopSessionTransition = Transition<WorkshopSessionState, WorkshopSessionEvent>;

inline constexpr TransitionTable workshopSessionTable{
    "WorkshopSession", WorkshopSessionState::Starting,
    std::to_array<WorkshopSessionTransition>({
        {WorkshopSessionState::Starting, WorkshopSessionEvent::Ready, WorkshopSessionState::Waiting,
         "its workspace runs; it is kept warm, or waits for its user"},
        {WorkshopSessionState::Starting, WorkshopSessionEvent::Activate, WorkshopSessionState::Running,
         "its user was faster than its workspace"},
        {WorkshopSessionState::Starting, WorkshopSessionEvent::End, WorkshopSessionState::Stopping,
         "its workspace did not start, or nobody came in time"},
        {WorkshopSessionState::Waiting, WorkshopSessionEvent::Activate, WorkshopSessionState::Running,
         "its user opened its address"},
        {WorkshopSessionState::Waiting, WorkshopSessionEvent::End, WorkshopSessionState::Stopping,
         "nobody came in time, or it is no longer wanted"},
        {WorkshopSessionState::Running, WorkshopSessionEvent::End, WorkshopSessionState::Stopping,
         "finished, overdue, orphaned, or ended by somebody"},
        {WorkshopSessionState::Stopping, WorkshopSessionEvent::Gone, WorkshopSessionState::Stopped,
         "all of its workspace is gone"},
    })};
static_assert(workshopSessionTable.isWellFormed());

} // namespace lifecycle
} // namespace portolan
