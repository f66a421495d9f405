// SPDX-FileCopyrightText: 2026 The Portolan authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "core/async/task.h"
#include "server/state/state.h"

#include <format>
#include <functional>
#include <optional>

/// Changes that begin with a look at what is: one after the other for each row, and repeated where a change that is none
/// of these was faster, so that none gets lost.
namespace portolan {

inline constexpr int amendAttempts = 20; ///< more conflicts than this are a fault

/// Changes one row: `edit` gets a copy, and the change to add events and other rows to; it may refuse, and runs once more
/// for each conflict. A row that it leaves as it is commits nothing. Gives the row as it is then; NotFound when there is
/// none, PreconditionFailed where its version is not the one that is `expected`.
template <class Model>
[[nodiscard]] Task<Result<Model>> amend(State &state, const store::Table<Model> &table, std::string id,
                                        std::function<Result<void>(Model &, store::Change &)> edit,
                                        std::optional<std::int64_t> expected = {})
{
    const auto turn = co_await state.turn(store::Stored<Model>::kind, id);
    for (int attempt = 0; attempt < amendAttempts; ++attempt) {
        const auto item = table.find(id);
        if (!item)
            co_return fail(ErrorCode::NotFound, std::format("there is no {} \"{}\"", store::Stored<Model>::kind, id));
        if (expected && item->version != *expected)
            co_return fail(ErrorCode::PreconditionFailed,
                           std::format("the {} \"{}\" was changed meanwhile; read it again", store::Stored<Model>::kind,
                                       id));
        Model model = item->value;
        store::Change change;
        if (auto edited = edit(model, change); !edited)
            co_return std::unexpected(std::move(edited.error()));
        if (model == item->value)
            co_return model;
        change.put(Model(model), item->version);
        auto committed = co_await state.ledger().commit(std::move(change));
        if (committed)
            co_return model;
        if (!store::isRefusedBy(committed.error(), "version"))
            co_return std::unexpected(std::move(committed.error()));
    }
    co_return fail(ErrorCode::Conflict,
                   std::format("the {} \"{}\" keeps changing; try again", store::Stored<Model>::kind, id));
}

/// Commits what `make` makes with the next number of a kind (`counter`), which nobody else gets. `floor`: a number that
/// was given otherwise.
[[nodiscard]] Task<Result<std::int64_t>> commitNumbered(State &state, std::string counter, std::int64_t floor,
                                                        std::function<store::Change(std::int64_t)> make);

} // namespace portolan
