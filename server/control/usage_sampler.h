// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "server/control/heartbeats.h"
#include "server/runtime/runtime.h"
#include "server/state/state.h"

#include <QTimer>

#include <mutex>
#include <string>
#include <unordered_map>

namespace portolan::control {

/// What the running workspaces use, looked at every few seconds: samples bypass the store. Lives in the control loop's
/// thread; find() is for any thread.
class UsageSampler
{
public:
    struct Sample {
        std::optional<std::int64_t> millicores; ///< over the time since the sample before; nothing at the first
        runtime::Runtime::Usage usage;
    };

    UsageSampler(const State &state, const runtime::Runtime &runtime, std::chrono::milliseconds every,
                 Heartbeats::Heart heart = {});

    void start();
    void stop();

    /// The time between two rounds.
    [[nodiscard]] std::chrono::milliseconds interval() const { return m_every; }
    /// Nothing where it does not run, or was not looked at yet.
    [[nodiscard]] std::optional<Sample> find(const std::string &runtimeId) const;

private:
    struct Entry {
        Sample sample;
        std::chrono::steady_clock::time_point at;
    };

    void sampleAll();

    const State &m_state;
    const runtime::Runtime &m_runtime;
    std::chrono::milliseconds m_every;
    Heartbeats::Heart m_heart;
    QTimer m_timer;
    mutable std::mutex m_mutex;
    std::unordered_map<std::string, Entry> m_entries;
};

} // namespace portolan::control
