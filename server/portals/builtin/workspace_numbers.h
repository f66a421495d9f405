// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/base/clock.h"

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

namespace portolan::portals {

/// The numbers that workspaces of sessions have instead of their owner's, so that no two of them are one user to the
/// computer (core/model/workspace/workspace.h). The rows know which are taken, and the Ledger lets nobody take one twice;
/// this only finds those that are free, some at a time, however many are not. Thread-safe.
class WorkspaceNumbers
{
public:
    /// `isTaken`: whether a workspace has the number; thread-safe.
    WorkspaceNumbers(const Clock &clock, std::function<bool(std::uint32_t)> isTaken);

    /// One that no workspace had when it was looked at, in turn, so that it comes again as late as can be. Nothing where
    /// there was none a moment ago.
    [[nodiscard]] std::optional<std::uint32_t> next();

private:
    void lookOn();

    const Clock &m_clock;
    const std::function<bool(std::uint32_t)> m_isTaken;
    std::mutex m_mutex;
    std::vector<std::uint32_t> m_free; ///< the next one last
    std::uint32_t m_looked = 0; ///< how many are before those that are to be looked at
    std::chrono::steady_clock::time_point m_noneUntil = {};
};

} // namespace portolan::portals
