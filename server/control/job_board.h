// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/oneshot.h"
#include "core/async/task.h"
#include "core/base/clock.h"
#include "core/model/job/provision_job.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace portolan::control {

/// The progress of jobs: in memory only, because nobody needs it after a restart; that a job is there and how it ended
/// is in the store. Thread-safe.
class JobBoard
{
    struct Entry;

public:
    explicit JobBoard(const Clock &clock) : m_clock(clock) {}

    void begin(const std::string &id);
    /// Adds a step; `id` and `timestamp` are filled in. Steps of jobs that were not begun or have ended are dropped.
    void post(const std::string &id, JobProgress step);
    /// No more steps follow; whoever reads them is told.
    void finish(const std::string &id);
    void forget(const std::string &id);

    [[nodiscard]] std::vector<JobProgress> steps(const std::string &id) const;

    /// Reads the steps of one job as they come, from any thread with an event loop.
    class Reader
    {
    public:
        /// The steps after the last call's, as soon as there are any; none when the job has ended, or after cancel().
        [[nodiscard]] Task<std::vector<JobProgress>> next();
        /// Ends a next() that waits. Thread-safe.
        void cancel();

    private:
        friend class JobBoard;
        Reader(std::shared_ptr<Entry> entry, std::size_t position) : m_entry(std::move(entry)), m_position(position) {}

        struct Stop {
            std::mutex mutex;
            bool stopped = false;
            std::optional<OneShot<bool>> waiting;
        };

        std::shared_ptr<Entry> m_entry;
        std::size_t m_position;
        std::shared_ptr<Stop> m_stop = std::make_shared<Stop>();
    };
    /// From after the step `after` on.
    [[nodiscard]] Reader read(const std::string &id, std::int64_t after = 0);

private:
    struct Entry {
        mutable std::mutex mutex;
        std::vector<JobProgress> steps;
        std::vector<OneShot<bool>> waiters;
        bool finished = false;
    };
    [[nodiscard]] std::shared_ptr<Entry> find(const std::string &id) const;

    const Clock &m_clock;
    mutable std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<Entry>> m_entries;
};

} // namespace portolan::control
