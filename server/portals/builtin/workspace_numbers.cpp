// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/portals/builtin/workspace_numbers.h"

#include "core/model/workspace/workspace.h"

namespace portolan::portals {

namespace {

constexpr std::uint32_t inOneLook = 1024; ///< so many are looked at: a fraction of a millisecond
static_assert(sessionNumbers % inOneLook == 0);

/// To look at all of them takes some milliseconds, of a loop that has others to serve.
constexpr std::chrono::milliseconds pauseWhenFull{100};

} // namespace

WorkspaceNumbers::WorkspaceNumbers(const Clock &clock, std::function<bool(std::uint32_t)> isTaken)
    : m_clock(clock), m_isTaken(std::move(isTaken))
{}

std::optional<std::uint32_t> WorkspaceNumbers::next()
{
    const std::lock_guard lock(m_mutex);
    if (m_clock.steady() < m_noneUntil)
        return std::nullopt;
    for (std::uint32_t looked = 0; m_free.empty() && looked < sessionNumbers; looked += inOneLook)
        lookOn();
    if (m_free.empty()) {
        m_noneUntil = m_clock.steady() + pauseWhenFull;
        return std::nullopt;
    }
    const std::uint32_t number = m_free.back();
    m_free.pop_back();
    return number;
}

void WorkspaceNumbers::lookOn()
{
    for (std::uint32_t offset = m_looked + inOneLook; offset-- > m_looked;)
        if (!m_isTaken(firstSessionNumber + offset))
            m_free.push_back(firstSessionNumber + offset);
    m_looked = (m_looked + inOneLook) % sessionNumbers;
}

} // namespace portolan::portals
