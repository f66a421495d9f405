// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/ssh/transfer_rate.h"

#include <cmath>

namespace portolan::ssh {

using namespace std::chrono_literals;

namespace {

constexpr auto remembered = 5s;
constexpr auto spacing = 100ms;
constexpr auto leastToJudge = 500ms;

} // namespace

void TransferRate::update(TimePoint now, std::uint64_t done)
{
    // The newest sample moves along until it is far enough from the one before.
    if (m_samples.size() > 1 && now - m_samples[m_samples.size() - 2].at < spacing)
        m_samples.back() = {now, done};
    else
        m_samples.push_back({now, done});
    while (m_samples.size() > 2 && now - m_samples[1].at >= remembered)
        m_samples.pop_front();
}

std::optional<double> TransferRate::bytesPerSecond() const
{
    const auto &first = m_samples.front();
    const auto &last = m_samples.back();
    if (last.at - first.at < leastToJudge)
        return std::nullopt;
    return static_cast<double>(last.done - first.done) / std::chrono::duration<double>(last.at - first.at).count();
}

std::optional<std::chrono::seconds> TransferRate::timeLeft(std::uint64_t total) const
{
    const auto done = m_samples.back().done;
    if (done >= total)
        return 0s;
    const auto rate = bytesPerSecond();
    if (!rate || *rate <= 0)
        return std::nullopt;
    constexpr double mostSeconds = 1e9; // three decades: what is longer is not known
    const double seconds = std::ceil(static_cast<double>(total - done) / *rate);
    if (seconds > mostSeconds)
        return std::nullopt;
    return std::chrono::seconds(static_cast<std::int64_t>(seconds));
}

} // namespace portolan::ssh
