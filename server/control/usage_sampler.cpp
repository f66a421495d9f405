// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/control/usage_sampler.h"

namespace portolan::control {

UsageSampler::UsageSampler(const State &state, const runtime::Runtime &runtime, std::chrono::milliseconds every,
                           Heartbeats::Heart heart)
    : m_state(state), m_runtime(runtime), m_every(every), m_heart(heart)
{
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { sampleAll(); });
}

void UsageSampler::start()
{
    sampleAll();
    m_timer.start(m_every);
}

void UsageSampler::stop()
{
    m_timer.stop();
}

void UsageSampler::sampleAll()
{
    m_heart.beat();
    const auto now = m_state.clock().steady();
    std::unordered_map<std::string, Entry> entries;
    entries.reserve(m_entries.size());
    // Those that are stopped, mostly by far the most, cost nothing.
    using Index = store::Stored<Workspace>;
    for (const auto &item :
         m_state.workspaces.page(Index::activeByName, "", {.limit = m_state.workspaces.size()}).items) {
        if (item->value.state != WorkspaceState::Running)
            continue;
        auto usage = m_runtime.usage(item->value.runtimeId);
        if (!usage)
            continue; // It ends just now; the controller tells.
        Entry entry{.sample = {.usage = std::move(*usage)}, .at = now};
        // Only this thread writes, so reading without the lock is safe here.
        if (const auto before = m_entries.find(item->value.runtimeId); before != m_entries.end()) {
            const auto elapsed = std::chrono::duration_cast<std::chrono::microseconds>(now - before->second.at);
            const auto &earlier = before->second.sample.usage.cpuTime;
            const auto &later = entry.sample.usage.cpuTime;
            if (earlier && later && *later >= *earlier && elapsed.count() > 0)
                entry.sample.millicores = (*later - *earlier) * 1000 / elapsed;
        }
        entries.emplace(item->value.runtimeId, std::move(entry));
    }
    // Readers wait for an exchange, and not for the end of what was there.
    const std::lock_guard lock(m_mutex);
    m_entries.swap(entries);
}

std::optional<UsageSampler::Sample> UsageSampler::find(const std::string &runtimeId) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(runtimeId);
    return found == m_entries.end() ? std::nullopt : std::optional(found->second.sample);
}

} // namespace portolan::control
