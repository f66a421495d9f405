// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/schema/describe.h"

namespace portolan {

/// What a workspace uses (spec section 9).
struct Sysinfo {
    struct System {
        Time uptime; ///< the time of its start, despite the name
        std::int64_t cpuUsageMillicores = 0;
        std::int64_t cpuLimitMillicores = 0;
        std::int64_t memoryUsageMiB = 0;
        std::int64_t memLimitMiB = 0;
        double cpuAvg1min = 0;
        double cpuAvg5min = 0;
        double cpuAvg15min = 0;
        int users = 0;
    };
    struct Mount {
        std::string mountPoint;
        std::string source;
        std::string fsType;
        std::vector<std::string> options;
        bool readOnly = false;
        bool isLikelyTemp = false;
        std::int64_t totalBytes = 0;
        std::int64_t usedBytes = 0;
        std::int64_t freeBytes = 0;
        std::int64_t availableBytes = 0;
        std::int64_t totalInodes = 0;
        std::int64_t freeInodes = 0;
        std::int64_t declaredSize = 0;
    };

    Time time;
    System system;
    std::vector<Mount> mounts;
};

template <>
struct schema::Description<Sysinfo::System> {
    using S = Sysinfo::System;
    static constexpr std::string_view name = "SysinfoSystem";
    static constexpr std::string_view doc = "Processor and memory of a workspace.";
    static constexpr auto fields = std::tuple{
        field("uptime", &S::uptime, {.doc = "When it was started."}),
        field("cpuUsageMillicores", &S::cpuUsageMillicores, {.doc = "Processor used over the last seconds."}),
        field("cpuLimitMillicores", &S::cpuLimitMillicores, {.doc = "0: not limited."}),
        field("memoryUsageMiB", &S::memoryUsageMiB, {}),
        field("memLimitMiB", &S::memLimitMiB, {.doc = "0: not limited."}),
        field("cpuAvg1min", &S::cpuAvg1min, {.doc = "Cores used, on average."}),
        field("cpuAvg5min", &S::cpuAvg5min, {}),
        field("cpuAvg15min", &S::cpuAvg15min, {}),
        field("users", &S::users, {.doc = "Terminals and SSH connections."}),
    };
};

template <>
struct schema::Description<Sysinfo::Mount> {
    using M = Sysinfo::Mount;
    static constexpr std::string_view name = "SysinfoMount";
    static constexpr std::string_view doc = "A file system that a workspace sees.";
    static constexpr auto fields = std::tuple{
        field("mountPoint", &M::mountPoint, {.column = {.title = "Mounted on"}}),
        field("source", &M::source, {}),
        field("fsType", &M::fsType, {.column = {.title = "Type"}}),
        field("options", &M::options, {}),
        field("readOnly", &M::readOnly, {}),
        field("isLikelyTemp", &M::isLikelyTemp, {.presence = Presence::OmitWhenEmpty}),
        field("totalBytes", &M::totalBytes, {.column = {.title = "Size"}}),
        field("usedBytes", &M::usedBytes, {.column = {.title = "Used"}}),
        field("freeBytes", &M::freeBytes, {}),
        field("availableBytes", &M::availableBytes, {.column = {.title = "Free"}}),
        field("totalInodes", &M::totalInodes, {}),
        field("freeInodes", &M::freeInodes, {}),
        field("declaredSize", &M::declaredSize, {}),
    };
};

template <>
struct schema::Description<Sysinfo> {
    static constexpr std::string_view name = "Sysinfo";
    static constexpr std::string_view doc = "What a workspace uses.";
    static constexpr auto fields = std::tuple{
        field("time", &Sysinfo::time, {.required = true}),
        field("system", &Sysinfo::system, {}),
        field("mounts", &Sysinfo::mounts, {}),
    };
};

} // namespace portolan
