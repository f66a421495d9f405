// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/control/job_board.h"

#include <format>
#include <utility>

namespace portolan::control {

void JobBoard::begin(const std::string &id)
{
    const std::lock_guard lock(m_mutex);
    m_entries.try_emplace(id, std::make_shared<Entry>());
}

void JobBoard::post(const std::string &id, JobProgress step)
{
    const auto entry = find(id);
    if (!entry)
        return;
    std::vector<OneShot<bool>> waiters;
    {
        const std::lock_guard lock(entry->mutex);
        if (entry->finished)
            return;
        step.id = static_cast<std::int64_t>(entry->steps.size()) + 1;
        step.timestamp = std::format("{:%F %T}", std::chrono::floor<std::chrono::seconds>(m_clock.now()));
        entry->steps.push_back(std::move(step));
        waiters = std::exchange(entry->waiters, {});
    }
    for (auto &waiter : waiters)
        waiter.set(true);
}

void JobBoard::finish(const std::string &id)
{
    const auto entry = find(id);
    if (!entry)
        return;
    std::vector<OneShot<bool>> waiters;
    {
        const std::lock_guard lock(entry->mutex);
        entry->finished = true;
        waiters = std::exchange(entry->waiters, {});
    }
    for (auto &waiter : waiters)
        waiter.set(true);
}

void JobBoard::forget(const std::string &id)
{
    finish(id);
    const std::lock_guard lock(m_mutex);
    m_entries.erase(id);
}

std::vector<JobProgress> JobBoard::steps(const std::string &id) const
{
    const auto entry = find(id);
    if (!entry)
        return {};
    const std::lock_guard lock(entry->mutex);
    return entry->steps;
}

JobBoard::Reader JobBoard::read(const std::string &id, std::int64_t after)
{
    auto entry = find(id);
    if (!entry) {
        // Of before a restart: its steps are gone, and no more will come.
        entry = std::make_shared<Entry>();
        entry->finished = true;
    }
    return {std::move(entry), static_cast<std::size_t>(std::max<std::int64_t>(after, 0))};
}

std::shared_ptr<JobBoard::Entry> JobBoard::find(const std::string &id) const
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(id);
    return found == m_entries.end() ? nullptr : found->second;
}

Task<std::vector<JobProgress>> JobBoard::Reader::next()
{
    while (true) {
        OneShot<bool> wake;
        {
            const std::scoped_lock lock(m_entry->mutex, m_stop->mutex);
            if (m_stop->stopped)
                co_return std::vector<JobProgress>();
            if (m_position < m_entry->steps.size()) {
                std::vector<JobProgress> steps(m_entry->steps.begin() + static_cast<std::ptrdiff_t>(m_position),
                                               m_entry->steps.end());
                m_position = m_entry->steps.size();
                co_return steps;
            }
            if (m_entry->finished)
                co_return std::vector<JobProgress>();
            m_entry->waiters.push_back(wake);
            m_stop->waiting = wake;
        }
        co_await wake;
    }
}

void JobBoard::Reader::cancel()
{
    std::optional<OneShot<bool>> waiting;
    {
        const std::lock_guard lock(m_stop->mutex);
        m_stop->stopped = true;
        waiting = std::exchange(m_stop->waiting, std::nullopt);
    }
    if (waiting)
        waiting->set(true);
}

} // namespace portolan::control
