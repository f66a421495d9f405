// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/lifecycle/job.h"
#include "core/schema/describe.h"

namespace portolan {

/// A job as the store keeps it: written when it begins and when it ends. Its progress is kept in memory only.
struct Job {
    std::string id; ///< UUID
    std::string workspace;
    std::string username;
    JobState state = JobState::Running;
    std::string error; ///< why it failed
    Time created;
    std::optional<Time> finished;

    bool operator==(const Job &) const = default;
};

template <>
struct schema::Description<Job> {
    static constexpr std::string_view name = "Job";
    static constexpr std::string_view doc = "A job as the store keeps it.";
    static constexpr auto fields = std::tuple{
        field("id", &Job::id, {.required = true}),
        field("workspace", &Job::workspace, {}),
        field("username", &Job::username, {}),
        field("state", &Job::state, {.required = true}),
        field("error", &Job::error, {.presence = Presence::OmitWhenEmpty}),
        field("created", &Job::created, {.required = true}),
        field("finished", &Job::finished, {.presence = Presence::OmitWhenEmpty}),
    };
};

} // namespace portolan
