// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/identity/last_use.h"

#include "server/state/amend.h"

namespace portolan::identity {

void LastUse::note(const std::string &hash, Time when)
{
    const std::scoped_lock lock(m_mutex);
    Time &last = m_times[hash];
    last = std::max(last, when);
}

std::optional<Time> LastUse::of(const std::string &hash) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_times.find(hash);
    return found == m_times.end() ? std::nullopt : std::optional(found->second);
}

Task<Result<void>> LastUse::save(State &state)
{
    std::map<std::string, Time> times;
    {
        const std::scoped_lock lock(m_mutex);
        times = m_times;
    }
    for (const auto &[hash, time] : times) {
        const std::function<Result<void>(AccessToken &, store::Change &)> edit = [time](AccessToken &token,
                                                                                        store::Change &) {
            token.lastUsed = std::max(token.lastUsed, std::optional(time));
            return Result<void>{};
        };
        // A token that was deleted meanwhile has no use to write.
        if (const auto saved = co_await amend(state, state.tokens, hash, edit);
            !saved && saved.error().code != ErrorCode::NotFound)
            co_return std::unexpected(saved.error());
        const std::scoped_lock lock(m_mutex);
        if (const auto found = m_times.find(hash); found != m_times.end() && found->second == time)
            m_times.erase(found);
    }
    co_return Result<void>{};
}

} // namespace portolan::identity
