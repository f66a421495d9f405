// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// What one running workspace uses at a moment.
struct WorkspaceUsage {
    std::string name;
    std::optional<std::int64_t> cpuMillicores; ///< over the last seconds; nothing until two samples are there
    std::optional<std::int64_t> memoryBytes;
    std::int64_t cpuLimitMillicores = 0; ///< 0: not limited
    std::int64_t memoryLimitBytes = 0;   ///< 0: not limited

    bool operator==(const WorkspaceUsage &) const = default;
};

/// One message of GET /api/usage/stream: all running workspaces that the caller may see.
struct UsageReport {
    Time time;
    std::vector<WorkspaceUsage> workspaces;
};

template <>
struct schema::Description<WorkspaceUsage> {
    using W = WorkspaceUsage;
    static constexpr std::string_view name = "WorkspaceUsage";
    static constexpr std::string_view doc = "What a running workspace uses.";
    static constexpr auto fields = std::tuple{
        field("name", &W::name, {.required = true}),
        field("cpuMillicores", &W::cpuMillicores,
              {.doc = "Processor used over the last seconds.", .presence = Presence::OmitWhenEmpty}),
        field("memoryBytes", &W::memoryBytes, {.presence = Presence::OmitWhenEmpty}),
        field("cpuLimitMillicores", &W::cpuLimitMillicores, {.doc = "0: not limited."}),
        field("memoryLimitBytes", &W::memoryLimitBytes, {.doc = "0: not limited."}),
    };
};

template <>
struct schema::Description<UsageReport> {
    static constexpr std::string_view name = "UsageReport";
    static constexpr std::string_view doc = "What all running workspaces use.";
    static constexpr auto fields = std::tuple{
        field("time", &UsageReport::time, {.required = true}),
        field("workspaces", &UsageReport::workspaces, {.required = true}),
    };
};

} // namespace portolan
