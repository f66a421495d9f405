// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"

#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace portolan::control {

/// Signs of life of what shall go on for as long as the server runs: whoever does it beats each time, and the health page
/// sees who has stopped. Thread-safe.
class Heartbeats
{
public:
    explicit Heartbeats(const Clock &clock) : m_clock(clock) {}

    /// One's own heart; copies are the same one. Must not outlive the Heartbeats.
    class Heart
    {
    public:
        Heart() = default; ///< one that nobody listens to
        void beat() const;

    private:
        friend class Heartbeats;
        struct Record;
        explicit Heart(Record *record) : m_record(record) {}
        Record *m_record = nullptr;
    };

    /// A heart that must beat at least every `within`; it has beaten just now.
    [[nodiscard]] Heart add(std::string name, std::chrono::milliseconds within);

    struct State {
        std::string name;
        std::chrono::milliseconds age; ///< since the last beat
        std::chrono::milliseconds within; ///< what is in order

        [[nodiscard]] bool isAlive() const { return age <= within; }
    };
    [[nodiscard]] std::vector<State> states() const;

private:
    const Clock &m_clock;
    mutable std::mutex m_mutex;
    std::deque<Heart::Record> m_records; ///< they stay where they are
};

struct Heartbeats::Heart::Record {
    Record(const Clock &time, std::string what, std::chrono::milliseconds most)
        : clock(time), name(std::move(what)), within(most), last(time.steady())
    {}

    const Clock &clock;
    const std::string name;
    const std::chrono::milliseconds within;
    std::atomic<std::chrono::steady_clock::time_point> last;
};

} // namespace portolan::control
