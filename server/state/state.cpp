// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/state/state.h"

namespace portolan {

Result<std::unique_ptr<State>> State::open(const std::filesystem::path &database, const Clock &clock,
                                           store::LedgerOptions options)
{
    std::unique_ptr<State> state(new State(clock));
    auto opened = store::Store::open(database, state->m_catalog, clock, options);
    if (!opened)
        return std::unexpected(std::move(opened.error()));
    state->m_store = std::move(*opened);
    return state;
}

} // namespace portolan
