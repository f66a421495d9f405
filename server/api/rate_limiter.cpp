// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/api/rate_limiter.h"

#include <algorithm>
#include <cmath>

namespace portolan::api {

double RateLimiter::usedNow(const Bucket &bucket, Moment now) const
{
    const std::chrono::duration<double> passed = now - bucket.when;
    return std::max(0.0, bucket.used - passed.count() * double(m_options.perMinute) / 60.0);
}

std::optional<RateLimiter::Standing> RateLimiter::take(const std::string &caller)
{
    const Moment now = m_clock.steady();
    const std::scoped_lock lock(m_mutex);
    if (m_options.perMinute <= 0)
        return std::nullopt;
    if (m_buckets.size() >= m_nextCleaning)
        forgetIdle(now);
    Bucket &bucket = m_buckets[caller];
    bucket.used = usedNow(bucket, now);
    bucket.when = now;
    const double capacity = double(m_options.perMinute + m_options.burst);
    const double perSecond = double(m_options.perMinute) / 60.0;
    Standing standing{.limit = m_options.perMinute};
    if (bucket.used + 1 > capacity) {
        standing.allowed = false;
        standing.retryAfter = std::chrono::seconds(
            std::max<std::int64_t>(1, std::int64_t(std::ceil((bucket.used + 1 - capacity) / perSecond))));
    } else {
        bucket.used += 1;
    }
    standing.remaining = std::clamp<std::int64_t>(std::int64_t(capacity - bucket.used), 0, m_options.perMinute);
    standing.full = m_clock.now() + std::chrono::seconds(std::int64_t(std::ceil(bucket.used / perSecond)));
    return standing;
}

void RateLimiter::setOptions(Options options)
{
    const Moment now = m_clock.steady();
    const std::scoped_lock lock(m_mutex);
    for (auto &[caller, bucket] : m_buckets)
        bucket = {.used = usedNow(bucket, now), .when = now};
    m_options = options;
}

void RateLimiter::forgetIdle(Moment now)
{
    std::erase_if(m_buckets, [&](const auto &entry) { return usedNow(entry.second, now) == 0; });
    m_nextCleaning = std::max<std::size_t>(1024, m_buckets.size() * 2);
}

} // namespace portolan::api
