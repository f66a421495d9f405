// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"

#include <cstdint>
#include <deque>
#include <optional>

namespace portolan::ssh {

/// How fast a transfer goes, over the last few seconds, and how long the rest will take. Pure: told the time.
class TransferRate
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    explicit TransferRate(TimePoint start) { m_samples.push_back({start, 0}); }

    /// `done` bytes have been carried by `now`. Never call it with less than before.
    void update(TimePoint now, std::uint64_t done);

    /// Bytes a second; nothing in the first moments, when any number would be a guess.
    [[nodiscard]] std::optional<double> bytesPerSecond() const;
    /// Nothing when the rate is not known or nothing moves.
    [[nodiscard]] std::optional<std::chrono::seconds> timeLeft(std::uint64_t total) const;

private:
    struct Sample {
        TimePoint at;
        std::uint64_t done;
    };
    std::deque<Sample> m_samples; ///< the last few seconds, a few a second
};

} // namespace portolan::ssh
