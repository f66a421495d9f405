// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace portolan::api {

/// A token bucket for each caller (labs spec section 3): it holds what a minute allows and the burst, and fills evenly.
/// Thread-safe; memory is bounded by how many callers came within the time that a bucket takes to fill.
class RateLimiter
{
public:
    struct Options {
        std::int64_t perMinute = 0; ///< 0: there is no limit
        std::int64_t burst = 0; ///< above it

        bool operator==(const Options &) const = default;
    };
    /// What to tell the caller.
    struct Standing {
        bool allowed = true;
        std::int64_t limit = 0; ///< a minute
        std::int64_t remaining = 0; ///< without the burst
        Time full; ///< when nothing will be missing any more
        std::chrono::seconds retryAfter{0};
    };

    RateLimiter(const Clock &clock, Options options) : m_clock(clock), m_options(options) {}

    /// Counts one request; nothing where there is no limit. A refused one is not counted.
    [[nodiscard]] std::optional<Standing> take(const std::string &caller);
    /// From now on. What callers have used stays used.
    void setOptions(Options options);

private:
    using Moment = std::chrono::steady_clock::time_point;
    struct Bucket {
        double used = 0;
        Moment when; ///< of `used`
    };
    /// Removes those that are full again.
    void forgetIdle(Moment now);
    [[nodiscard]] double usedNow(const Bucket &bucket, Moment now) const;

    const Clock &m_clock;
    std::mutex m_mutex;
    Options m_options;
    std::unordered_map<std::string, Bucket> m_buckets;
    std::size_t m_nextCleaning = 1024;
};

} // namespace portolan::api
