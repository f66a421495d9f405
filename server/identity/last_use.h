// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "server/state/state.h"

#include <map>
#include <mutex>

namespace portolan::identity {

/// When each access token was last used. Kept in memory and written to the store now and then, because it changes with
/// every request; what a crash takes away is a minute of it.
class LastUse
{
public:
    /// Of a token's hash. Thread-safe.
    void note(const std::string &hash, Time when);
    [[nodiscard]] std::optional<Time> of(const std::string &hash) const;

    /// Writes what is new. In the control loop, every minute and at the end.
    [[nodiscard]] Task<Result<void>> save(State &state);

private:
    mutable std::mutex m_mutex;
    std::map<std::string, Time> m_times; ///< what is not written yet
};

} // namespace portolan::identity
