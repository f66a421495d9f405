// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// One step of a job as the API streams it (spec section 1.8, WorkspaceStreamEvent).
struct JobProgress {
    std::int64_t id = 0; ///< from 1, without gap
    std::string type;    ///< "event", "status" or "progress"
    std::string timestamp; ///< "YYYY-MM-DD HH:MM:SS", as this API has it
    std::string objectName;
    std::string message;
    std::string status;

    bool operator==(const JobProgress &) const = default;
};

template <>
struct schema::Description<JobProgress> {
    using J = JobProgress;
    static constexpr std::string_view name = "WorkspaceStreamEvent";
    static constexpr std::string_view doc = "One step of a job.";
    static constexpr auto fields = std::tuple{
        field("id", &J::id, {.required = true}),
        field("type", &J::type, {.doc = "event, status or progress.", .required = true}),
        field("timestamp", &J::timestamp, {.presence = Presence::OmitWhenEmpty}),
        field("objectName", &J::objectName, {.presence = Presence::OmitWhenEmpty}),
        field("message", &J::message, {.presence = Presence::OmitWhenEmpty}),
        field("status", &J::status,
              {.doc = "A status, or the percentage of a progress.", .presence = Presence::OmitWhenEmpty}),
    };
};

/// A job as the API tells it (spec section 1.8, ProvisionJob), with how it ended: `outcome` and `error` are ours,
/// because "completed" alone tells a script nothing.
struct ProvisionJob {
    std::string id;
    std::string workspaceName;
    std::string username;
    std::string status; ///< "running" or "completed"
    std::string outcome; ///< "succeeded", "failed" or "cancelled" once completed
    std::string error;
    Time createdAt;
    Time updatedAt;
    std::optional<Time> finishedAt;
    std::vector<JobProgress> events;

    bool operator==(const ProvisionJob &) const = default;
};

template <>
struct schema::Description<ProvisionJob> {
    using J = ProvisionJob;
    static constexpr std::string_view name = "ProvisionJob";
    static constexpr std::string_view doc = "A job; kept ten minutes after its end.";
    static constexpr auto fields = std::tuple{
        field("id", &J::id, {.required = true, .column = {.title = "Job"}}),
        field("workspaceName", &J::workspaceName,
              {.presence = Presence::OmitWhenEmpty, .column = {.title = "Workspace"}}),
        field("username", &J::username, {.presence = Presence::OmitWhenEmpty, .column = {.title = "User"}}),
        field("status", &J::status, {.doc = "running or completed.", .column = {.title = "State"}}),
        field("outcome", &J::outcome,
              {.doc = "succeeded, failed or cancelled, once it is completed.",
               .presence = Presence::OmitWhenEmpty,
               .column = {.title = "Outcome"}}),
        field("error", &J::error,
              {.doc = "Why it failed.", .presence = Presence::OmitWhenEmpty, .column = {.title = "Error"}}),
        field("createdAt", &J::createdAt, {.column = {.title = "Created"}}),
        field("updatedAt", &J::updatedAt, {}),
        field("finishedAt", &J::finishedAt, {.presence = Presence::NullWhenEmpty}),
        field("events", &J::events, {.presence = Presence::OmitWhenEmpty}),
    };
};

} // namespace portolan
