// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/lifecycle/transition_table.h"

namespace portolan {

/// The API knows "running" and "completed" only (spec section 4); how it ended stands beside it as `outcome`.
enum class JobState { Running, Succeeded, Failed, Cancelled };
enum class JobEvent { Succeed, Fail, Cancel };

template <>
struct schema::EnumNames<JobState> {
    static constexpr std::array<std::pair<JobState, std::string_view>, 4> names{{
        {JobState::Running, "running"},
        {JobState::Succeeded, "succeeded"},
        {JobState::Failed, "failed"},
        {JobState::Cancelled, "cancelled"},
    }};
};

template <>
struct schema::EnumNames<JobEvent> {
    static constexpr std::array<std::pair<JobEvent, std::string_view>, 3> names{{
        {JobEvent::Succeed, "succeed"},
        {JobEvent::Fail, "fail"},
        {JobEvent::Cancel, "cancel"},
    }};
};

namespace lifecycle {

using JobTransition = Transition<JobState, JobEvent>;

inline constexpr TransitionTable jobTable{
    "Job", JobState::Running,
    std::to_array<JobTransition>({
        {JobState::Running, JobEvent::Succeed, JobState::Succeeded, "what it was for is done"},
        {JobState::Running, JobEvent::Fail, JobState::Failed, "it could not be done; the job says why"},
        {JobState::Running, JobEvent::Cancel, JobState::Cancelled, "somebody stopped or deleted what it worked on"},
    })};
static_assert(jobTable.isWellFormed());

} // namespace lifecycle
} // namespace portolan
