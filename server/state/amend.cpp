// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "server/state/amend.h"

namespace portolan {

Task<Result<std::int64_t>> commitNumbered(State &state, std::string counter, std::int64_t floor,
                                          std::function<store::Change(std::int64_t)> make)
{
    const auto turn = co_await state.turn(store::Stored<Counter>::kind, counter);
    for (int attempt = 0; attempt < amendAttempts; ++attempt) {
        const auto last = state.counters.find(counter);
        const std::int64_t number = std::max(last ? last->value.last : 0, floor) + 1;
        store::Change change = make(number);
        change.put(Counter{.name = counter, .last = number}, last ? last->version : store::absent);
        auto committed = co_await state.ledger().commit(std::move(change));
        if (committed)
            co_return number;
        const auto isCounter = [](const auto &arg) {
            return arg.first == "kind" && arg.second == store::Stored<Counter>::kind;
        };
        if (!std::ranges::any_of(committed.error().args, isCounter))
            co_return std::unexpected(std::move(committed.error()));
    }
    co_return fail(ErrorCode::Conflict, std::format("too many ask for a number of \"{}\" at once; try again", counter));
}

} // namespace portolan
